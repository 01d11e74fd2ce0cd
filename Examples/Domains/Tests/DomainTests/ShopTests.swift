import IntentRuntime
import Shop
import Testing

/// Stock that cannot be sold twice, orders that arrive whole.
@Suite struct ShopTests {
  let shop: Conductor<Shop.Model>
  let buyers: [Acting<Shop.Roles.Buyer>]
  let clerk: Acting<Shop.Roles.Clerk>

  init() async throws {
    shop = try await Shop.open(store: MemoryStore(), clock: ManualTime(.noon), handlers: Warehouse())
    let owner = Identity(authenticated: "owner")
    try await shop.append(
      [
        .product(.created(.init(id: 1, sku: "L1", name: "Lamp", price: Money(FixedDecimal(20)), stock: 5))),
        .customer(.created(.init(id: 1, name: "Ana", email: "ana@example.com"))),
        .customer(.created(.init(id: 2, name: "Rui", email: "rui@example.com"))),
      ], actor: "owner")
    var buyers: [Acting<Shop.Roles.Buyer>] = []
    for (name, id) in [("ana", 1), ("rui", 2)] as [(String, Shop.Customer.ID)] {
      try await shop.grant(Shop.Roles.Buyer.self, to: Identity(authenticated: name), as: id, by: owner)
      buyers.append(try await shop.acting(as: Shop.Roles.Buyer.self, for: Identity(authenticated: name)))
    }
    self.buyers = buyers
    try await shop.grant(Shop.Roles.Clerk.self, to: Identity(authenticated: "cleo"), by: owner)
    clerk = try await shop.acting(as: Shop.Roles.Clerk.self, for: Identity(authenticated: "cleo"))
  }

  @Test func whatIsThereIsSoldOnce() async throws {
    let orders = await withTaskGroup(of: Bool.self) { group in
      for buyer in buyers {
        group.addTask { (try? await shop.placeOrder(as: buyer, wishes: [.init(product: 1, quantity: 3)])) != nil }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(orders == 1)
    #expect(await shop.read { $0.state.products[required: 1].stock } == 2)
  }

  @Test func orderThatCannotBeFilledLeavesNothing() async throws {
    let before = await shop.lastPosition
    await #expect(throws: CommandError<Shop.PlaceOrderRefusal>.refused(.outOfStock)) {
      try await shop.placeOrder(as: buyers[0], wishes: [.init(product: 1, quantity: 4), .init(product: 1, quantity: 2)])
    }
    await #expect(throws: CommandError<Shop.PlaceOrderRefusal>.refused(.nothingWanted)) {
      try await shop.placeOrder(as: buyers[0], wishes: [])
    }
    #expect(await shop.lastPosition == before)
  }

  @Test func cancelledOrderGivesItsStockBack() async throws {
    let order = try await shop.placeOrder(as: buyers[0], wishes: [.init(product: 1, quantity: 3)]).order
    #expect(try await shop.toPack(as: clerk) == 1)
    #expect(try await shop.scarce(as: clerk).map(\.sku) == ["L1"])
    try await shop.cancel(as: buyers[0], order: order)
    #expect(await shop.read { $0.state.products[required: 1].stock } == 5)
    #expect(try await shop.scarce(as: clerk).isEmpty)
    await #expect(throws: CommandError<Never>.self) { try await shop.pack(as: clerk, order: order) }
  }

  /// Nobody sees another's orders.
  @Test func buyerSeesOwnOrders() async throws {
    _ = try await shop.placeOrder(as: buyers[0], wishes: [.init(product: 1, quantity: 1)])
    #expect(try await shop.myOrders(as: buyers[0]).count == 1)
    #expect(try await shop.myOrders(as: buyers[1]).isEmpty)
    let table = try await shop.packingTable(as: clerk)
    #expect(table.toPack == 1)
  }
}
