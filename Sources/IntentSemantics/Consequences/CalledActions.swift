import IntentSource
import IntentSyntax

/// A call of an action.
struct CalledAction {
  /// Index into the sources of reactions.
  let reaction: Int
  /// The number of the action.
  let action: Int
  let nameSpan: Span
  let span: Span
}

// Finds every call of an action.
extension SystemAnalysis {
  /// Requires: all items are collected.
  mutating func collectCalls() {
    for reaction in reactionSources.indices {
      tree = reactionSources[reaction].tree
      collectCalls(reactionSources[reaction].body, reaction)
    }
    for item in actions.values {
      let number = actionTable.add(item.node.name.symbol, spellings)
      actionTable[number].isDeclared = true
    }
  }

  /// The entity at the start of the trigger, where it begins with one.
  func subject(of call: CalledAction) -> String? {
    guard case .when(let item) = reactionSources[call.reaction] else { return nil }
    switch item.node.trigger {
    case .event(let path), .lasting(let path, _), .before(_, let path), .after(_, let path):
      let name = text(path.names[0])
      return entities[name] == nil ? nil : name
    case .evolved, .error: return nil
    }
  }

  private mutating func collectCalls(_ statements: NodeList<StatementID>, _ reaction: Int) {
    for id in statements {
      switch trees[tree][id].kind {
      case .consequence(_, let id): collectCalls(id, reaction)
      case .if(let branch):
        collectCalls(branch.then, reaction)
        if let otherwise = branch.otherwise { collectCalls(otherwise, reaction) }
      case .forEach(let loop): collectCalls(loop.body, reaction)
      default: break
      }
    }
  }

  private mutating func collectCalls(_ id: ConsequenceID, _ reaction: Int) {
    add(trees[tree][id].action.name, trees[tree][id].action.span, reaction)
    for modifier in trees[tree][id].modifiers {
      switch modifier.kind {
      case .undo(let call): add(call.name, call.span, reaction)
      case .fallback(let id): collectCalls(id, reaction)
      default: break
      }
    }
  }

  private mutating func add(_ name: Name, _ span: Span, _ reaction: Int) {
    calls.append(
      CalledAction(reaction: reaction, action: actionTable.add(name.symbol, spellings), nameSpan: name.span, span: span))
  }
}
