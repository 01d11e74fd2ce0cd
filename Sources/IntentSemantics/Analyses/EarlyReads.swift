import IntentDiagnostics
import IntentIR

// Finds conditions that read what a consequence of the same cause is there to change. Which events a bodiless `derive` reads stands in
// the app, so the names say it: `update_score(customer)` changes `score(customer)`.
extension SystemAnalysis {
  mutating func findEarlyReads(_ demands: [Demand], _ facts: SystemFacts) {
    if !derives.values.contains(where: { $0.node.body == nil }) { return }
    let decisions = conditionFacts.compactMap { fact -> (fact: ConditionFact, reads: [(String, [String])])? in
      if fact.kind != .decision { return nil }
      let reads: [(String, [String])] = reads(of: fact.condition)
      return reads.isEmpty ? nil : (fact, reads)
    }
    if decisions.isEmpty { return }
    var reported: Set<String> = []
    var byReaction: [Int: [Demand]] = [:]
    for demand in demands where demand.reaction.trigger.isEvent && demand.fact.replaced == nil {
      if Self.changingWords.contains(String(demand.obligation.call.action.utf8.prefix { $0 != UInt8(ascii: "_") }) ?? "") {
        byReaction[demand.fact.reaction, default: []].append(demand)
      }
    }
    for (fact, reads) in decisions {
      guard let reaction = fact.reaction, let changing = byReaction[reaction] else { continue }
      for (name, arguments) in reads {
        guard let demand = changing.first(where: { changes($0, name, arguments) && isBeside($0, fact, facts) }),
          reported.insert("\(reaction) \(name)").inserted
        else { continue }
        let call = demand.obligation.call
        tree = fact.tree
        report(
          .earlyRead, "`\(name)` is read here as it was before `\(call.action)`, which is due from the same event", at: fact.span,
          label: "wait for `\(evidence(ofAction: call.action))` if the new value is meant",
          notes: [DiagnosticNote("this has changed nothing yet", demand.fact.callSpan)])
      }
    }
  }

  private static let changingWords: Set<String> = [
    "update", "recalculate", "calculate", "recompute", "compute", "refresh", "recount", "rescore", "set", "reset", "adjust", "raise",
    "lower", "increase", "decrease", "add",
  ]

  private static func words(of name: String) -> [String] { name.split(separator: "_").map(String.init) + [""] }

  /// The app's reducers that the condition reads, with what they are asked of.
  private func reads(of condition: ExprIR) -> [(String, [String])] {
    var found: [(String, [String])] = []
    func visit(_ part: ExprIR) {
      // `crosses` asks what the event itself has changed.
      if case .crosses = part.kind { return }
      if case .derivation(let name, let arguments) = part.kind, derives[name]?.node.body == nil {
        found.append((name, arguments.map(\.text)))
      }
      part.children.forEach(visit)
    }
    visit(condition)
    return found
  }

  /// `false` iff the consequence is never due where the condition is asked.
  private func isBeside(_ demand: Demand, _ fact: ConditionFact, _ facts: SystemFacts) -> Bool {
    var reader = ConditionReader(facts)
    let around = Set(conditions(around: demand.fact.condition) + conditions(around: fact.outer)).sorted()
    let formulas = around.map { reader.formula(conditionFacts[$0.index].condition, conditionFacts[$0.index].truth) }
    return Satisfiability.canHold(formulas, reader.vocabulary) != false
  }

  /// `true` iff the action is named after the reducer, and is about one of the things that it is asked of.
  private func changes(_ demand: Demand, _ derivation: String, _ arguments: [String]) -> Bool {
    let words = Set(Self.words(of: demand.obligation.call.action))
    guard Self.words(of: derivation).allSatisfy({ words.contains($0) }) else { return false }
    let given = demand.obligation.call.arguments.compactMap { $0?.text }
    return arguments.isEmpty || arguments.contains(where: given.contains)
  }

  private func evidence(ofAction action: String) -> String {
    if case .event(let event)? = actionTable.evidence(ofActionNamed: action) { event } else { "\(action).done" }
  }
}
