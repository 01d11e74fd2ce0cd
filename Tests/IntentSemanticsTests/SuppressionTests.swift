import IntentDiagnostics
import IntentSource
import IntentSyntax
import Testing

/// Two warnings, each on a line of its own.
private let divisions = """
  entity deal { has: won: bool }
  metric a: percent = deals.where(won).count / deals.count
  metric b: percent = deals.where(won).count / deals.count
  """

@Test func allowedWarningsAreKeptWithTheirReason() throws {
  let analysed = Analysed(items: "# intent:allow W0502 because  there is one \n" + divisions)
  #expect(analysed.codes == ["W0550", "W0502", "W0502"], "the comment speaks of the entity")
  let moved = Analysed(items: divisions.replacing("metric b", with: "# intent:allow W0502 because  there is one \nmetric b"))
  #expect(moved.codes == ["W0502"])
  let allowed = try #require(moved.diagnostics.allowed.first)
  #expect(allowed.reason == "there is one" && allowed.diagnostic.code == .divisionByZero)
  #expect(moved.sources.text(allowed.comment) == "# intent:allow W0502 because  there is one")
}

@Test func anErrorElsewhereHidesNoUnusedSuppression() {
  let analysed = Analysed(items: "# intent:allow W0502 because it was\nmetric a: percent = 20%\nentity deal { has: won: boolean }")
  #expect(analysed.codes == ["E0202"])
}

@Test func severalCommentsMaySpeakOfOneLine() {
  let text = """
    entity deal { has: won: bool }
    action book(rate: percent)
    when deal.created {
      # intent:allow W0504 because it is another book
      # intent:allow W0502 because this deal is there
      must: bok(rate: deals.where(won).count / deals.count)
    }
    """
  #expect(Analysed(items: text).codes == [])
}

@Test func carriageReturnsAreNoPartOfAReason() {
  let comment = "# intent:allow W0502 because so"
  let lines = ["system \"s\" {", comment, "metric a: decimal = 2 / ideas.count", "entity idea { has: a: text }", "}"]
  let text = lines.map { $0 + "\r\n" }.joined()
  let analysed = Analysed([("a.intent", text)])
  #expect(analysed.codes == [] && analysed.diagnostics.allowed.map(\.reason) == ["so"])
}

/// The formatter moves no comment away from what it speaks of.
@Test func formattedSuppressionsAllowTheSame() {
  let files = intentFiles(below: "Tests/Corpus/negative/suppressions") + intentFiles(below: "Tests/Corpus/positive/meaning")
  for file in files where file.text.contains("intent:allow") {
    var symbols = SymbolTable()
    var findings = DiagnosticSet()
    let source = SourceFile(id: FileID(rawValue: 0), path: file.path, text: file.text)
    let tree = Parser.parse(source, symbols: &symbols, diagnostics: &findings)
    let formatted = Analysed([(file.path, Printer.format(tree, symbols))])
    let original = Analysed([file])
    #expect(formatted.codes == original.codes, "\(file.path):\n\(formatted.rendered)")
    #expect(formatted.diagnostics.allowed.map(\.reason) == original.diagnostics.allowed.map(\.reason))
  }
}
