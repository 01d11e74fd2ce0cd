import IntentDiagnostics
import IntentSource

/// The formatter: sets a file's tokens anew and keeps their order, its comments and its groups of lines.
///
/// Each entry of a block has a line. A bracket, a chain of connectives, the modifiers of a consequence and what follows an `=` stay on
/// one line where they fit and the author broke none; a line that the author broke at the first such place stays broken, so formatting
/// twice changes nothing.
public struct Printer {
  /// The columns of a line.
  public static let width = 100

  let file: SourceFile
  let tokens: [Token]
  let comments: [Comment]
  let brackets: BracketMap
  private var roles: [Roles]

  /// The roles of a token.
  private struct Roles {
    var isEntry = false
    var isBlock = false
    var modifierLevel: Int?
    var isConnective = false
    var isNegation = false
    var isTight = false
    var isPrefix = false
    var isAssignment = false
  }

  /// The text of `tree`'s file, formatted; a file with syntax errors comes back as it is. Formatting is idempotent. O(text).
  public static func format(_ tree: SyntaxTree, _ symbols: SymbolTable) -> String {
    if tree.hasErrors { return String(decoding: tree.file.bytes, as: UTF8.self) }
    let printer = Printer(tree, symbols)
    return DocRenderer.render(printer.wholeFile(), width: width)
  }

  private init(_ tree: SyntaxTree, _ symbols: SymbolTable) {
    var symbols = symbols
    var diagnostics = DiagnosticSet()
    let list = Lexer.lex(tree.file, symbols: &symbols, diagnostics: &diagnostics)
    file = tree.file
    tokens = list.tokens
    comments = list.comments
    brackets = BracketMap(list.tokens)
    roles = [Roles](repeating: Roles(), count: list.tokens.count)
    for mark in tree.marks {
      switch mark.role {
      case .entry: roles[mark.token].isEntry = true
      case .block: roles[mark.token].isBlock = true
      case .modifier(let level): roles[mark.token].modifierLevel = level
      case .connective: roles[mark.token].isConnective = true
      case .negation: roles[mark.token].isNegation = true
      case .tight: roles[mark.token].isTight = true
      case .prefix: roles[mark.token].isPrefix = true
      case .assignment: roles[mark.token].isAssignment = true
      }
    }
  }

  // MARK: - Blocks

  private func wholeFile() -> [Doc] {
    let end = tokens.count - 1
    return entries(low: 0, high: end) + commentDocs(before: end, isFirst: end == 0)
  }

  /// The entries from the token `low` up to `high`, a line each.
  private func entries(low: Int, high: Int) -> [Doc] {
    var docs: [Doc] = []
    var start = low
    while start < high {
      var end = start + 1
      while end < high, !roles[end].isEntry {
        end = tokens[end].kind.isOpener ? (brackets.close(of: end) ?? end) + 1 : end + 1
      }
      if let close = tokens[start].kind.isOpener ? brackets.close(of: start) : nil { end = max(end, close + 1) }
      docs += commentDocs(before: start, isFirst: start == low)
      let leads = start == low && commentRange(before: start).isEmpty
      docs.append(.line(flat: true, blank: !leads && isBlank(before: start), offset: 0))
      docs += entry(low: start, high: end)
      start = end
    }
    return docs
  }

  /// One entry: heads, each with the block behind it.
  private func entry(low: Int, high: Int) -> [Doc] {
    var docs: [Doc] = []
    var start = low
    var i = low
    while i < high {
      if roles[i].isBlock, let close = brackets.close(of: i) {
        // A broken head is set further right than the block behind it.
        if start < i { docs += run(low: start, high: i, level: 0, indent: 4) }
        docs += commentDocs(before: i, isFirst: false) + [.space, block(open: i, close: close)]
        start = close + 1
        i = start
        if start < high { docs += commentDocs(before: start, isFirst: false) + [.space] }
      } else {
        i = (tokens[i].kind.isOpener ? brackets.close(of: i) : nil).map { $0 + 1 } ?? i + 1
      }
    }
    if start < high { docs += run(low: start, high: high, level: 0) }
    return docs
  }

  private func block(open: Int, close: Int) -> Doc {
    let comments = commentDocs(before: close, isFirst: open + 1 == close)
    if open + 1 == close, comments.isEmpty { return .text("{}") }
    let count = (open + 1..<close).lazy.filter { roles[$0].isEntry && brackets.around($0) == open }.prefix(2).count
    let forced = count > 1 || tokens[open + 1].startsLine || holdsComment(open, close)
    let body = entries(low: open + 1, high: close) + comments
    return .group([.text("{"), .indent(body), .line(flat: true, blank: false, offset: 0), .text("}")], forced: forced)
  }

  private func holdsComment(_ open: Int, _ close: Int) -> Bool { tokens[close].commentsBefore > tokens[open].commentsBefore }

  // MARK: - Lines

  /// The tokens from `low` up to `high`, with the modifiers among them, in a fallback so deep.
  private func run(low: Int, high: Int, level: Int, indent: Int = 2) -> [Doc] {
    let modifiers = places(low: low, high: high) { $0 > low && roles[$0].modifierLevel == level }
    guard let first = modifiers.first else { return assigned(low: low, high: high, indent: indent) }
    var rest: [Doc] = []
    for (i, start) in modifiers.enumerated() {
      rest += commentDocs(before: start, isFirst: false)
      rest.append(.line(flat: true, blank: false, offset: 0))
      rest += run(low: start, high: i + 1 < modifiers.count ? modifiers[i + 1] : high, level: level + 1)
    }
    return [.chain(head: assigned(low: low, high: first, indent: 2), rest: rest, indent: 2, forced: tokens[first].startsLine)]
  }

  /// A head and what follows its `=`.
  private func assigned(low: Int, high: Int, indent: Int) -> [Doc] {
    guard let sign = places(low: low, high: high, where: { roles[$0].isAssignment }).first, sign + 1 < high else {
      return connected(low: low, high: high, indent: indent)
    }
    let rest = commentDocs(before: sign + 1, isFirst: false) + [.line(flat: true, blank: false, offset: 0)]
    let value = connected(low: sign + 1, high: high, indent: 2)
    return [.chain(head: sequence(low: low, high: sign + 1), rest: rest + value, indent: 2, forced: tokens[sign + 1].startsLine)]
  }

  /// Operands and the connectives between them.
  private func connected(low: Int, high: Int, indent: Int) -> [Doc] {
    let connectives = places(low: low, high: high) { $0 > low && roles[$0].isConnective }
    guard let first = connectives.first else { return sequence(low: low, high: high) }
    var rest: [Doc] = []
    for (i, start) in connectives.enumerated() {
      rest += commentDocs(before: start, isFirst: false)
      rest.append(.line(flat: true, blank: false, offset: 0))
      rest += sequence(low: start, high: i + 1 < connectives.count ? connectives[i + 1] : high)
    }
    return [.chain(head: sequence(low: low, high: first), rest: rest, indent: indent, forced: tokens[first].startsLine)]
  }

  /// The tokens outside brackets for which `holds`.
  private func places(low: Int, high: Int, where holds: (Int) -> Bool) -> [Int] {
    var found: [Int] = []
    var i = low
    while i < high {
      if holds(i) { found.append(i) }
      i = (tokens[i].kind.isOpener ? brackets.close(of: i) : nil).map { $0 + 1 } ?? i + 1
    }
    return found
  }

  /// Tokens one after the other; a line may break behind a comma and before a bar.
  private func sequence(low: Int, high: Int) -> [Doc] {
    var docs: [Doc] = []
    var i = low
    while i < high {
      if i > low {
        docs += commentDocs(before: i, isFirst: false)
        if tokens[i - 1].kind == .comma || tokens[i].kind == .bar {
          docs.append(.group([.line(flat: true, blank: false, offset: 2)], forced: tokens[i].startsLine))
        } else if needsSpace(before: i) {
          docs.append(.space)
        }
      }
      if tokens[i].kind.isOpener, let close = brackets.close(of: i) {
        docs.append(bracket(open: i, close: close))
        i = close + 1
      } else {
        docs.append(.text(text(i)))
        i += 1
      }
    }
    return docs
  }

  /// A bracket with its elements, on one line or a line each.
  private func bracket(open: Int, close: Int) -> Doc {
    let isBrace = tokens[open].kind == .leftBrace
    if open + 1 == close, !holdsComment(open, close) { return .text(text(open) + text(close)) }
    let commas = places(low: open + 1, high: close) { tokens[$0].kind == .comma }
    var body: [Doc] = []
    var start = open + 1
    var hasBlank = false
    for comma in commas + [close] {
      if start == comma, comma == close { break }
      let blank = start > open + 1 && isBlank(before: start)
      if blank { hasBlank = true }
      body += commentDocs(before: start, isFirst: start == open + 1)
      body.append(.line(flat: start > open + 1 || isBrace, blank: blank, offset: 0))
      body += run(low: start, high: comma, level: 0)
      if comma < close { body += commentDocs(before: comma, isFirst: false) + [.text(",")] }
      start = comma + 1
    }
    body += commentDocs(before: close, isFirst: open + 1 == close)
    let forced = tokens[open + 1].startsLine || holdsComment(open, close) || hasBlank
    return .group([.text(text(open)), .indent(body), .line(flat: isBrace, blank: false, offset: 0), .text(text(close))], forced: forced)
  }

  private func needsSpace(before i: Int) -> Bool {
    if roles[i].isTight || roles[i - 1].isPrefix { return false }
    switch tokens[i].kind {
    case .comma, .colon, .rightParen, .rightBracket, .dot, .dotDot: return false
    default: break
    }
    switch tokens[i - 1].kind {
    case .leftParen, .leftBracket, .dot, .dotDot: return false
    default: return true
    }
  }

  // MARK: - Text

  private func text(_ i: Int) -> String {
    let token = tokens[i]
    if roles[i].isConnective || roles[i].isNegation { return file.text(span(token)).lowercased() }
    return file.text(span(token))
  }

  private func span(_ token: Token) -> Span { Span(file: file.id, start: token.start, end: token.end) }

  private func commentRange(before i: Int) -> Range<Int> {
    (i == 0 ? 0 : Int(tokens[i - 1].commentsBefore))..<Int(tokens[i].commentsBefore)
  }

  /// The comments between the token `i` and the one before it. Before the first thing of a block no blank line is kept.
  private func commentDocs(before i: Int, isFirst: Bool) -> [Doc] {
    commentRange(before: i).map { index in
      let comment = comments[index]
      let range = commentRange(before: i)
      let previous = index > range.lowerBound ? comments[index - 1].span.end : i == 0 ? 0 : tokens[i - 1].end
      let blank = isBlank(previous, comment.span.start) && !(isFirst && index == range.lowerBound)
      return .comment(file.text(comment.span), ownsLine: comment.ownsLine, blank: blank)
    }
  }

  /// `true` iff a blank line stands right before the token `i`.
  private func isBlank(before i: Int) -> Bool {
    let range = commentRange(before: i)
    let previous = range.isEmpty ? (i == 0 ? 0 : tokens[i - 1].end) : comments[range.upperBound - 1].span.end
    return isBlank(previous, tokens[i].start)
  }

  private func isBlank(_ low: UInt32, _ high: UInt32) -> Bool {
    var lines = 0
    for i in Int(low)..<Int(high) where file.bytes[i] == 0x0A { lines += 1 }
    return lines > 1
  }
}

extension SyntaxTree {
  /// `true` iff the two trees say the same, wherever they say it.
  public func isStructurallyEqual(to other: SyntaxTree, symbols: SymbolTable, otherSymbols: SymbolTable) -> Bool {
    TreeDump.dump(self, symbols: symbols) == TreeDump.dump(other, symbols: otherSymbols)
  }
}
