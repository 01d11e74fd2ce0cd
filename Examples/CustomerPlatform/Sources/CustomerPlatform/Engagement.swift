import IntentRuntime

/// What the spec's `derive engagement` and `derive engagement_summary` mean: reducers, pure functions of the log.
struct Reducers: CustomerPlatform.Derivations {
  let engagementVersion = 1
  let initialEngagement = Warmth()
  let engagementSummaryVersion = 1
  let initialEngagementSummary = Warmth()

  func foldEngagement(_ memory: inout Warmth, _ event: CustomerPlatform.Event, _ moment: Moment) {
    memory.fold(event)
  }

  func engagement(of customer: CustomerPlatform.Customer.ID, in memory: Warmth, at now: Timestamp) -> CustomerPlatform.Engagement {
    .init(trend: FixedDecimal(memory[customer]))
  }

  func foldEngagementSummary(_ memory: inout Warmth, _ event: CustomerPlatform.Event, _ moment: Moment) {
    memory.fold(event)
  }

  func engagementSummary(of customer: CustomerPlatform.Customer.ID, in memory: Warmth, at now: Timestamp) -> String {
    "engagement is at \(memory[customer])"
  }
}

/// How warm the relation with each customer is. A new customer starts at 46; a kind word warms by 3, a cold one cools by 4, a
/// complaint by 28.
struct Warmth: Sendable {
  private var points: [CustomerPlatform.Customer.ID: Int] = [:]
  private static let start = 46

  subscript(customer: CustomerPlatform.Customer.ID) -> Int { points[customer, default: Self.start] }

  mutating func fold(_ event: CustomerPlatform.Event) {
    guard case .interaction(.created(let interaction)) = event else { return }
    points[interaction.customer, default: Self.start] += interaction.warmth
  }
}

extension CustomerPlatform.Interaction {
  fileprivate var warmth: Int {
    if type == .complaint { return -28 }
    return switch sentiment {
    case .positive: 3
    case .neutral: 0
    case .negative: -4
    }
  }
}
