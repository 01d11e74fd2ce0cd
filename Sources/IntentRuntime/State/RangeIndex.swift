/// A range that an instance occupies among those with equal `per`. An absent end is open.
public struct OccupiedRange<Per: Hashable & Sendable, Bound: Comparable & Sendable>: Equatable, Sendable {
  public let per: Per
  public let start: Bound?
  public let end: Bound?

  public init(per: Per, start: Bound?, end: Bound?) {
    self.per = per
    self.start = start
    self.end = end
  }
}

/// The ranges of `no_overlap`. Since accepted ranges do not overlap, a range needs a look at its two neighbours alone: O(log n).
public struct RangeIndex<E: Entity, Per: Hashable & Sendable, Bound: Comparable & Sendable>: Store {
  /// An instance's range, before others that begin later.
  @usableFromInline struct Place: Comparable, Sendable {
    let start: Bound?
    let end: Bound?
    let id: EntityID<E>

    @usableFromInline static func < (a: Place, b: Place) -> Bool {
      switch (a.start, b.start) {
      case (nil, nil): a.id < b.id
      case (nil, _?): true
      case (_?, nil): false
      case (let first?, let second?): first == second ? a.id < b.id : first < second
      }
    }
    @usableFromInline static func == (a: Place, b: Place) -> Bool { a.start == b.start && a.id == b.id }
  }

  /// A range that came or went.
  public struct Change: Sendable {
    let per: Per
    let place: Place
    let isInsertion: Bool
  }

  public var journal = Journal<Change>()
  /// True for days and whole numbers, where both ends belong to the range; else ranges that touch do not overlap.
  private let includesEnd: Bool
  private var places: [Per: SortedChunks<Place>] = [:]

  public init(includesEnd: Bool) { self.includesEnd = includesEnd }

  /// Moves an instance from the old range to the new one; nil stands for none. A range that ends before it begins occupies nothing.
  public mutating func move(_ id: EntityID<E>, _ old: OccupiedRange<Per, Bound>?, _ new: OccupiedRange<Per, Bound>?) {
    if old == new { return }
    if let old, !isEmpty(old) { set(place(id, old), among: old.per, isThere: false) }
    if let new, !isEmpty(new) { set(place(id, new), among: new.per, isThere: true) }
  }

  /// True if the range overlaps that of an instance other than `id`.
  public func isTaken(_ range: OccupiedRange<Per, Bound>?, besides id: EntityID<E>) -> Bool {
    guard let range, !isEmpty(range), let places = places[range.per] else { return false }
    let own = place(id, range)
    var earlier = places.last(before: own)
    if earlier?.id == id, let own = earlier { earlier = places.last(before: own) }
    if let earlier, begins(range.start, before: earlier.end) { return true }
    var later = places.first(after: own)
    if later?.id == id, let own = later { later = places.first(after: own) }
    if let later, begins(later.start, before: range.end) { return true }
    return false
  }

  public mutating func undo(_ change: Change) { set(change.place, among: change.per, isThere: !change.isInsertion) }

  private mutating func set(_ place: Place, among per: Per, isThere: Bool) {
    var present = places[per] ?? SortedChunks()
    places[per] = nil
    let isChanged = isThere ? present.insert(place) : present.remove(place)
    if !present.isEmpty { places[per] = present }
    if isChanged { journal.note(Change(per: per, place: place, isInsertion: isThere)) }
  }

  private func place(_ id: EntityID<E>, _ range: OccupiedRange<Per, Bound>) -> Place {
    Place(start: range.start, end: range.end, id: id)
  }

  private func isEmpty(_ range: OccupiedRange<Per, Bound>) -> Bool { !begins(range.start, before: range.end) }

  /// True if what begins at `start` has a part before what ends at `end`.
  private func begins(_ start: Bound?, before end: Bound?) -> Bool {
    guard let start, let end else { return true }
    return includesEnd ? start <= end : start < end
  }
}
