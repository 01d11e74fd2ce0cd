import Chronicle
import Foundation

struct Writer: Entity {
  let id: ID<Writer>
  var name: Personal<String>
  var byline: String
  var desk: DeskName
  var freelance = false
  var logsOn = TimeOfDay(9, 30)
  var rate = AUD(Decimal(sign: .plus, exponent: -1, significand: 8))
}

struct Story: Entity {
  let id: ID<Story>
  var slug: Slug
  var writer: Writer.ID
  var editor: Writer.ID?
  var desk: DeskName
  var body: Body?
  var words = 0
  var embargo: Date?
  var started: Date
  var sensitive = false
  var related: [Story.ID] = []
  var tags: [String] = []
  var state = StoryState.idea
}

/// Part of a story.
struct Source: Entity {
  let id: ID<Source>
  let story: Story.ID
  var kind: SourceKind
  var checked = false
  var note: String?
}

/// A story in a slot for a time. Two live ones never share a slot at a time.
struct Placement: Entity {
  let id: ID<Placement>
  let story: Story.ID
  var channel: Channel
  var from: Date
  var until: Date
  var slot: Slot.ID
  var live = true
}

struct Slot: Entity {
  let id: ID<Slot>
  var name: String
  var desk: DeskName?
}

/// Never changes once it is made.
struct Correction: Entity {
  let id: ID<Correction>
  let story: Story.ID
  let kind: CorrectionKind
  let text: String
  let made: Date
  let by: Writer.ID
}

struct Reader: Entity {
  let id: ID<Reader>
  var email: Personal<String>
  var joined: Day
  var desks: [DeskName] = []
  var paying = false
}

struct Complaint: Entity {
  let id: ID<Complaint>
  let reader: Reader.ID
  var story: Story.ID
  var text: String
  var answered = false
  var legal = false
}

struct Fee: Entity {
  let id: ID<Fee>
  let writer: Writer.ID
  var story: Story.ID
  var amount: AUD
  var month: Day
}
