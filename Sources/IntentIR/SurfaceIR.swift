/// What a system shows to and shares with others: projections and bindings, and the bounds of its agents.
public struct SurfaceIR: Equatable, Sendable {
  public var projections: [ProjectionIR] = []
  public var bindings: [BindingIR] = []
  public var agents = AgentLimitsIR()
  /// What happens to the past when the spec changes; `nil` where nothing is said.
  public var backfill: BackfillPolicyIR?

  public init() {}
}

/// `projection crm into …`.
public struct ProjectionIR: Equatable, Sendable {
  public enum Form: Equatable, Sendable {
    /// A table for each entity, in source order.
    case tables([String])
    case graph(nodes: [String], edges: [GraphEdgeIR])
  }

  public var name: String
  public var form: Form
  public var doc: String?
  public var origin: Origin

  public init(name: String, form: Form, doc: String? = nil, origin: Origin) {
    self.name = name
    self.form = form
    self.doc = doc
    self.origin = origin
  }
}

/// `edge deal.company`: from each deal to what its relation points at.
public struct GraphEdgeIR: Equatable, Sendable {
  public var entity: String
  public var field: String
  /// The entity at the other end.
  public var target: String

  public init(entity: String, field: String, target: String) {
    self.entity = entity
    self.field = field
    self.target = target
  }
}

/// `binding shopify provides …`.
public struct BindingIR: Equatable, Sendable {
  public var name: String
  /// Of `bulk_export pagination search webhook_source`, as written.
  public var provides: [String]
  public var entities: [BoundEntityIR]
  public var doc: String?
  public var origin: Origin

  public init(name: String, provides: [String], entities: [BoundEntityIR], doc: String? = nil, origin: Origin) {
    self.name = name
    self.provides = provides
    self.entities = entities
    self.doc = doc
    self.origin = origin
  }
}

/// `customer from "customers" { ours: theirs }`.
public struct BoundEntityIR: Equatable, Sendable {
  public var entity: String
  /// What the other system calls it.
  public var source: String
  /// The key by which theirs are matched with ours: the first of the entity's that is mapped.
  public var key: [String]
  public var fields: [BoundFieldIR]

  public init(entity: String, source: String, key: [String], fields: [BoundFieldIR]) {
    self.entity = entity
    self.source = source
    self.key = key
    self.fields = fields
  }
}

/// `ours: theirs`.
public struct BoundFieldIR: Equatable, Sendable {
  public var ours: String
  /// A path in the other system's data: `address.city`.
  public var theirs: String

  public init(ours: String, theirs: String) {
    self.ours = ours
    self.theirs = theirs
  }
}

/// `agents { … }`; what is not said is `nil`.
public struct AgentLimitsIR: Equatable, Sendable {
  public var depth: Int?
  public var concurrent: Int?
  public var perGap: Int?
  /// Milliseconds.
  public var cooldown: Int64?
  /// An amount of money and the period that it is for.
  public var budget: LiteralIR?
  public var budgetPeriod: String?

  public init() {}
}

/// `backfill_policy:` of `when intent.evolved`.
public enum BackfillPolicyIR: String, CaseIterable, Equatable, Sendable {
  case sequential
  case prospectiveOnly = "prospective_only"
  case humanDecision = "human_decision"
}
