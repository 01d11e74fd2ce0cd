import Foundation

/// What an application says of itself: how its state follows from events, what it refuses, and what has to follow.
public protocol EventSourced: Sendable {
  associatedtype Event: Codable & Sendable
  associatedtype State: Sendable
  associatedtype Task: Codable & Hashable & Sendable
  associatedtype Permission: Codable & Hashable & Sendable
  associatedtype Waiver: Codable & Hashable & Sendable
  associatedtype Alarm: Codable & Hashable & Sendable
  /// What reactions compare the new state with.
  associatedtype Before

  var initialState: State { get }
  func apply(_ event: Event, to state: inout State, at time: Date)

  /// Throws if the event may not happen in the state.
  func check(_ event: Event, in state: State, at time: Date) throws
  /// Throws if what the batch left behind breaks a rule.
  func checkAtEnd(of events: [Event], in state: State, at time: Date) throws

  func before(_ event: Event, in state: State, at time: Date) -> Before
  func duties(after event: Event, since before: Before, in state: State, at time: Date) -> [Duty<Self>]
  func isMet(_ task: Task, by event: Event) -> Bool
  func isWaived(_ waiver: Waiver, in state: State) -> Bool
  /// The event that says that a task was done.
  func done(_ task: Task) -> Event

  /// The alarms that an event sets, moves or (without a time) takes away.
  func alarms(after event: Event, since before: Before, in state: State, at time: Date) -> [(Alarm, Date?)]
  /// The alarms that are there from the start.
  func standingAlarms(from time: Date) -> [(Alarm, Date)]
  /// When an alarm that has rung comes again.
  func next(_ alarm: Alarm, after time: Date, in state: State) -> Date?
  func duties(at alarm: Alarm, in state: State) -> [Duty<Self>]

  /// What is wrong with the state as it is, by a stable name.
  func findings(in state: State, at time: Date) -> [Finding]
}

/// Something that should not be so.
public struct Finding: Hashable, Sendable {
  public let name: String
  public let severity: Severity
  public let offenders: [String]

  public init(_ name: String, _ severity: Severity, offenders: [String] = []) {
    (self.name, self.severity, self.offenders) = (name, severity, offenders)
  }
}
