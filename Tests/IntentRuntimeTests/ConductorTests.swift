import IntentRuntime
import Testing

/// A handler's failure.
struct Broken: Error, CustomStringConvertible { let description: String }

@Suite struct ConductorTests {
  private let start = DeskRun.start

  @Test func recordsTheConfigurationOnce() async throws {
    let store = MemoryStore()
    _ = try await DeskRun(store: store)
    let again = try await DeskRun(store: store)
    #expect(try await again.types() == ["intent.configured"])
  }

  @Test func meetsWhatHandlersAnswer() async throws {
    let run = try await DeskRun()
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let position = try await run.step([
      .interactionCreated(Desk.Interaction(id: 1, customer: 1, type: .mail, sentiment: .positive))
    ])
    #expect(position == 3)
    #expect(await run.gaps() == [])
    let records = try await run.store.read(from: 4, limit: 10)
    #expect(records.map(\.type) == ["update_engagement_score.done", "acknowledge_to_rep.done"])
    #expect(records.allSatisfy { $0.cause == 3 && $0.actor == "intent.handler" })
    let cause = try await run.store.read(from: 3, limit: 1)
    #expect(records.map(\.correlation) == [cause[0].id, cause[0].id])
    #expect(String(decoding: cause[0].payload, as: UTF8.self).contains("\"timestamp\":\"2026-03-02T10:00:00.000Z\""))
  }

  @Test func opensAGapWhenADeadlinePassesAndClosesItOnResolve() async throws {
    let phoneIsBack = start + .minutes(30)
    let run = try await DeskRun { action, work in
      if case .acknowledgeToRep = action, work.now < phoneIsBack { .later } else { .met(.done(action)) }
    }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    try await run.step([.interactionCreated(Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .positive))])
    #expect(await run.gaps() == [])
    try await run.conductor.run(until: start + .seconds(5), on: run.clock)
    #expect(await run.gaps() == [], "evidence at the deadline itself would still count")
    try await run.conductor.run(until: start + .milliseconds(5001), on: run.clock)
    #expect(await run.gaps() == ["reaction must acknowledge_to_rep(i1): no evidence"])
    #expect(
      try await run.types().suffix(3) == ["intent.clock_advanced", "intent.obligation_late", "intent.gap_opened"])
    let gap = try #require(await run.conductor.gaps.first)
    #expect(try await run.conductor.resolve(gap.id) == false)
    try await run.conductor.run(until: phoneIsBack, on: run.clock)
    #expect(try await run.conductor.resolve(gap.id))
    #expect(await run.gaps() == [])
    #expect(try await run.types().suffix(2) == ["acknowledge_to_rep.done", "intent.gap_closed"])
    await #expect(throws: ConductorError.noSuchGap(gap.id)) { try await run.conductor.resolve(gap.id) }
  }

  @Test func whatIsDueNowIsDoneBeforeTimePasses() async throws {
    let run = try await DeskRun()
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let call = Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .positive)
    try await run.conductor.append([.interactionCreated(call)], actor: "test")
    try await run.conductor.run(until: start + .hours(1), on: run.clock)
    let done = try await run.store.read(from: 1, limit: 100).filter { $0.type == "acknowledge_to_rep.done" }
    #expect(done.map(\.recorded) == [start], "not when its five seconds are over")
    #expect(await run.gaps() == [])
  }

  @Test func opensAGapForWhatIsDueAtOnceAndNotMet() async throws {
    let run = try await DeskRun { action, _ in
      if case .updateEngagementScore = action { .later } else { .met(.done(action)) }
    }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let position = try await run.step([
      .interactionCreated(Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .positive))
    ])
    #expect(await run.gaps() == ["reaction must update_engagement_score(c1): no evidence"])
    try await run.conductor.append([.done(.updateEngagementScore(1))], actor: "crm", cause: position)
    #expect(await run.gaps() == [])
    #expect(try await run.conductor.graph(of: position).gapCount == 0)
  }

  @Test func delegatedWorkIsAGapAtOnceAndOnlyOne() async throws {
    let run = try await DeskRun { action, _ in if case .acknowledgeToRep = action { .delegated } else { .met(.done(action)) } }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let position = try await run.step([
      .interactionCreated(Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .positive))
    ])
    #expect(await run.gaps() == ["reaction must acknowledge_to_rep(i1): delegated"])
    try await run.conductor.run(until: start + .hours(1), on: run.clock)
    #expect(await run.gaps().count == 1)
    #expect(try await run.types().count { $0 == "intent.gap_opened" } == 1)
    try await run.conductor.append([.done(.acknowledgeToRep(1))], actor: "agent", cause: position)
    #expect(await run.gaps() == [])
  }

  @Test func evidenceNeedsItsCauseAndItsArguments() async throws {
    let run = try await DeskRun { _, _ in .later }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let position = try await run.step([
      .interactionCreated(Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .positive))
    ])
    try await run.conductor.append([.done(.updateEngagementScore(1))], actor: "crm")
    try await run.conductor.append([.done(.updateEngagementScore(2))], actor: "crm", cause: position)
    #expect(await run.gaps().count == 1)
    try await run.conductor.append([.done(.updateEngagementScore(1))], actor: "crm", cause: position)
    #expect(await run.gaps() == [])
  }

  @Test func fallsBackWhenNobodyAnswers() async throws {
    let run = try await DeskRun { action, _ in
      if case .escalateToSalesDirector = action { .later } else { .met(.done(action)) }
    }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A", hasAccountManager: true))])
    var position: Position = 0
    for id in 1...7 {
      position = try await run.step([
        .interactionCreated(
          Desk.Interaction(id: EntityID(ordinal: UInt64(id)), customer: 1, type: .call, sentiment: .negative))
      ])
    }
    try await run.conductor.run(until: start + .hours(25), on: run.clock)
    #expect(await run.gaps() == [])
    try await run.conductor.run(until: start + .hours(27), on: run.clock)
    #expect(await run.gaps() == ["reaction must escalate_to_sales_director(c1): no evidence"])
    let text = try await run.conductor.graph(of: position).text
    #expect(text.contains("must await_manager_acknowledgment"))
    #expect(text.contains("✗ no evidence, fell back"))
    #expect(text.hasSuffix("1 gap"))
    let verdicts = try await run.types().filter { $0.hasPrefix("intent.obligation") }
    #expect(verdicts == ["intent.obligation_fell_back", "intent.obligation_late"])
  }

  @Test func anAwaitedEventEndsTheWaiting() async throws {
    let run = try await DeskRun()
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A", hasAccountManager: true))])
    try await run.step([.customerCreated(Desk.Customer(id: 2, name: "B", hasAccountManager: true))])
    for id in 1...7 {
      try await run.step([
        .interactionCreated(
          Desk.Interaction(id: EntityID(ordinal: UInt64(id)), customer: 1, type: .call, sentiment: .negative))
      ])
    }
    try await run.step([.managerAcknowledgment(2)])
    try await run.step([.managerAcknowledgment(1)])
    try await run.conductor.run(until: start + .hours(25), on: run.clock)
    #expect(try await !run.types().contains("intent.obligation_fell_back"))
  }

  @Test func refusesByTheRulesName() async throws {
    let run = try await DeskRun()
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let future = Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .positive, timestamp: start + .days(1))
    let refusal = await #expect(throws: Refusal.self) {
      try await run.step([.customerCreated(Desk.Customer(id: 2, name: "B")), .interactionCreated(future)])
    }
    #expect(refusal?.description == "desk.intent:12: interaction:1 is refused by timestamp_never_in_future")
    #expect(try await run.types() == ["intent.configured", "customer.created"], "nothing of the batch is in the log")
    await #expect(throws: LogError.duplicateInstance("customer:1")) {
      try await run.step([.customerCreated(Desk.Customer(id: 1, name: "again"))])
    }
    try await run.step([.customerCreated(Desk.Customer(id: 2, name: "B"))])
    #expect(await run.conductor.read { $0.customers.count } == 2)
    #expect(await run.conductor.read { $0.customers.nextID } == 3)
  }

  @Test func aKeyAppendsOnce() async throws {
    let run = try await DeskRun()
    let first = try await run.conductor.append(
      [.customerCreated(Desk.Customer(id: 1, name: "A"))], actor: "test", idempotencyKey: "a")
    let second = try await run.conductor.append(
      [.customerCreated(Desk.Customer(id: 1, name: "A"))], actor: "test", idempotencyKey: "a")
    #expect(!first.isRepetition && second.isRepetition && first.positions == second.positions)
  }

  @Test func retriesThenFailsAndTakesBackWhatWasDone() async throws {
    let tries = ManualTime(Timestamp(milliseconds: 0))
    let run = try await DeskRun { action, _ in
      guard case .charge = action else { return .met(.done(action)) }
      tries.advance(by: .milliseconds(1))
      throw Broken(description: "the card is blocked")
    }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    let position = try await run.step([.alertCreated(Desk.Alert(id: 1, customer: 1))])
    #expect(tries.now().milliseconds == 3)
    #expect(await run.gaps() == ["reaction must charge(a1): the card is blocked"])
    #expect(
      try await run.types().suffix(5) == [
        "reserve.done", "intent.obligation_failed", "intent.gap_opened", "release.done", "note.done",
      ])
    #expect(
      try await run.conductor.graph(of: position).text == """
        alert.created(a1, customer: c1, status: unacknowledged)
        ├─ must reserve(a1) now       ✓ e4
        ├─ undo release(a1) now       ✓ e7
        ├─ must charge(a1)  now       ✗ gap: the card is blocked
        └─ could note(a1)   within 1h ✓ e8
        1 gap
        """)
  }

  @Test func waivesWhatTheUnlessForgives() async throws {
    let run = try await DeskRun { action, _ in if case .note = action { .later } else { .met(.done(action)) } }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    try await run.step([.alertCreated(Desk.Alert(id: 1, customer: 1))])
    #expect(try await !run.types().contains("intent.obligation_waived"))
    try await run.step([.alertAcknowledged(1)])
    #expect(try await run.types().contains("intent.obligation_waived"))
    try await run.conductor.run(until: start + .hours(2), on: run.clock)
    #expect(await run.gaps() == [])
  }

  @Test func assertionsOpenAndCloseGaps() async throws {
    let run = try await DeskRun()
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    try await run.step([.alertCreated(Desk.Alert(id: 13, customer: 1))])
    #expect(await run.gaps() == ["consistency invariant no(alert) is stale: does not hold for alert:13"])
    try await run.step([.alertAcknowledged(13)])
    #expect(await run.gaps() == [])
  }

  @Test func closedConductorsSaySo() async throws {
    let run = try await DeskRun()
    await run.conductor.close()
    await #expect(throws: StoreError.closed) { try await run.conductor.advance() }
  }
}
