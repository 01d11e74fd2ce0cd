import Foundation
import Testing

/// What breaks a promise of class *typed* does not compile: programs of `Tests/Corpus/refused` against the Swift of its `desk.intent`.
///
/// In a `.wrong.swift` each line that must not compile ends in `// error: ` and what Swift says; nothing else may be wrong in the file.
/// The `.right.swift` beside it says how it is done, and compiles.
@Suite struct RefusedTests {
  static let corpus = Program.root.appending(path: "Tests/Corpus/refused")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? []).filter { $0.hasSuffix(".wrong.swift") }
    .map { String($0.dropLast(12)) }.sorted()

  @Test(arguments: names) func promisesCannotBeBroken(_ name: String) throws {
    let program = try String(contentsOf: Self.corpus.appending(path: name + ".wrong.swift"), encoding: .utf8)
    let output = try compile(program)
    let found = try output.split(separator: "\n").compactMap { try Complaint($0, of: "program.swift") }
    var expected: [Int: String] = [:]
    for (offset, line) in program.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let mark = line.firstRange(of: "// error: ") { expected[offset + 1] = String(line[mark.upperBound...]) }
    }
    #expect(!expected.isEmpty)
    for (line, text) in expected.sorted(by: { $0.key < $1.key }) {
      let isRefused = found.contains { $0.line == line && $0.text.contains(text) }
      #expect(isRefused, "\(name), line \(line) compiles, or is refused otherwise: \(output)")
    }
    for complaint in found { #expect(expected[complaint.line] != nil, "\(name), line \(complaint.line): \(complaint.text)") }
    #expect(!output.contains("desk.intent.swift"), "what is generated is itself wrong: \(output)")
  }

  @Test(arguments: names) func rightWayCompiles(_ name: String) throws {
    #expect(try compile(String(contentsOf: Self.corpus.appending(path: name + ".right.swift"), encoding: .utf8)) == "")
  }

  /// The errors of `swiftc`, which goes as far as ownership.
  private func compile(_ program: String) throws -> String {
    let spec = try String(contentsOf: Self.corpus.appending(path: "desk.intent"), encoding: .utf8)
    var files = try generate([(name: "desk.intent", text: spec)])
    files.append(.init(name: "program.swift", source: "", text: program))
    return try swiftc(["-emit-sil", "-wmo", "-o", "/dev/null", "-diagnostic-style", "llvm"], files)
      .split(separator: "\n").filter { $0.contains(": error: ") }.joined(separator: "\n")
  }
}

/// An error of the Swift compiler in a program.
private struct Complaint {
  let line: Int
  let text: String

  /// Nil for one in another file.
  init?(_ output: Substring, of file: String) throws {
    guard let name = output.firstRange(of: "/\(file):"), let mark = output.firstRange(of: ": error: ") else { return nil }
    line = try #require(Int(output[name.upperBound...].prefix { $0.isNumber }))
    text = String(output[mark.upperBound...])
  }
}
