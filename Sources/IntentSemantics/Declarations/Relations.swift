import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Other sides of relations: `has: interactions[]`, `has: deals[] of deal.buyer`.
extension SystemAnalysis {
  mutating func resolveInverses(of declaration: Declared<EntityItem>) {
    tree = declaration.tree
    for id in declaration.node.members {
      guard case .has(let ids) = trees[tree][id].kind else { continue }
      for id in ids {
        guard case .inverse(let path) = trees[tree][id].shape else { continue }
        let field = trees[tree][id]
        let name = text(field.name)
        guard let facts = entityFacts[declaration.name] else { continue }
        if let id = field.defaultValue {
          report(.badRelation, "`\(name)[]` holds what points here, so it has no default", at: expr(id).span)
        }
        if let first = facts.field(name) {
          reportDuplicate("field `\(name)` of `\(declaration.name)`", field.name.span, first: first.span)
          continue
        }
        if facts.inverses[name] != nil {
          report(.duplicate, "`\(name)` of `\(declaration.name)` is declared twice", at: field.name.span)
          continue
        }
        let found = path.map { inverse(field, of: $0, on: declaration.name) } ?? inverse(field, on: declaration.name)
        facts.add(InverseFact(name: name, ir: found))
        if found == nil, let near = closestName(to: name, among: plurals.keys) {
          facts.add(InverseFact(name: near, ir: nil, isDeclared: false))
        }
      }
    }
  }

  /// `deals[] of deal.buyer`.
  private mutating func inverse(_ field: Field, of path: Path, on owner: String) -> InverseIR? {
    guard path.names.count == 2 else {
      report(.badRelation, "after `of` stands a relation of an entity, such as `deal.buyer`", at: path.span)
      return nil
    }
    let entity = text(path.names[0])
    guard entities[entity] != nil else {
      reportNoEntity(path.names[0])
      return nil
    }
    guard let index = fieldIndex(path.names[1], of: entity, .undeclaredMember), let fact = entityFacts[entity]?.fields[index],
      let type = fact.ir?.type
    else { return nil }
    guard type.unwrapped == .entity(owner) else {
      report(
        .badRelation, "`\(entity).\(fact.name)` is `\(type.described)`, no relation to `\(owner)`", at: path.span,
        notes: [DiagnosticNote("it is declared here", fact.span)])
      return nil
    }
    return InverseIR(name: text(field.name), entity: entity, field: fact.name)
  }

  /// `interactions[]`: the entity by its plural, and its one relation to `owner`.
  private mutating func inverse(_ field: Field, on owner: String) -> InverseIR? {
    let name = text(field.name)
    guard let entity = plurals[name], let facts = entityFacts[entity] else {
      if let one = entityFacts[name], !mayBeLost(name) {
        if reportNamedInPlural(field.name) { return nil }
        report(
          .undeclaredType, "`\(name)` is the name of one of them, and all are `\(one.plural)`; another plural is said with `plural`",
          at: field.name.span)
        return nil
      }
      reportUndeclared(
        .undeclaredType, "no entity goes by the plural `\(name)`", field.name, among: Array(plurals.keys),
        missing: .item("entity \(englishSingular(of: name)) { belongs_to: \(owner) }"),
        advice: "declare it, or say whose relation this is: `\(name)[] of entity.field`", isItem: true)
      return nil
    }
    guard let first = facts.fields.firstIndex(where: { $0.isRelation(to: owner) }) else {
      if facts.fields.contains(where: { $0.ir == nil }) || mayBeLost(entity) { return nil }
      report(
        .badRelation, "`\(name)[]` needs a relation on the other side, and `\(entity)` has none to `\(owner)`", at: field.span,
        label: "add `belongs_to: \(owner)` to `\(entity)`",
        notes: entities[entity].map { [DiagnosticNote("it is declared here", $0.nameSpan)] } ?? [])
      return nil
    }
    guard facts.fields[(first + 1)...].contains(where: { $0.isRelation(to: owner) }) else {
      return InverseIR(name: name, entity: entity, field: facts.fields[first].name)
    }
    if mayBeLost(name) { return nil }
    let relations = facts.fields.filter { $0.isRelation(to: owner) }
    let names = relations.map { "`\(entity).\($0.name)`" }.joined(separator: " or ")
    report(
      .ambiguousRelation, "`\(name)[]` could be the other side of \(names)", at: field.span,
      notes: relations.map { DiagnosticNote("`\($0.name)` is declared here", $0.span) },
      fixes: relations.map {
        Fix("say `of \(entity).\($0.name)`", replace: field.span.endPoint, with: " of \(entity).\($0.name)")
      })
    return nil
  }
}
