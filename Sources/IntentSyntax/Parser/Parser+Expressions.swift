import IntentDiagnostics
import IntentSource

/// What an operand that the text leaves out stands for.
enum ImpliedSubject {
  case none
  /// The body of a quantifier without a colon begins here: a predicate or a comparison must come.
  case quantified
  /// A bare predicate repeats this subject.
  case repeated(ExprID)
}

extension Parser {
  mutating func add(_ kind: ExprKind, from first: Int, depth: UInt16 = 1) -> ExprID {
    add(kind, span(from: first), depth: depth)
  }

  private mutating func add(_ kind: ExprKind, _ span: Span, depth: UInt16 = 1) -> ExprID {
    tree.exprNodes.append(Expr(kind, span))
    expressionDepths.append(depth)
    return ExprID(rawValue: UInt32(tree.exprNodes.count - 1))
  }

  /// One more than the depth of the deeper of the two; reports a tree that is too deep, which a long chain of operators makes too.
  private mutating func depth(over left: ExprID?, _ right: ExprID? = nil) -> UInt16 {
    var deepest: UInt16 = 0
    if let left { deepest = expressionDepths[Int(left.rawValue)] }
    if let right { deepest = max(deepest, expressionDepths[Int(right.rawValue)]) }
    if deepest >= UInt16(Self.maximumDepth) { failTooDeep() }
    return deepest + 1
  }

  private func start(of expression: ExprID) -> Span { tree[expression].span }

  private func span(from left: ExprID) -> Span { tree[left].span.joined(index > 0 ? span(of: tokens[index - 1]) : tokenSpan) }

  // MARK: - Operators, loosest first

  /// An expression; inside a bracket `else` is always the operator.
  mutating func parseExpression() -> ExprID {
    let value = parseOr(.none)
    return token.kind == .question && !panic ? parseTernary(behind: value) : value
  }

  /// An expression in whose outermost part `else` is not an operator.
  mutating func parseExpressionBeforeElse() -> ExprID {
    let saved = elseIsOperator
    elseIsOperator = false
    defer { elseIsOperator = saved }
    return parseCondition()
  }

  /// An expression where `=` can only be meant as `==`.
  mutating func parseCondition() -> ExprID {
    let left = parseExpression()
    return at(.assign) && !panic ? parseAssignment(left) : left
  }

  // What is rare stands in functions of its own, so that the frames of those that call themselves stay small.

  /// `left = right`, where only `==` can be meant, or `x => …`.
  private mutating func parseAssignment(_ left: ExprID) -> ExprID {
    if peek().kind == .greater, isTight(before: peek()) {
      let message = "there are no functions in an expression: the brackets speak of each instance already, as in `where(age > 5)`"
      fail(.foreignSign, message, at: tokenSpan.joined(span(of: peek())))
      return left
    }
    report(.foreignSign, "two values are compared with `==`", at: tokenSpan, fixes: [Fix("write `==`", replace: tokenSpan, with: "==")])
    advance()
    let right = parseExpression()
    return add(.binary(.equal, left, right), span(from: left), depth: depth(over: left, right))
  }

  mutating func parseOr(_ implied: ImpliedSubject) -> ExprID {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      failTooDeep()
      return add(.error, from: index)
    }
    var left = parseAnd(implied)
    while !panic, atOperator(.or) || atOperator(.OR) {
      mark(.connective)
      advance()
      let right = parseAnd(.repeated(subject(of: left)))
      left = add(.binary(.or, left, right), span(from: left), depth: depth(over: left, right))
    }
    return left
  }

  private mutating func parseAnd(_ implied: ImpliedSubject) -> ExprID {
    var left = parseNot(implied)
    while !panic, atOperator(.and) || atOperator(.AND) {
      mark(.connective)
      advance()
      let right = parseNot(.repeated(subject(of: left)))
      left = add(.binary(.and, left, right), span(from: left), depth: depth(over: left, right))
    }
    return left
  }

  private mutating func parseNot(_ implied: ImpliedSubject) -> ExprID {
    guard at(.not) || at(.NOT) else { return parseComparison(implied) }
    if case .quantified = implied, peek().isWord(.in) { return parseComparison(implied) }
    let first = index
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      failTooDeep()
      return add(.error, from: first)
    }
    mark(.negation)
    advance()
    let operand = parseNot(implied)
    return add(.not(operand), from: first, depth: depth(over: operand))
  }

  /// What a bare predicate after `and` or `or` speaks about: the subject of the last comparison or predicate on its left.
  private func subject(of expression: ExprID) -> ExprID {
    switch tree[expression].kind {
    case .binary(let op, let left, let right):
      if op == .and || op == .or { return subject(of: right) }
      return op.isComparison ? subject(of: left) : expression
    case .not(let operand): return subject(of: operand)
    case .membership(let left, _, _), .crosses(let left, _), .predicate(let left, _): return subject(of: left)
    case .repeated(let original): return original
    default: return expression
    }
  }

  // MARK: - Sums and products

  /// A range, or what stands tighter.
  mutating func parseRange() -> ExprID {
    let left = parseOperators(fromStrength: 0)
    guard !panic, accept(.dotDot) else { return left }
    if at(.dot) { skipThirdDot() }
    let right = parseOperators(fromStrength: 0)
    return add(.range(left, right), span(from: left), depth: depth(over: left, right))
  }

  /// `0...100`.
  private mutating func skipThirdDot() {
    report(.foreignSign, "a range is written `0..100`", at: tokenSpan, fixes: [Fix("remove a point", replace: tokenSpan, with: "")])
    advance()
  }

  /// A sum, or what stands tighter.
  mutating func parseSum() -> ExprID { parseOperators(fromStrength: 1) }

  /// Operands and the operators between them that are at least so strong, by precedence climbing.
  private mutating func parseOperators(fromStrength least: Int) -> ExprID {
    var left = parseUnary()
    while !panic, let (op, strength) = operatorHere, strength >= least {
      if token.kind == .question { skipQuestion() }
      advance()
      let right = parseOperators(fromStrength: strength + 1)
      left = add(.binary(op, left, right), span(from: left), depth: depth(over: left, right))
    }
    return left
  }

  /// The operator at hand between two values, if it is one of a sum, a product or `else`, with its strength.
  private var operatorHere: (op: BinaryOperator, strength: Int)? {
    switch token.kind {
    case .star: (.multiply, 2)
    case .slash: (.divide, 2)
    case .plus: (.add, 1)
    case .minus: (.subtract, 1)
    case .word: elseIsOperator && atOperator(.else) ? (.otherwise, 0) : nil
    case .question: peek().kind == .question && isTight(before: peek()) ? (.otherwise, 0) : nil
    default: nil
    }
  }

  private mutating func parseUnary() -> ExprID {
    guard at(.minus) else { return parsePostfix() }
    let first = index
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      failTooDeep()
      return add(.error, from: first)
    }
    mark(.prefix)
    advance()
    let operand = parseUnary()
    return add(.negate(operand), from: first, depth: depth(over: operand))
  }

  // MARK: - Operands

  private mutating func parsePostfix() -> ExprID {
    var base = parsePrimary()
    while !panic {
      if at(.question), peek().kind == .dot, isTight(before: peek()) { skipQuestion() }
      if accept(.dot) {
        if !at(.word) || (token.startsLine && atAnyLabel) { failExpected("a name", mayBreakOff: true) }
        let name = parseName("a name after `.`")
        base = add(panic ? .error : .member(base, name), span(from: base), depth: depth(over: base))
      } else if at(.leftParen), !token.startsLine, isCallable(base) {
        let arguments = parseArguments()
        var deepest = depth(over: base)
        for argument in arguments { deepest = max(deepest, depth(over: argument.value)) }
        base = add(.call(base, arguments), span(from: base), depth: deepest)
      } else if at(.leftBracket), !token.startsLine {
        let open = index
        mark(.tight)
        advance()
        let position = parseBracketed { $0.parseExpression() }
        expectClose(.rightBracket, of: open, after: "an operator")
        base = add(.index(base, position), span(from: base), depth: depth(over: base, position))
      } else {
        break
      }
    }
    return base
  }

  private func isCallable(_ base: ExprID) -> Bool {
    switch tree[base].kind {
    case .name, .member: true
    default: false
    }
  }

  /// Reads inside a bracket, where `else` is an operator again.
  private mutating func parseBracketed(_ body: (inout Parser) -> ExprID) -> ExprID {
    let saved = elseIsOperator
    elseIsOperator = true
    defer { elseIsOperator = saved }
    return body(&self)
  }

  /// `(a, label: b)`. Requires: the parser is at `(`.
  mutating func parseArguments(ofAction: Bool = false) -> NodeList<Argument> {
    let open = index
    let saved = elseIsOperator
    elseIsOperator = true
    defer { elseIsOperator = saved }
    mark(.tight)
    advance()
    var arguments = NodeListBuilder<Argument>(in: tree.memory)
    parseEntries(until: .rightParen, open: open, "arguments", begins: { $0.atAnyLabel }) { parser in
      var label: Name?
      if parser.lacksColonOfLabel { return arguments.append(parser.parseArgumentWithoutColon()) }
      let isAssigned = ofAction && parser.at(.word) && parser.peek().kind == .assign
      if parser.atAnyLabel || isAssigned {
        label = parser.parseName("a label")
        parser.expectSign(.colon, "between a label and its value")
      }
      arguments.append(Argument(label: label, value: parser.parseCondition()))
    }
    return arguments.list
  }

  /// `limit 5`, `by name`: what can only be a label stands before a value without its colon.
  private var lacksColonOfLabel: Bool {
    guard at(.word), !peek().startsLine, peek().end > peek().start else { return false }
    if at(.by) { return peek().kind == .word && (peek(2).kind == .rightParen || peek(2).kind == .comma || peek(2).kind == .dot) }
    let isValue = peek().kind == .literal || peek().isWord(.true) || peek().isWord(.false)
    return isValue && token.symbol.word.map { ![.not, .NOT, .true, .false, .for].contains($0) } ?? true
  }

  private mutating func parseArgumentWithoutColon() -> Argument {
    let label = parseName("a label")
    reportMissingColon(after: tokens[index - 1])
    return Argument(label: label, value: parseCondition())
  }

  private mutating func parsePrimary() -> ExprID {
    let first = index
    switch token.kind {
    case .literal:
      var literal = literals[Int(token.payload)]
      advance()
      if at(.word) || at(.slash), !token.startsLine, let meant = acceptLooseUnit() ?? acceptLooseRate(literal) { literal = meant }
      return add(.literal(literal), from: first)
    case .text:
      let text = token.symbol
      advance()
      return add(.literal(.text(text)), from: first)
    case .question:
      advance()
      return add(.hole, from: first)
    case .leftParen:
      advance()
      let inner = parseBracketed { $0.parseCondition() }
      expectClose(.rightParen, of: first, after: "an operator")
      return inner
    case .leftBracket: return parseList(until: .rightBracket)
    case .word where !token.startsLine || !startsEntryForCertain: return parseWord()
    default:
      failExpected("an expression", mayBreakOff: true)
      return add(.error, from: first)
    }
  }

  mutating func parseList(until close: TokenKind) -> ExprID {
    let open = index
    let saved = elseIsOperator
    elseIsOperator = true
    defer { elseIsOperator = saved }
    advance()
    var elements = NodeListBuilder<ExprID>(in: tree.memory)
    parseEntries(until: close, open: open, "elements", begins: { _ in false }) { elements.append($0.parseExpression()) }
    var deepest: UInt16 = 1
    for element in elements.list { deepest = max(deepest, depth(over: element)) }
    return add(.list(elements.list), from: open, depth: deepest)
  }

  private mutating func parseWord() -> ExprID {
    let first = index
    switch token.symbol.word {
    case .true, .false:
      let value = at(.true)
      advance()
      return add(.literal(.bool(value)), from: first)
    case .and, .or, .not, .AND, .OR, .NOT:
      failExpected("an expression")
      return add(.error, from: first)
    case .every, .no:
      if peek().kind == .leftParen, !peek().startsLine { return parseQuantifier() }
      if atUnbracketedQuantifier { return failUnbracketedQuantifier() }
    default: break
    }
    return add(.name(parseName("a name")), from: first)
  }

  /// `every c has n`, `every c: c.n > 5`; `no` alone is often a case.
  private var atUnbracketedQuantifier: Bool {
    let (name, next) = (peek(), peek(2))
    if name.kind == .word, !name.startsLine, name.symbol.word == nil, next.kind == .colon { return true }
    guard name.kind == .word, !name.startsLine, next.kind == .word, !next.startsLine else { return false }
    let predicates: [Word?] = [.is, .has, .in, .exists, .valid]
    let connectives: [Word?] = [.and, .or, .else, .AND, .OR, .not, .NOT]
    return predicates.contains(next.symbol.word) && !(predicates + connectives).contains(name.symbol.word)
  }

  private mutating func failUnbracketedQuantifier() -> ExprID {
    let place = tokenSpan.joined(span(of: peek()))
    let meant = "\(tree.file.text(tokenSpan))(\(tree.file.text(span(of: peek()))))"
    fail(
      .unexpected, "what a quantifier ranges over stands in brackets: `\(meant)`", at: place,
      fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
    return add(.error, from: index)
  }

  /// `every(path) p`, `every(E e where c): p`, `no(E e where c): p`.
  private mutating func parseQuantifier() -> ExprID {
    let first = index
    let kind: Quantifier.Kind = at(.every) ? .every : .no
    advance()
    let open = index
    mark(.tight)
    advance()
    let path = parsePath("an entity, a state or a collection")
    var binder: Name?
    if !panic, at(.word), !at(.where) || peek().kind == .rightParen || peek().isWord(.where) { binder = parseName("a name") }
    var condition: ExprID?
    if !panic, accept(.where) { condition = parseBracketed { $0.parseCondition() } }
    expectClose(.rightParen, of: open, after: "`where`")
    let body: ExprID
    if panic {
      body = add(.error, from: index)
    } else if accept(.colon) {
      body = parseOr(.none)
    } else {
      body = parseOr(.quantified)
    }
    let quantifier = Quantifier(kind: kind, path: path, binder: binder, condition: condition, body: body)
    return add(.quantifier(tree.memory.box(quantifier)), from: first, depth: depth(over: condition, body))
  }

  mutating func addQuantified() -> ExprID { add(.quantified, tokenSpan.startPoint) }

  mutating func addRepeated(_ subject: ExprID) -> ExprID { add(.repeated(subject), tokenSpan.startPoint) }

  /// Adds `kind`, which begins with `left` and has just been read.
  mutating func add(_ kind: ExprKind, over left: ExprID, _ right: ExprID? = nil) -> ExprID {
    add(kind, span(from: left), depth: depth(over: left, right))
  }
}
