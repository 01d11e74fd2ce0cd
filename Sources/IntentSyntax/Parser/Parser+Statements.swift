import IntentDiagnostics
import IntentSource

/// What a block is for, which says what may stand in it.
enum BlockPurpose {
  case reaction, always, mutation
  /// `when intent.evolved`.
  case evolution

  var hasConsequences: Bool { self == .reaction || self == .evolution }
}

extension Parser {
  /// `{ … }`. `what` names what the block holds, for messages.
  mutating func parseStatements(_ what: String, in purpose: BlockPurpose, beforeElse: Bool = false) -> NodeList<StatementID> {
    if panic { return .empty }
    var statements = NodeListBuilder<StatementID>(in: tree.memory)
    parseBlock(what, begins: { $0.resemblesStatement }, endsAtElse: beforeElse) {
      statements.append($0.parseStatement(in: purpose))
    }
    return statements.list
  }

  /// `true` iff a line begins with the `else` of an `if`.
  var atElseOfIf: Bool { at(.else) && token.startsLine && (peek().kind == .leftBrace || peek().isWord(.if)) }

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
    guard startsStatement, let word = token.symbol.word, let home = Self.home(ofStatement: word), !home.fits(purpose) else { return }
    report(.misplacedItem, "`\(word.text)` stands in \(home.text)", at: tokenSpan)
  }

  /// The kind of block that a statement stands in; `nil` for one that may stand in any.
  static func home(ofStatement word: Word) -> (text: String, fits: (BlockPurpose) -> Bool)? {
    switch word {
    case .must, .should, .could: ("`when` or `every`", \.hasConsequences)
    case .backfill_policy: ("`when intent.evolved`", { $0 == .evolution })
    case .assert: ("`always`", { $0 == .always })
    case .require, .create, .update, .move, .delete, .emit: ("a `mutation`", { $0 == .mutation })
    default: nil
    }
  }

  private mutating func parseStatementKind(_ purpose: BlockPurpose) -> StatementKind {
    guard let word = parseStatementWord(purpose) else { return .error }
    switch word {
    case .must where purpose == .always:
      let condition = parseCondition()
      let modifiers = parseModifiers()
      switch tree[condition].kind {
      // An action: there is nothing to assert.
      case .name, .call: return .error
      default: return .assert(condition, modifiers)
      }
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
      let first = index
      let condition = parseExpressionBeforeElse()
      guard !panic, accept(.else) else { return .require(condition, refusal: nil) }
      let refusal = parseRefusal()
      if panic || !at(.else) || token.startsLine { return .require(condition, refusal: refusal) }
      return .require(parseSecondElse(of: first), refusal: parseRefusal())
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
      if at(.arrow) { acceptMistaken(for: "to") } else { expect(.to, "and the next state") }
      return .move(target, to: parseName("a state"))
    case .delete: return .delete(parsePath("what is deleted"))
    default:
      let event = parseName("an event")
      return .emit(event, parseActionArguments())
    }
  }

  /// Reads the word that begins a statement, with its colon. What stands in its place is reported, and read where it can only be meant as
  /// one; else `nil`.
  private mutating func parseStatementWord(_ purpose: BlockPurpose) -> Word? {
    skipDoubledLabel()
    if startsStatement, let word = token.symbol.word {
      advance()
      if token.kind == .colon { advance() }
      return word
    }
    if token.kind == .word, let word = token.symbol.word {
      if word == .when, whenIsCondition {
        let fix = Fix("write `if`", replace: tokenSpan, with: "if")
        report(.unexpected, "expected a statement, not `when`; a condition is written `if`", at: tokenSpan, fixes: [fix])
        advance()
        return .if
      }
      if acceptEarlyLimit() { return word }
      if [.must, .should, .could].contains(word), peek().isWord(.not), !peek().startsLine {
        let advice = "what must never be is an assertion, `always { assert: no(…) … }`"
        fail(.unexpected, "a consequence says what follows, not what must not; \(advice)", at: tokenSpan.joined(span(of: peek())))
        return nil
      }
      if Self.labelWords.contains(word), lacksOnlyColon {
        reportMissingColon(after: token)
        advance()
        return word
      }
      if Self.commandWords.contains(word), purpose == .mutation, peek().kind == .colon, peek(2).kind == .word {
        advance()
        rejectColon(after: word)
        return word
      }
      if word == .for, peek().kind == .word, !peek().startsLine, peek(2).kind == .word || peek(2).kind == .leftBrace {
        let each = tree.file.text(span(of: peek()))
        let isMisspelt = peek(2).kind == .word && closestName(to: each, among: ["each"]) != nil
        let place = isMisspelt ? span(of: peek()) : tokenSpan.endPoint
        report(
          .unexpected, "it is written `for each`", at: isMisspelt ? place : tokenSpan,
          fixes: [Fix(isMisspelt ? "write `each`" : "add `each`", replace: place, with: isMisspelt ? "each" : " each")])
        if isMisspelt { advance() }
        advance()
        return .for
      }
    }
    if atAnyLabel, let near = nearLabel(purpose) {
      let fix = Fix("write `\(near.text)`", replace: tokenSpan, with: near.text)
      report(
        .unexpected, "expected a statement, not `\(symbols.text(token.symbol))`; did you mean `\(near.text)`?", at: tokenSpan, fixes: [fix])
      advance()
      advance()
      return near
    }
    failStatement(purpose)
    return nil
  }

  /// Reads `must within 1h:` as `must:`, where the modifier belongs behind the action, and reports it; `false` where something else stands.
  private mutating func acceptEarlyLimit() -> Bool {
    guard at(.must) || at(.should) || at(.could), peek().isWord(.within) || peek().isWord(.retry), peek(2).kind == .literal,
      peek(3).kind == .colon, peek(4).kind == .word
    else { return false }
    let limit = "\(tree.file.text(span(of: peek()))): \(tree.file.text(span(of: peek(2))))"
    let place = span(of: peek()).joined(span(of: peek(2)))
    let action = peek(5).kind == .leftParen ? brackets.close(of: index + 5) : index + 4
    let edits = action.map {
      [
        Edit(span: Span(file: tree.file.id, start: token.end, end: place.end), replacement: ""),
        Edit(span: span(of: tokens[$0]).endPoint, replacement: " \(limit)"),
      ]
    }
    report(
      .unexpected, "a modifier stands behind its action: `\(tree.file.text(tokenSpan)): reply \(limit)`", at: place,
      fixes: edits.map { [Fix("move it", $0)] } ?? [])
    for _ in 0..<4 { advance() }
    return true
  }

  /// The statement whose word is almost the one at hand, where it is no modifier's.
  private func nearLabel(_ purpose: BlockPurpose) -> Word? {
    let words: [Word] =
      switch purpose {
      case .reaction: [.must, .should, .could]
      case .evolution: [.backfill_policy, .must, .should, .could]
      case .always: [.assert]
      case .mutation: [.require]
      }
    let text = symbols.text(token.symbol)
    guard ForeignWords.statement(text.lowercased(), in: purpose) == nil else { return nil }
    let near = closestName(to: text.lowercased(), among: (words + Self.modifierWords).map(\.text))
    return words.first { $0.text == (near ?? text.lowercased()) }
  }

  private static let labelWords: [Word] = [.must, .should, .could, .assert, .require, .backfill_policy]

  private static let commandWords: [Word] = [.create, .update, .move, .delete, .emit]

  /// `true` iff what follows the word at hand can only be what stands behind its colon.
  private var lacksOnlyColon: Bool {
    let next = peek()
    return !next.startsLine && (next.kind == .word || next.kind == .leftParen || (next.kind == .literal && at(.require)))
  }

  /// Reads the `else` behind what was taken for a refusal and is what holds instead of an absent value.
  private mutating func parseSecondElse(of first: Int) -> ExprID {
    let value = span(of: tokens[first]).joined(span(of: tokens[index - 1]))
    let meant = "(\(tree.file.text(value)))"
    report(
      .unexpected, "the first `else` of a `require:` names its refusal: an `else` of the condition stands in brackets", at: value,
      fixes: [Fix("write `\(meant)`", replace: value, with: meant)])
    advance()
    return add(.error, from: first)
  }

  private mutating func parseRefusal() -> Name {
    if token.kind == .text {
      let written: String = symbols.text(token.symbol).lowercased()
      let words = written.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "_")
      let name = words.first?.isLetter == true ? words : "refused"
      fail(
        .unexpected, "a refusal is a name, such as `\(name)`: Swift's type checker knows it", at: tokenSpan,
        fixes: [Fix("write `\(name)`", replace: tokenSpan, with: name)])
    }
    return parseName("the refusal's name")
  }

  private mutating func failStatement(_ purpose: BlockPurpose) {
    let usual: [Word]
    switch purpose {
    case .reaction: usual = [.must, .should, .could, .if, .for]
    case .evolution: usual = [.backfill_policy, .must, .should, .could, .if, .for]
    case .always: usual = [.assert, .if, .for]
    case .mutation: usual = [.require, .create, .update, .move, .delete, .emit, .if, .for]
    }
    if token.kind == .word, failWord(usual, purpose) { return }
    if failGoingOn() { return }
    failExpected("a statement such as `\(usual[0].text):`")
  }

  /// Reports a word that is almost the beginning of a statement, or of a modifier; `false` if it is neither.
  private mutating func failWord(_ usual: [Word], _ purpose: BlockPurpose) -> Bool {
    let text = symbols.text(token.symbol)
    if text == "unless", token.startsLine || tokens[max(index - 1, 0)].kind == .leftBrace {
      let fix = Fix("write `if not`", replace: tokenSpan, with: "if not", isGuess: true)
      fail(.unexpected, "it is written `if not …`", at: tokenSpan, fixes: [fix])
      return true
    }
    let labels =
      usual.filter { ![.if, .for, .create, .update, .move, .delete, .emit].contains($0) }
      + (purpose.hasConsequences ? Self.modifierWords : [])
    if text == Word.fallback.text, peek().kind == .leftBrace {
      fail(.unexpected, "it is written `fallback: escalate(order) within: 2h`: one consequence, without `{…}`", at: tokenSpan)
      return true
    }
    if labels.contains(where: { $0.text == text }), !atAnyLabel {
      failMissingColon()
      return true
    }
    if purpose == .mutation, !usual.contains(where: { $0.text == text }), peek().kind == .dot || peek().kind == .assign {
      fail(.unexpected, "a change is written `update order(status: open)`", at: tokenSpan)
      return true
    }
    if let use = Self.uses[text] {
      let place = text == "delete" ? callOfOneName : nil
      let fixes = place.map { [Fix("remove the brackets", [Edit(span: $0, replacement: " "), Edit(span: $1, replacement: "")])] } ?? []
      fail(.unexpected, "it is written `\(use)`", at: tokenSpan, fixes: fixes)
      return true
    }
    if let cure = ForeignWords.statement(text.lowercased(), in: purpose) {
      let hint = hint(cure)
      fail(.unexpected, "expected a statement, not `\(text)`; \(hint.advice)", at: tokenSpan, fixes: hint.fixes)
      return true
    }
    let words = usual.map(\.text) + (purpose.hasConsequences && atAnyLabel ? Self.modifierWords.map(\.text) : [])
    let near = words.contains(text.lowercased()) ? text.lowercased() : closestName(to: text, among: words)
    guard let near, near != text else { return false }
    let fix = Fix("write `\(near)`", replace: tokenSpan, with: near)
    fail(.unexpected, "expected a statement, not `\(text)`; did you mean `\(near)`?", at: tokenSpan, fixes: [fix])
    return true
  }

  /// How the statements without a colon are written.
  private static let uses = [
    "create": "create order(total: $5)", "update": "update order(total: $5)", "move": "move order to paid", "delete": "delete order",
    "emit": "emit order_paid(amount: $5)", "for": "for each order in orders { … }", "if": "if order.total > $5 { … }",
  ]

  /// The brackets of `(name)` behind the word at hand.
  private var callOfOneName: (Span, Span)? {
    guard peek().kind == .leftParen, peek(2).kind == .word, peek(3).kind == .rightParen else { return nil }
    return (span(of: peek()), span(of: peek(3)))
  }

  /// The modifier that begins here; one without its colon too, if it goes on on this line.
  private var modifierHere: Word? {
    guard token.kind == .word, let word = token.symbol.word, Self.modifierWords.contains(word) else { return nil }
    let next = peek()
    if next.kind == .colon { return word }
    let goesOn = next.kind == .literal || next.kind == .word || next.kind == .question
    return goesOn && !next.startsLine && !token.startsLine ? word : nil
  }

  /// The modifier that is meant by another word and what follows it.
  private var mistakenModifier: Word? {
    // Most consequences are followed by the next statement.
    guard token.kind == .word, peek().kind == .colon || peek().kind == .literal, !startsStatement, token.symbol.word != .retry,
      let word = ForeignWords.modifier(symbols.text(token.symbol))
    else { return nil }
    // `else:` and a statement, as in Python.
    if peek().kind == .colon { return word == .fallback && peek(2).startsLine && peek(3).kind == .colon ? nil : word }
    guard word == .within, !token.startsLine, peek().kind == .literal else { return nil }
    if case .duration = literals[Int(peek().payload)] { return word }
    return nil
  }

  static let modifierWords: [Word] = [.within, .retry, .requires, .unless, .undo, .fallback]

  // MARK: - Consequences

  /// `beforeLimit`: a limit that it has already belongs to what stands around it.
  private mutating func parseConsequence(beforeLimit: Bool = false) -> ConsequenceID {
    let first = index
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { failTooDeep() }
    let action = parseActionCall()
    let modifiers = parseModifiers(beforeLimit: beforeLimit)
    tree.consequenceNodes.append(Consequence(action: action, modifiers: modifiers, span: span(from: first)))
    return ConsequenceID(rawValue: UInt32(tree.consequenceNodes.count - 1))
  }

  private mutating func parseActionCall() -> ActionCall {
    let first = index
    let name = parseName("an action")
    let arguments = parseActionArguments()
    let asks = arguments.contains { $0.label?.symbol == Symbol(.requires) }
    let values = asks ? tree.memory.list(arguments.filter { $0.label?.symbol != Symbol(.requires) }) : arguments
    return ActionCall(name: name, arguments: arguments, values: values, span: span(from: first))
  }

  /// `(…)` on the line of the name before it, or nothing.
  private mutating func parseActionArguments() -> NodeList<Argument> {
    if at(.leftBrace), !token.startsLine, !panic, peek(2).kind == .colon, tokens[index - 1].kind == .word {
      fail(.unexpected, "the values stand in `(…)`, not in `{…}`", at: tokenSpan)
    }
    guard !panic, at(.leftParen) else { return .empty }
    if token.startsLine {
      let gap = Span(file: tree.file.id, start: tokens[index - 1].end, end: token.start)
      let fix = Fix("join the lines", replace: gap, with: "")
      report(.unexpected, "the `(` of a call stands on the line of its name", at: tokenSpan, fixes: [fix])
    }
    return parseArguments(ofAction: true)
  }

  private mutating func parseModifiers(beforeLimit: Bool = false) -> NodeList<Modifier> {
    var modifiers = NodeListBuilder<Modifier>(in: tree.memory)
    var isBounded = false
    while !panic {
      skipDoubledLabel()
      if at(.comma) { skipCommaBeforeModifier() }
      guard let word = modifierHere ?? mistakenModifier, !(beforeLimit && isBounded && isLimit(word)) else { break }
      let first = index
      let kind: ModifierKind
      let place = tokenSpan
      mark(.modifier(level: fallbackLevel))
      let isMistaken = !at(word)
      if isMistaken { acceptMistaken(peek().kind == .colon ? 2 : 1, for: word.text + ":") } else { advance() }
      if !isMistaken, !accept(.colon) { reportMissingColon(after: tokens[index - 1]) }
      switch word {
      case .within, .retry:
        isBounded = true
        let value = parseSum()
        kind = word == .within ? .within(value) : .retry(value)
      case .requires: kind = .requires(parseName("a permission"))
      case .unless: kind = .unless(parseCondition())
      case .undo: kind = .undo(parseActionCall())
      default:
        fallbackLevel += 1
        kind = .fallback(parseConsequence(beforeLimit: !isBounded))
        fallbackLevel -= 1
        if !isBounded { failUnboundedFallback(at: place) }
      }
      modifiers.append(Modifier(kind: kind, span: span(from: first)))
      if word == .fallback { break }
    }
    return modifiers.list
  }

  private func isLimit(_ word: Word) -> Bool { word == .within || word == .retry }

  /// Reports a `fallback:` at `place` without a limit before it. One that stands behind the fallback is skipped.
  private mutating func failUnboundedFallback(at place: Span) {
    let gap = span(of: tokens[index - 1]).endPoint
    let first = index
    var fixes: [Fix] = []
    if !panic, let word = modifierHere, isLimit(word) {
      advance()
      _ = accept(.colon)
      _ = parseSum()
      let limit = span(from: first)
      let written = tree.file.text(limit)
      let edits = [Edit(span: place.startPoint, replacement: written + " "), Edit(span: gap.joined(limit), replacement: "")]
      fixes = [Fix("write `\(written)` before it", edits)]
    }
    report(.fallbackWithoutLimit, "`fallback:` needs `within:` or `retry:` before it", at: place, fixes: fixes)
  }

  /// `must: tell(deal), within: 1h`.
  private mutating func skipCommaBeforeModifier() {
    guard peek().kind == .word, let word = peek().symbol.word, Self.modifierWords.contains(word), peek(2).kind == .colon else { return }
    report(.unexpected, "modifiers stand one behind the other, without a comma", at: tokenSpan, fixes: removal)
    advance()
  }

  // MARK: - Control

  private mutating func parseIf(_ purpose: BlockPurpose) -> StatementKind {
    let start = index
    let condition = peek().kind == .word && failUnwrapping() ? add(.error, from: start) : parseCondition()
    if panic { skipToBody(from: start) }
    let then = parseStatements("what follows from the condition", in: purpose, beforeElse: true)
    let lacksElse = at(.leftBrace) && !panic && (peek().kind == .word || peek().kind == .rightBrace)
    if lacksElse {
      let gap = span(of: tokens[index - 1]).endPoint
      report(.unexpected, "expected `else` before `{`", at: tokenSpan, fixes: [Fix("add `else`", replace: gap, with: " else")])
    }
    let saysElif = reportElif()
    guard !panic, lacksElse || saysElif || accept(.else) else { return .if(IfStatement(condition: condition, then: then, otherwise: nil)) }
    guard at(.if) || saysElif else {
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
    return .if(IfStatement(condition: condition, then: then, otherwise: tree.memory.list(CollectionOfOne(next))))
  }

  /// Reports `elif` in the place of `else if`; `false` if it is something else.
  private mutating func reportElif() -> Bool {
    guard token.kind == .word, token.symbol.word == nil, !panic, ["elif", "elsif", "elseif"].contains(symbols.text(token.symbol))
    else { return false }
    let fix = Fix("write `else if`", replace: tokenSpan, with: "else if")
    report(.unexpected, "expected `else if`, not \(describe(token))", at: tokenSpan, fixes: [fix])
    return true
  }

  /// `if let e = c.email`; `false` if it is something else.
  private mutating func failUnwrapping() -> Bool {
    guard token.kind == .word, symbols.text(token.symbol) == "let" else { return false }
    fail(.unexpected, "nothing is unwrapped: ask `x exists`, and behind it `x` is there", at: tokenSpan)
    return true
  }

  private mutating func parseForEach(_ purpose: BlockPurpose) -> StatementKind {
    let start = index
    _ = accept(.each)
    let name = parseName("a name for each instance")
    let collection = !panic && accept(.in) ? parseExpression() : nil
    let saysWhere = at(.where) && !panic
    if saysWhere { acceptMistaken(for: "with") }
    let condition = !panic && (saysWhere || accept(.with)) ? parseCondition() : nil
    if panic { skipToBody(from: start) }
    let body = parseStatements("what follows for each", in: purpose)
    return .forEach(ForEachStatement(name: name, collection: collection, condition: condition, body: body))
  }
}
