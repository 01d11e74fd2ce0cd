/// An event before the store has given it a place: what a batch is made of.
public struct EventDraft: Sendable, Equatable {
  public var type: String
  public var subject: String?
  /// When it happened; nil for "when it is recorded".
  public var effective: Timestamp?
  public var actor: String
  public var cause: Position
  /// Nil to start an undertaking of its own: the event's id.
  public var correlation: Identifier?
  public var spec: Fingerprint
  /// Canonical JSON.
  public var payload: [UInt8]
  /// Which subject keys sealed what in the payload; nil where nothing is sealed.
  public var key: String?

  public init(
    type: String, subject: String? = nil, effective: Timestamp? = nil, actor: String, cause: Position = 0,
    correlation: Identifier? = nil, spec: Fingerprint, payload: [UInt8], key: String? = nil
  ) {
    self.type = type
    self.subject = subject
    self.effective = effective
    self.actor = actor
    self.cause = cause
    self.correlation = correlation
    self.spec = spec
    self.payload = payload
    self.key = key
  }

  /// The event as the log holds it once it has a place. `Timestamp.recorded` as the effective time counts as nil.
  @inlinable public func record(at position: Position, recorded: Timestamp, seed: UInt64) -> EventRecord {
    let id = eventID(seed: seed, position: position, recorded: recorded)
    return EventRecord(
      position: position, id: id, type: type, subject: subject, recorded: recorded, effective: effective(recorded: recorded),
      actor: actor, cause: cause, correlation: correlation ?? id, spec: spec, payload: payload, key: key)
  }

  /// The effective time of the event if it is recorded at `recorded`.
  @inlinable public func effective(recorded: Timestamp) -> Timestamp {
    guard let effective, effective != .recorded else { return recorded }
    return effective
  }
}

/// Events that are appended together or not at all.
public struct EventBatch: Sendable {
  public var drafts: [EventDraft]
  /// What the clock shows. The events are recorded at this time, or at the last event's if that is later.
  public var time: Timestamp
  /// A batch with a key that the log has seen is not appended again: the answer is that of the first time. Keys that grow with time are
  /// the quick ones for a store to look up.
  public var idempotencyKey: String?
  /// Where the log must end for the batch to be appended; nil where that does not matter.
  public var expectedTail: Position?

  public init(_ drafts: [EventDraft], at time: Timestamp, idempotencyKey: String? = nil, expectedTail: Position? = nil) {
    self.drafts = drafts
    self.time = time
    self.idempotencyKey = idempotencyKey
    self.expectedTail = expectedTail
  }
}

/// The places that a batch was given.
public struct Appended: Sendable, Equatable {
  public let positions: Range<Position>
  /// The recorded time of all events of the batch.
  public let recorded: Timestamp
  /// True if the batch had been appended before, under the same idempotency key: nothing was written this time.
  public let isRepetition: Bool

  public init(positions: Range<Position>, recorded: Timestamp, isRepetition: Bool) {
    self.positions = positions
    self.recorded = recorded
    self.isRepetition = isRepetition
  }

  /// The answer to a batch that comes again.
  public var repeated: Appended { Appended(positions: positions, recorded: recorded, isRepetition: true) }
}

/// The end of a log.
public struct LogTail: Sendable, Equatable {
  /// The last event's position, 0 for an empty log.
  public var position: Position
  /// The last event's recorded time; the earliest timestamp for an empty log.
  public var recorded: Timestamp

  public init(position: Position = 0, recorded: Timestamp = Timestamp(milliseconds: .min)) {
    self.position = position
    self.recorded = recorded
  }

  /// Moves on by the batch and answers the places of its events. Throws `conflict` or `badBatch`, and then stays where it is.
  public mutating func place(_ batch: EventBatch) throws(StoreError) -> Appended {
    if let expected = batch.expectedTail, expected != position { throw .conflict(expected: expected, found: position) }
    if batch.drafts.isEmpty { throw .badBatch("it holds no event") }
    if max(recorded, batch.time) == .recorded { throw .badBatch("it does not say what time it is") }
    recorded = max(recorded, batch.time)
    let first = position + 1
    position += Position(batch.drafts.count)
    return Appended(positions: first..<position + 1, recorded: recorded, isRepetition: false)
  }
}

/// An append-only log of events, the only source of truth.
///
/// Positions are dense and in commit order, recorded times never fall, a batch is there whole or not at all, and once `append` has
/// returned its events survive the end of the process (in a store that outlives it).
public protocol EventStore: Sendable {
  /// What event ids are drawn from, beside position and recorded time. Fixed for the log's life.
  var seed: UInt64 { get }
  /// Counts the holders of the log's writer lease.
  var fencingToken: UInt64 { get }
  /// Where the log ends.
  func tail() async throws(StoreError) -> LogTail
  /// Appends the batch and returns once it is durable. After a cancelled or failed call it is unknown whether the batch is in the log:
  /// the same idempotency key asks again.
  func append(_ batch: EventBatch) async throws(StoreError) -> Appended
  /// The events from `position` on, at most `limit`, in order. Empty at the end of the log.
  func read(from position: Position, limit: Int) async throws(StoreError) -> [EventRecord]
  /// Where the batch with that key is, if the log has seen it.
  func find(idempotencyKey: String) async throws(StoreError) -> Appended?
  /// Finishes what was accepted, and gives up the lease. Later calls throw `StoreError.closed`.
  func close() async
}

extension EventStore {
  /// The events from `position` to the end of the log, a page at a time.
  public func pages(from position: Position = 1, size: Int = 1024) -> EventPages<Self> {
    EventPages(store: self, position: max(position, 1), size: max(size, 1))
  }
}

/// A log, read a page at a time; no page is empty. It ends where the log ends when it gets there.
public struct EventPages<Store: EventStore>: AsyncSequence, AsyncIteratorProtocol, Sendable {
  let store: Store
  var position: Position
  let size: Int

  public func makeAsyncIterator() -> Self { self }

  public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(StoreError) -> [EventRecord]? {
    let page = try await store.read(from: position, limit: size)
    guard let last = page.last else { return nil }
    position = last.position + 1
    return page
  }

  public mutating func next() async throws(StoreError) -> [EventRecord]? { try await next(isolation: nil) }
}
