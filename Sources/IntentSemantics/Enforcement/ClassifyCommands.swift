import IntentIR

// The promises of workflows, roles and commands.
extension SystemAnalysis {
  mutating func classifyCommands() {
    for workflow in ir.workflows { classify(workflow) }
    for permission in ir.permissions {
      add(.permission, "\(permission.name) granted by \(anyOf(permission.grantedBy))", .permission, permission.origin)
    }
    for role in ir.roles {
      for grant in role.reads {
        guard let condition = grant.condition else { continue }
        add(.access, "\(role.name) reads \(grant.target) where \(condition.plainText)", .rowFilter, grant.origin)
      }
    }
    for mutation in ir.mutations {
      add(.access, "\(mutation.name) by \(anyOf(mutation.callers))", .access(isOpen: !mutation.callers.isEmpty), mutation.origin)
      classifyValues(mutation.parameters, of: mutation.name)
      for statement in mutation.body { classify(statement, of: mutation.name) }
    }
    for query in ir.queries {
      add(.access, "\(query.name) by \(anyOf(query.callers))", .access(isOpen: !query.callers.isEmpty), query.origin)
      classifyValues(query.parameters, of: query.name)
    }
    for view in ir.views {
      add(.access, "\(view.name) for \(anyOf(view.roles))", .access(isOpen: !view.roles.isEmpty), view.origin)
    }
  }

  private func anyOf(_ roles: [String]) -> String { roles.isEmpty ? "nobody" : listed(roles, "or") }

  private mutating func classify(_ workflow: WorkflowIR) {
    for move in workflow.moves {
      let name = "\(workflow.entity).\(workflow.field): \(move.from) -> \(move.to)"
      add(.move, "\(name) by \(anyOf(move.roles))", .move, move.origin)
      guard let condition = move.condition else { continue }
      let reach: PromiseReach = isAlways(condition) ? .always : .depends(on: .own)
      add(.move, "\(name) if \(condition.plainText)", .moveGuard(reach, asksWho: condition.asksWho), move.origin)
    }
  }

  private mutating func classify(_ statement: CommandIR, of mutation: String) {
    switch statement.kind {
    case .require(let condition, let refusal):
      add(.require, "\(mutation): \(refusal ?? condition.plainText)", .require, statement.origin)
    case .branch(_, let then, let otherwise):
      for inner in then + otherwise { classify(inner, of: mutation) }
    case .forEach(_, _, _, let body):
      for inner in body { classify(inner, of: mutation) }
    default: break
    }
  }
}

extension ExprIR {
  /// `true` iff it speaks of `me`.
  fileprivate var asksWho: Bool { kind == .local("me") || children.contains { $0.asksWho } }

  /// The canonical text without the brackets around the whole.
  var plainText: String {
    let text = text
    guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
    var depth = 0
    for (offset, character) in text.enumerated() {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0 { return offset == text.count - 1 ? String(text.dropFirst().dropLast()) : text }
    }
    return text
  }
}
