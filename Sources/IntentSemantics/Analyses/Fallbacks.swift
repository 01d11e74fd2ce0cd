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
      if let same = ancestor(of: demand, askingFor: demand.obligation.call) {
        report(
          .idleFallback, "this fallback asks for `\(demand.obligation.call.text)`, which it stands in for", at: place,
          notes: [DiagnosticNote("it is asked for here", same.callSpan)], fixes: [removal(of: place, "fallback", in: demand.fact.tree)])
      } else if !before.isWrong, before.obligation?.within == nil,
        case .awaited(let event)? = before.obligation.flatMap({ actionFacts[$0.call.action]?.evidence })
      {
        report(
          .idleFallback, "this fallback is never reached: nobody acts to bring about `\(event)`, so nothing fails, and nothing is late",
          at: place, notes: [DiagnosticNote("a deadline belongs here: `within:`", before.callSpan)])
      }
    }
  }

  /// The nearest of what the fallback stands in for that asks for the same.
  private func ancestor(of demand: Demand, askingFor call: ActionCallIR) -> ConsequenceFact? {
    var next = demand.fact.replaced
    while let id = next {
      let fact = consequenceFacts[id.index]
      if let other = fact.obligation?.call, other.action == call.action, other.canonicalText == call.canonicalText { return fact }
      next = fact.replaced
    }
    return nil
  }
}
