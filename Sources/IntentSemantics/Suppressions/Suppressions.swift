import IntentDiagnostics
import IntentSource
import IntentSyntax

/// The comments of a compilation that allow warnings.
///
/// On a line of its own, such a comment speaks of the item, member, field or statement that begins next, else of the next line; at a line's
/// end, of that line and of the entry that ends there, however many lines the entry has. Warnings alone can be allowed, each with a reason.
struct Suppressions: Sendable {
  fileprivate struct Suppression: Sendable {
    let code: DiagnosticCode
    let reason: String
    let comment: Span
    /// What goes where the comment is removed: the blanks before it too, or its line.
    let wholeComment: Span
    /// Where a warning begins that is allowed.
    let places: [Span]
    var isUsed = false
  }

  private var suppressions: [Suppression] = []
  /// The suppressions of each code, by index.
  private var byCode: [DiagnosticCode: [Int]] = [:]

  /// None.
  init() {}

  /// Those of `trees`; comments that are not what they seem are reported. O(comments), and where there is a suppression O(nodes) more.
  init(_ trees: [SyntaxTree], _ diagnostics: inout DiagnosticSet) {
    for tree in trees { collect(tree, &diagnostics) }
  }

  /// Adds those of other trees.
  mutating func add(_ other: Suppressions) {
    for suppression in other.suppressions { add(suppression) }
  }

  private mutating func add(_ suppression: Suppression) {
    byCode[suppression.code, default: []].append(suppressions.count)
    suppressions.append(suppression)
  }

  /// Takes the warnings that comments allow out of `diagnostics`, and reports the comments that allow nothing. O(findings).
  mutating func apply(to diagnostics: inout DiagnosticSet) {
    if suppressions.isEmpty { return }
    diagnostics.allow { allowance(for: $0) }
    // After an error a warning may be missing that would be there.
    if diagnostics.hasErrors { return }
    for suppression in suppressions where !suppression.isUsed {
      diagnostics.add(
        .unusedSuppression, "nothing here gives \(suppression.code.id), so this comment allows nothing", at: suppression.comment,
        fixes: [Fix("remove it", replace: suppression.wholeComment, with: "")])
    }
  }

  private mutating func collect(_ tree: SyntaxTree, _ diagnostics: inout DiagnosticSet) {
    var entries: [Span]?
    for comment in tree.comments {
      guard SuppressionComment.isLikely(tree.file.bytes[Int(comment.span.start)..<Int(comment.span.end)]) else { continue }
      switch SuppressionComment(tree.file.text(comment.span)) {
      case .allow(let id, let reason):
        guard let code = Self.warning(id, comment, tree.file, &diagnostics) else { continue }
        if entries == nil { entries = tree.entrySpans }
        add(
          Suppression(
            code: code, reason: reason, comment: comment.span, wholeComment: comment.wholeSpan(in: tree.file),
            places: tree.file.places(of: comment, among: entries ?? [])))
      case .malformed(let message, let rewritten):
        let fixes = rewritten.map { [Fix("write `\($0)`", replace: comment.span, with: $0)] } ?? []
        diagnostics.add(.badSuppression, message, at: comment.span, fixes: fixes)
      case nil: continue
      }
    }
  }

  /// The warning that a comment names, or `nil` where it cannot be allowed.
  private static func warning(_ id: String, _ comment: Comment, _ file: SourceFile, _ diagnostics: inout DiagnosticSet) -> DiagnosticCode? {
    let allowed = DiagnosticCode.all.filter { $0.severity == .warning && !DiagnosticCode.aboutSuppressions.contains($0) }
    if let code = allowed.first(where: { $0.id == id }) { return code }
    let known = DiagnosticCode.find(id)
    let near = known == nil ? nearName(to: id, among: allowed.map(\.id)) : nil
    let reason =
      switch known?.severity {
      case .error: "`\(id)` is an error, and only warnings can be allowed"
      case nil: "no warning is called `\(id)`" + (near.map { "; \($0.question)" } ?? "")
      default: "`\(id)` is about such comments, and cannot be allowed"
      }
    let text = file.text(comment.span)
    let offset = text.firstRange(of: id).map { UInt32(text.utf8.distance(from: text.startIndex, to: $0.lowerBound)) } ?? 0
    let start = comment.span.start + offset
    let span = Span(file: comment.span.file, start: start, end: start + UInt32(id.utf8.count))
    diagnostics.add(
      .notSuppressible, reason, at: span, fixes: near?.fixes(at: [span]) ?? [])
    return nil
  }

  private mutating func allowance(for diagnostic: Diagnostic) -> (reason: String, comment: Span)? {
    guard diagnostic.severity != .error, let candidates = byCode[diagnostic.code] else { return nil }
    // An inner comment is nearer than an outer one, and comes later.
    for index in candidates.reversed() where suppressions[index].allows(diagnostic.span) {
      suppressions[index].isUsed = true
      return (suppressions[index].reason, suppressions[index].comment)
    }
    return nil
  }
}

extension Suppressions.Suppression {
  fileprivate func allows(_ span: Span) -> Bool {
    places.contains { $0.file == span.file && $0.start <= span.start && span.start < $0.end }
  }
}

extension Comment {
  /// The comment with the blanks before it, or with its line where it has one of its own.
  fileprivate func wholeSpan(in file: SourceFile) -> Span {
    var start = Int(span.start)
    while start > 0, file.bytes[start - 1] == 0x20 || file.bytes[start - 1] == 0x09 { start -= 1 }
    var end = Int(span.end)
    if ownsLine, end < file.bytes.count, file.bytes[end] == 0x0D { end += 1 }
    if ownsLine, end < file.bytes.count, file.bytes[end] == 0x0A { end += 1 }
    return Span(file: span.file, start: UInt32(start), end: UInt32(end))
  }
}

extension SourceFile {
  /// What a comment speaks of.
  fileprivate func places(of comment: Comment, among entries: [Span]) -> [Span] {
    if comment.ownsLine {
      guard let next = firstCode(from: Int(comment.span.end)) else { return [] }
      let entry = entries.filter { $0.start == next }.max { $0.end < $1.end }
      return [entry ?? line(at: next)]
    }
    var end = Int(comment.span.start)
    while end > 0, [0x20, 0x09, UInt8(ascii: ",")].contains(bytes[end - 1]) { end -= 1 }
    let isBlock = end > 0 && bytes[end - 1] == UInt8(ascii: "}")
    let entry = isBlock ? nil : entries.filter { $0.end == UInt32(end) }.min { $0.length < $1.length }
    return [line(at: comment.span.start)] + (entry.map { [$0] } ?? [])
  }

  private func line(at offset: UInt32) -> Span {
    let index = lineIndex(of: offset)
    let end = index + 1 < lineStarts.count ? lineStarts[index + 1] : UInt32(bytes.count)
    return Span(file: id, start: lineStarts[index], end: end)
  }

  /// The first byte at or after `offset` that is neither blank nor in a comment.
  private func firstCode(from offset: Int) -> UInt32? {
    var index = offset
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"): while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      default: return UInt32(index)
      }
    }
    return nil
  }
}
