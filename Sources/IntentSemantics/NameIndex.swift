import IntentSource

/// Names by number, in the order in which they came. Looking up takes a fraction of what it takes in a dictionary of strings, whose hash
/// withstands an adversary. Nothing is taken out again.
struct NameIndex {
  /// In the order in which they came.
  private(set) var names: [String] = []
  /// Indices of the names; none while the names are few.
  private var slots = HashSlots()

  /// So many names are looked through one after another.
  static var few: Int { 8 }

  var count: Int { names.count }

  /// The indices of the names in the order of the names.
  var sorted: [Int] { names.indicesInOrder }

  /// Makes room for so many names. Requires: there is none yet.
  mutating func reserveCapacity(_ count: Int) {
    names.reserveCapacity(count)
    if count > Self.few { slots = HashSlots(for: count) }
  }

  /// The index of `name`, or `nil`, and its hash where the names are so many that it was needed. O(1).
  func find(_ name: String) -> (index: Int?, hash: UInt64) {
    guard let short = ShortText(name) else { return findLong(name) }
    if slots.isEmpty {
      for index in names.indices where ShortText(names[index]) == short { return (index, 0) }
      return (nil, 0)
    }
    let hash = short.hash
    return (slots.find(hash) { ShortText(names[$0]) == short }, hash)
  }

  /// The same for a name that is no short text.
  private func findLong(_ name: String) -> (index: Int?, hash: UInt64) {
    // Most differ in their length, which is quicker to compare.
    func isSame(_ index: Int) -> Bool { names[index].utf8.count == name.utf8.count && names[index] == name }
    if slots.isEmpty { return (names.indices.first(where: isSame), 0) }
    let hash = Self.hash(of: name)
    return (slots.find(hash, isSame), hash)
  }

  private static func hash(of name: String) -> UInt64 {
    if let short = ShortText(name) { return short.hash }
    return name.withBytes { quickHash($0) }
  }

  /// Adds a name and returns its index. Requires: the name is new, and `find` gave its hash.
  @discardableResult
  mutating func add(_ name: String, _ hash: UInt64) -> Int {
    // Most stay this small, and growing step by step costs more than the room.
    if names.capacity == 0 { reserveCapacity(Self.few) }
    names.append(name)
    if names.count > Self.few, !slots.hasRoom(for: names.count) {
      grow()
    } else if !slots.isEmpty {
      slots.add(hash, names.count - 1)
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
    let first = slots.isEmpty ? 0 : names.count - 1
    slots.grow(for: names.count)
    for index in first..<names.count { slots.add(Self.hash(of: names[index]), index) }
  }
}
