import IntentRuntime

/// Uses the generated types on the main actor, as an app with a user interface does.
struct Counter {
  var names: [String] = []

  mutating func see(_ customer: Shop.Customer) { names.append(customer.name) }

  func isLarge(_ purchase: Shop.Purchase) -> Bool { purchase.total > Money(500) }
}
