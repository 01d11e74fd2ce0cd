import IntentDiagnostics
import IntentSource

extension Parser {
  /// `true` iff the word at hand is this operator: it is not before `:` or `->`. Requires: a complete operand stands before it.
  func atOperator(_ word: Word) -> Bool {
    guard token.isWord(word) else { return false }
    let next = peek().kind
    return next != .colon && next != .arrow
  }

  /// An operand, and the comparison or predicate behind it. None chain.
  mutating func parseComparison(_ implied: ImpliedSubject) -> ExprID {
    var left: ExprID
    switch implied {
    case .none: left = parseRange()
    case .quantified:
      guard startsComparison else {
        if !panic {
          let place = span(of: tokens[max(index - 1, 0)]).endPoint
          fail(.emptyQuantifier, "this quantifier says nothing: a predicate or `:` and a condition follow it", at: place)
        }
        return add(.error, from: index)
      }
      left = addQuantified()
    case .repeated(let subject): left = atBarePredicate ? addRepeated(subject) : parseRange()
    }
    guard !panic, startsComparison else { return left }
    left = parseComparisonTail(left)
    if !panic, startsComparison {
      report(.chainedComparison, "comparisons do not chain; join two with `and`", at: tokenSpan)
      while !panic, startsComparison { left = parseComparisonTail(left) }
    }
    return left
  }

  private var comparison: BinaryOperator? {
    switch token.kind {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .assign: reversedComparison
    default: nil
    }
  }

  /// Reads a comparison sign if one comes next.
  mutating func acceptComparison() -> BinaryOperator? {
    guard let op = comparison else { return nil }
    if at(.assign) { acceptMistaken(2, for: op == .lessOrEqual ? "<=" : ">=") } else { advance() }
    return op
  }

  /// `true` iff a comparison or a predicate follows the operand that was just read.
  private var startsComparison: Bool {
    if comparison != nil { return true }
    guard token.kind == .word, let word = token.symbol.word else { return false }
    let next = peek()
    if next.kind == .colon || next.kind == .arrow { return false }
    switch word {
    case .in, .crosses, .exists, .valid, .is, .has: return true
    case .not, .NOT: return next.isWord(.in) || next.isWord("IN", in: symbols) || beginsPredicate(next)
    default: return false
    }
  }

  mutating func parseComparisonTail(_ left: ExprID) -> ExprID {
    if let op = acceptComparison() {
      let right = parseRange()
      return add(.binary(op, left, right), over: left, right)
    }
    if at(.not) || at(.NOT) {
      if beginsPredicate(peek()) { return parseLateNegation(left) }
      mark(.negation)
      if peek().isWord(.in) {
        advance()
        advance()
      } else {
        acceptMistaken(2, for: "not in")
      }
      let right = at(.leftParen) ? parseSet() : parseRange()
      return add(.membership(left, in: right, negated: true), over: left, right)
    }
    if accept(.in) {
      let right = at(.leftParen) ? parseSet() : parseRange()
      return add(.membership(left, in: right, negated: false), over: left, right)
    }
    if accept(.crosses) {
      let right = parseRange()
      return add(.crosses(left, right), over: left, right)
    }
    let predicate = parsePredicate()
    return add(panic ? .error : .predicate(left, tree.memory.box(predicate)), over: left)
  }

  private mutating func parsePredicate() -> Predicate {
    if accept(.exists) { return .exists }
    if accept(.valid) { return .valid }
    if accept(.has) { return .has(parseName("a field after `has`")) }
    advance()
    let negated = (at(.not) || at(.NOT)) && (peek().kind == .word || peek().kind == .text)
    if negated { mark(.negation) }
    if negated { advance() }
    let state = token.kind == .text ? parseQuotedState() : parseName("a state or a property after `is`")
    var binder: Name?
    if at(.as), peek().kind == .word {
      advance()
      binder = parseName("a name")
    }
    return .is(IsPredicate(state: state, negated: negated, binder: binder, lasting: parseLasting()))
  }

  /// `for > 24h`. `for` continues a predicate only before a duration, a hole or a comparison.
  private mutating func parseLasting() -> Lasting? {
    guard at(.for) else { return nil }
    let next = peek()
    switch next.kind {
    case .literal:
      guard case .duration = literals[Int(next.payload)] else { return nil }
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .question: break
    default: return nil
    }
    advance()
    let op = acceptComparison()
    return Lasting(comparison: op, duration: parseSum())
  }

  /// `true` iff a predicate without an operand comes next: `exists`, `valid`, `is s` or `has f` that is not itself a name in an expression.
  private var atBarePredicate: Bool {
    guard token.kind == .word, let word = token.symbol.word else { return false }
    let next = peek()
    switch word {
    case .exists, .valid:
      switch next.kind {
      case .dot, .leftParen, .leftBracket: return next.kind != .dot && next.startsLine
      case .plus, .minus, .star, .slash, .dotDot, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .colon: return false
      case .word: return !continuesOperand(next)
      default: return true
      }
    case .is where next.isWord(.not) || next.isWord(.NOT): return peek(2).kind == .word && !peek(2).isWord(.in)
    case .is, .has:
      guard next.kind == .word else { return false }
      switch next.symbol.word {
      case .in, .crosses, .exists, .is, .has, .not, .and, .or, .NOT, .AND, .OR, .else: return peek(2).kind == .colon
      default: return true
      }
    default: return false
    }
  }

  /// `true` iff `word`, right behind a name, makes an operand of it: `valid == x` compares a field, and so does `valid in [a]`.
  private func continuesOperand(_ word: Token) -> Bool {
    switch word.symbol.word {
    case .in, .crosses, .exists, .valid, .is, .has: peek(2).kind != .colon && peek(2).kind != .arrow
    case .not, .NOT: peek(2).isWord(.in)
    case .else: elseIsOperator
    default: false
    }
  }
}
