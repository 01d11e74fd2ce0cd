import IntentRuntime

let shop = try await Shop.open(store: MemoryStore(), handlers: Desk())
let customer = Shop.Customer(id: await shop.read { $0.state.customers.nextID }, name: "Ada")
let purchase = Shop.Purchase(id: await shop.read { $0.state.purchases.nextID }, customer: customer.id, total: Money(600))
let appended = try await shop.append([.customer(.created(customer)), .purchase(.created(purchase))], actor: "ada")
try await shop.settle()
print(try await shop.graph(of: appended.positions.upperBound - 1).text)
