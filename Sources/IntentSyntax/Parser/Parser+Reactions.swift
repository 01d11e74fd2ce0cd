import IntentDiagnostics
import IntentSource

extension Parser {
  mutating func parseWhen() -> ItemKind {
    let first = index
    var trigger = parseTrigger()
    if token.kind == .word, token.symbol.word == nil, !panic, ["then", "do"].contains(symbols.text(token.symbol)) {
      let fixes = peek().kind == .leftBrace ? removal : []
      fail(.unexpected, "what follows stands in `{ … }`, without \(describe(token))", at: tokenSpan, fixes: fixes)
    }
    if token.kind == .word, !panic, peek().kind == .leftBrace, !token.startsLine, case .event(let path) = trigger, path.names.count == 1 {
      let gap = Span(file: tree.file.id, start: path.span.end, end: token.start)
      let event = "\(tree.file.text(path.span)).\(tree.file.text(tokenSpan))"
      fail(.unexpected, "an event is written `\(event)`", at: tokenSpan, fixes: [Fix("write `.`", replace: gap, with: ".")])
    }
    var binder = parseBinder()
    if !panic, at(.for), case .event(let path) = trigger {
      advance()
      trigger = .lasting(path, parseSum())
      if binder == nil { binder = parseBinder() }
    }
    if at(.or) || at(.comma), !panic, !token.startsLine {
      fail(.unexpected, "one event is waited for: write a `when` for each", at: tokenSpan)
    } else if at(.if) || at(.where) || at(.with), !panic, !token.startsLine {
      fail(.unexpected, "a condition stands in the block: `when order.created { if order.total > $0 { … } }`", at: tokenSpan)
    }
    if panic { skipToBody(from: first) }
    let isEvolution = if case .evolved = trigger { true } else { false }
    let body = parseStatements("the consequences", in: isEvolution ? .evolution : .reaction)
    return .when(WhenItem(trigger: trigger, binder: binder, body: body))
  }

  private mutating func parseBinder() -> Name? { !panic && accept(.as) ? parseName("a name after `as`") : nil }

  /// After a mistake in the head that begins at `first`: goes on at the body, if it begins on this line.
  mutating func skipToBody(from first: Int) {
    var ahead = 0
    while peek(ahead).kind != .leftBrace {
      if peek(ahead).kind == .end || peek(ahead).kind == .rightBrace || (ahead > 0 && peek(ahead).startsLine) { return }
      ahead += 1
    }
    for _ in 0..<ahead { advance() }
    bodyAfterMistake = index
    lose(from: first)
  }

  private mutating func parseTrigger() -> Trigger {
    let subject = parseSum()
    if panic { return .error }
    if accept(.before) { return .before(subject, parsePath("a field such as `appointment.starts`")) }
    if accept(.after) { return .after(subject, parsePath("a field such as `appointment.starts`")) }
    guard let path = path(of: subject) else {
      fail(.unexpected, "expected an event such as `interaction.created`, or `24h before appointment.starts`", at: tree[subject].span)
      return .error
    }
    if path.names[0].symbol != Symbol(.intent) { return .event(path) }
    if path.names.count != 2 || path.names[1].symbol != Symbol(.evolved) {
      let meant = "intent.evolved"
      report(
        .unexpected, "the one event of a specification itself is `\(meant)`", at: path.span,
        fixes: [Fix("write `\(meant)`", replace: path.span, with: meant)])
    }
    return .evolved
  }

  /// The names of `a.b.c`, or `nil` for any other expression.
  private func path(of expression: ExprID) -> Path? {
    var names = NodeListBuilder<Name>(in: tree.memory)
    var at = expression
    while true {
      switch tree[at].kind {
      case .name(let name):
        names.append(name)
        return Path(names: tree.memory.list(names.list.reversed()), span: tree[expression].span)
      case .member(let base, let name):
        names.append(name)
        at = base
      default: return nil
      }
    }
  }

  mutating func parseSchedule() -> ItemKind {
    let first = index
    let period = parsePeriod()
    let lacksAt = !panic && atTimeOfDay
    if lacksAt {
      let place = tokenSpan.startPoint
      report(.unexpected, "expected `at` before the time", at: tokenSpan, fixes: [Fix("add `at`", replace: place, with: "at ")])
    }
    let at = !panic && (lacksAt || accept(.at)) ? parseExpression() : nil
    if panic { skipToBody(from: first) }
    let body = parseStatements("the consequences", in: .reaction)
    return .schedule(ScheduleItem(period: period, at: at, body: body))
  }

  private var atTimeOfDay: Bool {
    guard token.kind == .literal, case .time = literals[Int(token.payload)] else { return false }
    return true
  }

  private mutating func parsePeriod() -> SchedulePeriod {
    if token.kind == .word {
      let text = symbols.text(token.symbol)
      if let unit = CalendarUnit.allCases.first(where: { $0.text == text }) {
        advance()
        return .unit(unit)
      }
      if let day = Weekday.allCases.first(where: { $0.text == text }) {
        advance()
        return .weekday(day)
      }
    }
    let isDuration: Bool
    if token.kind == .literal, case .duration = literals[Int(token.payload)] { isDuration = true } else { isDuration = at(.question) }
    if !isDuration {
      if let unit = acceptOneUnit() { return .unit(unit) }
      if failLooseUnit(at: index + 1) { return .unit(.day) }
      failPeriod()
    }
    return .interval(parseSum())
  }

  /// `every 1 day`; `nil` if it is something else.
  private mutating func acceptOneUnit() -> CalendarUnit? {
    guard token.kind == .literal, case .number(let number) = literals[Int(token.payload)], number.int == 1, peek().kind == .word,
      let unit = CalendarUnit.allCases.first(where: { peek().isWord($0.text, in: symbols) })
    else { return nil }
    let place = tokenSpan.joined(span(of: peek()))
    report(
      .unexpected, "it is written `every \(unit.text)`", at: place,
      fixes: [Fix("write `\(unit.text)`", replace: place, with: unit.text)])
    advance()
    advance()
    return unit
  }

  private mutating func failPeriod() {
    let names = CalendarUnit.allCases.map(\.text) + Weekday.allCases.map(\.text)
    guard token.kind == .word, let near = closestName(to: symbols.text(token.symbol), among: names) else {
      return failExpected("a period such as `day`, `monday` or `15m`")
    }
    let fix = Fix("write `\(near)`", replace: tokenSpan, with: near)
    fail(.unexpected, "expected a period, not \(describe(token)); did you mean `\(near)`?", at: tokenSpan, fixes: [fix])
  }

  mutating func parseAction() -> ItemKind {
    let name = parseDeclaredName("the action's name")
    let parameters = parseParameters()
    let saysEmit = at(.emit) && peek().kind == .word && !token.startsLine && !panic
    if saysEmit { acceptMistaken(for: "emits") }
    let emits = !panic && (saysEmit || accept(.emits)) ? parseName("an event") : nil
    return .action(ActionItem(name: name, parameters: parameters, emits: emits))
  }

  // MARK: - Workflows

  mutating func parseWorkflow() -> ItemKind {
    let name = parseDeclaredName("the workflow's name")
    expect(.on, "and a field such as `deal.stage`")
    let on = parsePath("a field such as `deal.stage`")
    var initial = NodeListBuilder<Name>(in: tree.memory)
    var final = NodeListBuilder<Name>(in: tree.memory)
    var transitions = NodeListBuilder<WorkflowTransition>(in: tree.memory)
    if !panic {
      let begins: (Parser) -> Bool = { parser in
        let next = parser.peek().kind
        let isKeyed = (parser.at(.initial) || parser.at(.final)) && (next == .word || next == .colon)
        return isKeyed || parser.atLabel(.was) || (parser.at(.word) && (next == .arrow || next == .bar))
      }
      parseBlock("the workflow", begins: begins) { parser in
        if parser.acceptLabel(.was) {
          parser.innerRenames.append(contentsOf: parser.parseRenames())
        } else if parser.acceptKey(.initial) {
          initial.append(contentsOf: parser.parseNames("a state"))
        } else if parser.acceptKey(.final) {
          final.append(contentsOf: parser.parseNames("a state"))
        } else {
          transitions.append(parser.parseTransition())
        }
      }
    }
    return .workflow(WorkflowItem(name: name, on: on, initial: initial.list, final: final.list, transitions: transitions.list))
  }

  /// Reads `word` before a name; a colon between them is reported.
  mutating func acceptKey(_ word: Word) -> Bool {
    let hasColon = at(word) && peek().kind == .colon && peek(2).kind == .word
    guard at(word), hasColon || peek().kind == .word else { return false }
    advance()
    if hasColon { rejectColon(after: word) }
    return true
  }

  private mutating func parseTransition() -> WorkflowTransition {
    let first = index
    let doc = docHere
    let from = parseStates()
    if at(.assign), peek().kind == .greater { acceptMistaken(2, for: "->") } else { expect(.arrow, "and the next state") }
    let to = parseStates()
    let saysWhen = (at(.when) || at(.where) || at(.requires) || at(.require)) && !token.startsLine && !panic
    if saysWhen { acceptMistaken(peek().kind == .colon ? 2 : 1, for: "if") }
    let condition = !panic && (saysWhen || accept(.if)) ? parseCondition() : nil
    let by = parseBy()
    if at(.if), !panic, !token.startsLine { fail(.unexpected, "the condition of a move stands before its `by`", at: tokenSpan) }
    if at(.arrow), !panic { fail(.unexpected, "each move is a line of its own: `a -> b`, then `b -> c`", at: tokenSpan) }
    return WorkflowTransition(from: from, to: to, condition: condition, by: by, doc: doc, span: span(from: first))
  }

  private mutating func parseStates() -> NodeList<Name> {
    var states = NodeListBuilder<Name>(in: tree.memory)
    states.append(parseName("a state"))
    while !panic, at(.bar) || (at(.comma) && !token.startsLine) {
      if at(.comma) { acceptMistaken(for: " |") } else { advance() }
      states.append(parseName("a state"))
    }
    return states.list
  }

  /// `by rep, manager`, or nothing.
  mutating func parseBy() -> NodeList<Name> {
    if panic { return .empty }
    if at(.for), peek().kind == .word, !token.startsLine {
      acceptMistaken(for: "by")
    } else {
      guard at(.by) else { return .empty }
      if !acceptKey(.by) { advance() }
    }
    return parseNames("a role")
  }
}
