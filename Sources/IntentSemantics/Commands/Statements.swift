import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// The statements of a mutation that change something.
extension SystemAnalysis {
  /// `create entity(…) as i`.
  mutating func lowerCreate(
    _ name: Name, _ arguments: NodeList<Argument>, _ binder: Name?, _ context: inout CommandContext, at span: Span
  ) -> CommandIR.Kind? {
    let entity = text(name)
    guard let facts = entityFacts[entity] else {
      reportNoEntity(name)
      checkWithoutType(arguments, context.scope)
      if let binder { context.scope.bind(text(binder), to: nil) }
      return nil
    }
    let owner = FieldOwner(name: entity, word: "field", fields: facts.fields)
    let created = Set(context.created.keys)
    let given = given(arguments, to: owner, context.scope) { analysis, fact, argument in
      analysis.refuseWorkflowField(fact, argument, of: entity)
    }
    let isWhole = reportMissing(given, of: owner, context.scope, at: name.span, in: span)
    for (argument, fact) in parts(arguments, facts) { checkWhole(argument, fact, given, created, entity) }
    let older = context.scope.locals
    note(Change(kind: .creation, entity: entity), &context)
    var local: String?
    if let binder {
      var isTaken = false
      if reportBuiltIn(binder) {
      } else if case .nothing = find(text(binder), context.scope) {
      } else {
        report(.duplicate, "`\(text(binder))` means something here already: give what is created another name", at: binder.span)
        isTaken = true
      }
      let bound = context.scope.bind(text(binder), .entity(entity))
      // A field that is in scope hides it.
      if isTaken, case .value(let found) = find(text(binder), context.scope), found != bound { context.scope.spoil(text(binder)) }
      if case .local(let name) = bound.kind {
        local = name
        context.created[name] = (entity, older)
        commands.ownLocals.insert(name)
        for field in facts.fields {
          guard let workflow = commands.workflowByField["\(entity).\(field.name)"].flatMap({ commands.workflows[$0] }) else { continue }
          context.states.enter(workflow.initial, self.field(field, of: bound, entity))
        }
        learn(given, in: facts, of: bound, &context)
      }
    }
    noteRequired(by: given, in: facts, &context)
    if !given.isRight { unknownGuards += 1 }
    noteStored(given, in: facts, context)
    return isWhole && given.isRight ? .create(entity: entity, fields: given.labelled, binder: local) : nil
  }

  /// A workflow field begins at `initial`, and nothing else may be said of it.
  private mutating func refuseWorkflowField(_ fact: FieldFact, _ argument: Argument, of entity: String) -> Bool {
    guard fact.ir?.role == .workflow, let workflow = commands.workflowByField["\(entity).\(fact.name)"],
      let facts = commands.workflows[workflow]
    else { return false }
    if case .name(let written) = expr(argument.value).kind, text(written) == facts.initial { return false }
    report(
      .workflowField, "`\(entity).\(fact.name)` begins at `\(facts.initial)`, the initial state of `\(workflow)`: leave it out",
      at: expr(argument.value).span, fixes: [Fix("write `\(facts.initial)`", replace: expr(argument.value).span, with: facts.initial)])
    return true
  }

  /// The arguments for the wholes that an entity's instances are parts of.
  private func parts(_ arguments: NodeList<Argument>, _ facts: EntityFacts) -> [(Argument, FieldFact)] {
    arguments.compactMap { argument in
      let name = argument.label.map { text($0) } ?? wordOf(argument.value)
      return name.flatMap { facts.field($0) }.flatMap { $0.ir?.role == .partOf ? (argument, $0) : nil }
    }
  }

  /// A part is created in its whole's own append.
  private mutating func checkWhole(
    _ argument: Argument, _ fact: FieldFact, _ given: GivenFields, _ created: Set<String>, _ entity: String
  ) {
    guard let value = given.values[fact.name] else { return }
    if case .local(let name) = value.kind, created.contains(name) { return }
    let whole = value.type.text
    report(
      .partWithoutWhole, "`\(entity)` is part of `\(whole)`, and is created only with it in the same mutation",
      at: expr(argument.value).span, label: "create the `\(whole)` before, with `as`",
      notes: [DiagnosticNote("`part_of` stands here", fact.span)])
  }

  /// `update x(field: value)`.
  mutating func lowerUpdate(
    _ path: Path, _ arguments: NodeList<Argument>, _ context: inout CommandContext, at span: Span
  ) -> CommandIR.Kind? {
    guard let (target, entity) = instance(path, context, for: "update"), let facts = entityFacts[entity] else {
      checkWithoutType(arguments, context.scope)
      return nil
    }
    if facts.isImmutable {
      report(
        .fixedField, "`\(entity)` is immutable, so no update exists for it", at: path.span,
        notes: entities[entity].map { [DiagnosticNote("it is declared here", $0.nameSpan)] } ?? [])
      return nil
    }
    if arguments.isEmpty {
      report(.badFields, "this `update` says no field: write `update \(sourceText(path))(field: value)`", at: span)
      return nil
    }
    let owner = FieldOwner(name: entity, word: "field", fields: facts.fields)
    let given = given(arguments, to: owner, context.scope) { analysis, fact, argument in
      analysis.refuseFixedField(fact, argument, of: entity, path, arguments.count == 1 ? span : nil)
    }
    for name in given.named.sorted() {
      let givesValue = given.values[name]?.type.isOptional == false
      note(Change(kind: .field(name), entity: entity, target: target, givesValue: givesValue), &context)
    }
    learn(given, in: facts, of: target, &context)
    if !given.isRight { unknownGuards += 1 }
    noteStored(given, in: facts, context)
    return given.isRight ? .update(target, entity: entity, fields: given.labelled) : nil
  }

  /// What a statement has given to the fields of an instance holds behind it.
  private mutating func learn(_ given: GivenFields, in facts: EntityFacts, of instance: ExprIR, _ context: inout CommandContext) {
    for field in facts.fields {
      guard let value = given.values[field.name] else { continue }
      let own = self.field(field, of: instance, facts.name)
      if !value.type.isOptional { context.scope.prove(own) }
      if value.constant != nil, let place = given.places[field.name] {
        context.learn(note(.known, ExprIR(.binary(.equal, own, value), .bool), in: context.known.last, at: place))
      }
    }
  }

  /// What is created points at these from here on, and cannot be without them.
  private func noteRequired(by given: GivenFields, in facts: EntityFacts, _ context: inout CommandContext) {
    for field in facts.fields {
      guard case .entity? = field.type, case .local(let name)? = given.values[field.name]?.unnarrowed.kind else { continue }
      context.required.append(Requirement(local: name, holder: facts.name, field: field))
    }
  }

  private func field(_ field: FieldFact, of target: ExprIR, _ entity: String) -> ExprIR {
    ExprIR(.field(target, entity: entity, name: field.name), field.type ?? .text)
  }

  /// What no update may change. `statement` is the whole of it where it says nothing else.
  private mutating func refuseFixedField(
    _ fact: FieldFact, _ argument: Argument, of entity: String, _ path: Path, _ statement: Span?
  ) -> Bool {
    let span = argument.label?.span ?? expr(argument.value).span
    switch fact.ir?.role {
    case .workflow:
      var fixes: [Fix] = []
      if let statement, case .name(let state) = expr(argument.value).kind, !states(text(state), of: entity).isEmpty {
        let move = "move \(sourceText(path)) to \(text(state))"
        fixes = [Fix("write `\(move)`", replace: statement, with: move)]
      }
      report(.workflowField, "`\(entity).\(fact.name)` has a workflow, and only `move` changes it", at: span, fixes: fixes)
      return true
    case .belongsTo, .partOf:
      let word = fact.ir?.role == .partOf ? "part_of" : "belongs_to"
      report(
        .fixedField, "`\(entity).\(fact.name)` is fixed at creation by `\(word)`", at: span,
        notes: [DiagnosticNote("it is declared here", fact.span)])
      return true
    default: return false
    }
  }

  /// `delete x`.
  mutating func lowerDelete(_ path: Path, _ context: inout CommandContext) -> CommandIR.Kind? {
    guard let (target, entity) = instance(path, context, for: "delete") else { return nil }
    if entityFacts[entity]?.isImmutable == true {
      report(
        .fixedField, "`\(entity)` is immutable, so nothing deletes it", at: path.span,
        notes: entities[entity].map { [DiagnosticNote("it is declared here", $0.nameSpan)] } ?? [])
      return nil
    }
    if reportRequired(target, context, at: path.span) { return nil }
    note(Change(kind: .deletion, entity: entity, target: target), &context)
    context.deleted[target.text] = Deletion(value: target.unnarrowed, place: path.span)
    return .delete(target, entity: entity)
  }

  /// Reports a deletion that is refused whatever the state: what is at hand needs the instance.
  private mutating func reportRequired(_ target: ExprIR, _ context: CommandContext, at span: Span) -> Bool {
    let (holder, field): (String, FieldFact)
    let advice: String
    switch target.unnarrowed.kind {
    case .field(let base, let entity, let name):
      // What is reached from further away may have been erased, and requires nothing then.
      guard case .local = base.unnarrowed.kind, let fact = entityFacts[entity]?.field(name), case .entity? = fact.type else { return false }
      (holder, field) = (entity, fact)
      advice = "take the `\(target.type.text)` as a parameter, and delete the `\(holder)` before"
    case .local(let name):
      guard let requirement = context.required.first(where: { $0.local == name }) else { return false }
      (holder, field) = (requirement.holder, requirement.field)
      advice = "delete the `\(holder)` before"
    default: return false
    }
    report(
      .badTarget, "this is always refused: `\(holder).\(field.name)` is required, and the `\(holder)` that points at it is still there",
      at: span, label: advice, notes: [DiagnosticNote("it is required here", field.span)])
    return true
  }

  /// `emit event(…)`.
  mutating func lowerEmit(
    _ name: Name, _ arguments: NodeList<Argument>, _ context: inout CommandContext, at span: Span
  ) -> CommandIR.Kind? {
    let event = text(name)
    guard let fields = eventFacts[event] else {
      checkWithoutType(arguments, context.scope)
      if entities[event] != nil {
        report(.badTarget, "`\(event)` is an entity: its events come of `create`, `update`, `move` and `delete`", at: name.span)
      } else {
        reportUndeclared(
          .undeclaredEvent, "no event is named `\(event)`", name, among: Array(eventFacts.keys), missing: .item("event \(event) { }"))
      }
      return nil
    }
    let owner = FieldOwner(name: event, word: "field", fields: fields)
    let given = given(arguments, to: owner, context.scope)
    let isWhole = reportMissing(given, of: owner, context.scope, at: name.span, in: span)
    note(Change(kind: .event, entity: event), &context)
    return isWhole ? .emit(event: event, fields: given.labelled) : nil
  }
}

// MARK: - instances

extension SystemAnalysis {
  /// The instance that a path names, with its entity, or `nil` after a report.
  mutating func instance(_ path: Path, _ context: CommandContext, for verb: String) -> (ExprIR, String)? {
    guard let value = value(of: path, context.scope) else { return nil }
    if let deletion = context.deleted[value.text] {
      reportDeleted(sourceText(path), deletion, at: path.span)
      return nil
    }
    switch value.type {
    case .entity(let entity): return (value, entity)
    case .optional(.entity):
      report(.optionalValue, "this may be absent: ask with `exists` before", at: path.span)
    case .list:
      report(.badTarget, "`\(verb)` takes one instance, and these are many: write `for each x in \(sourceText(path)) { … }`", at: path.span)
    default:
      let owner = path.names.dropLast().map { text($0) }.joined(separator: ".")
      let isField = path.names.count > 1
      report(
        .badTarget, "`\(verb)` takes an instance, and this is `\(value.type.described)`", at: path.span,
        fixes: isField && verb == "move" ? [Fix("write `\(owner)`", replace: path.span, with: owner)] : [])
    }
    return nil
  }

  /// Reports a name of an instance that is gone.
  mutating func reportDeleted(_ name: String, _ deletion: Deletion, at span: Span) {
    report(.badTarget, "`\(name)` is deleted before", at: span, notes: [DiagnosticNote("this deletes it", deletion.place)])
  }

  /// The value that a path names, narrowed by what is known.
  private mutating func value(of path: Path, _ scope: Scope) -> ExprIR? {
    func narrowed(_ value: ExprIR) -> ExprIR {
      value.type.isOptional && scope.isPresent(value) ? ExprIR(.narrowed(value), value.type.unwrapped) : value
    }
    guard var value = checkName(path.names[0], scope, nil).map({ narrowed($0) }) else { return nil }
    for name in path.names.dropFirst() {
      guard let next = member(name, of: value) else { return nil }
      value = narrowed(next)
    }
    return value
  }
}
