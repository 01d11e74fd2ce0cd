import Foundation
import IntentSQLite
import IntentSwiftGen
import Testing

/// What generated commands do: the programs of `Tests/Fixtures` are generated, compiled, linked with the runtime and run.
@Suite struct CommandTests {
  @Test func commandsDoWhatTheSpecSays() throws {
    let output = try run("Commands")
    #expect(output == "memory: told\nsqlite: told\n")
  }

  /// The snippets of the page on commands, one after the other, are right.
  @Test func snippetsOfThePageCompile() throws {
    let page = try String(contentsOf: Program.root.appending(path: "Docs/COMMANDS.md"), encoding: .utf8)
    let snippets = page.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(snippets.count > 4)
    let source = try Program(name: "Commands", folder: Program.root.appending(path: "Tests/Fixtures/Commands")).sources()
    let program = """
      import IntentRuntime
      func page(_ desk: Conductor<Sales.Model>, root: Identity, ben: Identity) async throws {
      \(snippets.joined())
      }
      """
    let files = try generate(source) + [GeneratedFile(name: "Page.swift", source: "", text: program)]
    #expect(try typecheck(files) == "")
  }

  /// What the program of the fixture prints; what the compiler says, if it says anything.
  private func run(_ fixture: String) throws -> String {
    let source = Program.root.appending(path: "Tests/Fixtures/\(fixture)")
    let folder = FileManager.default.temporaryDirectory.appending(path: "intent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files = try FileManager.default.contentsOfDirectory(at: source, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }.map(\.path)
    for file in try generate(try Program(name: fixture, folder: source).sources()) {
      let url = folder.appending(path: file.name)
      try file.text.write(to: url, atomically: true, encoding: .utf8)
      files.append(url.path)
    }
    // The test bundle lies beside what it was linked from.
    let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for module in ["IntentRuntime", "IntentSQLite"] {
      let objects = try FileManager.default.contentsOfDirectory(atPath: products.appending(path: "\(module).build").path)
      files += objects.filter { $0.hasSuffix(".o") }.map { products.appending(path: "\(module).build/\($0)").path }
    }
    let program = folder.appending(path: "story").path
    let compiled = try call(
      "swiftc",
      ["-parse-as-library", "-swift-version", "6", "-warnings-as-errors", "-I", products.appending(path: "Modules").path]
        + ["-I", Program.root.appending(path: "Sources/CSQLite").path, "-o", program] + files + ["-lsqlite3"])
    return compiled.isEmpty ? try call(program, [folder.path]) : compiled
  }

  private func call(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
