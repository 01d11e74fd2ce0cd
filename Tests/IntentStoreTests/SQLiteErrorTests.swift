import Foundation
import IntentRuntime
import Testing

@testable import IntentSQLite

/// Each thing that can be wrong with a file has a name, and a sentence that says what to do.
struct SQLiteErrorTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("events.log")
  }

  private func fill(_ count: Int = 1) async throws {
    let store = try SQLiteStore(path: path, seed: 1)
    for number in 0..<count { _ = try await store.append(batch(number, count: 10)) }
    await store.close()
  }

  @Test("Some other file", arguments: ["a text that is no database at all", "short", "SQLite format 3\0 but nothing behind it, alas"])
  func otherFile(text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.notALog(path: path)) { try SQLiteStore(path: path) }
    #expect(throws: StoreError.notALog(path: path)) { try SQLiteStore(path: path, mode: .readOnly) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
  }

  @Test("Another program's database")
  func otherDatabase() throws {
    #expect(RawSQLite(path).run("CREATE TABLE notes (text)") == nil)
    #expect(throws: StoreError.notALog(path: path)) { try SQLiteStore(path: path) }
    #expect(throws: StoreError.notALog(path: path)) { try SQLiteStore(path: path, mode: .readOnly) }
    #expect(RawSQLite(path).rows("SELECT name FROM sqlite_schema") == ["notes"])
  }

  @Test("A newer schema")
  func newerSchema() async throws {
    try await fill()
    #expect(RawSQLite(path).run("PRAGMA user_version = 12") == nil)
    let error = StoreError.newerSchema(path: path, found: 12, known: 1)
    #expect(throws: error) { try SQLiteStore(path: path) }
    #expect(throws: error) { try SQLiteStore(path: path, mode: .readOnly) }
  }

  @Test("A damaged page", arguments: [SQLiteStore.Mode.readWrite, .readOnly])
  func corrupt(mode: SQLiteStore.Mode) async throws {
    try await fill(50)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let size = try file.seekToEnd()
    // From the third page on, past the schema.
    for page in stride(from: UInt64(4096 * 2), to: size, by: 4096) {
      try file.seek(toOffset: page)
      try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
    }
    try file.close()
    let error = await #expect(throws: StoreError.self) {
      let store = try SQLiteStore(path: path, mode: mode)
      for try await _ in store.pages() {}
    }
    guard case .corrupt(path, _) = error else { return #expect(error == .corrupt(path: path, reason: "…")) }
  }

  @Test("An event that is missing in the middle")
  func missingEvent() async throws {
    try await fill()
    #expect(RawSQLite(path).run("DROP TRIGGER events_last; DELETE FROM events WHERE position = 4") == nil)
    let store = try SQLiteStore(path: path)
    #expect(try await store.read(from: 1, limit: 3).count == 3)
    await #expect(throws: StoreError.corrupt(path: path, reason: "event 4 is missing")) { try await store.read(from: 1, limit: 10) }
    await #expect(throws: StoreError.closed) { try await store.append(batch(1)) }
  }

  @Test("A second writer in this process")
  func secondWriter() async throws {
    let store = try SQLiteStore(path: path)
    let error = StoreError.locked(path: path, holder: getpid())
    #expect(throws: error) { try SQLiteStore(path: path) }
    #expect("\(error)".contains("process \(getpid())"))
    await store.close()
    await (try SQLiteStore(path: path)).close()
  }

  @Test("A second writer process, until it ends or is killed", arguments: [true, false])
  func secondProcess(isKilled: Bool) async throws {
    let child = try ChildProcess(["hold", path])
    #expect(child.line() == "open")
    #expect(throws: StoreError.locked(path: path, holder: child.processIdentifier)) { try SQLiteStore(path: path) }
    let reader = try SQLiteStore(path: path, mode: .readOnly)
    #expect(try await reader.tail().position == 0)
    await reader.close()
    if isKilled { child.kill() }
    child.wait()
    let store = try SQLiteStore(path: path)
    #expect(try await store.append(batch(1)).positions == 1..<2)
    await store.close()
  }

  @Test("Someone who holds the file's own lock is waited for")
  func foreignLock() async throws {
    let store = try SQLiteStore(path: path)
    let raw = RawSQLite(path)
    #expect(raw.run("BEGIN IMMEDIATE") == nil)
    async let receipt = store.append(batch(1))
    #expect(raw.run("ROLLBACK") == nil)
    #expect(try await receipt.positions == 1..<2)
    await store.close()
  }

  @Test("Someone who writes to the file while the store has it")
  func overtaken() async throws {
    let store = try SQLiteStore(path: path)
    _ = try await store.append(batch(1))
    let row = "SELECT 2, id, type, subject, recorded, effective, actor, cause, correlation, spec, payload, key, link FROM events"
    #expect(RawSQLite(path).run("INSERT INTO events \(row)") == nil)
    await #expect(throws: StoreError.overtaken(path: path)) { try await store.append(batch(2)) }
    await #expect(throws: StoreError.closed) { try await store.append(batch(2)) }
    let again = try SQLiteStore(path: path)
    #expect(try await again.append(batch(2)).positions == 3..<4)
    await again.close()
  }

  @Test("A full disk refuses the batch, closes the store and leaves the log sound")
  func diskFull() async throws {
    let store = try SQLiteStore(Configuration(path: path, mode: .readWrite, seed: 1, pageLimit: 40))
    var acknowledged: Position = 0
    let error = await #expect(throws: StoreError.self) {
      for number in 0... { acknowledged = try await store.append(batch(number, count: 50)).positions.upperBound - 1 }
    }
    #expect(error == .diskFull(path: path))
    #expect(acknowledged > 0)
    await #expect(throws: StoreError.closed) { try await store.append(batch(1)) }
    let again = try SQLiteStore(path: path)
    #expect(try await again.tail().position == acknowledged)
    #expect(try await allEvents(again).count == Int(acknowledged))
    #expect(try await again.append(batch(1)).positions == acknowledged + 1..<acknowledged + 2)
    await again.close()
  }

  @Test("All batches of a transaction fail together")
  func groupFails() async throws {
    let store = try SQLiteStore(Configuration(path: path, mode: .readWrite, seed: 1, pageLimit: 40))
    let outcomes = await withTaskGroup(of: Result<Appended, StoreError>.self) { group in
      for number in 0..<200 {
        group.addTask {
          do throws(StoreError) { return .success(try await store.append(batch(number, count: 20))) } catch { return .failure(error) }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let receipts = outcomes.compactMap { try? $0.get() }
    #expect(outcomes.contains { $0 == .failure(.diskFull(path: path)) })
    #expect(outcomes.allSatisfy { [.diskFull(path: path), .closed].contains($0.failure ?? .closed) })
    let again = try SQLiteStore(path: path)
    #expect(try await again.tail().position == receipts.reduce(0) { $0 + Position($1.positions.count) })
    await again.close()
  }

  @Test("A store that was opened for reading")
  func readOnlyStore() async throws {
    try await fill()
    let store = try SQLiteStore(path: path, mode: .readOnly)
    await #expect(throws: StoreError.readOnly(path: path)) { try await store.append(batch(1)) }
    #expect(try await allEvents(store).count == 10)
    await store.close()
  }

  @Test("A file and a directory that the user may not write, and a file that he may not read")
  func permissions() async throws {
    try await fill()
    let manager = FileManager.default
    func open(_ path: String) throws -> String? {
      let child = try ChildProcess(["nobody", path])
      defer { child.wait() }
      return child.line()
    }
    try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory.root)
    try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    try? manager.removeItem(atPath: path + "-lease")
    #expect(try open(path) == "\(StoreError.readOnly(path: path))")
    try manager.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
    #expect(try open(path) == "\(StoreError.noPermission(path: path))")
    try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.root)
    if getuid() == 0 {
      try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      try? manager.removeItem(atPath: path + "-lease")
      #expect(try open(path) == "\(StoreError.readOnly(path: path))")
      #expect(try open(directory.path("new.log")) == "\(StoreError.noPermission(path: directory.path("new.log")))")
    }
  }

  @Test("A directory or a file that is not there")
  func missing() {
    let nowhere = directory.path("no/such/events.log")
    #expect(throws: StoreError.missing(path: nowhere)) { try SQLiteStore(path: nowhere) }
    #expect(throws: StoreError.missing(path: path)) { try SQLiteStore(path: path, mode: .readOnly) }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A directory in the place of the file")
  func directoryAsFile() {
    #expect(throws: StoreError.self) { try SQLiteStore(path: directory.root) }
  }

  @Test("More batches than the queue holds")
  func overloaded() async throws {
    let store = try SQLiteStore(path: path, capacity: 1)
    let raw = RawSQLite(path)
    // While somebody else has the file, the store's thread stands still and the queue fills.
    #expect(raw.run("BEGIN IMMEDIATE") == nil)
    let outcomes = await withTaskGroup(of: StoreError?.self) { group in
      for number in 0..<8 {
        group.addTask {
          do throws(StoreError) { _ = try await store.append(batch(number)) } catch { return error }
          return nil
        }
      }
      var outcomes: [StoreError?] = []
      // At most one batch is with the thread and one in the queue: six are refused at once.
      while outcomes.count < 6, let outcome = await group.next() { outcomes.append(outcome) }
      #expect(raw.run("ROLLBACK") == nil)
      for await outcome in group { outcomes.append(outcome) }
      return outcomes
    }
    #expect(outcomes.prefix(6).allSatisfy { $0 == .overloaded(waiting: 1) })
    // One was taken at least: written, or given up on whoever held the file if the machine was slow.
    #expect(outcomes.suffix(2).contains { $0 != .overloaded(waiting: 1) })
    await store.close()
  }

  @Test("Every error says what to do in one line")
  func descriptions() {
    let errors: [StoreError] = [
      .locked(path: path, holder: nil), .readOnly(path: path), .newerSchema(path: path, found: 2, known: 1), .notALog(path: path),
      .missing(path: path), .noPermission(path: path), .cannotOpen(path: path, reason: "r"), .corrupt(path: path, reason: "r"),
      .diskFull(path: path), .overtaken(path: path), .conflict(expected: 1, found: 2), .overloaded(waiting: 3), .badBatch("r"), .closed,
      .failed("r"),
    ]
    for error in errors {
      #expect(!"\(error)".contains("\n"))
      #expect("\(error)".count > 20)
    }
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
