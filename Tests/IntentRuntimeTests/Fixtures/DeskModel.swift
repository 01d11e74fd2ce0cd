import IntentRuntime

extension Desk {
  public struct State: Journaled {
    public var customers = Table<Customer>()
    public var interactions = Table<Interaction>()
    public var alerts = Table<Alert>()
    public var interactionsOfCustomer = RelationIndex<Interaction, Customer>()
    /// The memory of `derive engagement`: a new customer stands at 46, each negative interaction costs 4.
    public var engagement = EntityColumn<Customer, FixedDecimal>()

    public mutating func visit(_ stores: inout some StoreVisitor) {
      stores.visit(&customers)
      stores.visit(&interactions)
      stores.visit(&alerts)
      stores.visit(&interactionsOfCustomer)
      stores.visit(&engagement)
    }
  }

  static let specification = Specification(
    name: "desk", version: 1, timeZone: "Europe/Lisbon", declarations: "0000000000000000000000000000000d",
    reactions: [whenInteractionCreated, whenAlertCreated, whenAlertUnacknowledged, everyDay],
    assertions: [Assertion("no(alert) is stale", id: 0xF1, file: "desk.intent", line: 90)])

  public struct Model: SpecifiedSystem {
    /// What each action's handler answers.
    public let handler: @Sendable (Action, Work) async throws -> Outcome<Event>
    public var configuration: [String: String] { ["churn_critical": "20", "engagement": "1"] }

    public init(handler: @escaping @Sendable (Action, Work) async throws -> Outcome<Event>) { self.handler = handler }

    public static var specification: Specification { Desk.specification }
    public var emptyWorld: State { State() }

    public func before(_ event: Event, in world: State, at moment: Moment) -> [FixedDecimal?] {
      if case .interactionCreated(let interaction) = event { [world.engagement[interaction.customer]] } else { [] }
    }

    public func apply(_ event: Event, to world: inout State, at moment: Moment) throws(LogError) {
      switch event {
      case .customerCreated(let customer):
        try world.customers.insert(customer)
        world.engagement[customer.id] = 46
      case .interactionCreated(let interaction):
        guard world.customers.contains(interaction.customer) else {
          throw .dangling(from: interaction.id.reference.description, to: interaction.customer.reference.description)
        }
        try world.interactions.insert(interaction)
        world.interactionsOfCustomer.insert(interaction.id, to: interaction.customer)
        if interaction.sentiment == .negative {
          world.engagement[interaction.customer] = (world.engagement[interaction.customer] ?? 46) - 4
        }
      case .alertCreated(let alert): try world.alerts.insert(alert)
      case .alertAcknowledged(let id):
        guard var alert = world.alerts[id] else { throw .unknownInstance(id.reference.description) }
        alert.status = .acknowledged
        try world.alerts.replace(alert)
      case .managerAcknowledgment, .done, .retired: break
      }
    }

    public func consequences<Sink: ExpectationSink>(
      of event: Event, in world: State, before: [FixedDecimal?], at moment: Moment, into expect: inout Sink
    ) where Sink.Action == Action {
      switch event {
      case .interactionCreated(let interaction):
        expect.begin(0)
        whenInteractionCreated(interaction, world, before, moment, &expect)
      case .alertCreated(let alert):
        expect.begin(1)
        whenAlertCreated(alert, &expect)
      case .customerCreated, .alertAcknowledged, .managerAcknowledgment, .done, .retired: break
      }
    }

    public func aim<Sink: TimerSink>(after event: Event?, in world: State, at moment: Moment, into timers: inout Sink) {
      switch event {
      case nil:
        timers.aim(3, nil, at: moment.calendar.next(.day, at: TimeOfDay(minutes: 540), after: moment.now))
        for alert in world.alerts.all where alert.status == .unacknowledged {
          timers.aim(2, alert.id.raw, at: moment.now + .hours(4))
        }
      case .alertCreated(let alert): timers.aim(2, alert.id.raw, at: moment.now + .hours(4))
      case .alertAcknowledged(let id): timers.aim(2, id.raw, at: nil)
      case .customerCreated, .interactionCreated, .managerAcknowledgment, .done, .retired: break
      }
    }

    public func consequences<Sink: ExpectationSink>(
      ofTimer reaction: Int, subject: Identifier?, in world: State, at moment: Moment, into expect: inout Sink
    ) where Sink.Action == Action {
      switch (reaction, subject) {
      case (2, let subject?): expect.expect(0, .reAlert(Alert.ID(subject)))
      case (3, nil): expect.expect(0, .review)
      default: break
      }
    }

    public func aim<Sink: TimerSink>(
      afterTimer reaction: Int, subject: Identifier?, in world: State, at moment: Moment, into timers: inout Sink
    ) {
      if reaction == 3 { timers.aim(3, nil, at: moment.calendar.next(.day, at: TimeOfDay(minutes: 540), after: moment.nominal)) }
    }

    public func isWaived(
      reaction: Int, rule: Int, cause: Event?, subject: Identifier?, about: Identifier?, in world: State, at moment: Moment
    ) -> Bool {
      if reaction == 1, rule == 3, case .alertCreated(let alert)? = cause { world.alerts[alert.id]?.status == .acknowledged } else { false }
    }

    public func assertions(in world: State, at moment: Moment) -> [AssertionResult] {
      let stale = world.alerts.all.filter { $0.status == .unacknowledged && $0.id.raw.ordinal == 13 }
      return [AssertionResult(holds: stale.isEmpty, offenders: stale.map(\.id.reference.description))]
    }

    public func complete(_ event: inout Event, in world: State, at moment: Moment) {
      if case .interactionCreated(let interaction) = event, interaction.timestamp == .recorded {
        event = .interactionCreated(
          Interaction(
            id: interaction.id, customer: interaction.customer, type: interaction.type, sentiment: interaction.sentiment,
            timestamp: moment.now))
      }
    }

    public func refusal(of event: Event, in world: State, at moment: Moment) -> Refusal? {
      if case .interactionCreated(let interaction) = event, interaction.timestamp > moment.now {
        return Refusal(
          rule: "timestamp_never_in_future", subject: interaction.id.reference.description, file: "desk.intent", line: 12)
      }
      return nil
    }

    public func handling(of action: Action) -> Handling<Event> { Handling { try await handler(action, $0) } }
  }
}

// MARK: - when interaction.created

extension Desk {
  static let whenInteractionCreated = Reaction(
    trigger: "interaction.created", meaning: "00000000000000000000000000000101", file: "desk.intent", line: 20,
    rules: [
      Rule(.must, "update_engagement_score(interaction.customer)", id: 0x10, line: 21),
      Rule(.must, "acknowledge_to_rep(interaction)", id: 0x11, within: .seconds(5), line: 22),
      Rule(.decision("engagement(interaction.customer).trend crosses threshold.churn_warning"), line: 23),
      Rule(
        .must, "alert_rep(customer: interaction.customer, reason: churn_risk_rising, actionable: true)", id: 0x12, in: 2,
        within: .minutes(1), line: 24),
      Rule(.must, "log_alert_event", id: 0x13, in: 2, line: 25),
      Rule(
        .decision(
          "engagement(interaction.customer).trend crosses threshold.churn_critical and interaction.customer.has_account_manager"),
        line: 27),
      Rule(.must, "notify_account_manager(interaction.customer)", id: 0x14, in: 5, within: .minutes(5), line: 28),
      Rule(.must, "await_manager_acknowledgment", id: 0x15, in: 5, within: .hours(24), line: 29),
      Rule(
        .must, "escalate_to_sales_director(interaction.customer)", id: 0x16, in: 5, within: .hours(2), fallbackOf: 7, line: 29),
    ])
}

extension Desk.Model {
  func whenInteractionCreated(
    _ interaction: Desk.Interaction, _ world: Desk.State, _ before: [FixedDecimal?], _ moment: Moment,
    _ expect: inout some ExpectationSink<Desk.Action>
  ) {
    let trend = world.engagement[interaction.customer]
    expect.expect(0, .updateEngagementScore(interaction.customer))
    expect.expect(1, .acknowledgeToRep(interaction.id))
    if expect.decide(2, crosses(before[0], trend, .below(45))) {
      expect.expect(3, .alertRep(interaction.customer, .churnRiskRising, actionable: true))
      expect.expect(4, .logAlertEvent)
    }
    if expect.decide(
      5,
      crosses(before[0], trend, .below(20))
        && Decision(world.customers[required: interaction.customer].hasAccountManager))
    {
      expect.expect(6, .notifyAccountManager(interaction.customer))
      expect.awaitEvent(7, .awaitManagerAcknowledgment, anyOf: [AwaitKey(channel: 0, id: interaction.customer.raw)])
      expect.fallback(8, .escalateToSalesDirector(interaction.customer))
    }
  }
}

// MARK: - the others

extension Desk {
  static let whenAlertCreated = Reaction(
    trigger: "alert.created", meaning: "00000000000000000000000000000102", file: "desk.intent", line: 40,
    rules: [
      Rule(.must, "reserve(alert)", id: 0x20, line: 41),
      Rule(.must, "release(alert)", id: 0x21, undoOf: 0, line: 41),
      Rule(.must, "charge(alert)", id: 0x22, retry: 2, line: 42),
      Rule(.could, "note(alert)", id: 0x23, within: .hours(1), hasUnless: true, line: 43),
    ])
  static let whenAlertUnacknowledged = Reaction(
    trigger: "alert.unacknowledged for 4h", meaning: "00000000000000000000000000000103", file: "desk.intent", line: 50,
    rules: [Rule(.must, "re_alert(alert)", id: 0x30, within: .minutes(10), line: 51)])
  static let everyDay = Reaction(
    trigger: "every day at 09:00", meaning: "00000000000000000000000000000104", file: "desk.intent", line: 60,
    rules: [Rule(.should, "review", id: 0x40, line: 61)])
}

extension Desk.Model {
  func whenAlertCreated(_ alert: Desk.Alert, _ expect: inout some ExpectationSink<Desk.Action>) {
    expect.expect(0, .reserve(alert.id))
    expect.undo(1, .release(alert.id))
    expect.expect(2, .charge(alert.id))
    expect.expect(3, .note(alert.id), about: alert.id.raw)
  }
}
