import IntentSource
import IntentSyntax

/// A call of an action, in the tree of its file.
struct CalledAction {
  let tree: Int
  let call: ActionCall
}

// Finds every call of an action.
extension SystemAnalysis {
  /// Requires: all items are collected.
  mutating func collectCalls() {
    for source in reactionSources {
      tree = source.tree
      collectCalls(source.body)
    }
    actionNames = Set(calls.map { text($0.call.name) }).union(actions.keys)
  }

  private mutating func collectCalls(_ statements: [StatementID]) {
    for id in statements {
      switch trees[tree][id].kind {
      case .consequence(_, let id): collectCalls(id)
      case .if(let branch):
        collectCalls(branch.then)
        collectCalls(branch.otherwise ?? [])
      case .forEach(let loop): collectCalls(loop.body)
      default: break
      }
    }
  }

  private mutating func collectCalls(_ id: ConsequenceID) {
    let node = trees[tree][id]
    calls.append(CalledAction(tree: tree, call: node.action))
    for modifier in node.modifiers {
      switch modifier.kind {
      case .undo(let call): calls.append(CalledAction(tree: tree, call: call))
      case .fallback(let id): collectCalls(id)
      default: break
      }
    }
  }
}
