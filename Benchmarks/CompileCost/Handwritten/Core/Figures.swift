import Chronicle
import Foundation

/// How many read a story.
struct Reach: Sendable {
  var readers: Int
  var perMinute: Decimal
}

/// Counts readers from what the log says; how is the app's affair.
protocol ReachCounter: Sendable {
  mutating func count(_ event: Event, at time: Date)
  func reach(of story: Story.ID, at time: Date) -> Reach
}

/// Numbers on which something else begins.
struct Thresholds: Sendable {
  let longRead = 2_500
  let manyErrors = 3
  /// Readers from which on a story is going viral.
  let goingViral: Int
}

extension State {
  func errors(of writer: Writer.ID) -> Int {
    storiesByWriter[writer].reduce(0) { $0 + correctionsByStory[$1].count }
  }

  func isFree(_ story: Story) -> Bool {
    story.desk == .sport || placementsByStory[story.id].contains { placements[$0]?.channel.isNewsletter == true }
  }

  func pay(for story: Story) -> AUD { (writers[story.writer]?.rate ?? .zero) * story.words }

  func unchecked(_ story: Story.ID) -> Int {
    sourcesByStory[story].count { sources[$0]?.checked == false }
  }

  func hasStory(by writer: Writer.ID, in wanted: StoryState) -> Bool {
    storiesByWriter[writer].contains { stories[$0]?.state == wanted }
  }

  /// How many stories are published.
  var published: Int { stories.values.count { $0.state == .published } }

  /// Corrections to a published story; none where nothing is published.
  var correctionRate: Decimal {
    published == 0 ? 0 : Decimal(corrections.count) / Decimal(published)
  }

  var feesOwed: AUD { fees.values.reduce(.zero) { $0 + $1.amount } }
}
