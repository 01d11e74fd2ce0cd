import IntentSource
import IntentSyntax

/// A call of an action, in the tree of its file.
struct CalledAction {
  let tree: Int
  let call: ActionCall
  /// The entity at the start of the trigger, where it begins with one.
  let subject: String?
}

// Finds every call of an action.
extension SystemAnalysis {
  /// Requires: all items are collected.
  mutating func collectCalls() {
    for source in reactionSources {
      tree = source.tree
      collectCalls(source.body, subject(of: source))
    }
    for call in calls { actionNames.insert((), as: text(call.call.name)) }
    for name in actions.keys { actionNames.insert((), as: name) }
  }

  private func subject(of source: ReactionSource) -> String? {
    guard case .when(let item) = source else { return nil }
    switch item.node.trigger {
    case .event(let path), .lasting(let path, _), .before(_, let path), .after(_, let path):
      let name = text(path.names[0])
      return entities[name] == nil ? nil : name
    case .evolved, .error: return nil
    }
  }

  private mutating func collectCalls(_ statements: [StatementID], _ subject: String?) {
    for id in statements {
      switch trees[tree][id].kind {
      case .consequence(_, let id): collectCalls(id, subject)
      case .if(let branch):
        collectCalls(branch.then, subject)
        collectCalls(branch.otherwise ?? [], subject)
      case .forEach(let loop): collectCalls(loop.body, subject)
      default: break
      }
    }
  }

  private mutating func collectCalls(_ id: ConsequenceID, _ subject: String?) {
    let node = trees[tree][id]
    calls.append(CalledAction(tree: tree, call: node.action, subject: subject))
    for modifier in node.modifiers {
      switch modifier.kind {
      case .undo(let call): calls.append(CalledAction(tree: tree, call: call, subject: subject))
      case .fallback(let id): collectCalls(id, subject)
      default: break
      }
    }
  }
}
