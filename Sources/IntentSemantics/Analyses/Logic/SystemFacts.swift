import IntentIR

/// What of a lowered system the logic looks up.
struct SystemFacts {
  let types: NameTable<TypeDeclarationIR>
  let entities: NameTable<EntityIR>
  let derivations: NameTable<DerivationIR>
  let metrics: NameTable<MetricIR>
  let thresholds: NameTable<ThresholdIR>
  /// The rules of each entity that hold at any time because only a change of the instance itself could break them, with the fields that
  /// each speaks of.
  private(set) var lastingRules: NameTable<[(condition: ExprIR, fields: Set<String>)]> = [:]

  init(_ system: SystemIR) {
    types = NameTable(system.types, by: \.name)
    entities = NameTable(system.entities, by: \.name)
    derivations = NameTable(system.derivations, by: \.name)
    metrics = NameTable(system.metrics, by: \.name)
    thresholds = NameTable(system.thresholds, by: \.name)
  }

  /// From now on the conditions are taken for true of every instance of the entity.
  mutating func assume(_ rules: [ExprIR], of entity: String) {
    let lasting = rules.compactMap { rule -> (condition: ExprIR, fields: Set<String>)? in
      var fields: Set<String> = []
      return Self.isOwn(rule, entity, &fields) ? (rule, fields) : nil
    }
    if !lasting.isEmpty { lastingRules[entity] = lasting }
  }

  /// `true` for what only the instance's own fields and constants decide; `fields` takes in the fields.
  private static func isOwn(_ rule: ExprIR, _ entity: String, _ fields: inout Set<String>) -> Bool {
    switch rule.kind {
    case .field(let base, let owner, let name), .isState(let base, let owner, let name, _):
      guard case .local = base.kind, owner == entity else { return false }
      fields.insert(name)
      return true
    case .now, .today, .instances, .related, .derivation, .metric, .collection, .limit, .crosses, .isStateFor, .quantifier: return false
    case .binary(_, let left, let right): return isOwn(left, entity, &fields) && isOwn(right, entity, &fields)
    default: return rule.children.allSatisfy { isOwn($0, entity, &fields) }
    }
  }

  /// The type that a refinement refines, at the bottom; any other type is its own.
  func baseType(_ type: TypeIR) -> TypeIR {
    guard case .refined(let name) = type else { return type }
    switch types[name]?.shape {
    case .range(let base, _, _), .pattern(let base, _): return baseType(base)
    default: return type
    }
  }

  /// The bounds that refinements set.
  func bounds(of type: TypeIR) -> [(bound: LiteralIR, isLower: Bool)] {
    guard case .refined(let name) = type else { return [] }
    switch types[name]?.shape {
    case .range(let base, let lower, let upper):
      return (lower.map { [($0, true)] } ?? []) + (upper.map { [($0, false)] } ?? []) + bounds(of: base)
    case .pattern(let base, _): return bounds(of: base)
    default: return []
    }
  }

  /// `true` iff texts of the type match a pattern.
  func hasPattern(_ type: TypeIR) -> Bool {
    guard case .refined(let name) = type else { return false }
    switch types[name]?.shape {
    case .pattern: return true
    case .range(let base, _, _): return hasPattern(base)
    default: return false
    }
  }

  /// The cases of a choice, as values.
  func cases(of type: TypeIR) -> [LiteralIR]? {
    guard case .choice(let name) = type, case .choice(let cases)? = types[name]?.shape else { return nil }
    return cases.map { .choice(type: name, name: $0) }
  }

  func field(_ name: String, of entity: String) -> FieldIR? { entities[entity]?.fields.first { $0.name == name } }

  /// `true` iff the value may be another one after the next event, though what it is asked of is the same.
  func isPassing(_ value: ExprIR) -> Bool {
    switch value.kind {
    case .now, .today, .instances, .related, .metric, .collection, .crosses, .isState, .isStateFor, .quantifier, .limit: return true
    case .derivation(let name, _): if derivations[name]?.body == nil { return true }
    case .field(_, let entity, let name):
      let isFixed = entities[entity]?.isImmutable == true || [.belongsTo, .partOf].contains(field(name, of: entity)?.role)
      if !isFixed { return true }
    case .local(let name): if name.hasPrefix("~") { return true }
    default: break
    }
    return value.children.contains { isPassing($0) }
  }
}
