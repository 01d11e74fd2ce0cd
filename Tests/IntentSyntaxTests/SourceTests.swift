import IntentDiagnostics
import IntentSource
import Testing

@Test func positionsCountCharacters() {
  let file = SourceFile(id: FileID(rawValue: 0), path: "a.intent", text: "aé─b\n\r\nx")
  #expect(file.position(of: 0) == Position(line: 1, column: 1))
  #expect(file.position(of: 6) == Position(line: 1, column: 4))
  #expect(file.position(of: 8) == Position(line: 2, column: 1))
  #expect(file.position(of: 10) == Position(line: 3, column: 1))
  #expect(Array(file.lineBytes(1)) == [])
}

@Test func symbolsOfWordsAreConstants() {
  var table = SymbolTable()
  for word in Word.allCases { #expect(table.intern(word.text) == Symbol(word)) }
  #expect(table.intern("within").word == .within)
  let names = (0..<5_000).map { table.intern("name_\($0)") }
  #expect(Set(names).count == 5_000)
  #expect(table.text(names[4_321]) == "name_4321")
  #expect(table.find("name_17") == names[17])
  #expect(table.find("absent") == nil)
}

@Test func rendererShowsLineAndCaret() {
  var sources = SourceMap()
  let id = sources.add(path: "a.intent", text: "system \"x\" {\n\tentity é costumer\n}\n")
  let span = Span(file: id, start: 24, end: 32)
  let diagnostic = Diagnostic(
    .unexpected, "no entity `costumer`", at: span, label: "did you mean `customer`?",
    notes: [DiagnosticNote("declared here", Span(file: id, start: 0, end: 6))],
    fixes: [Fix("write `customer`", replace: span, with: "customer")])
  #expect(
    DiagnosticRenderer(sources: sources).render(diagnostic) == """
      a.intent:2:11: error: no entity `costumer` [E0106]
      \tentity é costumer
      \t         ^~~~~~~~ did you mean `customer`?
      a.intent:1:1: note: declared here
      system "x" {
      ^~~~~~
        fix: write `customer`

      """)
}

@Test func closestNameFindsSlips() {
  let names = ["customer", "interaction", "deal", "rep"]
  #expect(closestName(to: "costumer", among: names) == "customer")
  #expect(closestName(to: "cutsomer", among: names) == "customer")
  #expect(closestName(to: "dael", among: names) == "deal")
  #expect(closestName(to: "invoice", among: names) == nil)
  #expect(closestName(to: "x", among: ["y"]) == nil)
}
