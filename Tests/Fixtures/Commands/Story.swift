import IntentRuntime
import IntentSQLite
import Synchronization

// What a spec says of roles, commands and questions, tried on a real conductor and a real store. Prints one line a store, or what failed.

typealias Desk = Conductor<Sales.Model>

/// Pays back, but for the first time that it is asked.
final class Till: Sales.Handlers {
  let asked = Mutex<[Identity?]>([])

  func payBack(_ action: Sales.PayBack, _ work: Work) async throws -> Outcome<Done<Sales.PayBack>> {
    asked.withLock { $0.append(work.permittedTo) }
    if asked.withLock({ $0.count }) == 1 { throw Failure(description: "the till is locked") }
    return .met(Done(action))
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
}

func expect(_ condition: Bool, _ what: String, line: Int = #line) throws {
  if !condition { throw Failure(description: "line \(line): \(what)") }
}

/// The error that the body throws, which must throw.
func error<E: Error>(of type: E.Type, line: Int = #line, _ body: () async throws -> Void) async throws -> E {
  do {
    try await body()
  } catch let error as E {
    return error
  } catch {
    throw Failure(description: "line \(line): another error: \(error)")
  }
  throw Failure(description: "line \(line): nothing was thrown")
}

/// Runs the body, which must be refused, and checks that the log is as long as before.
func refused<E: Error>(
  _ desk: Desk, as type: E.Type, line: Int = #line, _ body: () async throws -> Void
) async throws -> CommandError<E> {
  let before = await desk.lastPosition
  let error = try await error(of: CommandError<E>.self, line: line, body)
  let after = await desk.lastPosition
  try expect(before == after, "a refusal has written something", line: line)
  return error
}

func rule<E>(_ error: CommandError<E>) -> String {
  if case .rule(let refusal) = error { "\(refusal.rule) at \(refusal.line)" } else { "\(error)" }
}

let ada = Identity(authenticated: "ada")
let ben = Identity(authenticated: "ben")
let cleo = Identity(authenticated: "cleo")
let root = Identity(authenticated: "root")

struct Crew {
  let ada: Acting<Sales.Roles.Seller>
  let ben: Acting<Sales.Roles.Head>
  let cleo: Acting<Sales.Roles.Buyer>
}

/// Two regions with a rep and a customer each, a product, and who holds which role.
func crew(_ desk: Desk) async throws -> Crew {
  let early = try await error(of: RoleError.self) { _ = try await desk.acting(as: Sales.Roles.Seller.self, for: ada) }
  try expect(early == .notHeld(role: "seller", identity: ada), "nobody holds a role before it is granted")
  let nobody = try await error(of: RoleError.self) { try await desk.grant(Sales.Roles.Seller.self, to: ada, as: 1, by: root) }
  try expect(nobody == .noSuchPrincipal(role: "seller", EntityReference("rep", Identifier(ordinal: 1))), "a principal must be there")
  try await desk.append(
    [
      .region(.created(Sales.Region(id: 1, name: "North"))), .region(.created(Sales.Region(id: 2, name: "South"))),
      .rep(.created(Sales.Rep(id: 1, region: 1, name: "Ada"))), .rep(.created(Sales.Rep(id: 2, region: 2, name: "Ben"))),
      .customer(.created(Sales.Customer(id: 1, region: 1, name: "Cleo", email: "cleo@example.com"))),
      .customer(.created(Sales.Customer(id: 2, region: 2, name: "Dan", email: "dan@example.com"))),
      .product(.created(Sales.Product(id: 1, name: "Lamp", stock: 5))),
    ], actor: "root")
  try await desk.grant(Sales.Roles.Seller.self, to: ada, as: 1, by: root)
  try await desk.grant(Sales.Roles.Head.self, to: ben, as: 2, by: root)
  try await desk.grant(Sales.Roles.Buyer.self, to: cleo, as: 1, by: root)
  return Crew(
    ada: try await desk.acting(as: Sales.Roles.Seller.self, for: ada), ben: try await desk.acting(as: Sales.Roles.Head.self, for: ben),
    cleo: try await desk.acting(as: Sales.Roles.Buyer.self, for: cleo))
}

func commands(_ desk: Desk, _ crew: Crew) async throws {
  let logged = try await desk.log(as: crew.ada, customer: 1, kind: .call)
  try expect(logged.appended.positions.count == 3 && logged.i == 1, "three events, and the id of what was created")
  let state = await desk.read { $0.state }
  try expect(state.customers[required: 1].lastSeen == state.interactions[required: 1].at, "a statement sees those before it")
  try expect(state.reps[required: 1].calls == 1, "`me` was updated")
  let record = try await desk.store.read(from: logged.appended.positions.lowerBound, limit: 1)
  try expect(record.first?.actor == "ada", "the log says who")

  let notYours = try await refused(desk, as: Sales.LogRefusal.self) { try await desk.log(as: crew.ada, customer: 2, kind: .call) }
  try expect(notYours == .refused(.notYours), "a typed refusal: \(notYours)")
  try await desk.closeCustomer(as: crew.ben, customer: 2)
  let closed = try await refused(desk, as: Sales.LogRefusal.self) { try await desk.log(as: crew.ben, customer: 2, kind: .call) }
  try expect(closed == .refused(.closedCustomer), "a typed refusal: \(closed)")
  let nothing = try await desk.closeCustomer(as: crew.ben, customer: 2)
  try expect(nothing.positions.isEmpty, "a command may find nothing to do")
  let stranger = try await refused(desk, as: Never.self) { try await desk.closeCustomer(as: crew.ben, customer: 9) }
  try expect(rule(stranger).hasPrefix("there is no customer:9"), "an unknown instance: \(stranger)")

  let lamp = Sales.Item(product: 1, count: 3)
  let order = try await desk.place(as: crew.cleo, items: [Sales.Item(product: 1, count: 0), lamp])
  let placed = await desk.read { $0.state.orders[order.o] }
  try expect(placed?.note == "by hand" && placed?.number == 1 && placed?.customer == 1, "defaults, `next` and `me`")
  let out = try await refused(desk, as: Sales.PlaceRefusal.self) {
    try await desk.place(as: crew.cleo, items: [Sales.Item(product: 1, count: 1), Sales.Item(product: 1, count: 2)])
  }
  try expect(out == .refused(.outOfStock), "the second line sees what the first has taken: \(out)")
  let empty = try await refused(desk, as: Sales.PlaceRefusal.self) { try await desk.place(as: crew.cleo, items: []) }
  try expect(rule(empty) == "a `require` of place at 61", "a `require` without a name: \(rule(empty))")
  let broke = try await refused(desk, as: Never.self) {
    try await desk.useCredit(as: crew.ben, customer: 1, amount: Money(FixedDecimal(101)))
  }
  try expect(rule(broke) == "credit_positive at 11", "a rule of the entity: \(rule(broke))")

  _ = try await desk.log(as: crew.ada, customer: 1, kind: .meeting, idempotencyKey: "once")
  let again = try await refused(desk, as: Sales.LogRefusal.self) {
    try await desk.log(as: crew.ada, customer: 1, kind: .meeting, idempotencyKey: "once")
  }
  guard case .repeated(let first) = again else { throw Failure(description: "a key that comes again: \(again)") }
  try expect(first.isRepetition && first.positions.count == 3, "where the first is")
}

func moves(_ desk: Desk, _ crew: Crew) async throws {
  let deal = try await desk.openDeal(as: crew.ada, customer: 1, name: "Roof").d
  let worthless = try await refused(desk, as: Never.self) { try await desk.qualify(as: crew.ada, deal: deal) }
  try expect(rule(worthless) == "deal_pipeline: lead -> qualified by seller at 24", "a guard: \(rule(worthless))")
  try await desk.raise(as: crew.ada, deal: deal, by: Money(FixedDecimal(30)))
  let early = try await refused(desk, as: Never.self) { try await desk.closeDeal(as: crew.ada, deal: deal) }
  try expect(rule(early) == "deal_pipeline: lead -> won by seller at 21", "no such move: \(rule(early))")
  try await desk.qualify(as: crew.ada, deal: deal)
  try await desk.closeDeal(as: crew.ben, deal: deal, isWon: false)
  try await desk.reopen(as: crew.ada, deal: deal)

  let leap = try await error(of: Refusal.self) {
    try await desk.append([.deal(.updated(deal, [.stage(.won)]))], actor: "root")
  }
  try expect(leap.rule == "deal_pipeline: lead -> won", "the append keeps to the moves: \(leap)")
  let start = try await error(of: Refusal.self) {
    try await desk.append([.deal(.created(Sales.Deal(id: 99, customer: 1, name: "x", rep: 1, stage: .won)))], actor: "root")
  }
  try expect(start.rule == "deal_pipeline: initial lead", "and to the initial state: \(start)")
  let poor = try await desk.openDeal(as: crew.ada, customer: 1, name: "Door").d
  let guarded = try await error(of: Refusal.self) {
    try await desk.append([.deal(.updated(poor, [.stage(.qualified)]))], actor: "root")
  }
  try expect(guarded.rule == "deal_pipeline: lead -> qualified", "and to their conditions: \(guarded)")

  try await desk.grant(Sales.Roles.Seller.self, to: ben, as: 2, by: root)
  let benSells = try await desk.acting(as: Sales.Roles.Seller.self, for: ben)
  try await desk.qualify(as: crew.ada, deal: deal)
  try await desk.loseAll(as: crew.ben, customer: 1)
  let lost = await desk.read { $0.state.deals[required: deal].stage }
  try expect(lost == .lost, "each of a collection is moved")
  let foreign = try await refused(desk, as: Never.self) { try await desk.reopen(as: benSells, deal: deal) }
  try expect(rule(foreign) == "deal_pipeline: lost -> lead by seller at 26", "`me` in a guard: \(rule(foreign))")
  try await desk.reopen(as: crew.ada, deal: deal)
  _ = try await desk.openDeal(as: benSells, customer: 2, name: "Yard", value: Money(FixedDecimal(500)))
}

/// What is loaded has its state as a type, with the moves that leave it and no others.
func typedMoves(_ desk: Desk, _ crew: Crew) async throws {
  let id = try await desk.openDeal(as: crew.ada, customer: 1, name: "Wall", value: Money(FixedDecimal(7))).d
  guard case .lead(let lead)? = try await desk.deal(id, as: crew.ada) else { throw Failure(description: "a lead is loaded as one") }
  try expect(lead.name == "Wall" && lead.id == id, "its fields are there")
  guard case .moved(let qualified) = try await lead.moveToQualified(as: crew.ada, in: desk) else {
    throw Failure(description: "it moves")
  }
  try expect(qualified.stage == .qualified, "and is what it has become")
  let before = await desk.lastPosition
  guard case .stale(.qualified(let now)) = try await lead.moveToQualified(as: crew.ada, in: desk) else {
    throw Failure(description: "a second move of the same snapshot is stale")
  }
  let after = await desk.lastPosition
  try expect(before == after, "a stale move writes nothing")
  try await desk.raise(as: crew.ben, deal: id, by: Money(FixedDecimal(1)))
  guard case .stale(.qualified(let raised)) = try await now.moveToWon(as: crew.ada, in: desk) else {
    throw Failure(description: "one that was changed meanwhile is stale")
  }
  try expect(raised.value == Money(FixedDecimal(8)), "the answer has the new value")
  guard case .moved(let lost) = try await raised.moveToLost(as: crew.ben, in: desk) else { throw Failure(description: "a head loses it") }
  try expect(lost.stage == .lost, "lost")
  let hidden = try await desk.deal(3, as: crew.ada)
  try expect(hidden == nil, "what the reader may not read is not there")
  let none = try await desk.deal(99, as: crew.ben)
  try expect(none == nil, "nor is what is not there")
}

func questions(_ desk: Desk, _ crew: Crew) async throws {
  let mine = try await desk.mine(as: crew.ada)
  try expect(mine.map(\.name) == ["Cleo"], "a row filter leaves out what the seller may not read: \(mine.map(\.name))")
  let all = try await desk.mine(as: crew.ben)
  try expect(all.map(\.name) == ["Cleo"], "a closed customer is not asked for")
  let biggest = try await desk.biggest(as: crew.ada, limit: 1)
  try expect(biggest.map(\.name) == ["Roof"], "what is not read does not count for the limit: \(biggest.map(\.name))")
  let heads = try await desk.biggest(as: crew.ben)
  try expect(heads.map(\.name) == ["Yard", "Roof", "Door"], "all rows: \(heads.map(\.name))")
  let value = try await desk.pipelineValue(as: crew.ada)
  try expect(value == Money(FixedDecimal(530)), "a metric: \(value)")
  let owner = try await desk.owner(as: crew.ben, deal: 1)
  try expect(owner == 1, "of what a role may not read it gets the id")
  let view = try await desk.desk(as: crew.ada)
  try expect(view.biggest.map(\.name) == ["Roof", "Door"] && view.calls == 2, "a view: \(view)")
  try expect(view.customers.map(\.deals) == [[1, 2]], "a column of the other side: \(view.customers)")
  let stranger = try await error(of: CommandError<Never>.self) { _ = try await desk.owner(as: crew.ben, deal: 77) }
  try expect(rule(stranger).hasPrefix("there is no deal:77"), "an unknown instance: \(stranger)")

  try await desk.grant(Sales.Roles.Auditor.self, to: root, by: root)
  let auditor = try await desk.acting(as: Sales.Roles.Auditor.self, for: root)
  let spent = try await desk.spent(as: auditor, customer: 1)
  try expect(spent == Money(FixedDecimal(0)), "a role without an entity asks")
}

/// Fifty at once want ten dollars of a hundred.
func concurrency(_ desk: Desk, _ crew: Crew) async throws {
  let outcomes = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
    for _ in 0..<50 {
      group.addTask {
        do {
          try await desk.useCredit(as: crew.ben, customer: 1, amount: Money(FixedDecimal(10)))
          return true
        } catch {
          return false
        }
      }
    }
    return await group.reduce(into: []) { $0.append($1) }
  }
  try expect(outcomes.count { $0 } == 10, "ten of fifty: \(outcomes.count { $0 })")
  let credit = await desk.read { $0.state.customers[required: 1].credit }
  try expect(credit == Money(FixedDecimal(0)), "nothing is left: \(credit)")
}

func revocation(_ desk: Desk, _ crew: Crew) async throws {
  try await desk.revoke(Sales.Roles.Seller.self, from: ada, by: root)
  let late = try await refused(desk, as: Sales.LogRefusal.self) { try await desk.log(as: crew.ada, customer: 1, kind: .call) }
  try expect(late == .role(.notHeld(role: "seller", identity: ada)), "a proof of before counts no longer: \(late)")
  let blind = try await error(of: CommandError<Never>.self) { _ = try await desk.mine(as: crew.ada) }
  try expect(blind == .role(.notHeld(role: "seller", identity: ada)), "for questions too")
  try await desk.grant(Sales.Roles.Seller.self, to: ada, as: 2, by: root)
  let other = try await refused(desk, as: Sales.LogRefusal.self) { try await desk.log(as: crew.ada, customer: 1, kind: .call) }
  try expect(other == .role(.notHeld(role: "seller", identity: ada)), "nor for somebody else: \(other)")
}

/// What requires a permission waits for somebody with a grant, which is used once.
func permissions(_ desk: Desk, _ till: Till, _ crew: Crew, _ clock: ManualTime) async throws {
  let complaint = try await desk.append([.complaint(Sales.Complaint(customer: 1))], actor: "root").positions.lowerBound
  try await desk.settle()
  try expect(till.asked.withLock { $0.isEmpty }, "no handler is called without a grant")
  let requests = await desk.permissionRequests
  try expect(requests.map(\.permission) == ["refund"] && requests[0].obligation.cause == complaint, "it waits: \(requests)")
  try await desk.run(until: clock.now() + .days(2), on: clock)
  let gaps = await desk.gaps
  try expect(gaps.count == 1, "late, it is a gap")
  let bare = try await error(of: ConductorError.self) { _ = try await desk.resolve(gaps[0].id) }
  try expect(bare == .needsPermission(requests[0].obligation, "refund"), "without a grant nobody resolves it: \(bare)")
  let wrong = try await desk.grantDiscount(to: ada, as: crew.ben)
  switch await desk.resolve(gaps[0].id, using: wrong) {
  case .failed(let error, let back):
    let expected = ConductorError.otherPermission(requests[0].obligation, needs: "refund")
    try expect(error as? ConductorError == expected, "nor with another: \(error)")
    try expect(back.holder == ada, "which is handed back")
  default: throw Failure(description: "another permission should not do")
  }
  let grant = try await desk.grantRefund(to: ada, as: crew.ben)
  let id = grant.id
  switch await desk.resolve(gaps[0].id, using: grant) {
  case .failed(let error, let back):
    try expect("\(error)" == "the till is locked", "the handler's error: \(error)")
    guard case .met = await desk.resolve(requests[0].obligation, using: back) else { throw Failure(description: "then it is done") }
  default: throw Failure(description: "the till should be locked")
  }
  try expect(till.asked.withLock { $0 } == [ada, ada], "the handler knows for whom")
  try await desk.settle()
  let open = await desk.gaps
  try expect(open.isEmpty, "the gap is closed: \(open)")
  let records = try await desk.store.read(from: complaint, limit: 100)
  let granted = records.first { $0.type == "intent.permission_granted" && $0.position == id }
  try expect(granted?.actor == "ben", "the log says who granted")
  try expect(records.contains { $0.type == "intent.permission_used" && $0.cause == complaint }, "and that it is used")
  try expect(await desk.unusedGrant(Sales.Permissions.Refund.self, of: ada) == nil, "once")
  _ = try await desk.grantRefund(to: cleo, as: crew.ben)
}

func signOffs(_ desk: Desk) async throws {
  try await desk.attest(.pricesAreFair, by: ada, because: "went through them")
  let verdicts = await desk.checkPromises()
  try expect(verdicts.map(\.answer) == [.kept, .undecided("nobody has signed it off")], "one of two is signed off: \(verdicts)")
}

func story(_ name: String, _ store: any EventStore, reopen: (@Sendable () async throws -> any EventStore)?) async throws {
  let clock = ManualTime(Timestamp(milliseconds: 1_750_000_000_000))
  let till = Till()
  let desk = try await Sales.open(store: store, clock: clock, handlers: till)
  let crew = try await crew(desk)
  try await commands(desk, crew)
  try await moves(desk, crew)
  try await questions(desk, crew)
  try await typedMoves(desk, crew)
  try await concurrency(desk, crew)
  try await revocation(desk, crew)
  try await permissions(desk, till, crew, clock)
  try await signOffs(desk)
  if let reopen {
    let length = await desk.lastPosition
    await desk.close()
    let again = try await Sales.open(store: try await reopen(), clock: clock, handlers: till)
    let found = await again.lastPosition
    try expect(found == length, "opening the log again adds nothing")
    let ben = try await again.acting(as: Sales.Roles.Head.self, for: ben)
    let gone = try await error(of: CommandError<Sales.LogRefusal>.self) { try await again.log(as: crew.ada, customer: 1, kind: .call) }
    try expect(gone == .role(.notHeld(role: "seller", identity: ada)), "roles are in the log: \(gone)")
    guard let kept = await again.unusedGrant(Sales.Permissions.Refund.self, of: cleo) else {
      throw Failure(description: "and so are grants")
    }
    try expect(kept.holder == cleo, "of whom")
    let signed = await again.checkPromises().compactMap(\.attestation)
    try expect(signed.map(\.by) == [ada] && signed[0].reason == "went through them", "and so is who signed off: \(signed)")
    try await again.raise(as: ben, deal: 1, by: Money(FixedDecimal(1)))
    await again.close()
  }
  print("\(name): told")
}

@main struct Story {
  static func main() async {
    do {
      try await story("memory", MemoryStore(), reopen: nil)
      let path = CommandLine.arguments[1] + "/sales.sqlite"
      try await story("sqlite", try SQLiteStore(path: path), reopen: { try SQLiteStore(path: path) })
    } catch {
      print("failed: \(error)")
    }
  }
}
