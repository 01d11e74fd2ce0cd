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
    var fact: ConsequenceFactID?
    if call != nil, let action = actionTable.number(of: node.action.name.symbol) {
      fact = noteConsequence(id, of: action, in: context.guardedBy, replacing: replaced)
    }
    var (within, retry) = (Int64?.none, 0)
    var requires = requiredPermission(node.action)
    var unless: ExprIR?
    var undo: UndoIR?
    var fallback: [ObligationIR] = []
    for index in node.modifiers.indices where index == 0 || isFirst(index, of: node.modifiers) {
      switch node.modifiers[index].kind {
      case .within(let id): within = constantDuration(id)
      case .retry(let id): retry = retryCount(id) ?? 0
      case .requires(let name):
        if requires != nil {
          report(.badModifier, "`requires` is said twice", at: node.modifiers[index].span)
        } else {
          requires = permission(name)
        }
      case .unless(let id): unless = exception(id, context)
      case .undo(let call):
        let rule = takeRule()
        if let lowered = lowerCall(call, context.scope) { undo = UndoIR(rule: rule, call: lowered) }
      case .fallback(let id):
        if let lowered = lowerConsequence(id, severity, context, replacing: fact) { fallback = [lowered] }
      }
    }
    guard let call = consume call else { return nil }
    let result = ObligationIR(
      rule: rule, severity: severity, call: consume call, within: within, retry: retry, requires: consume requires,
      unless: consume unless, undo: consume undo, fallback: consume fallback, origin: origin(node.span))
    if let fact { consequenceFacts[fact.index].obligation = result }
    return result
  }

  /// What stands behind `unless`, which is read again later: nothing has crossed then, and not all names stand for something.
  private mutating func exception(_ id: ExprID, _ context: ReactionContext) -> ExprIR? {
    guard let condition = condition(id, context.scope.later) else { return nil }
    if condition.hasCrossing {
      report(
        .badCrosses, "`crosses` asks whether the cause itself did it, and `unless` is read again later: ask it in an `if` around this",
        at: expr(id).span)
      return nil
    }
    let gone = condition.locals.subtracting(condition.binders).subtracting(context.lasting ?? []).sorted()
    guard let first = gone.first, context.lasting != nil else { return condition }
    let kept = (context.lasting ?? []).filter { context.scope.locals.contains($0) }.map { "`\($0)`" }
    let start = kept.isEmpty ? "" : "it may start from \(kept.joined(separator: " and ")); "
    let advice = start + "ask the rest in an `if` around this"
    report(.forgottenName, "`\(first)` is not kept, and `unless` is read again later: \(advice)", at: expr(id).span)
    return nil
  }

  /// `true` iff the word of the modifier is said for the first time; else it is reported.
  private mutating func isFirst(_ index: Int, of modifiers: NodeList<Modifier>) -> Bool {
    let word = modifiers[index].kind.word
    guard let first = modifiers[..<index].first(where: { $0.kind.word == word }) else { return true }
    report(
      .badModifier, "`\(word)` is said twice", at: modifiers[index].span, notes: [DiagnosticNote("the first stands here", first.span)])
    return false
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
