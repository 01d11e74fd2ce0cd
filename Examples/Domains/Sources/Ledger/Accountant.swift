import IntentRuntime

/// Who closes the month.
public struct Accountant: Ledger.Handlers {
  public init() {}

  public func closeMonth(_ action: Ledger.CloseMonth, _ work: Work) async throws -> Outcome<Done<Ledger.CloseMonth>> { .met(Done(action)) }
}
