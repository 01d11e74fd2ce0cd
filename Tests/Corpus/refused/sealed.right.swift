import IntentRuntime

func comparesWhatWasOpened(_ a: Desk.Customer, _ b: Desk.Customer, _ keys: (SubjectKey, SubjectKey)) throws -> Bool {
  try a.email?.open(with: keys.0) == b.email?.open(with: keys.1)
}

func seesWhetherThereIsAnAddress(_ customer: Desk.Customer) -> Bool { customer.email != nil }

func seals(_ customer: inout Desk.Customer) { customer.email = "ada@example.org" }

func sealsAText(_ customer: Desk.Customer, _ text: String) -> Desk.Event {
  .customer(.updated(customer.id, [.email(Sealed(text))]))
}

func passesItOn(_ customer: Desk.Customer) -> Sealed<String>? { customer.email }

func opensWithAKey<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ customer: Desk.Customer
) async throws -> Int? {
  let key = try await desk.key(of: customer.id, as: rep)
  return try customer.email?.open(with: key).count
}

func opensAnAnswer<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ customer: Desk.Customer.ID
) async throws -> String? {
  let key = try await desk.key(of: customer, as: rep)
  return try await desk.addressOf(as: rep, customer: customer)?.open(with: key)
}

func opensAnArgument(_ action: Desk.WriteTo, _ work: Work) throws -> String? { try action.address?.open(with: work.key) }
