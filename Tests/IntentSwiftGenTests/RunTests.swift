import Foundation
import IntentSwiftGen
import Testing

/// What generated code does: each folder of `Tests/Corpus/run` is built with its `main.swift` and run. What it prints stands in
/// `output.txt` beside it; `INTENT_BLESS=1` writes that anew.
@Suite struct RunTests {
  @Test(arguments: Program.run)
  func programsPrintWhatTheyShould(_ program: Program) throws {
    let files = try generate(try program.sources())
    let output = try run(files, main: program.folder.appending(path: "main.swift"))
    let golden = program.folder.appending(path: "output.txt")
    if ProcessInfo.processInfo.environment["INTENT_BLESS"] == "1" {
      try output.write(to: golden, atomically: true, encoding: .utf8)
    }
    let expected = (try? String(contentsOf: golden, encoding: .utf8)) ?? ""
    #expect(output == expected, "\(program.name) prints something else; INTENT_BLESS=1 rewrites it")
  }
}

/// Builds the files with `main` and the runtime that the tests were built with, and returns what the program prints.
func run(_ files: [GeneratedFile], main: URL) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: "intent-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  var paths = [main.path]
  for file in files {
    let url = folder.appending(path: file.name)
    try file.text.write(to: url, atomically: true, encoding: .utf8)
    paths.append(url.path)
  }
  let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  let objects = products.appending(path: "IntentRuntime.build")
  let names = try FileManager.default.contentsOfDirectory(atPath: objects.path).filter { $0.hasSuffix(".o") }.sorted()
  let program = folder.appending(path: "program")
  let compiled = try output(
    ["swiftc", "-swift-version", "6", "-warnings-as-errors", "-I", products.appending(path: "Modules").path, "-o", program.path]
      + paths + names.map { objects.appending(path: $0).path })
  return compiled.isEmpty ? try output([program.path]) : compiled
}

private func output(_ command: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = command
  let pipe = Pipe()
  process.standardError = pipe
  process.standardOutput = pipe
  try process.run()
  let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return String(decoding: bytes, as: UTF8.self)
}
