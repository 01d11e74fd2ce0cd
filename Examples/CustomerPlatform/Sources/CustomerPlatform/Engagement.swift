import IntentRuntime

/// How warm each customer is: what `derive engagement` folds from the log.
///
/// A new customer starts at 46. A kind word warms by 3, a cold one cools by 4, and a complaint cools by 28.
struct EngagementMemory: Sendable {
  var trend: [CustomerPlatform.Customer.ID: Int] = [:]

  mutating func fold(_ event: CustomerPlatform.Event) {
    switch event {
    case .customer(.created(let customer)):
      trend[customer.id] = 46
    case .interaction(.created(let interaction)):
      let change = if interaction.type == .complaint { -28 } else { interaction.sentiment.warmth }
      trend[interaction.customer, default: 46] += change
    default:
      break
    }
  }
}

extension CustomerPlatform.Sentiment {
  fileprivate var warmth: Int {
    switch self {
    case .positive: 3
    case .neutral: 0
    case .negative: -4
    }
  }
}
