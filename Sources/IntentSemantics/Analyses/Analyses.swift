import IntentDiagnostics
import IntentIR
import IntentSource

// What is found before anything runs: over the lowered system, with the places that were noted while it was lowered.
extension SystemAnalysis {
  mutating func analyseMeaning() {
    forgetWrong()
    var facts = SystemFacts(self)
    systemFacts = facts
    judgeRules(&facts)
    let dead = judgeConditions(facts)
    judgeDivisions(facts)
    var demands = demands(without: dead)
    // What is never due, or never met, contradicts nothing else.
    judgeExceptions(&demands, facts)
    findUnfulfillable(&demands, facts)
    findCascades(demands, facts)
    let causes = byCause(demands)
    findContradictions(demands, causes, facts)
    findLongDeadlines(demands, causes, facts)
    findIdleFallbacks(demands)
    findIdleUndos(demands)
    findEndlessWaits(demands)
    findEarlyReads(demands, facts)
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
    for index in consequenceFacts.indices where isWrong(consequenceFacts[index].span) {
      consequenceFacts[index].isWrong = true
      consequenceFacts[index].obligation = nil
    }
  }

  /// Every consequence that can become due, in the order of the text.
  private func demands(without dead: Set<ConditionID>) -> [Demand] {
    var demands: [Demand] = []
    demands.reserveCapacity(consequenceFacts.count)
    var last: Cause?
    for index in consequenceFacts.indices {
      let fact = consequenceFacts[index]
      // One in `when intent.evolved` stands in no lowered reaction.
      guard fact.reaction < ir.reactions.count, !fact.isWrong else { continue }
      if let condition = fact.condition, dead.contains(condition) || conditionFacts[condition.index].isWrong { continue }
      if last?.reaction != fact.reaction { last = Cause(ir.reactions[fact.reaction], fact.reaction) }
      if let last { demands.append(Demand(id: ConsequenceFactID(index: index), fact: fact, reaction: last)) }
    }
    return demands
  }
}

/// What makes the consequences of a reaction due. A class, for all of them share it.
final class Cause {
  /// Index into the lowered reactions.
  let reaction: Int
  let trigger: TriggerIR
  /// The trigger in the author's words: two events are the same iff these are.
  let text: String
  let subject: String?
  let other: String?
  /// The event of a declared or inferred name that this waits for.
  let evidenceName: String?

  init(_ lowered: ReactionIR, _ reaction: Int) {
    self.reaction = reaction
    trigger = lowered.trigger
    text = lowered.triggerText
    subject = lowered.subject
    other = lowered.other
    evidenceName = trigger.evidenceName
  }
}

/// A consequence that can become due.
struct Demand {
  let id: ConsequenceFactID
  /// It is not wrong.
  let fact: ConsequenceFact
  let reaction: Cause

  var obligation: ObligationIR {
    @inline(__always) get {
      guard let obligation = fact.obligation else { preconditionFailure("what is due is complete") }
      return obligation
    }
  }
}

/// Reads the conditions of one reaction after another.
struct ReactionReader {
  var reader: ConditionReader
  private var reaction = -1
  private var formulas: [ConditionID: Formula] = [:]

  init(_ facts: SystemFacts) { reader = ConditionReader(facts) }

  /// Forgets what another reaction's names stood for. `all` are the lowered reactions.
  mutating func begin(_ reaction: Int, of all: [ReactionIR], _ facts: SystemFacts) {
    if reaction == self.reaction { return }
    self = ReactionReader(facts)
    self.reaction = reaction
    // One in `when intent.evolved` is not lowered.
    if reaction < all.count, case .created = all[reaction].trigger { reader.newborn = all[reaction].subject }
  }

  mutating func formula(of id: ConditionID, _ fact: ConditionFact) -> Formula {
    if let known = formulas[id] { return known }
    let formula = reader.formula(fact.condition, fact.truth)
    formulas[id] = formula
    return formula
  }
}
