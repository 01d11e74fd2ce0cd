import IntentSource

/// A line of a `when`, an `every`, an `always` or a `mutation`.
public struct Statement: Hashable, Sendable, BitwiseCopyable {
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
public enum StatementKind: Hashable, Sendable, BitwiseCopyable {
  /// What could not be read; it has been reported.
  case error
  /// `must: …`, `should: …`, `could: …`.
  case consequence(Obligation, ConsequenceID)
  case `if`(IfStatement)
  case forEach(ForEachStatement)
  /// `assert: condition`, with modifiers.
  case assert(ExprID, NodeList<Modifier>)
  /// `backfill_policy: sequential`, in `when intent.evolved`.
  case backfillPolicy(Name)

  /// `require: condition else refusal`.
  case require(ExprID, refusal: Name?)
  /// `create entity(…) as i`.
  case create(Name, NodeList<Argument>, binder: Name?)
  /// `update x(…)`; the target is a path.
  case update(Path, NodeList<Argument>)
  /// `move x to state`.
  case move(Path, to: Name)
  case delete(Path)
  /// `emit event(…)`.
  case emit(Name, NodeList<Argument>)
}

/// How much a consequence matters.
public enum Obligation: Hashable, Sendable, BitwiseCopyable {
  case must, should, could
}

/// An action that is due, and how.
public struct Consequence: Hashable, Sendable, BitwiseCopyable {
  public let action: ActionCall
  public let modifiers: NodeList<Modifier>
  public let span: Span

  public init(action: ActionCall, modifiers: NodeList<Modifier>, span: Span) {
    self.action = action
    self.modifiers = modifiers
    self.span = span
  }
}

/// `name` or `name(…)`.
public struct ActionCall: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let arguments: NodeList<Argument>
  /// The arguments that are values: all but `requires:`.
  public let values: NodeList<Argument>
  public let span: Span

  public init(name: Name, arguments: NodeList<Argument>, values: NodeList<Argument>, span: Span) {
    self.name = name
    self.arguments = arguments
    self.values = values
    self.span = span
  }
}

/// What stands behind an action or an assertion, in the order of the text.
public struct Modifier: Hashable, Sendable, BitwiseCopyable {
  public let kind: ModifierKind
  public let span: Span

  public init(kind: ModifierKind, span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// What a modifier says.
public enum ModifierKind: Hashable, Sendable, BitwiseCopyable {
  case within(ExprID)
  case retry(ExprID)
  case requires(Name)
  case unless(ExprID)
  case undo(ActionCall)
  /// Always the last of its list.
  case fallback(ConsequenceID)
}

/// `if condition { … } else { … }`.
public struct IfStatement: Hashable, Sendable, BitwiseCopyable {
  public let condition: ExprID
  public let then: NodeList<StatementID>
  /// `else if` is a single `if` statement in here; `nil` where no `else` stands.
  public let otherwise: NodeList<StatementID>?

  public init(condition: ExprID, then: NodeList<StatementID>, otherwise: NodeList<StatementID>?) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
  }
}

/// `for each customer with condition { … }`, `for each line in lines { … }`.
public struct ForEachStatement: Hashable, Sendable, BitwiseCopyable {
  /// The name of each instance; without `in` also the entity.
  public let name: Name
  public let collection: ExprID?
  /// `with c`, where the instance's fields are in scope.
  public let condition: ExprID?
  public let body: NodeList<StatementID>

  public init(name: Name, collection: ExprID?, condition: ExprID?, body: NodeList<StatementID>) {
    self.name = name
    self.collection = collection
    self.condition = condition
    self.body = body
  }
}
