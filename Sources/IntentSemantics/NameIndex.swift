import IntentSource

/// Names by number, in the order in which they came. Looking up takes a fraction of what it takes in a dictionary of strings, whose hash
/// withstands an adversary. Nothing is taken out again.
struct NameIndex {
  /// In the order in which they came.
  private(set) var names: [String] = []
  /// Open addressing with linear probing: a name's hash in the upper half and its index plus one in the lower, or 0. The count is a power
  /// of two; none while the names are few.
  private var slots: [UInt64] = []

  /// So many names are looked through one after another.
  static var few: Int { 8 }

  var count: Int { names.count }

  /// The indices of the names in the order of the names.
  var sorted: [Int] { names.indicesInOrder ?? Array(names.indices) }

  /// Makes room for so many names. Requires: there is none yet.
  mutating func reserveCapacity(_ count: Int) {
    names.reserveCapacity(count)
    if count > Self.few { slots = [UInt64](repeating: 0, count: Self.slotCount(for: count)) }
  }

  /// The index of `name`, or `nil`, and its hash where the names are so many that it was needed. O(1).
  func find(_ name: String) -> (index: Int?, hash: UInt64) {
    guard let short = ShortText(name) else { return findLong(name) }
    if slots.isEmpty {
      for index in names.indices where ShortText(names[index]) == short { return (index, 0) }
      return (nil, 0)
    }
    let hash = short.hash
    return (probe(hash) { ShortText(names[$0]) == short }, hash)
  }

  /// The same for a name that is no short text.
  private func findLong(_ name: String) -> (index: Int?, hash: UInt64) {
    // Most differ in their length, which is quicker to compare.
    func isSame(_ index: Int) -> Bool { names[index].utf8.count == name.utf8.count && names[index] == name }
    if slots.isEmpty { return (names.indices.first(where: isSame), 0) }
    let hash = Self.hash(of: name)
    return (probe(hash, isSame), hash)
  }

  @inline(__always)
  private func probe(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int? {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash {
        let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if isSame(index) { return index }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private static func hash(of name: String) -> UInt64 {
    if let short = ShortText(name) { return short.hash }
    return name.utf8.withContiguousStorageIfAvailable { quickHash(UnsafeRawBufferPointer($0)) }
      ?? Array(name.utf8).withUnsafeBytes { quickHash($0) }
  }

  /// Adds a name and returns its index. Requires: the name is new, and `find` gave its hash.
  @discardableResult
  mutating func add(_ name: String, _ hash: UInt64) -> Int {
    // Most stay this small, and growing step by step costs more than the room.
    if names.capacity == 0 { reserveCapacity(Self.few) }
    names.append(name)
    if names.count * 2 > slots.count, names.count > Self.few {
      grow()
    } else if !slots.isEmpty {
      let entry = hash << 32 | UInt64(names.count)
      slots.withUnsafeMutableBufferPointer { Self.place(entry, $0) }
    }
    return names.count - 1
  }

  /// `true` iff the name was not there yet; it is added. O(1).
  mutating func insert(_ name: String) -> Bool {
    let place = find(name)
    if place.index == nil { add(name, place.hash) }
    return place.index == nil
  }

  /// The index of `name`, which is added if it was not there yet. O(1).
  mutating func place(of name: String) -> Int {
    let place = find(name)
    return place.index ?? add(name, place.hash)
  }

  private mutating func grow() {
    var grown = [UInt64](repeating: 0, count: Self.slotCount(for: names.count))
    grown.withUnsafeMutableBufferPointer { grown in
      for entry in slots where entry != 0 { Self.place(entry, grown) }
      for index in (slots.isEmpty ? 0 : names.count - 1)..<names.count {
        Self.place(Self.hash(of: names[index]) << 32 | UInt64(index + 1), grown)
      }
    }
    slots = grown
  }

  @inline(__always)
  private static func place(_ entry: UInt64, _ slots: UnsafeMutableBufferPointer<UInt64>) {
    var slot = Int(entry >> 32) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = entry
  }

  /// The power of two that leaves at least half of the slots free.
  private static func slotCount(for count: Int) -> Int {
    var result = 32
    while result < count * 2 { result *= 2 }
    return result
  }
}
