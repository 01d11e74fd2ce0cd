import IntentDiagnostics
import IntentSource
import IntentSyntax

/// What the syntax errors of a compilation leave unknown, so that one mistake is reported once.
struct SyntaxErrors {
  /// The places of the errors, with the blanks before them.
  private var spans: [Span] = []
  /// Every word of the items in which something could not be read: any of them may be declared there.
  private(set) var words: Set<String> = []
  /// `true` iff something is declared without its name: any name may be meant by it.
  let isNameLost: Bool

  init(_ diagnostics: DiagnosticSet, _ trees: [SyntaxTree]) {
    isNameLost = trees.contains { $0.lacksName }
    guard diagnostics.hasErrors else { return }
    let errors = diagnostics.sorted.filter { $0.severity == .error && $0.code.id.hasPrefix("E01") }
    for error in errors {
      guard let tree = trees.first(where: { $0.file.id == error.span.file }) else { continue }
      spans.append(Self.withBlanks(error.span, in: tree.file.bytes))
      if Self.harmless.contains(error.code) { continue }
      collectWords(of: tree.file.text(Self.lostRegion(around: error.span, in: tree)))
    }
  }

  /// After these errors what was meant is assumed, and nothing is left out.
  private static let harmless: Set<DiagnosticCode> = [.badCharacter, .badEscape, .foreignSign]

  /// `true` iff a syntax error stands in or beside `span`, only blanks away.
  func touches(_ span: Span) -> Bool {
    spans.contains { $0.file == span.file && $0.start <= span.end + 1 && span.start <= $0.end }
  }

  /// A span with the spaces before it on its line.
  private static func withBlanks(_ span: Span, in bytes: [UInt8]) -> Span {
    var start = Int(span.start)
    while start > 0, start <= bytes.count, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    return Span(file: span.file, start: UInt32(start), end: span.end)
  }

  /// The item around an error, or what stands between two items.
  private static func lostRegion(around span: Span, in tree: SyntaxTree) -> Span {
    var start: UInt32 = 0
    var end = UInt32(tree.file.bytes.count)
    for system in tree.systems {
      for id in tree[system].items {
        let item = tree[id]
        if case .error = item.kind { continue }
        // An error at the beginning of an item says that the one before it has no end.
        if item.span.start < span.start && span.start <= item.span.end { return item.span }
        if item.span.end < span.start { start = max(start, item.span.end) }
        if item.span.start > span.start { end = min(end, item.span.start) }
      }
    }
    return Span(file: span.file, start: start, end: end)
  }

  private mutating func collectWords(of text: String) {
    for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
      words.insert(String(word))
      words.insert(englishPlural(of: String(word)))
    }
  }
}
