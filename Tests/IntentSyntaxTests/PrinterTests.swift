import Foundation
import Testing

@testable import IntentSyntax

/// Checks that formatting keeps the tree and the comments, and that a second time changes nothing. Returns the formatted text.
@discardableResult
func checkFormatting(_ text: String, _ comment: Testing.Comment? = nil) -> String {
  let parsed = Parsed(text)
  #expect(parsed.summaries == [], comment)
  let formatted = Printer.format(parsed.tree, parsed.symbols)
  let again = Parsed(formatted)
  #expect(again.summaries == [], comment)
  #expect(again.dump == parsed.dump, comment)
  #expect(Printer.format(again.tree, again.symbols) == formatted, comment)
  let comments = { (parsed: Parsed) in parsed.tree.comments.map { parsed.tree.file.text($0.span) } }
  #expect(comments(again) == comments(parsed), comment)
  return formatted
}

@Test func corpusKeepsItsMeaningWhenFormatted() {
  for file in positives + sketches { checkFormatting(file.text, "\(file.name)") }
}

@Test func formatsTheSketch() throws {
  let sketch = try #require(sketches.first { $0.name == "customer_platform.intent" })
  let golden = packageRoot.appendingPathComponent("Tests/Corpus/format/customer_platform.formatted")
  let expected = try String(contentsOf: golden, encoding: .utf8)
  #expect(checkFormatting(sketch.text) == expected)
}
