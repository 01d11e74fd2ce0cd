import IntentIR

extension SystemContext {
  /// What an append of an entity's event is refused for: its relations, refinements, keys and rules.
  func refusalFunctions(_ entity: EntityIR) -> [Code] {
    let name = "\(namespace).\(names.entity(entity.name))"
    let local = local(entity)
    let table = "\(stateCode).\(names.table(entity.name))"
    var cases: [Code] = [
      .line("case .created(let \(local)):"),
      .indented([
        .line("if \(table).contains(\(local).id) { return refused(\"\(entity.name) exists already\", \(entity.origin.line)) }"),
        .line("return refusal(of: \(local), was: nil, in: world, at: moment)"),
      ]),
    ]
    let missing = "return refused(\"\(entity.name) exists\", \(entity.origin.line))"
    if !entity.changeable.isEmpty {
      cases += [
        .line("case .updated(let id, let changes):"),
        .indented([
          .line("guard let was = \(table)[id] else { \(missing) }"),
          .line("return refusal(of: was.changed(by: changes), was: was, in: world, at: moment)"),
        ]),
      ]
    }
    if !entity.isImmutable {
      var lines: [Code] = [.line("if !\(table).contains(id) { \(missing) }")]
      lines += dependants(of: entity)
      cases += [.line("case .deleted(let id):"), .indented(lines + [.line("return nil")])]
    }
    return [
      .block(
        "func refusal(of event: \(name)Event, in world: World, at moment: Moment) -> Refusal?",
        refusedFunction("event.id.reference.description", entity.origin) + [.block("switch event", cases)]),
      instanceRefusal(entity, local),
    ]
  }

  /// A function inside a function, which says which rule refuses.
  private func refusedFunction(_ subject: String, _ origin: Origin) -> [Code] {
    [
      .block(
        "func refused(_ rule: String, _ line: Int) -> Refusal",
        [.line("Refusal(rule: rule, subject: \(subject), file: \(swiftQuoted(origin.file)), line: line)")])
    ]
  }

  /// The state within the world, where the world is called `world`.
  var stateCode: String { hasMemories ? "world.state" : "world" }

  /// `file: "crm.intent", line: 12`.
  func place(_ origin: Origin) -> String { "file: \(swiftQuoted(origin.file)), line: \(origin.line)" }

  /// Required relations that a deletion would break.
  private func dependants(of entity: EntityIR) -> [Code] {
    var lines: [Code] = []
    for other in entitiesInSourceOrder {
      for relation in relations(other) where relation.target == entity.name && !relation.isMany && !relation.field.type.isOptional {
        let key = FieldKey(entity: other.name, field: relation.field.name)
        let member = names.member("entity \(other.name)", relation.field.name)
        let found =
          uses.indexes.contains(key)
          ? "!\(stateCode).\(indexName(key))[id].isEmpty"
          : "\(stateCode).\(names.table(other.name)).all.contains(where: { $0.\(member) == id })"
        let refusal = refusal("\(other.name).\(relation.field.name) is required", relation.field.origin, in: entity.origin)
        lines.append(.line("if \(found) { return \(refusal) }"))
      }
    }
    return lines
  }

  /// A refusal by a rule that stands in the file of the function, or in another.
  private func refusal(_ rule: String, _ origin: Origin, in home: Origin) -> String {
    origin.file == home.file
      ? "refused(\(swiftQuoted(rule)), \(origin.line))"
      : "Refusal(rule: \(swiftQuoted(rule)), subject: event.id.reference.description, \(place(origin)))"
  }

  private func instanceRefusal(_ entity: EntityIR, _ local: String) -> Code {
    let name = "\(namespace).\(names.entity(entity.name))"
    let owner = "entity \(entity.name)"
    var checks: [Code] = []
    func refuse(_ conditions: String, _ rule: String, _ line: Int) {
      checks.append(.block("if \(conditions)", [.line("return refused(\(swiftQuoted(rule)), \(line))")]))
    }
    if !relations(entity).isEmpty {
      checks.append(
        .block("do", [.line("try \(stateCode).checkRelations(of: \(local), was: was)")], tail: "} catch {"))
      checks += [.indented([.line("return refused(error.description, \(entity.origin.line))")]), .line("}")]
    }
    for field in entity.fields {
      let member = "\(local).\(names.member(owner, field.name))"
      for check in valueChecks(field, member) {
        refuse(condition("!(\(check))".tidyNegation), "\(entity.name).\(field.name): \(field.type.text)", field.origin.line)
      }
    }
    for (number, unique) in guards(entity).enumerated() {
      let key = keyCode(unique, entity, instance: local, state: stateCode)
      checks.append(.line("let key\(number + 1): \(qualifiedKeyType(unique))? = \(key)"))
      let other = "let other = \(stateCode).\(unique.table)[key\(number + 1)]"
      refuse("let key\(number + 1), \(other), other != \(local).id", unique.text, entity.origin.line)
    }
    for rule in entity.rules {
      for violation in violations(rule, entity, local) { refuse(condition(violation), rule.name, rule.origin.line) }
    }
    let head = checks.isEmpty ? [] : refusedFunction("\(local).id.reference.description", entity.origin)
    return function(
      "private func refusal", ["of \(local): \(name)", "was: \(name)?", "in world: World", "at moment: Moment"], " -> Refusal?",
      head + checks + [.line("return nil")])
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
  private func violations(_ rule: EntityRuleIR, _ entity: EntityIR, _ local: String) -> [String] {
    switch rule.body {
    case .checker:
      let function = names.checkers["\(entity.name).\(rule.name)"] ?? Naming.lowerCamel(rule.name)
      return ["!checkers.\(function)(\(local), in: \(stateCode))"]
    case .condition(let expression):
      var writer = ExpressionWriter(self, reserving: ["was", "key1", "key2", "other"])
      writer.locals[entity.name] = .init(name: local, form: .instance(entity.name))
      return ["!(\(writer.condition(expression)))".tidyNegation]
    case .builtIn: return builtInViolations(rule.name, entity, local)
    }
  }

  private func builtInViolations(_ rule: String, _ entity: EntityIR, _ local: String) -> [String] {
    let owner = "entity \(entity.name)"
    let suffix = "_never_in_future"
    guard rule.hasSuffix(suffix), let field = entity.fields.first(where: { $0.name == rule.dropLast(suffix.count) }) else { return [] }
    let member = "\(local).\(names.member(owner, field.name))"
    let now = base(field.type.unwrapped) == .date ? "moment.calendar.date(of: moment.now)" : "moment.now"
    return [field.type.isOptional ? "isGreater(\(member), \(now))" : "\(member) > \(now)"]
  }

  /// What an append of a domain event is refused for, or nil where there is nothing to check.
  func payloadRefusal(_ fields: [FieldIR], owner: String, type: String, eventName: String, origin: Origin) -> Code? {
    var checks: [Code] = []
    let subject = "subject: \(swiftQuoted(eventName))"
    if fields.contains(where: { target(of: $0) != nil }) {
      let caught = "return Refusal(rule: error.description, \(subject), \(place(origin)))"
      checks.append(.line("do { try \(stateCode).checkRelations(of: event) } catch { \(caught) }"))
    }
    for field in fields {
      for check in valueChecks(field, "event.\(names.member(owner, field.name))") {
        checks.append(
          .block(
            "if \(condition("!(\(check))".tidyNegation))",
            [.line("return Refusal(rule: \(swiftQuoted("\(eventName).\(field.name): \(field.type.text)")), \(subject), \(place(field.origin)))")]))
      }
    }
    guard !checks.isEmpty else { return nil }
    return .block(
      "func refusal(of event: \(namespace).\(type), in world: World, at moment: Moment) -> Refusal?", checks + [.line("return nil")])
  }

  /// Throws where a payload names an instance that is not there, or nil where it names none.
  func payloadRelationCheck(_ fields: [FieldIR], owner: String, type: String, eventName: String) -> Code? {
    var lines: [Code] = []
    for field in fields {
      guard let target = target(of: field) else { continue }
      let member = "event.\(names.member(owner, field.name))"
      let table = names.table(target.entity)
      let error = "throw .dangling(from: \(swiftQuoted(eventName)), to: id.reference.description)"
      if target.isMany {
        lines.append(.line("for id in \(field.type.isOptional ? "\(member) ?? []" : member) where !\(table).contains(id) { \(error) }"))
      } else if field.type.isOptional {
        lines.append(.line("if let id = \(member), !\(table).contains(id) { \(error) }"))
      } else {
        let direct = error.replacing("to: id.", with: "to: \(member).")
        lines.append(.line("if !\(table).contains(\(member)) { \(direct) }"))
      }
    }
    guard !lines.isEmpty else { return nil }
    return .block("func checkRelations(of event: \(namespace).\(type)) throws(LogError)", lines)
  }
}

extension String {
  /// `!(f(x))` as `!f(x)`, `!(a == b)` as `a != b` where the operand is that simple.
  var tidyNegation: String {
    guard hasPrefix("!("), hasSuffix(")") else { return self }
    let inner = String(dropFirst(2).dropLast())
    for (symbol, opposite) in [(" != false", " == false"), (" == true", " != true"), (" == .usd", " != .usd"), (" != nil", " == nil")] where inner.hasSuffix(symbol) {
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
