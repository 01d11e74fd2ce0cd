import IntentDiagnostics
import IntentIR
import IntentSemantics
import IntentSource
import IntentSyntax

/// Takes any bytes through the whole front end, as a file of a compilation, and stops the process where a promise is broken: every place is
/// in the file, a text without a syntax error is formatted into one that formats into itself. The fuzzer and the replay of what it found
/// both call it.
func exercise(_ bytes: [UInt8]) {
  var sources = SourceMap()
  var symbols = SymbolTable()
  var findings = DiagnosticSet()
  let id = sources.add(path: "a.intent", bytes: bytes)
  let tree = Parser.parse(sources[id], symbols: &symbols, diagnostics: &findings)
  let isReadable = !findings.hasErrors
  findings = DiagnosticSet()
  let systems = Analyzer.analyze(sources.files, for: .promises, diagnostics: &findings)
  for finding in findings.sorted {
    let spans = [finding.span] + finding.notes.map(\.span) + finding.fixes.flatMap(\.edits).map(\.span)
    for span in spans { precondition(span.start <= span.end && Int(span.end) <= bytes.count, "a place outside of the file") }
  }
  precondition(!DiagnosticRenderer(sources: sources, color: true).render(findings).isEmpty || findings.isEmpty)
  for system in systems { precondition(!system.text.isEmpty) }
  if isReadable, String(validating: bytes, as: UTF8.self) != nil {
    let formatted = Printer.format(tree, symbols)
    precondition(format(formatted) == formatted, "the formatter changes what it wrote")
  }
}

/// The text formatted, or `nil` where it cannot be read.
private func format(_ text: String) -> String? {
  var symbols = SymbolTable()
  var findings = DiagnosticSet()
  let tree = Parser.parse(SourceFile(id: FileID(rawValue: 0), path: "a.intent", text: text), symbols: &symbols, diagnostics: &findings)
  return findings.hasErrors ? nil : Printer.format(tree, symbols)
}
