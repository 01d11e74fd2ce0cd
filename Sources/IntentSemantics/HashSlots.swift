/// Numbers by hashes of 32 bits: open addressing with linear probing. Nothing is taken out again.
struct HashSlots {
  /// A hash in the upper half and its number plus one in the lower, or 0. The count is a power of two.
  private var slots: [UInt64] = []

  /// None, and no room yet.
  init() {}

  /// Room for so many.
  init(for count: Int) { slots = [UInt64](repeating: 0, count: Self.slotCount(for: count)) }

  var isEmpty: Bool { slots.isEmpty }

  /// `true` iff so many leave at least half of the slots free.
  func hasRoom(for count: Int) -> Bool { count * 2 <= slots.count }

  /// The number of that hash that is the right one, or `nil`. Requires: it is not empty. O(1).
  @inline(__always)
  func find(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int? {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash {
        let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if isSame(number) { return number }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Requires: there is room. O(1).
  mutating func add(_ hash: UInt64, _ number: Int) {
    slots.withUnsafeMutableBufferPointer { Self.place(hash << 32 | UInt64(number + 1), $0) }
  }

  /// Makes room for so many. O(count).
  mutating func grow(for count: Int) {
    let old = slots
    self = HashSlots(for: count)
    slots.withUnsafeMutableBufferPointer { slots in
      for entry in old where entry != 0 { Self.place(entry, slots) }
    }
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
