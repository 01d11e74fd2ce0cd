/// The members of an order whose value is before or after a bound.
public struct OrderStretch<E: Entity, Value: Comparable & Sendable>: Sendable {
  @usableFromInline typealias Place = (chunk: Int, index: Int)

  @usableFromInline let members: SortedChunks<Ranked<E, Value>>
  @usableFromInline let start: Place
  @usableFromInline let end: Place

  @inlinable init(members: SortedChunks<Ranked<E, Value>>, start: Place, end: Place) {
    self.members = members
    self.start = start
    self.end = end
  }

  /// O(1).
  @inlinable public var isEmpty: Bool { start == end }

  /// How many they are. O(n / 256) in the number of members of the chunks between.
  @inlinable public var count: Int {
    var count = end.index - start.index
    for chunk in start.chunk..<end.chunk { count += members.chunks[chunk].count }
    return count
  }

  /// The first of them in order of creation, as they are named in gaps: `alert:3`. O(n log n) in their number.
  public func names(_ limit: Int) -> [String] {
    var found: [Ranked<E, Value>] = []
    for chunk in start.chunk..<members.chunks.count where chunk <= end.chunk {
      let values = members.chunks[chunk]
      found += values[(chunk == start.chunk ? start.index : 0)..<(chunk == end.chunk ? end.index : values.count)]
    }
    return found.sorted { $0.rank < $1.rank }.prefix(limit).map { $0.id.reference.description }
  }
}

extension KeptOrder {
  /// The members whose value is less than the bound, or not more. Requires: no member is without a value. O(log n).
  @inlinable public func below(_ bound: Value, orAt includesBound: Bool = false) -> OrderStretch<E, Value> {
    OrderStretch(members: members, start: (0, 0), end: end(below: bound, includesBound))
  }

  /// The members whose value is greater than the bound, or not less. Requires: no member is without a value. O(log n).
  @inlinable public func above(_ bound: Value, orAt includesBound: Bool = false) -> OrderStretch<E, Value> {
    OrderStretch(members: members, start: end(below: bound, !includesBound), end: (members.chunks.count, 0))
  }

  @inlinable func end(below bound: Value, _ includesBound: Bool) -> OrderStretch<E, Value>.Place {
    members.end { member in member.value.map { includesBound ? $0 <= bound : $0 < bound } ?? false }
  }
}
