/// The lowered form of a system: everything resolved, typed, in canonical order. Plain values, no reference to the syntax.
///
/// Canonical order is by name within each list (fields, cases and parameters keep source order where order means something:
/// cases of a choice; fields and parameters are listed as written and sorted in the canonical text).
public struct SystemIR: Equatable, Sendable {
  public var name: String
  public var version: Int
  public var timeZone: String
  public var doc: String?
  /// Where the block with `version` begins, else the first block in path order: the system's home.
  public var origin: Origin
  public var types: [TypeDeclarationIR] = []
  public var entities: [EntityIR] = []
  /// Declared events and those that `emits` declares.
  public var events: [EventIR] = []
  public var thresholds: [ThresholdIR] = []
  /// Holes: the parameters that the app must give.
  public var parameters: [FieldIR] = []
  public var derivations: [DerivationIR] = []
  public var metrics: [MetricIR] = []
  public var actions: [ActionIR] = []
  public var reactions: [ReactionIR] = []
  public var assertions: [AssertionIR] = []
  public var workflows: [WorkflowIR] = []
  public var roles: [RoleIR] = []
  public var permissions: [PermissionIR] = []
  public var mutations: [MutationIR] = []
  public var queries: [QueryIR] = []
  public var views: [ViewIR] = []
  public var contract = ContractIR()
  public var surface = SurfaceIR()
  public var evolution = EvolutionIR()
  /// How each promise is kept, the strongest first; it follows from the rest, and is filled only where it is asked for.
  public var promises: [PromiseIR] = []
  /// What is parsed and kept, and not enforced yet.
  public var unenforced: [UnenforcedIR] = []

  public init(name: String, version: Int = 1, timeZone: String = "UTC", doc: String? = nil, origin: Origin) {
    self.name = name
    self.version = version
    self.timeZone = timeZone
    self.doc = doc
    self.origin = origin
  }
}

/// An entity.
public struct EntityIR: Equatable, Sendable {
  public let name: String
  public let plural: String
  public let isImmutable: Bool
  /// In source order, relations included, inverse sides not.
  public var fields: [FieldIR]
  public var inverses: [InverseIR]
  public var keys: [[String]]
  public var uniques: [UniqueIR]
  public var noOverlaps: [NoOverlapIR] = []
  public var rules: [EntityRuleIR]
  public let doc: String?
  public let origin: Origin

  public init(
    name: String, plural: String, isImmutable: Bool = false, fields: [FieldIR] = [], inverses: [InverseIR] = [],
    keys: [[String]] = [], uniques: [UniqueIR] = [], rules: [EntityRuleIR] = [], doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.plural = plural
    self.isImmutable = isImmutable
    self.fields = fields
    self.inverses = inverses
    self.keys = keys
    self.uniques = uniques
    self.rules = rules
    self.doc = doc
    self.origin = origin
  }
}

/// The other side of a relation: `customer.interactions` is every `interaction` whose `customer` is it.
public struct InverseIR: Equatable, Sendable {
  public var name: String
  public var entity: String
  public var field: String

  public init(name: String, entity: String, field: String) {
    self.name = name
    self.entity = entity
    self.field = field
  }
}

/// `unique: fields where condition`; the condition's binder is `it`.
public struct UniqueIR: Equatable, Sendable {
  public var fields: [String]
  public var condition: ExprIR?

  public init(fields: [String], condition: ExprIR?) {
    self.fields = fields
    self.condition = condition
  }
}

/// A rule of an entity, judged for each instance that an append touches.
public struct EntityRuleIR: Equatable, Sendable {
  public enum Body: Equatable, Sendable {
    /// Kept by the language itself (`timestamp_never_in_future`).
    case builtIn
    /// A checker that the app writes.
    case checker
    /// A condition over the instance, whose binder is the entity's name.
    case condition(ExprIR)
  }

  public var name: String
  public var body: Body
  /// The rule as the author wrote it, printed canonically.
  public var text: String
  public var origin: Origin

  public init(name: String, body: Body, text: String, origin: Origin) {
    self.name = name
    self.body = body
    self.text = text
    self.origin = origin
  }
}

/// A domain event.
public struct EventIR: Equatable, Sendable {
  public let name: String
  public let fields: [FieldIR]
  public let doc: String?
  public let origin: Origin

  public init(name: String, fields: [FieldIR], doc: String? = nil, origin: Origin) {
    self.name = name
    self.fields = fields
    self.doc = doc
    self.origin = origin
  }
}

/// A threshold with its direction; a hole's number is a parameter of the threshold's name.
public struct ThresholdIR: Equatable, Sendable {
  public let name: String
  public let isBelow: Bool
  /// Canonical decimal text (money and durations too: their amount), or nil for a hole.
  public let number: String?
  public let doc: String?
  public let origin: Origin

  public init(name: String, isBelow: Bool, number: String?, doc: String? = nil, origin: Origin) {
    self.name = name
    self.isBelow = isBelow
    self.number = number
    self.doc = doc
    self.origin = origin
  }
}

/// A derived value: with a body, a formula; without, a reducer that the app writes.
public struct DerivationIR: Equatable, Sendable {
  public let name: String
  public let parameters: [FieldIR]
  public let result: TypeIR
  /// The fields of the result where it is a record of its own (`-> { … }`), else empty.
  public let resultFields: [FieldIR]
  public let body: ExprIR?
  public let doc: String?
  public let origin: Origin

  public init(
    name: String, parameters: [FieldIR], result: TypeIR, resultFields: [FieldIR] = [], body: ExprIR?, doc: String? = nil,
    origin: Origin
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.resultFields = resultFields
    self.body = body
    self.doc = doc
    self.origin = origin
  }
}

/// A metric.
public struct MetricIR: Equatable, Sendable {
  public let name: String
  public let type: TypeIR
  public let body: ExprIR
  public let doc: String?
  public let origin: Origin

  public init(name: String, type: TypeIR, body: ExprIR, doc: String? = nil, origin: Origin) {
    self.name = name
    self.type = type
    self.body = body
    self.doc = doc
    self.origin = origin
  }
}

/// A promise that is parsed and kept but that nothing enforces yet; each is reported.
public struct UnenforcedIR: Equatable, Sendable {
  /// The item's keyword: `invariant`, `role`, `query` …
  public var keyword: String
  /// Its name, or its canonical text where it has none.
  public var name: String
  /// The item in canonical text, comments left out.
  public var text: String
  public var origin: Origin

  public init(keyword: String, name: String, text: String, origin: Origin) {
    self.keyword = keyword
    self.name = name
    self.text = text
    self.origin = origin
  }
}
