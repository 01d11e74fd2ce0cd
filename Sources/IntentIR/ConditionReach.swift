/// What a condition depends on, and so who can break it.
public enum ConditionReach: Equatable, Sendable {
  /// The instance's own fields: only an event of it can break it.
  case own
  /// The fields of a whole and its parts, which are written in one append.
  case family
  /// Something else, named: an append elsewhere can break it.
  case beyond(String)
  /// Time: it can break without an event.
  case time
}

/// A condition that is said of each instance of an entity.
public struct InstanceClaim: Equatable, Sendable {
  public var entity: String
  public var condition: ExprIR
  /// The names by which the condition calls the instance.
  public var binders: Set<String>

  /// What a quantifier over an entity's instances, chosen by their own conditions, says of each; nil for any other condition. O(size).
  public init?(_ condition: ExprIR) {
    guard case .quantifier(let isNone, let range, let binder, let body) = condition.kind else { return nil }
    var claim = isNone ? ExprIR(.not(body), .bool) : body
    var binders: Set = [binder]
    var base = range
    while case .collection(.where, let inner, let name, let filter) = base.kind {
      if let filter {
        binders.insert(name)
        claim = ExprIR(.binary(.or, ExprIR(.not(filter), .bool), claim), .bool)
      }
      base = inner
    }
    guard case .instances(let entity) = base.kind else { return nil }
    self.entity = entity
    self.condition = claim
    self.binders = binders
  }
}

/// Finds the reach of conditions of one system.
public struct ReachFinder: Sendable {
  /// Relations that lead from a part to its whole: `line.order`.
  private let parts: Set<String>

  /// O(size of the entities).
  public init(_ system: SystemIR) {
    parts = Set(system.entities.flatMap { entity in entity.fields.filter { $0.role == .partOf }.map { "\(entity.name).\($0.name)" } })
  }

  /// The reach of an invariant: one that says the same of each instance depends on what it says of one. O(size).
  public func reach(of invariant: ExprIR) -> ConditionReach {
    guard let claim = InstanceClaim(invariant) else { return reach(of: invariant, on: nil) }
    return reach(of: claim.condition, on: claim.entity)
  }

  /// The reach of a condition over an instance of `entity`, or over the whole state where that is nil. O(size).
  public func reach(of condition: ExprIR, on entity: String?) -> ConditionReach {
    var others: Set<String> = []
    var readsTime = false
    var isOwn = true
    condition.forEach { part in
      switch part.kind {
      case .now, .today, .isStateFor: readsTime = true
      case .instances(let other): others.insert(other)
      case .derivation(let name, _), .metric(let name): others.insert(name)
      case .field(let base, let owner, _), .isState(let base, let owner, _, _):
        if !isFamily(base) { others.insert(owner) } else if owner != entity || !base.isLocal { isOwn = false }
      case .related(let base, let owner, let field):
        isOwn = false
        if !isFamily(base) || !parts.contains("\(owner).\(field)") { others.insert(owner) }
      default: break
      }
    }
    if let other = others.min() { return .beyond(other) }
    return readsTime ? .time : isOwn ? .own : .family
  }

  /// `true` iff it is the instance at hand, a part of it, or the whole of one of these: all of them are written in one append.
  private func isFamily(_ base: ExprIR) -> Bool {
    switch base.kind {
    case .local: true
    case .narrowed(let inner): isFamily(inner)
    case .field(let inner, let owner, let field): parts.contains("\(owner).\(field)") && isFamily(inner)
    default: false
    }
  }
}

extension ExprIR {
  fileprivate var isLocal: Bool {
    switch kind {
    case .local: true
    case .narrowed(let inner): inner.isLocal
    default: false
    }
  }
}
