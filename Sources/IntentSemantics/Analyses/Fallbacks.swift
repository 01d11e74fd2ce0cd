import IntentDiagnostics
import IntentIR

// Finds fallbacks that ask for what they replace, or that nothing ever falls back to. Those that come back by way of their evidence are
// cascades.
extension SystemAnalysis {
  mutating func findIdleFallbacks(_ demands: [Demand]) {
    for demand in demands {
      guard let replaced = demand.fact.replaced, let place = consequenceFacts[replaced.index].modifiers["fallback"] else { continue }
      let before = consequenceFacts[replaced.index]
      tree = demand.fact.tree
      let call = demand.obligation.call
      if let same = ancestors(of: demand).first(where: { fact in
        fact.obligation.map { $0.call.action == call.action && $0.call.canonicalText == call.canonicalText } ?? false
      }) {
        report(
          .idleFallback, "this fallback asks for `\(demand.obligation.call.text)`, which it stands in for", at: place,
          notes: [DiagnosticNote("it is asked for here", same.callSpan)], fixes: [removal(of: place, "fallback", in: demand.fact.tree)])
      } else if let obligation = before.obligation, obligation.within == nil,
        case .awaited(let event)? = actionFacts[obligation.call.action]?.evidence
      {
        report(
          .idleFallback, "this fallback is never reached: nobody acts to bring about `\(event)`, so nothing fails, and nothing is late",
          at: place, notes: [DiagnosticNote("a deadline belongs here: `within:`", before.callSpan)])
      }
    }
  }

  /// What the fallback stands in for, the nearest first.
  private func ancestors(of demand: Demand) -> [ConsequenceFact] {
    var result: [ConsequenceFact] = []
    var next = demand.fact.replaced
    while let id = next {
      result.append(consequenceFacts[id.index])
      next = consequenceFacts[id.index].replaced
    }
    return result
  }
}
