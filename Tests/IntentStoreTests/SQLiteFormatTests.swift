import IntentRuntime
import IntentSQLite
import Testing

/// What the file looks like from outside, and what it refuses to somebody who writes to it by hand.
struct SQLiteFormatTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("events.log")
  }

  private func fill() async throws {
    let store = try SQLiteStore(path: path, seed: 5)
    _ = try await store.append(batch(1, count: 2, at: 1_700_000_000_123, key: "k"))
    await store.close()
  }

  @Test("A person can read the log with the sqlite3 program")
  func readable() async throws {
    try await fill()
    let raw = RawSQLite(path)
    #expect(raw.rows("SELECT position, type, subject, recorded, effective, actor, cause, spec, payload, key, link FROM log") == [
      "1|customer.created|customer:1|2023-11-14T22:13:20.123Z|2023-11-14T22:13:20.123Z|rep:1|0|\(spec)|{\"n\":1000}||",
      "2|customer.created|customer:1|2023-11-14T22:13:20.123Z|2023-11-14T22:13:20.123Z|rep:1|0|\(spec)|{\"n\":1001}||",
    ])
    #expect(raw.rows("SELECT typeof(payload), payload ->> 'n' FROM events") == ["text|1000", "text|1001"])
    #expect(raw.rows("SELECT DISTINCT length(id), id = correlation FROM log") == ["32|1"])
    #expect(raw.rows("PRAGMA journal_mode") == ["wal"])
    #expect(raw.rows("PRAGMA user_version") == ["1"])
    #expect(raw.rows("PRAGMA integrity_check") == ["ok"])
  }

  @Test("An event has one B-tree", .tags(.layout))
  func layout() async throws {
    try await fill()
    #expect(RawSQLite(path).rows("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events'").isEmpty)
  }

  @Test(
    "Raw SQL cannot change what is written",
    arguments: [
      "UPDATE events SET payload = '{}'",
      "UPDATE events SET position = 9 WHERE position = 2",
      "DELETE FROM events",
      "DELETE FROM events WHERE position = 2",
      "INSERT INTO events SELECT * FROM events WHERE position = 1",
      "INSERT OR REPLACE INTO events SELECT * FROM events WHERE position = 1",
      "REPLACE INTO events SELECT 2, id, type, subject, recorded, effective, 'me', cause, correlation, spec, '{}', key, link FROM events",
      "INSERT OR IGNORE INTO events SELECT * FROM events WHERE position = 2",
      "INSERT INTO events SELECT 0, id, type, '', recorded, effective, actor, cause, correlation, spec, payload, key, link FROM events",
      "INSERT INTO events SELECT 7, id, type, '', recorded, effective, actor, cause, correlation, spec, payload, key, link FROM events",
      """
      INSERT INTO events SELECT position, id, type, subject, recorded, effective, actor, cause, correlation, spec, '', key, link FROM events
        WHERE true ON CONFLICT DO UPDATE SET payload = ''
      """,
      "UPDATE receipts SET first = 2", "DELETE FROM receipts", "REPLACE INTO receipts VALUES ('k', 2, 2)",
      "UPDATE specs SET fingerprint = x'00'", "DELETE FROM specs", "REPLACE INTO specs VALUES (1, x'00')",
      "REPLACE INTO specs SELECT 2, fingerprint FROM specs",
    ])
  func triggers(sql: String) async throws {
    try await fill()
    let raw = RawSQLite(path)
    let dump = "SELECT * FROM log UNION ALL SELECT 0, key, first, last, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM receipts"
    let before = raw.rows(dump)
    #expect(raw.run(sql)?.hasPrefix("the log is append-only") == true)
    #expect(raw.rows(dump) == before)
  }

  @Test("A log goes on where it ended, with its own seed and a new fencing token")
  func reopening() async throws {
    try await fill()
    let store = try SQLiteStore(path: path, seed: 6)
    #expect(store.seed == 5)
    #expect(store.fencingToken == 2)
    #expect(try await store.tail() == LogTail(position: 2, recorded: Timestamp(milliseconds: 1_700_000_000_123)))
    #expect(try await store.append(batch(1, key: "k")).isRepetition)
    let receipt = try await store.append(batch(2, at: 3))
    #expect(receipt == Appended(positions: 3..<4, recorded: Timestamp(milliseconds: 1_700_000_000_123), isRepetition: false))
    await store.close()
  }

  @Test("A reader sees what a writer beside it has committed")
  func readerBesideWriter() async throws {
    let writer = try SQLiteStore(path: path)
    let reader = try SQLiteStore(path: path, mode: .readOnly)
    for number in 1...3 {
      let receipt = try await writer.append(batch(number, key: "k\(number)"))
      #expect(try await reader.tail().position == Position(number))
      #expect(try await reader.read(from: Position(number), limit: 5).count == 1)
      #expect(try await reader.find(idempotencyKey: "k\(number)") == receipt.repeated)
    }
    #expect(reader.fencingToken == writer.fencingToken)
    await reader.close()
    await writer.close()
  }

  @Test("A store that nobody holds any more lets go of its file")
  func dropped() async throws {
    var store: SQLiteStore? = try SQLiteStore(path: path)
    _ = try await store?.append(batch(1))
    store = nil
    // The thread ends by itself; until then the lease is taken.
    while true {
      do throws(StoreError) {
        store = try SQLiteStore(path: path)
        break
      } catch {
        guard case .locked = error else { throw error }
        await Task.yield()
      }
    }
    await store?.close()
  }
}

extension Tag {
  @Tag static var layout: Self
}
