import IntentDiagnostics
import IntentIR
import IntentSource

/// A way from a cause to an event, by consequences that are each in time as late as they may be.
private struct SlowWay {
  let event: String
  let milliseconds: Int64
  let steps: [Demand]
}

// Finds a consequence that waits for an event for less time than those have who bring it about.
extension SystemAnalysis {
  mutating func findLongDeadlines(_ demands: [Demand], _ causes: [ArraySlice<Demand>], _ facts: SystemFacts) {
    if !demands.indices.contains(where: { awaitedEvent(of: demands[$0]) != nil }) { return }
    var emitters: [String: Int] = [:]
    for action in ir.actions {
      if let event = action.emittedEvent { emitters[event, default: 0] += 1 }
    }
    // Only what somebody emits is looked for.
    if emitters.isEmpty { return }
    let outside = eventsFromElsewhere
    var byEvent: [String: [Demand]] = [:]
    for demand in demands {
      if let event = demand.reaction.evidenceName { byEvent[event, default: []].append(demand) }
    }
    for group in causes {
      for waiting in group {
        guard let event = awaitedEvent(of: waiting), waiting.obligation.within != nil, emitters[event] == 1, !outside.contains(event)
        else { continue }
        let limit = total(of: waiting)
        let starts = group.filter { $0.id != waiting.id && implies(waiting, anyOf: [$0], facts) }
        if let way = fastest(to: event, starts, byEvent), way.milliseconds > limit { reportTooLong(waiting, event, way) }
      }
    }
  }

  private func awaitedEvent(of demand: Demand) -> String? {
    awaitedEvent(ofAction: demand.fact.action)
  }

  /// From the cause until it is late: a fallback's time begins where that of what it replaces ends.
  private func total(of demand: Demand) -> Int64 {
    var total = demand.deadline
    var next = demand.fact.replaced
    while let id = next {
      total = total.addingReportingOverflow(consequenceFacts[id.index].obligation?.within ?? 0).partialValue
      next = consequenceFacts[id.index].replaced
    }
    return total
  }

  /// The way that leaves the least time to all who are on it, over consequences that are due whenever their event comes.
  private func fastest(to event: String, _ starts: [Demand], _ byEvent: [String: [Demand]]) -> SlowWay? {
    var pending = starts.compactMap { demand in
      evidence(of: demand).map { SlowWay(event: $0, milliseconds: total(of: demand), steps: [demand]) }
    }
    var seen: Set<String> = []
    while let place = pending.indices.min(by: { (pending[$0].milliseconds, $0) < (pending[$1].milliseconds, $1) }) {
      let way = pending.remove(at: place)
      if way.event == event { return way }
      guard seen.insert(way.event).inserted, way.steps.count < 8 else { continue }
      for demand in byEvent[way.event] ?? [] {
        guard demand.fact.condition == nil, demand.fact.replaced == nil, let next = evidence(of: demand) else { continue }
        let (sum, overflow) = way.milliseconds.addingReportingOverflow(demand.deadline)
        if !overflow { pending.append(SlowWay(event: next, milliseconds: sum, steps: way.steps + [demand])) }
      }
    }
    return nil
  }

  /// The event that is the evidence of a consequence that somebody acts on and nothing waives.
  private func evidence(of demand: Demand) -> String? {
    if demand.obligation.unless != nil { return nil }
    switch actionTable.evidence(of: demand.fact.action) {
    case .done?: return "\(demand.obligation.call.action).done"
    case .event(let event)?: return event
    case .awaited?, nil: return nil
    }
  }

  private mutating func reportTooLong(_ waiting: Demand, _ event: String, _ way: SlowWay) {
    tree = waiting.fact.tree
    let notes = way.steps.map { step in
      DiagnosticNote(
        "`\(step.obligation.call.text)` may take \(durationText(total(of: step)))",
        place(of: "within", in: step.fact) ?? step.fact.callSpan)
    }
    report(
      .deadlineTooLong,
      "this waits \(durationText(waiting.deadline)) for `\(event)`, and what brings it about has \(durationText(way.milliseconds))",
      at: place(of: "within", in: waiting.fact) ?? waiting.fact.callSpan, notes: notes)
  }
}

extension ActionIR {
  /// The declared event that is its evidence; `nil` for `<action>.done`, for which nothing waits with `await_`, and for one that waits.
  var emittedEvent: String? {
    if case .event(let event) = evidence { event } else { nil }
  }
}
