import IntentDiagnostics
import IntentIR
import IntentSource

// What values hold inside: the fields of records and of cases with data, at any depth.
extension SystemAnalysis {
  /// Calls `visit` with `type` and each type that its values hold, with the field of the record or the case that holds it. Each record and
  /// each choice is gone into once.
  func forEachPart(of type: TypeIR, _ visit: (_ part: TypeIR, _ holder: FieldFact?) -> Void) {
    var open: [(type: TypeIR, holder: FieldFact?)] = [(type, nil)]
    var seen: Set<String> = []
    while let (part, holder) = open.popLast() {
      visit(part, holder)
      switch part {
      case .optional(let inner), .list(let inner): open.append((inner, holder))
      case .record(let name), .variant(let name):
        guard seen.insert(name).inserted else { continue }
        for field in heldFields(of: name).reversed() {
          if let type = field.type { open.append((type, field)) }
        }
      default: break
      }
    }
  }

  private func heldFields(of type: String) -> [FieldFact] {
    if case .variant(let cases)? = shapes[type]?.shape { return cases.flatMap { recordFacts["\(type).\($0.name)"] ?? [] } }
    return recordFacts[type] ?? derivationFacts[type]?.resultFields ?? []
  }

  /// Reports relations inside of the values that entities and events keep: only the fields of these are held to what is there.
  mutating func reportHeldRelations() {
    if recordFacts.isEmpty { return }
    var reported: Set<Span> = []
    for declaration in inOrder(entities) {
      for field in entityFacts[declaration.name]?.fields ?? [] {
        reportHeldRelations(in: field, of: declaration.name, "entity", &reported)
      }
    }
    for declaration in inOrder(events) {
      for field in eventFacts[declaration.name] ?? [] { reportHeldRelations(in: field, of: declaration.name, "event", &reported) }
    }
  }

  private mutating func reportHeldRelations(in field: FieldFact, of owner: String, _ kind: String, _ reported: inout Set<Span>) {
    guard let type = field.type else { return }
    if let instance = type.nestedInstance {
      tree = field.tree
      report(
        .badRelation, "`\(owner).\(field.name)` is `\(type.described)`, and only a list of the instances themselves is guarded",
        at: field.span, label: "let it be `\(instance.described)[]`")
    }
    guard type.isComposed else { return }
    var relations: [(field: FieldFact, entity: String)] = []
    forEachPart(of: type) { part, holder in
      if case .entity(let entity) = part, let holder { relations.append((holder, entity)) }
    }
    for relation in relations where reported.insert(relation.field.span).inserted {
      tree = relation.field.tree
      report(
        .badRelation, "`\(owner).\(field.name)` keeps this relation to `\(relation.entity)` inside of a value, where nothing guards it",
        at: relation.field.span, label: "make it a field of the \(kind) `\(owner)` itself",
        notes: [DiagnosticNote("`\(owner).\(field.name)` is declared here", field.span)])
    }
  }
}

extension TypeIR {
  /// The instances of a list whose elements are lists, or may be absent.
  fileprivate var nestedInstance: TypeIR? {
    guard case .list(var element) = unwrapped else { return nil }
    if case .entity = element { return nil }
    while true {
      switch element {
      case .optional(let inner), .list(let inner): element = inner
      case .entity: return element
      default: return nil
      }
    }
  }

  /// `true` iff its values, or those of its elements, are records or cases.
  fileprivate var isComposed: Bool {
    switch self {
    case .record, .variant: true
    case .optional(let inner), .list(let inner): inner.isComposed
    default: false
    }
  }
}
