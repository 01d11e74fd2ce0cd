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
  /// Derivations of which the body reads no more than the fields of its arguments.
  private var ownDerivations: Set<String> = []

  /// O(size of the entities and the bodies of the derivations, times how deeply these call one another).
  public init(_ system: SystemIR) {
    parts = Set(system.entities.flatMap { entity in entity.fields.filter { $0.role == .partOf }.map { "\(entity.name).\($0.name)" } })
    var open = system.derivations
    while true {
      let known = ownDerivations.count
      open.removeAll { derivation in
        guard let body = derivation.body, readsArgumentsAlone(body) else { return false }
        ownDerivations.insert(derivation.name)
        return true
      }
      if ownDerivations.count == known { break }
    }
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
      case .derivation(let name, let arguments) where ownDerivations.contains(name) && arguments.allSatisfy(\.isLocalIfInstance):
        if arguments.contains(where: { $0.entity.map { $0 != entity } ?? false }) { isOwn = false }
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
    // Where time can only make it true, an event alone can break it.
    return readsTime && condition.canBreakByTime ? .time : isOwn ? .own : .family
  }

  /// `true` iff the body of a derivation reads nothing but the fields of its arguments.
  private func readsArgumentsAlone(_ body: ExprIR) -> Bool {
    var isAlone = true
    body.forEach { part in
      switch part.kind {
      case .now, .today, .isStateFor, .instances, .related, .metric: isAlone = false
      case .derivation(let name, let arguments):
        if !ownDerivations.contains(name) || !arguments.allSatisfy(\.isLocalIfInstance) { isAlone = false }
      case .field(let base, _, _), .isState(let base, _, _, _): if !base.isLocal { isAlone = false }
      default: break
      }
    }
    return isAlone
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

  /// The entity of an instance.
  fileprivate var entity: String? {
    if case .entity(let name) = type.unwrapped { name } else { nil }
  }

  fileprivate var isLocalIfInstance: Bool { entity == nil || isLocal }

  /// `true` iff what it comes to depends on when it is asked.
  public var readsTime: Bool {
    var found = false
    forEach { part in
      switch part.kind {
      case .now, .today, .isStateFor: found = true
      default: break
      }
    }
    return found
  }

  /// `false` only for a condition that stays true with time, once it is: `born <= now`.
  fileprivate var canBreakByTime: Bool {
    guard readsTime else { return false }
    switch kind {
    case .binary(.and, let left, let right), .binary(.or, let left, let right): return left.canBreakByTime || right.canBreakByTime
    case .binary(.less, let left, let right), .binary(.lessOrEqual, let left, let right): return left.readsTime || !right.growsWithTime
    case .binary(.greater, let left, let right), .binary(.greaterOrEqual, let left, let right):
      return right.readsTime || !left.growsWithTime
    default: return true
    }
  }

  /// `true` for a moment that is reckoned from `now` or `today`, and so only ever grows.
  private var growsWithTime: Bool {
    switch kind {
    case .now, .today: true
    case .binary(.add, let left, let right):
      left.growsWithTime && !right.readsTime || right.growsWithTime && !left.readsTime
    case .binary(.subtract, let left, let right): left.growsWithTime && !right.readsTime
    default: false
    }
  }
}
