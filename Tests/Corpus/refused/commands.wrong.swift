import IntentRuntime

// Commands and questions want the proof of a role that may.

func opensADealAsAGuest<D>(
  _ desk: Conductor<Desk.Model<D>>, _ guest: Acting<Desk.Roles.Guest>, _ customer: Desk.Customer.ID
) async throws {
  try await desk.openDeal(as: guest, customer: customer, value: Money(FixedDecimal(5)))  // error: cannot convert value of type 'Acting<Desk.Roles.Guest>'
}

func raisesADealAsAGuest<D>(
  _ desk: Conductor<Desk.Model<D>>, _ guest: Acting<Desk.Roles.Guest>, _ deal: Desk.Deal.ID
) async throws {
  try await desk.raise(as: guest, deal: deal, value: Money(FixedDecimal(5)))  // error: requires that 'Desk.Roles.Guest' conform to 'Desk.Roles.ManagerOrRep'
}

func raisesADealAsNobody<D>(_ desk: Conductor<Desk.Model<D>>, _ deal: Desk.Deal.ID) async throws {
  try await desk.raise(deal: deal, value: Money(FixedDecimal(5)))  // error: missing argument for parameter 'as'
}

func looksAtTheBoardAsAManager<D>(_ desk: Conductor<Desk.Model<D>>, _ manager: Acting<Desk.Roles.Manager>) async throws {
  _ = try await desk.board(as: manager)  // error: cannot convert value of type 'Acting<Desk.Roles.Manager>'
}

func forgesAProof(_ identity: Identity, _ rep: Desk.Rep.ID) -> Acting<Desk.Roles.Rep> {
  Acting<Desk.Roles.Rep>(identity, me: rep)  // error: initializer is inaccessible due to 'internal' protection level
}

func takesARoleForAnother(_ rep: Acting<Desk.Roles.Rep>) -> Acting<Desk.Roles.Manager> {
  rep  // error: cannot convert return expression of type 'Acting<Desk.Roles.Rep>'
}

// A command takes what it needs, and says by type how it is refused.

func givesARepForACustomer<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>
) async throws {
  try await desk.openDeal(as: rep, customer: rep.me, value: Money(FixedDecimal(5)))  // error: (aka 'EntityID<Desk.Rep>') to expected argument type 'Desk.Customer.ID'
}

func forgetsARefusal(_ refusal: Desk.OpenDealRefusal) -> String {
  switch refusal {  // error: switch must be exhaustive
  case .worthless: "worth nothing"
  }
}

func catchesAnotherCommandsRefusal<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ customer: Desk.Customer.ID
) async throws {
  do {
    try await desk.openDeal(as: rep, customer: customer, value: Money(FixedDecimal(5)))
  } catch .refused(.outOfStock) {  // error: has no member 'outOfStock'
  }
}

// What a role may not read is not in what it gets.

func readsWhatItGetsTheIdentityOf<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ deal: Desk.Deal.ID
) async throws -> String {
  try await desk.owner(as: rep, deal: deal).name  // error: value of type 'Desk.Rep.ID' (aka 'EntityID<Desk.Rep>') has no member 'name'
}

func readsAMetricOfOthers<D>(_ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>) async throws -> Money {
  try await desk.promised(as: rep)  // error: cannot convert value of type 'Acting<Desk.Roles.Rep>'
}

func readsAColumnThatIsNotShown(_ board: Desk.Board) -> [Desk.Customer.ID] {
  board.deals.map(\.customer)  // error: has no member 'customer'
}

func readsAPartThatIsNotShown(_ board: Desk.Board) -> Int {
  board.customers.count  // error: has no member 'customers'
}

// Workflows: each state has its moves, and what is loaded is in some state.

func winsALead<D>(
  _ desk: Conductor<Desk.Model<D>>, _ lead: Desk.Deal.In<Desk.Pipeline.Lead>, _ rep: Acting<Desk.Roles.Rep>
) async throws {
  _ = try await lead.moveToWon(as: rep, in: desk)  // error: has no dynamic member 'moveToWon'
}

func qualifiesAsAManager<D>(
  _ desk: Conductor<Desk.Model<D>>, _ lead: Desk.Deal.In<Desk.Pipeline.Lead>, _ manager: Acting<Desk.Roles.Manager>
) async throws {
  _ = try await lead.moveToQualified(as: manager, in: desk)  // error: cannot convert value of type 'Acting<Desk.Roles.Manager>'
}

func takesADealForWon(_ deal: Desk.Deal) -> Desk.Deal.In<Desk.Pipeline.Won> {
  InState<Desk.Pipeline.Won>(deal)  // error: initializer is inaccessible due to '@_spi' protection level
}

func signed(_ deal: Desk.Deal.In<Desk.Pipeline.Won>) {}

func takesALeadForWon(_ lead: Desk.Deal.In<Desk.Pipeline.Lead>) {
  signed(lead)  // error: cannot convert value of type 'Desk.Deal.In<Desk.Pipeline.Lead>'
}

func takesALoadedDealForALead(_ deal: Desk.Pipeline) -> Desk.Deal.In<Desk.Pipeline.Lead> {
  deal  // error: cannot convert return expression of type 'Desk.Pipeline'
}

func forgetsAState(_ deal: Desk.Pipeline) -> String {
  switch deal {  // error: switch must be exhaustive
  case .lead: "lead"
  case .won, .lost: "over"
  }
}

func forgetsThatADealMayBeStale(_ move: Move<Desk.Pipeline.Won, Desk.Pipeline>) -> String {
  switch move {  // error: switch must be exhaustive
  case .moved: "won"
  }
}

// Permissions are granted by a role that may.

func grantsADiscountAsARep<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ eve: Identity
) async throws {
  _ = try await desk.grantDiscount(to: eve, as: rep)  // error: cannot convert value of type 'Acting<Desk.Roles.Rep>'
}
