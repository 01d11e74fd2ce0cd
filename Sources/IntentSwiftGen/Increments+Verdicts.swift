import IntentIR

/// Finds out what can be kept: that of which each instance's part depends on the instance, or on those that point at it, alone.
struct CellFinder {
  enum Verdict {
    /// With the relations over which other instances decide what an instance counts for.
    case kept(Set<FieldKey>)
    /// Why not.
    case scanned(String)
  }

  private let entities: [String: EntityIR]
  private let derivations: [String: DerivationIR]

  init(_ system: SystemIR) {
    entities = Dictionary(system.entities.map { ($0.name, $0) }) { first, _ in first }
    derivations = Dictionary(system.derivations.map { ($0.name, $0) }) { first, _ in first }
  }

  func verdict(on cell: KeptCell) -> Verdict {
    if let relation = cell.relation {
      guard let field = field(cell.entity, relation) else { return .scanned("its relation is not known") }
      guard case .entity = field.type.unwrapped else { return .scanned("`\(cell.entity).\(relation)` leads to many") }
      // Those who point at an owner stand in the order in which they began to: that of their creation where none ever moves.
      let isFixed = entities[cell.entity]?.isImmutable == true || [.belongsTo, .partOf].contains(field.role)
      if cell.needsOrder, !isFixed { return .scanned("`\(cell.entity).\(relation)` may change, and with it the order of equals") }
    }
    var walk = CellWalk(finder: self)
    for expression in cell.filters.map(\.condition) + (cell.value.map { [$0] } ?? []) {
      if let reason = walk.reason(against: expression, CellWalk.Names(instances: [KeptCell.instance])) { return .scanned(reason) }
    }
    return .kept(walk.dependencies)
  }

  /// The reading where its cell can be kept, else one of a timeline that answers the same, if there is one.
  func keepable(_ reading: CellReading) -> CellReading? {
    for candidate in [reading, reading.onTimeline].compactMap({ $0 }) {
      if case .kept = verdict(on: candidate.cell) { return candidate }
    }
    return nil
  }

  fileprivate func field(_ entity: String, _ name: String) -> FieldIR? { entities[entity]?.fields.first { $0.name == name } }
  fileprivate func derivation(_ name: String) -> DerivationIR? { derivations[name] }
}

extension KeptCell {
  /// `true` iff it matters how instances of equal value stand.
  fileprivate var needsOrder: Bool {
    summary == .order
  }
}

/// Looks for what would have to change a cell besides its instances.
private struct CellWalk {
  /// What names stand for: the instance itself, or plain values that depend on it alone.
  struct Names {
    var instances: Set<String>
    var values: Set<String> = []
  }

  let finder: CellFinder
  var dependencies: Set<FieldKey> = []

  /// Why the expression cannot be kept, or nil if it can.
  mutating func reason(against expression: ExprIR, _ names: Names) -> String? {
    switch expression.kind {
    case .literal, .parameter, .threshold: return nil
    case .local(let name): return names.instances.contains(name) || names.values.contains(name) ? nil : "it depends on `\(name)`"
    case .now, .today: return "it depends on the time"
    case .isStateFor: return "it depends on the time"
    case .metric(let name): return "it reads the metric `\(name)`"
    case .crosses: return "it compares with what was before"
    case .instances(let entity): return "it reads all instances of `\(entity)`"
    case .field(let base, let entity, let name), .isState(let base, let entity, let name, _):
      return isInstance(base, names) ? nil : "it reads `\(entity).\(name)` of another instance"
    case .derivation(let name, let arguments): return reason(against: name, arguments, names)
    case .exists(let operand):
      if case .entity(let other) = operand.type.unwrapped { return "an instance of `\(other)` may be deleted" }
      return isNested(expression, names) ? nil : reasonInside(expression, names)
    case .related, .collection, .limit, .quantifier: return isNested(expression, names) ? nil : reasonInside(expression, names)
    default: return reasonInside(expression, names)
    }
  }

  private mutating func reasonInside(_ expression: ExprIR, _ names: Names) -> String? {
    switch expression.kind {
    case .related(_, let entity, let field): return "it reads `\(entity).\(field)` of other instances"
    case .collection(_, let base, let binder, let body):
      if base.holdsInstances { return reason(against: base, names) ?? "it reads other instances" }
      return reason(against: base, names) ?? body.flatMap { reason(against: $0, names.with(binder)) }
    case .quantifier(_, let base, let binder, let body):
      if base.holdsInstances { return reason(against: base, names) ?? "it reads other instances" }
      return reason(against: base, names) ?? reason(against: body, names.with(binder))
    default:
      for child in expression.children { if let reason = reason(against: child, names) { return reason } }
      return nil
    }
  }

  /// `true` iff it is a summary of those that point at the instance, which is kept itself.
  private mutating func isNested(_ expression: ExprIR, _ names: Names) -> Bool {
    guard let source = expression.relatedSource, isInstance(source.owner, names),
      let field = finder.field(source.entity, source.field), case .entity = field.type.unwrapped
    else { return false }
    if let reading = CellReading(expression) {
      guard case .kept = finder.verdict(on: reading.cell) else { return false }
      if case .prefix(let count) = reading.answer, reason(against: count, names) != nil { return false }
    } else if !expression.isPlainSummary {
      return false
    }
    dependencies.insert(FieldKey(entity: source.entity, field: source.field))
    return true
  }

  private mutating func reason(against name: String, _ arguments: [ExprIR], _ names: Names) -> String? {
    guard let derivation = finder.derivation(name), let body = derivation.body else { return "`\(name)` is computed in Swift" }
    var inside = Names(instances: [])
    for (parameter, argument) in zip(derivation.parameters, arguments) {
      if isInstance(argument, names) {
        inside.instances.insert(parameter.name)
      } else if case .entity = parameter.type.unwrapped {
        return "`\(name)` reads another instance"
      } else if let reason = reason(against: argument, names) {
        return reason
      } else {
        inside.values.insert(parameter.name)
      }
    }
    return reason(against: body, inside)
  }

  private func isInstance(_ expression: ExprIR, _ names: Names) -> Bool {
    switch expression.kind {
    case .local(let name): names.instances.contains(name)
    case .narrowed(let inner): isInstance(inner, names)
    default: false
    }
  }
}

extension CellWalk.Names {
  fileprivate func with(_ value: String) -> CellWalk.Names {
    var names = self
    names.values.insert(value)
    return names
  }
}

extension ExprIR {
  /// `true` iff it is a list of instances.
  fileprivate var holdsInstances: Bool {
    if case .list(.entity) = type.unwrapped { true } else { false }
  }

  /// The relation that the expression summarises, and whose it is.
  fileprivate var relatedSource: (owner: ExprIR, entity: String, field: String)? {
    switch kind {
    case .related(let base, let entity, let field): (base, entity, field)
    case .collection(_, let base, _, _), .limit(let base, _), .quantifier(_, let base, _, _), .exists(let base): base.relatedSource
    default: nil
    }
  }

  /// `true` iff it asks how many point at an instance, or whether any do.
  fileprivate var isPlainSummary: Bool {
    switch kind {
    case .collection(.count, let base, _, nil), .collection(.any, let base, _, nil), .exists(let base):
      if case .related = base.kind { true } else { false }
    default: false
    }
  }
}
