/// What the conductor judges whenever it comes to rest; while it does not hold, a gap is open.
public struct StandingClaimIR: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// What must always hold.
    case consistency
    /// A metric outside of its bound; of a target it is worth no more than an opportunity.
    case bound, target
  }

  /// The name of the invariant or rule, or nil for what has only its text.
  public var name: String?
  /// What the gap is about, in the author's words.
  public var text: String
  public var condition: ExprIR
  public var kind: Kind
  public var origin: Origin
}

/// What is judged at each append that creates or changes an instance, which is refused where it does not hold.
public struct GuardedClaimIR: Equatable, Sendable {
  /// The rule's or the invariant's name.
  public var name: String
  public var body: EntityRuleIR.Body
  /// The names by which a condition calls the instance.
  public var binders: Set<String>
  public var reach: ConditionReach
  public var origin: Origin

  /// `true` iff the instance and the time decide it, so that it need not wait for what the event changes elsewhere. O(size).
  public var readsInstanceAlone: Bool {
    guard case .condition(let condition) = body else { return true }
    switch reach {
    case .own: return true
    case .family, .beyond: return false
    case .time:
      var readsAge = false
      condition.forEach { if case .isStateFor = $0.kind { readsAge = true } }
      return !readsAge
    }
  }
}

/// Which promises of the contract are kept where: RUNTIME section 5 and LANGUAGE section 8, for the generator and the interpreter alike.
public struct ContractDuties: Sendable {
  /// In the order of the sources' places.
  public private(set) var standing: [StandingClaimIR] = []
  private var guarded: [String: [GuardedClaimIR]] = [:]

  /// O(size of the system).
  public init(_ system: SystemIR) {
    let finder = ReachFinder(system)
    for assertion in system.assertions { stand(nil, assertion.text, assertion.condition, .consistency, assertion.origin) }
    for entity in system.entities {
      for rule in entity.rules { add(rule, of: entity, finder) }
    }
    for invariant in system.contract.invariants { add(invariant, of: system, finder) }
    for target in system.contract.targets {
      guard case .bound(let bound) = target.goal, let claim = bound.claim(in: system) else { continue }
      stand(nil, target.text, claim, .target, target.origin)
    }
    standing.sort { ($0.origin.file, $0.origin.line, $0.text) < ($1.origin.file, $1.origin.line, $1.text) }
  }

  /// What is judged at an append of the entity's instance: first what the spec says, then what the app's checkers are asked.
  public func guarded(on entity: String) -> [GuardedClaimIR] {
    let all = guarded[entity] ?? []
    return all.filter { $0.body != .checker } + all.filter { $0.body == .checker }
  }

  private mutating func stand(
    _ name: String?, _ text: String, _ condition: ExprIR, _ kind: StandingClaimIR.Kind, _ origin: Origin
  ) {
    standing.append(StandingClaimIR(name: name, text: text, condition: condition, kind: kind, origin: origin))
  }

  /// A rule is judged where its instance is written; what can break it elsewhere or later is watched besides.
  private mutating func add(_ rule: EntityRuleIR, of entity: EntityIR, _ finder: ReachFinder) {
    var reach = ConditionReach.own
    if case .condition(let condition) = rule.body {
      reach = finder.reach(of: condition, on: entity.name)
      switch reach {
      case .beyond, .time:
        let all = ExprIR(.instances(entity: entity.name), .list(.entity(entity.name)))
        let claim = ExprIR(.quantifier(isNone: false, all, binder: entity.name, body: condition), .bool)
        stand("\(entity.name)_\(rule.name)", "\(entity.name).\(rule.name)", claim, .consistency, rule.origin)
      case .own, .family: break
      }
    }
    guarded[entity.name, default: []].append(
      GuardedClaimIR(name: rule.name, body: rule.body, binders: [entity.name], reach: reach, origin: rule.origin))
  }

  private mutating func add(_ invariant: InvariantIR, of system: SystemIR, _ finder: ReachFinder) {
    switch invariant.claim {
    case .condition(let condition):
      let reach = finder.reach(of: condition)
      if reach == .own || reach == .family, let claim = InstanceClaim(condition) {
        guarded[claim.entity, default: []].append(
          GuardedClaimIR(
            name: invariant.name, body: .condition(claim.condition), binders: claim.binders, reach: reach, origin: invariant.origin))
      } else {
        stand(invariant.name, invariant.text, condition, .consistency, invariant.origin)
      }
    case .bound(let bound):
      // The names of built-in quantities stand for what is measured, which no log knows.
      if let claim = bound.claim(in: system) { stand(nil, invariant.text, claim, .bound, invariant.origin) }
    case .dataNeverLost, .authorised, .named: break
    }
  }
}

extension BoundIR {
  /// The bound of a metric as a condition: a metric without a value is not outside of it. Nil for what only the runtime measures.
  public func claim(in system: SystemIR) -> ExprIR? {
    guard case .metric(let name) = quantity, case .value(let limit) = limit,
      let metric = system.metrics.first(where: { $0.name == name })
    else { return nil }
    var value = ExprIR(.metric(name), metric.type)
    if metric.type == .int, limit.type != .int { value = ExprIR(.widened(value), .decimal) }
    let isWithin = ExprIR(.binary(comparison, value, limit), .bool)
    return metric.type.isOptional ? ExprIR(.binary(.or, ExprIR(.not(ExprIR(.exists(value), .bool)), .bool), isWithin), .bool) : isWithin
  }
}

extension ContractIR {
  /// The conditions behind `unless` of properties.
  public var exceptions: [ExprIR] {
    capabilities.flatMap(\.properties).compactMap { if case .condition(let condition)? = $0.unless { condition } else { nil } }
  }
}
