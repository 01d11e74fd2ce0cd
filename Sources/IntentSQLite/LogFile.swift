import CSQLite
import IntentRuntime

/// What a store is opened with.
struct Configuration: Sendable {
  var path: String
  var mode: SQLiteStore.Mode
  var seed: UInt64?
  /// The most 4 KiB pages that the file may have; nil for as many as the disk holds.
  var pageLimit: Int?
}

/// A log in an SQLite file, with all that is prepared to write and read it. For one thread.
final class LogFile {
  let connection: Connection
  let seed: UInt64
  let fencingToken: UInt64
  private(set) var tail = LogTail()
  private var lease: WriterLease?
  private var rows: EventRows
  private let begin, commit, rollback, save, release, undo: Statement
  private let findReceipt, insertReceipt, lastEvent: Statement

  init(_ configuration: Configuration) throws(StoreError) {
    let isReadOnly = configuration.mode == .readOnly
    try FileHeader.check(configuration.path, mustExist: isReadOnly)
    lease = isReadOnly ? nil : try WriterLease(of: configuration.path)
    let connection = try Connection(path: configuration.path, isReadOnly: isReadOnly)
    self.connection = connection
    if !isReadOnly { try Self.prepareToWrite(connection, configuration) }
    guard try Schema.isPresent(in: connection) else { throw .notALog(path: configuration.path) }
    seed = UInt64(bitPattern: try connection.integer("SELECT seed FROM identity") ?? 0)
    fencingToken = UInt64(bitPattern: try connection.integer("SELECT fencing FROM identity") ?? 0)
    rows = try EventRows(connection)
    begin = try connection.prepare("BEGIN IMMEDIATE")
    commit = try connection.prepare("COMMIT")
    rollback = try connection.prepare("ROLLBACK")
    save = try connection.prepare("SAVEPOINT batch")
    release = try connection.prepare("RELEASE batch")
    undo = try connection.prepare("ROLLBACK TO batch")
    findReceipt = try connection.prepare(
      "SELECT first, last, recorded FROM receipts JOIN events ON position = first WHERE receipts.key = ?")
    insertReceipt = try connection.prepare("INSERT INTO receipts VALUES (?, ?, ?)")
    lastEvent = try connection.prepare("SELECT position, recorded FROM events ORDER BY position DESC LIMIT 1")
    try readTail()
  }

  private static func prepareToWrite(_ connection: Connection, _ configuration: Configuration) throws(StoreError) {
    if connection.isReadOnly { throw .readOnly(path: connection.path) }
    let isPresent = try Schema.isPresent(in: connection)
    try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    if !isPresent { try Schema.create(in: connection, seed: configuration.seed ?? .random(in: .min ... .max)) }
    if let limit = configuration.pageLimit { try connection.execute("PRAGMA max_page_count = \(limit)") }
    try connection.execute("UPDATE identity SET fencing = fencing + 1")
    // They would look up each event's position a second time: 0.1 of the speed. This connection gives the positions out.
    connection.disableTriggers()
  }

  /// Ends the connection, then gives up the lease. Once is enough.
  func close() {
    connection.close()
    lease = nil
  }

  /// Learns where the log ends from the file.
  func readTail() throws(StoreError) {
    guard try connection.step(lastEvent) else { return tail = LogTail() }
    tail = LogTail(position: lastEvent.integer(0), recorded: Timestamp(milliseconds: lastEvent.integer(1)))
    lastEvent.reset()
  }

  // MARK: - Writing

  /// Appends the batches in one transaction, each whole or not at all, and answers for each once all is durable. If it throws, nothing of
  /// them is in the log, unless the commit itself failed.
  func append(_ batches: [EventBatch]) throws(StoreError) -> [Result<Appended, StoreError>] {
    let before = tail
    do throws(StoreError) {
      try connection.run(begin)
      var answers: [Result<Appended, StoreError>] = []
      answers.reserveCapacity(batches.count)
      for batch in batches { answers.append(try append(batch, inGroup: batches.count > 1)) }
      try connection.run(commit)
      return answers
    } catch {
      tail = before
      rows.forgetSpecs()
      // A failed rollback leaves it to the end of the connection.
      if connection.isInTransaction { try? connection.run(rollback) }
      throw error
    }
  }

  /// Writes the batch into the transaction. A refusal is an answer; what ends the transaction is thrown.
  private func append(_ batch: EventBatch, inGroup: Bool) throws(StoreError) -> Result<Appended, StoreError> {
    let before = tail
    if inGroup { try connection.run(save) }
    do throws(StoreError) {
      let receipt = try write(batch)
      if inGroup { try connection.run(release) }
      return .success(receipt)
    } catch {
      guard error.isRefusal else { throw error }
      tail = before
      rows.forgetSpecs()
      if inGroup {
        try connection.run(undo)
        try connection.run(release)
      } else {
        try connection.run(rollback)
        try connection.run(begin)
      }
      return .failure(error)
    }
  }

  private func write(_ batch: EventBatch) throws(StoreError) -> Appended {
    if let key = batch.idempotencyKey, let first = try find(key) { return first }
    let receipt = try tail.place(batch)
    let code = batch.drafts.withUnsafeBufferPointer { drafts in rows.insert(drafts, receipt, seed: seed) }
    if code != SQLITE_DONE { throw connection.error(code) }
    if let key = batch.idempotencyKey {
      insertReceipt.bind(2, receipt.positions.lowerBound)
      insertReceipt.bind(3, receipt.positions.upperBound - 1)
      let code = insertReceipt.withText(1, key) { sqlite3_step(insertReceipt.pointer) }
      insertReceipt.reset()
      if code != SQLITE_DONE { throw connection.error(code) }
    }
    return receipt
  }

  // MARK: - Reading

  /// The receipt of the batch that came with the key, as a repetition.
  func find(_ key: String) throws(StoreError) -> Appended? {
    defer { findReceipt.reset() }
    let code = findReceipt.withText(1, key) { sqlite3_step(findReceipt.pointer) }
    if code == SQLITE_DONE { return nil }
    guard code == SQLITE_ROW else { throw connection.error(code) }
    let positions = findReceipt.integer(0)..<findReceipt.integer(1) + 1
    return Appended(positions: positions, recorded: Timestamp(milliseconds: findReceipt.integer(2)), isRepetition: true)
  }

  /// The events from `position` on, at most `limit`.
  func read(from position: Position, limit: Int) throws(StoreError) -> [EventRecord] { try rows.read(from: position, limit: limit) }
}

extension StoreError {
  /// True if the error concerns one batch and nothing else.
  var isRefusal: Bool {
    switch self {
    case .conflict, .badBatch: true
    default: false
    }
  }
}
