import IntentDiagnostics
import IntentIR

// Judges `unless:`, which is read at the cause and again later: one that is true from the start leaves nothing due, one that can never be
// true does nothing.
extension SystemAnalysis {
  /// Takes out the consequences that are never due.
  mutating func judgeExceptions(_ demands: inout [Demand], _ facts: SystemFacts) {
    var reader = ReactionReader(facts)
    var idle: Set<Int> = []
    for index in demands.indices where demands[index].obligation.unless != nil {
      let demand = demands[index]
      guard let exception = demand.obligation.unless, let place = place(of: "unless", in: demand.fact) else { continue }
      if case .deleted = demand.reaction.trigger {
        tree = demand.fact.tree
        report(
          .idleException, "this is never read: its subject is gone, so nothing is ever waived by it", at: place,
          fixes: [removal(of: place, "unless", in: demand.fact.tree)])
        continue
      }
      reader.begin(demand.fact.reaction, of: ir.reactions, facts)
      let formula = reader.reader.formula(exception)
      // What guards a fallback was true at the cause, and need not be when it takes its place.
      let around = demand.fact.replaced == nil ? conditions(around: demand.fact.condition) : []
      let known = around.map { (fact: conditionFacts[$0.index], formula: reader.formula(of: $0, conditionFacts[$0.index])) }
      let vocabulary = reader.reader.vocabulary
      tree = demand.fact.tree
      if Satisfiability.canHold(known.map(\.formula) + [formula.negated], vocabulary) == false {
        idle.insert(demand.id.index)
        let reasons = Self.core(of: known, excluding: formula.negated, vocabulary)
        report(
          .neverDue, "`\(demand.obligation.call.text)` is never due: what stands behind `unless` is true from the start", at: place,
          notes: reasons.map { DiagnosticNote($0.fact.truth ? "this holds here" : "this does not hold here", $0.fact.span) })
      } else if !isEverTrue(exception, facts.isPassing(exception) ? nil : known.map(\.formula) + [formula], vocabulary, facts) {
        report(
          .idleException, "this can never be true, so nothing is ever waived by it", at: place,
          fixes: [removal(of: place, "unless", in: demand.fact.tree)])
      }
    }
    if !idle.isEmpty { demands.removeAll { idle.contains($0.id.index) } }
  }

  /// `false` for what can never be true: as `formulas` say, or, where it may be another thing later, whatever was known at the cause.
  private func isEverTrue(_ exception: ExprIR, _ formulas: [Formula]?, _ vocabulary: Vocabulary, _ facts: SystemFacts) -> Bool {
    if let formulas { return Satisfiability.canHold(formulas, vocabulary) != false }
    var later = ConditionReader(facts)
    let formula = later.formula(exception)
    return Satisfiability.canHold([formula], later.vocabulary) != false
  }
}
