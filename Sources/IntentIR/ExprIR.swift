/// A literal value.
public enum LiteralIR: Hashable, Sendable {
  case text(String)
  case int(Int64)
  /// Canonical decimal text: no leading `+`, no trailing zeros after the point, `0.95` for `95%`.
  case decimal(String)
  case bool(Bool)
  /// Milliseconds.
  case duration(Int64)
  /// Canonical decimal text and an ISO 4217 code.
  case money(String, currency: String)
  /// Minutes after midnight.
  case timeOfDay(Int)
  /// A case of a choice: type name, case name.
  case choice(type: String, name: String)
  /// No value.
  case absent
}

/// An expression with its type.
public struct ExprIR: Equatable, Sendable {
  public var kind: Kind
  public var type: TypeIR

  public init(_ kind: Kind, _ type: TypeIR) {
    self.kind = kind
    self.type = type
  }

  /// What an expression does. Instances are values of an entity type; a field of an instance is read from the state.
  public indirect enum Kind: Equatable, Sendable {
    case literal(LiteralIR)
    /// A name bound by the trigger, a `for each`, a quantifier, a parameter list, or `it`. In `when e.updated` the local `before` is the
    /// old instance; nested collections bind `it`, `it_2`, `it_3` …, so no binder hides another.
    case local(String)
    case now
    case today
    /// A hole: a required parameter of the system.
    case parameter(String)
    /// The number of a threshold.
    case threshold(String)
    /// A field of an entity's instance. An optional base makes the result optional.
    case field(ExprIR, entity: String, name: String)
    /// A field of a record, an event payload, or a derivation's result.
    case member(ExprIR, name: String)
    /// All instances of an entity.
    case instances(entity: String)
    /// The instances of `entity` whose relation `field` points at the base instance.
    case related(ExprIR, entity: String, field: String)
    /// A call of a derivation.
    case derivation(String, [ExprIR])
    case metric(String)
    /// A collection operation; `binder` names the instance in `body`.
    case collection(CollectionOperator, ExprIR, binder: String, body: ExprIR?)
    /// The first `count` of an ordered collection.
    case limit(ExprIR, ExprIR)
    case binary(BinaryOperator, ExprIR, ExprIR)
    case negate(ExprIR)
    case not(ExprIR)
    /// `value crosses threshold`: `slot` numbers the reaction's crossing, whose earlier value is read just before the cause.
    case crosses(ExprIR, threshold: String, slot: Int)
    case exists(ExprIR)
    /// Present and within its refinement.
    case valid(ExprIR)
    /// The instance's field `name` is in `state` (a choice's case), or the flag `name` is true where `state` is nil.
    case isState(ExprIR, entity: String, field: String, state: String?)
    /// The instance has been in that state for a time that compares with the duration in milliseconds.
    case isStateFor(ExprIR, entity: String, field: String, state: String?, BinaryOperator, milliseconds: Int64)
    /// The left value, or the right one where the left is absent or divides by zero.
    case orElse(ExprIR, ExprIR)
    /// An optional value that a guard around it proved to be there; the type is the unwrapped one.
    case narrowed(ExprIR)
    /// An `int` as a `decimal`.
    case widened(ExprIR)
    /// The value of a variant is in its case `name`.
    case isCase(ExprIR, type: String, name: String)
    /// What the case `name` carries; a guard around it proved the case. The type is the record `<type>.<name>`.
    case payload(ExprIR, type: String, name: String)
    /// A case of a variant with its data.
    case variant(type: String, name: String, [LabelledIR])
    case list([ExprIR])
    case range(ExprIR, ExprIR)
    case record(type: String, [LabelledIR])
    /// `every` (or, negated by `isNone`, `no`) over a collection.
    case quantifier(isNone: Bool, ExprIR, binder: String, body: ExprIR)
    /// `round(x, to: places, half_even)`.
    case round(ExprIR, places: Int)
  }
}

/// A value with the name of the field or parameter that it is for.
public struct LabelledIR: Equatable, Sendable {
  public var label: String
  public var value: ExprIR

  public init(_ label: String, _ value: ExprIR) {
    self.label = label
    self.value = value
  }
}

/// An operator between two values, by its sign in canonical text.
public enum BinaryOperator: String, Hashable, Sendable {
  case or, and
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case isIn = "in", isNotIn = "not in"
  case add = "+", subtract = "-", multiply = "*", divide = "/"

  /// The comparison that holds iff this one does not; nil for what compares nothing.
  public var opposite: BinaryOperator? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    default: nil
    }
  }

  /// The comparison with its sides exchanged; nil for what compares nothing.
  public var mirrored: BinaryOperator? {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: nil
    }
  }
}

/// An operation on a collection, by its word.
public enum CollectionOperator: String, Hashable, Sendable {
  case `where`, count, sum, avg, min, max, any, all, first, last
  case orderBy = "order"
}
