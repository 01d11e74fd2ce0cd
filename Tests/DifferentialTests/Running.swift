import Foundation

/// What went wrong outside of the systems that are compared.
struct ToolFailure: Error, CustomStringConvertible {
  let description: String
}

/// Generated systems in one executable, beside the runtime that they stand on.
final class Driver {
  private let folder: URL

  /// Compiles the systems. Throws `ToolFailure` with the compiler's words if it does not take them.
  init(_ systems: [CompiledSystem]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "intent-differential-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var paths: [String] = []
    func add(_ name: String, _ text: String) throws {
      let url = folder.appending(path: name)
      try text.write(to: url, atomically: true, encoding: .utf8)
      paths.append(url.path)
    }
    for system in systems { try add("\(system.name).swift", system.swift) }
    try add("Driver.swift", DriverCode(systems: systems).text)
    // The test bundle lies beside the modules and objects that it was built with.
    let built = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let objects = built.appending(path: "IntentRuntime.build")
    let names = try FileManager.default.contentsOfDirectory(atPath: objects.path).filter { $0.hasSuffix(".o") }.sorted()
    let flags = ["-parse-as-library", "-swift-version", "6", "-Onone", "-I", built.appending(path: "Modules").path]
    let (status, output) = try run(
      "/usr/bin/env",
      ["swiftc"] + flags + paths + names.map { objects.appending(path: $0).path } + ["-o", folder.appending(path: "driver").path])
    if status != 0 { throw ToolFailure(description: output) }
  }

  /// A driver of the systems that Swift's compiler takes, with those that it does not take and what it says of each.
  static func ofThoseThatCompile(_ systems: [CompiledSystem]) throws -> (driver: Driver, failures: [(name: String, words: String)]) {
    var rest = systems
    var failures: [(name: String, words: String)] = []
    while true {
      do { return (try Driver(rest), failures) } catch let failure as ToolFailure {
        let bad = rest.filter { failure.description.contains("/\($0.name).swift:") }
        if bad.isEmpty { throw failure }
        failures += bad.map { ($0.name, failure.description) }
        rest.removeAll { system in bad.contains { $0.name == system.name } }
      }
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What the system prints for the steps, line by line.
  func lines(of system: String, _ steps: [Step]) throws -> [String] {
    let file = folder.appending(path: "\(system).steps")
    try steps.map(\.line).joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    let (status, output) = try run(folder.appending(path: "driver").path, [system, file.path])
    return output.split(separator: "\n").map(String.init) + (status == 0 ? [] : ["ended with status \(status)"])
  }
}

/// Runs a program; its status and what it printed.
private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
}
