import IntentDiagnostics
import IntentDriver
import IntentSource
import Testing

@Suite struct ReportTests {
  let sources: SourceMap
  let findings: DiagnosticSet

  init() {
    var sources = SourceMap()
    let file = sources.add(path: "a,b.intent", text: "first\n  second \"line\"\n")
    func span(_ start: UInt32, _ end: UInt32) -> Span { Span(file: file, start: start, end: end) }
    var findings = DiagnosticSet()
    findings.add(
      .unexpected, "`second` is \"odd\"", at: span(8, 14), notes: [DiagnosticNote("since this", span(0, 5))],
      fixes: [Fix("say third", replace: span(8, 14), with: "third")])
    self.sources = sources
    self.findings = findings
  }

  @Test func compactFormIsALineForEachPlace() {
    #expect(
      Report(.compact, sources: sources).text(findings) == """
        a,b.intent:2:3: error: `second` is "odd" [E0106]
        a,b.intent:1:1: note: since this

        """)
  }

  @Test func jsonFormIsAnObjectALine() {
    #expect(
      Report(.json, sources: sources).text(findings)
        == #"{"code":"E0106","severity":"error","message":"`second` is \"odd\"","file":"a,b.intent","line":2,"column":3,"#
        + #""endLine":2,"endColumn":9,"notes":[{"message":"since this","file":"a,b.intent","line":1,"column":1,"endLine":1,"#
        + #""endColumn":6}],"fixes":[{"title":"say third","edits":[{"replacement":"third","file":"a,b.intent","line":2,"#
        + #""column":3,"endLine":2,"endColumn":9}]}]}"# + "\n")
  }

  @Test func githubFormEscapesWhatTheCommandWouldRead() {
    #expect(
      Report(.github, sources: sources).text(findings)
        == "::error file=a%2Cb.intent,line=2,endLine=2,col=3,endColumn=9,title=E0106::`second` is \"odd\"\n")
  }

  @Test func summaryCounts() {
    #expect(Report(.text, sources: sources).summary(findings) == "1 error; `intent fix` can mend 1\n")
    #expect(Report(.compact, sources: sources).summary(findings) == nil)
    #expect(Report(.text, sources: sources).summary(DiagnosticSet()) == nil)
  }
}
