import IntentRuntime

struct Staff: People.Handlers {
  func greet(_ action: People.Greet, _ work: Work) async throws -> Outcome<Done<People.Greet>> {
    print("  handler sees \(action.name) and \(action.mail), opens \(try action.mail.open(with: work.key)) with \(work.key)")
    return .met(Done(action))
  }
  func remind(_ action: People.Remind, _ work: Work) async throws -> Outcome<Done<People.Remind>> { .delegated }
  func thank(_ action: People.Thank, _ work: Work) async throws -> Outcome<Done<People.Thank>> { .later }
  func note(_ action: People.Note, _ work: Work) async throws -> Outcome<Done<People.Note>> {
    print("  handler notes \(try action.to.open(with: work.key))")
    return .met(Done(action))
  }
}

struct Checks: People.Checkers {
  func grownUp(_ customer: People.Customer, in state: People.State, with key: SubjectKey) -> Bool {
    (try? customer.name.open(with: key)) != "Benny"
  }
  func namesAreKnown(in state: People.State, at now: Timestamp, with key: SubjectKey) async throws -> Bool {
    try state.customers.all.map { try $0.name.open(with: key) }.allSatisfy { !$0.isEmpty }
  }
}

/// Counts the letters in the names that it has seen.
struct Reducers: People.Derivations {
  var lettersInVersion: Int { 1 }
  var initialLettersIn: Int { 0 }
  func foldLettersIn(_ memory: inout Int, _ event: People.Event, _ moment: Moment, with key: SubjectKey) {
    if case .customer(.created(let customer)) = event { memory += (try? customer.name.open(with: key).count) ?? 0 }
  }
  func lettersIn(of name: Sealed<String>, in memory: Int, at now: Timestamp, with key: SubjectKey) -> Int {
    memory + ((try? name.open(with: key).count) ?? 0)
  }
}

let secrets = ["Ada", "Ben", "Cleo", "ada@", "ben@", "cleo@", "1815", "700", "5.5", "$5"]

/// Prints what people may be shown, and whether it tells anything.
func shown(_ what: String, _ text: String, _ inPlace: String? = nil) {
  let told = secrets.filter { text.contains($0) }
  print("\(what): \(told.isEmpty ? inPlace ?? text : "TELLS \(told)")")
}

let store = MemoryStore(seed: 1)
let time = ManualTime(Timestamp(milliseconds: 1_000_000))
func open() async throws -> Conductor<People.Model<Reducers>> {
  try await People.open(store: store, clock: time, handlers: Staff(), checkers: Checks(), derivations: Reducers())
}
var people = try await open()
let root = Identity(authenticated: "root")

let ada = People.Customer(
  id: 1, name: "Ada", email: "ada@example.org", born: Sealed(CalendarDate(daysSince1970: -56270)),
  credit: Sealed(Money(700)), rep: 1)
shown("print", "\(ada)")
shown("interpolated", "\(ada.name) \(String(describing: ada.born)) \(ada.name as Any)")
shown("reflecting", String(reflecting: ada))
var dumped = ""
dump(ada, to: &dumped)
shown("dump", dumped.split(separator: "\n").filter { $0.contains("- ") }.joined(separator: " | "))
shown("mirror", "\(Mirror(reflecting: ada.name).children.count) children")

try await people.append(
  [.rep(.created(.init(id: 1, name: "R."))), .rep(.created(.init(id: 2, name: "S."))), .customer(.created(ada))], actor: "test")
for number in [1, 2] as [People.Rep.ID] {
  try await people.grant(People.Roles.Rep.self, to: Identity(authenticated: "rep \(number)"), as: number, by: root)
}
let rep = try await people.acting(as: People.Roles.Rep.self, for: Identity(authenticated: "rep 1"))
let other = try await people.acting(as: People.Roles.Rep.self, for: Identity(authenticated: "rep 2"))
try await people.settle()
let ben = try await people.join(as: rep, name: "Ben", email: "ben@example.org", credit: Money(FixedDecimal(55, places: 1))).customer
try await people.append([.customer(.updated(1, [.credit(Sealed(Money(5)))]))], actor: "test")
try await people.settle()
time.set(time.now() + .days(3))
try await people.settle()

print("-- graphs")
for record in try await store.read(from: 1, limit: .max) where record.type.hasPrefix("customer.") || record.type == "moved" {
  shown("graph", try await people.graph(of: record.position).text)
}
print("-- gaps")
for gap in await people.gaps { shown("gap", "\(gap.what) \(gap.reason)") }
shown("state", await people.read { "\($0.state)" }, "tells nothing")

print("-- refusals")
func refused(_ what: String, _ event: People.Event) async throws {
  do {
    try await people.append([event], actor: "test")
    print("\(what): accepted")
  } catch let refusal as Refusal {
    shown(what, refusal.description)
  }
}
try await refused("an address that is taken", .customer(.created(.init(id: 9, name: "Cleo", email: "ada@example.org"))))
try await refused("an address that is none", .customer(.created(.init(id: 9, name: "Cleo", email: "cleo"))))
try await refused("a name for children", .customer(.created(.init(id: 9, name: "Benny", email: "cleo@example.org"))))
try await refused("too deep", .customer(.updated(1, [.credit(Sealed(Money(-700)))])))
do {
  try await people.rename(as: rep, customer: 1, name: "Ada")
} catch {
  shown("the same name", "\(error)")
}

print("-- keys")
let key = try await people.key(of: ada.id, as: rep)
let customers = try await people.byName(as: rep)
shown("answer", "\(customers.map(\.name)) \(try await people.home(as: rep).byName.map(\.credit))")
for customer in customers {
  do {
    print("opened: \(try customer.name.open(with: key)), \(try customer.credit.open(with: key))")
  } catch {
    shown("not opened", "\(error)")
  }
}
do {
  _ = try await people.key(of: ada.id, as: other)
} catch {
  shown("no key", "\(error)")
}
print("worth \(try await people.worthOf(as: rep, customer: 1).open(with: key))")
print("owed by all \(try await people.owed(as: rep).open(with: key))")
do {
  _ = try await people.worthOf(as: rep, customer: ben).open(with: key)
} catch {
  shown("worth of another", "\(error)")
}
print("kept: \(await people.checkPromises().map(\.description))")

print("-- after a restart")
people = try await open()
let again = try await people.byName(as: rep)[1]
do {
  _ = try again.name.open(with: key)
} catch {
  shown("not opened", "\(error)")
}
print("opened: \(try again.name.open(with: try await people.key(of: ben, as: rep)))")
