import IntentRuntime
import Synchronization
import Testing

/// A store that dies at a given append: before it writes, or after it wrote and before it could say so.
final class DyingStore: EventStore {
  let inner: MemoryStore
  private let left: Mutex<Int>
  private let writesTheLast: Bool

  init(_ inner: MemoryStore, after appends: Int, writingTheLast: Bool) {
    self.inner = inner
    left = Mutex(appends)
    writesTheLast = writingTheLast
  }

  var seed: UInt64 { inner.seed }
  var fencingToken: UInt64 { inner.fencingToken }
  func tail() async throws(StoreError) -> LogTail { try await inner.tail() }
  func read(from position: Position, limit: Int) async throws(StoreError) -> [EventRecord] {
    try await inner.read(from: position, limit: limit)
  }
  func find(idempotencyKey: String) async throws(StoreError) -> Appended? { try await inner.find(idempotencyKey: idempotencyKey) }
  func close() async {}

  func append(_ batch: EventBatch) async throws(StoreError) -> Appended {
    let remaining = left.withLock { left in
      left -= 1
      return left
    }
    if remaining < 0 {
      if remaining == -1, writesTheLast { _ = try await inner.append(batch) }
      throw .failed("killed")
    }
    return try await inner.append(batch)
  }
}

@Suite struct InterruptionTests {
  /// A story whose steps have keys, told from its start each time, on whatever log there is.
  private func tell(on store: any EventStore) async throws {
    let tail = try await store.tail()
    let run = try await DeskRun(at: max(DeskRun.start, tail.recorded), store: store) { action, work in
      switch action {
      case .acknowledgeToRep: return .later
      case .charge where work.obligation.cause % 2 == 0: throw Broken(description: "blocked")
      case .escalateToSalesDirector where work.attempt == 1: return .later
      default: return .met(.done(action))
      }
    }
    func step(_ key: String, _ minutes: Int64, _ events: [Desk.Event]) async throws {
      try await run.conductor.run(until: DeskRun.start + .minutes(minutes), on: run.clock)
      try await run.step(events, key: key)
    }
    try await step("people", 0, [
      .customerCreated(Desk.Customer(id: 1, name: "A", hasAccountManager: true)), .customerCreated(Desk.Customer(id: 2, name: "B")),
    ])
    for call in UInt64(1)...8 {
      let interaction = Desk.Interaction(id: EntityID(ordinal: call), customer: 1, type: .call, sentiment: .negative)
      try await step("call \(call)", Int64(call), [.interactionCreated(interaction)])
    }
    try await step("alerts", 20, [.alertCreated(Desk.Alert(id: 1, customer: 1)), .alertCreated(Desk.Alert(id: 2, customer: 2))])
    try await step("another", 30, [.alertCreated(Desk.Alert(id: 3, customer: 1))])
    try await step("seen", 50, [.alertAcknowledged(1)])
    try await run.conductor.run(until: DeskRun.start + .hours(60), on: run.clock)
  }

  @Test func aKillBeforeOrAfterAnyCommitChangesNothing() async throws {
    let calm = MemoryStore(seed: 11)
    try await tell(on: calm)
    let expected = try await calm.read(from: 1, limit: 10_000)
    #expect(expected.count > 60)
    var kills = 0
    for appends in 0..<expected.count {
      for writingTheLast in [false, true] {
        let store = MemoryStore(seed: 11)
        do {
          try await tell(on: DyingStore(store, after: appends, writingTheLast: writingTheLast))
        } catch let error as StoreError {
          #expect(error == .failed("killed"))
          kills += 1
        }
        try await tell(on: store)
        let log = try await store.read(from: 1, limit: 10_000)
        let difference = zip(expected, log).first { $0 != $1 }
        if let difference {
          Issue.record(
            """
            killed at append \(appends), written: \(writingTheLast); event \(difference.0.position):
            \(difference.0.type) at \(difference.0.recorded) after \(difference.0.cause), not
            \(difference.1.type) at \(difference.1.recorded) after \(difference.1.cause)
            """)
        }
        #expect(log.count == expected.count)
      }
    }
    #expect(kills > 60)
  }
}
