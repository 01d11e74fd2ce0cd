import IntentDiagnostics
import IntentSource
import IntentSyntax

extension SystemAnalysis {
  /// The types of which a syntax error may have cut something off: whatever else they have, nothing follows from what they lack.
  var brokenTypes: Set<String> {
    if syntaxErrorCount == 0 { return [] }
    let broken = types.values.filter { syntaxErrors.touches($0.span) || mayBeLost($0.name) }.map(\.name)
    let inPlace = entities.values.filter { mayBeLost($0.name) }.flatMap { entity in
      (entityFacts[entity.name]?.fields ?? []).compactMap { field in field.type?.unwrapped.text }
    }
    return Set(broken + inPlace)
  }
}

/// What the syntax errors of a compilation leave unknown, so that one mistake is reported once.
struct SyntaxErrors {
  /// The places of the errors, with the blanks before them.
  private var spans: [Span] = []
  /// Every word of what could not be read, and the names of the items that it is a part of: any of them may be declared there, or have a
  /// part there.
  private(set) var words: Set<String> = []
  /// `true` iff something is declared without its name: any name may be meant by it.
  let isNameLost: Bool

  init(_ diagnostics: DiagnosticSet, _ trees: [SyntaxTree]) {
    isNameLost = trees.contains { $0.lacksName }
    guard diagnostics.hasErrors else { return }
    let errors = diagnostics.sorted.filter { $0.severity == .error && $0.code.id.hasPrefix("E01") && !Self.leavesTextWhole($0) }
    for error in errors {
      guard let tree = trees.first(where: { $0.file.id == error.span.file }) else { continue }
      spans.append(Self.withBlanks(error.span, in: tree.file.bytes))
    }
    for tree in trees where !tree.losses.isEmpty {
      for loss in tree.losses { collectWords(of: tree.file.text(loss)) }
      collectIncompleteItems(of: tree)
    }
  }

  /// `true` iff a syntax error stands in or beside `span`, only blanks away.
  func touches(_ span: Span) -> Bool {
    !spans.isEmpty && spans.contains { $0.file == span.file && $0.start <= span.end + 1 && span.start <= $0.end }
  }

  /// `true` iff a sign is one too many, without which the text can be read: it hides nothing.
  private static func leavesTextWhole(_ error: Diagnostic) -> Bool {
    error.code == .foreignSign && error.fixes.contains { !$0.isGuess && $0.edits.allSatisfy(\.replacement.isEmpty) }
  }

  /// A span with the spaces before it on its line.
  private static func withBlanks(_ span: Span, in bytes: [UInt8]) -> Span {
    var start = Int(span.start)
    while start > 0, start <= bytes.count, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    return Span(file: span.file, start: UInt32(start), end: span.end)
  }

  /// Names the items that something was lost of: in them, or right behind, where one has no end.
  private mutating func collectIncompleteItems(of tree: SyntaxTree) {
    for id in tree.systems.flatMap({ Array(tree[$0].items) }) {
      let span = tree[id].span
      guard let (_, name) = SystemAnalysis.namedItem(tree[id].kind) else { continue }
      guard tree.losses.contains(where: { span.start < $0.end && $0.start <= span.end }) else { continue }
      collectWords(of: tree.file.text(name.span))
    }
  }

  private mutating func collectWords(of text: String) {
    for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
      words.insert(String(word))
      words.insert(englishPlural(of: String(word)))
    }
  }
}
