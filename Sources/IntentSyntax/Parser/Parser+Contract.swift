import IntentDiagnostics
import IntentSource

extension Parser {
  /// `n`, `n attested`, `n: expr`, `n < bound`, and `covers a, b` behind the name.
  mutating func parseInvariant() -> ItemKind {
    let name = parseName("the invariant's name")
    if !panic, let op = acceptComparison() {
      let bound = parseSum()
      return .invariant(InvariantItem(name: name, covers: [], attested: false, claim: .bound(op, bound)))
    }
    let covers = !panic && accept(.covers) ? parsePaths("what the invariant covers") : []
    let attested = !panic && accept(.attested)
    if at(.colon) { mark(.assignment) }
    let claim: InvariantClaim = !panic && accept(.colon) ? .condition(parseCondition()) : .named
    return .invariant(InvariantItem(name: name, covers: covers, attested: attested, claim: claim))
  }

  mutating func parseCapability() -> ItemKind {
    let name = parseName("the capability's name")
    var accepts: [Path] = []
    var produces: [Path] = []
    var properties: [CapabilityProperty] = []
    if !panic {
      let begins: (Parser) -> Bool = { $0.atLabel(.accepts) || $0.atLabel(.produces) || $0.atLabel(.property) }
      parseBlock("the capability", begins: begins) { parser in
        let first = parser.index
        let doc = parser.docHere
        if parser.acceptLabel(.accepts) {
          accepts += parser.parsePaths("an event")
        } else if parser.acceptLabel(.produces) {
          produces += parser.parsePaths("an event or a derived value")
        } else if parser.acceptLabel(.property) {
          let property = parser.parseName("a property")
          let unless = !parser.panic && parser.accept(.unless) ? parser.parseCondition() : nil
          properties.append(CapabilityProperty(name: property, unless: unless, doc: doc, span: parser.span(from: first)))
        } else {
          parser.failExpected("`accepts:`, `produces:` or `property:`")
        }
      }
    }
    return .capability(CapabilityItem(name: name, accepts: accepts, produces: produces, properties: properties))
  }

  mutating func parseOptimise() -> ItemKind {
    let quantity = parseName("a quantity")
    if panic { return .error }
    let goal: OptimiseGoal
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
    let name = parseName("the role's name")
    let entity = !panic && accept(.is) ? parseName("an entity") : nil
    var grants: [Grant] = []
    if !panic, at(.leftBrace) {
      parseBlock("the role", begins: { $0.atLabel(.can) }) { parser in
        let first = parser.index
        let doc = parser.docHere
        guard parser.acceptLabel(.can) else { return parser.failExpected("`can:`") }
        let kind = parser.parseGrant()
        grants.append(Grant(kind: kind, doc: doc, span: parser.span(from: first)))
      }
    }
    return .role(RoleItem(name: name, entity: entity, grants: grants))
  }

  private mutating func parseGrant() -> GrantKind {
    // `read` is the verb only before a name: a mutation may be called so.
    if at(.read), peek().kind == .word, peek(2).kind != .colon {
      advance()
      let entities = parseNames("an entity")
      return .read(entities, condition: parseWhere())
    }
    return .call(parseNames("`read` and an entity, or a mutation"))
  }

  mutating func parsePermission() -> ItemKind {
    let name = parseName("the permission's name")
    guard !panic, accept(.granted) else { return .permission(PermissionItem(name: name, grantedBy: [])) }
    expect(.by, "and a role after `granted`")
    return .permission(PermissionItem(name: name, grantedBy: parseNames("a role")))
  }

  mutating func parseAgents() -> ItemKind {
    let open = index
    guard expect(.leftBrace, "to begin the settings") else { return .error }
    var settings: [Setting] = []
    parseEntries(until: .rightBrace, open: open, "settings", begins: { $0.atAnyLabel }) { parser in
      let name = parser.parseName("a setting")
      parser.expect(.colon, "after the setting's name")
      settings.append(Setting(name: name, value: parser.parseExpression()))
    }
    return .agents(settings)
  }
}
