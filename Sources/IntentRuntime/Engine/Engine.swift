/// The state of a system as its log implies it: the world, the open obligations, the timers and the gaps.
///
/// A pure function of the events it is given. Generic over the generated system and inlinable, so that the compiler specialises an
/// event's way in the author's module; what is rare lies in `Engine+Verdicts.swift` and is not inlined.
public struct Engine<System: SpecifiedSystem>: ~Copyable {
  public typealias Event = System.Event
  public typealias Action = System.Action

  /// The spec's meaning.
  public let system: System
  /// The fold of the events so far.
  @inlinable public var world: System.World { _read { yield fold } }
  /// The last event's position, 0 before the first.
  @inlinable public var position: Position { lastPosition }
  /// The greatest recorded time read.
  @inlinable public var now: Timestamp { time }
  /// The calendar of the system's zone.
  public let calendar: SystemCalendar
  /// The open gaps, by the position at which they were opened.
  public internal(set) var gaps: [Position: Gap] = [:]
  /// Reactions that a timer has fired.
  var timerReactions: Set<Int> = []
  /// The roles that are held, with the instance that each makes of its holder.
  var roles: [RoleKey: EntityReference?] = [:]
  /// The grants of permissions that are not used yet, by the position at which they were granted.
  var grants: [Position: HeldGrant] = [:]
  /// Obligations for which a grant was used though their evidence is still to come, until they lapse; some are met since.
  var permitted: Set<ObligationID> = []
  /// What people said of attested invariants, the last of each meaning.
  var attestations = Attestations()
  /// What the last `intent.configured` says, as payload bytes; nil before the first.
  var configured: Configuration?

  @usableFromInline var fold: System.World
  @usableFromInline var lastPosition: Position = 0
  @usableFromInline var time = Timestamp(milliseconds: .min)
  @usableFromInline var obligations: ObligationTable<System.Action>
  @usableFromInline var timers = TimerTable()
  @usableFromInline var joined = JoinedUpdates<System>()

  /// An engine at the start of a log. Throws `ConfigurationError` if the spec's time zone is unknown to this machine.
  @inlinable public init(_ system: System) throws(ConfigurationError) {
    let specification = System.specification
    guard let calendar = SystemCalendar(timeZone: specification.timeZone) else {
      throw .unknownTimeZone(specification.timeZone)
    }
    self.system = system
    self.calendar = calendar
    fold = system.emptyWorld
    obligations = ObligationTable(rules: RuleTable(specification))
    prepare(specification)
  }

  deinit {
    obligations.deallocate()
    timers.wheel.deallocate()
  }

  /// Applies the next event. Throws `LogError` if the log contradicts itself; nothing but `now` has changed then.
  /// Complexity: amortised O(1) beside what the generated fold and conditions cost.
  @inlinable public mutating func apply(
    _ event: Event, at position: Position, recorded: Timestamp, cause: Position = 0, actor: String = ""
  ) throws(LogError) {
    advance(to: recorded)
    // Neither is a variable: one that is changed on a path costs each event its copies.
    let moment = Moment(
      position: position, recorded: recorded, cause: cause, nominal: recorded, calendar: calendar, actor: actor,
      isSuperseded: joined.isActive && joined.positions.contains(position))
    let read = system.before(event, in: fold, at: moment)
    let before = joined.isActive ? joined.take(event, at: position, read, system) : read
    try system.apply(event, to: &fold, at: moment)
    system.remember(event, in: &fold, at: moment)
    lastPosition = position
    if cause > 0 {
      obligations.evidencePosition = position
      obligations.cause = cause
      event.evidence(into: &obligations)
    }
    if obligations.side.awaitsAnything { endWaiting(event.awaited) }
    obligations.start(cause: position, nominal: recorded)
    system.consequences(of: event, in: world, before: before, at: moment, into: &obligations)
    system.aim(after: event, in: fold, at: moment, into: &timers)
  }

  /// Lets the deadlines before `time` pass and the timers up to `time` come due. Going back in time does nothing.
  @inlinable public mutating func advance(to time: Timestamp) {
    if time <= self.time { return }
    self.time = time
    obligations.advance(to: time)
    timers.advance(to: time)
  }
}

extension Engine {
  /// Runs `body` on the world in place and takes back what it changed: to learn whether events may be appended. What the app's
  /// reducers remember stays as it is meanwhile. Complexity: that of `body`, and O(number of tables and indexes).
  mutating func rehearse<Result, Failure: Error>(
    _ body: (_ system: System, _ world: inout System.World) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let system = system
    return try fold.rehearse { world throws(Failure) in try body(system, &world) }
  }

  /// Number of obligations that are open, or lapsed and not met since.
  @inlinable public var openCount: Int { obligations.count }

  /// Calls `body` for each obligation whose deadline has passed unmet and on which the log holds no verdict yet, in no order.
  @inlinable public func forEachLapsed(_ body: (_ id: ObligationID, _ reaction: Int, _ rule: Int, _ action: Action) -> Void) {
    for number in obligations.side.lapsed where obligations.isUsed(number) {
      let slot = obligations.slots[Int(number)]
      if slot.flags.contains(.pending) {
        body(ObligationID(cause: slot.cause, ordinal: Int(slot.ordinal)), Int(slot.reaction), Int(slot.rule), slot.action)
      }
    }
  }

  @usableFromInline mutating func prepare(_ specification: Specification) {
    timers.inForce = obligations.rules.reactionsInForce
    obligations.side.parents = specification.reactions.map { $0.rules.map(\.parent) }
  }

  @usableFromInline mutating func endWaiting(_ keys: [AwaitKey]) {
    obligations.evidencePosition = position
    for number in obligations.side.waiters(for: keys) { _ = obligations.meetSpecially(number) }
  }

  func moment(nominal: Timestamp? = nil, actor: String = "") -> Moment {
    Moment(position: position, recorded: now, nominal: nominal ?? now, calendar: calendar, actor: actor)
  }
}

/// What makes a program unable to open a log, though the log is sound.
public enum ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknownTimeZone(String)

  public var description: String {
    switch self {
    case .unknownTimeZone(let name): "this machine does not know the time zone \(name); install its time-zone data"
    }
  }
}
