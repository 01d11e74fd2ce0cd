import IntentSource

/// A line of a `when`, an `every`, an `always` or a `mutation`.
public struct Statement: Hashable, Sendable {
  public let kind: StatementKind
  public let doc: DocComment?
  public let span: Span

  public init(kind: StatementKind, doc: DocComment?, span: Span) {
    self.kind = kind
    self.doc = doc
    self.span = span
  }
}

/// What a statement is.
public enum StatementKind: Hashable, Sendable {
  /// What could not be read; it has been reported.
  case error
  /// `must: …`, `should: …`, `could: …`.
  case consequence(Obligation, ConsequenceID)
  case `if`(IfStatement)
  case forEach(ForEachStatement)
  /// `assert: condition`, with modifiers.
  case assert(ExprID, [Modifier])
  /// `backfill_policy: sequential`, in `when intent.evolved`.
  case backfillPolicy(Name)

  /// `require: condition else refusal`.
  case require(ExprID, refusal: Name?)
  /// `create entity(…) as i`.
  case create(Name, [Argument], binder: Name?)
  /// `update x(…)`; the target is a path.
  case update(Path, [Argument])
  /// `move x to state`.
  case move(Path, to: Name)
  case delete(Path)
  /// `emit event(…)`.
  case emit(Name, [Argument])
}

/// How much a consequence matters.
public enum Obligation: Hashable, Sendable {
  case must, should, could
}

/// An action that is due, and how.
public struct Consequence: Hashable, Sendable {
  public let action: ActionCall
  public let modifiers: [Modifier]
  public let span: Span

  public init(action: ActionCall, modifiers: [Modifier], span: Span) {
    self.action = action
    self.modifiers = modifiers
    self.span = span
  }
}

/// `name` or `name(…)`.
public struct ActionCall: Hashable, Sendable {
  public let name: Name
  public let arguments: [Argument]
  public let span: Span

  public init(name: Name, arguments: [Argument], span: Span) {
    self.name = name
    self.arguments = arguments
    self.span = span
  }
}

/// What stands behind an action or an assertion, in the order of the text.
public struct Modifier: Hashable, Sendable {
  public let kind: ModifierKind
  public let span: Span

  public init(kind: ModifierKind, span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// What a modifier says.
public enum ModifierKind: Hashable, Sendable {
  case within(ExprID)
  case retry(ExprID)
  case requires(Name)
  case unless(ExprID)
  case undo(ActionCall)
  /// Always the last of its list.
  case fallback(ConsequenceID)
}

/// `if condition { … } else { … }`.
public struct IfStatement: Hashable, Sendable {
  public let condition: ExprID
  public let then: [StatementID]
  /// `else if` is a single `if` statement in here; `nil` where no `else` stands.
  public let otherwise: [StatementID]?

  public init(condition: ExprID, then: [StatementID], otherwise: [StatementID]?) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
  }
}

/// `for each customer with condition { … }`, `for each line in lines { … }`.
public struct ForEachStatement: Hashable, Sendable {
  /// The name of each instance; without `in` also the entity.
  public let name: Name
  public let collection: ExprID?
  /// `with c`, where the instance's fields are in scope.
  public let condition: ExprID?
  public let body: [StatementID]

  public init(name: Name, collection: ExprID?, condition: ExprID?, body: [StatementID]) {
    self.name = name
    self.collection = collection
    self.condition = condition
    self.body = body
  }
}
