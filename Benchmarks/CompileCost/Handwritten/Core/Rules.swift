import Chronicle
import Foundation

/// Why an event is not taken in.
enum Refusal: Error, Equatable {
  /// What it names is not there, or there already.
  case notThere(String)
  case alreadyThere(String)
  /// Something that cannot be without it is left.
  case stillNeeded(by: String)
  case fixedAtCreation(String)
  case taken(key: String)
  case outOfRange(String)
  case noWay(from: StoryState, to: StoryState)
  case bodyMissing
  case overlap(with: Placement.ID)
  case headlineShouting
  case notSourced(Story.ID)
  case readerWithoutKey
  case amountNotPositive
  case needsAnotherPairOfEyes
  case legalButUnanswered
}

/// What the app judges in Swift of its own.
protocol Checkers: Sendable {
  func isShouting(_ story: Story) -> Bool
  func hasEncryptionKey(_ reader: Reader) -> Bool
  func correctionsAreNeverHidden(in state: State) -> Bool
  func sourcesStayUnknown(in state: State) -> Bool
  func worksUnderLoad(in state: State) -> Bool
  var isInPlannedMaintenance: Bool { get }
}

extension Newsroom {
  func check(_ event: Event, in state: State, at time: Date) throws {
    switch event {
    case .writer(let change): try check(change, in: state)
    case .story(let change): try check(change, in: state)
    case .source(let change):
      let was = try existing(change, in: state.sources)
      guard let source = change.now else { return }
      try require(source.story, in: state.stories)
      if let was, was.story != source.story { throw Refusal.fixedAtCreation("source.story") }
    case .placement(let change): try check(change, in: state)
    case .slot(let change):
      _ = try existing(change, in: state.slots)
      guard let slot = change.now else {
        if !state.placementsBySlot[change.id].isEmpty { throw Refusal.stillNeeded(by: "placement.slot") }
        return
      }
      try requireFree(slot.name, state.slotsByName, besides: slot.id, "slot.name")
    case .reader(let change): try check(change, in: state)
    case .complaint(let change):
      let was = try existing(change, in: state.complaints)
      guard let complaint = change.now else { return }
      try require(complaint.reader, in: state.readers)
      try require(complaint.story, in: state.stories)
      if let was, was.reader != complaint.reader { throw Refusal.fixedAtCreation("complaint.reader") }
      if complaint.legal, !complaint.answered { throw Refusal.legalButUnanswered }
    case .fee(let change): try check(change, in: state)
    case .correctionMade(let correction):
      if state.corrections[correction.id] != nil { throw Refusal.alreadyThere("\(correction.id)") }
      try require(correction.story, in: state.stories)
      try require(correction.by, in: state.writers)
    case .factsChecked(let story, _), .breaking(let story, _), .viewCounted(let story, _): try require(story, in: state.stories)
    case .roleGranted(_, .writer(let id)), .roleGranted(_, .editor(let id)), .roleGranted(_, .dutyEditor(let id)):
      try require(id, in: state.writers)
    case .roleGranted(_, .reader(let id)): try require(id, in: state.readers)
    case .tipReceived, .roleRevoked, .done: break
    }
  }

  /// A story that is judged with its sources is judged when all of them are there.
  func checkAtEnd(of events: [Event], in state: State, at time: Date) throws {
    for event in events {
      switch event {
      case .story(.created(let story)), .story(.updated(let story)): try checkSources(of: story.id, in: state)
      case .source(.created(let source)), .source(.updated(let source)): try checkSources(of: source.story, in: state)
      case .source(.deleted):
        for story in state.stories.keys { try checkSources(of: story, in: state) }
      default: break
      }
    }
  }

  private func checkSources(of id: Story.ID, in state: State) throws {
    guard let story = state.stories[id], story.sensitive, state.sourcesByStory[id].isEmpty else { return }
    throw Refusal.notSourced(id)
  }

  private func check(_ change: Change<Writer>, in state: State) throws {
    _ = try existing(change, in: state.writers)
    guard let writer = change.now else {
      if state.stories.values.contains(where: { $0.writer == change.id }) { throw Refusal.stillNeeded(by: "story.writer") }
      if state.corrections.values.contains(where: { $0.by == change.id }) { throw Refusal.stillNeeded(by: "correction.by") }
      if !state.feesByWriter[change.id].isEmpty { throw Refusal.stillNeeded(by: "fee.writer") }
      return
    }
    try requireFree(writer.byline, state.writersByByline, besides: writer.id, "writer.byline")
  }

  private func check(_ change: Change<Story>, in state: State) throws {
    let was = try existing(change, in: state.stories)
    guard let story = change.now else { return try checkNothingNeeds(change.id, in: state) }
    try require(story.writer, in: state.writers)
    if let editor = story.editor { try require(editor, in: state.writers) }
    for related in story.related { try require(related, in: state.stories) }
    guard wordLimits.contains(story.words) else { throw Refusal.outOfRange("story.words") }
    try requireFree(story.slug, state.storiesBySlug, besides: story.id, "story.slug")
    if checkers.isShouting(story) { throw Refusal.headlineShouting }
    if story.state == .published, story.editor == nil || story.editor == story.writer { throw Refusal.needsAnotherPairOfEyes }
    let from = was?.state ?? .idea
    guard from != story.state else { return }
    guard was != nil, !from.roles(movingTo: story.state).isEmpty else { throw Refusal.noWay(from: from, to: story.state) }
    if story.state == .inReview, story.body == nil { throw Refusal.bodyMissing }
  }

  private func checkNothingNeeds(_ story: Story.ID, in state: State) throws {
    if !state.sourcesByStory[story].isEmpty { throw Refusal.stillNeeded(by: "source.story") }
    if !state.placementsByStory[story].isEmpty { throw Refusal.stillNeeded(by: "placement.story") }
    if !state.correctionsByStory[story].isEmpty { throw Refusal.stillNeeded(by: "correction.story") }
    if state.complaints.values.contains(where: { $0.story == story }) { throw Refusal.stillNeeded(by: "complaint.story") }
    if state.fees.values.contains(where: { $0.story == story }) { throw Refusal.stillNeeded(by: "fee.story") }
  }

  private func check(_ change: Change<Placement>, in state: State) throws {
    let was = try existing(change, in: state.placements)
    guard let placement = change.now else { return }
    try require(placement.story, in: state.stories)
    try require(placement.slot, in: state.slots)
    if let was, was.story != placement.story { throw Refusal.fixedAtCreation("placement.story") }
    guard placement.channel.isValid else { throw Refusal.outOfRange("placement.channel.page") }
    guard placement.live else { return }
    for id in state.placementsBySlot[placement.slot] where id != placement.id {
      guard let other = state.placements[id], other.live else { continue }
      if other.from < placement.until, placement.from < other.until { throw Refusal.overlap(with: id) }
    }
  }

  private func check(_ change: Change<Reader>, in state: State) throws {
    _ = try existing(change, in: state.readers)
    guard let reader = change.now else {
      if !state.complaintsByReader[change.id].isEmpty { throw Refusal.stillNeeded(by: "complaint.reader") }
      return
    }
    try requireFree(reader.email, state.readersByEmail, besides: reader.id, "reader.email")
    if !checkers.hasEncryptionKey(reader) { throw Refusal.readerWithoutKey }
  }

  private func check(_ change: Change<Fee>, in state: State) throws {
    let was = try existing(change, in: state.fees)
    guard let fee = change.now else { return }
    try require(fee.writer, in: state.writers)
    try require(fee.story, in: state.stories)
    if let was, was.writer != fee.writer { throw Refusal.fixedAtCreation("fee.writer") }
    try requireFree(fee.key, state.feesByWriterAndStory, besides: fee.id, "fee.(writer, story)")
    if fee.amount <= .zero { throw Refusal.amountNotPositive }
  }

  /// What was there before the change: nothing at a creation, something otherwise.
  private func existing<Value>(_ change: Change<Value>, in table: [ID<Value>: Value]) throws -> Value? {
    let was = table[change.id]
    if case .created = change {
      if was != nil { throw Refusal.alreadyThere("\(change.id)") }
    } else if was == nil {
      throw Refusal.notThere("\(change.id)")
    }
    return was
  }

  private func require<Value>(_ id: ID<Value>, in table: [ID<Value>: Value]) throws {
    if table[id] == nil { throw Refusal.notThere("\(id)") }
  }

  private func requireFree<Key: Hashable, Value>(_ key: Key, _ index: [Key: ID<Value>], besides id: ID<Value>, _ name: String) throws {
    if let other = index[key], other != id { throw Refusal.taken(key: name) }
  }
}
