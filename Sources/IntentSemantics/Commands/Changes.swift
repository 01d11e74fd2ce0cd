import IntentIR
import IntentSource

/// Something that a statement changes, by which what was known before may not hold any more.
struct Change {
  enum Kind {
    /// The field of an instance.
    case field(String)
    case creation
    case deletion
    /// A domain event, which only the app's derivations read.
    case event
  }

  let kind: Kind
  /// The entity of what is changed, or the event.
  let entity: String
  /// What is changed, where there is such a thing before and after.
  var target: ExprIR?
  /// Locals that stand for other instances than the one that is changed.
  var others: Set<String> = []
  /// `true` for a field that has a value now, whatever it had.
  var givesValue = false

  /// The change as an earlier round made it of another instance than the one that the binder stands for now.
  func sparing(_ binder: String) -> Change {
    guard case .local(binder)? = target?.unnarrowed.kind else { return self }
    var other = self
    other.others.insert(binder)
    return other
  }
}

extension ExprIR {
  /// The value as it was before a guard proved it to be there.
  var unnarrowed: ExprIR {
    if case .narrowed(let inner) = kind { inner.unnarrowed } else { self }
  }

  /// `true` iff a collection holds no instance twice, by the way it is made.
  var isSet: Bool {
    switch kind {
    case .instances, .related: true
    case .collection(.where, let base, _, _), .collection(.orderBy, let base, _, _), .limit(let base, _), .narrowed(let base): base.isSet
    default: false
    }
  }
}

// What a statement of a mutation leaves of what was known before it.
extension SystemAnalysis {
  /// Notes what a statement changes, and forgets what may not hold any more.
  mutating func note(_ change: Change, _ context: inout CommandContext) {
    var change = change
    if case .local(let name)? = change.target?.unnarrowed.kind, let created = context.created[name] {
      change.others.formUnion(created.older)
    }
    context.changes.append(change)
    forget([change], &context)
  }

  /// Forgets what may not hold any more.
  mutating func forget(_ changes: [Change], _ context: inout CommandContext) {
    if changes.isEmpty { return }
    context.forgetRequired(changes)
    forget(changes, &context.scope)
    context.states.forget { isChanged($0, by: changes) }
    context.deleted = context.deleted.filter { _, deletion in
      !changes.contains { change in
        if case .field = change.kind { isChanged(deletion.value, by: change) } else { false }
      }
    }
    forget(changes, &context.known)
  }

  func forget(_ changes: [Change], _ scope: inout Scope) {
    scope.forget(
      present: { value in changes.contains { isPerhapsAbsent(value, after: $0) } }, conditions: { isChanged($0, by: changes) })
  }

  /// `true` iff a value that was there may not be any more.
  private func isPerhapsAbsent(_ value: ExprIR, after change: Change) -> Bool {
    if change.givesValue, case .field(let base, change.entity, let name) = value.kind, case .field(name) = change.kind {
      return isChanged(base, by: change)
    }
    return isChanged(value, by: change)
  }

  /// Forgets conditions; those that still hold are noted anew, for each says which one stands around it.
  mutating func forget(_ changes: [Change], _ known: inout [ConditionID]) {
    guard let first = known.firstIndex(where: { isChanged(conditionFacts[$0.index].condition, by: changes) }) else { return }
    let rest = known[first...].map { conditionFacts[$0.index] }.filter { !isChanged($0.condition, by: changes) }
    known.removeSubrange(rest.count < Self.mostConditions ? first... : 0...)
    for fact in rest.suffix(Self.mostConditions) {
      if let id = note(.known, fact.condition, fact.truth, in: known.last, at: fact.span) { known.append(id) }
    }
  }

  func isChanged(_ value: ExprIR, by changes: [Change]) -> Bool { changes.contains { isChanged(value, by: $0) } }

  /// `true` iff the value may be another one after the change.
  private func isChanged(_ value: ExprIR, by change: Change) -> Bool {
    var seen: Set<String> = []
    return isChanged(value, by: change, &seen)
  }

  /// `seen` are the derivations and metrics whose bodies were looked into.
  private func isChanged(_ value: ExprIR, by change: Change, _ seen: inout Set<String>) -> Bool {
    switch value.kind {
    case .field(let base, let entity, let name), .isState(let base, let entity, let name, _),
      .isStateFor(let base, let entity, let name, _, _, _):
      if isChanged(name, of: entity, base, by: change) || mayBeGone(value, by: change) { return true }
    case .member: if mayBeGone(value, by: change) { return true }
    case .related(_, let entity, let field):
      switch change.kind {
      case .field(let name): if change.entity == entity, name == field { return true }
      case .creation, .deletion: if change.entity == entity { return true }
      case .event: break
      }
    case .instances(let entity):
      switch change.kind {
      case .creation, .deletion: return change.entity == entity
      case .field, .event: return false
      }
    case .derivation(let name, _):
      // What the app computes is a function of all that has happened.
      guard derives[name]?.node.body != nil else { return true }
      if case .done(let body?)? = derivationFacts[name]?.state, isBodyChanged(body, "derive \(name)", by: change, &seen) { return true }
    case .metric(let name):
      if case .done(let body?)? = metricFacts[name]?.state { return isBodyChanged(body, "metric \(name)", by: change, &seen) }
    default: break
    }
    return value.children.contains { isChanged($0, by: change, &seen) }
  }

  private func isBodyChanged(_ body: ExprIR, _ name: String, by change: Change, _ seen: inout Set<String>) -> Bool {
    guard seen.insert(name).inserted else { return false }
    var change = change
    // Its names are its own.
    change.others = []
    return isChanged(body, by: change, &seen)
  }

  private func isChanged(_ field: String, of entity: String, _ base: ExprIR, by change: Change) -> Bool {
    guard change.entity == entity else { return false }
    switch change.kind {
    case .field(let name): if name != field { return false }
    case .deletion: break
    case .creation, .event: return false
    }
    if case .local(let name) = base.unnarrowed.kind { return !change.others.contains(name) }
    return true
  }

  /// `true` iff the value is a relation, or a list of them, that what is deleted may have been in.
  private func mayBeGone(_ value: ExprIR, by change: Change) -> Bool {
    guard case .deletion = change.kind else { return false }
    return value.type == .optional(.entity(change.entity)) || value.type.unwrapped == .list(.entity(change.entity))
  }
}
