import IntentDiagnostics
import IntentIR

// Finds an `undo` that can never be due: it takes back what was met once a later consequence of its block fails, and none comes after.
extension SystemAnalysis {
  mutating func findIdleUndos(_ demands: [Demand]) {
    guard demands.contains(where: { $0.obligation.undo != nil }) else { return }
    var last: [UndoBlock: ConsequenceFactID] = [:]
    for index in consequenceFacts.indices where consequenceFacts[index].replaced == nil {
      last[block(of: consequenceFacts[index])] = ConsequenceFactID(index: index)
    }
    for demand in demands {
      guard let undo = demand.obligation.undo, let place = place(of: "undo", in: demand.fact) else { continue }
      // Of several instances the later may fail, and what was met for those before it is taken back.
      guard loops(around: demand).isEmpty, last[block(of: demand.fact)] == first(of: demand.id) else { continue }
      tree = demand.fact.tree
      report(
        .idleUndo, "`\(undo.call.text)` is never due: no consequence of this block comes after, whose failure would ask for it", at: place,
        fixes: [removal(of: place, "undo", in: demand.fact.tree, isGuess: true)])
    }
  }

  /// What the failure of one consequence takes back: all of a reaction that stands under one `if` or `else`, or under none.
  private struct UndoBlock: Hashable {
    let reaction: Int
    let decision: ConditionID?
  }

  private func block(of fact: ConsequenceFact) -> UndoBlock {
    let decision = conditions(around: fact.condition).last { id in
      switch conditionFacts[id.index].kind {
      case .decision, .otherwise: true
      default: false
      }
    }
    return UndoBlock(reaction: fact.reaction, decision: decision)
  }

  /// The consequence that this one stands in for in the end; itself where it is no fallback.
  private func first(of id: ConsequenceFactID) -> ConsequenceFactID {
    var first = id
    while let replaced = consequenceFacts[first.index].replaced { first = replaced }
    return first
  }
}
