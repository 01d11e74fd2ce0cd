import Chronicle
import Foundation

/// The tables that the site reads.
struct SiteTables: Sendable {
  let stories: [Story]
  let corrections: [Correction]
  let placements: [Placement]
  let slots: [Slot]

  init(_ state: State) {
    stories = state.stories.values.sorted { $0.id < $1.id }
    corrections = state.corrections.values.sorted { $0.id < $1.id }
    placements = state.placements.values.sorted { $0.id < $1.id }
    slots = state.slots.values.sorted { $0.id < $1.id }
  }
}

/// Who wrote and edited what, and which story belongs to which.
struct ReferenceGraph: Sendable {
  enum Node: Hashable, Sendable {
    case story(Story.ID)
    case writer(Writer.ID)
  }

  enum Relation: Sendable { case related, writer, editor }

  let nodes: [Node]
  let edges: [(from: Node, to: Node, relation: Relation)]

  init(_ state: State) {
    let stories = state.stories.values.sorted { $0.id < $1.id }
    nodes = stories.map { .story($0.id) } + state.writers.keys.sorted().map(Node.writer)
    edges = stories.flatMap { story in
      story.related.map { (from: .story(story.id), to: .story($0), relation: .related) }
        + [(from: .story(story.id), to: .writer(story.writer), relation: .writer)]
        + (story.editor.map { [(from: .story(story.id), to: .writer($0), relation: .editor)] } ?? [])
    }
  }
}
