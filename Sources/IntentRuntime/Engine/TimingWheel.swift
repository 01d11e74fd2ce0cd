/// A hierarchical timing wheel over numbered entries: 11 levels of 64 slots, a millisecond at the lowest.
///
/// Setting and cancelling are O(1); moving on costs an entry's few moves down the levels and its firing, never an empty
/// millisecond. Owns memory: whoever makes a wheel calls `deallocate` once. Entries are numbered by the owner, densely from 0.
@usableFromInline struct TimingWheel {
  @usableFromInline struct Node {
    /// When it fires, shifted so that all times are positive.
    @usableFromInline var when: UInt64
    @usableFromInline var next: Int32
    @usableFromInline var previous: Int32
    /// Which list holds it; -1 for none.
    @usableFromInline var list: Int32

    @inlinable init() {
      when = 0
      next = -1
      previous = -1
      list = -1
    }
  }

  @usableFromInline static var levels: Int { 11 }
  /// The list of what was already due when it was set.
  @usableFromInline static var overdue: Int { levels * 64 }

  @usableFromInline var nodes: UnsafeMutablePointer<Node>
  @usableFromInline var capacity: Int
  @usableFromInline let heads: UnsafeMutablePointer<Int32>
  /// A bit for each slot of a level that holds something.
  @usableFromInline let occupied: UnsafeMutablePointer<UInt64>
  /// All that was due by now has fired.
  @usableFromInline var now: UInt64 = 0
  /// No list has anything to do before this time: `now` may go up to it without a look at the lists.
  @usableFromInline var earliest: UInt64 = .max

  @inlinable init() {
    capacity = 64
    nodes = .allocate(capacity: capacity)
    nodes.initialize(repeating: Node(), count: capacity)
    heads = .allocate(capacity: Self.overdue + 1)
    heads.initialize(repeating: -1, count: Self.overdue + 1)
    occupied = .allocate(capacity: Self.levels)
    occupied.initialize(repeating: 0, count: Self.levels)
  }

  @inlinable func deallocate() {
    nodes.deallocate()
    heads.deallocate()
    occupied.deallocate()
  }

  @inlinable static func key(_ time: Timestamp) -> UInt64 { UInt64(bitPattern: time.milliseconds) ^ 1 << 63 }
  @inlinable static func time(_ key: UInt64) -> Timestamp { Timestamp(milliseconds: Int64(bitPattern: key ^ 1 << 63)) }

  /// Makes room for entries below `count`.
  @usableFromInline mutating func reserve(_ count: Int) {
    if count <= capacity { return }
    var larger = capacity
    while larger < count { larger *= 2 }
    let moved = UnsafeMutablePointer<Node>.allocate(capacity: larger)
    moved.moveInitialize(from: nodes, count: capacity)
    (moved + capacity).initialize(repeating: Node(), count: larger - capacity)
    nodes.deallocate()
    nodes = moved
    capacity = larger
  }

  /// Sets the entry to fire at `time`. Requires: it is not set, and there is room for it.
  @inlinable mutating func set(_ entry: Int32, at time: Timestamp) {
    let when = Self.key(time)
    nodes[Int(entry)].when = when
    place(entry, when)
  }

  @inlinable mutating func place(_ entry: Int32, _ when: UInt64) {
    var list = Self.overdue
    if when > now {
      let level = (63 - (now ^ when).leadingZeroBitCount) / 6
      let slot = Int(truncatingIfNeeded: when >> UInt64(6 * level)) & 63
      occupied[level] |= 1 << UInt64(slot)
      list = level * 64 + slot
      let start = (when >> UInt64(6 * level)) << UInt64(6 * level)
      if start < earliest { earliest = start }
    } else {
      earliest = 0
    }
    let head = heads[list]
    nodes[Int(entry)].next = head
    nodes[Int(entry)].previous = -1
    nodes[Int(entry)].list = Int32(truncatingIfNeeded: list)
    if head >= 0 { nodes[Int(head)].previous = entry }
    heads[list] = entry
  }

  /// Takes the entry out; does nothing if it is not set.
  @inlinable mutating func cancel(_ entry: Int32) {
    let node = nodes[Int(entry)]
    if node.list < 0 { return }
    if node.previous >= 0 {
      nodes[Int(node.previous)].next = node.next
    } else {
      heads[Int(node.list)] = node.next
      if node.next < 0 && Int(node.list) < Self.overdue {
        occupied[Int(node.list) / 64] &= ~(1 << UInt64(Int(node.list) & 63))
      }
    }
    if node.next >= 0 { nodes[Int(node.next)].previous = node.previous }
    nodes[Int(entry)].list = -1
  }

  /// Moves on to `time` and gives each entry that is due by then to `fire`, earlier ones first. `fire` must not touch the wheel.
  /// Going back in time does nothing.
  @inlinable mutating func advance(to time: Timestamp, _ fire: (Int32) -> Void) {
    let target = Self.key(time)
    if target < earliest {
      if target > now { now = target }
      return
    }
    advanceSlowly(to: target, fire)
  }

  @usableFromInline mutating func advanceSlowly(to target: UInt64, _ fire: (Int32) -> Void) {
    release(Self.overdue, upTo: target, fire)
    while let (list, start) = firstBlock(), start <= target {
      now = start
      release(list, upTo: start, fire)
    }
    if target > now { now = target }
    earliest = heads[Self.overdue] >= 0 ? 0 : firstBlock()?.start ?? .max
  }

  /// The list that holds the earliest entries, and from when on they may fire.
  @usableFromInline func firstBlock() -> (list: Int, start: UInt64)? {
    for level in 0..<Self.levels where occupied[level] != 0 {
      let slot = occupied[level].trailingZeroBitCount
      let shift = UInt64(6 * level)
      // What the level's own six bits and those below it cover; all 64 at the top.
      let below = level == Self.levels - 1 ? UInt64.max : (1 << (shift + 6)) - 1
      return (level * 64 + slot, now & ~below | UInt64(slot) << shift)
    }
    return nil
  }

  /// Empties a list: what is due fires, the rest moves to lower levels.
  private mutating func release(_ list: Int, upTo time: UInt64, _ fire: (Int32) -> Void) {
    var entry = heads[list]
    heads[list] = -1
    if list < Self.overdue { occupied[list / 64] &= ~(1 << UInt64(list & 63)) }
    while entry >= 0 {
      let next = nodes[Int(entry)].next
      nodes[Int(entry)].list = -1
      if nodes[Int(entry)].when <= time {
        fire(entry)
      } else {
        place(entry, nodes[Int(entry)].when)
      }
      entry = next
    }
  }
}
