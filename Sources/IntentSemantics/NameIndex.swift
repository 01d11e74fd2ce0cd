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
  var sorted: [Int] {
    let beginnings = names.map { NameWords($0).beginning(of: $0) }
    return names.indices.sorted { a, b in
      if let first = beginnings[a], let second = beginnings[b], first != second { return first < second }
      return names[a] < names[b]
    }
  }

  /// Makes room for so many names. Requires: there is none yet.
  mutating func reserveCapacity(_ count: Int) {
    names.reserveCapacity(count)
    if count > Self.few { slots = [UInt64](repeating: 0, count: Self.slotCount(for: count)) }
  }

  /// The index of `name`, or `nil`, and its hash where the names are so many that it was needed. O(1).
  func find(_ name: String) -> (index: Int?, hash: UInt64) {
    let words = NameWords(name)
    return words.isShort ? find(words) : findLong(name)
  }

  /// Requires: the words are those of a short text.
  @inline(__always)
  private func find(_ wanted: NameWords) -> (index: Int?, hash: UInt64) {
    if slots.isEmpty { return (words { $0.firstIndex(of: wanted) }, 0) }
    let hash = wanted.hash
    return (probe(hash) { index, words in words[index] == wanted }, hash)
  }

  @inline(never)
  private func findLong(_ name: String) -> (index: Int?, hash: UInt64) {
    if let words = NameWords(shortened: name) { return find(words) }
    if slots.isEmpty { return (names.firstIndex { isSame($0, name) }, 0) }
    let hash = NameWords.hash(ofLong: name)
    return (probe(hash) { index, _ in isSame(names[index], name) }, hash)
  }

  private func isSame(_ a: String, _ b: String) -> Bool { a.utf8.count == b.utf8.count && a == b }

  /// The index of the name of that hash that `isWanted` takes.
  @inline(__always)
  private func probe(_ hash: UInt64, _ isWanted: (Int, UnsafeBufferPointer<NameWords>) -> Bool) -> Int? {
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      words { words in
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
          let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
          if slots[slot] >> 32 == hash, isWanted(index, words) { return index }
          slot = (slot + 1) & mask
        }
        return nil
      }
    }
  }

  /// Gives `body` the words of the names.
  @inline(__always)
  private func words<Result>(_ body: (UnsafeBufferPointer<NameWords>) -> Result) -> Result {
    names.withUnsafeBytes { body($0.bindMemory(to: NameWords.self)) }
  }

  /// Adds a name and returns its index. Requires: the name is new, and `find` gave its hash.
  @discardableResult
  mutating func add(_ name: String, _ hash: UInt64) -> Int {
    // Most stay this small, and growing step by step costs more than the room.
    if names.capacity == 0 { names.reserveCapacity(Self.few) }
    // What is short stands in its words, so that these tell it from all others.
    names.append(NameWords(name).isShort || name.utf8.count > NameWords.mostBytes ? name : String(decoding: name.utf8, as: UTF8.self))
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
        let words = NameWords(names[index])
        Self.place((words.isShort ? words.hash : NameWords.hash(ofLong: names[index])) << 32 | UInt64(index + 1), grown)
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

/// The two words that a string is made of. A short text stands in them; of a long one they hold the address.
struct NameWords: Equatable {
  private let low: UInt64
  private let high: UInt64

  /// So many bytes a short text has at most.
  static var mostBytes: Int { 15 }

  @inline(__always)
  init(_ name: String) { self = unsafeBitCast(name, to: NameWords.self) }

  /// The words of a text that is short, wherever it stands, or `nil` for a long one.
  init?(shortened name: String) {
    if name.utf8.count > Self.mostBytes { return nil }
    self.init(String(decoding: name.utf8, as: UTF8.self))
    if !isShort { return nil }
  }

  /// `true` iff the text itself stands in the words. Source: `StringObject.swift` of the standard library.
  @inline(__always)
  var isShort: Bool { high & 1 << 61 != 0 }

  /// 32 bits that depend on every byte. Requires: the text is short.
  @inline(__always)
  var hash: UInt64 {
    let product = (low ^ high &* 0xD6E8_FEB8_6659_FD93).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let hash = product.high ^ product.low
    return (hash ^ hash >> 32) & 0xFFFF_FFFF
  }

  /// The same for a text that is not short.
  static func hash(ofLong name: String) -> UInt64 {
    var name = name
    return name.withUTF8 { quickHash(UnsafeRawBufferPointer($0)) }
  }

  /// The first bytes of `name`, whose words these are, in an order that is the texts' unless they are equal; `nil` where they are more
  /// than ASCII.
  func beginning(of name: String) -> NameBeginning? {
    if isShort { return isASCII ? NameBeginning(low.byteSwapped, high.byteSwapped) : nil }
    var name = name
    return name.withUTF8 { bytes in
      if bytes.count <= Self.mostBytes { return nil }
      let bytes = UnsafeRawBufferPointer(bytes)
      let (first, second) = (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      return (first | second) & 0x8080_8080_8080_8080 == 0 ? NameBeginning(first.byteSwapped, second.byteSwapped) : nil
    }
  }

  /// `true` iff it is a short text of ASCII alone.
  private var isASCII: Bool { high >> 61 & 3 == 3 }

  /// The order of two texts, the first byte first, or `nil` where the words do not hold them, or more than ASCII.
  @inline(__always)
  func isBefore(_ other: NameWords) -> Bool? {
    if !isASCII || !other.isASCII { return nil }
    if low != other.low { return low.byteSwapped < other.low.byteSwapped }
    return high.byteSwapped < other.high.byteSwapped
  }
}

/// The first 15 bytes of a name, or as many as there are.
struct NameBeginning: Comparable {
  private let first: UInt64
  private let second: UInt64

  /// From sixteen bytes, the first one highest; the last one does not count.
  init(_ first: UInt64, _ second: UInt64) {
    self.first = first
    self.second = second & ~0xFF
  }

  static func < (a: NameBeginning, b: NameBeginning) -> Bool { a.first != b.first ? a.first < b.first : a.second < b.second }
}

/// `true` iff `a` comes before `b`, as `<` has it.
@inline(__always)
func isNameBefore(_ a: String, _ b: String) -> Bool { NameWords(a).isBefore(NameWords(b)) ?? (a < b) }
