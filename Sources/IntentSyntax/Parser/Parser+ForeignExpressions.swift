import IntentDiagnostics
import IntentSource

// Expressions as other languages write them.
extension Parser {
  /// Reports the `?` of `a?.b` or `a ?? b`, and skips it.
  mutating func skipQuestion() {
    if let hint = hintHere() { report(.unexpected, "`?` cannot stand here; \(hint.advice)", at: tokenSpan, fixes: hint.fixes) }
    advance()
  }

  /// Reads the rest of `a ? b : c`, and reports it. What it is remains unknown.
  mutating func parseTernary(behind condition: ExprID) -> ExprID {
    let next = peek()
    if next.startsLine || [.end, .colon, .comma, .rightBrace, .rightParen, .rightBracket].contains(next.kind) { return condition }
    skipQuestion()
    while !panic {
      _ = parseOr(.none)
      if at(.question) || at(.colon) { advance() } else { break }
    }
    return add(.error, over: condition)
  }

  /// `=<` and `=>`, as they were meant; `nil` for any other sign, and where a function is written, `x => x.n > 5`.
  var reversedComparison: BinaryOperator? {
    let next = peek()
    guard isTight(before: next), next.kind == .less || next.kind == .greater else { return nil }
    return next.kind == .less ? .lessOrEqual : atFunctionArrow ? nil : .greaterOrEqual
  }

  /// `true` iff a lone name stands before the `=>` at hand, and once more behind it.
  private var atFunctionArrow: Bool {
    let isInBrackets = index > 2 && tokens[index - 1].kind == .rightParen
    let name = isInBrackets ? index - 2 : index - 1
    guard name > 0, tokens[name].kind == .word, [.leftParen, .comma].contains(tokens[name - 1].kind) else { return false }
    return tokens[(index + 2)...].prefix { !$0.startsLine }.contains { $0.isSameWord(as: tokens[name]) }
  }

  /// `true` iff `word` begins a predicate.
  func beginsPredicate(_ word: Token) -> Bool { word.isWord(.exists) || word.isWord(.valid) || word.isWord(.has) || word.isWord(.is) }

  /// `x not exists`, which is written `not x exists`, and `x not is s`.
  mutating func parseLateNegation(_ left: ExprID) -> ExprID {
    let isState = peek().isWord(.is)
    let place = Span(file: tree.file.id, start: token.start, end: peek().start)
    let start = tree[left].span.startPoint
    let meant = isState ? "is not" : "not \(tree.file.text(tree[left].span)) \(tree.file.text(span(of: peek())))"
    let edit = isState ? Edit(span: span(of: peek()).endPoint, replacement: " not") : Edit(span: start, replacement: "not ")
    report(
      .unexpected, "it is written `\(meant)`", at: tokenSpan,
      fixes: [Fix("write `\(meant)`", [Edit(span: place, replacement: ""), edit])])
    advance()
    let predicate = parseComparisonTail(left)
    return add(.not(predicate), over: left, predicate)
  }

  /// `x in (a, b)`, which is written `x in [a, b]`, or a range in brackets.
  mutating func parseSet() -> ExprID {
    guard let close = brackets.close(of: index) else { return parseRange() }
    let level = brackets.inside(index)
    let isList = (index..<close).contains { tokens[$0].kind == .comma && brackets.around($0) == level }
    guard isList else { return parseRange() }
    let edits = [Edit(span: tokenSpan, replacement: "["), Edit(span: span(of: tokens[close]), replacement: "]")]
    report(
      .unexpected, "the values that one is among stand in `[…]`, not in `(…)`", at: tokenSpan, fixes: [Fix("write `[…]`", edits)])
    return parseList(until: .rightParen)
  }

  /// `is "paid"`, which is written `is paid`.
  mutating func parseQuotedState() -> Name {
    let text = symbols.text(token.symbol)
    let isName = !text.isEmpty && text.utf8.allSatisfy(isNameByte) && !isDigit(text.utf8.first ?? 0)
    let fixes = isName ? [Fix("write `\(text)`", replace: tokenSpan, with: text)] : []
    fail(.unexpected, "a state is written by its name, without quotes", at: tokenSpan, fixes: fixes)
    if isName { panic = false }
    let name = Name(symbol: token.symbol, span: tokenSpan)
    advance()
    return name
  }

  /// Reads the period of a rate that stands apart from its amount, `$5 / month` or `$5 per month`, and reports it; `nil` if it is something
  /// else.
  mutating func acceptLooseRate(_ literal: Literal) -> Literal? {
    guard case .money(let amount, let currency) = literal, at(.per) || (wantsRate && at(.slash)),
      let unit = CalendarUnit.allCases.first(where: { peek().isWord($0.text, in: symbols) })
    else { return nil }
    let start = tokens[index - 1].end
    let meant = "\(tree.file.text(span(of: tokens[index - 1])))/\(unit.text)"
    let place = Span(file: tree.file.id, start: start, end: peek().end)
    report(
      .badNumber, "a rate has no spaces: `\(meant)`", at: tokenSpan.joined(span(of: peek())),
      fixes: [Fix("write `\(meant)`", replace: place, with: "/\(unit.text)")])
    advance()
    advance()
    return .rate(amount, currency: currency, per: unit)
  }
}
