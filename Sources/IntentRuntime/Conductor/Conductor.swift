/// Runs a system on its log: appends events, compares the log with the spec, gives what must follow to handlers, and opens and closes
/// gaps.
///
/// All that it appends is a function of the log, of what its clock shows and of what the handlers answer: after a kill at any instant,
/// the next run goes on to the same log, byte for byte, as an undisturbed one (given that a driver that starts over settles before
/// and after each of its appends and gives them idempotency keys).
public actor Conductor<System: SpecifiedSystem> {
  public typealias Event = System.Event

  /// The log.
  public nonisolated let store: any EventStore
  let clock: any TimeSource
  var engine: Engine<System>
  var ready = ReadyQueue()
  /// Obligations whose handler has answered `later` in this process.
  var handedOver: Set<ObligationID> = []
  /// The events that obligations with an `unless`, or with such a fallback, follow from.
  var conditionalCauses: [Position: ConditionalCause<System.Event>] = [:]
  /// Why nothing can be appended any more.
  private var failure: (any Error)?
  private let appending = Turnstile()
  private let settling = Turnstile()

  /// Opens the log: reads it to its end, records the configuration if it differs from the last one, and judges what time has made due
  /// since. Calls no handler. Throws `StoreError`, `ConfigurationError`, or `LogError` if an event cannot be read.
  /// Complexity: O(length of the log).
  public init(opening system: System, store: any EventStore, clock: any TimeSource = SystemTime()) async throws {
    self.store = store
    self.clock = clock
    engine = try Engine(system)
    while true {
      let records = try await store.read(from: engine.position + 1, limit: 1024)
      if records.isEmpty { break }
      try engine.replay(records)
    }
    engine.trackOpened()
    for cause in engine.conditionalCauses {
      guard let record = try await store.read(from: cause, limit: 1).first else { continue }
      conditionalCauses[cause] = try ConditionalCause(record)
    }
    try await commit { [self] batch in
      let configuration = engine.presentConfiguration
      if engine.configured != configuration { emit(.configured(configuration), into: &batch) }
      judge(into: &batch)
      closeGaps(into: &batch)
    }
  }

  // MARK: - reading

  /// The last event's position.
  public var lastPosition: Position { engine.position }

  /// The greatest recorded time of the log.
  public var now: Timestamp { engine.now }

  /// The open gaps, the most urgent first.
  public var gaps: [Gap] { engine.gaps.values.sorted() }

  /// When the conductor next has something to judge though nothing happens; nil if never.
  public var nextDue: Timestamp? { engine.nextDue }

  /// Reads the world. It may be ahead of what is durable by the batch that is being written.
  public func read<Result: Sendable>(_ body: @Sendable (borrowing System.World) throws -> Result) rethrows -> Result {
    try body(engine.fold)
  }

  // MARK: - writing

  /// Appends the events as one batch, after what time has made due, and returns once they are durable. Calls no handler.
  ///
  /// `cause` is the event that they follow from: evidence counts only with the cause of its obligation. A batch whose idempotency key
  /// the log has seen is not appended again. Throws `Refusal` if a rule forbids an event (nothing of the batch is then in the log),
  /// `LogError` if the events contradict the log, `StoreError` if the store fails.
  @discardableResult
  public func append(
    _ events: [Event], actor: String, cause: Position = 0, correlation: Identifier? = nil, effective: Timestamp? = nil,
    idempotencyKey: String? = nil
  ) async throws -> Appended {
    try await exclusively {
      if let idempotencyKey, let earlier = try await store.find(idempotencyKey: idempotencyKey) {
        return Appended(positions: places(of: events, from: earlier), recorded: earlier.recorded, isRepetition: true)
      }
      try await judgeDue()
      let header = EventHeader(actor: actor, cause: cause, correlation: correlation, effective: effective)
      var refusal: (any Error)?
      let appended = try await commit(idempotencyKey: idempotencyKey) { batch in
        do {
          try emit(events, header, into: &batch)
          closeGaps(into: &batch)
        } catch {
          refusal = error
        }
      }
      if let refusal { throw refusal }
      guard let appended else { throw StoreError.badBatch("it has no events") }
      return Appended(positions: places(of: events, from: appended), recorded: appended.recorded, isRepetition: false)
    }
  }

  /// The places of the events in their batch: closed gaps may follow them, and what is said of their updates stands before them.
  func places(of events: [Event], from batch: Appended) -> Range<Position> {
    let first = batch.positions.lowerBound + (engine.system.superseded(in: events).isEmpty ? 0 : 1)
    return first..<first + Position(events.count)
  }

  /// Judges what has come due by the clock, or by `time` if that is later. Calls no handler.
  public func advance(to time: Timestamp? = nil) async throws {
    try await exclusively { try await judgeDue(at: time) }
  }

  /// Writes what has come due by the clock, or by `time` if that is later. Requires: the caller has the turn to append.
  func judgeDue(at time: Timestamp? = nil) async throws {
    try await commit(at: time) { batch in
      judge(into: &batch)
      closeGaps(into: &batch)
    }
  }

  /// Finishes what is being appended and closes the store.
  public func close() async {
    await appending.enter(isolation: self)
    defer { appending.leave() }
    failure = failure ?? StoreError.closed
    await store.close()
  }

  // MARK: - turns

  /// Runs `body` while no other caller is appending.
  @discardableResult
  func exclusively<Result>(_ body: () async throws -> Result) async throws -> Result {
    await appending.enter(isolation: self)
    defer { appending.leave() }
    return try await body()
  }

  /// Runs `body` while no other caller is settling.
  func settlingExclusively<Result>(_ body: () async throws -> Result) async throws -> Result {
    await settling.enter(isolation: self)
    defer { settling.leave() }
    return try await body()
  }

  /// Lets `build` emit events, which changes the engine at once, then writes them as one batch; nil if it emitted none. If the store
  /// fails, the engine is ahead of the log, so the conductor takes no more.
  @discardableResult
  func commit(
    at time: Timestamp? = nil, idempotencyKey: String? = nil, _ build: (inout PendingBatch) throws -> Void
  ) async throws -> Appended? {
    if let failure { throw failure }
    let clockTime = max(clock.now(), time ?? Timestamp(milliseconds: .min))
    var batch = PendingBatch(
      time: max(clockTime, engine.now), tail: engine.position, idempotencyKey: idempotencyKey,
      spec: System.specification.fingerprint)
    do {
      try build(&batch)
      waive(into: &batch)
      var appended: Appended?
      if !batch.drafts.isEmpty {
        appended = try await store.append(
          EventBatch(batch.drafts, at: batch.time, idempotencyKey: batch.idempotencyKey, expectedTail: batch.tail))
      }
      // Only what is durable goes to handlers.
      for item in engine.takeReady() { ready.push(item) }
      return appended
    } catch {
      failure = error
      throw error
    }
  }
}

/// Events that the engine has seen and the store not yet.
struct PendingBatch {
  /// The recorded time of all of them.
  let time: Timestamp
  /// Where the log ends before them.
  let tail: Position
  var idempotencyKey: String?
  let spec: Fingerprint
  var drafts: [EventDraft] = []
}

/// What an event's writer says of it.
struct EventHeader {
  let actor: String
  var cause: Position = 0
  var correlation: Identifier?
  var effective: Timestamp?

  /// The actor of what the conductor itself appends.
  static let conductor = "intent.conductor"
  /// The actor of evidence that a handler returns.
  static let handler = "intent.handler"
}

/// What an obligation with an `unless` follows from.
enum ConditionalCause<Event: SystemEvent> {
  case event(Event)
  case timer(subject: Identifier?)

  init(_ record: EventRecord) throws(LogError) {
    if case .timerFired(_, _, let subject, _) = try RuntimeEvent(record) {
      self = .timer(subject: subject)
    } else {
      self = .event(try Event(record))
    }
  }
}

/// Lets one caller through at a time, in order of arrival. Belongs to one actor.
final class Turnstile {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter(isolation: isolated (any Actor)) async {
    if !isTaken {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
