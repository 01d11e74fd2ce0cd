import IntentSource

/// Writes diagnostics as text for people.
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour with ANSI escapes.
  public let color: Bool
  /// Whether each fix is followed by its edits, as golden files want it: `edit 3:15..3:22 "custmer" -> "customer"`.
  public let showsEdits: Bool
  private let sources: SourceMap

  public init(sources: SourceMap, color: Bool = false, showsEdits: Bool = false) {
    self.sources = sources
    self.color = color
    self.showsEdits = showsEdits
  }

  /// The full form: the first line, the lines of the source that it speaks of with marks below them, and the fixes. Ends with a newline.
  public func render(_ diagnostic: Diagnostic) -> String {
    let file = diagnostic.span.file
    let here = diagnostic.notes.filter { $0.span.file == file }
    let elsewhere = diagnostic.notes.filter { $0.span.file != file }
    let marks = [SourceExcerpt.Mark(span: diagnostic.span, label: diagnostic.label, style: .primary(diagnostic.severity))] + here.map(mark)
    let spans = [diagnostic.span] + diagnostic.notes.map(\.span)
    let gutter = spans.map { "\(sources.position($0.endPoint).line)".utf8.count }.max() ?? 1
    var out = summary(diagnostic) + "\n" + excerpt(marks, gutter)
    for note in elsewhere {
      let place = sources.position(note.span)
      out += String(repeating: " ", count: gutter) + paint("--> ", SourceExcerpt.Style.secondary.color)
      out += "\(sources[note.span.file].path):\(place.line):\(place.column)\n" + excerpt([mark(note)], gutter)
    }
    for fix in diagnostic.fixes {
      out += String(repeating: " ", count: gutter + 1) + paint("= fix: ", "32;1") + fix.title + "\n"
      if showsEdits { out += fix.edits.map { "      edit \(text($0))\n" }.joined() }
    }
    return out
  }

  /// The full form of every finding, by place.
  public func render(_ set: DiagnosticSet) -> String { set.sorted.map(render).joined() }

  /// The first line alone, without a newline: `path:line:column: error: message [code]`.
  public func summary(_ diagnostic: Diagnostic) -> String {
    let place = sources.position(diagnostic.span)
    return paint("\(sources[diagnostic.span.file].path):\(place.line):\(place.column): ", "1")
      + paint("\(diagnostic.severity.rawValue): ", SourceExcerpt.Style.primary(diagnostic.severity).color)
      + paint(diagnostic.message, "1") + " [\(diagnostic.code.id)]"
  }

  private func mark(_ note: DiagnosticNote) -> SourceExcerpt.Mark {
    SourceExcerpt.Mark(span: note.span, label: "note: \(note.message)", style: .secondary)
  }

  private func excerpt(_ marks: [SourceExcerpt.Mark], _ gutter: Int) -> String {
    SourceExcerpt(file: sources[marks[0].span.file], marks: marks, gutter: gutter, paint: paint).text
  }

  private func text(_ edit: Edit) -> String {
    let start = sources.position(edit.span)
    let end = sources.position(edit.span.endPoint)
    let old = sources.text(edit.span).debugDescription
    return "\(start.line):\(start.column)..\(end.line):\(end.column) \(old) -> \(edit.replacement.debugDescription)"
  }

  private func paint(_ text: String, _ code: String) -> String { color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
