import IntentRuntime
import Synchronization

/// Who does what the spec asks for, and remembers when.
public final class FrontDesk: Clinic.Handlers {
  /// What was done, with the time at which it was.
  public let diary = Mutex<[String]>([])

  public init() {}

  private func note(_ what: String, _ work: Work) { diary.withLock { $0.append("\(work.now) \(what)") } }

  public func remind(_ action: Clinic.Remind, _ work: Work) async throws -> Outcome<Done<Clinic.Remind>> {
    note("remind patient \(action.patient)", work)
    return .met(Done(action))
  }
  public func askHowItWent(_ action: Clinic.AskHowItWent, _ work: Work) async throws -> Outcome<Done<Clinic.AskHowItWent>> {
    .met(Done(action))
  }
  public func offerSlot(_ action: Clinic.OfferSlot, _ work: Work) async throws -> Outcome<Done<Clinic.OfferSlot>> { .met(Done(action)) }
  public func askToConfirm(_ action: Clinic.AskToConfirm, _ work: Work) async throws -> Outcome<Done<Clinic.AskToConfirm>> {
    .met(Done(action))
  }
  public func printList(_ action: Clinic.PrintList, _ work: Work) async throws -> Outcome<Done<Clinic.PrintList>> {
    note("print list of doctor \(action.doctor)", work)
    return .met(Done(action))
  }
}
