import IntentRuntime

/// Does at once what it is asked for, but the refund.
struct Desk: Shop.Handlers {
  func confirm(_ action: Shop.Confirm, _ work: Work) async throws -> Outcome<Done<Shop.Confirm>> {
    .met(Done(action))
  }

  func thank(_ action: Shop.Thank, _ work: Work) async throws -> Outcome<Done<Shop.Thank>> {
    .met(Done(action))
  }

  func refund(_ action: Shop.Refund, _ work: Work) async throws -> Outcome<Done<Shop.Refund>> {
    .later
  }

  func escalateRefund(_ action: Shop.EscalateRefund, _ work: Work) async throws -> Outcome<Done<Shop.EscalateRefund>> {
    .met(Done(action))
  }

  func callBack(_ action: Shop.CallBack, _ work: Work) async throws -> Outcome<Done<Shop.CallBack>> {
    .met(Done(action))
  }

  func reorder(_ action: Shop.Reorder, _ work: Work) async throws -> Outcome<Done<Shop.Reorder>> {
    .met(Done(action))
  }
}
