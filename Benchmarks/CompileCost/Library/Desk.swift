import Foundation

/// What a handler says of a task.
public enum Outcome: Sendable {
  case done
  /// The evidence comes by itself.
  case later
}

/// A command at work: sees the effects of its own events.
public struct Draft<System: EventSourced> {
  let system: System
  public private(set) var state: System.State
  public private(set) var events: [System.Event] = []
  public let time: Date

  init(_ system: System, _ state: System.State, _ time: Date) {
    (self.system, self.state, self.time) = (system, state, time)
  }

  /// Takes the event in, or throws what is against it.
  public mutating func record(_ event: System.Event) throws {
    try system.check(event, in: state, at: time)
    system.apply(event, to: &state, at: time)
    events.append(event)
  }
}

/// Keeps a log and its state, runs commands one after the other, and sees to what must follow.
public actor Desk<System: EventSourced> {
  public typealias Handler = @Sendable (System.Task) async throws -> Outcome

  /// A line of the log is a whole batch, so that none is there by half.
  private struct Batch: Codable { let entries: [Recorded<Entry>] }
  private enum Entry: Codable, Sendable {
    case event(System.Event)
    case rang(System.Alarm, Date)
    case verdict(Int, Obligation<System>.Status)
    case nextStep(Int)
    case granted(Int)
  }

  private let system: System
  private let store: any LogStore
  private let clock: @Sendable () -> Date
  private let handler: Handler
  private var position = 0
  private var lastTime = Date.distantPast
  public private(set) var state: System.State
  public private(set) var obligations: [Obligation<System>] = []
  private var waiting: Set<Int> = []
  private var alarms: [System.Alarm: Date] = [:]
  public private(set) var findings: [Finding] = []

  public init(_ system: System, store: any LogStore, clock: @escaping @Sendable () -> Date, handler: @escaping Handler) throws {
    (self.system, self.store, self.clock, self.handler) = (system, store, clock, handler)
    state = system.initialState
    for line in try store.read() {
      let decoder = JSONDecoder()
      for entry in try decoder.decode(Batch.self, from: line).entries {
        Self.fold(entry, system, &state, &position, &lastTime, &alarms, &obligations, &waiting)
      }
    }
    if alarms.isEmpty { alarms = Dictionary(uniqueKeysWithValues: system.standingAlarms(from: clock())) }
  }

  /// Runs a command: all its events are recorded, or none.
  public func perform<Answer: Sendable>(as actor: String, _ body: @Sendable (inout Draft<System>) throws -> Answer) throws -> Answer {
    var draft = Draft(system, state, now())
    let answer = try body(&draft)
    try system.checkAtEnd(of: draft.events, in: draft.state, at: draft.time)
    try append(draft.events.map(Entry.event), actor: actor)
    return answer
  }

  /// Lets somebody who may start a task that wants a permission.
  public func grant(_ obligation: Int, by actor: String) throws { try append([.granted(obligation)], actor: actor) }

  /// Does what is due, judges what is late, rings the alarms whose time has come.
  public func settle() async throws {
    let time = now()
    while let (alarm, date) = alarms.filter({ $0.value <= time }).min(by: { $0.value < $1.value }) {
      try append([.rang(alarm, date)], actor: "clock")
    }
    for number in waiting.sorted() { try await attend(number, at: time) }
    findings = system.findings(in: state, at: time)
  }

  private func attend(_ number: Int, at time: Date) async throws {
    guard obligations[number].isWaiting else { return }
    if let waiver = obligations[number].duty.waiver, system.isWaived(waiver, in: state) {
      return try append([.verdict(number, .waived)], actor: "clock")
    }
    if let due = obligations[number].due, due < time { return try judge(number) }
    guard obligations[number].isGranted else { return }
    do {
      let task = obligations[number].current.task
      if case .done = try await handler(task), obligations[number].isWaiting {
        try append([.event(system.done(task))], actor: "handler", cause: obligations[number].cause)
      }
    } catch {
      obligations[number].tries += 1
      if obligations[number].tries > obligations[number].current.retries, obligations[number].duty.steps.count > 1 { try judge(number) }
    }
  }

  private func judge(_ number: Int) throws {
    let obligation = obligations[number]
    if obligation.step + 1 < obligation.duty.steps.count { return try append([.nextStep(number)], actor: "clock") }
    guard obligation.status == .open else { return }
    try append([.verdict(number, .failed)], actor: "clock")
  }

  private func now() -> Date { max(lastTime, clock()) }

  private func append(_ contents: [Entry], actor: String, cause: Int? = nil) throws {
    let time = now()
    let entries = contents.enumerated().map { index, content in
      Recorded(position: position + 1 + index, time: time, actor: actor, cause: cause, content: content)
    }
    try store.append([JSONEncoder().encode(Batch(entries: entries))])
    for entry in entries { Self.fold(entry, system, &state, &position, &lastTime, &alarms, &obligations, &waiting) }
  }

  private static func open(
    _ duties: [Duty<System>], cause: Int, at time: Date, _ obligations: inout [Obligation<System>], _ waiting: inout Set<Int>
  ) {
    for duty in duties {
      let obligation = Obligation(
        number: obligations.count, cause: cause, duty: duty, due: duty.steps[0].within.map { time + $0 }, isGranted: duty.permission == nil)
      waiting.insert(obligation.number)
      obligations.append(obligation)
    }
  }

  private static func fold(
    _ recorded: Recorded<Entry>, _ system: System, _ state: inout System.State, _ position: inout Int, _ lastTime: inout Date,
    _ alarms: inout [System.Alarm: Date], _ obligations: inout [Obligation<System>], _ waiting: inout Set<Int>
  ) {
    (position, lastTime) = (recorded.position, recorded.time)
    if alarms.isEmpty { alarms = Dictionary(uniqueKeysWithValues: system.standingAlarms(from: recorded.time)) }
    switch recorded.content {
    case .event(let event):
      let before = system.before(event, in: state, at: recorded.time)
      system.apply(event, to: &state, at: recorded.time)
      for number in waiting.sorted() where system.isMet(obligations[number].current.task, by: event) {
        if let cause = recorded.cause, cause != obligations[number].cause { continue }
        if let due = obligations[number].due, due < recorded.time { continue }
        obligations[number].status = .met
        waiting.remove(number)
      }
      for (alarm, date) in system.alarms(after: event, since: before, in: state, at: recorded.time) { alarms[alarm] = date }
      let duties = system.duties(after: event, since: before, in: state, at: recorded.time)
      open(duties, cause: recorded.position, at: recorded.time, &obligations, &waiting)
    case .rang(let alarm, let date):
      alarms[alarm] = system.next(alarm, after: date, in: state)
      open(system.duties(at: alarm, in: state), cause: recorded.position, at: date, &obligations, &waiting)
    case .verdict(let number, let status):
      obligations[number].status = status
      waiting.remove(number)
      guard status == .failed else { return }
      let cause = obligations[number].cause
      let undone = obligations[..<number].reversed().filter { $0.cause == cause && $0.status == .met }.compactMap(\.duty.undo)
      open(undone.map { Duty(.must, $0) }, cause: cause, at: recorded.time, &obligations, &waiting)
    case .nextStep(let number):
      obligations[number].step += 1
      obligations[number].tries = 0
      let lapse = obligations[number].due ?? recorded.time
      obligations[number].due = obligations[number].current.within.map { lapse + $0 }
    case .granted(let number):
      obligations[number].isGranted = true
    }
  }
}
