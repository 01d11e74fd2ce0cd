import Chronicle
import Foundation

struct DeskRow: Sendable {
  let slug: Slug
  let state: StoryState
  let words: Int
}

struct ReviewRow: Sendable {
  let slug: Slug
  let words: Int
}

struct FrontRow: Sendable {
  let slug: Slug
  let body: Body?
}

/// What a writer sees first.
struct DeskView: Sendable {
  let myStories: [DeskRow]
}

/// What an editor sees first.
struct ReviewView: Sendable {
  let toRead: [ReviewRow]
  let feesOwed: AUD
}

/// What a reader sees first.
struct HomeView: Sendable {
  let front: [FrontRow]
}

extension Desk where System == Newsroom {
  func myStories(as actor: WriterActor) throws -> [Story] {
    try stories(as: actor) { $0.writer == actor.me }
  }

  func toRead(as actor: EditorActor, of desk: DeskName) throws -> [Story] {
    try stories(as: actor) { $0.state == .inReview && $0.desk == desk }
  }

  func front(as actor: ReaderActor, limit: Int = 30) throws -> [Story] {
    Array(try stories(as: actor) { $0.state == .published }.prefix(limit))
  }

  func feesOwed(as actor: EditorActor) throws -> AUD {
    try hold(actor)
    return state.feesOwed
  }

  func deskView(as actor: WriterActor) throws -> DeskView {
    DeskView(myStories: try myStories(as: actor).map { DeskRow(slug: $0.slug, state: $0.state, words: $0.words) })
  }

  func reviewView(as actor: EditorActor) throws -> ReviewView {
    let rows = try toRead(as: actor, of: .politics).map { ReviewRow(slug: $0.slug, words: $0.words) }
    return ReviewView(toRead: rows, feesOwed: try feesOwed(as: actor))
  }

  func homeView(as actor: ReaderActor) throws -> HomeView {
    HomeView(front: try front(as: actor, limit: 12).map { FrontRow(slug: $0.slug, body: $0.body) })
  }

  func story(_ id: Story.ID, as actor: some Actor) throws -> Story? {
    try hold(actor)
    return state.stories[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func source(_ id: Source.ID, as actor: some Actor) throws -> Source? {
    try hold(actor)
    return state.sources[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func correction(_ id: Correction.ID, as actor: some Actor) throws -> Correction? {
    try hold(actor)
    return state.corrections[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func placement(_ id: Placement.ID, as actor: some Actor) throws -> Placement? {
    try hold(actor)
    return state.placements[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func slot(_ id: Slot.ID, as actor: some Actor) throws -> Slot? {
    try hold(actor)
    return state.slots[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func writer(_ id: Writer.ID, as actor: some Actor) throws -> Writer? {
    try hold(actor)
    return state.writers[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func reader(_ id: Reader.ID, as actor: some Actor) throws -> Reader? {
    try hold(actor)
    return state.readers[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func complaint(_ id: Complaint.ID, as actor: some Actor) throws -> Complaint? {
    try hold(actor)
    return state.complaints[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  func fee(_ id: Fee.ID, as actor: some Actor) throws -> Fee? {
    try hold(actor)
    return state.fees[id].flatMap { actor.mayRead($0) ? $0 : nil }
  }

  private func stories(as actor: some Actor, where isWanted: (Story) -> Bool) throws -> [Story] {
    try hold(actor)
    return state.stories.values.filter { isWanted($0) && actor.mayRead($0) }.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
  }

  private func hold(_ actor: some Actor) throws {
    guard state.members[actor.identity]?.contains(actor.membership) == true else {
      throw RoleNotHeld(identity: actor.identity, role: actor.role)
    }
  }
}
