import Foundation
import IntentSwiftGen
import Testing

/// Swift's own compiler on what is generated: no error and no warning, whatever the module's default isolation.
@Suite struct CompileTests {
  @Test(arguments: Program.all + [Program.example], [[], ["-default-isolation", "MainActor"]])
  func generatedFilesCompile(_ program: Program, _ flags: [String]) throws {
    let output = try typecheck(try generate(try program.sources(), access: .public), flags: flags)
    #expect(output == "")
  }

  @Test(arguments: Program.positive)
  func rightProgramsBecomeSwiftThatCompiles(_ program: Program) throws {
    let output = try lower(try generate(try program.sources(), access: .internal))
    #expect(output == "")
  }
}

/// What the type checker of `swiftc` says of the files; empty where it is content.
func typecheck(_ files: [GeneratedFile], flags: [String] = []) throws -> String {
  try swiftc(["-typecheck", "-warnings-as-errors"] + flags, files)
}

/// The same, with what is found only on the way to machine code: a value that is consumed twice, code that is never executed.
func lower(_ files: [GeneratedFile]) throws -> String {
  try swiftc(["-emit-sil", "-wmo", "-o", "/dev/null", "-warnings-as-errors"], files)
}

/// Runs `swiftc` on the files, beside the runtime that the tests were built with, and gives what it says; empty where it is content.
func swiftc(_ flags: [String], _ files: [GeneratedFile]) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: "intent-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  var paths: [String] = []
  for file in files {
    let url = folder.appending(path: file.name)
    try file.text.write(to: url, atomically: true, encoding: .utf8)
    paths.append(url.path)
  }
  // The test bundle lies beside the modules that it was built with.
  let modules = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "Modules")
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments =
    ["swiftc", "-parse-as-library", "-swift-version", "6", "-module-name", "Program", "-I", modules.path] + flags + paths
  let pipe = Pipe()
  process.standardError = pipe
  process.standardOutput = pipe
  try process.run()
  let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? "" : String(decoding: bytes, as: UTF8.self)
}
