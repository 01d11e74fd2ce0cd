import IntentDiagnostics
import IntentIR
import IntentSource

// What is found before anything runs: over the lowered system, with the places that were noted while it was lowered.
extension SystemAnalysis {
  mutating func analyseMeaning() {
    forgetWrong()
    var facts = SystemFacts(ir)
    systemFacts = facts
    judgeRules(&facts)
    let dead = judgeConditions(facts)
    var demands = demands(without: dead)
    // What is never due, or never met, contradicts nothing else.
    judgeExceptions(&demands, facts)
    findUnfulfillable(&demands, facts)
    findCascades(demands, facts)
    let causes = byCause(demands)
    findContradictions(demands, causes, facts)
    findLongDeadlines(demands, causes, facts)
    findIdleFallbacks(demands)
    findEndlessWaits(demands)
    findEarlyReads(demands)
    findPersonalLeaks()
  }

  /// What holds an error already is not judged: one mistake, one error.
  private mutating func forgetWrong() {
    guard diagnostics.hasErrors else { return }
    let errors = diagnostics.sorted.filter { $0.severity == .error }.map(\.span)
    func isWrong(_ span: Span) -> Bool {
      var (low, high) = (0, errors.count)
      while low < high {
        let middle = (low + high) / 2
        if (errors[middle].file, errors[middle].start) < (span.file, span.start) { low = middle + 1 } else { high = middle }
      }
      return low < errors.count && errors[low].file == span.file && errors[low].start < span.end
    }
    for index in conditionFacts.indices {
      let outer = conditionFacts[index].outer.map { conditionFacts[$0.index].isWrong } ?? false
      conditionFacts[index].isWrong = outer || isWrong(conditionFacts[index].span)
    }
    for index in consequenceFacts.indices where isWrong(consequenceFacts[index].span) { consequenceFacts[index].obligation = nil }
  }

  /// Every consequence that can become due, in the order of the text.
  private func demands(without dead: Set<ConditionID>) -> [Demand] {
    var last: (reaction: Int, cause: Cause)?
    return consequenceFacts.indices.compactMap { index in
      let fact = consequenceFacts[index]
      // One in `when intent.evolved` stands in no lowered reaction.
      guard fact.reaction < ir.reactions.count, let obligation = fact.obligation,
        fact.condition.map({ !dead.contains($0) && !conditionFacts[$0.index].isWrong }) ?? true
      else { return nil }
      let cause = last.flatMap { $0.reaction == fact.reaction ? $0.cause : nil } ?? Cause(ir.reactions[fact.reaction])
      last = (fact.reaction, cause)
      return Demand(id: ConsequenceFactID(index: index), fact: fact, obligation: obligation, reaction: cause)
    }
  }
}

/// What makes the consequences of a reaction due. A class, for all of them share it.
final class Cause {
  let trigger: TriggerIR
  let subject: String?
  let other: String?

  init(_ reaction: ReactionIR) {
    trigger = reaction.trigger
    subject = reaction.subject
    other = reaction.other
  }
}

/// A consequence that can become due. A class, for it is large and passed around much.
final class Demand {
  let id: ConsequenceFactID
  let fact: ConsequenceFact
  let obligation: ObligationIR
  let reaction: Cause

  init(id: ConsequenceFactID, fact: ConsequenceFact, obligation: ObligationIR, reaction: Cause) {
    self.id = id
    self.fact = fact
    self.obligation = obligation
    self.reaction = reaction
  }
}

/// Reads the conditions of one reaction after another.
struct ReactionReader {
  var reader: ConditionReader
  private var reaction = -1
  private var formulas: [ConditionID: Formula] = [:]

  init(_ facts: SystemFacts) { reader = ConditionReader(facts) }

  /// Forgets what another reaction's names stood for.
  mutating func begin(_ reaction: Int, _ facts: SystemFacts) {
    if reaction == self.reaction { return }
    self = ReactionReader(facts)
    self.reaction = reaction
  }

  mutating func formula(of id: ConditionID, _ fact: ConditionFact) -> Formula {
    if let known = formulas[id] { return known }
    let formula = reader.formula(fact.condition, fact.truth)
    formulas[id] = formula
    return formula
  }
}
