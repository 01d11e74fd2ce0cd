/// An action: what a consequence asks for, and the evidence that it happened.
public struct ActionIR: Equatable, Sendable {
  public enum Evidence: Equatable, Sendable {
    /// The event `<action>.done`, with the action's own arguments.
    case done
    /// A declared event; its fields of the action's parameter names are compared.
    case event(String)
    /// `await_x`: nobody acts, the first event `x` that concerns the subject is the evidence.
    case awaited(String)
  }

  public let name: String
  public let parameters: [FieldIR]
  public let evidence: Evidence
  /// `true` iff no `action` item declares it.
  public let isInferred: Bool
  public let doc: String?
  public let origin: Origin

  public init(
    name: String, parameters: [FieldIR], evidence: Evidence, isInferred: Bool, doc: String? = nil, origin: Origin
  ) {
    self.name = name
    self.parameters = parameters
    self.evidence = evidence
    self.isInferred = isInferred
    self.doc = doc
    self.origin = origin
  }
}

/// What starts a reaction.
public enum TriggerIR: Equatable, Sendable {
  case created(entity: String)
  case updated(entity: String)
  case deleted(entity: String)
  case assigned(entity: String, field: String)
  case unassigned(entity: String, field: String)
  case entered(entity: String, field: String, state: String)
  case event(String)
  /// `<action>.done`.
  case done(action: String)
  /// An instance has been in a state (or had a flag, where `state` is nil) for so many milliseconds.
  case aged(entity: String, field: String, state: String?, milliseconds: Int64)
  /// So many milliseconds after (negative: before) a timestamp or date field of an instance.
  case relative(entity: String, field: String, milliseconds: Int64)
  case schedule(ScheduleIR)
}

/// `every day at rep.preferred_time` and its kin.
public struct ScheduleIR: Equatable, Sendable {
  public enum Period: Equatable, Sendable {
    case hour, day, week, month, year
    /// 1 is Monday.
    case weekday(Int)
    /// Aligned to midnight.
    case milliseconds(Int64)
  }

  public var period: Period
  /// A time of day; where it reads a field of an entity, the schedule runs once for each instance.
  public var at: ExprIR?
  /// The entity whose instances each have the schedule, and the binder's name is the entity's.
  public var perEntity: String?

  public init(period: Period, at: ExprIR? = nil, perEntity: String? = nil) {
    self.period = period
    self.at = at
    self.perEntity = perEntity
  }
}

/// A `when` or an `every`.
public struct ReactionIR: Equatable, Sendable {
  public let trigger: TriggerIR
  /// The trigger in canonical text: `interaction.created`, `every day at rep.preferred_time`.
  public let triggerText: String
  /// The name by which the body calls the subject (entity instance or event payload), or nil for a plain schedule.
  public let subject: String?
  /// In `assigned_r` the other side of the relation, by the field's name.
  public let other: String?
  public let body: [StatementIR]
  /// The expressions that `crosses` compares, by slot: read once just before the cause and once after it.
  public let crossings: [ExprIR]
  public let doc: String?
  public let origin: Origin

  public init(
    trigger: TriggerIR, triggerText: String, subject: String?, other: String? = nil, body: [StatementIR],
    crossings: [ExprIR] = [], doc: String? = nil, origin: Origin
  ) {
    self.trigger = trigger
    self.triggerText = triggerText
    self.subject = subject
    self.other = other
    self.body = body
    self.crossings = crossings
    self.doc = doc
    self.origin = origin
  }
}

/// A statement of a reaction. `rule` numbers a node of the reaction in source order (pre-order, from 0), the same number that
/// the generated rule table uses.
public enum StatementIR: Equatable, Sendable {
  case obligation(ObligationIR)
  indirect case branch(BranchIR)
  indirect case forEach(ForEachIR)
}

/// `if … else …`. An `else if` is a branch that stands alone in `otherwise`.
public struct BranchIR: Equatable, Sendable {
  public let rule: Int
  public let condition: ExprIR
  /// The condition in canonical text.
  public let text: String
  public let then: [StatementIR]
  /// The rule number of the `else`, or -1 where there is none.
  public let otherwiseRule: Int
  public let otherwise: [StatementIR]
  public let origin: Origin

  public init(
    rule: Int, condition: ExprIR, text: String, then: [StatementIR], otherwiseRule: Int = -1, otherwise: [StatementIR] = [],
    origin: Origin
  ) {
    self.rule = rule
    self.condition = condition
    self.text = text
    self.then = then
    self.otherwiseRule = otherwiseRule
    self.otherwise = otherwise
    self.origin = origin
  }
}

/// `for each binder with condition { … }` over a collection of instances.
public struct ForEachIR: Equatable, Sendable {
  public let binder: String
  public let collection: ExprIR
  public let condition: ExprIR?
  /// What it goes over, in the author's words: `customer with interactions.count > 3`.
  public let text: String
  public let body: [StatementIR]
  public let origin: Origin

  public init(binder: String, collection: ExprIR, condition: ExprIR?, text: String, body: [StatementIR], origin: Origin) {
    self.binder = binder
    self.collection = collection
    self.condition = condition
    self.text = text
    self.body = body
    self.origin = origin
  }
}

/// A call of an action; an argument of nil is an omitted (absent) one. In the order of the action's parameters.
public struct ActionCallIR: Equatable, Sendable {
  public var action: String
  public var arguments: [ExprIR?]
  /// In canonical text: `acknowledge_to_rep(interaction)`.
  public var text: String

  public init(action: String, arguments: [ExprIR?], text: String) {
    self.action = action
    self.arguments = arguments
    self.text = text
  }
}

/// A `must`, `should` or `could` with its modifiers. A class, for it is large and is kept in several places; nothing changes it.
public final class ObligationIR: Sendable {
  public enum Severity: String, Equatable, Sendable { case must, should, could }

  public let rule: Int
  public let severity: Severity
  public let call: ActionCallIR
  /// Milliseconds after the anchor, or nil: due at once.
  public let within: Int64?
  public let retry: Int
  public let requires: String?
  public let unless: ExprIR?
  public let undo: UndoIR?
  /// What takes its place when it lapses or fails for good; its severity is its replaced consequence's.
  public let fallback: [ObligationIR]
  public let origin: Origin

  @inlinable
  public init(
    rule: Int, severity: Severity, call: ActionCallIR, within: Int64? = nil, retry: Int = 0, requires: String? = nil,
    unless: ExprIR? = nil, undo: UndoIR? = nil, fallback: [ObligationIR] = [], origin: Origin
  ) {
    self.rule = rule
    self.severity = severity
    self.call = call
    self.within = within
    self.retry = retry
    self.requires = requires
    self.unless = unless
    self.undo = undo
    self.fallback = fallback
    self.origin = origin
  }
}

extension ObligationIR: Equatable {
  public static func == (a: ObligationIR, b: ObligationIR) -> Bool {
    (a.rule, a.severity, a.call, a.within, a.retry) == (b.rule, b.severity, b.call, b.within, b.retry)
      && (a.requires, a.unless, a.undo, a.fallback, a.origin) == (b.requires, b.unless, b.undo, b.fallback, b.origin)
  }
}

/// What takes a met consequence back, with a rule number of its own.
public struct UndoIR: Equatable, Sendable {
  public var rule: Int
  public var call: ActionCallIR

  public init(rule: Int, call: ActionCallIR) {
    self.rule = rule
    self.call = call
  }
}

/// `assert:` in `always`.
public struct AssertionIR: Equatable, Sendable {
  public var condition: ExprIR
  /// In canonical text.
  public var text: String
  public var origin: Origin

  public init(condition: ExprIR, text: String, origin: Origin) {
    self.condition = condition
    self.text = text
    self.origin = origin
  }
}
