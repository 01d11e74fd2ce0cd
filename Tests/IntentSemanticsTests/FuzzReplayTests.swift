import Foundation
import Testing

/// What the fuzzer kept goes through the front end again.
@Test func inputsThatTheFuzzerKeptAreHarmless() throws {
  let file = packageRoot.appendingPathComponent("Tests/Fuzz/corpus.txt")
  let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
  #expect(lines.count > 100)
  for line in lines {
    let bytes = try #require(Data(base64Encoded: String(line)))
    exercise(Array(bytes))
  }
}
