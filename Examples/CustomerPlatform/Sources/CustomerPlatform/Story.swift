import IntentRuntime

/// What happens at the customer platform, step by step. Each step is appended under a key of its own and moves the clock only
/// forward, so playing the story again on a log that holds part of it goes on where that log ends.
struct Story {
  let platform: Platform
  let clock: ManualTime
  /// Where the narration goes; a run that only replays passes a function that ignores it.
  let tell: (String) -> Void

  /// Monday, 2 March 2026, 10:00 in Lisbon.
  static let start = Timestamp(milliseconds: 1_772_445_600_000)
  static let phoneIsBack = start + .minutes(30)

  let ana = CustomerPlatform.Rep.ID(ordinal: 1)
  let rui = CustomerPlatform.Rep.ID(ordinal: 2)
  let lumen = CustomerPlatform.Customer.ID(ordinal: 1)
  let tejo = CustomerPlatform.Customer.ID(ordinal: 2)

  func play() async throws {
    try await platform.settle()  // what a run that was killed left undone comes first
    try await people()
    try await authorisation()
    try await coldCall()
    try await acknowledgement()
    try await complaint()
    try await ending()
  }

  private func people() async throws {
    try await step("people", at: Self.start, [
      .rep(.created(.init(id: ana, name: "Ana", preferredTime: TimeOfDay(minutes: 18 * 60), contactPreferences: [.phone, .mail]))),
      .rep(.created(.init(id: rui, name: "Rui", preferredTime: TimeOfDay(minutes: 9 * 60), contactPreferences: []))),
      .customer(.created(.init(id: lumen, name: "Lumen", encryptionKey: "key-00000001"))),
      .customer(.created(.init(id: tejo, name: "Tejo", primaryAccountManager: rui, encryptionKey: "key-00000002"))),
      .deal(.created(.init(id: .init(ordinal: 1), customer: lumen, rep: ana, value: Money(4_000)))),
    ])
    try await step("rep", at: Self.start + .minutes(1), [.customer(.updated(lumen, [.rep(ana)]))])
  }

  /// Sharing a customer's history needs the authorisation of a manager; the sharing uses it up.
  private func authorisation() async throws {
    typealias Access = CustomerPlatform.Permissions.DataAccessAuthorisation
    let marta = Identity(authenticated: "marta"), desk = Identity(authenticated: "service desk")
    for request in await platform.permissionRequests where request.permission == Access.permissionName {
      let manager = try await manager(marta)
      // A run that was killed may have left a grant unused.
      let unused = await platform.unusedGrant(Access.self, of: desk)
      let grant = if let unused { unused } else { try await platform.grantDataAccessAuthorisation(to: desk, as: manager) }
      switch await platform.resolve(request.obligation, using: grant) {
      case .met: break
      case .later: break
      case .failed(let error, _): throw error
      }
    }
  }

  /// The proof that the identity is a manager, whom the log makes one where it is none yet.
  private func manager(_ identity: Identity) async throws -> Acting<CustomerPlatform.Roles.Manager> {
    if let manager = try? await platform.acting(as: CustomerPlatform.Roles.Manager.self, for: identity) { return manager }
    try await platform.grant(CustomerPlatform.Roles.Manager.self, to: identity, by: Identity(authenticated: "owner"))
    return try await platform.acting(as: CustomerPlatform.Roles.Manager.self, for: identity)
  }

  /// The story of the first design: engagement falls from 46 to 42, the alert is raised, the acknowledgement never comes.
  private func coldCall() async throws {
    tell("A call with Lumen goes badly. Ana's phone is off.\n")
    let call = CustomerPlatform.Interaction(
      id: .init(ordinal: 1), customer: lumen, type: .call, sentiment: .negative, timestamp: Self.start + .minutes(4))
    let position = try await step("cold call", at: Self.start + .minutes(5), [.interaction(.created(call))])
    try await step("alert", at: Self.start + .minutes(5), [
      .alert(.created(.init(id: .init(ordinal: 1), customer: lumen, rep: ana, reason: .churnRiskRising)))
    ])
    try await platform.run(until: Self.start + .minutes(10), on: clock)
    tell(try await platform.graph(of: position).text)
  }

  private func acknowledgement() async throws {
    tell("\nHalf an hour later her phone is back, and the gap goes to its handler once more.\n")
    try await platform.run(until: Self.phoneIsBack, on: clock)
    for gap in await platform.gaps {
      try await platform.resolve(gap.id)
    }
    if let call = try await find("cold call") { tell(try await platform.graph(of: call).text) }
  }

  /// A deadline missed and its fallback taken: Rui never sees the notice.
  private func complaint() async throws {
    tell("\nTejo complains; Rui is on holiday, and a day goes by.\n")
    let complaint = CustomerPlatform.Interaction(
      id: .init(ordinal: 2), customer: tejo, type: .complaint, sentiment: .negative, timestamp: Self.start + .hours(2),
      context: "the invoice was wrong twice")
    let position = try await step("complaint", at: Self.start + .hours(2), [.interaction(.created(complaint))])
    try await platform.run(until: Self.start + .hours(27), on: clock)
    tell(try await platform.graph(of: position).text)
  }

  private func ending() async throws {
    try await step("seen", at: Self.start + .hours(28), [.alert(.updated(.init(ordinal: 1), [.status(.acknowledged)]))])
    let gaps = await platform.gaps
    let tail = await platform.lastPosition
    tell("\n\(gaps.count) open gap\(gaps.count == 1 ? "" : "s"), \(tail) events in the log.")
  }

  /// A day after the log ends: one more call with Lumen, a good one.
  func visit() async throws {
    let now = await platform.now
    let id = await platform.read { $0.state.interactions.nextID }
    tell("The log holds a story already; a day later Lumen calls again, happy.\n")
    let call = CustomerPlatform.Interaction(
      id: id, customer: lumen, type: .call, sentiment: .positive, timestamp: now + .days(1))
    let position = try await step("visit \(id)", at: now + .days(1), [.interaction(.created(call))])
    try await platform.run(until: now + .days(1) + .minutes(1), on: clock)
    tell(try await platform.graph(of: position).text)
    tell("\n\(await platform.gaps.count) open gaps, \(await platform.lastPosition) events in the log.")
  }

  /// Lets time pass up to `time`, appends the events as one batch, and lets everything that follows at once happen.
  /// Returns the position of the first event.
  @discardableResult
  private func step(_ key: String, at time: Timestamp, _ events: [CustomerPlatform.Event]) async throws -> Position {
    try await platform.run(until: time, on: clock)
    let appended = try await platform.append(events, actor: "story", idempotencyKey: key)
    try await platform.settle()
    return appended.positions.lowerBound
  }

  /// Where the first event of a step is, if the log has it.
  private func find(_ key: String) async throws -> Position? {
    try await platform.store.find(idempotencyKey: key)?.positions.lowerBound
  }
}
