import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// A `when` or an `every`.
enum ReactionSource {
  case when(Declared<WhenItem>)
  case schedule(Declared<ScheduleItem>)

  var tree: Int {
    switch self {
    case .when(let item): item.tree
    case .schedule(let item): item.tree
    }
  }

  var span: Span {
    switch self {
    case .when(let item): item.span
    case .schedule(let item): item.span
    }
  }

  var doc: DocComment? {
    switch self {
    case .when(let item): item.doc
    case .schedule(let item): item.doc
    }
  }

  var body: NodeList<StatementID> {
    switch self {
    case .when(let item): item.node.body
    case .schedule(let item): item.node.body
    }
  }

  /// `true` for `when intent.evolved`, which has no subject and is not lowered as a reaction.
  var isEvolution: Bool {
    if case .when(let item) = self, case .evolved = item.node.trigger { true } else { false }
  }

  /// `true` iff it names a subject.
  var hasBinder: Bool {
    if case .when(let item) = self { item.node.binder != nil } else { false }
  }
}

/// What a `for each` goes over.
struct LoopHeader {
  let binder: String
  let collection: ExprIR
  let filter: ExprIR?
  /// What the filters of the collection say of each instance, and no round changes.
  let known: [ExprIR]
  /// Where the collection stands.
  let span: Span
  /// The scope of its body.
  let scope: Scope
  /// `false` iff its `with` is wrong.
  let isKnown: Bool
}

/// What the statements of a reaction are lowered with.
struct ReactionContext {
  var scope: Scope
  /// The innermost condition around here.
  var guardedBy: ConditionID?
  /// The locals that an `unless` may read: those that are still known when it is read again. `nil` where the subject is gone.
  var lasting: [String]?
  /// The binders of the `for each` around here that go through instances.
  var loops: [String] = []
  /// The local of an instance that the cause has just created.
  var newborn: String?

  /// The context a step further in.
  func within(_ scope: Scope, guardedBy condition: ConditionID?) -> ReactionContext {
    ReactionContext(scope: scope, guardedBy: condition ?? guardedBy, lasting: lasting, loops: loops, newborn: newborn)
  }
}

// Checks and lowers `when` and `every`.
extension SystemAnalysis {
  /// Finds every reaction, in the order of the text; files by path. Requires: all items are collected.
  mutating func collectReactions() {
    func inOrder(_ sources: [ReactionSource]) -> [ReactionSource] {
      sources.sorted { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }
    }
    reactionSources = inOrder(whens.map { .when($0) } + schedules.map { .schedule($0) }) + inOrder(evolutions.map { .when($0) })
  }

  mutating func lowerReactions() {
    ir.reactions.reserveCapacity(reactionSources.count)
    consequenceFacts.reserveCapacity(calls.count)
    for index in reactionSources.indices {
      tree = reactionSources[index].tree
      nextRule = 0
      let kept = settled.open(index)
      if reactionSources[index].isEvolution {
        // Nobody knows what a name for its subject would stand for.
        if reactionSources[index].hasBinder { continue }
        evolutionBodies += lowerStatements(reactionSources[index].body, ReactionContext(scope: Scope(), lasting: []))
        continue
      }
      // One whose trigger is wrong is left out.
      guard let trigger = kept ?? resolveTrigger(of: reactionSources[index]) else { continue }
      ir.reactions.append(lowerReaction(reactionSources[index], trigger))
    }
    settled = SettledReactions()
    ir.actions.reserveCapacity(actionTable.count)
    for action in actionTable.sorted {
      if let facts = actionTable[action].facts { ir.actions.append(lowerAction(action, facts)) }
    }
  }

  private mutating func lowerAction(_ action: Int, _ facts: ActionFacts) -> ActionIR {
    var parameters: [FieldIR] = []
    if !facts.parameters.isEmpty { parameters.reserveCapacity(facts.parameters.count) }
    for place in facts.parameters {
      if let parameter = lowered(actionTable.parameters[place]) { parameters.append(parameter) }
    }
    return ActionIR(
      name: actionTable[action].name, parameters: parameters, evidence: actionTable[action].evidence, isInferred: facts.isInferred,
      doc: actionTable[action].doc, origin: facts.origin)
  }

  private mutating func lowerReaction(_ source: ReactionSource, _ trigger: ResolvedTrigger) -> ReactionIR {
    crossings = trigger.isEvent ? [] : nil
    defer { crossings = nil }
    var context = ReactionContext(scope: trigger.scope, guardedBy: noteTrigger(of: source, trigger), lasting: [])
    switch trigger.trigger {
    case .created: (context.lasting, context.newborn) = ([trigger.subject].compactMap { $0 }, trigger.subject)
    case .deleted: context.lasting = nil
    case .assigned: context.lasting = [trigger.subject, trigger.other].compactMap { $0 }
    default: context.lasting = [trigger.subject].compactMap { $0 }
    }
    let body = lowerStatements(source.body, context)
    return ReactionIR(
      trigger: trigger.trigger, triggerText: trigger.text, subject: trigger.subject, other: trigger.other, body: body,
      crossings: crossings ?? [], doc: doc(source.doc), origin: origin(source.span))
  }

  private mutating func resolveTrigger(of source: ReactionSource) -> ResolvedTrigger? {
    switch source {
    case .when(let item): resolveTrigger(item.node)
    case .schedule(let item): resolveSchedule(item.node)
    }
  }

  private mutating func lowerStatements(_ ids: NodeList<StatementID>, _ context: ReactionContext) -> [StatementIR] {
    var result: [StatementIR] = []
    result.reserveCapacity(ids.count)
    for id in ids {
      let statement = trees[tree][id]
      switch statement.kind {
      case .consequence(let obligation, let id):
        let severity: ObligationIR.Severity =
          switch obligation {
          case .must: .must
          case .should: .should
          case .could: .could
          }
        if let lowered = lowerConsequence(id, severity, context) { result.append(.obligation(lowered)) }
      case .if(let branch):
        if let lowered = lowerBranch(branch, context, at: statement.span) { result.append(lowered) }
      case .forEach(let loop):
        if let lowered = lowerForEach(loop, context, at: statement.span) { result.append(lowered) }
      default: break
      }
    }
    return result
  }

  private mutating func lowerBranch(_ branch: IfStatement, _ context: ReactionContext, at span: Span) -> StatementIR? {
    let rule = takeRule()
    let condition = settle(branch.condition) { $0.condition(branch.condition, context.scope) }
    let place = expr(branch.condition).span
    let whenTrue = condition.flatMap { note(.decision, $0, true, in: context.guardedBy, at: place) }
    var inner = context.scope.assuming(condition)
    bindPayloads(of: branch.condition, in: &inner)
    let then = guarded(byKnown: condition != nil) {
      $0.lowerStatements(branch.then, context.within(inner, guardedBy: whenTrue))
    }
    var otherwiseRule = -1
    var otherwise: [StatementIR] = []
    if let statements = branch.otherwise {
      otherwiseRule = takeRule()
      let scope = context.scope.assuming(condition, false)
      let whenFalse = condition.flatMap { note(.otherwise, $0, false, in: context.guardedBy, at: place) }
      otherwise = guarded(byKnown: condition != nil) {
        $0.lowerStatements(statements, context.within(scope, guardedBy: whenFalse))
      }
    }
    guard let condition else { return nil }
    return .branch(
      BranchIR(
        rule: rule, condition: condition, text: sourceText(branch.condition), then: then, otherwiseRule: otherwiseRule,
        otherwise: otherwise, origin: origin(span)))
  }

  private mutating func lowerForEach(_ loop: ForEachStatement, _ context: ReactionContext, at span: Span) -> StatementIR? {
    guard let header = loopHeader(loop, context.scope) else { return nil }
    if let newborn = context.newborn, header.collection.isReached(from: newborn), let place = loop.collection {
      reportNothingYet(header.collection, newborn, at: expr(place).span)
    }
    let loopID = note(
      .loop(header.binder), header.filter ?? ExprIR(.literal(.bool(true)), .bool), true, in: noteKnown(header, in: context.guardedBy),
      at: loop.condition.map { expr($0).span } ?? header.span)
    var inner = context.within(header.scope, guardedBy: loopID)
    // What a consequence is about is kept with it: the innermost instance.
    if case .list(.entity) = header.collection.type {
      inner.lasting = inner.lasting.map { $0.filter { !context.loops.contains($0) } + [header.binder] }
      inner.loops.append(header.binder)
    }
    let body = guarded(byKnown: header.isKnown) { $0.lowerStatements(loop.body, inner) }
    if !header.isKnown { return nil }
    let words =
      text(loop.name) + (loop.collection.map { " in \(sourceText($0))" } ?? "")
      + (loop.condition.map { " with \(sourceText($0))" } ?? "")
    return .forEach(
      ForEachIR(
        binder: header.binder, collection: header.collection, condition: header.filter, text: words, body: body, origin: origin(span)))
  }

  /// A `for each` over what points at an instance that was created just now.
  private mutating func reportNothingYet(_ collection: ExprIR, _ newborn: String, at place: Span) {
    guard case .list(.entity(let entity)) = collection.type else { return }
    report(
      .neverTrue, "a new `\(newborn)` has none of these yet, so nothing here is ever due: wait for `\(entity).created`", at: place,
      label: "what is here is judged just after `\(newborn).created`, before anything that follows it")
  }

  /// Notes what the filters of a collection say of each instance; the innermost condition from there on.
  mutating func noteKnown(_ header: LoopHeader, in outer: ConditionID?) -> ConditionID? {
    var inner = outer
    for filter in header.known { inner = note(.known, filter, in: inner, at: header.span) ?? inner }
    return inner
  }

  /// What a `for each` goes over, or `nil` after a report. `rounds` is what its rounds change.
  mutating func loopHeader(_ loop: ForEachStatement, _ scope: Scope, rounds: [Change] = []) -> LoopHeader? {
    let name = text(loop.name)
    if loop.collection != nil { reportBuiltIn(loop.name) }
    var collection: ExprIR?
    if let id = loop.collection {
      collection = settle(id) { $0.check(id, scope) }
      if let found = collection, !isList(found) {
        report(.mismatch, "`for each` goes over a collection, and this is `\(found.type.described)`", at: expr(id).span)
        collection = nil
      }
    } else if entities[name] != nil {
      let all = ExprIR(.instances(entity: name), .list(.entity(name)))
      noteRead(all, at: loop.name.span)
      collection = all
    } else {
      reportNoEntity(loop.name)
    }
    guard let collection, case .list(let element) = collection.type else { return nil }
    let (opened, instance) = scope.inside(element, named: name)
    guard case .local(let binder) = instance.kind else { return nil }
    var inner = opened.assumingFilters(of: collection, binder: binder)
    // Each instance has one round.
    let changes = collection.isSet ? rounds.map { $0.sparing(binder) } : rounds
    forget(changes, &inner)
    var filter: ExprIR?
    if let id = loop.condition { filter = settle(id) { [inner] in $0.condition(id, inner) } }
    return LoopHeader(
      binder: binder, collection: collection, filter: filter,
      known: collection.filters(of: binder).filter { !isChanged($0, by: changes) },
      span: loop.collection.map { expr($0).span } ?? loop.name.span, scope: inner.assuming(filter),
      isKnown: loop.condition == nil || filter != nil)
  }

  /// Notes the uses of actions in a reaction, lowers nothing, and keeps what lowering would find again.
  mutating func collectUses(in reaction: Int) {
    let source = reactionSources[reaction]
    tree = source.tree
    if source.isEvolution {
      if source.hasBinder { return }
      for id in source.body { collectUses(in: id, Scope()) }
      return
    }
    let before = withheld
    guard let trigger = resolveTrigger(of: source) else { return }
    crossings = trigger.isEvent ? [] : nil
    defer { crossings = nil }
    // Further uses of an action may change the types in its evidence.
    let isCertain = if case .done = trigger.trigger { false } else { withheld == before }
    if isCertain { settled.begin(reaction, trigger) }
    let scope = trigger.scope
    for id in source.body { collectUses(in: id, scope) }
    settled.end(reaction)
  }

  private mutating func collectUses(in id: StatementID, _ scope: Scope) {
    switch trees[tree][id].kind {
    case .consequence(_, let id): collectUses(in: id, scope)
    case .if(let branch):
      let condition = settle(branch.condition) { $0.condition(branch.condition, scope) }
      var inner = scope.assuming(condition)
      bindPayloads(of: branch.condition, in: &inner)
      for id in branch.then { collectUses(in: id, inner) }
      guard let otherwise = branch.otherwise else { return }
      inner = scope.assuming(condition, false)
      for id in otherwise { collectUses(in: id, inner) }
    case .forEach(let loop):
      guard let header = loopHeader(loop, scope) else { return }
      guarded(byKnown: header.isKnown) {
        for id in loop.body { $0.collectUses(in: id, header.scope) }
      }
    default: break
    }
  }

  private func isList(_ value: ExprIR) -> Bool {
    if case .list = value.type { true } else { false }
  }

  mutating func takeRule() -> Int {
    defer { nextRule += 1 }
    return nextRule
  }
}
