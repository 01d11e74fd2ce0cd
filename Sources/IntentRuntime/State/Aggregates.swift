// What is kept of a collection whose members come and go, so that asking costs the same however many there are.

/// A summary of a collection that follows each member that comes or goes.
public protocol Aggregate: Sendable {
  associatedtype Member: Equatable & Sendable
  init()
  /// True if it has no members.
  var isEmpty: Bool { get }
  mutating func add(_ member: Member)
  /// Requires: the member was added and not removed since.
  mutating func remove(_ member: Member)
}

/// How many members there are. Each counts as its number, which is 1.
public struct KeptCount: Aggregate {
  @usableFromInline var members = 0

  @inlinable public init() {}

  @inlinable public var count: Int { members }
  @inlinable public var isEmpty: Bool { members == 0 }
  @inlinable public mutating func add(_ member: Int) { members += member }
  @inlinable public mutating func remove(_ member: Int) { members -= member }
}

/// The sum of the members, and their mean.
public struct KeptTotal<Value: Subtractable>: Aggregate {
  @usableFromInline var members = 0
  @usableFromInline var sum: Value?

  @inlinable public init() {}

  @inlinable public var isEmpty: Bool { members == 0 }

  /// The sum; nil where there is no member.
  @_spi(Generated) @inlinable public var total: Value? { members == 0 ? nil : sum }

  @inlinable public mutating func add(_ member: Value) {
    members += 1
    sum = sum.map { $0.adding(member) } ?? member
  }

  @inlinable public mutating func remove(_ member: Value) {
    members -= 1
    sum = members == 0 ? nil : sum?.subtracting(member)
  }
}

extension KeptTotal where Value: Averageable {
  /// The mean; nil where there is no member.
  @_spi(Generated) @inlinable public var mean: Value? { members == 0 ? nil : sum?.divided(by: FixedDecimal(members)) }
}

/// A type whose sums follow what is added and taken away.
public protocol Subtractable: Summable, Equatable, Sendable {
  func adding(_ other: Self) -> Self
  func subtracting(_ other: Self) -> Self
}

extension Int: Subtractable {
  // Wrapping, so that a sum that is too great for a while is right again afterwards.
  @inlinable public func adding(_ other: Int) -> Int { self &+ other }
  @inlinable public func subtracting(_ other: Int) -> Int { self &- other }
}
extension FixedDecimal: Subtractable {
  @inlinable public func adding(_ other: FixedDecimal) -> FixedDecimal { self + other }
  @inlinable public func subtracting(_ other: FixedDecimal) -> FixedDecimal { self - other }
}
extension Money: Subtractable {
  @inlinable public func adding(_ other: Money) -> Money { self + other }
  @inlinable public func subtracting(_ other: Money) -> Money { self - other }
}
extension TimeSpan: Subtractable {
  @inlinable public func adding(_ other: TimeSpan) -> TimeSpan { self + other }
  @inlinable public func subtracting(_ other: TimeSpan) -> TimeSpan { self - other }
}

/// An instance by a value and, among equals, in order of creation; those without a value come last.
public struct Ranked<E: Entity, Value: Comparable & Sendable>: Comparable, Sendable {
  @usableFromInline let value: Value?
  @usableFromInline let rank: Int
  public let id: EntityID<E>

  /// `rank` is the instance's place in the order of creation.
  @inlinable public init(_ value: Value?, _ id: EntityID<E>, at rank: Int) {
    self.value = value
    self.id = id
    self.rank = rank
  }

  @inlinable public static func == (a: Ranked, b: Ranked) -> Bool { a.rank == b.rank && a.value == b.value }

  @inlinable public static func < (a: Ranked, b: Ranked) -> Bool {
    switch (a.value, b.value) {
    case (let left?, let right?): left == right ? a.rank < b.rank : left < right
    case (nil, nil): a.rank < b.rank
    case (nil, _?): false
    case (_?, nil): true
    }
  }
}

/// Instances in order. Coming and going costs O(log n) and a move within a chunk.
public struct KeptOrder<E: Entity, Value: Comparable & Sendable>: Aggregate {
  @usableFromInline var members = SortedChunks<Ranked<E, Value>>()

  @inlinable public init() {}

  @inlinable public var isEmpty: Bool { members.isEmpty }
  @inlinable public var count: Int { members.count }
  @inlinable public mutating func add(_ member: Ranked<E, Value>) { members.insert(member) }
  @inlinable public mutating func remove(_ member: Ranked<E, Value>) { members.remove(member) }

  /// The least value. Requires: no member is without a value.
  @_spi(Generated) @inlinable public var least: Value? { members.first?.value }
  /// The greatest value. Requires: no member is without a value.
  @_spi(Generated) @inlinable public var greatest: Value? { members.last?.value }
  @inlinable public var first: EntityID<E>? { members.first?.id }
  @inlinable public var last: EntityID<E>? { members.last?.id }
  /// All of them, in order. O(n).
  @inlinable public var ids: [EntityID<E>] { prefix(members.count) }
  /// The first ones, up to `limit`. O(number of them).
  @inlinable public func prefix(_ limit: Int) -> [EntityID<E>] { members.prefix(max(0, limit)).map(\.id) }
  /// The first ones as they are named in gaps: `alert:3`.
  public func names(_ limit: Int) -> [String] { prefix(limit).map { $0.reference.description } }
}
