import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Finds the fields and relations of every entity.
extension SystemAnalysis {
  mutating func resolveEntities() {
    entityFacts = NameTable(capacity: entities.count)
    plurals = NameTable(capacity: entities.count)
    for declaration in inOrder(entities) { declarePlural(declaration) }
    let workflowFields = workflowFieldsByEntity()
    for declaration in inOrder(entities) { resolveFields(of: declaration, workflowFields[declaration.name] ?? []) }
    for declaration in inOrder(workflows) { giveWorkflowFieldItsType(declaration) }
    for declaration in inOrder(entities) { resolveInverses(of: declaration) }
    for declaration in inOrder(entities) { markPersonal(declaration) }
    reportRequiredCircles()
    namedShapes = shapes.count
    if !workflows.isEmpty {
      for declaration in inOrder(entities) { reportAmbiguousStates(of: declaration) }
    }
  }

  private mutating func declarePlural(_ declaration: Declared<EntityItem>) {
    let plural = declaration.node.plural.map { text($0) } ?? englishPlural(of: declaration.name)
    if let metric = metrics[plural] {
      report(
        .duplicate, "`\(plural)` is both a metric and the plural of `\(declaration.name)`", at: metric.nameSpan,
        notes: [DiagnosticNote("the entity stands here", declaration.nameSpan)])
    }
    if plural != declaration.name, let other = entities[plural] {
      report(
        .duplicate, "`\(plural)` is both an entity and the plural of `\(declaration.name)`: give one of them another with `plural`",
        at: declaration.node.plural?.span ?? declaration.nameSpan, notes: [DiagnosticNote("the entity stands here", other.nameSpan)])
    }
    entityFacts.insert(EntityFacts(name: declaration.name, plural: plural), as: declaration.name)
    if !plurals.insert(declaration.name, as: plural), let other = plurals[plural], let first = entities[other] {
      report(
        .duplicate, "`\(plural)` is already the plural of `\(other)`: give one of them another with `plural`",
        at: declaration.node.plural?.span ?? declaration.nameSpan, notes: [DiagnosticNote("that entity stands here", first.nameSpan)])
    }
  }

  /// The fields to which workflows give their types. A slip in an entity's name does not take its field's type away.
  private mutating func workflowFieldsByEntity() -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for workflow in workflows.values {
      guard let (written, field) = place(of: workflow.node) else { continue }
      let entity = entities[written] != nil ? written : closestName(to: written, among: entities.keys) ?? written
      result[entity, default: []].insert(field)
    }
    for (entity, fields) in result {
      guard let declaration = entities[entity] else { continue }
      let (typed, untyped) = fieldNames(of: declaration)
      for field in fields where !typed.contains(field) && !untyped.contains(field) {
        guard let near = closestName(to: field, among: untyped.subtracting(fields)) else { continue }
        commands.meantFields["\(entity).\(field)"] = near
        result[entity]?.insert(near)
      }
    }
    return result
  }

  /// The names of the fields with and without a type, as they are written.
  func fieldNames(of declaration: Declared<EntityItem>) -> (typed: Set<String>, untyped: Set<String>) {
    var names: (typed: Set<String>, untyped: Set<String>) = ([], [])
    for id in declaration.node.members {
      guard case .has(let ids) = trees[declaration.tree][id].kind else { continue }
      for id in ids {
        let field = trees[declaration.tree][id]
        if case .untyped = field.shape { names.untyped.insert(text(field.name)) } else { names.typed.insert(text(field.name)) }
      }
    }
    return names
  }

  private mutating func resolveFields(of declaration: Declared<EntityItem>, _ workflowFields: Set<String>) {
    guard let facts = entityFacts[declaration.name] else { return }
    tree = declaration.tree
    facts.reserve(fields: mostFields(of: declaration.node))
    var (whole, immutable): (Span?, Span?)
    for member in declaration.node.members {
      switch trees[tree][member].kind {
      case .has(let ids):
        for id in ids {
          if case .inverse = trees[tree][id].shape { continue }
          if case .untyped = trees[tree][id].shape, workflowFields.contains(text(trees[tree][id].name)) { continue }
          if id != ids.first, reportMisplacedMember(id, of: declaration) { continue }
          add(resolveField(id, owner: declaration.name), to: facts)
        }
      case .belongsTo(let name, let entity): addRelation(name, entity, .belongsTo, member, to: facts)
      case .partOf(let name, let entity):
        reportSecond(member, "part_of", of: facts, &whole)
        addRelation(name, entity, .partOf, member, to: facts)
      case .immutable(let isImmutable):
        reportSecond(member, "immutable", of: facts, &immutable)
        facts.isImmutable = isImmutable
      default: break
      }
    }
  }

  /// As many fields as the entity can have, but for one that a workflow gives it.
  private func mostFields(of entity: EntityItem) -> Int {
    entity.members.reduce(0) { count, id in
      switch trees[tree][id].kind {
      case .has(let ids): count + ids.count
      case .belongsTo, .partOf: count + 1
      default: count
      }
    }
  }

  /// Reports `has: name: text,` before a line `key: name`, which the comma makes a field; `false` if it is meant as one.
  private mutating func reportMisplacedMember(_ id: FieldID, of declaration: Declared<EntityItem>) -> Bool {
    guard let word = trees[tree][id].name.symbol.word else { return false }
    let field = trees[tree][id]
    guard case .typed(let id) = field.shape, let type = elementName(of: id) else { return false }
    switch word {
    case .belongs_to, .part_of: if entities[text(type)] == nil { return false }
    case .has, .key, .unique, .personal, .rule, .immutable, .was, .retired:
      if TypeIR.builtIn(type.symbol) != nil || types[text(type)] != nil || entities[text(type)] != nil { return false }
    default: return false
    }
    let bytes = trees[tree].file.bytes
    var comma = Int(field.span.start) - 1
    while comma > 0, bytes[comma] != UInt8(ascii: ",") { comma -= 1 }
    let place = Span(file: field.span.file, start: UInt32(comma), end: UInt32(comma + 1))
    report(
      .unexpected, "this comma makes `\(text(field.name)):` a field", at: place, label: "a line of its own begins without it",
      fixes: [Fix("remove it", replace: place, with: "")])
    return true
  }

  /// The name of a type, or of what a list holds.
  private func elementName(of id: TypeID) -> Name? {
    switch trees[tree][id].kind {
    case .named(let name): name
    case .list(let element): elementName(of: element)
    default: nil
    }
  }

  private mutating func reportSecond(_ member: MemberID, _ word: String, of entity: EntityFacts, _ first: inout Span?) {
    let span = trees[tree][member].span
    if let first {
      report(.duplicate, "`\(word)` of `\(entity.name)` is said twice", at: span, notes: [DiagnosticNote("the first stands here", first)])
    }
    first = first ?? span
  }

  mutating func add(_ field: consuming FieldFact, to entity: EntityFacts) {
    let (name, span) = (field.name, field.span)
    if entity.add(field) { return }
    guard let first = entity.field(name) else { return }
    reportDuplicate("field `\(name)` of `\(entity.name)`", span, first: first.span)
  }

  private mutating func addRelation(_ name: Name?, _ entity: Name, _ role: FieldIR.Role, _ member: MemberID, to owner: EntityFacts) {
    let target = text(entity)
    let fieldName = name.map { text($0) } ?? target
    let span = (name ?? entity).span
    if let name { reportBuiltIn(name) }
    if entities.contains(target) {
      let ir = FieldIR(
        name: fieldName, type: .entity(target), role: role, doc: doc(trees[tree][member].doc), origin: origin(trees[tree][member].span))
      add(FieldFact(name: fieldName, span: span, tree: tree, ir: ir, defaultValue: nil), to: owner)
      return
    }
    reportNoEntity(entity)
    add(FieldFact(name: fieldName, span: span, tree: tree, ir: nil, defaultValue: nil), to: owner)
    // A slip in the entity's name is a slip in the relation's: what speaks of it by the right name is not wrong as well.
    if name == nil, let near = closestName(to: target, among: entities.keys), owner.field(near) == nil {
      owner.add(FieldFact(name: near, span: entity.span, tree: tree, ir: nil, defaultValue: nil))
    }
  }

  /// The index of the field `name` of `entity`, or `nil` after a report.
  mutating func fieldIndex(_ name: Name, of entity: String, _ code: DiagnosticCode) -> Int? {
    guard let facts = entityFacts[entity] else { return nil }
    if let index = facts.fieldIndex(text(name)) { return index }
    if ["true", "false"].contains(text(name)) {
      report(code, "names of fields stand here, such as `\(facts.fields.first?.name ?? "email")`, and no `\(text(name))`", at: name.span)
      return nil
    }
    if facts.mayHave(text(name)) || reportFieldOfWorkflow(name, of: entity) { return nil }
    reportUndeclared(
      code, "`\(entity)` has no field `\(text(name))`", name, among: facts.fields.map(\.name),
      missing: .member("has: \(text(name)): text", of: entity))
    return nil
  }
}
