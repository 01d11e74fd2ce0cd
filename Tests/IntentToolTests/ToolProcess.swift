import Foundation

/// What a run of a tool gave.
struct ToolRun {
  let code: Int32
  let output: String
  let errors: String
}

/// The tools of this package, which stand beside the test's own program.
struct ToolProcess {
  let name: String

  /// Runs the tool to its end. The environment holds nothing but `environment`: a build system may run it so.
  func run(_ arguments: String..., input: String = "", in directory: String? = nil, environment: [String: String] = [:]) throws -> ToolRun {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
    process.arguments = arguments
    process.environment = environment
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    let scratch = try Scratch()
    defer { scratch.remove() }
    let inputFile = try scratch.write("in", input)
    let outputFile = try scratch.write("out", "")
    let errorFile = try scratch.write("err", "")
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return ToolRun(
      code: process.terminationStatus, output: try String(contentsOf: outputFile, encoding: .utf8),
      errors: try String(contentsOf: errorFile, encoding: .utf8))
  }
}

/// A directory for one test.
struct Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "intent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  var path: String { url.path }

  func write(_ name: String, _ text: String) throws -> URL {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
