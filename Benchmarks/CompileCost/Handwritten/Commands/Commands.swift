import Chronicle
import Foundation

/// Why a command is not carried out.
enum CommandRefusal: Error, Equatable {
  case sourceNeeded, notYours, tooLong, ownStory, underEmbargo
}

/// A source to come.
struct Reference: Sendable {
  var kind: SourceKind
  var note: String?
}

extension Desk where System == Newsroom {
  @discardableResult
  func pitch(as actor: WriterActor, slug: Slug, desk: DeskName, sensitive: Bool, references: [Reference]) throws -> Story.ID {
    try command(as: actor) { draft in
      if references.isEmpty && sensitive { throw CommandRefusal.sourceNeeded }
      let story = Story(id: draft.state.nextID(), slug: slug, writer: actor.me, desk: desk, started: draft.time, sensitive: sensitive)
      try draft.record(.story(.created(story)))
      for reference in references {
        let source = Source(id: draft.state.nextID(), story: story.id, kind: reference.kind, note: reference.note)
        try draft.record(.source(.created(source)))
      }
      return story.id
    }
  }

  func begin(as actor: WriterActor, story id: Story.ID) throws {
    try command(as: actor) { draft in
      guard try draft.story(id).writer == actor.me else { throw CommandRefusal.notYours }
      try draft.move(id, to: .draft, as: actor)
    }
  }

  func submit(as actor: WriterActor, story id: Story.ID, body: Body, words: Int) throws {
    try command(as: actor) { draft in
      guard words <= 20_000 else { throw CommandRefusal.tooLong }
      try draft.move(id, to: .inReview, as: actor) { story in
        story.body = body
        story.words = words
      }
    }
  }

  func sendBack(as actor: EditorActor, story id: Story.ID) throws {
    try command(as: actor) { try $0.move(id, to: .draft, as: actor) }
  }

  func approve(as actor: EditorActor, story id: Story.ID) throws {
    try command(as: actor) { draft in
      guard try draft.story(id).writer != actor.me else { throw CommandRefusal.ownStory }
      try draft.move(id, to: .approved, as: actor) { $0.editor = actor.me }
    }
  }

  func publish(as actor: some Publisher, story id: Story.ID, slot: Slot.ID, channel: Channel, hours: Int) throws {
    let almanac = Almanac(timeZone: "Australia/Sydney")
    try command(as: actor) { draft in
      let story = try draft.story(id)
      if let embargo = story.embargo, embargo > draft.time { throw CommandRefusal.underEmbargo }
      let placement = Placement(
        id: draft.state.nextID(), story: id, channel: channel, from: draft.time, until: draft.time + .hours(hours), slot: slot)
      try draft.record(.placement(.created(placement)))
      try draft.move(id, to: .published, as: actor)
      let pay = draft.state.pay(for: story)
      let fee = Fee(id: draft.state.nextID(), writer: story.writer, story: id, amount: pay, month: almanac.day(of: draft.time))
      try draft.record(.fee(.created(fee)))
      if story.desk == .politics { try draft.record(.breaking(story: id, headline: story.slug.text)) }
    }
  }

  func retract(as actor: DutyEditorActor, story id: Story.ID, why: String) throws {
    try command(as: actor) { draft in
      try draft.correct(id, .retraction, why, by: actor.me)
      try draft.move(id, to: .retracted, as: actor)
    }
  }

  func correct(as actor: EditorActor, story id: Story.ID, what: String, text: String) throws {
    try command(as: actor) { try $0.correct(id, .fact(whatWasWrong: what), text, by: actor.me) }
  }

  func archive(as actor: EditorActor, story id: Story.ID) throws {
    try command(as: actor) { try $0.move(id, to: .archived, as: actor) }
  }

  func drop(as actor: some Dropper, story id: Story.ID) throws {
    try command(as: actor) { try $0.move(id, to: .dropped, as: actor) }
  }

  func takeDown(as actor: DutyEditorActor, placement id: Placement.ID) throws {
    try command(as: actor) { try $0.record(.placement(.deleted(id))) }
  }

  @discardableResult
  func complain(as actor: ReaderActor, story id: Story.ID, text: String, legal: Bool) throws -> Complaint.ID {
    try command(as: actor) { draft in
      let complaint = Complaint(id: draft.state.nextID(), reader: actor.me, story: id, text: text, legal: legal)
      try draft.record(.complaint(.created(complaint)))
      return complaint.id
    }
  }

  /// Runs it if the actor still holds the role.
  private func command<Answer: Sendable>(as actor: some Actor, _ body: @Sendable (inout Draft<Newsroom>) throws -> Answer) throws -> Answer {
    try perform(as: actor.identity) { draft in
      guard draft.state.members[actor.identity]?.contains(actor.membership) == true else {
        throw RoleNotHeld(identity: actor.identity, role: actor.role)
      }
      return try body(&draft)
    }
  }
}

extension Draft<Newsroom> {
  fileprivate func story(_ id: Story.ID) throws -> Story {
    guard let story = state.stories[id] else { throw Refusal.notThere("\(id)") }
    return story
  }

  fileprivate mutating func move(
    _ id: Story.ID, to next: StoryState, as actor: some Actor, _ change: (inout Story) -> Void = { _ in }
  ) throws {
    var story = try story(id)
    guard story.state.roles(movingTo: next).contains(actor.role) else { throw Refusal.noWay(from: story.state, to: next) }
    change(&story)
    story.state = next
    try record(.story(.updated(story)))
  }

  fileprivate mutating func correct(_ story: Story.ID, _ kind: CorrectionKind, _ text: String, by writer: Writer.ID) throws {
    let correction = Correction(id: state.nextID(), story: story, kind: kind, text: text, made: time, by: writer)
    try record(.correctionMade(correction))
  }
}
