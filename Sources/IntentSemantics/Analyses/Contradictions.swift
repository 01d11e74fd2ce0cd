import IntentDiagnostics
import IntentIR

// Finds consequences of one cause that contradict each other, and those that another one implies.
extension SystemAnalysis {
  /// So many consequences that ask for the same are compared: it takes their number squared.
  private static let mostAlike = 80

  mutating func findContradictions(_ demands: [Demand], _ causes: [ArraySlice<Demand>], _ facts: SystemFacts) {
    for index in demands.indices where demands[index].obligation.undo != nil { checkOwnUndo(demands[index]) }
    findSharedEvidence(causes, facts)
    // By the number of an action, the last group that asks for it.
    var asking = [Int](repeating: -1, count: actionTable.count)
    for (number, group) in causes.enumerated() {
      if !asksTwice(group, number, &asking) { continue }
      var byCall: [String: [Demand]] = [:]
      for demand in group where demand.fact.replaced == nil {
        byCall[demand.key(of: demand.obligation.call), default: []].append(demand)
      }
      for (_, same) in byCall.sorted(by: { $0.value[0].id.index < $1.value[0].id.index })
      where same.count > 1 && same.count <= Self.mostAlike { findImplied(same, facts) }
      for demand in group where demand.fact.replaced == nil {
        guard let undo = demand.obligation.undo else { continue }
        for other in (byCall[demand.key(of: undo.call)] ?? []).prefix(Self.mostAlike) { compareUndo(of: demand, with: other, facts) }
      }
    }
  }

  /// Finds two actions that one event would be the evidence of: it says neither which of them was done.
  private mutating func findSharedEvidence(_ causes: [ArraySlice<Demand>], _ facts: SystemFacts) {
    var emitters: [String: [ActionIR]] = [:]
    for action in ir.actions { if case .event(let event) = action.evidence { emitters[event, default: []].append(action) } }
    let shared = emitters.values.filter { $0.count > 1 }.flatMap { $0 }
    if shared.isEmpty { return }
    let actions = NameTable(shared, by: \.name)
    for group in causes {
      var seen: [String: Demand] = [:]
      for demand in group where demand.fact.replaced == nil {
        let call = demand.obligation.call
        guard let action = actions[call.action], case .event(let event) = action.evidence else { continue }
        let given = zip(action.parameters, call.arguments).compactMap { parameter, argument in
          argument.map { "\(parameter.name): \(demand.inSharedNames($0).text)" }
        }
        let key = "\(event)(\(given.sorted().joined(separator: ", ")))"
        guard let first = seen[key] else {
          seen[key] = demand
          continue
        }
        guard first.fact.action != demand.fact.action, canBeDueTogether(first, demand, facts) else { continue }
        tree = demand.fact.tree
        report(
          .badEmits, "one `\(event)` would be the evidence of both `\(first.obligation.call.text)` and `\(call.text)`",
          at: demand.fact.callSpan,
          label: "let each action have an event of its own, or a parameter that tells them apart",
          notes: [DiagnosticNote("this waits for the same evidence", first.fact.callSpan)])
      }
    }
  }

  /// `true` iff an action is asked for twice, or asked for and taken back.
  private func asksTwice(_ group: ArraySlice<Demand>, _ number: Int, _ asking: inout [Int]) -> Bool {
    for index in group.indices {
      let action = group[index].fact.action
      if asking[action] == number { return true }
      asking[action] = number
      guard let undo = group[index].obligation.undo, let taking = actionTable.number(named: undo.call.action) else { continue }
      if asking[taking] == number { return true }
      asking[taking] = number
    }
    return false
  }

  private mutating func checkOwnUndo(_ demand: Demand) {
    guard let undo = demand.obligation.undo, undo.call.canonicalText == demand.obligation.call.canonicalText,
      let place = place(of: "undo", in: demand.fact)
    else { return }
    tree = demand.fact.tree
    report(
      .contradiction, "`\(undo.call.text)` cannot take itself back", at: place, fixes: [removal(of: place, "undo", in: demand.fact.tree)])
  }

  /// Both the action and what takes it back, from one cause and for one time.
  private mutating func compareUndo(of demand: Demand, with other: Demand, _ facts: SystemFacts) {
    guard demand.id != other.id, demand.obligation.within == other.obligation.within, loops(around: demand) == loops(around: other),
      canBeDueTogether(demand, other, facts), let place = place(of: "undo", in: demand.fact)
    else { return }
    tree = other.fact.tree
    report(
      .contradiction, "`\(other.obligation.call.text)` takes back `\(demand.obligation.call.text)`, and both are due at the same time",
      at: other.fact.callSpan,
      notes: [DiagnosticNote("this is due too", demand.fact.callSpan), DiagnosticNote("it is taken back by this", place)])
  }

  /// Of consequences that ask for the same, finds those that can never count: the weakest and the last are given up first, so that what
  /// is left asks for no less than all did.
  private mutating func findImplied(_ same: [Demand], _ facts: SystemFacts) {
    let weakestFirst = same.sorted { a, b in
      (a.obligation.severity.strength, -a.deadline, -a.id.index) < (b.obligation.severity.strength, -b.deadline, -b.id.index)
    }
    var left = same
    for demand in weakestFirst {
      var others = left.filter { $0.id != demand.id && outdoes($0, demand) }
      guard !others.isEmpty, implies(demand, anyOf: others, facts) else { continue }
      left.removeAll { $0.id == demand.id }
      for other in others where others.count > 1 {
        let fewer = others.filter { $0.id != other.id }
        if implies(demand, anyOf: fewer, facts) { others = fewer }
      }
      tree = demand.fact.tree
      let isDeadline = others.allSatisfy { other in
        other.obligation.severity == demand.obligation.severity && other.deadline != demand.deadline
          && other.obligation.requires == demand.obligation.requires
      }
      if isDeadline { reportDeadlines(demand, others[0]) } else { reportImplied(demand, others) }
    }
  }

  /// `true` iff `other` asks for no less than `demand`: as strongly, as early, with no more ways out.
  private func outdoes(_ other: Demand, _ demand: Demand) -> Bool {
    let (first, second) = (other.obligation, demand.obligation)
    return first.severity.strength >= second.severity.strength && other.deadline <= demand.deadline
      && second.fallback.isEmpty && second.undo == nil && (second.requires == nil || second.requires == first.requires)
      && (first.unless == nil
        || first.unless.map { other.inSharedNames($0).text } == second.unless.map { demand.inSharedNames($0).text })
  }

  private mutating func reportDeadlines(_ demand: Demand, _ other: Demand) {
    let earlier = other.obligation.within.map { "within \(durationText($0))" } ?? "at once"
    report(
      .contradiction, "the same is due \(earlier) whenever it is due here within \(durationText(demand.deadline)): which one is meant?",
      at: place(of: "within", in: demand.fact) ?? demand.fact.callSpan,
      notes: [DiagnosticNote("here it is due \(earlier)", place(of: "within", in: other.fact) ?? other.fact.callSpan)])
  }

  private mutating func reportImplied(_ demand: Demand, _ others: [Demand]) {
    let isTwice = others.contains { $0.obligation.severity == demand.obligation.severity }
    let word = others[0].obligation.severity.rawValue
    report(
      .impliedConsequence,
      isTwice
        ? "`\(demand.obligation.call.text)` is asked for twice"
        : "a `\(word)` asks for `\(demand.obligation.call.text)` whenever this does",
      at: demand.fact.callSpan,
      notes: others.map { DiagnosticNote("this `\($0.obligation.severity.rawValue)` implies it", $0.fact.callSpan) },
      fixes: removal(of: demand.fact).map { [$0] } ?? [])
  }
}
