import IntentDiagnostics
import IntentSource

/// What a block is for, which says what may stand in it.
enum BlockPurpose {
  case reaction, always, mutation
}

extension Parser {
  /// `{ … }`. `what` names what the block holds, for messages.
  mutating func parseStatements(_ what: String, in purpose: BlockPurpose) -> [StatementID] {
    var statements: [StatementID] = []
    if panic { return [] }
    parseBlock(what, begins: { $0.resemblesStatement }) { statements.append($0.parseStatement(in: purpose)) }
    return statements
  }

  private mutating func parseStatement(in purpose: BlockPurpose) -> StatementID {
    let first = index
    let doc = docHere
    checkPlace(purpose)
    var kind = parseStatementKind(purpose)
    if panic { kind = .error }
    tree.statementNodes.append(Statement(kind: kind, doc: doc, span: span(from: first)))
    return StatementID(rawValue: UInt32(tree.statementNodes.count - 1))
  }

  /// Reports a statement that belongs in another kind of block; it is read all the same.
  private mutating func checkPlace(_ purpose: BlockPurpose) {
    guard startsStatement, let word = token.symbol.word else { return }
    let home: String
    let fits: Bool
    switch word {
    case .must, .should, .could, .backfill_policy: (home, fits) = ("`when` or `every`", purpose == .reaction)
    case .assert: (home, fits) = ("`always`", purpose == .always)
    case .require, .create, .update, .move, .delete, .emit: (home, fits) = ("a `mutation`", purpose == .mutation)
    default: return
    }
    if !fits { report(.misplacedItem, "`\(word.text)` stands in \(home)", at: tokenSpan) }
  }

  private mutating func parseStatementKind(_ purpose: BlockPurpose) -> StatementKind {
    guard startsStatement, let word = token.symbol.word else {
      failStatement(purpose)
      return .error
    }
    advance()
    if token.kind == .colon { advance() }
    switch word {
    case .must: return .consequence(.must, parseConsequence())
    case .should: return .consequence(.should, parseConsequence())
    case .could: return .consequence(.could, parseConsequence())
    case .assert:
      let condition = parseCondition()
      return .assert(condition, parseModifiers())
    case .backfill_policy: return .backfillPolicy(parseName("a policy"))
    case .if: return parseIf(purpose)
    case .for: return parseForEach(purpose)
    case .require:
      let condition = parseExpressionBeforeElse()
      return .require(condition, refusal: !panic && accept(.else) ? parseName("the refusal's name") : nil)
    case .create:
      let entity = parseName("an entity")
      let arguments = parseActionArguments()
      let binder = !panic && at(.as) && peek().kind == .word
      if binder { advance() }
      return .create(entity, arguments, binder: binder ? parseName("a name") : nil)
    case .update:
      let target = parsePath("what is updated")
      return .update(target, parseActionArguments())
    case .move:
      let target = parsePath("what moves")
      expect(.to, "and the next state")
      return .move(target, to: parseName("a state"))
    case .delete: return .delete(parsePath("what is deleted"))
    default:
      let event = parseName("an event")
      return .emit(event, parseActionArguments())
    }
  }

  private mutating func failStatement(_ purpose: BlockPurpose) {
    let usual: [Word]
    switch purpose {
    case .reaction: usual = [.must, .should, .could, .if, .for]
    case .always: usual = [.assert, .if, .for]
    case .mutation: usual = [.require, .create, .update, .move, .delete, .emit, .if, .for]
    }
    if token.kind == .word {
      let text = symbols.text(token.symbol)
      if usual.contains(where: { $0.text == text && ![.if, .for, .create, .update, .move, .delete, .emit].contains($0) }) {
        let gap = tokenSpan.endPoint
        return fail(.unexpected, "expected `:` after `\(text)`", at: gap, fixes: [Fix("add `:`", replace: gap, with: ":")])
      }
      if let near = closestName(to: text, among: usual.map(\.text)) {
        let fix = Fix("write `\(near)`", replace: tokenSpan, with: near)
        return fail(.unexpected, "expected a statement, not `\(text)`; did you mean `\(near)`?", at: tokenSpan, fixes: [fix])
      }
    }
    failExpected("a statement such as `\(usual[0].text):`")
  }

  // MARK: - Consequences

  private mutating func parseConsequence() -> ConsequenceID {
    let first = index
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { failTooDeep() }
    let action = parseActionCall()
    let modifiers = parseModifiers()
    tree.consequenceNodes.append(Consequence(action: action, modifiers: modifiers, span: span(from: first)))
    return ConsequenceID(rawValue: UInt32(tree.consequenceNodes.count - 1))
  }

  private mutating func parseActionCall() -> ActionCall {
    let first = index
    let name = parseName("an action")
    let arguments = parseActionArguments()
    return ActionCall(name: name, arguments: arguments, span: span(from: first))
  }

  /// `(…)` on the line of the name before it, or nothing.
  private mutating func parseActionArguments() -> [Argument] {
    guard !panic, at(.leftParen) else { return [] }
    if token.startsLine {
      let gap = Span(file: tree.file.id, start: tokens[index - 1].end, end: token.start)
      let fix = Fix("join the lines", replace: gap, with: "")
      report(.unexpected, "the `(` of a call stands on the line of its name", at: tokenSpan, fixes: [fix])
    }
    return parseArguments()
  }

  private mutating func parseModifiers() -> [Modifier] {
    var modifiers: [Modifier] = []
    var isBounded = false
    while !panic, atAnyLabel, let word = token.symbol.word {
      let first = index
      let kind: ModifierKind
      guard [.within, .retry, .requires, .unless, .undo, .fallback].contains(word) else { break }
      let place = tokenSpan
      mark(.modifier(level: fallbackLevel))
      advance()
      advance()
      switch word {
      case .within, .retry:
        isBounded = true
        let value = parseSum()
        kind = word == .within ? .within(value) : .retry(value)
      case .requires: kind = .requires(parseName("a permission"))
      case .unless: kind = .unless(parseCondition())
      case .undo: kind = .undo(parseActionCall())
      default:
        if !isBounded { report(.fallbackWithoutLimit, "`fallback:` needs `within:` or `retry:` before it", at: place) }
        fallbackLevel += 1
        kind = .fallback(parseConsequence())
        fallbackLevel -= 1
      }
      modifiers.append(Modifier(kind: kind, span: span(from: first)))
      if word == .fallback { break }
    }
    return modifiers
  }

  // MARK: - Control

  private mutating func parseIf(_ purpose: BlockPurpose) -> StatementKind {
    let condition = parseCondition()
    let then = parseStatements("what follows from the condition", in: purpose)
    guard !panic, accept(.else) else { return .if(IfStatement(condition: condition, then: then, otherwise: nil)) }
    guard at(.if) else {
      return .if(IfStatement(condition: condition, then: then, otherwise: parseStatements("what follows otherwise", in: purpose)))
    }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      failTooDeep()
      return .error
    }
    let first = index
    advance()
    let kind = parseIf(purpose)
    tree.statementNodes.append(Statement(kind: panic ? .error : kind, doc: nil, span: span(from: first)))
    let next = StatementID(rawValue: UInt32(tree.statementNodes.count - 1))
    return .if(IfStatement(condition: condition, then: then, otherwise: [next]))
  }

  private mutating func parseForEach(_ purpose: BlockPurpose) -> StatementKind {
    expect(.each, "after `for`")
    let name = parseName("a name for each instance")
    let collection = !panic && accept(.in) ? parseExpression() : nil
    let condition = !panic && accept(.with) ? parseCondition() : nil
    let body = parseStatements("what follows for each", in: purpose)
    return .forEach(ForEachStatement(name: name, collection: collection, condition: condition, body: body))
  }
}
