import IntentDiagnostics
import IntentSource

extension Parser {
  /// `n`, `n attested`, `n: expr`, `n < bound`, and `covers a, b` behind the name.
  mutating func parseInvariant() -> ItemKind {
    let name = parseDeclaredName("the invariant's name")
    if !panic, let op = acceptComparison() {
      let bound = parseSum()
      return .invariant(InvariantItem(name: name, covers: .empty, attested: false, claim: .bound(op, bound)))
    }
    let covers = !panic && accept(.covers) ? parsePaths("what the invariant covers", beforeColon: true) : .empty
    let attested = !panic && accept(.attested)
    if at(.colon) { mark(.assignment) }
    let claim: InvariantClaim = !panic && accept(.colon) ? .condition(parseCondition()) : .named
    return .invariant(InvariantItem(name: name, covers: covers, attested: attested, claim: claim))
  }

  mutating func parseCapability() -> ItemKind {
    let name = parseDeclaredName("the capability's name")
    var accepts = NodeListBuilder<Path>(in: tree.memory)
    var produces = NodeListBuilder<Path>(in: tree.memory)
    var properties = NodeListBuilder<CapabilityProperty>(in: tree.memory)
    if !panic {
      let begins: (Parser) -> Bool = { $0.atLabel(.accepts) || $0.atLabel(.produces) || $0.atLabel(.property) }
      parseBlock("the capability", begins: begins) { parser in
        let first = parser.index
        let doc = parser.docHere
        if parser.acceptLine(.accepts) {
          accepts.append(contentsOf: parser.parsePaths("an event"))
        } else if parser.acceptLine(.produces) {
          produces.append(contentsOf: parser.parsePaths("an event or a derived value"))
        } else if parser.acceptLine(.property) {
          let property = parser.parseName("a property")
          let unless = !parser.panic && parser.accept(.unless) ? parser.parseCondition() : nil
          properties.append(CapabilityProperty(name: property, unless: unless, doc: doc, span: parser.span(from: first)))
        } else {
          parser.failExpected("`accepts:`, `produces:` or `property:`")
        }
      }
    }
    return .capability(CapabilityItem(name: name, accepts: accepts.list, produces: produces.list, properties: properties.list))
  }

  mutating func parseOptimise() -> ItemKind {
    let quantity = parseName("a quantity")
    if panic { return .error }
    let goal: OptimiseGoal
    wantsRate = true
    defer { wantsRate = false }
    if accept(.within) {
      goal = .within(parseExpression())
    } else if accept(.minimise) {
      goal = .minimise
    } else if accept(.maximise) {
      goal = .maximise
    } else if let op = acceptComparison() {
      goal = .bound(op, parseSum())
    } else if token.startsLine, startsItem {
      failExpected("a goal: `within …`, `minimise`, `maximise` or a level")
      return .error
    } else {
      goal = .level(parseName("a goal: `within …`, `minimise`, `maximise` or a level"))
    }
    return .optimise(OptimiseItem(quantity: quantity, goal: goal))
  }

  mutating func parseRole() -> ItemKind {
    let name = parseDeclaredName("the role's name")
    let entity = !panic && accept(.is) ? parseName("an entity") : nil
    var grants = NodeListBuilder<Grant>(in: tree.memory)
    if !panic, at(.leftBrace) || atLabel(.can) {
      parseBlock("the role", begins: { $0.atLabel(.can) || ($0.at(.can) && $0.token.startsLine) }) { parser in
        let first = parser.index
        let doc = parser.docHere
        guard parser.acceptLine(.can) else { return parser.failGrant() }
        let kind = parser.parseGrant()
        grants.append(Grant(kind: kind, doc: doc, span: parser.span(from: first)))
      }
    }
    return .role(RoleItem(name: name, entity: entity, grants: grants.list))
  }

  private mutating func failGrant() {
    let word = token.kind == .word ? symbols.text(token.symbol) : ""
    if let cure = ForeignWords.connective(word) {
      let hint = hint(cure)
      return fail(.unexpected, "\(describe(token)) cannot stand here; \(hint.advice)", at: tokenSpan, fixes: hint.fixes)
    }
    failExpected("`can:`")
  }

  private mutating func parseGrant() -> GrantKind {
    let verbs = ["write", "create", "update", "delete", "edit", "change", "manage", "all"]
    if at(.star) || (token.kind == .word && peek().kind == .word && !peek().startsLine && verbs.contains(symbols.text(token.symbol))) {
      fail(.unexpected, "what a role may change is a mutation: name it here, or say `by` in it", at: tokenSpan)
    }
    // `read` is the verb only before a name: a mutation may be called so.
    if at(.read), peek().kind == .word, peek(2).kind != .colon {
      advance()
      let entities = parseNames("an entity")
      return .read(entities, condition: parseWhere())
    }
    return .call(parseNames("`read` and an entity, or a mutation"))
  }

  mutating func parsePermission() -> ItemKind {
    let name = parseDeclaredName("the permission's name")
    if at(.by), !panic, peek().kind == .word {
      report(
        .unexpected, "expected `granted` before `by`", at: tokenSpan,
        fixes: [Fix("add `granted`", replace: tokenSpan.startPoint, with: "granted ")])
      advance()
      return .permission(PermissionItem(name: name, grantedBy: parseNames("a role")))
    }
    guard !panic, accept(.granted) else { return .permission(PermissionItem(name: name, grantedBy: .empty)) }
    expect(.by, "and a role after `granted`")
    return .permission(PermissionItem(name: name, grantedBy: parseNames("a role")))
  }

  mutating func parseAgents() -> ItemKind {
    let open = index
    guard expect(.leftBrace, "to begin the settings") else { return .error }
    wantsRate = true
    defer { wantsRate = false }
    var settings = NodeListBuilder<Setting>(in: tree.memory)
    parseEntries(until: .rightBrace, open: open, "settings", begins: { $0.atAnyLabel }) { parser in
      let name = parser.parseName("a setting")
      parser.expectSign(.colon, "after the setting's name")
      settings.append(Setting(name: name, value: parser.parseExpression()))
    }
    return .agents(settings.list)
  }
}
