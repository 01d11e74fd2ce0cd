import IntentDiagnostics
import IntentSource

/// What to say of a habit from another language, and the edit that cures it.
struct Hint {
  let advice: String
  let fixes: [Fix]
}

// What was probably meant where something else was expected.
extension Parser {
  /// The hint for the token at hand, which nothing expects.
  func hintHere() -> Hint? {
    switch token.kind {
    case .word: ForeignWords.operation(symbols.text(token.symbol).lowercased()).map { hint($0) }
    case .question: questionHint
    case .greater where index > 0 && tokens[index - 1].kind == .less: replaceTwo(with: "!=")
    case .assign where index > 0 && tokens[index - 1].kind == .equal: replaceTwo(with: "==")
    case .minus where isTight(before: peek()) && index > 0 && tokens[index - 1].end == token.start: hyphenHint
    case .dot where isTight(before: peek()) && peek().kind == .literal:
      Hint(advice: "a number begins with a digit", fixes: [Fix("write `0`", replace: tokenSpan.startPoint, with: "0")])
    case .dot where isTight(before: peek()) && peek().kind == .word && index > 0 && tokens[index - 1].end < token.start:
      Hint(advice: "a case is written by its name alone", fixes: [Fix("remove the point", replace: tokenSpan, with: "")])
    default: nil
    }
  }

  /// A word that is almost one that goes on where it stands.
  private var nearWordHint: Hint? {
    if token.startsLine { return nil }
    let words: [Word] = [.matching, .where, .granted, .crosses, .exists, .columns, .covers, .attested, .provides, .into, .plural, .emits]
    guard let near = closestName(to: symbols.text(token.symbol), among: words.map(\.text)) else { return nil }
    return Hint(advice: "did you mean `\(near)`?", fixes: [Fix("write `\(near)`", replace: tokenSpan, with: near, isGuess: true)])
  }

  /// The fix that removes the token at hand.
  var removal: [Fix] { [Fix("remove it", replace: tokenSpan, with: "")] }

  /// The hint for a token behind something that is complete.
  private var strayHint: Hint? {
    switch token.kind {
    case .rightParen, .rightBracket: Hint(advice: "it closes nothing", fixes: [Fix("remove it", replace: tokenSpan, with: "")])
    case .leftBrace: Hint(advice: "what is asked of a collection stands in `(…)`, and what is said to its end has no body", fixes: [])
    case .leftParen: Hint(advice: "fields stand in `{…}`", fixes: [])
    case .comma:
      Hint(
        advice: "each entry of a block begins with its own word, without a comma",
        fixes: [Fix("remove it", replace: tokenSpan, with: "", isGuess: true)])
    default: hintHere() ?? nearWordHint
    }
  }

  /// Two signs that another language writes for one of ours, the second at hand.
  private func replaceTwo(with sign: String) -> Hint {
    let both = span(of: tokens[index - 1]).joined(tokenSpan)
    return Hint(advice: "it is written `\(sign)`", fixes: [Fix("write `\(sign)`", replace: both, with: sign)])
  }

  /// `order-line`, where a name should be `order_line`.
  private var hyphenHint: Hint? {
    guard tokens[index - 1].kind == .word, peek().kind == .word else { return nil }
    var edits: [Edit] = []
    var ahead = 0
    while peek(ahead).kind == .minus, peek(ahead + 1).kind == .word, peek(ahead).end == peek(ahead + 1).start {
      edits.append(Edit(span: span(of: peek(ahead)), replacement: "_"))
      ahead += 2
    }
    return Hint(advice: "the words of a name are joined with `_`", fixes: [Fix("write `_`", edits)])
  }

  /// Reports a token that goes on where everything is said; `false` if it begins a line, or nothing is known of it.
  mutating func failGoingOn(_ cure: ForeignWords.Cure? = nil) -> Bool {
    if endsMissingClose() {
      panic = true
      return true
    }
    guard !token.startsLine, index > 0, !failLooseUnit(at: index) else { return panic }
    guard let hint = cure.map(hint) ?? strayHint else { return false }
    fail(.unexpected, "\(describe(token)) cannot stand here; \(hint.advice)", at: tokenSpan, fixes: hint.fixes)
    return true
  }

  /// Reports a sign or word in the place of `meant` and reads on behind it.
  mutating func acceptMistaken(_ count: Int = 1, for meant: String) {
    let place = count == 1 ? tokenSpan : tokenSpan.joined(span(of: peek(count - 1)))
    let written = tree.file.text(place)
    report(.unexpected, "expected `\(meant)`, not `\(written)`", at: place, fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
    for _ in 0..<count { advance() }
  }

  func hint(_ cure: ForeignWords.Cure) -> Hint {
    let fix = cure.replacement.map { Fix($0.isEmpty ? "remove it" : "write `\($0)`", replace: tokenSpan, with: $0) }
    return Hint(advice: cure.advice, fixes: fix.map { [$0] } ?? [])
  }

  /// `a ?? b`, `a?.b`, `a ? b : c`.
  private var questionHint: Hint? {
    guard index > 0 else { return nil }
    let next = peek()
    if next.kind == .question, isTight(before: next) {
      let both = tokenSpan.joined(span(of: next))
      return Hint(advice: "what holds instead stands behind `else`", fixes: [Fix("write `else`", replace: both, with: "else")])
    }
    if next.kind == .dot, isTight(before: next) {
      let fix = Fix("remove the `?`", replace: tokenSpan, with: "")
      return Hint(advice: "what follows from an absent value is absent by itself", fixes: [fix])
    }
    return Hint(advice: "no choice between values is made here: compute it with a `derive`", fixes: [])
  }

  /// Skips a word that is the one before it once more, and reports it. `isKeyword`: before a name, which may be the keyword's own word;
  /// `isType`: behind a type, where only a member could begin.
  mutating func skipDoubledWord(isKeyword: Bool = false, isType: Bool = false) {
    guard at(.word), !token.startsLine, index > 0, tokens[index - 1].isSameWord(as: token) else { return }
    if isKeyword ? peek().kind != .word || peek().startsLine || peek().symbol.word != nil : token.symbol.word != nil && !isType { return }
    if isType, peek().kind == .colon || at(.in) || at(.matching) { return }
    // The next move of a workflow may stand on the same line.
    if peek().kind == .arrow || peek().kind == .bar || (peek().kind == .assign && peek(2).kind == .greater) { return }
    reportDoubledWord()
  }

  /// Reports the word at hand, which stands here once more, and skips it.
  mutating func reportDoubledWord() {
    let place = Span(file: tree.file.id, start: tokens[index - 1].end, end: token.end)
    report(
      .unexpected, "\(describe(token)) stands here twice", at: tokenSpan, fixes: [Fix("remove it", replace: place, with: "")])
    advance()
  }

  /// Reads `word word:` as `word:`, and reports it.
  mutating func skipDoubledLabel() {
    let next = peek()
    guard next.kind == .word, token.isSameWord(as: next), !next.startsLine, peek(2).kind == .colon else { return }
    advance()
    if panic { return }
    let place = Span(file: tree.file.id, start: tokens[index - 1].end, end: token.end)
    report(
      .unexpected, "\(describe(token)) stands here twice", at: tokenSpan, fixes: [Fix("remove it", replace: place, with: "")])
  }

  /// `true` iff the token at hand is the partner of a bracket that was reported as open.
  mutating func endsMissingClose() -> Bool {
    guard let opener = token.kind.opener, opener == lastUnclosed, brackets.isAlone(index) else { return false }
    lastUnclosed = .end
    return true
  }

  /// `true` iff no space stands between the token at hand and `next`.
  func isTight(before next: Token) -> Bool { token.end == next.start }

  /// The unit, as it is written here, that stands at `index` apart from its number: `5 minutes`, `20 EUR`, `50 d`; `nil` if it is
  /// something else.
  private func looseUnit(at index: Int) -> String? {
    guard index > 0, index < tokens.count, tokens[index].kind == .word, !tokens[index].startsLine, tokens[index - 1].kind == .literal,
      ![.AND, .NOT].contains(tokens[index].symbol.word),
      case .number = literals[Int(tokens[index - 1].payload)]
    else { return nil }
    let word = symbols.text(tokens[index].symbol)
    let isCurrency = word.utf8.count == 3 && word.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
    return DurationUnit.meant(by: word)?.text ?? (isCurrency ? word : nil)
  }

  /// Reports a unit that stands at `index` apart from its number; `false` if it is something else.
  mutating func failLooseUnit(at index: Int) -> Bool {
    guard reportLooseUnit(at: index) != nil else { return false }
    panic = true
    return true
  }

  /// Reads a unit that stands apart from the number before it, and reports it: the literal that was meant; `nil` if it is something else.
  mutating func acceptLooseUnit() -> Literal? {
    guard token.kind == .word, ![.arrow, .bar, .colon, .dot, .leftParen].contains(peek().kind), let unit = reportLooseUnit(at: index),
      case .number(let number) = literals[Int(tokens[index - 1].payload)]
    else { return nil }
    let currency = token.symbol
    advance()
    guard let duration = DurationUnit.meant(by: unit) else { return .money(number, currency: currency) }
    return .duration(milliseconds: number.scaled(by: duration.milliseconds) ?? 0, unit: duration)
  }

  /// The unit as it should be written.
  private mutating func reportLooseUnit(at index: Int) -> String? {
    guard let unit = looseUnit(at: index) else { return nil }
    let place = Span(file: tree.file.id, start: tokens[index - 1].end, end: tokens[index].end)
    let amount = tree.file.text(span(of: tokens[index - 1]))
    report(
      .badNumber, "a unit touches its number: `\(amount)\(unit)`", at: span(of: tokens[index]),
      fixes: [Fix("write `\(amount)\(unit)`", replace: place, with: unit)])
    return unit
  }

  // MARK: - Signs

  /// Reads `:` or `=`; the other of the two in its place, or none on this line, is reported with the cure, and reading goes on.
  mutating func expectSign(_ kind: TokenKind, _ place: String) {
    if accept(kind) || panic { return }
    let sign = kind == .colon ? ":" : kind == .assign ? "=" : "->"
    if at(.colon) || at(.assign) || at(.arrow) || at(.equal) {
      let written = tree.file.text(tokenSpan)
      // A colon touches what stands before it, any other sign does not.
      let start = index > 0 && !token.startsLine ? tokens[index - 1].end : token.start
      let replaced = Span(file: tree.file.id, start: start, end: token.end)
      report(
        .unexpected, "expected `\(sign)` \(place), not `\(written)`", at: tokenSpan,
        fixes: [Fix("write `\(sign)`", replace: replaced, with: kind == .colon || token.startsLine ? sign : " \(sign)")])
      advance()
    } else if index > 0, !token.startsLine, token.kind == .word || token.kind == .literal || token.kind == .text {
      let gap = span(of: tokens[index - 1]).endPoint
      let text = kind == .colon ? ":" : " \(sign)"
      report(.unexpected, "expected `\(sign)` \(place)", at: gap, fixes: [Fix("add `\(sign)`", replace: gap, with: text)])
    } else {
      failExpected("`\(sign)` \(place)")
    }
  }

  /// Reads `word:`. A word whose colon is missing is reported with the cure, and reading goes on. `false` if another word stands here.
  mutating func acceptLine(_ word: Word) -> Bool {
    if at(word) { skipDoubledLabel() }
    if acceptLabel(word) { return true }
    if atAnyLabel, token.symbol.word == nil, closestName(to: symbols.text(token.symbol), among: [word.text]) != nil {
      let message = "expected `\(word.text):`, not \(describe(token)); did you mean `\(word.text):`?"
      report(.unexpected, message, at: tokenSpan, fixes: [Fix("write `\(word.text)`", replace: tokenSpan, with: word.text)])
      advance()
      advance()
      return true
    }
    guard at(word), !peek().startsLine, peek().kind == .word else { return false }
    reportMissingColon(after: token)
    advance()
    return true
  }

  /// Reports that no colon stands behind `last`; reading goes on. `addingIt: false` where the sign alone would not mend it.
  mutating func reportMissingColon(after last: Token, addingIt: Bool = true) {
    let gap = span(of: last).endPoint
    let fixes = addingIt ? [Fix("add `:`", replace: gap, with: ":")] : []
    report(.unexpected, "expected `:` after `\(tree.file.text(span(of: last)))`", at: gap, fixes: fixes)
  }

  /// The same where nothing is to be read from here.
  mutating func failMissingColon(addingIt: Bool = true) {
    reportMissingColon(after: token, addingIt: addingIt)
    panic = true
  }
}
