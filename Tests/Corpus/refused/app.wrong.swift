import IntentRuntime

// Handlers, checkers, derivations and parameters: an app has one for each.

struct ForgetfulStaff: Desk.Handlers {  // error: type 'ForgetfulStaff' does not conform to protocol 'Desk.Handlers'
  func greet(_ action: Desk.Greet, _ work: Work) async throws -> Outcome<Desk.Greeted> { .later }
  func writeTo(_ action: Desk.WriteTo, _ work: Work) async throws -> Outcome<Done<Desk.WriteTo>> { .later }
  func lowerPrice(_ action: Desk.LowerPrice, _ work: Work) async throws -> Outcome<Done<Desk.LowerPrice>> { .later }
}

struct StaffWithOtherEvidence: Desk.Handlers {  // error: type 'StaffWithOtherEvidence' does not conform to protocol 'Desk.Handlers'
  func greet(_ action: Desk.Greet, _ work: Work) async throws -> Outcome<Done<Desk.Greet>> { .met(Done(action)) }
  func writeTo(_ action: Desk.WriteTo, _ work: Work) async throws -> Outcome<Done<Desk.WriteTo>> { .later }
  func lowerPrice(_ action: Desk.LowerPrice, _ work: Work) async throws -> Outcome<Done<Desk.LowerPrice>> { .later }
  func call(_ action: Desk.Call, _ work: Work) async throws -> Outcome<Done<Desk.Call>> { .later }
}

struct CarelessChecks: Desk.Checkers {  // error: type 'CarelessChecks' does not conform to protocol 'Desk.Checkers'
  func knownToTheRegistry(_ customer: Desk.Customer, in state: Desk.State, with key: SubjectKey) -> Bool { true }
}

struct ChecksWithoutTheRule: Desk.Checkers {  // error: type 'ChecksWithoutTheRule' does not conform to protocol 'Desk.Checkers'
  func booksAreKept(in state: Desk.State, at now: Timestamp, with key: SubjectKey) async throws -> Bool { true }
}

struct ReducerWithoutAValue: Desk.Derivations {  // error: type 'ReducerWithoutAValue' does not conform to protocol 'Desk.Derivations'
  var warmthVersion: Int { 1 }
  var initialWarmth: Int { 0 }
  func foldWarmth(_ memory: inout Int, _ event: Desk.Event, _ moment: Moment, with key: SubjectKey) {}
}

/// A reducer is a pure function of the log: it does not wait for anything.
struct ReducerThatWaits: Desk.Derivations {  // error: type 'ReducerThatWaits' does not conform to protocol 'Desk.Derivations'
  var warmthVersion: Int { 1 }
  var initialWarmth: Int { 0 }
  func foldWarmth(_ memory: inout Int, _ event: Desk.Event, _ moment: Moment, with key: SubjectKey) async {}
  func warmth(of customer: Desk.Customer.ID, in memory: Int, at now: Timestamp) -> FixedDecimal { 0 }
}

func leavesAHoleOpen() -> Desk.Parameters {
  Desk.Parameters()  // error: missing argument for parameter 'cold'
}

func fillsAHoleWithMoney() -> Desk.Parameters {
  Desk.Parameters(cold: Money(FixedDecimal(5)))  // error: cannot convert value of type 'Money'
}

func opensWithoutHandlers(_ checkers: some Desk.Checkers, _ derivations: some Desk.Derivations) async throws {
  _ = try await Desk.open(store: MemoryStore(), checkers: checkers, derivations: derivations, parameters: .init(cold: 5))  // error: missing argument for parameter 'handlers'
}

func opensWithoutParameters(_ handlers: some Desk.Handlers, _ checkers: some Desk.Checkers, _ derivations: some Desk.Derivations) async throws {
  _ = try await Desk.open(store: MemoryStore(), handlers: handlers, checkers: checkers, derivations: derivations)  // error: missing argument for parameter 'parameters'
}

func signsOffWhatACheckerJudges<D: Desk.Derivations>(
  _ desk: Conductor<Desk.Model<D>>, _ anna: Identity
) async throws {
  try await desk.attest(.booksAreKept, by: anna)  // error: (aka 'Desk.Attested') has no member 'booksAreKept'
}

func signsOffInNobodysName<D: Desk.Derivations>(
  _ desk: Conductor<Desk.Model<D>>
) async throws {
  try await desk.attest(.pricesAreFair)  // error: missing argument for parameter 'by'
}

func signsOffWithAWord<D: Desk.Derivations>(
  _ desk: Conductor<Desk.Model<D>>
) async throws {
  try await desk.attest(.pricesAreFair, by: "anna")  // error: cannot convert value of type 'String' to expected argument type 'Identity'
}
