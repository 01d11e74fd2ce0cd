extension ReactionIR {
  /// The identity of each consequence and each `undo`, by its rule number: the low half of the fingerprint of trigger, path, action and
  /// arguments (RUNTIME section 4). O(size).
  public var identities: [Int: UInt64] {
    var identities = RuleIdentities()
    identities.collect(body, Fingerprint(of: trigger.text))
    return identities.byRule
  }
}

/// Finds the identities of rules. A path is the trigger and what stands around a rule, in canonical text.
private struct RuleIdentities {
  var byRule: [Int: UInt64] = [:]

  mutating func collect(_ statements: [StatementIR], _ path: Fingerprint) {
    for statement in statements {
      switch statement {
      case .obligation(let obligation): collect(obligation, path)
      case .branch(let branch):
        collect(branch.then, path.appending("\nif ").appending(branch.condition))
        collect(branch.otherwise, path.appending("\nelse of ").appending(branch.condition))
      case .forEach(let loop):
        let step = path.appending("\nfor each \(loop.binder) in ").appending(loop.collection)
        collect(loop.body, loop.condition.map { step.appending(" with ").appending($0) } ?? step)
      }
    }
  }

  private mutating func collect(_ obligation: ObligationIR, _ path: Fingerprint) {
    let call = obligation.call
    byRule[obligation.rule] = identity(call, path)
    if let undo = obligation.undo { byRule[undo.rule] = identity(undo.call, path.appending("\nundo of ").appending(call)) }
    for replacement in obligation.fallback { collect(replacement, path.appending("\nfallback of ").appending(call)) }
  }

  private func identity(_ call: ActionCallIR, _ path: Fingerprint) -> UInt64 { path.appending("\n").appending(call).low }
}
