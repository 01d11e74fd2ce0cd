import IntentDiagnostics
import IntentIR
import IntentSyntax

// Finds consequences that wait without a deadline for an event that nothing in the spec brings about: each stays in memory for ever.
extension SystemAnalysis {
  mutating func findEndlessWaits(_ demands: [Demand]) {
    let inside = Set(ir.actions.compactMap(\.emittedEvent)).union(eventsFromElsewhere)
    for index in demands.indices where actionTable[demands[index].fact.action].isAwait {
      let demand = demands[index]
      guard demand.obligation.within == nil, demand.obligation.unless == nil, demand.obligation.fallback.isEmpty,
        let event = awaitedEvent(ofAction: demand.fact.action), !inside.contains(event)
      else { continue }
      tree = demand.fact.tree
      report(
        .endlessWait, "this waits for `\(event)` without a deadline, and nothing in the spec brings `\(event)` about",
        at: demand.fact.callSpan, label: "a `within:` would end it")
    }
  }

  /// What an `await` waits for.
  func awaitedEvent(ofAction action: Int) -> String? {
    guard actionTable[action].isAwait, case .awaited(let event)? = actionTable.evidence(of: action) else { return nil }
    return event
  }

  /// The events that mutations emit, and those that the spec says come from outside.
  var eventsFromElsewhere: Set<String> {
    var result: Set<String> = []
    for item in inOrder(mutations) {
      let tree = trees[item.tree]
      func collect(_ statements: NodeList<StatementID>) {
        for id in statements {
          switch tree[id].kind {
          case .emit(let name, _): result.insert(text(name))
          case .if(let branch):
            collect(branch.then)
            collect(branch.otherwise ?? .empty)
          case .forEach(let loop): collect(loop.body)
          default: break
          }
        }
      }
      collect(item.node.body)
    }
    for capability in ir.contract.capabilities {
      for case .event(let name) in capability.accepts { result.insert(name) }
    }
    return result
  }
}
