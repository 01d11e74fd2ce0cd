import IntentIR

// Gives each promise of the system its class. Which class that is, and why, says `PromiseSubject.keeping`.
extension SystemAnalysis {
  /// Requires: everything is lowered.
  mutating func classifyPromises() {
    let finder = ReachFinder(ir)
    for entity in ir.entities { classify(entity, finder) }
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
    for reaction in ir.reactions { classify(reaction.body, reaction.triggerText) }
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
    for field in entity.fields {
      switch field.role {
      case .belongsTo, .partOf: add(.relation, "\(name).\(field.name)", .requiredRelation, field.origin)
      case .plain, .workflow:
        if isRefined(field.type) { add(.refinement, "\(name).\(field.name): \(field.type.text)", .refinement, field.origin) }
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

  private func isRefined(_ type: TypeIR) -> Bool {
    switch type {
    case .refined: true
    case .optional(let inner), .list(let inner): isRefined(inner)
    default: false
    }
  }

  private mutating func classify(_ invariant: InvariantIR, _ finder: ReachFinder) {
    var reach = PromiseReach.depends(on: .time)
    if case .condition(let condition) = invariant.claim { reach = invariantReach(condition, finder) }
    let isBound = if case .bound = invariant.claim { true } else { false }
    add(.invariant, isBound ? invariant.text : invariant.name, .invariant(invariant, reach), invariant.origin)
  }

  private mutating func classify(_ statements: [StatementIR], _ trigger: String) {
    for statement in statements {
      switch statement {
      case .obligation(let obligation): classify(obligation, trigger, "")
      case .branch(let branch): classify(branch.then + branch.otherwise, trigger)
      case .forEach(let loop): classify(loop.body, trigger)
      }
    }
  }

  private mutating func classify(_ obligation: ObligationIR, _ trigger: String, _ prefix: String) {
    let call = "\(prefix)\(obligation.severity.rawValue) \(obligation.call.action)"
    // A day is said in hours, as deadlines are.
    let due = obligation.within.map { " within \($0 == 86_400_000 ? "24h" : durationText($0))" } ?? ""
    add(
      .deadline, "\(trigger): \(call)\(due)", .deadline(obligation.severity, within: obligation.within), obligation.origin)
    if let permission = obligation.requires {
      add(.permission, "\(trigger): \(obligation.call.action) requires \(permission)", .requires, obligation.origin)
    }
    for fallback in obligation.fallback { classify(fallback, trigger, "fallback ") }
  }
}
