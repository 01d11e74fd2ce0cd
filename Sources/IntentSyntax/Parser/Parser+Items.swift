import IntentDiagnostics
import IntentSource

extension Parser {
  /// The whole file: system blocks, and nothing else. What stands outside of them is told once; items there belong to the system before.
  mutating func parseFile() {
    var reportedStray = false
    while token.kind != .end {
      if at(.system), peek().kind == .text || !startsItem {
        mark(.entry)
        // What is wrong with its head was told if a stray token stands right before it.
        panic = reportedStray && index > 0 && tokens[index - 1].kind != .rightBrace
        parseSystem()
        continue
      }
      if !reportedStray, reportMisspeltSystem() {
        parseSystem()
        continue
      }
      if !reportedStray {
        reportStray()
        reportedStray = true
      }
      let first = index
      if startsItem {
        let item = parseItem()
        if index == first { advance() }
    if panic { recover(from: first, in: index, { $0.startsItem }) }
        if let last = tree.systems.last.map({ Int($0.rawValue) }) {
          let nested = takeNestedItems()
          tree.systemNodes[last].items += [item] + nested
          tree.systemNodes[last].span = tree.systemNodes[last].span.joined(tree[item].span)
        }
      } else {
        advance()
        lose(from: first)
      }
    }
  }

  /// Reports a word that is almost `system`, before a system's name; `false` where none stands.
  private mutating func reportMisspeltSystem() -> Bool {
    guard token.kind == .word, peek().kind == .text else { return false }
    guard closestName(to: symbols.text(token.symbol), among: ["system"]) != nil else { return false }
    let fix = Fix("write `system`", replace: tokenSpan, with: "system")
    report(.unexpected, "expected `system \"name\" { … }`; did you mean `system`?", at: tokenSpan, fixes: [fix])
    return true
  }

  /// Reports what stands outside of every system.
  private mutating func reportStray() {
    if startsItem {
      // The brace that ends the system before is likely the one too many.
      if index > 0, tokens[index - 1].kind == .rightBrace, !tree.systems.isEmpty {
        let note = DiagnosticNote("this stands outside", tokenSpan)
        return report(
          .misplacedItem, "the system is closed here, and an item stands behind it", at: span(of: tokens[index - 1]), notes: [note])
      }
      report(.misplacedItem, "an item stands in `system \"name\" { … }`", at: tokenSpan)
    } else if at(.rightBrace) {
      report(.unexpected, "this `}` closes nothing", at: tokenSpan)
    } else {
      report(.unexpected, "expected `system \"name\" { … }`, not \(describe(token))", at: tokenSpan)
    }
  }

  private mutating func parseSystem() {
    let first = index
    let doc = docHere
    advance()
    let name = parseText("the system's name in quotes after `system`")
    var version: SystemVersion?
    if !panic, accept(.version) {
      let place = tokenSpan
      if case .literal = token.kind, case .number(let number) = literals[Int(token.payload)], let value = number.int {
        version = SystemVersion(number: value, span: place)
        advance()
      } else {
        failExpected("a whole number after `version`")
      }
    }
    if !panic, !at(.leftBrace), !token.startsLine, !startsItem { failSystemHead() }
    if panic {
      // A wrong head does not hide what is in the body.
      while token.kind != .leftBrace, token.kind != .end { advance() }
      lose(from: first)
    }
    var items: [ItemID] = []
    parseBlock("the system", begins: { ($0.startsItem && !$0.at(.system)) || $0.startsPlainItem }) {
      items.append($0.parseItem())
      if !$0.nestedItems.isEmpty { items += $0.takeNestedItems() }
    }
    panic = false
    let system = SystemBlock(name: name, version: version, items: items, doc: doc, span: span(from: first))
    tree.systemNodes.append(system)
    tree.systems.append(SystemID(rawValue: UInt32(tree.systemNodes.count - 1)))
  }

  /// Reports what stands between a system's name and its body.
  private mutating func failSystemHead() {
    let text = token.kind == .word ? symbols.text(token.symbol) : ""
    let number = text.dropFirst()
    if text.first == "v", !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) {
      let fix = Fix("write `version \(number)`", replace: tokenSpan, with: "version \(number)")
      return fail(.unexpected, "the version is written `version \(number)`", at: tokenSpan, fixes: [fix])
    }
    if at(.version) { return fail(.unexpected, "a system has one version", at: tokenSpan) }
    failExpected("`version` and a number, or `{` to begin the system")
  }

  /// `true` iff an item begins here that is too much like a member to end another block.
  private var startsPlainItem: Bool { atLabel(.retired) || atLabel(.weakens) || at(.every) }

  private mutating func takeNestedItems() -> [ItemID] {
    defer { nestedItems = [] }
    return nestedItems
  }

  /// Reports an item in the block of another, and reads it as one of the system: what stands behind it goes on with that block.
  /// `isFirst`: not behind another such item, which was told. Where a brace stands in a wrong place, all items up to its partner are such.
  mutating func parseNestedItem(isFirst: Bool) {
    let place = peek().startsLine ? tokenSpan : tokenSpan.joined(span(of: peek()))
    if isFirst { report(.misplacedItem, "\(describe(token)) stands in the system itself: items do not nest", at: place) }
    let first = index
    let open = brackets.around(index)
    let renames = innerRenames
    let item = parseItem(isNested: true)
    nestedItems.append(item)
    innerRenames = renames
    if panic { recover(from: first, in: max(open, 0), { $0.startsItem }) }
  }

  /// `isNested`: a `was:` behind it is the other item's.
  private mutating func parseItem(isNested: Bool = false) -> ItemID {
    let first = index
    let doc = docHere
    innerRenames = []
    var kind = parseItemKind()
    while !panic, !isNested, acceptLabel(.was) { innerRenames.append(contentsOf: parseRenames()) }
    if panic { kind = .error }
    tree.itemNodes.append(Item(kind: kind, renames: tree.memory.list(innerRenames), doc: doc, span: span(from: first)))
    return ItemID(rawValue: UInt32(tree.itemNodes.count - 1))
  }

  /// `client`, `full_name from name`.
  mutating func parseRenames() -> NodeList<Rename> {
    var renames = NodeListBuilder<Rename>(in: tree.memory)
    repeat {
      let name = parseName("an earlier name")
      if !panic, at(.from), peek().kind == .word, peek(2).kind != .colon {
        advance()
        renames.append(Rename(part: name, old: parseName("the earlier name after `from`")))
      } else {
        renames.append(Rename(part: nil, old: name))
      }
    } while !panic && accept(.comma)
    return renames.list
  }

  private mutating func parseItemKind() -> ItemKind {
    guard token.kind == .word, let word = token.symbol.word else { return failItem() }
    let start = index
    advance()
    if Self.itemWords.contains(word), word != .retired, word != .weakens, word != .protect { rejectColon(after: word) }
    switch word {
    case .time_zone:
      return .timeZone(parseText("a zone such as \"Europe/Lisbon\""))
    case .retired:
      expectSign(.colon, "after `retired`")
      return .retired(parsePaths("a name"))
    case .weakens: return parseWeakens()
    case .type: return parseTypeItem()
    case .entity: return parseEntity()
    case .event: return parseEvent()
    case .threshold: return parseThreshold()
    case .derive: return parseDerive()
    case .metric: return parseMetric()
    case .invariant: return parseInvariant()
    case .capability: return parseCapability()
    case .optimise: return parseOptimise()
    case .protect:
      expectSign(.colon, "after `protect`")
      return .protect(parsePaths("what is protected"))
    case .when: return parseWhen()
    case .every: return parseSchedule()
    case .always: return .always(parseStatements("the assertions", in: .always))
    case .action: return parseAction()
    case .workflow: return parseWorkflow()
    case .role: return parseRole()
    case .permission: return parsePermission()
    case .mutation: return parseMutation()
    case .query: return parseQuery()
    case .view: return parseView()
    case .projection: return parseProjection()
    case .binding: return parseBinding()
    case .agents: return parseAgents()
    default:
      index = start
      token = tokens[index]
      return failItem()
    }
  }

  private mutating func failItem() -> ItemKind {
    if let home = homeOfEntry {
      fail(.misplacedItem, "\(describe(token)) stands in \(home), not in the system itself", at: tokenSpan)
      return .error
    }
    if failGoingOn() { return .error }
    let hint = itemHint
    let advice = hint.map { "; \($0.advice)" } ?? ""
    fail(
      .unexpected, "expected an item such as `entity` or `when`, not \(describe(token))\(advice)", at: tokenSpan, fixes: hint?.fixes ?? [])
    return .error
  }

  /// Where the word at hand begins an entry of a block; `nil` if it begins none.
  private var homeOfEntry: String? {
    if at(.else) { return "a block such as `when … { }`" }
    guard token.kind == .word, let word = token.symbol.word else { return nil }
    if startsStatement { return Self.home(ofStatement: word)?.text ?? "a block such as `when … { }`" }
    guard atAnyLabel else { return nil }
    if Self.memberWords.contains(word) { return "an `entity`" }
    if Self.modifierWords.contains(word) { return "a consequence, behind its action" }
    switch word {
    case .can: return "a `role`"
    case .show: return "a `view`"
    case .accepts, .produces, .property: return "a `capability`"
    default: return nil
    }
  }

  /// What the word at hand was probably meant to be, where an item should begin.
  private var itemHint: Hint? {
    guard token.kind == .word else { return nil }
    let text = symbols.text(token.symbol)
    let words = Self.itemWords.map(\.text)
    if let cure = ForeignWords.item(text.lowercased()) { return hint(cure) }
    let near = words.contains(text.lowercased()) ? text.lowercased() : closestName(to: text, among: words)
    return near.map { Hint(advice: "did you mean `\($0)`?", fixes: [Fix("write `\($0)`", replace: tokenSpan, with: $0)]) }
  }

  /// `time_zone: "…"`: the colon is one too many.
  mutating func rejectColon(after word: Word) {
    guard at(.colon) else { return }
    report(.unexpected, "no `:` stands behind `\(word.text)`", at: tokenSpan, fixes: [Fix("remove it", replace: tokenSpan, with: "")])
    advance()
  }

  private static let itemWords: [Word] = [
    .time_zone, .retired, .weakens, .type, .entity, .event, .threshold, .derive, .metric, .invariant, .capability, .optimise, .protect,
    .when, .every, .always, .action, .workflow, .role, .permission, .mutation, .query, .view, .projection, .binding, .agents,
  ]

  // MARK: - Data

  private mutating func parseWeakens() -> ItemKind {
    expectSign(.colon, "after `weakens`")
    let name = parsePath("the name of a promise")
    expect(.because, "and the reason in quotes")
    return .weakens(name, because: parseText("the reason in quotes"))
  }

  private mutating func parseTypeItem() -> ItemKind {
    let name = parseDeclaredName("the type's name")
    expectSign(.assign, "after the type's name")
    let type = parseTypeDefinition()
    if comparesType, !panic {
      fail(.unexpected, "a type is bounded by a range: `int in 0..100`", at: tokenSpan)
    }
    return .type(TypeItem(name: name, type: type))
  }

  /// What begins with a colon behind an item.
  static let itemLabels: [Word] = [.was, .retired, .weakens, .protect]

  private var comparesType: Bool { !token.startsLine && (at(.less) || at(.lessOrEqual) || at(.greater) || at(.greaterOrEqual)) }

  private mutating func parseEvent() -> ItemKind {
    let name = parseDeclaredName("the event's name")
    let hasFields = !panic && (at(.leftBrace) || (at(.leftParen) && !token.startsLine) || atUnopenedFields)
    return .event(EventItem(name: name, fields: hasFields ? parseFieldBlock("an event") : .empty))
  }

  /// `true` iff fields stand behind an event's name without their `{`.
  private var atUnopenedFields: Bool {
    mutating get { atAnyLabel && !Self.itemLabels.contains { at($0) } && isLoneCloseAhead }
  }

  private mutating func parseThreshold() -> ItemKind {
    let name = parseDeclaredName("the threshold's name")
    rejectThresholdType()
    expectSign(.assign, "after the threshold's name")
    var direction = ThresholdItem.Direction.below
    if accept(.above) { direction = .above } else { expect(.below, "or `above` and a number") }
    return .threshold(ThresholdItem(name: name, direction: direction, value: parseExpression()))
  }

  /// `threshold t: int = …`: its number says what it is.
  private mutating func rejectThresholdType() {
    guard at(.colon), peek().kind == .word, peek(2).kind == .assign else { return }
    let place = tokenSpan.joined(span(of: peek()))
    report(
      .unexpected, "a threshold has no type of its own: its number says it", at: place,
      fixes: [Fix("remove `\(tree.file.text(place))`", replace: place, with: "")])
    advance()
    advance()
  }

  private mutating func parseDerive() -> ItemKind {
    let name = parseDeclaredName("the derivation's name")
    let parameters = parseParameters()
    var result: TypeID?
    if !panic, at(.colon), atValue(1) {
      expectSign(.assign, "before what it computes")
      return .derive(DeriveItem(name: name, parameters: parameters, result: nil, body: parseExpression()))
    }
    if !panic, at(.arrow) || at(.colon) {
      expectSign(.arrow, "before the type of what it computes")
      result = parseType()
    }
    var body: ExprID?
    if at(.assign), !panic {
      mark(.assignment)
      advance()
      body = parseExpression()
    }
    if !panic, result == nil, body == nil { failExpected("`-> type` or `= expression`") }
    return .derive(DeriveItem(name: name, parameters: parameters, result: result, body: body))
  }

  /// `true` iff an expression that is no type begins so far ahead.
  private func atValue(_ distance: Int) -> Bool {
    let next = peek(distance)
    if next.kind == .literal || next.kind == .leftParen { return true }
    guard next.kind == .word else { return false }
    switch peek(distance + 1).kind {
    case .dot, .leftParen, .plus, .minus, .star, .slash: return true
    default: return false
    }
  }

  private mutating func parseMetric() -> ItemKind {
    let name = parseDeclaredName("the metric's name")
    if at(.arrow) { expectSign(.colon, "before the type of what the metric measures") }
    let saysType = !panic && (index > 0 && tokens[index - 1].kind == .arrow || accept(.colon))
    let type = saysType ? parseType() : nil
    if at(.assign) { mark(.assignment) }
    expectSign(.assign, "before what the metric measures")
    return .metric(MetricItem(name: name, type: type, value: parseExpression()))
  }

  /// `(a, b: type = value)`, or nothing.
  mutating func parseParameters() -> NodeList<Parameter> {
    let open = index
    guard !panic, at(.leftParen) else { return .empty }
    mark(.tight)
    advance()
    var parameters = NodeListBuilder<Parameter>(in: tree.memory)
    parseEntries(until: .rightParen, open: open, "parameters", begins: { $0.atAnyLabel }) { parser in
      let name = parser.parseName("a parameter")
      let lacksColon = parser.lacksColon
      if lacksColon { parser.reportMissingColon(after: parser.tokens[parser.index - 1]) }
      let type = !parser.panic && (lacksColon || parser.accept(.colon)) ? parser.parseType() : nil
      let value = !parser.panic && parser.accept(.assign) ? parser.parseExpression() : nil
      parameters.append(Parameter(name: name, type: type, defaultValue: value))
    }
    return parameters.list
  }
}
