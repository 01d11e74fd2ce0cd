import Foundation

/// What once went wrong: a system, the steps that showed it, and what is right.
struct Case {
  let folder: URL
  let text: String
  let steps: [Step]

  var name: String { folder.lastPathComponent }
  var expected: URL { folder.appending(path: "expected.txt") }

  /// Every folder of `Tests/Corpus/differential`.
  static func all() throws -> [Case] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let corpus = tests.appending(path: "Corpus/differential")
    let names = try FileManager.default.contentsOfDirectory(atPath: corpus.path).filter { !$0.hasPrefix(".") }.sorted()
    return try names.map { name in
      let folder = corpus.appending(path: name)
      let steps = try String(contentsOf: folder.appending(path: "steps.txt"), encoding: .utf8)
      return Case(
        folder: folder, text: try String(contentsOf: folder.appending(path: "system.intent"), encoding: .utf8),
        steps: steps.split(separator: "\n").map { Step(line: $0) })
    }
  }
}
