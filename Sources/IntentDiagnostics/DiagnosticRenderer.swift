import IntentSource

/// Writes diagnostics as text for people.
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour with ANSI escapes.
  public let color: Bool
  private let sources: SourceMap

  public init(sources: SourceMap, color: Bool = false) {
    self.sources = sources
    self.color = color
  }

  /// The full form: the first line, the source line with a caret, the notes and the fixes. Ends with a newline.
  public func render(_ diagnostic: Diagnostic) -> String {
    var out = summary(diagnostic) + "\n"
    out += excerpt(diagnostic.span, label: diagnostic.label)
    for note in diagnostic.notes {
      out += headline(.note, note.message, note.span, code: nil) + "\n"
      out += excerpt(note.span, label: nil)
    }
    for fix in diagnostic.fixes { out += "  " + paint("fix: ", "32") + fix.title + "\n" }
    return out
  }

  /// The full form of every finding, by place.
  public func render(_ set: DiagnosticSet) -> String { set.sorted.map(render).joined() }

  /// The first line alone, without a newline: `path:line:column: error: message [code]`.
  public func summary(_ diagnostic: Diagnostic) -> String {
    headline(diagnostic.severity, diagnostic.message, diagnostic.span, code: diagnostic.code.id)
  }

  private func headline(_ severity: Severity, _ message: String, _ span: Span, code: String?) -> String {
    let place = sources.position(span)
    let color = severity == .error ? "31;1" : severity == .warning ? "35;1" : "36;1"
    let suffix = code.map { " [\($0)]" } ?? ""
    return paint("\(sources[span.file].path):\(place.line):\(place.column): ", "1") + paint("\(severity.rawValue): ", color)
      + paint(message, "1") + suffix
  }

  /// The line where `span` begins, and `^~~~` under what it covers of that line. Tabs are kept so that the caret stays below its place;
  /// of a long line only what is around the place is shown.
  private func excerpt(_ span: Span, label: String?) -> String {
    let file = sources[span.file]
    let index = file.lineIndex(of: span.start)
    let line = Array(String(decoding: file.lineBytes(index), as: UTF8.self).unicodeScalars)
    let caret = min(file.position(of: span.start).column - 1, line.count)
    let first = line.count <= Self.longestLine ? 0 : max(0, min(caret - Self.longestLine / 2, line.count - Self.longestLine))
    let last = min(line.count, first + Self.longestLine)
    var shown = String.UnicodeScalarView()
    var marks = String.UnicodeScalarView()
    var offset = Int(span.start)
    for i in first..<last {
      shown.append(line[i])
      if i < caret {
        marks.append(line[i] == "\t" ? "\t" : " ")
      } else if i == caret {
        marks.append("^")
      } else if offset < Int(span.end) {
        marks.append("~")
      }
      if i >= caret { offset += UTF8.width(line[i]) }
    }
    if caret == last { marks.append("^") }
    let text = (first > 0 ? "…" : "") + String(shown) + (last < line.count ? "…" : "")
    let under = (first > 0 ? " " : "") + String(marks) + (label.map { " " + $0 } ?? "")
    return text + "\n" + paint(under, "32") + "\n"
  }

  /// The characters that are shown of a line.
  private static let longestLine = 160

  private func paint(_ text: String, _ code: String) -> String { color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
