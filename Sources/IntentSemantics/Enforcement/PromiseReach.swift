import IntentIR

// What the condition of a promise depends on, as far as it decides the promise's class.
extension SystemAnalysis {
  /// The reach of a rule about an instance of `entity`.
  func reach(of condition: ExprIR, on entity: String, _ finder: ReachFinder) -> PromiseReach {
    isAlways(condition) ? .always : .depends(on: finder.reach(of: condition, on: entity))
  }

  /// The reach of an invariant: one that says the same of each instance can be judged where an instance is written.
  func invariantReach(_ condition: ExprIR, _ finder: ReachFinder) -> PromiseReach {
    isTrueEverywhere(condition) ? .always : .depends(on: finder.reach(of: condition))
  }

  /// An assertion is watched whatever it reads.
  func assertionReach(_ condition: ExprIR) -> PromiseReach { isTrueEverywhere(condition) ? .always : .depends(on: .time) }

  private func isTrueEverywhere(_ condition: ExprIR) -> Bool {
    if case .quantifier(false, _, _, let body) = condition.kind, isTrueEverywhere(body) { return true }
    return isAlways(condition)
  }
}
