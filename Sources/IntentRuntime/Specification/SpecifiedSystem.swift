/// What a generated `Model` is to the runtime: the meaning of one spec, as functions of the log.
///
/// All of it but `perform` is pure: equal logs give equal answers.
public protocol SpecifiedSystem: Sendable {
  associatedtype Event: SystemEvent where Event.Action == Action
  associatedtype Action: ActionValue
  /// The fold of the log: instances, indexes, the memories of derivations.
  associatedtype World: Journaled
  /// The invariants that people sign off.
  associatedtype Attested: AttestedInvariant = NothingAttested

  static var specification: Specification { get }
  /// Parameters and versions of derivations; a change is recorded in the log.
  var configuration: [String: String] { get }
  var emptyWorld: World { get }

  /// The values that `crosses` compares, read just before the event. Empty where no trigger of the event needs one.
  func before(_ event: Event, in world: World, at moment: Moment) -> [FixedDecimal?]
  /// True if some reaction waits for an instance to be updated, as it is by the event: that happens once an append.
  func isAwaitedUpdate(_ event: Event) -> Bool
  /// What `crosses` compares with after the last of several updates of an instance in one append: `first` was read before the first of
  /// them, `last` before the last.
  func crossings(of event: Event, first: [FixedDecimal?], last: [FixedDecimal?]) -> [FixedDecimal?]
  /// Folds the event into the state. Throws if the log contradicts itself; the world is then unchanged.
  func apply(_ event: Event, to world: inout World, at moment: Moment) throws(LogError)
  /// Folds the event, which is in the state already, into what the app's reducers remember. A rehearsal does without it.
  func remember(_ event: Event, in world: inout World, at moment: Moment)
  /// States what must follow, in the order of the spec: for each reaction `begin`, then its rules.
  func consequences<Sink: ExpectationSink>(
    of event: Event, in world: World, before: [FixedDecimal?], at moment: Moment, into expect: inout Sink
  ) where Sink.Action == Action
  /// Sets the timers that the event moves. With nil, all that the world as it is asks for, schedules included.
  func aim<Sink: TimerSink>(after event: Event?, in world: World, at moment: Moment, into timers: inout Sink)
  /// States what must follow from a timer of the reaction. `moment.nominal` is the time the timer was set to.
  func consequences<Sink: ExpectationSink>(
    ofTimer reaction: Int, subject: Identifier?, in world: World, at moment: Moment, into expect: inout Sink
  ) where Sink.Action == Action
  /// Sets a schedule's next tick, given that it ticked at `moment.nominal`. Timers that fire once set nothing.
  func aim<Sink: TimerSink>(
    afterTimer reaction: Int, subject: Identifier?, in world: World, at moment: Moment, into timers: inout Sink)
  /// True if the rule's `unless` holds. `cause` is nil for what follows from a timer, which has a `subject` instead; `about` is the
  /// instance of the innermost `for each`.
  func isWaived(
    reaction: Int, rule: Int, cause: Event?, subject: Identifier?, about: Identifier?, in world: World, at moment: Moment
  ) -> Bool
  /// How the assertions stand, in the order of `Specification.assertions`.
  func assertions(in world: World, at moment: Moment) -> [AssertionResult]
  /// True if the app's checker says that the promise, by its name in `Specification.promises`, is kept.
  func isKept(promise: String, in world: World, at moment: Moment) async throws -> Bool
  /// Fills in what the log decides: `= now` (`Timestamp.recorded`) and `= next` (0).
  func complete(_ event: inout Event, in world: World, at moment: Moment)
  /// Why the event may not be appended, or nil if it may.
  func refusal(of event: Event, in world: World, at moment: Moment) -> Refusal?
  /// Why the world after a whole batch is not allowed (rules over a whole and its parts), or nil if it is.
  func refusal(afterAppend world: World, at moment: Moment) -> Refusal?
  /// True if something is judged at the end of an append.
  var judgesAppends: Bool { get }
  /// True if the instance, which somebody is in a role, is there.
  func has(_ principal: EntityReference, in world: World) -> Bool
  /// The app's handler of the action.
  func handling(of action: Action) -> Handling<Event>
}

extension SpecifiedSystem {
  public var configuration: [String: String] { [:] }
  public var judgesAppends: Bool { false }
  @inlinable public func remember(_ event: Event, in world: inout World, at moment: Moment) {}
  @inlinable public func before(_ event: Event, in world: World, at moment: Moment) -> [FixedDecimal?] { [] }
  @inlinable public func aim<Sink: TimerSink>(after event: Event?, in world: World, at moment: Moment, into timers: inout Sink) {}
  public func consequences<Sink: ExpectationSink>(
    ofTimer reaction: Int, subject: Identifier?, in world: World, at moment: Moment, into expect: inout Sink
  ) where Sink.Action == Action {}
  public func aim<Sink: TimerSink>(
    afterTimer reaction: Int, subject: Identifier?, in world: World, at moment: Moment, into timers: inout Sink
  ) {}
  public func isAwaitedUpdate(_ event: Event) -> Bool { false }
  public func crossings(of event: Event, first: [FixedDecimal?], last: [FixedDecimal?]) -> [FixedDecimal?] { last }
  public func isWaived(
    reaction: Int, rule: Int, cause: Event?, subject: Identifier?, about: Identifier?, in world: World, at moment: Moment
  ) -> Bool { false }
  public func assertions(in world: World, at moment: Moment) -> [AssertionResult] { [] }
  public func isKept(promise: String, in world: World, at moment: Moment) async throws -> Bool { true }
  public func complete(_ event: inout Event, in world: World, at moment: Moment) {}
  public func refusal(of event: Event, in world: World, at moment: Moment) -> Refusal? { nil }
  public func refusal(afterAppend world: World, at moment: Moment) -> Refusal? { nil }
  public func has(_ principal: EntityReference, in world: World) -> Bool { false }
  /// A system without actions calls no handler.
  public func handling(of action: Action) -> Handling<Event> { .later }
}

/// The fold of a log: what is, and beside it what reducers remember.
public protocol SystemWorld: Sendable {
  associatedtype Facts: Sendable
  /// Read in place: a copy of it would make the next change copy what it changes.
  @_borrowed var state: Facts { get }
}

/// One thing that can happen in a system. Generated as an enum.
public protocol SystemEvent: Sendable {
  associatedtype Action: ActionValue
  /// The event's name in the spec: `interaction.created`.
  var type: String { get }
  /// The instance that it is about (`customer:1`), if any.
  var subject: String? { get }
  /// The fields of the payload, in the order of declaration.
  func visit(_ fields: inout some FieldVisitor)
  /// The event that the record holds. An event that the spec no longer has becomes `retired`. What does not fit is noted in the
  /// payload.
  init(type: String, subject: String?, payload: PayloadReader)
  /// The action that the event is evidence of, with the arguments that the event shows.
  var evidence: Action? { get }
  /// States each action that the event is evidence of. For events that stand for more than one; else `evidence` is enough.
  func evidence(into met: inout some EvidenceSink<Action>)
  /// What the event may end the waiting for; empty unless some rule awaits events of its kind.
  var awaited: [AwaitKey] { get }
}

extension SystemEvent {
  @inlinable public var evidence: Action? { nil }
  @inlinable public var awaited: [AwaitKey] { [] }
  @inlinable public func evidence(into met: inout some EvidenceSink<Action>) {
    if let action = evidence { met.evidence(action) }
  }
}

/// What an `await_x` waits for: an event of one kind that names one instance.
@frozen public struct AwaitKey: Hashable, Sendable {
  /// Number of the pair of event and entity among those that rules of the system await.
  public let channel: Int
  public let id: Identifier

  @inlinable public init(channel: Int, id: Identifier) {
    self.channel = channel
    self.id = id
  }
}

/// An action with its arguments. Generated as an enum; equal arguments make equal actions.
public protocol ActionValue: Equatable, Sendable {
  /// The action's name in the spec: `alert_rep`.
  var name: String { get }
  /// Number of the action among those of the system.
  var index: Int { get }
  /// The arguments, in the order of the signature.
  func visit(_ fields: inout some FieldVisitor)
}

/// Takes the actions that an event is evidence of.
public protocol EvidenceSink<Action> {
  associatedtype Action: ActionValue
  mutating func evidence(_ action: Action)
}

/// Takes what must follow from an event or a timer.
public protocol ExpectationSink<Action> {
  associatedtype Action: ActionValue
  /// Starts the reaction with that index; the calls that follow name its rules.
  mutating func begin(_ reaction: Int)
  /// Expects the action. Severity and deadline come from the rule; `about` is the instance of the innermost `for each`.
  mutating func expect(_ rule: Int, _ action: Action, about: Identifier?)
  /// Expects an event with one of the keys. `action` stands for the waiting in labels.
  mutating func awaitEvent(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey], about: Identifier?)
  /// What stands in for the last expected action (or the last fallback) when that lapses or fails.
  mutating func fallback(_ rule: Int, _ action: Action)
  /// A fallback that waits for an event.
  mutating func fallbackAwait(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey])
  /// What takes the last expected action back.
  mutating func undo(_ rule: Int, _ action: Action)
  /// Notes an `if` and returns whether it holds.
  mutating func decide(_ rule: Int, _ decision: Decision) -> Bool
}

extension ExpectationSink {
  @inlinable public mutating func expect(_ rule: Int, _ action: Action) { expect(rule, action, about: nil) }
  @inlinable public mutating func awaitEvent(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey]) {
    awaitEvent(rule, action, anyOf: keys, about: nil)
  }
}

/// Takes the times at which reactions fire.
public protocol TimerSink {
  /// Sets the timer of the reaction and subject, in place of the one it has; nil cancels it.
  mutating func aim(_ reaction: Int, _ subject: Identifier?, at time: Timestamp?)
}

/// Where and when something is judged. All of it comes from the log.
@frozen public struct Moment: Sendable {
  /// The event's place in the log.
  public var position: Position
  /// The event's recorded time.
  public var recorded: Timestamp
  /// The event that this one follows from, or 0.
  @inlinable public var cause: Position { marked & .max }
  /// True of an update that a later one of the same instance follows in the same append: the instance is `updated` with the last.
  @inlinable public var isSuperseded: Bool { marked < 0 }
  /// The cause, in whose sign bit stands whether the update is superseded: with a field more, Swift passes every moment by address.
  @usableFromInline let marked: Position
  /// From when deadlines count: the recorded time, or the time that a timer was set to.
  public var nominal: Timestamp
  public var calendar: SystemCalendar
  /// Who acted: the event's actor.
  public var actor: String

  /// The recorded time.
  @inlinable public var now: Timestamp { recorded }

  @inlinable public init(
    position: Position, recorded: Timestamp, cause: Position = 0, nominal: Timestamp, calendar: SystemCalendar, actor: String = "",
    isSuperseded: Bool = false
  ) {
    self.position = position
    self.recorded = recorded
    marked = isSuperseded ? cause | .min : cause
    self.nominal = nominal
    self.calendar = calendar
    self.actor = actor
  }
}

/// What a handler answers: the evidence that the action was done, or who will see to it.
public enum Outcome<Evidence: Sendable>: Sendable {
  case met(Evidence)
  /// The evidence will come later, through an append.
  case later
  /// Not the app's code but an agent or a person does it: a gap is open at once, and closes when the evidence is appended.
  case delegated

  public func map<Other>(_ transform: (Evidence) throws -> Other) rethrows -> Outcome<Other> {
    switch self {
    case .met(let evidence): .met(try transform(evidence))
    case .later: .later
    case .delegated: .delegated
    }
  }
}

/// What a handler is told beside the action's arguments.
public struct Work: Sendable {
  /// The obligation that the handler is to meet.
  public let obligation: ObligationID
  /// Equal for all tries of one obligation: for the outside world to recognise a repetition by.
  public let idempotencyKey: String
  /// Number of this try, from 1.
  public let attempt: Int
  /// The last instant at which evidence still counts; nil if the action is due at once.
  public let deadline: Timestamp?
  /// The time of the conductor's clock, never earlier than the log's last event.
  public let now: Timestamp
  /// Rises with each holder of the log's writer lease: for the outside world to refuse an earlier one.
  public let fencingToken: UInt64
  /// Who was granted the permission that the action requires; nil where it requires none.
  public let permittedTo: Identity?
  /// Opens the personal data of the subjects in the action's arguments.
  public let key: SubjectKey

  public init(
    obligation: ObligationID, idempotencyKey: String, attempt: Int, deadline: Timestamp?, now: Timestamp, fencingToken: UInt64,
    permittedTo: Identity? = nil
  ) {
    self.init(
      obligation: obligation, idempotencyKey: idempotencyKey, attempt: attempt, deadline: deadline, now: now,
      fencingToken: fencingToken, permittedTo: permittedTo, key: SubjectKey(of: []))
  }

  init(
    obligation: ObligationID, idempotencyKey: String, attempt: Int, deadline: Timestamp?, now: Timestamp, fencingToken: UInt64,
    permittedTo: Identity?, key: SubjectKey
  ) {
    self.obligation = obligation
    self.idempotencyKey = idempotencyKey
    self.attempt = attempt
    self.deadline = deadline
    self.now = now
    self.fencingToken = fencingToken
    self.permittedTo = permittedTo
    self.key = key
  }
}

/// Names an obligation: the event that it follows from, and its number among what follows from that event.
@frozen public struct ObligationID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let cause: Position
  /// From 0, in the order in which they were opened.
  public let ordinal: Int

  @inlinable public init(cause: Position, ordinal: Int) {
    self.cause = cause
    self.ordinal = ordinal
  }

  public static func < (a: ObligationID, b: ObligationID) -> Bool { (a.cause, a.ordinal) < (b.cause, b.ordinal) }

  /// `4020.1`.
  public var description: String { "\(cause).\(ordinal)" }
}

/// How one assertion stands.
public struct AssertionResult: Sendable, Equatable {
  public let holds: Bool
  /// What breaks it: `alert:3`.
  public let offenders: [String]

  public init(holds: Bool, offenders: [String] = []) {
    self.holds = holds
    self.offenders = offenders
  }
}

/// Why an append is refused: the rule and its place in the spec.
public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// The rule's name, or its text where it has none.
  public let rule: String
  /// What breaks it: `customer:1`.
  public let subject: String
  public let file: String
  public let line: Int

  public init(rule: String, subject: String, file: String, line: Int) {
    self.rule = rule
    self.subject = subject
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line): \(subject) is refused by \(rule)" }
}
