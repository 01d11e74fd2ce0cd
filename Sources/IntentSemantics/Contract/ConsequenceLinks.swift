import IntentIR

/// What leads to what: from an event over the consequences to the evidence and on, and to the values that are computed from it.
///
/// Nodes are texts: an event as a trigger writes it, `action x`, `value x`, `entity x` for whatever concerns an instance of it,
/// `log` for every event.
struct ConsequenceLinks {
  private(set) var next: [String: [String]] = [:]
  private(set) var previous: [String: [String]] = [:]

  fileprivate mutating func add(_ from: String, _ to: String) {
    next[from, default: []].append(to)
    previous[to, default: []].append(from)
  }

  /// Those of `goals` that the nodes do not lead to. It looks no further than it must: O(links) at most.
  func unreached(_ goals: Set<String>, from nodes: [String]) -> Set<String> {
    var missing = goals.subtracting(nodes)
    var seen = Set(nodes)
    var open = nodes[...]
    while !missing.isEmpty, let node = open.popFirst() {
      for follower in next[node] ?? [] where seen.insert(follower).inserted {
        missing.remove(follower)
        open.append(follower)
      }
    }
    return missing
  }
}

extension SystemAnalysis {
  /// The links of the lowered system. O(size of the system).
  func consequenceLinks() -> ConsequenceLinks {
    var links = ConsequenceLinks()
    for entity in ir.entities { linkEvents(of: entity, &links) }
    for event in ir.events { linkPayload(event.name, event.fields, &links) }
    for action in ir.actions { linkEvidence(action, &links) }
    for mutation in ir.mutations where actionTable.facts(named: mutation.name) != nil { linkEffects(mutation, &links) }
    for reaction in ir.reactions { linkReaction(reaction, &links) }
    for derivation in ir.derivations {
      for source in sources(of: derivation) { links.add(source, "value \(derivation.name)") }
      if let body = derivation.body { linkValues(in: body, to: "value \(derivation.name)", &links) }
    }
    for metric in ir.metrics { linkValues(in: metric.body, to: "value \(metric.name)", &links) }
    return links
  }

  /// A creation and an update fire more than themselves, and each event of an entity concerns it and what it is related to.
  private func linkEvents(of entity: EntityIR, _ links: inout ConsequenceLinks) {
    let name = entity.name
    let (created, updated) = (TriggerIR.created(entity: name).text, TriggerIR.updated(entity: name).text)
    var all = [created, updated, TriggerIR.deleted(entity: name).text]
    for field in entity.fields {
      switch field.type.unwrapped {
      case .entity(let other):
        let assigned = TriggerIR.assigned(entity: name, field: field.name).text
        let unassigned = TriggerIR.unassigned(entity: name, field: field.name).text
        all += [assigned, unassigned]
        links.add(created, assigned)
        for event in [assigned, unassigned] { links.add(updated, event) }
        links.add("entity \(name)", "entity \(other)")
        // A part comes into being with its whole.
        if field.role == .partOf { links.add(TriggerIR.created(entity: other).text, created) }
      case .list(.entity(let other)): links.add("entity \(name)", "entity \(other)")
      case .choice(let choice):
        for state in cases(of: choice) {
          let entered = TriggerIR.entered(entity: name, field: field.name, state: state).text
          all.append(entered)
          for event in [created, updated] { links.add(event, entered) }
          links.add(entered, updated)
        }
      default: break
      }
    }
    for event in all {
      links.add(event, "entity \(name)")
      links.add(event, "log")
    }
  }

  private func linkPayload(_ event: String, _ fields: [FieldIR], _ links: inout ConsequenceLinks) {
    links.add(event, "log")
    for entity in fields.compactMap({ entityInside($0.type) }) { links.add(event, "entity \(entity)") }
  }

  private func entityInside(_ type: TypeIR) -> String? {
    switch type {
    case .entity(let name): name
    case .optional(let inner), .list(let inner): entityInside(inner)
    default: nil
    }
  }

  private func linkEvidence(_ action: ActionIR, _ links: inout ConsequenceLinks) {
    switch action.evidence {
    case .done:
      let done = TriggerIR.done(action: action.name).text
      links.add("action \(action.name)", done)
      linkPayload(done, action.parameters, &links)
    case .event(let event): links.add("action \(action.name)", event)
    // What is awaited comes from outside.
    case .awaited: break
    }
  }

  /// An action by the name of a mutation may well be done by calling it.
  private func linkEffects(_ mutation: MutationIR, _ links: inout ConsequenceLinks) {
    let action = "action \(mutation.name)"
    for entity in mutation.effects.creates { links.add(action, TriggerIR.created(entity: entity).text) }
    for entity in mutation.effects.deletes { links.add(action, TriggerIR.deleted(entity: entity).text) }
    for field in mutation.effects.writes + mutation.effects.moves {
      let entity = field.prefix { $0 != "." }
      links.add(action, TriggerIR.updated(entity: String(entity)).text)
    }
    for event in mutation.effects.emits { links.add(action, event) }
  }

  private func linkReaction(_ reaction: ReactionIR, _ links: inout ConsequenceLinks) {
    let trigger = reaction.trigger.text
    switch reaction.trigger {
    case .aged(let entity, _, _, _), .relative(let entity, _, _): links.add("entity \(entity)", trigger)
    case .schedule(let schedule):
      if let entity = schedule.perEntity { links.add("entity \(entity)", trigger) }
      for entity in entitiesRead(by: reaction.body) { links.add("entity \(entity)", trigger) }
    default: break
    }
    for action in actions(in: reaction.body) { links.add(trigger, "action \(action)") }
  }

  /// Every action that the statements ask for, fallbacks and undos too.
  private func actions(in statements: [StatementIR]) -> [String] {
    statements.flatMap { statement -> [String] in
      switch statement {
      case .obligation(let obligation): actions(of: obligation)
      case .branch(let branch): actions(in: branch.then) + actions(in: branch.otherwise)
      case .forEach(let loop): actions(in: loop.body)
      }
    }
  }

  private func actions(of obligation: ObligationIR) -> [String] {
    [obligation.call.action] + (obligation.undo.map { [$0.call.action] } ?? []) + obligation.fallback.flatMap { actions(of: $0) }
  }

  /// The entities that the statements of a schedule go through.
  private func entitiesRead(by statements: [StatementIR]) -> Set<String> {
    var entities: Set<String> = []
    for statement in statements {
      switch statement {
      case .obligation(let obligation):
        for argument in obligation.call.arguments { argument.map { entities.formUnion(entitiesRead(by: $0)) } }
      case .branch(let branch):
        entities.formUnion(entitiesRead(by: branch.condition))
        entities.formUnion(entitiesRead(by: branch.then + branch.otherwise))
      case .forEach(let loop):
        entities.formUnion(entitiesRead(by: loop.collection))
        entities.formUnion(entitiesRead(by: loop.body))
      }
    }
    return entities
  }

  private func entitiesRead(by expression: ExprIR) -> Set<String> {
    var entities: Set<String> = []
    expression.forEach { part in
      switch part.kind {
      case .instances(let entity), .related(_, let entity, _), .field(_, let entity, _): entities.insert(entity)
      default: break
      }
    }
    return entities
  }

  /// What a derivation that the app writes is folded from: what concerns its parameters; without any, the whole log.
  private func sources(of derivation: DerivationIR) -> [String] {
    if derivation.body != nil { return [] }
    let entities = derivation.parameters.compactMap { entityInside($0.type) }
    return entities.isEmpty ? ["log"] : entities.map { "entity \($0)" }
  }

  private func linkValues(in body: ExprIR, to node: String, _ links: inout ConsequenceLinks) {
    for entity in entitiesRead(by: body).sorted() { links.add("entity \(entity)", node) }
    var values: Set<String> = []
    body.forEach { part in
      switch part.kind {
      case .derivation(let name, _), .metric(let name): values.insert(name)
      default: break
      }
    }
    for value in values.sorted() { links.add("value \(value)", node) }
  }
}
