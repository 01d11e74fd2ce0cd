import IntentDiagnostics
import IntentSource

/// How findings are written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For people: the source line with a caret, notes and fixes.
  case text
  /// `path:line:column: error: message [code]` and its notes, a line each: for builds and editors.
  case compact
  /// One JSON object a line.
  case json
  /// One document in the Static Analysis Results Interchange Format 2.1.0.
  case sarif
  /// Workflow commands that annotate a change on GitHub.
  case github
}

/// Writes the findings of a program.
public struct Report: Sendable {
  public let format: ReportFormat
  private let sources: SourceMap
  private let renderer: DiagnosticRenderer

  /// Places are shown in the paths of `sources`.
  public init(_ format: ReportFormat, sources: SourceMap, color: Bool = false) {
    self.format = format
    self.sources = sources
    renderer = DiagnosticRenderer(sources: sources, color: color)
  }

  /// `true` iff the form is a result for a program, to go to standard output, and no message for a person.
  public static func isResult(_ format: ReportFormat) -> Bool { [.json, .sarif, .github].contains(format) }

  /// The findings by place, or the errors among them; but for SARIF, which always is a document, empty where there are none.
  public func text(_ diagnostics: DiagnosticSet, errorsOnly: Bool = false) -> String {
    if format == .sarif { return SarifReport(sources: sources, root: Files.currentDirectory).text(diagnostics) }
    if diagnostics.isEmpty { return "" }
    return diagnostics.sorted.filter { !errorsOnly || $0.severity == .error }.map(text).joined()
  }

  /// `2 errors and 1 warning`, and how many of them have a cure, for people; `nil` in the other forms and where there is nothing to count.
  public func summary(_ diagnostics: DiagnosticSet) -> String? {
    guard format == .text, !diagnostics.isEmpty else { return nil }
    let errors = diagnostics.errorCount
    let warnings = diagnostics.sorted.count { $0.severity == .warning }
    let parts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let curable = diagnostics.sorted.count { $0.cure != nil }
    let hint = curable > 0 ? "; `intent fix` can mend \(curable)" : ""
    return parts.isEmpty ? nil : parts.joined(separator: " and ") + hint + "\n"
  }

  private func text(_ diagnostic: Diagnostic) -> String {
    switch format {
    case .text: renderer.render(diagnostic) + "\n"
    case .compact: compact(diagnostic)
    case .json, .sarif: json(diagnostic)
    case .github: github(diagnostic)
    }
  }

  private func compact(_ diagnostic: Diagnostic) -> String {
    let notes = diagnostic.notes.map { note in
      let place = sources.position(note.span)
      return "\(sources[note.span.file].path):\(place.line):\(place.column): note: \(note.message)\n"
    }
    return renderer.summary(diagnostic) + "\n" + notes.joined()
  }

  private func json(_ diagnostic: Diagnostic) -> String {
    let notes = diagnostic.notes.map { "{\"message\":\(JSONText.quoted($0.message)),\(jsonPlace($0.span))}" }
    let fixes = diagnostic.fixes.map { fix in
      let edits = fix.edits.map { "{\"replacement\":\(JSONText.quoted($0.replacement)),\(jsonPlace($0.span))}" }
      return "{\"title\":\(JSONText.quoted(fix.title)),\"edits\":[\(edits.joined(separator: ","))]}"
    }
    return "{\"code\":\"\(diagnostic.code.id)\",\"severity\":\"\(diagnostic.severity.rawValue)\","
      + "\"message\":\(JSONText.quoted(diagnostic.message)),\(jsonPlace(diagnostic.span)),"
      + "\"notes\":[\(notes.joined(separator: ","))],\"fixes\":[\(fixes.joined(separator: ","))]}\n"
  }

  private func jsonPlace(_ span: Span) -> String {
    let start = sources.position(span)
    let end = sources.position(span.endPoint)
    return "\"file\":\(JSONText.quoted(sources[span.file].path)),\"line\":\(start.line),\"column\":\(start.column),"
      + "\"endLine\":\(end.line),\"endColumn\":\(end.column)"
  }

  /// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
  private func github(_ diagnostic: Diagnostic) -> String {
    let start = sources.position(diagnostic.span)
    let end = sources.position(diagnostic.span.endPoint)
    let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
    let file = Self.escaped(sources[diagnostic.span.file].path, [(":", "%3A"), (",", "%2C")])
    let columns = start.line == end.line ? ",col=\(start.column),endColumn=\(end.column)" : ""
    return "::\(command) file=\(file),line=\(start.line),endLine=\(end.line)\(columns),title=\(diagnostic.code.id)::"
      + Self.escaped(diagnostic.message, []) + "\n"
  }

  private static func escaped(_ text: String, _ more: [(Character, String)]) -> String {
    let table = [("%", "%25"), ("\n", "%0A"), ("\r", "%0D")] + more
    return text.map { character in table.first { $0.0 == character }?.1 ?? String(character) }.joined()
  }
}
