import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// What the modifiers of a consequence say.
private struct LoweredModifiers {
  var within: Int64?
  var retry = 0
  var requires: String?
  var unless: ExprIR?
  var undo: UndoIR?
  var fallback: [ObligationIR] = []
}

// Lowers `must`, `should` and `could` with their modifiers.
extension SystemAnalysis {
  mutating func lowerConsequence(
    _ id: ConsequenceID, _ severity: ObligationIR.Severity, _ context: ReactionContext, replacing replaced: ConsequenceFactID? = nil
  ) -> ObligationIR? {
    let node = trees[tree][id]
    let rule = takeRule()
    let call = lowerCall(node.action, context.scope)
    let fact = call == nil ? nil : noteConsequence(node, in: context.guardedBy, replacing: replaced)
    var said = LoweredModifiers(requires: requiredPermission(node.action))
    for (index, modifier) in node.modifiers.enumerated() {
      let word = modifier.kind.word
      if index > 0, let first = node.modifiers[..<index].first(where: { $0.kind.word == word }) {
        report(
          .badModifier, "`\(word)` is said twice", at: modifier.span, notes: [DiagnosticNote("the first stands here", first.span)])
        continue
      }
      apply(modifier, to: &said, severity, context, fact)
    }
    guard let call else { return nil }
    let result = ObligationIR(
      rule: rule, severity: severity, call: call, within: said.within, retry: said.retry, requires: said.requires, unless: said.unless,
      undo: said.undo, fallback: said.fallback, origin: origin(node.span))
    if let fact { consequenceFacts[fact.index].obligation = result }
    return result
  }

  /// Notes the uses of actions in a consequence: its own, and those of its `undo` and its `fallback`.
  mutating func collectUses(in id: ConsequenceID, _ scope: Scope) {
    let node = trees[tree][id]
    recordUse(node.action, scope)
    for modifier in node.modifiers {
      switch modifier.kind {
      case .undo(let call): recordUse(call, scope)
      case .fallback(let id): collectUses(in: id, scope)
      default: break
      }
    }
  }

  private mutating func apply(
    _ modifier: Modifier, to said: inout LoweredModifiers, _ severity: ObligationIR.Severity, _ context: ReactionContext,
    _ fact: ConsequenceFactID?
  ) {
    switch modifier.kind {
    case .within(let id): said.within = constantDuration(id)
    case .retry(let id): said.retry = retryCount(id) ?? 0
    case .requires(let name):
      if said.requires != nil {
        report(.badModifier, "`requires` is said twice", at: modifier.span)
      } else {
        said.requires = permission(name)
      }
    case .unless(let id): said.unless = condition(id, context.scope.later)
    case .undo(let call):
      let rule = takeRule()
      if let lowered = lowerCall(call, context.scope) { said.undo = UndoIR(rule: rule, call: lowered) }
    case .fallback(let id):
      if let fallback = lowerConsequence(id, severity, context, replacing: fact) { said.fallback = [fallback] }
    }
  }

  private mutating func retryCount(_ id: ExprID) -> Int? {
    let written = expr(id)
    if case .literal(.number(let number)) = written.kind, let count = number.int, (0...1000).contains(count) { return count }
    if case .error = written.kind { return nil }
    report(.badModifier, "`retry` takes a whole number up to 1000", at: written.span)
    return nil
  }

  /// `requires: permission` as a label inside the call.
  private mutating func requiredPermission(_ call: ActionCall) -> String? {
    for argument in call.arguments where argument.label?.symbol == Symbol(.requires) {
      guard case .name(let name) = expr(argument.value).kind else {
        report(.badModifier, "`requires` takes the name of a permission", at: expr(argument.value).span)
        return nil
      }
      return permission(name)
    }
    return nil
  }

  /// A declaration of the permission, and of the role that grants it where there is none.
  private func missingPermission(_ name: String) -> String {
    let role = inOrder(roles).first?.name
    return (role == nil ? "role administrator  " : "") + "permission \(name) granted by \(role ?? "administrator")"
  }

  private mutating func permission(_ name: Name) -> String? {
    if permissions[text(name)] != nil { return text(name) }
    if roles[text(name)] != nil {
      let declaration = "permission may_\(text(name)) granted by \(text(name))"
      report(.undeclaredPermission, "`\(text(name))` is a role; what it grants is a permission: `\(declaration)`", at: name.span)
      return nil
    }
    reportUndeclared(
      .undeclaredPermission, "no permission is named `\(text(name))`", name, among: Array(permissions.keys),
      missing: .item(missingPermission(text(name))))
    return nil
  }
}
