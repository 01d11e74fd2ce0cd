import IntentIR

// Gives each promise of the system its class. Which class that is, and why, says `PromiseSubject.keeping`.
extension SystemAnalysis {
  /// Requires: everything is lowered.
  mutating func classifyPromises() {
    let finder = ReachFinder(ir)
    for entity in ir.entities { classify(entity, finder) }
    for event in ir.events { classifyValues(event.fields, of: event.name) }
    let waitedFor = Set(ir.reactions.compactMap { if case .done(let action) = $0.trigger { action } else { nil } })
    // Evidence that nothing waits for is not checked: what was done was done.
    for action in ir.actions where action.evidence == .done && waitedFor.contains(action.name) {
      classifyValues(action.parameters, of: "\(action.name).done")
    }
    for invariant in ir.contract.invariants { classify(invariant, finder) }
    for capability in ir.contract.capabilities {
      for property in capability.properties {
        add(.property, "\(capability.name).\(property.name)", .property, property.origin)
      }
    }
    for target in ir.contract.targets { add(.target, target.text, .target(target), target.origin) }
    for assertion in ir.assertions { add(.assertion, assertion.text, .assertion(assertionReach(assertion.condition)), assertion.origin) }
    for kept in ir.unenforced where kept.text.hasPrefix("assert") {
      let isProjection = kept.text.contains("reachable_through_projection")
      add(.assertion, kept.name, isProjection ? .reachableThroughProjection : .assertion(.depends(on: .time)), kept.origin, isKept: false)
    }
    for reaction in ir.reactions { classify(reaction.body, reaction.triggerText, isKept: true) }
    classify(evolutionBodies, "intent.evolved", isKept: false)
    classifyCommands()
    ir.promises.sort { ($0.keptBy, $0.kind.rawValue, $0.name) < ($1.keptBy, $1.kind.rawValue, $1.name) }
  }

  /// Adds a promise in its class; `isKept: false` says that this one is not generated though its like are.
  mutating func add(
    _ kind: PromiseIR.Kind, _ name: String, _ subject: PromiseSubject, _ origin: Origin, isKept: Bool = true
  ) {
    let keeping = subject.keeping
    ir.promises.append(
      PromiseIR(
        kind: kind, name: name, keptBy: keeping.by, reason: keeping.reason, isKept: isKept && keeping.isGenerated, origin: origin))
  }

  private mutating func classify(_ entity: EntityIR, _ finder: ReachFinder) {
    let name = entity.name
    if entity.isImmutable { add(.immutable, name, .immutable, entity.origin) }
    classifyValues(entity.fields, of: name)
    for field in entity.fields {
      if field.role == .belongsTo || field.role == .partOf {
        add(.relation, "\(name).\(field.name)", .requiredRelation, field.origin)
      }
      if field.isPersonal { add(.personal, "\(name).\(field.name)", .personal, field.origin) }
    }
    for key in entity.keys { add(.key, "\(name) by \(key.joined(separator: ", "))", .key, entity.origin) }
    for unique in entity.uniques {
      let condition = unique.condition.map { " where \($0.plainText)" } ?? ""
      add(.unique, "\(name) by \(unique.fields.joined(separator: ", "))\(condition)", .unique, entity.origin)
    }
    for range in entity.noOverlaps {
      let by = range.per.isEmpty ? "" : " per \(range.per.joined(separator: ", "))"
      add(.noOverlap, "\(name) from \(range.start) to \(range.end)\(by)", .noOverlap, range.origin)
    }
    for rule in entity.rules {
      var reach = PromiseReach.depends(on: .own)
      if case .condition(let condition) = rule.body { reach = self.reach(of: condition, on: entity.name, finder) }
      add(.rule, "\(name).\(rule.name)", .rule(rule, reach), rule.origin)
    }
  }

  /// Adds what is checked of the values that are stored in the fields of `owner`, or given for them.
  mutating func classifyValues(_ fields: [FieldIR], of owner: String) {
    for field in fields {
      let (isRefined, isMoney) = (isRefined(field.type), isMoney(field.type))
      guard isRefined || isMoney else { continue }
      add(.refinement, "\(owner).\(field.name): \(field.type.text)", .refinement(isRefined: isRefined, isMoney: isMoney), field.origin)
    }
  }

  private func isMoney(_ type: TypeIR) -> Bool {
    if case .money = baseType(type.unwrapped) { true } else { false }
  }

  /// `true` iff the type holds a refinement somewhere. `around` are the types that hold this one, which may hold lists of itself.
  private func isRefined(_ type: TypeIR, in around: Set<TypeIR> = []) -> Bool {
    if around.contains(type) { return false }
    let around = around.union([type])
    switch type {
    case .refined: return true
    case .optional(let inner), .list(let inner): return isRefined(inner, in: around)
    case .record(let name), .variant(let name):
      switch shapes[name]?.shape {
      case .record(let fields): return fields.contains { isRefined($0.type, in: around) }
      case .variant(let cases): return cases.contains { $0.fields.contains { isRefined($0.type, in: around) } }
      default: return false
      }
    default: return false
    }
  }

  private mutating func classify(_ invariant: InvariantIR, _ finder: ReachFinder) {
    var reach = PromiseReach.depends(on: .time)
    if case .condition(let condition) = invariant.claim { reach = invariantReach(condition, finder) }
    let isBound = if case .bound = invariant.claim { true } else { false }
    add(.invariant, isBound ? invariant.text : invariant.name, .invariant(invariant, reach), invariant.origin)
  }

  /// `isKept: false` of what nothing makes due yet.
  private mutating func classify(_ statements: [StatementIR], _ trigger: String, isKept: Bool) {
    for statement in statements {
      switch statement {
      case .obligation(let obligation): classify(obligation, trigger, "", isKept: isKept)
      case .branch(let branch): classify(branch.then + branch.otherwise, trigger, isKept: isKept)
      case .forEach(let loop): classify(loop.body, trigger, isKept: isKept)
      }
    }
  }

  private mutating func classify(_ obligation: ObligationIR, _ trigger: String, _ prefix: String, isKept: Bool) {
    let call = "\(prefix)\(obligation.severity.rawValue) \(obligation.call.action)"
    // A day is said in hours, as deadlines are.
    let due = obligation.within.map { " within \($0 == 86_400_000 ? "24h" : durationText($0))" } ?? ""
    add(
      .deadline, "\(trigger): \(call)\(due)", .deadline(obligation.severity, within: obligation.within), obligation.origin,
      isKept: isKept)
    if let undo = obligation.undo {
      add(
        .deadline, "\(trigger): undo \(obligation.call.action) by \(undo.call.action)", .undo(obligation.severity), obligation.origin,
        isKept: isKept)
    }
    if let permission = obligation.requires {
      add(
        .permission, "\(trigger): \(obligation.call.action) requires \(permission)", .requires, obligation.origin, isKept: isKept)
    }
    for fallback in obligation.fallback { classify(fallback, trigger, "fallback ", isKept: isKept) }
  }
}
