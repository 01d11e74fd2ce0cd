import IntentRuntime

/// Who does what the spec asks for.
public struct Warehouse: Shop.Handlers {
  public init() {}

  public func confirm(_ action: Shop.Confirm, _ work: Work) async throws -> Outcome<Done<Shop.Confirm>> { .met(Done(action)) }
  public func sendTrackingLink(_ action: Shop.SendTrackingLink, _ work: Work) async throws -> Outcome<Done<Shop.SendTrackingLink>> {
    .met(Done(action))
  }
  public func reorder(_ action: Shop.Reorder, _ work: Work) async throws -> Outcome<Done<Shop.Reorder>> { .met(Done(action)) }
}
