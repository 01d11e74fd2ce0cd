import Synchronization

/// An event log in memory, for tests and demonstrations. It is gone with the process.
public final class MemoryStore: EventStore {
  private struct Contents {
    var records: [EventRecord] = []
    var tail = LogTail()
    var receipts: [String: Appended] = [:]
    var isClosed = false
  }

  public let seed: UInt64
  public let fencingToken: UInt64 = 1
  private let contents = Mutex(Contents())

  /// An empty log whose event ids are drawn from `seed`.
  public init(seed: UInt64 = 0) { self.seed = seed }

  public func tail() async throws(StoreError) -> LogTail {
    try contents.withLock { contents throws(StoreError) in
      if contents.isClosed { throw .closed }
      return contents.tail
    }
  }

  public func append(_ batch: EventBatch) async throws(StoreError) -> Appended {
    try contents.withLock { contents throws(StoreError) in
      if contents.isClosed { throw .closed }
      if let key = batch.idempotencyKey, let first = contents.receipts[key] { return first.repeated }
      let receipt = try contents.tail.place(batch)
      for (position, draft) in zip(receipt.positions, batch.drafts) {
        contents.records.append(draft.record(at: position, recorded: receipt.recorded, seed: seed))
      }
      if let key = batch.idempotencyKey { contents.receipts[key] = receipt }
      return receipt
    }
  }

  public func read(from position: Position, limit: Int) async throws(StoreError) -> [EventRecord] {
    try contents.withLock { contents throws(StoreError) in
      if contents.isClosed { throw .closed }
      let start = Int(max(position, 1) - 1)
      guard start < contents.records.count, limit > 0 else { return [] }
      return Array(contents.records[start...].prefix(limit))
    }
  }

  public func find(idempotencyKey: String) async throws(StoreError) -> Appended? {
    try contents.withLock { contents throws(StoreError) in
      if contents.isClosed { throw .closed }
      return contents.receipts[idempotencyKey]?.repeated
    }
  }

  public func close() async { contents.withLock { $0.isClosed = true } }
}
