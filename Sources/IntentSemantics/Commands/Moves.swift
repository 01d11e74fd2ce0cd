import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `move x to state`.
extension SystemAnalysis {
  mutating func lowerMove(_ path: Path, _ state: Name, _ context: inout CommandContext, at span: Span) -> CommandIR.Kind? {
    guard let (target, entity) = instance(path, context, for: "move"), let facts = entityFacts[entity] else { return nil }
    let fields = facts.fields.filter { $0.ir?.role == .workflow }
    if fields.isEmpty {
      // One that could not be read, or whose entity is wrong, may have been this entity's.
      let isAnyLost = workflows.values.contains { commands.workflows[$0.name] == nil || mayBeLost($0.name) }
      if facts.fields.contains(where: { $0.ir == nil }) || mayBeLost(entity) || isAnyLost { return nil }
      report(
        .badTarget, "`\(entity)` has no workflow, so nothing moves it", at: path.span,
        notes: entities[entity].map { [DiagnosticNote("it is declared here", $0.nameSpan)] } ?? [])
      return nil
    }
    let name = text(state)
    let found = states(name, of: entity).filter { found in fields.contains { $0.name == found.field } }
    guard let match = found.first, let key = match.state else {
      let all = fields.flatMap { field -> [String] in
        guard case .choice(let choice)? = field.ir?.type else { return [] }
        return cases(of: choice)
      }
      reportUndeclared(
        .undeclaredMember, "`\(entity)` has no state `\(name)` in a workflow", state, among: all,
        advice: "it has \(all.map { "`\($0)`" }.joined(separator: ", "))")
      return nil
    }
    let result = CommandIR.Kind.move(target, entity: entity, field: match.field, state: key)
    let workflow = commands.workflowByField["\(entity).\(match.field)"].flatMap { commands.workflows[$0] }
    let field = ExprIR(.field(target, entity: entity, name: match.field), facts.field(match.field)?.type ?? .bool)
    var isRight = true
    if let workflow, !workflow.isUncertain {
      isRight = isReachable(key, from: context.states.states(of: field), workflow, state, context)
      if isRight { noteGuards(key, from: context.states.states(of: field), of: target, workflow, state, context) }
    }
    note(Change(kind: .field(match.field), entity: entity, target: target), &context)
    context.states.enter(key, field)
    let isThere = ExprIR(.isState(target, entity: entity, field: match.field, state: key), .bool)
    context.learn(note(.known, isThere, in: context.known.last, at: span))
    return isRight ? result : nil
  }

  /// Of the moves to the state one must be open to the instance: it is judged beside what is known here whether any can be.
  private mutating func noteGuards(
    _ state: String, from states: Set<String>?, of target: ExprIR, _ workflow: WorkflowFacts, _ name: Name, _ context: CommandContext
  ) {
    let moves = workflow.moves.filter { $0.to == state && states?.contains($0.from) != false }
    let guards = moves.compactMap { $0.isRight ? $0.condition?.replacing([workflow.entity: target]) : nil }
    guard let first = guards.first, guards.count == moves.count else { return }
    let either = guards.dropFirst().reduce(first) { $0 == $1 ? $0 : ExprIR(.binary(.or, $0, $1), .bool) }
    _ = note(.move(to: state, by: moves[0].span), either, in: context.known.last, at: name.span)
  }

  /// `true` iff some move leads to the state from one of `states`, where they are known, and one of the callers may make it.
  private mutating func isReachable(
    _ state: String, from states: Set<String>?, _ workflow: WorkflowFacts, _ name: Name, _ context: CommandContext
  ) -> Bool {
    let all = workflow.moves.filter { $0.to == state }
    let place = workflows[workflow.name].map { [DiagnosticNote("the workflow stands here", $0.nameSpan)] } ?? []
    let moves = states.map { states in all.filter { states.contains($0.from) } } ?? all
    if moves.isEmpty, !all.isEmpty {
      // Where no state is possible, what excludes them all is the mistake.
      guard let states, !states.isEmpty else { return true }
      let here = workflow.states.filter(states.contains).map { "`\($0)`" }.joined(separator: " or ")
      report(
        .noSuchMove, "no move of `\(workflow.name)` leads from \(here) to `\(state)`", at: name.span,
        label: "it is in \(here) here", notes: [DiagnosticNote("a move to `\(state)` stands here", all[0].span)])
      return false
    }
    guard let first = moves.first else {
      // A state that nothing leads to is reported in the workflow, but for the initial one.
      if state == workflow.initial {
        report(
          .noSuchMove, "`\(state)` is where `\(workflow.name)` begins, and no move leads back to it", at: name.span, notes: place)
      }
      return false
    }
    let callers = context.callers
    // A move with no role or a wrong one was reported, and so was a wrong caller.
    let isAnyUnclear = moves.contains { !$0.roles.isCertain || $0.roles.names.isEmpty }
    if !callers.isCertain || callers.names.isEmpty || isAnyUnclear { return true }
    let allowed = Set(moves.flatMap(\.roles.names))
    if callers.names.contains(where: allowed.contains) { return true }
    let who = callers.names.map { "`\($0)`" }.joined(separator: " nor ")
    let others = allowed.sorted().map { "`\($0)`" }.joined(separator: " and ")
    report(
      .moveNotAllowed,
      callers.names.count == 1
        ? "\(who) may not move anything to `\(state)`; \(others) may" : "neither \(who) may move anything to `\(state)`; \(others) may",
      at: name.span, notes: [DiagnosticNote("the move stands here", first.span)])
    return false
  }
}
