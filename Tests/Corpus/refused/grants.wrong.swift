import IntentRuntime

// A grant is used up once.

func usesAGrantTwice<D>(
  _ desk: Conductor<Desk.Model<D>>, _ manager: Acting<Desk.Roles.Manager>, _ eve: Identity
) async throws {
  let grant = try await desk.grantDiscount(to: eve, as: manager)  // error: 'grant' consumed more than once
  _ = await desk.resolve(1, using: grant)
  _ = await desk.resolve(2, using: grant)
}

func usesAGrantInALoop<D>(
  _ desk: Conductor<Desk.Model<D>>, _ manager: Acting<Desk.Roles.Manager>, _ eve: Identity, _ gaps: [Gap.ID]
) async throws {
  let grant = try await desk.grantDiscount(to: eve, as: manager)  // error: 'grant' consumed in a loop
  for gap in gaps {
    _ = await desk.resolve(gap, using: grant)
  }
}
