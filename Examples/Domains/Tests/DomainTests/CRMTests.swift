import CRM
import IntentRuntime
import Testing

/// Who may see what, and how a deal becomes money.
@Suite struct CRMTests {
  let crm: Conductor<Crm.Model>
  let (ana, rui): (Acting<Crm.Roles.Rep>, Acting<Crm.Roles.Rep>)
  let manager: Acting<Crm.Roles.Manager>

  init() async throws {
    crm = try await Crm.open(store: MemoryStore(), clock: ManualTime(.noon), handlers: Office())
    let owner = Identity(authenticated: "owner")
    try await crm.append(
      [
        .company(.created(.init(id: 1, name: "Acme", domain: "acme.example"))),
        .rep(.created(.init(id: 1, name: "Ana", email: "ana@example.com", team: "north"))),
        .rep(.created(.init(id: 2, name: "Rui", email: "rui@example.com", team: "south"))),
        .rep(.created(.init(id: 3, name: "Eva", email: "eva@example.com", team: "north"))),
      ], actor: "owner")
    try await crm.grant(Crm.Roles.Rep.self, to: Identity(authenticated: "ana"), as: 1, by: owner)
    try await crm.grant(Crm.Roles.Rep.self, to: Identity(authenticated: "rui"), as: 2, by: owner)
    try await crm.grant(Crm.Roles.Manager.self, to: Identity(authenticated: "eva"), as: 3, by: owner)
    ana = try await crm.acting(as: Crm.Roles.Rep.self, for: Identity(authenticated: "ana"))
    rui = try await crm.acting(as: Crm.Roles.Rep.self, for: Identity(authenticated: "rui"))
    manager = try await crm.acting(as: Crm.Roles.Manager.self, for: Identity(authenticated: "eva"))
  }

  private func dollars(_ amount: Int) -> Money { Money(FixedDecimal(amount)) }

  @Test func dealGoesItsWayByItsMoves() async throws {
    let id = try await crm.openDeal(as: ana, company: 1, title: "Roof").deal
    guard case .lead(let worthless)? = try await crm.deal(id, as: ana) else { throw Unexpected() }
    // The guard of the move: what is worth nothing is not qualified.
    await #expect(throws: CommandError<Never>.self) { try await worthless.moveToQualified(as: ana, in: crm) }
    try await crm.estimate(as: ana, deal: id, value: dollars(500))
    guard case .stale(.lead(let lead)) = try await worthless.moveToQualified(as: ana, in: crm) else { throw Unexpected() }
    guard case .moved(let qualified) = try await lead.moveToQualified(as: ana, in: crm) else { throw Unexpected() }
    guard case .stale = try await lead.moveToQualified(as: ana, in: crm) else { throw Unexpected() }
    #expect(qualified.value == dollars(500))
    try await crm.win(as: ana, deal: id)
    await #expect(throws: CommandError<Crm.EstimateRefusal>.refused(.closed)) {
      try await crm.estimate(as: ana, deal: id, value: dollars(1))
    }
  }

  @Test func repSeesOwnDealsOnly() async throws {
    let id = try await crm.openDeal(as: ana, company: 1, title: "Roof", value: dollars(10)).deal
    #expect(try await crm.myDeals(as: ana).map(\.title) == ["Roof"])
    #expect(try await crm.myDeals(as: rui).isEmpty)
    #expect(try await crm.deal(id, as: rui) == nil)
    await #expect(throws: CommandError<Crm.WinRefusal>.self) { try await crm.win(as: rui, deal: id) }
    try await crm.handOver(as: manager, deal: id, rep: 2)
    #expect(try await crm.myDeals(as: rui).map(\.title) == ["Roof"])
  }

  @Test func boardShowsWhatItSays() async throws {
    for (title, value) in [("Roof", 300), ("Door", 200)] {
      let id = try await crm.openDeal(as: ana, company: 1, title: title, value: dollars(value)).deal
      guard case .lead(let lead)? = try await crm.deal(id, as: ana) else { throw Unexpected() }
      _ = try await lead.moveToQualified(as: ana, in: crm)
    }
    #expect(try await crm.board(as: manager).biggest.map(\.title) == ["Door", "Roof"])
    #expect(try await crm.board(as: manager).pipelineValue == dollars(500))
    try await crm.win(as: ana, deal: 1)
    let board = try await crm.board(as: manager)
    #expect(board.pipelineValue == dollars(200))
    #expect(board.conversionRate == 1)
  }

  /// What nobody has asked about is a gap; what an agent or a person does closes it.
  @Test func delegatedWorkIsAGapUntilItIsDone() async throws {
    let clock = ManualTime(.noon)
    let crm = try await Crm.open(store: MemoryStore(), clock: clock, handlers: Office())
    try await crm.append(
      [
        .company(.created(.init(id: 1, name: "Acme", domain: "acme.example"))),
        .rep(.created(.init(id: 1, name: "Ana", email: "ana@example.com", team: "north"))),
      ], actor: "owner")
    try await crm.grant(Crm.Roles.Rep.self, to: Identity(authenticated: "ana"), as: 1, by: Identity(authenticated: "owner"))
    let ana = try await crm.acting(as: Crm.Roles.Rep.self, for: Identity(authenticated: "ana"))
    let id = try await crm.openDeal(as: ana, company: 1, title: "Roof", value: dollars(10)).deal
    guard case .lead(let lead)? = try await crm.deal(id, as: ana) else { throw Unexpected() }
    _ = try await lead.moveToQualified(as: ana, in: crm)
    try await crm.settle()
    try await crm.run(until: .noon + .days(31), on: clock)
    #expect(await crm.gaps.map(\.what) == ["ask_for_next_step(r1, d1)"])
  }
}

/// A state that the spec does not lead to.
struct Unexpected: Error {}
