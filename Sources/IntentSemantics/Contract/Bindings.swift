import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers bindings: what another system provides, and how its data are matched with ours.
extension SystemAnalysis {
  static let bindingWords = ["pagination", "webhook_source", "bulk_export", "search"]

  mutating func lowerBinding(_ node: BindingItem, _ item: Declared<ItemKind>) {
    let name = text(node.name)
    warnNotEnforced("`binding \(name)`", item.span)
    let provides = providedWords(node.provides)
    var seen: [String: Span] = [:]
    let bound = node.entities.compactMap { entity -> BoundEntityIR? in
      if let first = seen.updateValue(entity.entity.span, forKey: text(entity.entity)) {
        report(
          .badBinding, "`\(text(entity.entity))` is bound already in `\(name)`", at: entity.entity.span,
          notes: [DiagnosticNote("the first stands here", first)])
        return nil
      }
      return boundEntity(entity)
    }
    ir.surface.bindings.append(
      BindingIR(name: name, provides: provides, entities: bound, doc: doc(item.doc), origin: origin(item.span)))
  }

  private mutating func providedWords(_ names: NodeList<Name>) -> [String] {
    var seen: [String: Span] = [:]
    return names.compactMap { name in
      let word = text(name)
      guard Self.bindingWords.contains(word) else {
        reportUndeclared(
          .badBinding, "a binding cannot provide `\(word)`", name, among: Self.bindingWords,
          advice: "it provides \(listed(Self.bindingWords.map { "`\($0)`" }, "or"))")
        return nil
      }
      if let first = seen.updateValue(name.span, forKey: word) {
        report(.badBinding, "`\(word)` is provided twice", at: name.span, notes: [DiagnosticNote("the first stands here", first)])
        return nil
      }
      return word
    }
  }

  private mutating func boundEntity(_ bound: BoundEntity) -> BoundEntityIR? {
    let entity = text(bound.entity)
    guard let facts = entityFacts[entity], let declaration = entities[entity] else {
      reportNoEntity(bound.entity)
      return nil
    }
    if spelling(bound.source.value).isEmpty {
      report(.badBinding, "what `\(entity)` comes from has no name", at: bound.source.span)
    }
    let (fields, isRight) = boundFields(bound, facts)
    let keys = keys(of: declaration)
    let mapped = Set(fields.map(\.ours))
    guard let key = keys.first(where: { $0.allSatisfy(mapped.contains) }) else {
      // A key that names what is not there was reported; nobody knows what it means.
      let isKnown = keys.allSatisfy { $0.allSatisfy { facts.fieldIndex($0) != nil } }
      if isRight, isKnown, !mayBeLost(entity) { reportUnmatched(bound, keys, mapped, declaration) }
      return nil
    }
    return BoundEntityIR(entity: entity, source: spelling(bound.source.value), key: key, fields: fields)
  }

  /// The fields that can be mapped, and `false` beside them if one of the others cannot.
  private mutating func boundFields(_ bound: BoundEntity, _ facts: EntityFacts) -> ([BoundFieldIR], Bool) {
    var seen: [String: Span] = [:]
    var fields: [BoundFieldIR] = []
    var isRight = true
    for field in bound.fields {
      let ours = text(field.ours)
      if let first = seen.updateValue(field.ours.span, forKey: ours) {
        report(
          .badBinding, "`\(ours)` of `\(facts.name)` is bound twice", at: field.ours.span,
          notes: [DiagnosticNote("the first stands here", first)])
        isRight = false
      } else if facts.inverses[ours] != nil {
        report(
          .badBinding, "`\(facts.name).\(ours)` is the other side of a relation, and has no value of its own", at: field.ours.span)
        isRight = false
      } else if let index = fieldIndex(field.ours, of: facts.name, .undeclaredMember) {
        if facts.fields[index].ir?.role == .workflow {
          report(
            .badBinding, "`\(facts.name).\(ours)` begins at the `initial` state of its workflow and changes only by `move`: no value is "
              + "taken over for it", at: field.ours.span)
          isRight = false
        } else {
          fields.append(BoundFieldIR(ours: ours, theirs: sourceText(field.theirs)))
        }
      } else {
        isRight = false
      }
    }
    return (fields, isRight)
  }

  /// The keys of an entity as they are written.
  private func keys(of declaration: Declared<EntityItem>) -> [[String]] {
    declaration.node.members.compactMap { id in
      if case .key(let names) = trees[declaration.tree][id].kind { names.map { text($0) } } else { nil }
    }
  }

  private mutating func reportUnmatched(
    _ bound: BoundEntity, _ keys: [[String]], _ mapped: Set<String>, _ declaration: Declared<EntityItem>
  ) {
    let entity = text(bound.entity)
    let note = DiagnosticNote("`\(entity)` is declared here", declaration.nameSpan)
    guard let key = keys.first else {
      report(
        .badBinding, "a binding matches by key, and `\(entity)` has none", at: bound.entity.span,
        label: "give it one, such as `key: email`", notes: [note])
      return
    }
    let missing = key.filter { !mapped.contains($0) }
    report(
      .badBinding, "a binding matches by key, and \(listed(missing.map { "`\($0)`" }, "and")) of `\(entity)`'s key "
        + "\(missing.count == 1 ? "is" : "are") not bound", at: bound.entity.span, notes: [note],
      fixes: bound.fields.last.map { field in
        let text = missing.map { ", \($0): \($0)" }.joined()
        return [Fix("bind \(listed(missing.map { "`\($0)`" }, "and"))", replace: field.theirs.span.endPoint, with: text, isGuess: true)]
      } ?? [])
  }
}
