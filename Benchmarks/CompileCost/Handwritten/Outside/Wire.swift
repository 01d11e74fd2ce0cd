import Chronicle
import Foundation

/// What the wire sends to the webhook and answers to a search: stories under `items`.
struct WireItems: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    let guid: Slug
    let category: DeskName
  }

  let items: [Item]

  /// What the items change in the stories that are here; one that is not here is not made, since the wire knows no writer.
  func changes(in state: State) -> [Event] {
    items.compactMap { item in
      guard let id = state.storiesBySlug[item.guid], var story = state.stories[id], story.desk != item.category else { return nil }
      story.desk = item.category
      return .story(.updated(story))
    }
  }
}

/// What helpers that mend gaps may spend.
struct AgentLimits: Sendable {
  let maxDepth = 3
  let maxConcurrent = 8
  let maxPerGap = 2
  let cooldownPerGap: TimeInterval = 20
  let dollarsAnHour: Decimal = 10
}

/// What no helper may write.
let protectedItems: Set<String> = ["source", "correction", "reader.encryption_key", "roles", "audit"]
