import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers `key`, `unique`, `no_overlap` and `personal`.
extension SystemAnalysis {
  mutating func lowerKey(_ names: NodeList<Name>, _ span: Span, _ entity: inout EntityIR) {
    guard let fields = comparedFields(names, of: entity.name, "a key") else { return }
    if entity.keys.contains(where: { Set($0) == Set(fields) }) {
      report(.badKey, "`\(entity.name)` has this key already", at: span)
    } else {
      entity.keys.append(fields)
    }
  }

  mutating func lowerUnique(_ names: NodeList<Name>, _ condition: ExprID?, _ span: Span, _ entity: inout EntityIR) {
    let fields = comparedFields(names, of: entity.name, "`unique`")
    var filter: ExprIR?
    if let condition {
      filter = instanceCondition(condition, of: entity.name)
      if filter == nil { return }
    }
    guard let fields else { return }
    if condition == nil, entity.keys.contains(where: { Set($0) == Set(fields) }) {
      report(.badKey, "this is a key of `\(entity.name)`, so it is unique already", at: span)
    } else if entity.uniques.contains(where: { Set($0.fields) == Set(fields) && $0.condition == filter }) {
      report(.badKey, "`\(entity.name)` says this already", at: span)
    } else {
      entity.uniques.append(UniqueIR(fields: fields, condition: filter))
    }
  }

  mutating func lowerNoOverlap(
    _ start: Name, _ end: Name, _ per: NodeList<Name>, _ condition: ExprID?, _ span: Span, _ entity: inout EntityIR
  ) {
    let first = rangeEnd(start, of: entity.name)
    // Two ends of one wrong type are one mistake.
    let isSaid = first == nil && isSameType(start, end, of: entity.name)
    let last = isSaid || text(start) == text(end) ? nil : rangeEnd(end, of: entity.name)
    let shared = comparedFields(per, of: entity.name, "`no_overlap`")
    if text(start) == text(end) {
      report(.badKey, "a range begins and ends with two fields, and both are `\(text(start))` here", at: start.span.joined(end.span))
    }
    var filter: ExprIR?
    if let condition {
      filter = instanceCondition(condition, of: entity.name)
      if filter == nil { return }
    }
    guard let first, let last, let shared else { return }
    guard first == last else {
      report(
        .badKey, "a range is of one type, and `\(text(start))` is `\(first.described)`, `\(text(end))` is `\(last.described)`",
        at: start.span.joined(end.span))
      return
    }
    let isTwice = entity.noOverlaps.contains {
      $0.start == text(start) && $0.end == text(end) && Set($0.per) == Set(shared) && $0.condition == filter
    }
    if isTwice {
      report(.badKey, "`\(entity.name)` says this already", at: span)
      return
    }
    entity.noOverlaps.append(
      NoOverlapIR(start: text(start), end: text(end), per: shared, condition: filter, origin: origin(span)))
  }

  /// A condition that the instance's own fields decide, or `nil` after a report.
  private mutating func instanceCondition(_ id: ExprID, of entity: String) -> ExprIR? {
    let (scope, binder) = Scope().inside(.entity(entity))
    let outer = commands.namedValues
    commands.namedValues = []
    let condition = condition(id, scope)
    let named = commands.namedValues ?? []
    commands.namedValues = outer
    guard let condition else { return nil }
    _ = note(.filter, condition, at: expr(id).span)
    var reason: String?
    condition.forEach { reason = reason ?? foreignRead($0, binder) }
    guard let reason else { return condition }
    // The first name that says so, or the whole where it is no name.
    let foreign = named.filter { foreignRead($0.value, binder) != nil }.min { $0.span < $1.span }
    let what = foreign.flatMap { foreignRead($0.value, binder) } ?? reason
    report(
      .foreignFilter, "this reads \(what), and it is asked only when the `\(entity)` is written",
      at: foreign?.span ?? expr(id).span, label: "only fields of the `\(entity)` itself can decide this")
    return nil
  }

  /// What the expression itself reads beside the fields of the instance; `nil` if nothing.
  func foreignRead(_ part: ExprIR, _ binder: ExprIR) -> String? {
    func other(_ base: ExprIR, _ owner: String) -> String? {
      var base = base
      while case .narrowed(let inner) = base.kind { base = inner }
      return base.kind == binder.kind ? nil : "a field of another instance, of `\(owner)`"
    }
    switch part.kind {
    case .now, .today, .isStateFor: return "the time"
    case .field(let base, let owner, _), .isState(let base, let owner, _, _): return other(base, owner)
    case .related(_, let owner, _), .instances(let owner): return "other instances, of `\(owner)`"
    case .metric(let name): return "the metric `\(name)`"
    case .derivation(let name, _): return "`\(name)`, which is derived"
    case .parameter: return "a hole"
    case .threshold(let name) where ir.thresholds.first { $0.name == name }?.number == nil: return "`threshold.\(name)`, which is a hole"
    default: return nil
    }
  }

  private func isSameType(_ a: Name, _ b: Name, of entity: String) -> Bool {
    guard let facts = entityFacts[entity], let type = facts.field(text(a))?.type else { return false }
    return type == facts.field(text(b))?.type
  }

  /// The type of a field at an end of a range, refinements left out, or `nil` after a report. An absent end is open.
  private mutating func rangeEnd(_ name: Name, of entity: String) -> TypeIR? {
    guard let index = fieldIndex(name, of: entity, .undeclaredMember), let fact = entityFacts[entity]?.fields[index],
      let type = fact.ir?.type
    else { return nil }
    let plain = baseType(type.unwrapped)
    if isOrdered(plain), plain != .text { return plain }
    report(
      .badKey, "`\(text(name))` is `\(type.described)`, and a range is of times, numbers or amounts", at: name.span,
      notes: [DiagnosticNote("it is declared here", fact.span)])
    return nil
  }

  /// The names as fields whose values can be compared, each once, or `nil` after a report.
  private mutating func comparedFields(_ names: NodeList<Name>, of entity: String, _ what: String) -> [String]? {
    var isRight = true
    var seen: [String: Span] = [:]
    for name in names {
      if let first = seen.updateValue(name.span, forKey: text(name)) {
        report(.badKey, "`\(text(name))` stands in \(what) twice", at: name.span, notes: [DiagnosticNote("the first stands here", first)])
        isRight = false
      } else if reportedInverse(name, of: entity, .badKey, "and \(what) is of the entity's own fields") {
        isRight = false
      } else if let index = fieldIndex(name, of: entity, .undeclaredMember), let fact = entityFacts[entity]?.fields[index] {
        if let type = fact.ir?.type, let list = list(in: type) {
          let place = list.map { DiagnosticNote("it holds this list", $0.span) } ?? DiagnosticNote("it is declared here", fact.span)
          report(
            .badKey, "`\(text(name))` is `\(type.described)`, and \(what) is of single values", at: name.span, notes: [place])
          isRight = false
        }
      } else {
        isRight = false
      }
    }
    return isRight ? names.map { text($0) } : nil
  }

  /// Whose values are many, the type's own (`nil` inside) or those of a field in it; `nil` if none.
  private func list(in type: TypeIR) -> FieldFact?? {
    var found: FieldFact??
    forEachPart(of: type) { part, holder in
      if case .list = part, found == nil { found = .some(holder) }
    }
    return found
  }

  /// Reports the name of another entity's relation where a field of this one is wanted.
  private mutating func reportedInverse(_ name: Name, of entity: String, _ code: DiagnosticCode, _ advice: String) -> Bool {
    guard let inverse = entityFacts[entity]?.inverses[text(name)] else { return false }
    if let inverse = inverse.ir {
      report(code, "`\(text(name))` is the other side of `\(inverse.entity).\(inverse.field)`, \(advice)", at: name.span)
    }
    return true
  }
}

// MARK: - personal

extension SystemAnalysis {
  /// Marks the fields that `personal:` names. What is sealed is a value: a relation would still tell whom it points at.
  mutating func markPersonal(_ declaration: Declared<EntityItem>) {
    tree = declaration.tree
    var seen: [String: Span] = [:]
    for id in declaration.node.members {
      guard case .personal(let names) = trees[tree][id].kind else { continue }
      if let own = entityFacts[declaration.name]?.field("encryption_key"), entityFacts[declaration.name]?.hasPersonalFields == false {
        report(
          .badPersonal, "`personal` gives `\(declaration.name)` an `encryption_key`, and it has a field of that name", at: own.span,
          notes: [DiagnosticNote("`personal` stands here", trees[tree][id].span)])
      }
      entityFacts[declaration.name]?.hasPersonalFields = true
      knowsPersonalData = true
      for name in names {
        if let first = seen.updateValue(name.span, forKey: text(name)) {
          report(
            .badPersonal, "`\(text(name))` is personal already", at: name.span, notes: [DiagnosticNote("the first stands here", first)])
          continue
        }
        if reportedInverse(name, of: declaration.name, .badPersonal, "which holds nothing that could be sealed") { continue }
        guard let index = fieldIndex(name, of: declaration.name, .undeclaredMember) else { continue }
        if canBeSealed(index, name, of: declaration.name) { entityFacts[declaration.name]?.fields[index].ir?.isPersonal = true }
      }
    }
  }

  private mutating func canBeSealed(_ index: Int, _ name: Name, of entity: String) -> Bool {
    guard let field = entityFacts[entity]?.fields[index], let ir = field.ir else { return false }
    let reason: String
    switch ir.type.unwrapped {
    case .entity(let other), .list(.entity(let other)):
      reason = "is a relation to `\(other)`: what can be sealed are values, so make the fields of `\(other)` personal"
    default:
      guard ir.role == .workflow else { return true }
      reason = "is moved by a workflow, which must read it"
    }
    report(
      .badPersonal, "`\(text(name))` \(reason)", at: name.span, notes: [DiagnosticNote("it is declared here", field.span)])
    return false
  }
}
