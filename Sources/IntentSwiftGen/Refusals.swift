import IntentIR

extension SystemContext {
  /// What an append of an entity's event is refused for: its relations, refinements, keys and rules.
  func refusalFunction(_ entity: EntityIR) -> Code? {
    let name = "\(namespace).\(names.entity(entity.name))"
    let local = local(entity)
    let state = stateCode
    let checks = checks(of: entity, local)
    let dependants = entity.isImmutable ? [] : dependants(of: entity)
    let hasRelations = !relations(entity).isEmpty
    guard !checks.isEmpty || !dependants.isEmpty else { return nil }
    let transition = "change = try event.transition(in: \(state).\(names.table(entity.name)))"
    var lines: [Code] = [
      .line("let refused = Refusing(event.id.reference, \(place(entity.origin)))"), .line("let change: Transition<\(name)>"),
      .block("do", [.line(transition)] + (hasRelations ? [.line("try \(state).checkRelations(change)")] : []), tail: "} catch {"),
      .indented([.line("return refused(error.description)")]), .line("}"),
    ]
    if !dependants.isEmpty { lines.append(.block("if change.now == nil", dependants)) }
    if !checks.isEmpty { lines += [.line("guard let \(local) = change.now else { return nil }")] + checks }
    return .block(
      "func refusal(of event: \(name)Event, in world: World, at moment: Moment) -> Refusal?", lines + [.line("return nil")])
  }

  /// The state within the world, where the world is called `world`.
  var stateCode: String { "world.state" }

  /// `file: "crm.intent", line: 12`.
  func place(_ origin: Origin) -> String { "file: \(swiftQuoted(origin.file)), line: \(line(origin))" }

  /// Required relations that a deletion would break.
  private func dependants(of entity: EntityIR) -> [Code] {
    var lines: [Code] = []
    for (other, field) in requiredRelations[entity.name] ?? [] {
      let key = FieldKey(entity: other.name, field: field.name)
      let member = names.member("entity \(other.name)", field.name)
      let found =
        uses.indexes.contains(key)
        ? "!\(stateCode).\(indexName(key))[event.id].isEmpty"
        : "\(stateCode).\(names.table(other.name)).all.contains(where: { $0.\(member) == event.id })"
      let refusal = refusal("\(other.name).\(field.name) is required", field.origin, in: entity.origin)
      lines.append(.line("if \(found) { return \(refusal) }"))
    }
    return lines
  }

  /// A refusal by a rule that stands in the file of the function, or in another.
  private func refusal(_ rule: String, _ origin: Origin, in home: Origin) -> String {
    origin.file == home.file
      ? "refused(\(swiftQuoted(rule)), \(origin.line - home.line))"
      : "Refusal(rule: \(swiftQuoted(rule)), subject: event.id.reference.description, \(place(origin)))"
  }

  /// What the instance after the event must meet: refinements, keys, rules.
  private func checks(of entity: EntityIR, _ local: String) -> [Code] {
    let owner = "entity \(entity.name)"
    var checks = workflowChecks(entity, local)
    func refuse(_ violation: String, _ rule: String, _ origin: Origin) {
      checks.append(.line("if \(condition(violation)) { return \(refusal(rule, origin, in: entity.origin)) }"))
    }
    for field in entity.fields {
      for check in valueChecks(field, openedReceiver(field, of: owner, on: local)) {
        refuse("!(\(check))".tidyNegation, "\(entity.name).\(field.name): \(field.type.text)", field.origin)
      }
    }
    for part in entity.fields where part.role == .partOf {
      guard let whole = target(of: part)?.entity else { continue }
      let created = "\(stateCode).\(createdName(whole)).contains(\(local).\(names.member(owner, part.name)))"
      refuse("change.was == nil && !\(created)", "part_of: \(part.name)", part.origin)
    }
    for unique in guards(entity) {
      let table = "\(stateCode).\(unique.table)"
      refuse("\(table).isTaken(\(table)Key(\(local)), besides: event.id)", unique.text, entity.origin)
    }
    for range in rangeGuards(entity) {
      let table = "\(stateCode).\(range.table)"
      refuse("\(table).isTaken(\(table)Range(\(local)), besides: event.id)", range.text, range.range.origin)
    }
    for rule in duties.guarded(on: entity.name) where !families.isJudgedAtTheEnd(rule, of: entity.name) {
      for violation in violations(rule, entity, local) { refuse(violation, rule.name, rule.origin) }
    }
    return checks
  }

  /// Conditions that a stored value must meet: its refinement, and the one currency that its type names.
  func valueChecks(_ field: FieldIR, _ code: String) -> [String] {
    var checks: [String] = []
    if let check = validityCheck(of: field.type) { checks.append(check(code)) }
    if case .money(let currency) = base(field.type.unwrapped) {
      let own = currency == "USD" ? ".usd" : "Currency(\(swiftQuoted(currency)) as StaticString)"
      checks.append(field.type.isOptional ? "\(code).map { $0.currency == \(own) } != false" : "\(code).currency == \(own)")
    }
    return checks
  }

  /// Conditions under which the rule is broken.
  func violations(_ rule: GuardedClaimIR, _ entity: EntityIR, _ local: String) -> [String] {
    switch rule.body {
    case .checker:
      let function = names.checkers["\(entity.name).\(rule.name)"] ?? Naming.lowerCamel(rule.name)
      let key = personal.entities.contains(entity.name) ? ", with: SubjectKey(of: \(local).id)" : ""
      return ["!checkers.\(function)(\(local), in: \(stateCode)\(key))"]
    case .condition(let expression):
      var writer = ExpressionWriter(self, reserving: ["was", "key1", "key2", "other"])
      for binder in rule.binders { writer.locals[binder] = .init(name: local, form: .instance(entity.name)) }
      let condition = writer.condition(expression)
      // What is always true is no check: Swift would say that it refuses nothing.
      return condition == "true" ? [] : ["!(\(condition))".tidyNegation]
    case .builtIn: return builtInViolations(rule.name, entity, local)
    }
  }

  private func builtInViolations(_ rule: String, _ entity: EntityIR, _ local: String) -> [String] {
    let owner = "entity \(entity.name)"
    let suffix = "_never_in_future"
    guard rule.hasSuffix(suffix), let field = entity.fields.first(where: { $0.name == rule.dropLast(suffix.count) }) else { return [] }
    let member = openedMember(field, of: owner, on: local)
    let now = base(field.type.unwrapped) == .date ? "moment.calendar.date(of: moment.now)" : "moment.now"
    return [field.type.isOptional ? "isGreater(\(member), \(now))" : "\(member) > \(now)"]
  }

  /// `true` iff an append of the payload is checked: it names instances, or holds values that may be refused.
  func isChecked(_ event: PayloadEvent) -> Bool {
    (event.action == nil || isTrigger(event.type))
      && event.fields.contains { target(of: $0) != nil || !valueChecks($0, "").isEmpty }
  }

  /// The arm of `refusal` for a payload event.
  func refusalCase(_ event: PayloadEvent) -> [Code] {
    var checks: [Code] = []
    for field in event.fields {
      for check in valueChecks(field, openedReceiver(field, of: event.owner, on: "event")) {
        let rule = swiftQuoted("\(event.type).\(field.name): \(field.type.text)")
        checks.append(
          .line(
            "if \(condition("!(\(check))".tidyNegation)) { "
              + "return Refusal(rule: \(rule), subject: \(swiftQuoted(event.type)), \(place(field.origin))) }"))
      }
    }
    var result: Code = .line("return nil")
    if event.fields.contains(where: { target(of: $0) != nil }) {
      result = .line(
        "return checked(\(swiftQuoted(event.type)), \(place(event.origin))) { () throws(LogError) in "
          + "try \(stateCode).checkRelations(event) }")
    }
    return [.line("case .\(event.pattern("event")):"), .indented(checks + [result])]
  }

  /// Throws where a payload names an instance that is not there, or nil where it names none.
  func payloadRelationCheck(_ event: PayloadEvent) -> Code? {
    var lines: [Code] = []
    for field in event.fields {
      guard let target = target(of: field) else { continue }
      let member = "event.\(names.member(event.owner, field.name))"
      lines.append(.line("try \(names.table(target.entity)).check(\(member), from: \(swiftQuoted(event.type)))"))
    }
    guard !lines.isEmpty else { return nil }
    return .block("func checkRelations(_ event: \(namespace).\(event.swiftType)) throws(LogError)", lines)
  }
}

extension String {
  /// `!(f(x))` as `!f(x)`, `!(a == b)` as `a != b` where the operand is that simple.
  var tidyNegation: String {
    guard hasPrefix("!("), hasSuffix(")") else { return self }
    let inner = String(dropFirst(2).dropLast())
    let opposites = [(" != false", " == false"), (" == true", " != true"), (" == .usd", " != .usd"), (" != nil", " == nil")]
    for (symbol, opposite) in opposites where inner.hasSuffix(symbol) {
      if !inner.contains(" && ") && !inner.contains(" || ") { return inner.dropLast(symbol.count) + opposite }
    }
    let isCall = !inner.contains(" && ") && !inner.contains(" || ") && !inner.contains(" ?? ") && inner.hasSuffix(")")
    guard isCall, let open = inner.firstIndex(of: "("), inner[..<open].allSatisfy({ $0.isWordPart || $0 == "." }) else { return self }
    var depth = 0
    for index in inner.indices {
      if inner[index] == "(" { depth += 1 }
      if inner[index] == ")" {
        depth -= 1
        if depth == 0 && index != inner.index(before: inner.endIndex) { return self }
      }
    }
    return "!" + inner
  }
}
