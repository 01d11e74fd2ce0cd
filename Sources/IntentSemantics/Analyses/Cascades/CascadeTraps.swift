import IntentIR

extension CascadeGraph {
  /// Hops between events of the group each of which leads on into the group whatever its values are and whatever the state has become,
  /// by one hop or another: `if c { … } else { … }` with both ways leading back. Empty where there are none. What each event does is
  /// asked of all values, so this finds what is plain, and not all. O(hops²) questions at most.
  func inescapableHops(among events: [Int], _ cascade: CascadeFacts) -> Set<Int> {
    var inside = Set(events)
    while true {
      let open = inside.sorted().filter { event in
        !cascade.isAlwaysTaken(oneOf: leaving[event].map { hops[$0] }.filter { inside.contains($0.to) && cascade.isCertain($0, in: self) })
      }
      if open.isEmpty { break }
      inside.subtract(open)
    }
    return Set(inside.flatMap { leaving[$0] }.filter { inside.contains(hops[$0].to) && cascade.isCertain(hops[$0], in: self) })
  }
}

extension CascadeFacts {
  /// `true` iff the hop's evidence comes where its conditions hold: a fallback's need not, nor that of what stands under a `for each`.
  fileprivate func isCertain(_ hop: CascadeHop, in graph: CascadeGraph) -> Bool {
    let isBound = guards(of: hop).contains { if case .someInstance = $0 { true } else { false } }
    return hop.way == .asked && !isBound && canCarryOn(hop, in: graph)
  }

  /// `true` iff the conditions of one of the hops hold in any state. Requires: they leave one event.
  fileprivate func isAlwaysTaken(oneOf hops: [CascadeHop]) -> Bool {
    if hops.isEmpty { return false }
    var reader = ConditionReader(facts)
    var untaken: [Formula] = []
    for hop in hops {
      let conditions = guards(of: hop).map { guarding in
        guard case .condition(let condition, let truth) = guarding else { return Formula.constant(false) }
        return reader.formula(hop.demand.inSharedNames(condition), truth)
      }
      untaken.append(Formula.conjunction(conditions).negated)
    }
    return Satisfiability.canHold(untaken, reader.vocabulary) == false
  }
}
