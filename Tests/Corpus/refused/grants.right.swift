import IntentRuntime

func usesAGrant<D>(
  _ desk: Conductor<Desk.Model<D>>, _ manager: Acting<Desk.Roles.Manager>, _ eve: Identity, _ gaps: [Gap.ID]
) async throws {
  for gap in gaps {
    let grant = try await desk.grantDiscount(to: eve, as: manager)
    _ = await desk.resolve(gap, using: grant)
  }
}
