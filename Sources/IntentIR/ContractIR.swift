/// The stability contract of a system: what holds whatever else changes.
public struct ContractIR: Equatable, Sendable {
  public var invariants: [InvariantIR] = []
  public var capabilities: [CapabilityIR] = []
  public var targets: [TargetIR] = []
  /// What no draft may redefine and no agent may write.
  public var protected: [ProtectedIR] = []

  public init() {}
}

/// `invariant …`.
public struct InvariantIR: Equatable, Sendable {
  public enum Claim: Equatable, Sendable {
    /// `<entity>_data_never_lost`: each event of the entity survives every change of the system.
    case dataNeverLost(entity: String)
    /// `auth_required_for_<entity>_data`: no command reaches the entity's data without a role.
    case authorised(entity: String)
    /// Known by its name alone: a checker that the app writes, or, if it is attested, a person's judgement.
    case named
    /// A condition over the whole state.
    case condition(ExprIR)
    /// A bound on what is measured.
    case bound(BoundIR)
  }

  public var name: String
  public var claim: Claim
  /// The declarations that it speaks of, as paths.
  public var covers: [String]
  public var isAttested: Bool
  /// The item as the author wrote it, printed canonically, without its keyword.
  public var text: String
  public var doc: String?
  public var origin: Origin

  public init(
    name: String, claim: Claim, covers: [String] = [], isAttested: Bool = false, text: String, doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.claim = claim
    self.covers = covers
    self.isAttested = isAttested
    self.text = text
    self.doc = doc
    self.origin = origin
  }
}

extension InvariantIR {
  /// Who says whether an invariant is kept that nothing in the spec decides.
  public enum Judge: Equatable, Sendable {
    /// A checker of the app.
    case checker
    /// A person, who signs it off.
    case person
    /// The log, as to the entity's events.
    case log(entity: String)
  }

  /// Nil for what the spec decides.
  public var judge: Judge? {
    if isAttested { return .person }
    switch claim {
    case .named: return .checker
    case .dataNeverLost(let entity): return .log(entity: entity)
    case .authorised, .condition, .bound: return nil
    }
  }

  /// `true` iff a checker of the app judges it.
  public var isChecker: Bool { judge == .checker }
}

/// What can be measured.
public enum QuantityIR: Equatable, Sendable {
  /// One that the runtime knows: `response_time`, `latency`, `error_rate`, `availability`, `cost`, `storage`.
  case builtIn(String)
  case metric(String)
  /// Accessibility, whose levels are named.
  case accessibility

  /// The name that the author writes.
  public var name: String {
    switch self {
    case .builtIn(let name), .metric(let name): name
    case .accessibility: "accessibility"
    }
  }
}

/// A quantity compared with a limit.
public struct BoundIR: Equatable, Sendable {
  public enum Limit: Equatable, Sendable {
    /// A value of the quantity's type.
    case value(ExprIR)
    /// An amount of money for a period of the calendar: `hour`, `day`, `week`, `month`, `year`.
    case rate(LiteralIR, per: String)
  }

  public var quantity: QuantityIR
  public var comparison: BinaryOperator
  public var limit: Limit

  public init(quantity: QuantityIR, comparison: BinaryOperator, limit: Limit) {
    self.quantity = quantity
    self.comparison = comparison
    self.limit = limit
  }
}

/// `optimise …`: a target; what is outside of it is a quality gap.
public struct TargetIR: Equatable, Sendable {
  public enum Goal: Equatable, Sendable {
    case bound(BoundIR)
    case minimise
    case maximise
    /// A level by its name: `WCAG_AA`.
    case level(String)
  }

  public var quantity: QuantityIR
  public var goal: Goal
  /// The item as the author wrote it, printed canonically, without its keyword.
  public var text: String
  public var doc: String?
  public var origin: Origin

  public init(quantity: QuantityIR, goal: Goal, text: String, doc: String? = nil, origin: Origin) {
    self.quantity = quantity
    self.goal = goal
    self.text = text
    self.doc = doc
    self.origin = origin
  }
}

/// `capability …`.
public struct CapabilityIR: Equatable, Sendable {
  public enum Product: Equatable, Sendable {
    case event(TriggerIR)
    case derivation(String)
    case metric(String)
  }

  public var name: String
  /// The events that it begins with.
  public var accepts: [TriggerIR]
  public var produces: [Product]
  public var properties: [PropertyIR]
  public var doc: String?
  public var origin: Origin

  public init(
    name: String, accepts: [TriggerIR], produces: [Product], properties: [PropertyIR], doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.accepts = accepts
    self.produces = produces
    self.properties = properties
    self.doc = doc
    self.origin = origin
  }
}

/// `property: works_offline unless …`: a checker that the app writes.
public struct PropertyIR: Equatable, Sendable {
  public enum Exception: Equatable, Sendable {
    /// A name that nothing declares: a checker, too.
    case named(String)
    case condition(ExprIR)
  }

  public var name: String
  public var unless: Exception?
  public var doc: String?
  public var origin: Origin

  public init(name: String, unless: Exception?, doc: String? = nil, origin: Origin) {
    self.name = name
    self.unless = unless
    self.doc = doc
    self.origin = origin
  }
}

/// An entry of `protect:`.
public struct ProtectedIR: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// A part of the core: `identity roles permissions audit keys policy`.
    case core
    /// An item, or a field of an entity.
    case declared
  }

  /// As the author writes it: `customer.encryption_key`, `roles`.
  public var path: String
  public var kind: Kind

  public init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }
}

/// `no_overlap: starts..ends per doctor where …`; the condition's binder is `it`.
public struct NoOverlapIR: Equatable, Sendable {
  public var start: String
  public var end: String
  public var per: [String]
  public var condition: ExprIR?
  public var origin: Origin

  public init(start: String, end: String, per: [String], condition: ExprIR?, origin: Origin) {
    self.start = start
    self.end = end
    self.per = per
    self.condition = condition
    self.origin = origin
  }
}
