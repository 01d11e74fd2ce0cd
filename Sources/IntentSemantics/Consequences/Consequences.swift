import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers `must`, `should` and `could` with their modifiers.
extension SystemAnalysis {
  mutating func lowerConsequence(
    _ id: ConsequenceID, _ severity: ObligationIR.Severity, _ context: ReactionContext, replacing replaced: ConsequenceFactID? = nil
  ) -> ObligationIR? {
    let node = trees[tree][id]
    let rule = takeRule()
    let call = lowerCall(node.action, context.scope)
    let places = ModifierPlaces(of: node.modifiers)
    let fact = call == nil ? nil : noteConsequence(node, places, in: context.guardedBy, replacing: replaced)
    var result = ObligationIR(
      rule: rule, severity: severity, call: call ?? ActionCallIR(action: "", arguments: [], text: ""),
      requires: requiredPermission(node.action), origin: origin(node.span))
    result.identity = identity(context.path, result.call)
    for modifier in node.modifiers {
      let word = modifier.kind.word
      if let first = places[word], first != modifier.span {
        report(.badModifier, "`\(word)` is said twice", at: modifier.span, notes: [DiagnosticNote("the first stands here", first)])
        continue
      }
      apply(modifier, to: &result, severity, context, fact)
    }
    if let fact { consequenceFacts[fact.index].obligation = result }
    return call == nil ? nil : result
  }

  /// Notes the uses of actions in a consequence: its own, and those of its `undo` and its `fallback`.
  mutating func collectUses(in id: ConsequenceID, _ scope: Scope) {
    let node = trees[tree][id]
    _ = lowerCall(node.action, scope)
    for modifier in node.modifiers {
      switch modifier.kind {
      case .undo(let call): _ = lowerCall(call, scope)
      case .fallback(let id): collectUses(in: id, scope)
      default: break
      }
    }
  }

  private mutating func apply(
    _ modifier: Modifier, to result: inout ObligationIR, _ severity: ObligationIR.Severity, _ context: ReactionContext,
    _ fact: ConsequenceFactID?
  ) {
    switch modifier.kind {
    case .within(let id): result.within = constantDuration(id)
    case .retry(let id): result.retry = retryCount(id) ?? 0
    case .requires(let name):
      if result.requires != nil {
        report(.badModifier, "`requires` is said twice", at: modifier.span)
      } else {
        result.requires = permission(name)
      }
    case .unless(let id): result.unless = condition(id, context.scope.later)
    case .undo(let call):
      let rule = takeRule()
      guard let lowered = lowerCall(call, context.scope) else { return }
      result.undo = UndoIR(
        rule: rule, call: lowered,
        identity: identity(context.path.appending("\nundo of ").appending(result.call), lowered))
    case .fallback(let id):
      let inner = context.within(context.scope, context.path.appending("\nfallback of ").appending(result.call))
      if let fallback = lowerConsequence(id, severity, inner, replacing: fact) { result.fallback = [fallback] }
    }
  }

  private func identity(_ path: Fingerprint, _ call: ActionCallIR) -> UInt64 {
    path.appending("\n").appending(call).low
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
