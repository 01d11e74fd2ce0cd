import IntentRuntime

struct Staff: Desk.Handlers {
  func greet(_ action: Desk.Greet, _ work: Work) async throws -> Outcome<Desk.Greeted> { .met(.init(customer: action.customer)) }
  func writeTo(_ action: Desk.WriteTo, _ work: Work) async throws -> Outcome<Done<Desk.WriteTo>> { .later }
  func lowerPrice(_ action: Desk.LowerPrice, _ work: Work) async throws -> Outcome<Done<Desk.LowerPrice>> { .delegated }
  func call(_ action: Desk.Call, _ work: Work) async throws -> Outcome<Done<Desk.Call>> { .met(Done(action)) }
}

struct Checks: Desk.Checkers {
  func knownToTheRegistry(_ customer: Desk.Customer, in state: Desk.State, with key: SubjectKey) -> Bool { true }
  func booksAreKept(in state: Desk.State, at now: Timestamp, with key: SubjectKey) async throws -> Bool { true }
}

struct Reducers: Desk.Derivations {
  var warmthVersion: Int { 1 }
  var initialWarmth: Int { 0 }
  func foldWarmth(_ memory: inout Int, _ event: Desk.Event, _ moment: Moment, with key: SubjectKey) { memory += 1 }
  func warmth(of customer: Desk.Customer.ID, in memory: Int, at now: Timestamp) -> FixedDecimal { FixedDecimal(memory) }
}

func opens() async throws {
  _ = try await Desk.open(
    store: MemoryStore(), handlers: Staff(), checkers: Checks(), derivations: Reducers(), parameters: .init(cold: 5))
}

func signsOff<D: Desk.Derivations>(
  _ desk: Conductor<Desk.Model<D>>, _ anna: Identity
) async throws {
  try await desk.attest(.pricesAreFair, by: anna)
}
