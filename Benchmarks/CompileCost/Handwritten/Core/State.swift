import Chronicle
import Foundation

/// What is, after the events so far.
struct State: Sendable {
  var writers: [Writer.ID: Writer] = [:]
  var stories: [Story.ID: Story] = [:]
  var sources: [Source.ID: Source] = [:]
  var placements: [Placement.ID: Placement] = [:]
  var slots: [Slot.ID: Slot] = [:]
  var corrections: [Correction.ID: Correction] = [:]
  var readers: [Reader.ID: Reader] = [:]
  var complaints: [Complaint.ID: Complaint] = [:]
  var fees: [Fee.ID: Fee] = [:]
  var members: [String: Set<Membership>] = [:]
  var reach: any ReachCounter

  private(set) var lastNumber = 0
  private(set) var writersByByline: [String: Writer.ID] = [:]
  private(set) var storiesBySlug: [Slug: Story.ID] = [:]
  private(set) var slotsByName: [String: Slot.ID] = [:]
  private(set) var readersByEmail: [Personal<String>: Reader.ID] = [:]
  private(set) var feesByWriterAndStory: [FeeKey: Fee.ID] = [:]
  private(set) var storiesByWriter = Index<Writer, Story>()
  private(set) var sourcesByStory = Index<Story, Source>()
  private(set) var correctionsByStory = Index<Story, Correction>()
  private(set) var placementsByStory = Index<Story, Placement>()
  private(set) var placementsBySlot = Index<Slot, Placement>()
  private(set) var complaintsByReader = Index<Reader, Complaint>()
  private(set) var feesByWriter = Index<Writer, Fee>()
  private(set) var legalSince: [Complaint.ID: Date] = [:]

  init(reach: any ReachCounter) { self.reach = reach }

  /// An id that no event has had, and none in this draft if each is recorded at once.
  func nextID<Owner>() -> ID<Owner> { ID(lastNumber + 1) }
}

struct FeeKey: Hashable, Sendable {
  let writer: Writer.ID
  let story: Story.ID
}

/// The instances on the many side of a relation, in the order of their ids.
struct Index<One, Many>: Sendable {
  private var members: [ID<One>: [ID<Many>]] = [:]

  subscript(one: ID<One>) -> [ID<Many>] { members[one] ?? [] }

  mutating func move(_ many: ID<Many>, from old: ID<One>?, to new: ID<One>?) {
    guard old != new else { return }
    if let old { members[old]?.removeAll { $0 == many } }
    if let new {
      let place = members[new, default: []].firstIndex { $0 > many } ?? members[new, default: []].endIndex
      members[new, default: []].insert(many, at: place)
    }
  }
}

extension State {
  mutating func apply(_ event: Event, at time: Date) {
    reach.count(event, at: time)
    switch event {
    case .writer(let change):
      Self.rekey(&writersByByline, change.id, from: writers[change.id]?.byline, to: change.now?.byline)
      set(\.writers, change)
    case .story(let change): apply(change)
    case .source(let change):
      sourcesByStory.move(change.id, from: sources[change.id]?.story, to: change.now?.story)
      set(\.sources, change)
    case .placement(let change):
      placementsByStory.move(change.id, from: placements[change.id]?.story, to: change.now?.story)
      placementsBySlot.move(change.id, from: placements[change.id]?.slot, to: change.now?.slot)
      set(\.placements, change)
    case .slot(let change):
      Self.rekey(&slotsByName, change.id, from: slots[change.id]?.name, to: change.now?.name)
      set(\.slots, change)
    case .reader(let change):
      Self.rekey(&readersByEmail, change.id, from: readers[change.id]?.email, to: change.now?.email)
      set(\.readers, change)
    case .complaint(let change):
      if change.now?.legal != true { legalSince[change.id] = nil } else if legalSince[change.id] == nil { legalSince[change.id] = time }
      complaintsByReader.move(change.id, from: complaints[change.id]?.reader, to: change.now?.reader)
      set(\.complaints, change)
    case .fee(let change):
      Self.rekey(&feesByWriterAndStory, change.id, from: fees[change.id]?.key, to: change.now?.key)
      feesByWriter.move(change.id, from: fees[change.id]?.writer, to: change.now?.writer)
      set(\.fees, change)
    case .correctionMade(let correction):
      correctionsByStory.move(correction.id, from: nil, to: correction.story)
      set(\.corrections, .created(correction))
    case .roleGranted(let identity, let membership): members[identity, default: []].insert(membership)
    case .roleRevoked(let identity, let membership): members[identity]?.remove(membership)
    case .tipReceived, .factsChecked, .breaking, .viewCounted, .done: break
    }
  }

  private mutating func apply(_ change: Change<Story>) {
    let was = stories[change.id]
    Self.rekey(&storiesBySlug, change.id, from: was?.slug, to: change.now?.slug)
    storiesByWriter.move(change.id, from: was?.writer, to: change.now?.writer)
    set(\.stories, change)
  }

  private mutating func set<Value>(_ table: WritableKeyPath<State, [ID<Value>: Value]>, _ change: Change<Value>) {
    self[keyPath: table][change.id] = change.now
    lastNumber = max(lastNumber, change.id.number)
  }

  private static func rekey<Key, Value>(_ index: inout [Key: ID<Value>], _ id: ID<Value>, from old: Key?, to new: Key?) {
    guard old != new else { return }
    if let old { index[old] = nil }
    if let new { index[new] = id }
  }
}

extension Fee {
  var key: FeeKey { FeeKey(writer: writer, story: story) }
}
