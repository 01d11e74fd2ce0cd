import IntentDiagnostics
import IntentIR
import IntentSource

// Finds fallbacks that ask for what they replace, or that nothing ever falls back to. Those that come back by way of their evidence are
// cascades.
extension SystemAnalysis {
  mutating func findIdleFallbacks(_ demands: [Demand]) {
    for index in demands.indices where demands[index].fact.replaced != nil {
      let demand = demands[index]
      guard let replaced = demand.fact.replaced else { continue }
      let before = consequenceFacts[replaced.index]
      if let same = ancestor(of: demand) {
        guard let place = place(of: "fallback", in: before) else { continue }
        tree = demand.fact.tree
        report(
          .idleFallback, "this fallback asks for `\(demand.obligation.call.text)`, which it stands in for", at: place,
          notes: [DiagnosticNote("it is asked for here", same)],
          // What it falls back to in turn would go, too.
          fixes: [removal(of: place, "fallback", in: demand.fact.tree, isGuess: !demand.obligation.fallback.isEmpty)])
      } else if !before.isWrong, let obligation = before.obligation, obligation.within == nil,
        let event = awaitedEvent(ofAction: before.action), let place = place(of: "fallback", in: before)
      {
        tree = demand.fact.tree
        report(
          .idleFallback, "this fallback is never reached: nobody acts to bring about `\(event)`, so nothing fails, and nothing is late",
          at: place, notes: [DiagnosticNote("a deadline belongs here: `within:`", before.callSpan)])
      }
    }
  }

  /// The nearest call that the fallback stands in for and that asks for the same.
  private func ancestor(of demand: Demand) -> Span? {
    var next = demand.fact.replaced
    while let id = next {
      if consequenceFacts[id.index].action == demand.fact.action,
        consequenceFacts[id.index].obligation?.call.canonicalText == demand.obligation.call.canonicalText
      {
        return consequenceFacts[id.index].callSpan
      }
      next = consequenceFacts[id.index].replaced
    }
    return nil
  }
}
