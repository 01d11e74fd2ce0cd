import Foundation
import IntentRuntime
import IntentSQLite
import Testing

/// The stores that every conformance test runs over.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case memory, sqlite

  var testDescription: String { rawValue }

  /// Runs `body` with a new, empty log, which is closed afterwards.
  func withStore(seed: UInt64 = 7, _ body: (any EventStore) async throws -> Void) async throws {
    switch self {
    case .memory: try await body(MemoryStore(seed: seed))
    case .sqlite:
      let directory = try TemporaryDirectory()
      let store = try SQLiteStore(path: directory.path("events.log"), seed: seed)
      try await body(store)
      await store.close()
    }
  }
}

/// A directory that goes when the value goes.
final class TemporaryDirectory: Sendable {
  let root: String

  init() throws {
    root = NSTemporaryDirectory() + "intent-store-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { root + "/" + name }
}

let spec = Fingerprint(of: "a spec".utf8)

func draft(_ number: Int, subject: String? = "customer:1") -> EventDraft {
  EventDraft(type: "customer.created", subject: subject, actor: "rep:1", spec: spec, payload: Array("{\"n\":\(number)}".utf8))
}

/// `count` events that say `number`, at the time of that many milliseconds.
func batch(
  _ number: Int, count: Int = 1, at time: Int64? = nil, key: String? = nil, expecting tail: Position? = nil
) -> EventBatch {
  EventBatch(
    (0..<count).map { draft(number * 1000 + $0) }, at: Timestamp(milliseconds: time ?? Int64(number)), idempotencyKey: key,
    expectedTail: tail)
}

/// All events, read in pages of three so that page borders are crossed.
func allEvents(_ store: some EventStore) async throws(StoreError) -> [EventRecord] {
  var records: [EventRecord] = []
  for try await page in store.pages(size: 3) { records += page }
  return records
}
