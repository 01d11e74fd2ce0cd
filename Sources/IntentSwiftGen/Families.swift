import IntentIR

/// A step from an instance to others of its family: to its whole, or to its parts.
struct FamilyStep: Hashable {
  /// The part's relation to its whole.
  var part: FieldKey
  var whole: String
  var isToWhole: Bool

  var source: String { isToWhole ? part.entity : whole }
  var target: String { isToWhole ? whole : part.entity }
  var reversed: FamilyStep { FamilyStep(part: part, whole: whole, isToWhole: !isToWhole) }
}

/// Rules that read more than their instance. They are judged at the end of an append, for each instance that it wrote or whose family it
/// wrote.
struct Families {
  /// The rules, by entity.
  private(set) var rules: [String: [GuardedClaimIR]] = [:]
  /// By entity, the ways from an instance of it to those whose rules read it.
  private(set) var ways: [String: [[FamilyStep]]] = [:]
  /// The entities that have parts.
  let wholes: Set<String>

  init(_ system: SystemIR, _ duties: ContractDuties) {
    var parts: [FieldKey: String] = [:]
    for entity in system.entities {
      for field in entity.fields where field.role == .partOf {
        if case .entity(let whole) = field.type { parts[FieldKey(entity: entity.name, field: field.name)] = whole }
      }
    }
    wholes = Set(parts.values)
    for entity in system.entities {
      for rule in duties.guarded(on: entity.name) {
        guard case .condition(let condition) = rule.body else { continue }
        var walk = FamilyWalk(parts: parts)
        walk.visit(condition, Dictionary(uniqueKeysWithValues: rule.binders.map { ($0, []) }))
        if rule.readsInstanceAlone, walk.paths.isEmpty { continue }
        rules[entity.name, default: []].append(rule)
        for path in walk.paths {
          let way = path.reversed().map(\.reversed)
          let source = way.first?.source ?? entity.name
          if ways[source]?.contains(way) != true { ways[source, default: []].append(way) }
        }
      }
    }
  }

  func isJudgedAtTheEnd(_ rule: GuardedClaimIR, of entity: String) -> Bool { rules[entity]?.contains(rule) == true }
}

/// Finds the family members that a condition reads.
private struct FamilyWalk {
  let parts: [FieldKey: String]
  var paths: [[FamilyStep]] = []

  /// Visits the expression; `locals` says which members of the family the names stand for. Returns the member that it is, if it is one.
  @discardableResult
  mutating func visit(_ expression: ExprIR, _ locals: [String: [FamilyStep]]) -> [FamilyStep]? {
    switch expression.kind {
    case .local(let name): return locals[name]
    case .narrowed(let inner): return visit(inner, locals)
    case .field(let base, let entity, let name):
      return visit(base, locals).flatMap { step($0, FieldKey(entity: entity, field: name), isToWhole: true) }
    case .related(let base, let entity, let field):
      return visit(base, locals).flatMap { step($0, FieldKey(entity: entity, field: field), isToWhole: false) }
    case .collection(let operation, let base, let binder, let body):
      let member = visit(base, locals)
      if let body { visit(body, member.map { locals.merging([binder: $0]) { $1 } } ?? locals) }
      return [.where, .orderBy].contains(operation) ? member : nil
    case .quantifier(_, let base, let binder, let body):
      let member = visit(base, locals)
      visit(body, member.map { locals.merging([binder: $0]) { $1 } } ?? locals)
      return nil
    default:
      for child in expression.children { visit(child, locals) }
      return nil
    }
  }

  private mutating func step(_ path: [FamilyStep], _ key: FieldKey, isToWhole: Bool) -> [FamilyStep]? {
    guard let whole = parts[key] else { return nil }
    let longer = path + [FamilyStep(part: key, whole: whole, isToWhole: isToWhole)]
    if !paths.contains(longer) { paths.append(longer) }
    return longer
  }
}

extension SystemContext {
  func touchedName(_ entity: String) -> String { "touched" + names.table(entity).prefix(1).uppercased() + names.table(entity).dropFirst() }

  /// `true` iff the entity has parts, which are created in its own append.
  func isWhole(_ entity: EntityIR) -> Bool { families.wholes.contains(entity.name) }

  /// The store of what the append at hand has created of a whole.
  func createdName(_ entity: String) -> String { "created" + names.table(entity).prefix(1).uppercased() + names.table(entity).dropFirst() }

  /// Notes, in the fold of the entity, whose rules are judged at the end of the append.
  func touches(_ entity: EntityIR) -> [Code] {
    var lines: [Code] = []
    if families.rules[entity.name] != nil { lines.append(.line("\(touchedName(entity.name)).note(event.id)")) }
    let ways = families.ways[entity.name] ?? []
    guard !ways.isEmpty else { return lines }
    let needsInstance = ways.contains { $0.first?.isToWhole == true }
    let noted = ways.map { touch($0[...], id: "event.id", instance: "instance", depth: 1) }
    if needsInstance {
      lines.append(.block("if let instance = change.now ?? change.was", noted))
    } else {
      lines += noted
    }
    return lines
  }

  private func touch(_ way: ArraySlice<FamilyStep>, id: String, instance: String, depth: Int) -> Code {
    guard let step = way.first else { return .group([]) }
    let isLast = way.count == 1
    let table = "\(names.table(step.target))"
    if step.isToWhole {
      let member = "\(instance).\(names.member("entity \(step.part.entity)", step.part.field))"
      if isLast { return .line("\(touchedName(step.target)).note(\(member))") }
      return touch(way.dropFirst(), id: member, instance: "\(table)[required: \(member)]", depth: depth)
    }
    let part = depth == 1 ? "part" : "part\(depth)"
    let inner: Code =
      isLast
      ? .line("\(touchedName(step.target)).note(\(part))")
      : touch(way.dropFirst(), id: part, instance: "\(table)[required: \(part)]", depth: depth + 1)
    return .block("for \(part) in \(indexName(step.part))[\(id)]", [inner])
  }

  /// What an append is refused for at its end.
  var appendRefusalCode: [Code] {
    let judged = entitiesInSourceOrder.filter { families.rules[$0.name] != nil }
    guard !judged.isEmpty else { return [] }
    var lines: [Code] = []
    for entity in judged {
      let local = local(entity)
      var body: [Code] = [.line("guard let \(local) = \(stateCode).\(names.table(entity.name))[id] else { continue }")]
      for rule in families.rules[entity.name] ?? [] {
        for violation in violations(rule, entity, local) {
          let refusal = "Refusal(rule: \(swiftQuoted(rule.name)), subject: id.reference.description, \(place(rule.origin)))"
          body.append(.block("if \(condition(violation))", [.line("return \(refusal)")]))
        }
      }
      lines.append(.block("for id in \(stateCode).\(touchedName(entity.name)).ids", body))
    }
    return [
      .line("\(access) var judgesAppends: Bool { true }"),
      .block(
        "\(access) func refusal(afterAppend world: World, at moment: Moment) -> Refusal?", lines + [.line("return nil")]),
    ]
  }
}
