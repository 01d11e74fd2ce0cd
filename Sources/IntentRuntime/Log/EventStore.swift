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

  public init(
    type: String, subject: String? = nil, effective: Timestamp? = nil, actor: String, cause: Position = 0,
    correlation: Identifier? = nil, spec: Fingerprint, payload: [UInt8]
  ) {
    self.type = type
    self.subject = subject
    self.effective = effective
    self.actor = actor
    self.cause = cause
    self.correlation = correlation
    self.spec = spec
    self.payload = payload
  }
}

/// Events that are appended together or not at all.
public struct EventBatch: Sendable {
  public var drafts: [EventDraft]
  /// What the clock shows. The events are recorded at this time, or at the last event's if that is later.
  public var time: Timestamp
  /// A batch with a key that the log has seen within the store's window is not appended again.
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
  /// The events from `position` on, at most `limit`, in order.
  func read(from position: Position, limit: Int) async throws(StoreError) -> [EventRecord]
  /// Where the batch with that key is, if the log has seen it within the store's window.
  func find(idempotencyKey: String) async throws(StoreError) -> Appended?
  /// Finishes what was accepted, and gives up the lease. Later calls throw `StoreError.closed`.
  func close() async
}

/// Why a store refuses or fails. After `failed`, `diskFull` and `corrupt` the store is closed; the log is sound up to its last commit.
public enum StoreError: Error, Equatable, Sendable {
  /// Another process holds the writer lease of this log, or has the file locked.
  case locked(path: String)
  /// The store was opened for reading, or the file may not be written.
  case readOnly(path: String)
  /// The file was written by a newer version of this library.
  case newerSchema(path: String, found: Int, known: Int)
  /// The file is something else than an event log.
  case notALog(path: String)
  /// The file cannot be opened.
  case cannotOpen(path: String, reason: String)
  /// The file's pages contradict each other.
  case corrupt(path: String, reason: String)
  case diskFull(path: String)
  /// The log does not end where the batch expects.
  case conflict(expected: Position, found: Position)
  /// A batch without events, or one that holds what the log cannot.
  case badBatch(String)
  case closed
  case failed(String)
}

extension StoreError: CustomStringConvertible {
  /// What is wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .locked(let path): "\(path) is in use by another writer; close it first, or open the log for reading"
    case .readOnly(let path): "\(path) cannot be written; open it with a user who may, or only for reading"
    case .newerSchema(let path, let found, let known):
      "\(path) has schema \(found), this program knows up to \(known); use a newer program"
    case .notALog(let path): "\(path) is not an event log; name another file"
    case .cannotOpen(let path, let reason): "\(path) cannot be opened: \(reason)"
    case .corrupt(let path, let reason): "\(path) is damaged (\(reason)); restore it from a backup"
    case .diskFull(let path): "no space is left for \(path); free some and open the log again"
    case .conflict(let expected, let found): "the log ends at \(found), not at \(expected); read on and try again"
    case .badBatch(let reason): "the batch cannot be appended: \(reason)"
    case .closed: "the log is closed"
    case .failed(let reason): "the append failed (\(reason)); open the log again to see where it ends"
    }
  }
}

/// The id of the event at `position`: a UUIDv7 whose random part is a function of the seed and the position.
public func eventID(seed: UInt64, position: Position, recorded: Timestamp) -> Identifier {
  var state = seed ^ UInt64(bitPattern: position) &* 0xD134_2543_DE82_EF95
  func draw(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
  let time = UInt64(truncatingIfNeeded: max(recorded.milliseconds, 0)) << 16
  let high = time | 0x7000 | draw(&state) & 0xFFF
  let low = draw(&state) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  return Identifier(high: high, low: low)
}
