import IntentIR

/// A rule of an entity, with the fields that it speaks of.
struct LastingRule {
  let condition: ExprIR
  let fields: [String]
}

/// What of a lowered system the logic looks up, in the tables of its analysis.
struct SystemFacts {
  private let shapes: NameTable<TypeDeclarationIR>
  /// The types of which a syntax error has cut something off.
  private let brokenTypes: Set<String>
  private let entityFacts: NameTable<EntityFacts>
  private let derivationFacts: NameTable<DerivationFacts>
  private let metricFacts: NameTable<MetricFacts>
  /// In the order of `thresholds`.
  private let thresholdFacts: NameTable<TypeIR>
  private let thresholds: [ThresholdIR]
  /// The rules of each entity that hold at any time because only a change of the instance itself could break them, in the order of
  /// `entityFacts`.
  private var lastingRules: [[LastingRule]]

  /// Requires: all is lowered, and the system is not in canonical order yet.
  init(_ analysis: borrowing SystemAnalysis) {
    shapes = analysis.shapes
    brokenTypes = analysis.brokenTypes
    entityFacts = analysis.entityFacts
    derivationFacts = analysis.derivationFacts
    metricFacts = analysis.metricFacts
    thresholdFacts = analysis.thresholdFacts
    thresholds = analysis.ir.thresholds
    lastingRules = [[LastingRule]](repeating: [], count: entityFacts.count)
  }

  /// From now on the condition is taken for true of every instance of the entity. `isKept` says that each append is held to it, whatever
  /// it reads.
  mutating func assume(_ rule: ExprIR, of entity: String, isKept: Bool) {
    guard let index = entityFacts.index(of: entity) else { return }
    var fields: [String] = []
    if Self.isOwn(rule, entity, isKept, &fields) { lastingRules[index].append(LastingRule(condition: rule, fields: fields)) }
  }

  func lastingRules(of entity: String) -> [LastingRule] { entityFacts.index(of: entity).map { lastingRules[$0] } ?? [] }

  /// `true` for what only the instance's own fields and constants decide, and for what holds ever after once it holds: that a time is
  /// over, where `mayPass` says that this is asked of the whole. `fields` takes in the fields.
  private static func isOwn(_ rule: ExprIR, _ entity: String, _ mayPass: Bool, _ fields: inout [String]) -> Bool {
    switch rule.kind {
    case .field(let base, let owner, let name), .isState(let base, let owner, let name, _):
      guard case .local = base.kind, owner == entity else { return false }
      if !fields.contains(name) { fields.append(name) }
      return true
    case .now, .today, .instances, .related, .derivation, .metric, .collection, .limit, .crosses, .isStateFor, .quantifier: return false
    case .binary(let op, let left, let right):
      if mayPass, [.less, .lessOrEqual].contains(op), right.isMoment { return isOwn(left, entity, false, &fields) }
      if mayPass, [.greater, .greaterOrEqual].contains(op), left.isMoment { return isOwn(right, entity, false, &fields) }
      let mayPass = mayPass && (op == .and || op == .or)
      return isOwn(left, entity, mayPass, &fields) && isOwn(right, entity, mayPass, &fields)
    default: return rule.children.allSatisfy { isOwn($0, entity, false, &fields) }
    }
  }

  func shape(of type: String) -> TypeDeclarationIR.Shape? {
    if !brokenTypes.isEmpty, brokenTypes.contains(type) { return nil }
    return shapes.index(of: type).map { shapes.values[$0].shape }
  }

  func threshold(_ name: String) -> ThresholdIR? { thresholdFacts.index(of: name).map { thresholds[$0] } }

  /// The body of a metric that is right.
  func body(ofMetric name: String) -> ExprIR? {
    if case .done(let body)? = metricFacts[name]?.state { body } else { nil }
  }

  /// The body of a derivation that is spelled out and right, with its parameters.
  func body(ofDerivation name: String) -> (body: ExprIR, parameters: [String])? {
    guard let facts = derivationFacts[name], case .done(let body?) = facts.state else { return nil }
    return (body, facts.parameters.map(\.name))
  }

  /// The type that a refinement refines, at the bottom; any other type is its own.
  func baseType(_ type: TypeIR) -> TypeIR {
    guard case .refined(let name) = type else { return type }
    switch shape(of: name) {
    case .range(let base, _, _), .pattern(let base, _): return baseType(base)
    default: return type
    }
  }

  /// The bounds that the value keeps: nothing checks those of what is computed, or of what the app sets.
  func keptBounds(of value: ExprIR) -> [(bound: LiteralIR, isLower: Bool)] { isChecked(value) ? bounds(of: value.type.unwrapped) : [] }

  /// `true` iff the value was checked against its type when it came in.
  private func isChecked(_ value: ExprIR) -> Bool {
    switch value.kind {
    case .derivation, .metric, .parameter: false
    case .member(let base, _), .narrowed(let base), .widened(let base): isChecked(base)
    case .collection(_, let list, _, let body): isChecked(body ?? list)
    case .orElse(let value, let other): isChecked(value) && isChecked(other)
    default: true
    }
  }

  /// The bounds that refinements set.
  func bounds(of type: TypeIR) -> [(bound: LiteralIR, isLower: Bool)] {
    guard case .refined(let name) = type else { return [] }
    switch shape(of: name) {
    case .range(let base, let lower, let upper):
      return (lower.map { [($0, true)] } ?? []) + (upper.map { [($0, false)] } ?? []) + bounds(of: base)
    case .pattern(let base, _): return bounds(of: base)
    default: return []
    }
  }

  /// `true` iff texts of the type match a pattern.
  func hasPattern(_ type: TypeIR) -> Bool {
    guard case .refined(let name) = type else { return false }
    switch shape(of: name) {
    case .pattern: return true
    case .range(let base, _, _): return hasPattern(base)
    default: return false
    }
  }

  /// The cases of a choice, as values.
  func cases(of type: TypeIR) -> [LiteralIR]? {
    guard case .choice(let name) = type, case .choice(let cases)? = shape(of: name) else { return nil }
    return cases.map { .choice(type: name, name: $0) }
  }

  func field(_ name: String, of entity: String) -> FieldFact? { entityFacts[entity]?.field(name) }

  /// `true` iff `value` is reached from `start` over relations that are fixed at creation: these point at what was created before.
  func isOlder(_ value: ExprIR, than start: ExprIR) -> Bool {
    switch value.kind {
    case .narrowed(let inner): isOlder(inner, than: start)
    case .field(let base, let entity, let name):
      isFixed(name, of: entity) && (base == start || isOlder(base, than: start) || base.isNarrowed(start))
    default: false
    }
  }

  /// `true` iff the field has the value that it was created with.
  private func isFixed(_ name: String, of entity: String) -> Bool {
    entityFacts[entity]?.isImmutable == true || [.belongsTo, .partOf].contains(field(name, of: entity)?.ir?.role)
  }

  /// `true` iff the value may be another one after the next event, though what it is asked of is the same.
  func isPassing(_ value: ExprIR) -> Bool {
    switch value.kind {
    case .now, .today, .instances, .related, .metric, .collection, .crosses, .isState, .isStateFor, .quantifier, .limit: return true
    case .derivation(let name, _): if body(ofDerivation: name) == nil { return true }
    case .field(_, let entity, let name): if !isFixed(name, of: entity) { return true }
    case .local(let name): if name.hasPrefix("~") { return true }
    default: break
    }
    return value.children.contains { isPassing($0) }
  }
}

extension ExprIR {
  /// `true` for `now` and `today`.
  fileprivate var isMoment: Bool { kind == .now || kind == .today }

  /// `true` iff it is `other`, which is known to be there.
  fileprivate func isNarrowed(_ other: ExprIR) -> Bool {
    if case .narrowed(let inner) = kind { inner == other || inner.isNarrowed(other) } else { false }
  }
}
