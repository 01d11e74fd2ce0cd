import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// What the statements of a mutation are lowered with. Each statement leaves what the next may rely on.
struct CommandContext {
  var scope: Scope
  let callers: RoleList
  /// Instances that this mutation has created: the entity of each, by its name in the lowered form.
  var created: [String: String] = [:]
  /// Instances that are gone, in canonical text, with the place where they were deleted.
  var deleted: [String: Span] = [:]
  var states = KnownStates()
  /// What `for each` binds around here, the outermost first.
  var loops: [(binder: String, collection: ExprIR)] = []
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
      case .require(let condition, let refusal): kind = lowerRequire(condition, refusal, &context)
      case .create(let entity, let arguments, let binder):
        kind = lowerCreate(entity, arguments, binder, &context, at: statement.span)
      case .update(let target, let arguments): kind = lowerUpdate(target, arguments, &context, at: statement.span)
      case .move(let target, let state): kind = lowerMove(target, state, &context, at: statement.span)
      case .delete(let target): kind = lowerDelete(target, &context)
      case .emit(let event, let arguments): kind = lowerEmit(event, arguments, context.scope, at: statement.span)
      case .if(let branch): kind = lowerBranch(branch, &context)
      case .forEach(let loop): kind = lowerLoop(loop, &context)
      default:
        // What could not be read may have proved something.
        unknownGuards += 1
        kind = nil
      }
      if let kind { result.append(CommandIR(kind, origin: origin(statement.span))) }
    }
    return result
  }

  /// What `require` asks for is known in what follows.
  private mutating func lowerRequire(_ id: ExprID, _ refusal: Name?, _ context: inout CommandContext) -> CommandIR.Kind? {
    guard let condition = condition(id, context.scope) else {
      unknownGuards += 1
      bindPayloads(of: id, in: &context.scope)
      return nil
    }
    _ = note(.check, condition, at: expr(id).span)
    context.scope = context.scope.assuming(condition)
    context.states.learn(condition) { workflowStates($0, $1) }
    bindPayloads(of: id, in: &context.scope)
    return .require(condition, refusal: refusal.map { text($0) })
  }

  private mutating func lowerBranch(_ branch: IfStatement, _ context: inout CommandContext) -> CommandIR.Kind? {
    let condition = condition(branch.condition, context.scope)
    if let condition { _ = note(.check, condition, at: expr(branch.condition).span) }
    var inner = context
    inner.scope = context.scope.assuming(condition)
    if let condition { inner.states.learn(condition) { workflowStates($0, $1) } }
    bindPayloads(of: branch.condition, in: &inner.scope)
    let then = guarded(byKnown: condition != nil) { $0.lowerCommands(branch.then, &inner) }
    var other = context
    other.scope = context.scope.assuming(condition, false)
    if let condition { other.states.learn(condition, false) { workflowStates($0, $1) } }
    let otherwise = guarded(byKnown: condition != nil) { $0.lowerCommands(branch.otherwise ?? .empty, &other) }
    context.states = inner.states.joined(other.states)
    // What is gone on both ways is gone.
    context.deleted = inner.deleted.filter { other.deleted[$0.key] != nil }
    context.scope.forget(fieldsUpdated(in: branch))
    return condition.map { .branch($0, then: then, otherwise: otherwise) }
  }

  private mutating func lowerLoop(_ loop: ForEachStatement, _ context: inout CommandContext) -> CommandIR.Kind? {
    // A later round sees what an earlier one changed.
    context.scope.forget(fieldsUpdated(in: loop.body))
    context.states.forgetAll()
    guard let header = loopHeader(loop, context.scope) else { return nil }
    var inner = context
    inner.scope = header.scope
    inner.loops.append((header.binder, header.collection))
    if let filter = header.filter { inner.states.learn(filter) { workflowStates($0, $1) } }
    let body = guarded(byKnown: header.isKnown) { $0.lowerCommands(loop.body, &inner) }
    if !header.isKnown { return nil }
    return .forEach(binder: header.binder, header.collection, condition: header.filter, body: body)
  }

  /// The states of a workflow's field; `nil` for any other field.
  private func workflowStates(_ entity: String, _ field: String) -> [String]? {
    guard commands.workflowByField["\(entity).\(field)"] != nil, case .choice(let choice)? = entityFacts[entity]?.field(field)?.ir?.type
    else { return nil }
    return cases(of: choice)
  }

  private func fieldsUpdated(in branch: IfStatement) -> Set<String> {
    fieldsUpdated(in: branch.then).union(branch.otherwise.map { fieldsUpdated(in: $0) } ?? [])
  }

  /// The names of the fields that the statements give new values, with all that they hold.
  private func fieldsUpdated(in ids: NodeList<StatementID>) -> Set<String> {
    var names: Set<String> = []
    for id in ids {
      switch trees[tree][id].kind {
      case .update(_, let arguments): names.formUnion(arguments.compactMap { $0.label.map { text($0) } ?? wordOf($0.value) })
      case .if(let branch): names.formUnion(fieldsUpdated(in: branch))
      case .forEach(let loop): names.formUnion(fieldsUpdated(in: loop.body))
      default: break
      }
    }
    return names
  }
}

extension Scope {
  /// Forgets what was proved of the fields, which may have other values now.
  mutating func forget(_ fields: Set<String>) {
    if fields.isEmpty { return }
    func speaksOfThem(_ text: String) -> Bool {
      text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { fields.contains(String($0)) }
    }
    forget(where: speaksOfThem)
  }
}
