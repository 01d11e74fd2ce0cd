import IntentIR

// What the condition of a promise depends on.
extension SystemAnalysis {
  /// The reach of a rule about an instance of `entity`.
  func reach(of condition: ExprIR, on entity: String) -> PromiseReach {
    if isAlways(condition) { return .always }
    return reach(of: [condition], on: entity)
  }

  /// The reach of an invariant: one that says the same of each instance can be judged where an instance is written.
  func invariantReach(_ condition: ExprIR) -> PromiseReach {
    if isTrueEverywhere(condition) { return .always }
    switch condition.kind {
    case .quantifier(_, let range, _, let body):
      guard let (entity, filters) = instances(range) else { break }
      return reach(of: [body] + filters, on: entity)
    default: break
    }
    return reach(of: [condition], on: nil)
  }

  /// An assertion is watched whatever it reads.
  func assertionReach(_ condition: ExprIR) -> PromiseReach { isTrueEverywhere(condition) ? .always : .time }

  private func isTrueEverywhere(_ condition: ExprIR) -> Bool {
    if case .quantifier(false, _, _, let body) = condition.kind, isTrueEverywhere(body) { return true }
    return isAlways(condition)
  }

  /// The entity that a range goes over, and the conditions that choose among its instances.
  private func instances(_ range: ExprIR) -> (String, [ExprIR])? {
    switch range.kind {
    case .instances(let entity): return (entity, [])
    case .collection(.where, let base, _, let body):
      guard let (entity, filters) = instances(base) else { return nil }
      return (entity, filters + (body.map { [$0] } ?? []))
    default: return nil
    }
  }

  /// The reach of conditions that are judged together for each instance of `entity`, or once for all where that is `nil`.
  private func reach(of conditions: [ExprIR], on entity: String?) -> PromiseReach {
    var others: Set<String> = []
    var readsTime = false
    var isOwn = true
    for condition in conditions {
      condition.forEach { part in
        switch part.kind {
        case .now, .today, .isStateFor: readsTime = true
        case .instances(let other): others.insert(other)
        case .derivation(let name, _), .metric(let name): others.insert(name)
        case .field(let base, let owner, _), .isState(let base, let owner, _, _):
          if !isFamily(base) { others.insert(owner) } else if owner != entity || !isLocal(base) { isOwn = false }
        case .related(let base, let owner, let field):
          isOwn = false
          if !isFamily(base) || !isPart(owner, field) { others.insert(owner) }
        default: break
        }
      }
    }
    if let other = others.min() { return .beyond(other) }
    return readsTime ? .time : isOwn ? .own : .family
  }

  /// `true` iff it is the instance at hand, a part of it, or the whole of one of these: all of them are written in one append.
  private func isFamily(_ base: ExprIR) -> Bool {
    switch base.kind {
    case .local: true
    case .narrowed(let inner): isFamily(inner)
    case .field(let inner, let owner, let field): isPart(owner, field) && isFamily(inner)
    default: false
    }
  }

  private func isLocal(_ base: ExprIR) -> Bool {
    switch base.kind {
    case .local: true
    case .narrowed(let inner): isLocal(inner)
    default: false
    }
  }

  /// `true` iff the relation `field` leads from a part to its whole.
  private func isPart(_ entity: String, _ field: String) -> Bool { entityFacts[entity]?.field(field)?.ir?.role == .partOf }
}
