import IntentIR

// What the condition of a promise depends on.
extension SystemAnalysis {
  /// The reach of a rule about an instance of `entity`.
  func reach(of condition: ExprIR, on entity: String) -> PromiseReach {
    if isAlways(condition) { return .always }
    return reach(of: condition, within: wholeAndParts(of: entity))
  }

  /// The reach of an invariant: one that says the same of each instance can be judged where an instance is written.
  func invariantReach(_ condition: ExprIR) -> PromiseReach {
    if isTrueEverywhere(condition) { return .always }
    switch condition.kind {
    case .quantifier(_, let range, _, let body):
      guard let (entity, filters) = instances(range) else { break }
      return reach(of: [body] + filters, within: wholeAndParts(of: entity))
    case .binary(.and, let left, let right):
      if case .instance = invariantReach(left), case .instance = invariantReach(right) { return .instance }
    default: break
    }
    return reach(of: condition, within: [])
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

  /// The entity, the whole that it is a part of, and its parts: they are written in one append.
  private func wholeAndParts(of entity: String) -> Set<String> {
    var result: Set<String> = [entity]
    for field in entityFacts[entity]?.fields ?? [] {
      if field.ir?.role == .partOf, case .entity(let whole)? = field.ir?.type { result.insert(whole) }
    }
    for inverse in (entityFacts[entity]?.inverses ?? [:]).values.compactMap({ $0 }) {
      if entityFacts[inverse.entity]?.field(inverse.field)?.ir?.role == .partOf { result.insert(inverse.entity) }
    }
    return result
  }

  private func reach(of condition: ExprIR, within own: Set<String>) -> PromiseReach { reach(of: [condition], within: own) }

  private func reach(of conditions: [ExprIR], within own: Set<String>) -> PromiseReach {
    var others: Set<String> = []
    var readsTime = false
    for condition in conditions {
      condition.forEach { part in
        switch part.kind {
        case .now, .today, .isStateFor: readsTime = true
        case .instances(let entity): others.insert(entity)
        case .related(_, let entity, _) where !own.contains(entity): others.insert(entity)
        case .field(_, let entity, _) where !own.contains(entity): others.insert(entity)
        case .derivation(let name, _), .metric(let name): others.insert(name)
        default: break
        }
      }
    }
    if let other = others.min() { return .beyond(other) }
    return readsTime ? .time : .instance
  }
}
