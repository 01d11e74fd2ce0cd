@testable import IntentRuntime
import TestSupport
import Testing

struct Silent: W1.Handlers {
  func updateEngagement(_ action: W1.UpdateEngagement, _ work: Work) async throws -> Outcome<W1.UpdateEngagement> { .later }
  func acknowledge(_ action: W1.Acknowledge, _ work: Work) async throws -> Outcome<W1.Acknowledge> { .later }
}

/// What W1 means, written down as plainly as possible.
struct NaiveObligations {
  struct Item: Hashable {
    let cause: Position
    let ordinal: Int
  }
  var open: [Item: (action: W1.Action, deadline: Timestamp)] = [:]
  var lapsed: Set<Item> = []

  mutating func apply(_ event: W1.Event, at position: Position, recorded: Timestamp, cause: Position) {
    for (item, obligation) in open where obligation.deadline < recorded { lapsed.insert(item) }
    if let evidence = event.evidence {
      for (item, obligation) in open where item.cause == cause && obligation.action == evidence && !lapsed.contains(item) {
        open[item] = nil
      }
    }
    if case .interactionCreated(let created) = event {
      open[Item(cause: position, ordinal: 0)] = (.updateEngagement(W1.UpdateEngagement(customer: created.customer)), recorded + .seconds(5))
      open[Item(cause: position, ordinal: 1)] = (.acknowledge(W1.Acknowledge(interaction: created.interaction)), recorded + .seconds(5))
    }
  }
}

@Suite struct EngineTests {
  @Test func agreesWithANaiveModel() throws {
    var random = seeded()
    for _ in 0..<40 {
      var engine = try Engine(W1.Model(handlers: Silent()))
      var naive = NaiveObligations()
      var time = Timestamp(milliseconds: Int64.random(in: 0...2_000_000_000_000, using: &random))
      var causes: [(Position, W1.InteractionCreated)] = []
      for position in Position(1)...300 {
        time = time + .milliseconds(Int64.random(in: 0...(Bool.random(using: &random) ? 3 : 3000), using: &random))
        var event = W1.Event.retired(RawEvent(type: "other", subject: nil, payload: []))
        var cause: Position = 0
        if causes.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
          let created = W1.InteractionCreated(interaction: Int(position), customer: Int.random(in: 1...3, using: &random))
          causes.append((position, created))
          event = .interactionCreated(created)
        } else if let (place, created) = causes.suffix(8).randomElement(using: &random) {
          cause = place
          event =
            Bool.random(using: &random)
            ? .engagementUpdated(W1.UpdateEngagement(customer: Bool.random(using: &random) ? created.customer : 2))
            : .acknowledged(W1.Acknowledge(interaction: created.interaction))
        }
        try engine.apply(event, at: position, recorded: time, cause: cause)
        naive.apply(event, at: position, recorded: time, cause: cause)
      }
      engine.advance(to: time + .days(1))
      var lapsed: Set<NaiveObligations.Item> = []
      var met = 0
      for item in engine.dueItems() {
        if case .lapsed(let obligation, _, let isMetLate) = item {
          lapsed.insert(NaiveObligations.Item(cause: obligation.id.cause, ordinal: obligation.id.ordinal))
          if isMetLate { met += 1 }
        }
      }
      #expect(lapsed == naive.lapsed.union(naive.open.keys))
      #expect(engine.openCount == lapsed.count)
      _ = met
    }
  }

  @Test func manyObligationsOfOneCauseAreFoundByActionAndById() throws {
    var table = ObligationTable<W1.Action>(rules: RuleTable(W1.specification))
    defer { table.deallocate() }
    table.side.parents = [[-1, -1]]
    table.start(cause: 1, nominal: Timestamp(milliseconds: 0))
    table.begin(0)
    for number in 0..<5000 { table.expect(1, .acknowledge(W1.Acknowledge(interaction: number)), about: nil) }
    #expect(table.count == 5000)
    for number in 0..<5000 { #expect(table.find(ObligationID(cause: 1, ordinal: number)) >= 0) }
    table.cause = 1
    for number in stride(from: 0, to: 5000, by: 2) { table.evidence(.acknowledge(W1.Acknowledge(interaction: number))) }
    #expect(table.count == 2500)
    for number in 0..<5000 { #expect((table.find(ObligationID(cause: 1, ordinal: number)) >= 0) == (number % 2 == 1)) }
  }

  @Test func theWheelAgreesWithASortedList() {
    var random = seeded()
    for _ in 0..<60 {
      var wheel = TimingWheel()
      defer { wheel.deallocate() }
      wheel.reserve(512)
      var set: [Int32: Int64] = [:]
      var free = Array(Int32(0)..<512)
      var now = Int64.random(in: -1_000_000...1_000_000, using: &random)
      wheel.advance(to: Timestamp(milliseconds: now)) { _ in }
      for _ in 0..<2000 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1:
          guard let entry = free.popLast() else { continue }
          let span = Int64(1) << Int64.random(in: 0...40, using: &random)
          let time = now + Int64.random(in: -3...span, using: &random)
          wheel.set(entry, at: Timestamp(milliseconds: time))
          set[entry] = time
        case 2:
          guard let entry = set.keys.sorted().randomElement(using: &random) else { continue }
          wheel.cancel(entry)
          set[entry] = nil
          free.append(entry)
        default:
          now += Int64.random(in: 0...(Int64(1) << Int64.random(in: 0...30, using: &random)), using: &random)
          #expect(wheel.first?.milliseconds == set.values.min())
          var fired: [Int32] = []
          wheel.advance(to: Timestamp(milliseconds: now)) { fired.append($0) }
          let expected = set.filter { $0.value <= now }
          #expect(Set(fired) == Set(expected.keys))
          for entry in expected.keys {
            set[entry] = nil
            free.append(entry)
          }
        }
      }
    }
  }

  @Test func replayingALogEndsInTheSameState() async throws {
    var random = seeded()
    let seed = random.next()
    let store = MemoryStore(seed: seed)
    let run = try await DeskRun(store: store) { action, work in
      switch action {
      case .charge where work.obligation.cause % 3 == 0: throw Broken(description: "no")
      case .acknowledgeToRep where work.obligation.cause % 2 == 0: .later
      default: .met(.done(action))
      }
    }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A", hasAccountManager: true))])
    for id in UInt64(1)...60 {
      let time = run.clock.now() + .minutes(Int64.random(in: 0...400, using: &random))
      try await run.conductor.run(until: time, on: run.clock)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: try await run.step([.alertCreated(Desk.Alert(id: EntityID(ordinal: id), customer: 1))])
      case 1:
        let sentiment = Desk.Sentiment.allCases.randomElement(using: &random) ?? .neutral
        try await run.step([
          .interactionCreated(
            Desk.Interaction(id: EntityID(ordinal: id), customer: 1, type: .call, sentiment: sentiment))
        ])
      default:
        let alerts = await run.conductor.read { $0.alerts.all.filter { $0.status == .unacknowledged }.map(\.id) }
        if let alert = alerts.randomElement(using: &random) { try await run.step([.alertAcknowledged(alert)]) }
      }
    }
    let records = try await store.read(from: 1, limit: 100_000)
    var engine = try Engine(Desk.Model { _, _ in .later })
    try engine.replay(records)
    #expect(engine.gaps.values.sorted() == (await run.conductor.gaps))
    #expect(engine.nextDue == (await run.conductor.nextDue))
    #expect(engine.closableGaps.isEmpty)
    var items = 0
    for _ in engine.dueItems() { items += 1 }
    #expect(items == 0, "nothing is due that the log does not say")
    let again = try await DeskRun(at: run.clock.now(), store: store) { _, _ in .later }
    #expect(await again.conductor.lastPosition == Position(records.count), "opening an up-to-date log appends nothing")
  }
}
