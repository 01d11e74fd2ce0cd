import Dispatch
import Foundation
import IntentRuntime
import Synchronization

/// An event log in an SQLite file.
///
/// The file is in WAL mode and synced at each commit: what `append` has answered survives the end of the process and of the machine.
/// One thread belongs to the store; it takes all batches that wait into one transaction. One store at a time can write to a file; any
/// number can read it. The file stays readable with the `sqlite3` program (`SELECT * FROM log`).
public final class SQLiteStore: EventStore {
  /// What a store may do with its file.
  public enum Mode: Sendable {
    case readWrite
    case readOnly
  }

  /// The log's file.
  public let path: String
  public let mode: Mode
  public let seed: UInt64
  public let fencingToken: UInt64
  private let queue: WorkQueue<Job>
  private let ended: Latch

  /// Opens the log at `path`; makes it if it is not there and may be written. Waits for the disk.
  ///
  /// `seed` is what the event ids of a new log are drawn from, random if it is nil; an old log keeps its own. More than `capacity` calls
  /// that wait at once are refused with `overloaded`.
  ///
  /// Throws `locked` if the log has a writer, and `missing`, `noPermission`, `readOnly`, `notALog`, `newerSchema`, `corrupt` or
  /// `diskFull` for what they say.
  public convenience init(
    path: String, mode: Mode = .readWrite, seed: UInt64? = nil, capacity: Int = 65_536
  ) throws(StoreError) {
    try self.init(Configuration(path: path, mode: mode, seed: seed), capacity: capacity)
  }

  init(_ configuration: Configuration, capacity: Int = 65_536) throws(StoreError) {
    let queue = WorkQueue<Job>(capacity: capacity)
    let ended = Latch()
    let opened = Handover<Result<Identity, StoreError>>()
    let thread = Thread {
      do throws(StoreError) {
        let worker = LogWorker(try LogFile(configuration), isReadOnly: configuration.mode == .readOnly)
        opened.put(.success(Identity(seed: worker.file.seed, fencingToken: worker.file.fencingToken)))
        worker.run(queue)
      } catch {
        opened.put(.failure(error))
      }
      ended.open()
    }
    thread.name = "intent.log"
    thread.start()
    let identity = try opened.take().get()
    path = configuration.path
    mode = configuration.mode
    seed = identity.seed
    fencingToken = identity.fencingToken
    self.queue = queue
    self.ended = ended
  }

  deinit { queue.close() }

  public func tail() async throws(StoreError) -> LogTail { try await answer { .tail($0) } }

  /// Appends the batch and returns once it is on the disk. Not interrupted by cancellation.
  public func append(_ batch: EventBatch) async throws(StoreError) -> Appended {
    if mode == .readOnly { throw .readOnly(path: path) }
    return try await answer { .append(batch, $0) }
  }

  public func read(from position: Position, limit: Int) async throws(StoreError) -> [EventRecord] {
    try await answer { .read(from: position, limit: limit, $0) }
  }

  public func find(idempotencyKey: String) async throws(StoreError) -> Appended? {
    try await answer { .find(key: idempotencyKey, $0) }
  }

  public func close() async {
    queue.close()
    await ended.wait()
  }

  /// Hands a job to the thread and waits for its answer.
  private func answer<Value: Sendable>(_ job: (Job.Reply<Value>) -> Job) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      do throws(StoreError) { try queue.add(job(continuation)) } catch { continuation.resume(returning: .failure(error)) }
    }
    return try result.get()
  }
}

/// What the store learns from its file when it is opened.
private struct Identity: Sendable {
  let seed: UInt64
  let fencingToken: UInt64
}

/// One value, handed from one thread to another that waits for it.
private final class Handover<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func put(_ value: Value) {
    self.value.withLock { $0 = value }
    isThere.signal()
  }

  func take() -> Value {
    while true {
      isThere.wait()
      if let value = value.withLock({ $0 }) { return value }
    }
  }
}
