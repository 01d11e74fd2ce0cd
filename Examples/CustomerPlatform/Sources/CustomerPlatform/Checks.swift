import IntentRuntime

/// The named rules of the spec that only the app can judge; an append that breaks one is refused.
struct Checks: CustomerPlatform.Checkers {
  func alwaysHasEncryptionKey(_ customer: CustomerPlatform.Customer, in state: CustomerPlatform.State) -> Bool {
    customer.encryptionKey != nil
  }

  /// Deleting a customer destroys the key that sealed what the log holds of them, so none may be without one of their own.
  func deletionMeansCryptoShred(_ customer: CustomerPlatform.Customer, in state: CustomerPlatform.State) -> Bool {
    !state.customers.all.contains { $0.id != customer.id && $0.encryptionKey == customer.encryptionKey }
  }
}
