import IntentRuntime
import Testing

@Suite struct GraphTests {
  /// The picture of the first design: the graph's text is fixed down to the last blank.
  @Test func printsAsDesigned() async throws {
    let run = try await DeskRun(at: DeskRun.start) { action, _ in
      if case .acknowledgeToRep = action { .later } else { .met(.done(action)) }
    }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "Lumen"))])
    let call = Desk.Interaction(id: 1, customer: 1, type: .call, sentiment: .negative)
    let position = try await run.step([.interactionCreated(call)])
    try await run.conductor.run(until: DeskRun.start + .minutes(2), on: run.clock)
    let graph = try await run.conductor.graph(of: position)
    #expect(
      graph.text == """
        interaction.created(i1, customer: c1, type: call, sentiment: negative)
        ├─ must update_engagement_score(c1)        now         ✓ e4
        ├─ must acknowledge_to_rep(i1)             within 5s   ✗ gap: no evidence
        ├─ if engagement(c1).trend crosses churn_warning       ✓ 46 → 42, below 45
        │   ├─ must alert_rep(c1, churn_risk_rising) within 1m ✓ e6
        │   └─ must log_alert_event                            ✓ e5
        └─ if … crosses churn_critical and …                   – 42, not below 20
        1 gap
        """)
  }
}
