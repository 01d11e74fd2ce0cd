import IntentRuntime

/// A desk on a log, with a clock that is moved by hand.
struct DeskRun {
  /// 2026-03-02T10:00:00Z, a Monday.
  static let start = Timestamp(milliseconds: 1_772_445_600_000)

  let store: any EventStore
  let clock: ManualTime
  let conductor: Conductor<Desk.Model>

  init(
    at time: Timestamp = DeskRun.start, store: any EventStore = MemoryStore(seed: 7),
    handler: @escaping @Sendable (Desk.Action, Work) async throws -> Outcome<Desk.Event> = { action, _ in .met(.done(action)) }
  ) async throws {
    self.store = store
    clock = ManualTime(time)
    conductor = try await Conductor(opening: Desk.Model(handler: handler), store: store, clock: clock)
  }

  /// Appends the events and settles; returns the position of the first.
  @discardableResult func step(_ events: [Desk.Event], key: String? = nil) async throws -> Position {
    let appended = try await conductor.append(events, actor: "test", idempotencyKey: key)
    try await conductor.settle()
    return appended.positions.lowerBound
  }

  /// The types of all events of the log, in order.
  func types() async throws -> [String] { try await store.read(from: 1, limit: 10_000).map(\.type) }

  /// What the open gaps are about, the most urgent first.
  func gaps() async -> [String] { await conductor.gaps.map { "\($0.kind) \($0.severity) \($0.what): \($0.reason)" } }
}
