import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// What a workflow means for the data: its field is a choice of its states, and begins with the initial one.
extension SystemAnalysis {
  mutating func giveWorkflowFieldItsType(_ declaration: Declared<WorkflowItem>) {
    tree = declaration.tree
    let on = declaration.node.on
    guard let (entity, written) = checkedPlace(of: declaration.node) else { return }
    let place = on.names.count == 2 ? on.names[1].span : on.span
    let field = commands.meantFields["\(entity).\(written)"] ?? written
    if field != written { addSlip(.undeclaredMember, "`\(entity)` has no field `\(written)`", place, NearName(written, near: field)) }
    guard let facts = entityFacts[entity] else {
      reportNoEntity(on.names[0])
      // What speaks of the states of the entity that was meant is not wrong as well.
      if let near = closestName(to: entity, among: entities.keys), entityFacts[near]?.field(field) == nil {
        entityFacts[near]?.add(FieldFact(name: field, span: place, tree: tree, ir: nil, defaultValue: nil))
      }
      return
    }
    if facts.isImmutable {
      report(
        .badWorkflow, "`\(entity)` is immutable, so no workflow can move it", at: on.span,
        notes: entities[entity].map { [DiagnosticNote("it is declared here", $0.nameSpan)] } ?? [])
    }
    let states = states(of: declaration.node)
    let initial = declaration.node.initial.first
    if initial == nil, !mayBeLost(declaration.name) {
      report(.badWorkflow, "workflow `\(declaration.name)` has no `initial` state", at: declaration.nameSpan)
    }
    if declaration.node.initial.count > 1 {
      report(.badWorkflow, "a workflow has one `initial` state", at: declaration.node.initial[1].span)
    }
    if let index = facts.fieldIndex(field) {
      fill(facts.fields[index], at: index, of: entity, with: states, declaration)
      if let initial { reportDefault(of: facts.fields[index], beside: initial, declaration) }
    } else {
      let name = freeTypeName(entity + "_" + field)
      declareStates(states, as: name, declaration)
      let ir = FieldIR(name: field, type: .choice(name), role: .workflow, doc: doc(declaration.doc), origin: origin(declaration.span))
      entityFacts[entity]?.add(FieldFact(name: field, span: place, tree: tree, ir: ir, defaultValue: nil))
    }
    guard let index = entityFacts[entity]?.fieldIndex(field), case .choice(let type)? = entityFacts[entity]?.fields[index].ir?.type
    else { return }
    if !facts.isImmutable, commands.workflowByField["\(entity).\(field)"] == nil {
      commands.workflowByField["\(entity).\(field)"] = declaration.name
    }
    guard let initial else { return }
    let first = ExprIR(.literal(.choice(type: type, name: text(initial))), .choice(type))
    entityFacts[entity]?.fields[index].ir?.defaultValue = .value(first)
  }

  /// The entity and the field behind `on`. Where one name stands there and one field alone can be meant, that one.
  func place(of workflow: WorkflowItem) -> (entity: String, field: String)? {
    let names = workflow.on.names
    if names.count == 2 { return (text(names[0]), text(names[1])) }
    guard names.count == 1 else { return nil }
    let written = text(names[0])
    func isWithoutType(_ field: String) -> Bool { types[field] == nil && entities[field] == nil && TypeIR.builtIn(field) == nil }
    var found: [(entity: String, field: String)] = []
    for entity in entities.values where entities[written] == nil || entity.name == written {
      // What another workflow of the entity means is not certain either.
      let isTaken = workflows.values.contains { $0.node.on.names.count == 2 && text($0.node.on.names[0]) == entity.name }
      for field in fieldNames(of: entity).untyped.sorted() where isWithoutType(field) && (entity.name == written || field == written) {
        if !isTaken { found.append((entity.name, field)) }
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The same, with a report where it is not written as it should be.
  private mutating func checkedPlace(of workflow: WorkflowItem) -> (entity: String, field: String)? {
    let (on, meant) = (workflow.on, place(of: workflow))
    if on.names.count == 2 { return meant }
    guard let meant else {
      report(.badWorkflow, "after `on` stands a field of an entity, such as `deal.stage`", at: on.span)
      commands.statesOfNoField.formUnion(workflow.mentions.map { text($0) })
      if on.names.count == 1 { entityFacts[text(on.names[0])]?.lacksField = true }
      return nil
    }
    let name = "\(meant.entity).\(meant.field)"
    report(
      .badWorkflow, "after `on` stands a field of an entity; did you mean `\(name)`?", at: on.span,
      fixes: [Fix("write `\(name)`", replace: on.span, with: name)])
    return meant
  }

  /// The states in the order in which the workflow first speaks of them.
  private func states(of workflow: WorkflowItem) -> [Name] {
    var seen: Set<Symbol> = []
    return workflow.mentions.filter { seen.insert($0.symbol).inserted }
  }

  /// The field is declared: its type, if it has one, must be a choice of these states.
  private mutating func fill(
    _ fact: FieldFact, at index: Int, of entity: String, with states: [Name], _ declaration: Declared<WorkflowItem>
  ) {
    if fact.ir?.role == .workflow {
      report(.badWorkflow, "`\(entity).\(fact.name)` has a workflow already", at: declaration.node.on.span)
      return
    }
    guard let type = fact.ir?.type else { return }
    guard case .choice(let choice) = type, case .choice(let cases)? = shapes[choice]?.shape else {
      report(
        .badWorkflow, "a workflow's field is a choice of its states, and `\(entity).\(fact.name)` is `\(type.described)`",
        at: declaration.node.on.span, notes: [DiagnosticNote("it is declared here", fact.span)])
      return
    }
    for state in states where !cases.contains(text(state)) {
      reportUndeclared(.undeclaredMember, "`\(choice)` has no case `\(text(state))`", state, among: cases)
    }
    entityFacts[entity]?.fields[index].ir?.role = .workflow
  }

  /// A default other than the initial state would be refused at each creation.
  private mutating func reportDefault(of field: FieldFact, beside initial: Name, _ declaration: Declared<WorkflowItem>) {
    guard let id = field.defaultValue else { return }
    let written = trees[field.tree][id]
    switch written.kind {
    case .hole: break
    case .name(let name) where name.symbol != initial.symbol && declaration.node.mentions.contains { $0.symbol == name.symbol }: break
    default: return
    }
    report(
      .badWorkflow, "`\(field.name)` begins with the initial state of `\(declaration.name)`, `\(text(initial))`", at: written.span,
      notes: [DiagnosticNote("it stands here", initial.span)],
      fixes: [Fix("write `\(text(initial))`", replace: written.span, with: text(initial), isGuess: true)])
  }

  private mutating func declareStates(_ states: [Name], as name: String, _ declaration: Declared<WorkflowItem>) {
    let names = states.map { text($0) }
    shapes[name] = TypeDeclarationIR(name: name, shape: .choice(names), doc: doc(declaration.doc), origin: origin(declaration.span))
    for state in names { choicesByCase[state, default: []].append(name) }
  }
}

// MARK: - the field by another name

extension SystemAnalysis {
  /// Takes a name that nothing declares for the field of the entity's workflow where it is held against a state of it, as in
  /// `status == held`, there and wherever it stands after that; `false` if it is something else.
  mutating func reportFieldOfWorkflow(_ name: Name, of entity: String) -> Bool {
    let written = text(name)
    let known = commands.meantFields["\(entity).\(written)"]
    let state = known == nil ? word(comparedWith: name.span) : nil
    let field = entityFacts[entity]?.fields.first { field in
      guard field.ir?.role == .workflow, case .choice(let choice)? = field.type else { return false }
      return field.name == known || state.map { cases(of: choice).contains($0) } ?? false
    }
    guard let field, !mayBeLost(written) else { return false }
    if !isInferring { commands.meantFields["\(entity).\(written)"] = field.name }
    addSlip(
      .undeclaredMember, "`\(entity)` has no field `\(written)`", name.span, NearName(written, near: field.name), declaredAt: field.span)
    return true
  }

  /// The first word that what stands at `span` is held against, as far as the text right behind it tells.
  private func word(comparedWith span: Span) -> String? {
    let bytes = trees[tree].file.bytes
    var index = Int(span.end)
    func next() -> String {
      while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
      let start = index
      while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
      if index == start { while index < bytes.count, "=!".utf8.contains(bytes[index]) { index += 1 } }
      if index == start, index < bytes.count { index += 1 }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
    var sign = next()
    if sign == "not" { sign = next() }
    guard ["==", "!=", "is", "in"].contains(sign) else { return nil }
    let word = next()
    return word == "[" || word == "not" ? next() : word
  }
}

extension WorkflowItem {
  /// Each state where it is named: the initial ones, those of the moves, the final ones.
  var mentions: [Name] { Array(initial) + transitions.flatMap { Array($0.from) + Array($0.to) } + Array(final) }
}
