import IntentRuntime

func opensADeal<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ customer: Desk.Customer.ID
) async throws -> String {
  do {
    let deal = try await desk.openDeal(as: rep, customer: customer, value: Money(FixedDecimal(5))).deal
    return "\(deal)"
  } catch .refused(let refusal) {
    switch refusal {
    case .worthless: return "worth nothing"
    case .inDebt: return "in debt"
    }
  }
}

func raisesADeal<D>(
  _ desk: Conductor<Desk.Model<D>>, _ manager: Acting<Desk.Roles.Manager>, _ deal: Desk.Deal.ID
) async throws {
  try await desk.raise(as: manager, deal: deal, value: Money(FixedDecimal(5)))
}

func looksAtTheBoard<D>(_ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>) async throws -> [Money] {
  try await desk.board(as: rep).deals.map(\.value)
}

func provesARole<D>(_ desk: Conductor<Desk.Model<D>>, _ identity: Identity) async throws -> Acting<Desk.Roles.Rep> {
  try await desk.acting(as: Desk.Roles.Rep.self, for: identity)
}

func winsADeal<D>(
  _ desk: Conductor<Desk.Model<D>>, _ id: Desk.Deal.ID, _ rep: Acting<Desk.Roles.Rep>
) async throws -> String {
  guard let deal = try await desk.deal(id, as: rep) else { return "there is no such deal" }
  switch deal {
  case .lead(let lead):
    switch try await lead.moveToQualified(as: rep, in: desk) {
    case .moved(let qualified): return "qualified, worth \(qualified.value)"
    case .stale: return "somebody was quicker"
    }
  case .qualified(let qualified):
    switch try await qualified.moveToWon(as: rep, in: desk) {
    case .moved: return "won"
    case .stale(let now): return "somebody was quicker: \(now)"
    }
  case .won, .lost: return "over"
  }
}

func readsThePromised<D>(_ desk: Conductor<Desk.Model<D>>, _ manager: Acting<Desk.Roles.Manager>) async throws -> Money {
  try await desk.promised(as: manager)
}

func findsTheOwner<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ deal: Desk.Deal.ID
) async throws -> Desk.Rep.ID {
  try await desk.owner(as: rep, deal: deal)
}
