import IntentRuntime

/// The people and programs that act: one handler for each action of the spec.
///
/// What a handler answers depends on its arguments and the time alone, so a story that is killed and begun again ends the same.
struct Desk: CustomerPlatform.Handlers {
  /// Until then Ana's phone is off, and acknowledgements do not reach her.
  let phoneIsOffUntil: Timestamp

  func acknowledgeToRep(
    _ action: CustomerPlatform.AcknowledgeToRep, _ work: Work
  ) async throws -> Outcome<CustomerPlatform.Acknowledged> {
    work.now < phoneIsOffUntil ? .later : .met(.init(interaction: action.interaction))
  }

  func updateEngagementScore(
    _ action: CustomerPlatform.UpdateEngagementScore, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.UpdateEngagementScore>> { .met(Done(action)) }

  func alertRep(
    _ action: CustomerPlatform.AlertRep, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.AlertRep>> { .met(Done(action)) }

  func logAlertEvent(
    _ action: CustomerPlatform.LogAlertEvent, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.LogAlertEvent>> { .met(Done(action)) }

  func notifyAccountManager(
    _ action: CustomerPlatform.NotifyAccountManager, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.NotifyAccountManager>> { .met(Done(action)) }

  func escalateToSalesDirector(
    _ action: CustomerPlatform.EscalateToSalesDirector, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.EscalateToSalesDirector>> { .met(Done(action)) }

  func shareHistory(
    _ action: CustomerPlatform.ShareHistory, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.ShareHistory>> { .met(Done(action)) }

  func setupNotificationChannel(
    _ action: CustomerPlatform.SetupNotificationChannel, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.SetupNotificationChannel>> { .met(Done(action)) }

  func promptActivityLog(
    _ action: CustomerPlatform.PromptActivityLog, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.PromptActivityLog>> { .met(Done(action)) }

  func generatePipelineReview(
    _ action: CustomerPlatform.GeneratePipelineReview, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.GeneratePipelineReview>> { .met(Done(action)) }

  func recalculateEngagementScores(
    _ action: CustomerPlatform.RecalculateEngagementScores, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.RecalculateEngagementScores>> { .met(Done(action)) }

  func reAlert(
    _ action: CustomerPlatform.ReAlert, _ work: Work
  ) async throws -> Outcome<Done<CustomerPlatform.ReAlert>> { .met(Done(action)) }
}
