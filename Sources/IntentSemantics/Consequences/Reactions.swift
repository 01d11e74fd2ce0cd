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

  var body: [StatementID] {
    switch self {
    case .when(let item): item.node.body
    case .schedule(let item): item.node.body
    }
  }
}

/// What a `for each` goes over.
struct LoopHeader {
  let binder: String
  let collection: ExprIR
  let filter: ExprIR?
  /// The scope of its body.
  let scope: Scope
  /// `false` iff its `with` is wrong.
  let isKnown: Bool
}

/// What the statements of a reaction are lowered with.
struct ReactionContext {
  var scope: Scope
  /// Of the trigger and the conditions on the way to here, in canonical text: a part of each rule's identity.
  var path: Fingerprint
  /// The innermost condition around here.
  var guardedBy: ConditionID?

  /// The context a step further in.
  func within(_ scope: Scope, _ path: Fingerprint, guardedBy condition: ConditionID? = nil) -> ReactionContext {
    ReactionContext(scope: scope, path: path, guardedBy: condition ?? guardedBy)
  }
}

// Checks and lowers `when` and `every`.
extension SystemAnalysis {
  /// Finds every reaction, in the order of the text; files by path. Requires: all items are collected.
  mutating func collectReactions() {
    let all = whens.map { ReactionSource.when($0) } + schedules.map { ReactionSource.schedule($0) }
    reactionSources = all.sorted { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }
  }

  mutating func lowerReactions() {
    ir.reactions.reserveCapacity(reactionSources.count)
    consequenceFacts.reserveCapacity(calls.count)
    for source in reactionSources {
      if let reaction = lowerReaction(source) { ir.reactions.append(reaction) }
    }
    ir.actions.reserveCapacity(actionFacts.count)
    for (name, facts) in actionFacts.sorted {
      ir.actions.append(
        ActionIR(
          name: name, parameters: lowered(facts.parameters), evidence: facts.evidence, isInferred: facts.isInferred, doc: facts.doc,
          origin: facts.origin))
    }
  }

  /// One reaction, or `nil` where its trigger is wrong.
  mutating func lowerReaction(_ source: ReactionSource) -> ReactionIR? {
    tree = source.tree
    nextRule = 0
    let trigger =
      switch source {
      case .when(let item): resolveTrigger(item.node)
      case .schedule(let item): resolveSchedule(item.node)
      }
    guard let trigger else { return nil }
    crossings = trigger.isEvent ? [] : nil
    defer { crossings = nil }
    if isInferring {
      for id in source.body { collectUses(in: id, trigger.scope) }
      return nil
    }
    let context = ReactionContext(
      scope: trigger.scope, path: Fingerprint(of: trigger.trigger.text), guardedBy: noteTrigger(of: source, trigger))
    let body = lowerStatements(source.body, context)
    return ReactionIR(
      trigger: trigger.trigger, triggerText: trigger.text, subject: trigger.subject, other: trigger.other, body: body,
      crossings: crossings ?? [], doc: doc(source.doc), origin: origin(source.span))
  }

  private mutating func lowerStatements(_ ids: [StatementID], _ context: ReactionContext) -> [StatementIR] {
    ids.compactMap { id in
      let statement = trees[tree][id]
      switch statement.kind {
      case .consequence(let obligation, let id):
        let severity: ObligationIR.Severity =
          switch obligation {
          case .must: .must
          case .should: .should
          case .could: .could
          }
        return lowerConsequence(id, severity, context).map { .obligation($0) }
      case .if(let branch): return lowerBranch(branch, context, at: statement.span)
      case .forEach(let loop): return lowerForEach(loop, context, at: statement.span)
      default: return nil
      }
    }
  }

  private mutating func lowerBranch(_ branch: IfStatement, _ context: ReactionContext, at span: Span) -> StatementIR? {
    let rule = takeRule()
    let condition = condition(branch.condition, context.scope)
    func path(_ word: String) -> Fingerprint {
      let path = context.path.appending(word)
      return condition.map { path.appending($0) } ?? path
    }
    let place = expr(branch.condition).span
    let whenTrue = condition.flatMap { note(.decision, $0, true, in: context.guardedBy, at: place) }
    var inner = context.scope.assuming(condition)
    bindPayloads(of: branch.condition, in: &inner)
    let then = guarded(byKnown: condition != nil) {
      $0.lowerStatements(branch.then, context.within(inner, path("\nif "), guardedBy: whenTrue))
    }
    var otherwiseRule = -1
    var otherwise: [StatementIR] = []
    if let statements = branch.otherwise {
      otherwiseRule = takeRule()
      let scope = context.scope.assuming(condition, false)
      let whenFalse = condition.flatMap { note(.otherwise, $0, false, in: context.guardedBy, at: place) }
      otherwise = guarded(byKnown: condition != nil) {
        $0.lowerStatements(statements, context.within(scope, path("\nelse of "), guardedBy: whenFalse))
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
    let step = "\nfor each \(header.binder) in \(header.collection.text)" + (header.filter.map { " with \($0.text)" } ?? "")
    let loopID = note(
      .loop(header.binder), header.filter ?? ExprIR(.literal(.bool(true)), .bool), true, in: context.guardedBy,
      at: loop.condition.map { expr($0).span } ?? span)
    let body = guarded(byKnown: header.isKnown) {
      $0.lowerStatements(loop.body, context.within(header.scope, context.path.appending(step), guardedBy: loopID))
    }
    if !header.isKnown { return nil }
    let words =
      text(loop.name) + (loop.collection.map { " in \(sourceText($0))" } ?? "")
      + (loop.condition.map { " with \(sourceText($0))" } ?? "")
    return .forEach(
      ForEachIR(
        binder: header.binder, collection: header.collection, condition: header.filter, text: words, body: body, origin: origin(span)))
  }

  /// What a `for each` goes over, or `nil` after a report.
  mutating func loopHeader(_ loop: ForEachStatement, _ scope: Scope) -> LoopHeader? {
    let name = text(loop.name)
    var collection: ExprIR?
    if let id = loop.collection {
      collection = check(id, scope)
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
    let (inner, instance) = scope.inside(element, named: name)
    guard case .local(let binder) = instance.kind else { return nil }
    var filter: ExprIR?
    if let id = loop.condition { filter = condition(id, inner) }
    return LoopHeader(
      binder: binder, collection: collection, filter: filter, scope: inner.assuming(filter),
      isKnown: loop.condition == nil || filter != nil)
  }

  /// Notes the uses of actions in a statement, and lowers nothing.
  private mutating func collectUses(in id: StatementID, _ scope: Scope) {
    switch trees[tree][id].kind {
    case .consequence(_, let id): collectUses(in: id, scope)
    case .if(let branch):
      let condition = condition(branch.condition, scope)
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
