import Chronicle
import Foundation

/// From the idea to the correction: how a newsroom publishes, and what it owes its readers.
struct Newsroom: EventSourced {
  typealias Event = Handwritten.Event
  typealias State = Handwritten.State
  typealias Task = Job
  typealias Permission = Handwritten.Permission
  typealias Waiver = Handwritten.Waiver
  typealias Alarm = Handwritten.Alarm
  typealias Before = Handwritten.Before

  let thresholds: Thresholds
  let checkers: any Checkers
  let reach: any ReachCounter
  let measurements: @Sendable () -> Measurements
  let almanac = Almanac(timeZone: "Australia/Sydney")

  var initialState: State { State(reach: reach) }

  func apply(_ event: Event, to state: inout State, at time: Date) { state.apply(event, at: time) }

  func done(_ job: Job) -> Event { .done(job) }
}
