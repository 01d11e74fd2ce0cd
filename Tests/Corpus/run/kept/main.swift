import IntentRuntime

let store = MemoryStore(seed: 3)
let clock = ManualTime(Timestamp(milliseconds: 1_767_225_600_000))

func say(_ title: String, _ verdicts: [PromiseVerdict]) {
  print(title)
  for verdict in verdicts { print(" ", verdict) }
}

let log = try await Log.open(store: store, clock: clock)
let home = Log.Address(street: "High Street", town: "Leeds")
try await log.append(
  [
    .customer(.created(Log.Customer(id: 1, name: "Ada", phone: nil, home: home))),
    .order(.created(Log.Order(id: 1, customer: 1, note: "soon"))),
  ], actor: "app")
say("as written", await log.checkPromises())
let short = try await LogWithoutPhone.open(store: store, clock: clock)
say("nobody has a phone", await short.checkPromises())
let again = try await Log.open(store: store, clock: clock)
try await again.append(
  [.customer(.created(Log.Customer(id: 2, name: "Bob", phone: "0113", home: home)))], actor: "app")
say("a phone is lost", await (try LogWithoutPhone.open(store: store, clock: clock)).checkPromises())
say("a street is lost", await (try LogWithoutStreet.open(store: store, clock: clock)).checkPromises())
