import IntentIR

/// What the statements before say about the states that instances are in: of each workflow field, as `deal.stage`, those that it can have.
struct KnownStates {
  private var possible: [String: (field: ExprIR, states: Set<String>)] = [:]

  /// The states that the field can have here, or `nil` where nothing is known.
  func states(of field: ExprIR) -> Set<String>? { possible[field.text]?.states }

  /// The field is in that state now.
  mutating func enter(_ state: String, _ field: ExprIR) { possible[field.text] = (field, [state]) }

  /// Forgets the states of the fields that are stale.
  mutating func forget(where isStale: (ExprIR) -> Bool) { possible = possible.filter { !isStale($0.value.field) } }

  /// What holds behind two ways of which one was taken.
  func joined(_ other: KnownStates) -> KnownStates {
    var result = KnownStates()
    for (key, known) in possible {
      if let others = other.possible[key] { result.possible[key] = (known.field, known.states.union(others.states)) }
    }
    return result
  }

  /// Learns that `condition` is `truth`. `cases` gives the states of a workflow's field, and `nil` for any other.
  mutating func learn(_ condition: ExprIR, _ truth: Bool = true, cases: (_ entity: String, _ field: String) -> [String]?) {
    var fields: [String: (field: ExprIR, all: Set<String>)] = [:]
    condition.forEach { part in
      switch part.kind {
      case .field(let base, let entity, let name), .isState(let base, let entity, let name, _):
        if let all = cases(entity, name) {
          fields["\(base.text).\(name)"] = (ExprIR(.field(base, entity: entity, name: name), part.type), Set(all))
        }
      default: break
      }
    }
    for (key, (field, all)) in fields {
      let before = possible[key]?.states ?? all
      possible[key] = (field, before.intersection(Self.states(of: key, all, where: condition, is: truth)))
    }
  }

  /// The states among `all` that the field can have where `condition` is `truth`.
  private static func states(of key: String, _ all: Set<String>, where condition: ExprIR, is truth: Bool) -> Set<String> {
    func equal(_ value: ExprIR, _ constant: ExprIR, _ isEqual: Bool) -> Set<String>? {
      guard value.text == key, case .literal(.choice(_, let state)) = constant.kind else { return nil }
      return isEqual ? [state] : all.subtracting([state])
    }
    switch condition.kind {
    case .not(let inner): return states(of: key, all, where: inner, is: !truth)
    case .binary(.and, let left, let right), .binary(.or, let left, let right):
      let (first, second) = (states(of: key, all, where: left, is: truth), states(of: key, all, where: right, is: truth))
      if case .binary(.and, _, _) = condition.kind, truth { return first.intersection(second) }
      if case .binary(.or, _, _) = condition.kind, !truth { return first.intersection(second) }
      return first.union(second)
    case .binary(.equal, let left, let right): return equal(left, right, truth) ?? equal(right, left, truth) ?? all
    case .binary(.notEqual, let left, let right): return equal(left, right, !truth) ?? equal(right, left, !truth) ?? all
    case .binary(let op, let value, let set) where op == .isIn || op == .isNotIn:
      guard value.text == key, case .list(let elements) = set.kind else { return all }
      let named = elements.compactMap { equal(value, $0, true)?.first }
      guard named.count == elements.count else { return all }
      return (op == .isIn) == truth ? all.intersection(named) : all.subtracting(named)
    case .isState(let base, _, let field, let state?) where "\(base.text).\(field)" == key:
      return truth ? [state] : all.subtracting([state])
    default: return all
    }
  }
}
