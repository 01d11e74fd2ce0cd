/// A workflow: the states of one field, and who may move an instance from which to which.
public struct WorkflowIR: Equatable, Sendable {
  public var name: String
  public var entity: String
  public var field: String
  public var initial: String
  /// In the order of the text.
  public var finals: [String]
  /// One for each pair of states, in the order of the text: `a | b -> c` is two.
  public var moves: [WorkflowMoveIR]
  public var doc: String?
  public var origin: Origin

  public init(
    name: String, entity: String, field: String, initial: String, finals: [String], moves: [WorkflowMoveIR], doc: String? = nil,
    origin: Origin
  ) {
    self.name = name
    self.entity = entity
    self.field = field
    self.initial = initial
    self.finals = finals
    self.moves = moves
    self.doc = doc
    self.origin = origin
  }
}

/// A move from one state to another.
public struct WorkflowMoveIR: Equatable, Sendable {
  public var from: String
  public var to: String
  /// What must hold of the instance, whose binder is the entity's name; `me` is who moves it.
  public var condition: ExprIR?
  public var roles: [String]
  public var origin: Origin

  public init(from: String, to: String, condition: ExprIR? = nil, roles: [String], origin: Origin) {
    self.from = from
    self.to = to
    self.condition = condition
    self.roles = roles
    self.origin = origin
  }
}

/// A role with all that it may do; what is not here it may not.
public struct RoleIR: Equatable, Sendable {
  public var name: String
  /// The entity that `me` is, or nil.
  public var entity: String?
  public var reads: [ReadGrantIR]
  /// Mutations, queries, views and actions that a `can:` names, in the order of the text. A mutation's own `by` grants too.
  public var calls: [String]
  public var doc: String?
  public var origin: Origin

  public init(
    name: String, entity: String? = nil, reads: [ReadGrantIR] = [], calls: [String] = [], doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.entity = entity
    self.reads = reads
    self.calls = calls
    self.doc = doc
    self.origin = origin
  }
}

/// `can: read deal where deal.rep == me`.
public struct ReadGrantIR: Equatable, Sendable {
  /// An entity, a metric or a derivation.
  public var target: String
  /// A row filter of an entity; its binder is the entity's name, and `me` is the reader.
  public var condition: ExprIR?
  public var origin: Origin

  public init(target: String, condition: ExprIR? = nil, origin: Origin) {
    self.target = target
    self.condition = condition
    self.origin = origin
  }
}

/// A permission and the roles that may grant it.
public struct PermissionIR: Equatable, Sendable {
  public var name: String
  public var grantedBy: [String]
  public var doc: String?
  public var origin: Origin

  public init(name: String, grantedBy: [String], doc: String? = nil, origin: Origin) {
    self.name = name
    self.grantedBy = grantedBy
    self.doc = doc
    self.origin = origin
  }
}

/// A command: one batch of events, or a refusal and nothing.
public struct MutationIR: Equatable, Sendable {
  public var name: String
  /// In the order of the text; each is a local of the body.
  public var parameters: [FieldIR]
  /// Who may call it: by its own `by`, and by a role's `can:`. Sorted.
  public var callers: [String]
  public var body: [CommandIR]
  public var effects: EffectsIR
  public var doc: String?
  public var origin: Origin

  public init(
    name: String, parameters: [FieldIR], callers: [String], body: [CommandIR], effects: EffectsIR, doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.parameters = parameters
    self.callers = callers
    self.body = body
    self.effects = effects
    self.doc = doc
    self.origin = origin
  }
}

/// A statement of a mutation. Each sees the effects of those before it.
public struct CommandIR: Equatable, Sendable {
  public indirect enum Kind: Equatable, Sendable {
    /// The whole mutation is refused, by that name, unless the condition holds.
    case require(ExprIR, refusal: String?)
    /// A new instance with the given fields, sorted by name; the others have their defaults. `binder` is its name in what follows.
    case create(entity: String, fields: [LabelledIR], binder: String?)
    /// New values of fields of an instance, sorted by name.
    case update(ExprIR, entity: String, fields: [LabelledIR])
    /// The instance's workflow `field` enters `state`.
    case move(ExprIR, entity: String, field: String, state: String)
    case delete(ExprIR, entity: String)
    /// A domain event with its fields, sorted by name.
    case emit(event: String, fields: [LabelledIR])
    case branch(ExprIR, then: [CommandIR], otherwise: [CommandIR])
    case forEach(binder: String, ExprIR, condition: ExprIR?, body: [CommandIR])
    /// A name for a value as it is here, whatever the statements behind it change.
    case bind(String, ExprIR)
  }

  public var kind: Kind
  public var origin: Origin

  public init(_ kind: Kind, origin: Origin) {
    self.kind = kind
    self.origin = origin
  }

  /// Every expression in the statement. O(size).
  public var expressions: [ExprIR] {
    switch kind {
    case .require(let condition, _): [condition]
    case .create(_, let fields, _), .emit(_, let fields): fields.map(\.value)
    case .update(let target, _, let fields): [target] + fields.map(\.value)
    case .move(let target, _, _, _), .delete(let target, _): [target]
    case .branch(let condition, let then, let otherwise): [condition] + (then + otherwise).flatMap(\.expressions)
    case .forEach(_, let collection, let condition, let body):
      [collection] + (condition.map { [$0] } ?? []) + body.flatMap(\.expressions)
    case .bind(_, let value): [value]
    }
  }
}

/// What a command reads and changes. Each list is sorted and names a thing once.
public struct EffectsIR: Equatable, Sendable {
  /// Fields as `customer.name`, entities whose instances are gone through as `customer`, and derivations that the app computes; metrics
  /// and other derivations are what they read.
  public var reads: [String] = []
  /// Fields that an `update` sets: `customer.last_seen`.
  public var writes: [String] = []
  /// Entities.
  public var creates: [String] = []
  /// Entities.
  public var deletes: [String] = []
  /// States that a `move` enters: `deal.stage.won`.
  public var moves: [String] = []
  /// Domain events.
  public var emits: [String] = []

  public init() {}
}

/// A question with a typed answer.
public struct QueryIR: Equatable, Sendable {
  public var name: String
  /// In the order of the text; each is a local of the body.
  public var parameters: [FieldIR]
  /// Who may ask it. Sorted.
  public var callers: [String]
  public var result: TypeIR
  public var body: ExprIR
  public var reads: [String]
  public var doc: String?
  public var origin: Origin

  public init(
    name: String, parameters: [FieldIR], callers: [String], body: ExprIR, reads: [String], doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.parameters = parameters
    self.callers = callers
    result = body.type
    self.body = body
    self.reads = reads
    self.doc = doc
    self.origin = origin
  }
}

/// What the readers of a role see.
public struct ViewIR: Equatable, Sendable {
  public var name: String
  /// Who sees it. Sorted.
  public var roles: [String]
  /// In the order of the text.
  public var shows: [ShowIR]
  public var doc: String?
  public var origin: Origin

  public init(name: String, roles: [String], shows: [ShowIR], doc: String? = nil, origin: Origin) {
    self.name = name
    self.roles = roles
    self.shows = shows
    self.doc = doc
    self.origin = origin
  }
}

/// A part of a view.
public struct ShowIR: Equatable, Sendable {
  public enum Content: Equatable, Sendable {
    case value(ExprIR)
    /// A query with its arguments, in the order of its parameters.
    case query(String, [LabelledIR], TypeIR)
  }

  public var content: Content
  /// The members of each row that are shown; empty for all.
  public var columns: [String]
  public var doc: String?
  public var origin: Origin

  public init(_ content: Content, columns: [String], doc: String? = nil, origin: Origin) {
    self.content = content
    self.columns = columns
    self.doc = doc
    self.origin = origin
  }
}
