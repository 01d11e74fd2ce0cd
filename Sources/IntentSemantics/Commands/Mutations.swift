import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// An instance that is needed by one of `holder`, through its relation.
struct Requirement {
  /// The name of what is needed, in the lowered form.
  let local: String
  let holder: String
  let field: FieldFact
}

/// What the statements of a mutation are lowered with. Each statement leaves what the next may rely on.
struct CommandContext {
  var scope: Scope
  let callers: RoleList
  /// Instances that this mutation has created, by their names in the lowered form, each with the locals that were there before it.
  var created: [String: (entity: String, older: Set<String>)] = [:]
  var states = KnownStates()
  /// What `for each` and `as` bind around here, the outermost first, each with what its value comes from.
  var loops: [(binder: String, collection: ExprIR)] = []
  /// What was created here and needs an instance that has a name.
  var required: [Requirement] = []
  /// The conditions that hold here, the outermost first.
  var known: [ConditionID] = []
  /// What the statements of this block have changed.
  var changes: [Change] = []

  /// Instances that are gone, by their canonical texts.
  var deleted: [String: Deletion] {
    get { scope.deleted }
    set { scope.deleted = newValue }
  }

  /// Forgets what may be needed no more.
  mutating func forgetRequired(_ changes: [Change]) {
    required.removeAll { requirement in
      changes.contains { change in
        guard change.entity == requirement.holder else { return false }
        switch change.kind {
        case .deletion: return true
        case .field(let name): return name == requirement.field.name
        case .creation, .event: return false
        }
      }
    }
  }

  /// Takes the condition for true in what follows.
  mutating func learn(_ condition: ConditionID?) {
    if let condition { known.append(condition) }
  }
}

// Checks and lowers mutations.
extension SystemAnalysis {
  mutating func lowerMutations() {
    for declaration in inOrder(mutations) {
      tree = declaration.tree
      lowerMutation(declaration)
    }
  }

  private mutating func lowerMutation(_ declaration: Declared<MutationItem>) {
    guard let facts = commands.mutations[declaration.name] else { return }
    let (parameters, scope) = parameters(of: facts, for: facts.callers)
    var context = CommandContext(scope: scope, callers: facts.callers)
    commands.ownLocals = ["me"]
    commands.isInMutation = true
    let (body, sites) = readSites { $0.lowerCommands(declaration.node.body, &context) }
    commands.isInMutation = false
    checkReads(sites, by: facts.callers, in: "`\(declaration.name)`")
    warnIfNobody(may: "call mutation `\(declaration.name)`", declaration.name, facts.callers, declaration.nameSpan)
    ir.mutations.append(
      MutationIR(
        name: declaration.name, parameters: parameters, callers: facts.callers.names, body: body, effects: effects(of: body),
        doc: doc(declaration.doc), origin: origin(declaration.span)))
  }

  /// The parameters, lowered, and the scope with them and with `me`.
  mutating func parameters(of facts: CallableFacts, for roles: RoleList) -> ([FieldIR], Scope) {
    var scope = scope(for: roles)
    bind(facts.parameters, in: &scope)
    return (facts.parameters.compactMap { lowered($0) }, scope)
  }

  mutating func warnIfNobody(may what: String, _ name: String, _ callers: RoleList, _ span: Span) {
    guard callers.names.isEmpty, callers.isCertain, !mayBeLost(name) else { return }
    report(.nobodyMay, "nobody may \(what): name a role in `by`, or in a role's `can:`", at: span)
  }

  /// The statements of a block; `context` ends up as the statement behind the block would find it.
  mutating func lowerCommands(_ ids: NodeList<StatementID>, _ context: inout CommandContext) -> [CommandIR] {
    var result: [CommandIR] = []
    let (outerGuards, outerLocals) = (unknownGuards, commands.ownLocals)
    // What is created in a block has its name only there.
    defer { (unknownGuards, commands.ownLocals) = (outerGuards, outerLocals) }
    for id in ids {
      let statement = trees[tree][id]
      let kind: CommandIR.Kind?
      switch statement.kind {
      case .require(let condition, let refusal):
        result += lowerRequire(condition, refusal, &context, at: statement.span)
        continue
      case .create(let entity, let arguments, let binder):
        kind = lowerCreate(entity, arguments, binder, &context, at: statement.span)
      case .update(let target, let arguments): kind = lowerUpdate(target, arguments, &context, at: statement.span)
      case .move(let target, let state): kind = lowerMove(target, state, &context, at: statement.span)
      case .delete(let target): kind = lowerDelete(target, &context)
      case .emit(let event, let arguments): kind = lowerEmit(event, arguments, &context, at: statement.span)
      case .if(let branch): kind = lowerBranch(branch, &context, at: statement.span)
      case .forEach(let loop): kind = lowerLoop(loop, &context)
      default:
        // What could not be read may have proved something.
        unknownGuards += 1
        kind = nil
      }
      if let kind { result.append(CommandIR(kind, origin: origin(statement.span))) }
    }
    return result.withoutIdleBindings
  }

  /// What `require` asks for is known in what follows.
  private mutating func lowerRequire(
    _ id: ExprID, _ refusal: Name?, _ context: inout CommandContext, at span: Span
  ) -> [CommandIR] {
    guard let condition = condition(id, context.scope) else {
      unknownGuards += 1
      return bindings(of: id, &context, at: span)
    }
    let noted = note(.check, condition, in: context.known.last, at: expr(id).span)
    learn(condition, true, noted, &context)
    return [CommandIR(.require(condition, refusal: refusal.map { text($0) }), origin: origin(span))] + bindings(of: id, &context, at: span)
  }

  private mutating func lowerBranch(_ branch: IfStatement, _ context: inout CommandContext, at span: Span) -> CommandIR.Kind? {
    let condition = condition(branch.condition, context.scope)
    let place = expr(branch.condition).span
    var (inner, other) = (context, context)
    (inner.changes, other.changes) = ([], [])
    if let condition {
      learn(condition, true, note(.check, condition, in: context.known.last, at: place), &inner)
      learn(condition, false, note(.otherwise, condition, false, in: context.known.last, at: place), &other)
    }
    let bound = bindings(of: branch.condition, &inner, at: span)
    let then = guarded(byKnown: condition != nil) { bound + $0.lowerCommands(branch.then, &inner) }
    let otherwise = guarded(byKnown: condition != nil) { $0.lowerCommands(branch.otherwise ?? .empty, &other) }
    context.states = inner.states.joined(other.states)
    context.scope.learnJoined(inner.scope, other.scope)
    // What is gone on both ways is gone.
    context.deleted = inner.deleted.filter { other.deleted[$0.key] != nil }
    context.changes += inner.changes + other.changes
    forget(inner.changes + other.changes, &context.known)
    context.forgetRequired(inner.changes + other.changes)
    return condition.map { .branch($0, then: then.withoutIdleBindings, otherwise: otherwise) }
  }

  /// Takes it for true in what follows that `condition` is `truth`.
  private mutating func learn(_ condition: ExprIR, _ truth: Bool, _ noted: ConditionID?, _ context: inout CommandContext) {
    context.learn(noted)
    context.scope = context.scope.assuming(condition, truth)
    context.states.learn(condition, truth) { workflowStates($0, $1) }
  }

  /// What `as c` of a condition names keeps the value that it had, whatever is changed later.
  private mutating func bindings(of id: ExprID, _ context: inout CommandContext, at span: Span) -> [CommandIR] {
    var result: [CommandIR] = []
    for (name, value) in payloads(of: id, context.scope) {
      guard let value else {
        context.scope.bind(name, to: nil)
        continue
      }
      guard case .local(let local) = context.scope.bind(name, value.type).kind else { continue }
      context.loops.append((local, value))
      result.append(CommandIR(.bind(local, value), origin: origin(span)))
    }
    return result
  }

  private mutating func lowerLoop(_ loop: ForEachStatement, _ context: inout CommandContext) -> CommandIR.Kind? {
    // A later round sees what an earlier one changed.
    let rounds = isInferring ? [] : changes(in: loop, context)
    guard let header = loopHeader(loop, context.scope, rounds: rounds) else { return nil }
    forget(rounds, &context)
    context.changes += rounds
    var inner = context
    inner.changes = []
    inner.scope = header.scope
    inner.loops.append((header.binder, header.collection))
    for filter in header.known {
      inner.learn(note(.known, filter, in: inner.known.last, at: header.span))
      inner.states.learn(filter) { workflowStates($0, $1) }
    }
    if let filter = header.filter, let id = loop.condition {
      inner.learn(note(.check, filter, in: inner.known.last, at: expr(id).span))
      inner.states.learn(filter) { workflowStates($0, $1) }
    }
    let body = guarded(byKnown: header.isKnown) { $0.lowerCommands(loop.body, &inner) }
    if isInferring { context.changes += inner.changes }
    if !header.isKnown { return nil }
    return .forEach(binder: header.binder, header.collection, condition: header.filter, body: body)
  }

  /// What the rounds of a loop change, found by lowering its body before it is known what holds there.
  private mutating func changes(in loop: ForEachStatement, _ context: CommandContext) -> [Change] {
    silently { analysis in
      guard let header = analysis.loopHeader(loop, context.scope) else { return [] }
      var inner = context
      inner.changes = []
      inner.scope = header.scope
      _ = analysis.lowerCommands(loop.body, &inner)
      return inner.changes
    }
  }

  /// The states of a workflow's field; `nil` for any other field.
  private func workflowStates(_ entity: String, _ field: String) -> [String]? {
    guard commands.workflowByField["\(entity).\(field)"] != nil, case .choice(let choice)? = entityFacts[entity]?.field(field)?.ir?.type
    else { return nil }
    return cases(of: choice)
  }
}

extension [CommandIR] {
  /// The statements without the bindings that none of those behind them reads.
  fileprivate var withoutIdleBindings: [CommandIR] {
    indices.compactMap { index in
      guard case .bind(let name, _) = self[index].kind else { return self[index] }
      let isRead = self[(index + 1)...].contains { $0.expressions.contains { $0.locals.contains(name) } }
      return isRead ? self[index] : nil
    }
  }
}
