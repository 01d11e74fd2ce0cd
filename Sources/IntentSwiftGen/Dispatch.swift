import IntentIR

/// A call of a reaction where an event is dispatched: under which condition, with which arguments.
private struct ReactionCall {
  var number: Int
  /// Conditions joined by commas, as `if` takes them; empty: always.
  var condition: String
  var arguments: [String]
}

extension SystemContext {
  /// `consequences`: for each event, its reactions in the order of the spec.
  var consequencesCode: Code {
    var cases: [Code] = []
    for entity in entitiesInSourceOrder { cases += entityCases(entity) }
    for event in payloadEvents {
      let own = reactionsByPayload[event.type] ?? []
      guard !own.isEmpty else { continue }
      let isNamed = own.contains { reactions[$0].subject != nil }
      var lines: [Code] = []
      var offset = 0
      for number in own {
        let arguments = reactions[number].subject == nil ? [] : ["event"]
        lines += invoke(ReactionCall(number: number, condition: "", arguments: arguments), before: &offset)
      }
      cases += [.line("case .\(event.pattern(isNamed ? "event" : nil)):"), .indented(lines)]
    }
    let body: [Code] = cases.isEmpty ? [] : [.block("switch event", cases + [.line("default: break")])]
    return .group([
      .line("\(access) func consequences<Sink: ExpectationSink>("),
      .indented([.line("of event: Event, in world: World, before: [FixedDecimal?], at moment: Moment, into expect: inout Sink")]),
      body.isEmpty ? .line(") where Sink.Action == Action {}") : .block(") where Sink.Action == Action", body),
    ])
  }

  private func entityCases(_ entity: EntityIR) -> [Code] {
    let local = local(entity)
    let table = "\(stateCode).\(names.table(entity.name))"
    var cases: [Code] = []
    let created = calls(entity) { createdCall($0, entity, local) }
    if !created.isEmpty {
      var offset = 0
      cases += [
        .line("case .\(entityCase(entity))(.created(let \(local))):"), .indented(created.flatMap { invoke($0, before: &offset) }),
      ]
    }
    let updated = entity.changeable.isEmpty ? [] : calls(entity) { updatedCall($0, entity, local) }
    if !updated.isEmpty {
      var offset = 0
      let lines = updated.flatMap { invoke($0, before: &offset) }
      let isAskedForLast = updated.contains { $0.condition.mentions("was") || $0.arguments.contains { $0.mentions("was") } }
      let was = isAskedForLast ? ", let was = \(stateCode).\(previousName(entity.name)).value" : ""
      cases += [
        .line("case .\(entityCase(entity))(.updated(let id, _)):"),
        .indented([.line("guard let \(local) = \(table)[id]\(was) else { return }")] + lines),
      ]
    }
    let deleted = entity.isImmutable ? [] : calls(entity) { deletedCall($0, entity, local) }
    if !deleted.isEmpty {
      var offset = 0
      cases += [
        .line("case .\(entityCase(entity))(.deleted):"),
        .indented(
          [.line("guard let \(local) = \(stateCode).\(previousName(entity.name)).value else { return }")]
            + deleted.flatMap { invoke($0, before: &offset) }),
      ]
    }
    return cases
  }

  private func calls(_ entity: EntityIR, _ make: (Int) -> ReactionCall?) -> [ReactionCall] {
    (reactionsByEntity[entity.name] ?? []).compactMap(make)
  }

  private func createdCall(_ number: Int, _ entity: EntityIR, _ local: String) -> ReactionCall? {
    let subject = reactions[number].subject == nil ? [] : [local]
    switch reactions[number].trigger {
    case .created: return ReactionCall(number: number, condition: "", arguments: subject)
    case .assigned(_, let name):
      guard let field = entity.fields.first(where: { $0.name == name }) else { return nil }
      let member = "\(local).\(names.member("entity \(entity.name)", name))"
      let hasOther = reactions[number].other != nil
      guard field.type.isOptional else {
        return ReactionCall(number: number, condition: "", arguments: subject + (hasOther ? [member] : []))
      }
      let condition = hasOther ? "let other = \(member)" : "\(member) != nil"
      return ReactionCall(number: number, condition: condition, arguments: subject + (hasOther ? ["other"] : []))
    case .entered(_, let name, let state):
      return ReactionCall(number: number, condition: inState(entity, name, state, local), arguments: subject)
    default: return nil
    }
  }

  private func inState(_ entity: EntityIR, _ name: String, _ state: String, _ local: String) -> String {
    guard let field = entity.fields.first(where: { $0.name == name }) else { return "false" }
    let member = openedMember(field, of: "entity \(entity.name)", on: local)
    guard case .choice(let type) = field.type.unwrapped else { return "\(member) == true" }
    return "\(member) == .\(names.member("type \(type)", state))"
  }

  private func updatedCall(_ number: Int, _ entity: EntityIR, _ local: String) -> ReactionCall? {
    let subject = reactions[number].subject == nil ? [] : [local]
    let trigger = reactions[number].trigger
    switch trigger {
    case .updated:
      let first = "let first = \(stateCode).\(previousName(entity.name)).first"
      let isChanged = personal.entities.contains(entity.name) ? "!\(local).isSame(as: first)" : "\(local) != first"
      return ReactionCall(number: number, condition: "!moment.isSuperseded, \(first), \(isChanged)", arguments: subject + ["first"])
    case .entered(_, let name, let state):
      let now = inState(entity, name, state, local)
      let before = inState(entity, name, state, "was")
      let left = before.hasSuffix(" == true") ? before.replacing(" == true", with: " != true") : before.replacing(" == .", with: " != .")
      return ReactionCall(number: number, condition: "\(now), \(left)", arguments: subject)
    case .assigned(_, let name), .unassigned(_, let name):
      var isAssigned = false
      if case .assigned = trigger { isAssigned = true }
      guard let field = entity.fields.first(where: { $0.name == name }) else { return nil }
      let member = names.member("entity \(entity.name)", name)
      let (here, there) = isAssigned ? (local, "was") : ("was", local)
      let hasOther = reactions[number].other != nil
      let arguments = subject + (hasOther ? ["other"] : [])
      if field.type.isOptional {
        return ReactionCall(
          number: number, condition: "let other = \(here).\(member), other != \(there).\(member)", arguments: arguments)
      }
      return ReactionCall(
        number: number, condition: "\(here).\(member) != \(there).\(member)",
        arguments: subject + (hasOther ? ["\(here).\(member)"] : []))
    default: return nil
    }
  }

  private func deletedCall(_ number: Int, _ entity: EntityIR, _ local: String) -> ReactionCall? {
    guard case .deleted = reactions[number].trigger else { return nil }
    return ReactionCall(number: number, condition: "", arguments: reactions[number].subject == nil ? [] : [local])
  }

  /// The call, its condition around it. `offset` counts the event's crossings so far.
  private func invoke(_ call: ReactionCall, before offset: inout Int) -> [Code] {
    let crossings = reactions[call.number].crossings.count
    var arguments = call.arguments + ["world"]
    if crossings > 0 {
      arguments.append(offset == 0 ? "before" : "Array(before.dropFirst(\(offset)))")
      offset += crossings
    }
    arguments += ["moment", "&expect"]
    let lines: [Code] = [
      .line("expect.begin(\(call.number))"), .line("\(reactionNames[call.number])(\(arguments.joined(separator: ", ")))"),
    ]
    return call.condition.isEmpty ? lines : [.block("if \(call.condition)", lines)]
  }

  // MARK: Before

  /// `before`: what the crossings of an event's reactions compare with; nil where nothing crosses.
  var beforeCode: Code? {
    var cases: [Code] = []
    for entity in entitiesInSourceOrder {
      cases += beforeCases(entity)
    }
    for event in payloadEvents {
      let own = (reactionsByPayload[event.type] ?? []).filter { !reactions[$0].crossings.isEmpty }
      guard !own.isEmpty else { continue }
      let isNamed = own.contains { reactions[$0].subject != nil }
      let needsCheck = event.fields.contains { target(of: $0) != nil }
      var lines: [Code] = []
      if needsCheck { lines.append(guardLine("try? \(stateCode).checkRelations(event)", own)) }
      lines.append(joined(own.map { "\(beforeName($0))(\(reactions[$0].subject == nil ? "" : "event, ")world, moment)" }))
      cases += [.line("case .\(event.pattern(isNamed || needsCheck ? "event" : nil)):"), .indented(lines)]
    }
    guard !cases.isEmpty else { return nil }
    return .block(
      "\(access) func before(_ event: Event, in world: World, at moment: Moment) -> [FixedDecimal?]",
      [.block("switch event", cases + [.line("default: return []")])])
  }

  /// Which updates happen once an append, and what their crossings compare with; nothing where no reaction waits for an update.
  var joinedUpdatesCode: [Code] {
    var awaited: [Code] = []
    var crossings: [Code] = []
    for entity in entitiesInSourceOrder where uses.updated.contains(entity.name) && !entity.changeable.isEmpty {
      let pattern = "case .\(entityCase(entity))(.updated)"
      awaited.append(.line("\(pattern): true"))
      let own = (reactionsByEntity[entity.name] ?? []).filter { !reactions[$0].crossings.isEmpty }
      var values: [String] = []
      for number in own where updatedCall(number, entity, local(entity)) != nil {
        var isFirst = false
        if case .updated = reactions[number].trigger { isFirst = true }
        for _ in reactions[number].crossings { values.append("\(isFirst ? "first" : "last")[\(values.count)]") }
      }
      if values.contains(where: { $0.hasPrefix("first") }) {
        crossings.append(.line("\(pattern): [\(values.joined(separator: ", "))]"))
      }
    }
    if awaited.isEmpty { return [] }
    var code: [Code] = [
      .block(
        "\(access) func isAwaitedUpdate(_ event: Event) -> Bool", [.block("switch event", awaited + [.line("default: false")])])
    ]
    if !crossings.isEmpty {
      code.append(
        .block(
          "\(access) func crossings(of event: Event, first: [FixedDecimal?], last: [FixedDecimal?]) -> [FixedDecimal?]",
          [.block("switch event", crossings + [.line("default: last")])]))
    }
    return code
  }

  /// Leaves with nothing to compare where the event names instances that are not there; the fold refuses it.
  private func guardLine(_ check: String, _ own: [Int]) -> Code {
    .line("guard (\(check)) != nil else { return \(nothing(own)) }")
  }

  /// Returns the lists as one. Sums of many lists would be dear to type-check.
  private func joined(_ lists: [String]) -> Code {
    guard lists.count > 1 else { return .line("return \(lists[0])") }
    let more: [Code] = lists.dropFirst().map { .line("values += \($0)") }
    return .group([.line("var values = \(lists[0])")] + more + [.line("return values")])
  }

  /// Nothing to compare with, for each crossing of the reactions.
  private func nothing(_ own: [Int]) -> String {
    "[" + own.flatMap { reactions[$0].crossings.map { _ in "nil" } }.joined(separator: ", ") + "]"
  }

  private func beforeCases(_ entity: EntityIR) -> [Code] {
    let local = local(entity)
    let caseName = entityCase(entity)
    var cases: [Code] = []
    let own = (reactionsByEntity[entity.name] ?? []).filter { !reactions[$0].crossings.isEmpty }
    let created = own.filter { createdCall($0, entity, local) != nil }
    if !created.isEmpty {
      var lines: [Code] = []
      if !relations(entity).isEmpty {
        lines.append(guardLine("try? \(stateCode).checkRelations(Transition(was: nil, now: \(local)))", created))
      }
      let values = created.map { beforeCall($0, entity, local) }
      lines.append(joined(values))
      let pattern = lines.count > 1 || values.contains { $0.mentions(local) } ? ".created(let \(local))" : ".created"
      cases += [.line("case .\(caseName)(\(pattern)):"), .indented(lines)]
    }
    let updated = entity.changeable.isEmpty ? [] : own.filter { updatedCall($0, entity, local) != nil }
    if !updated.isEmpty {
      let values = updated.map { beforeCall($0, entity, local, after: "after") }
      let isNamed = values.contains { $0.mentions(local) }
      let needsChanges = values.contains { $0.mentions("after") }
      let lines =
        needsChanges
        ? [afterLine(entity, isNamed ? "let \(local) = change.was" : "change.was != nil", updated)]
        : isNamed ? [thereLine(entity, local, updated)] : []
      let binding = needsChanges ? "(let id, let changes)" : isNamed ? "(let id, _)" : ""
      cases += [.line("case .\(caseName)(.updated\(binding)):"), .indented(lines + [joined(values)])]
    }
    let deleted = entity.isImmutable ? [] : own.filter { deletedCall($0, entity, local) != nil }
    if !deleted.isEmpty {
      let values = deleted.map { beforeCall($0, entity, local) }
      let lines = values.contains { $0.mentions(local) } ? [thereLine(entity, local, deleted)] : []
      cases += [
        .line("case .\(caseName)(.deleted\(lines.isEmpty ? "" : "(let id)")):"), .indented(lines + [joined(values)]),
      ]
    }
    return cases
  }

  /// Takes the instance as it is, or leaves with nothing to compare where it is not there.
  private func thereLine(_ entity: EntityIR, _ local: String, _ own: [Int]) -> Code {
    .line("guard let \(local) = \(stateCode).\(names.table(entity.name))[id] else { return \(nothing(own)) }")
  }

  /// Takes the instance as it is and as `after` the update, or leaves with nothing to compare where the fold refuses that.
  private func afterLine(_ entity: EntityIR, _ was: String, _ own: [Int]) -> Code {
    let event = "\(namespace).\(names.entity(entity.name))Event.updated(id, changes)"
    return .group([
      .line("guard let change = try? \(event).transition(in: \(stateCode).\(names.table(entity.name))),"),
      .indented([
        .line("(try? \(stateCode).checkRelations(change)) != nil, \(was), let after = change.now"),
      ]),
      .line("else { return \(nothing(own)) }"),
    ])
  }

  /// What the reaction's crossings compare with, of an instance that is named `local` before the event and `after` after it.
  private func beforeCall(_ number: Int, _ entity: EntityIR, _ local: String, after: String? = nil) -> String {
    var arguments = reactions[number].subject == nil ? [] : [local]
    if case .updated = reactions[number].trigger { arguments.append(local) }
    func call(_ other: [String]) -> String {
      "\(beforeName(number))(\((arguments + other + ["world", "moment"]).joined(separator: ", ")))"
    }
    guard reactions[number].other != nil, let name = relationField(reactions[number].trigger),
      let field = entity.fields.first(where: { $0.name == name })
    else { return call([]) }
    var holder = local
    if case .assigned = reactions[number].trigger { holder = after ?? local }
    let member = "\(holder).\(names.member("entity \(entity.name)", name))"
    return field.type.isOptional ? "\(member).map { \(call(["$0"])) } ?? \(nothing([number]))" : call([member])
  }

  private func relationField(_ trigger: TriggerIR) -> String? {
    switch trigger {
    case .assigned(_, let field), .unassigned(_, let field): field
    default: nil
    }
  }

  // MARK: Unless

  var waivedCode: Code? {
    let own = reactions.indices.filter(hasWaivers)
    guard !own.isEmpty else { return nil }
    var cases: [Code] = []
    for number in own {
      var lines: [Code] = []
      var subject = ""
      let reaction = reactions[number]
      if let entity = reaction.trigger.entity, let declared = entities[entity] {
        lines += waiverSubject(reaction.trigger, declared)
        if reaction.subject != nil { subject = "\(local(declared)), " }
        if case .updated = reaction.trigger { subject += "\(local(declared)), " }
        if let name = relationField(reaction.trigger), reaction.other != nil,
          let field = declared.fields.first(where: { $0.name == name })
        {
          // The one that was assigned then, and not the one that is there now.
          let holder = declared.isImmutable ? local(declared) : "event.values(on: \(local(declared)))"
          let member = "\(holder).\(names.member("entity \(entity)", name))"
          let binding = field.type.isOptional ? "let other = \(member)" : "case let other = \(member)"
          let target = target(of: field).map { ", \(stateCode).\(names.table($0.entity))[other] != nil" } ?? ""
          lines.append(.line("guard \(binding)\(target) else { return false }"))
          subject += "other, "
        }
      } else if let payload = reaction.trigger.payload, let event = payloadEvents.first(where: { $0.type == payload }),
        reaction.subject != nil
      {
        lines.append(.line("guard case .\(event.pattern("event")) = cause else { return false }"))
        subject = "event, "
      }
      lines.append(.line("return \(waiverName(number))(rule: rule, \(subject)about: about, world, moment)"))
      cases += [.line("case \(number):"), .indented(lines)]
    }
    return .group([
      .line("\(access) func isWaived("),
      .indented([
        .line("reaction: Int, rule: Int, cause: Event?, subject: Identifier?, about: Identifier?, in world: World, at moment: Moment")
      ]),
      .block(") -> Bool", [.block("switch reaction", cases + [.line("default: return false")])]),
    ])
  }

  /// The subject as it is now: an `unless` is read again until it is met or due.
  private func waiverSubject(_ trigger: TriggerIR, _ entity: EntityIR) -> [Code] {
    let local = local(entity)
    let table = "\(stateCode).\(names.table(entity.name))"
    if trigger.isTimed {
      let id = "\(namespace).\(names.entity(entity.name)).ID(subject)"
      return [.line("guard let subject, let \(local) = \(table)[\(id)] else { return false }")]
    }
    return [
      .line("guard case .\(entityCase(entity))(let event) = cause, let \(local) = \(table)[event.id] else { return false }")
    ]
  }
}
