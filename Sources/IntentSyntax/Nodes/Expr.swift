import IntentSource

/// An expression.
public struct Expr: Hashable, Sendable, BitwiseCopyable {
  public let kind: ExprKind
  public let span: Span

  public init(_ kind: ExprKind, _ span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// What an expression is. Brackets leave no node of their own.
public enum ExprKind: Hashable, Sendable, BitwiseCopyable {
  /// What could not be read; it has been reported.
  case error
  case literal(Literal)
  /// `?`, a value that the app gives.
  case hole
  /// A bare name; `now`, `me` and `it` too.
  case name(Name)
  /// `base.name`.
  case member(ExprID, Name)
  /// `callee(…)`; the callee is a name or a member, as in `deals.where(…)`.
  case call(ExprID, NodeList<Argument>)
  /// `base[index]`.
  case index(ExprID, ExprID)
  /// `[a, b]`.
  case list(NodeList<ExprID>)
  /// `a..b`, both ends included.
  case range(ExprID, ExprID)
  case not(ExprID)
  case negate(ExprID)
  case binary(BinaryOperator, ExprID, ExprID)
  /// `a in b`, `a not in b`.
  case membership(ExprID, in: ExprID, negated: Bool)
  /// `a crosses b`.
  case crosses(ExprID, ExprID)
  case predicate(ExprID, NodeBox<Predicate>)
  case quantifier(NodeBox<Quantifier>)
  /// The instance that the quantifier around it speaks of, where the text names none: the subject in `every(x) has f`.
  case quantified
  /// The same subject again, where the text leaves it out: `a exists and valid` is `a exists and (repeated a) valid`.
  case repeated(ExprID)
}

/// An operator between two values.
public enum BinaryOperator: Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case or, and
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// `x else c`: `c` where `x` is absent or divides by zero.
  case otherwise
  case add, subtract, multiply, divide

  /// The operator as it is written.
  public var text: String {
    switch self {
    case .or: "or"
    case .and: "and"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .otherwise: "else"
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    }
  }

  /// `true` iff it compares two values.
  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

/// A predicate that stands after its subject.
public enum Predicate: Hashable, Sendable, BitwiseCopyable {
  case exists
  case valid
  /// `is s`, `is not s`, `is s as c`, `is s for > 24h`.
  case `is`(IsPredicate)
  /// `has f`.
  case has(Name)
}

/// The `is` of a subject: a state that it is in, or a case that it is of.
public struct IsPredicate: Hashable, Sendable, BitwiseCopyable {
  /// A state, a flag, a case or a property that the app checks.
  public let state: Name
  public let negated: Bool
  /// `as c`: the case's data, in the block that the condition guards.
  public let binder: Name?
  public let lasting: Lasting?

  public init(state: Name, negated: Bool, binder: Name?, lasting: Lasting?) {
    self.state = state
    self.negated = negated
    self.binder = binder
    self.lasting = lasting
  }
}

/// `for > 24h`; `for 24h` has no comparison.
public struct Lasting: Hashable, Sendable, BitwiseCopyable {
  public let comparison: BinaryOperator?
  public let duration: ExprID

  public init(comparison: BinaryOperator?, duration: ExprID) {
    self.comparison = comparison
    self.duration = duration
  }
}

/// `every(path) p`, `every(E e where c): p`, `no(E e where c): p`.
public struct Quantifier: Hashable, Sendable, BitwiseCopyable {
  public enum Kind: Hashable, Sendable, BitwiseCopyable { case every, no }

  public let kind: Kind
  public let path: Path
  public let binder: Name?
  public let condition: ExprID?
  /// In the form without a colon it speaks of `.quantified`.
  public let body: ExprID

  public init(kind: Kind, path: Path, binder: Name?, condition: ExprID?, body: ExprID) {
    self.kind = kind
    self.path = path
    self.binder = binder
    self.condition = condition
    self.body = body
  }
}

/// `value` or `label: value`.
public struct Argument: Hashable, Sendable, BitwiseCopyable {
  public let label: Name?
  public let value: ExprID

  public init(label: Name?, value: ExprID) {
    self.label = label
    self.value = value
  }
}
