import IntentRuntime
import Testing

/// W1 as it was before its second rule.
struct EarlierW1: SpecifiedSystem {
  let model = W1.Model(handlers: Silent())

  static let specification = Specification(
    name: "w1", declarations: "00000000000000000000000000000001",
    reactions: [
      Reaction(
        trigger: "interaction_created", meaning: "00000000000000000000000000000009", file: "w1.intent", line: 5,
        rules: [
          Rule(.must, "update_engagement(interaction_created.customer)", id: 0xA1, within: .seconds(5), line: 6)
        ])
    ])
  var emptyWorld: W1.State { W1.State() }

  func apply(_ event: W1.Event, to world: inout W1.State, at moment: Moment) throws(LogError) {}

  func consequences<Sink: ExpectationSink>(
    of event: W1.Event, in world: W1.State, before: [FixedDecimal?], at moment: Moment, into expect: inout Sink
  ) where Sink.Action == W1.Action {
    if case .interactionCreated(let created) = event {
      expect.begin(0)
      expect.expect(0, .updateEngagement(W1.UpdateEngagement(customer: created.customer)))
    }
  }

  func handling(of action: W1.Action) -> Handling<W1.Event> { .later }
}

@Suite struct EvolutionTests {
  private let start = DeskRun.start

  @Test func aNewRuleAsksNothingOfEarlierEvents() async throws {
    let store = MemoryStore(seed: 5)
    let clock = ManualTime(start)
    let earlier = try await Conductor(opening: EarlierW1(), store: store, clock: clock)
    try await earlier.append([.interactionCreated(W1.InteractionCreated(interaction: 1, customer: 1))], actor: "test")
    let later = try await Conductor(opening: W1.Model(handlers: Silent()), store: store, clock: clock)
    #expect(try await store.read(from: 1, limit: 10).map(\.type) == ["intent.configured", "interaction_created", "intent.configured"])
    try await later.append([.interactionCreated(W1.InteractionCreated(interaction: 2, customer: 1))], actor: "test")
    try await later.run(until: start + .seconds(10), on: clock)
    #expect(
      await later.gaps.map(\.what) == ["update_engagement(1)", "update_engagement(1)", "acknowledge(2)"],
      "the first interaction was never to be acknowledged")
    #expect(try await later.graph(of: 2).gapCount == 1)
    #expect(try await later.graph(of: 4).gapCount == 2)
  }

  @Test func aRuleThatIsGoneLeavesNoGap() async throws {
    let store = MemoryStore(seed: 5)
    let clock = ManualTime(start)
    let earlier = try await Conductor(opening: W1.Model(handlers: Silent()), store: store, clock: clock)
    try await earlier.append([.interactionCreated(W1.InteractionCreated(interaction: 1, customer: 1))], actor: "test")
    try await earlier.run(until: start + .seconds(10), on: clock)
    #expect(await earlier.gaps.count == 2)
    let later = try await Conductor(opening: EarlierW1(), store: store, clock: clock)
    #expect(await later.gaps.map(\.what) == ["update_engagement(1)"])
    #expect(try await store.read(from: 1, limit: 100).last?.type == "intent.gap_closed")
  }

  @Test func anUnknownEventIsKeptAndSkipped() async throws {
    let store = MemoryStore(seed: 5)
    _ = try await Conductor(opening: EarlierW1(), store: store, clock: ManualTime(start))
    _ = try await store.append(
      EventBatch([EventDraft(type: "forgotten", actor: "test", spec: Fingerprint(0), payload: Array("{}".utf8))], at: start))
    let conductor = try await Conductor(opening: EarlierW1(), store: store, clock: ManualTime(start))
    #expect(await conductor.lastPosition == 2)
  }

  @Test func anUnreadableEventIsNamed() async throws {
    let store = MemoryStore(seed: 5)
    _ = try await Conductor(opening: EarlierW1(), store: store, clock: ManualTime(start))
    _ = try await store.append(
      EventBatch([EventDraft(type: "acknowledged", actor: "test", spec: Fingerprint(0), payload: Array("{}".utf8))], at: start))
    let error = await #expect(throws: LogError.self) {
      _ = try await Conductor(opening: EarlierW1(), store: store, clock: ManualTime(DeskRun.start))
    }
    #expect(error?.description == "event 2, acknowledged, cannot be read: the field `interaction` is missing")
  }
}
