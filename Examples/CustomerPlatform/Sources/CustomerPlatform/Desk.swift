import IntentRuntime

/// The people and programs that act: one handler for each action of the spec.
///
/// Everything a handler answers is a function of its arguments and the time, so a story that is killed and begun again ends the same.
struct Desk: CustomerPlatform.Handlers {
  /// Until then Ana's phone is off, and acknowledgements wait.
  let phoneIsOffUntil: Timestamp

  func acknowledgeToRep(
    _ action: CustomerPlatform.AcknowledgeToRep, _ work: Work
  ) async throws -> Outcome<CustomerPlatform.Acknowledged> {
    work.now < phoneIsOffUntil ? .later : .met(.init(interaction: action.interaction))
  }
}
