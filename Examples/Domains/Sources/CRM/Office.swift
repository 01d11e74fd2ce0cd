import IntentRuntime

/// Who does what the spec asks for. A real office would send mail; this one answers that it was done.
public struct Office: Crm.Handlers {
  public init() {}

  public func welcome(_ action: Crm.Welcome, _ work: Work) async throws -> Outcome<Done<Crm.Welcome>> { .met(Done(action)) }
  public func sendContract(_ action: Crm.SendContract, _ work: Work) async throws -> Outcome<Done<Crm.SendContract>> {
    .met(Done(action))
  }
  public func callRep(_ action: Crm.CallRep, _ work: Work) async throws -> Outcome<Done<Crm.CallRep>> { .met(Done(action)) }
  /// A person asks: until they have, the gap is open.
  public func askForNextStep(_ action: Crm.AskForNextStep, _ work: Work) async throws -> Outcome<Done<Crm.AskForNextStep>> {
    .delegated
  }
}
