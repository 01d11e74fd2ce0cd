import IntentSource

/// Values by name, in the order in which the names came. Looking up takes a fraction of what it takes in a dictionary of strings, whose
/// hash withstands an adversary. Nothing is taken out again.
struct NameTable<Value>: ExpressibleByDictionaryLiteral {
  /// In the order in which they came.
  private(set) var keys: [String] = []
  /// In the order of `keys`.
  private(set) var values: [Value] = []
  /// Open addressing with linear probing: a name's hash in the upper half and its index plus one in the lower, or 0. The count is a power
  /// of two; none while the names are few.
  private var slots: [UInt64] = []

  /// So many names are looked through one after another.
  private static var few: Int { 8 }

  init(dictionaryLiteral elements: (String, Value)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The items under their names; the first of those that share one.
  init(_ items: [Value], by name: (Value) -> String) {
    keys.reserveCapacity(items.count)
    values.reserveCapacity(items.count)
    for item in items {
      let name = name(item)
      let place = find(name)
      if place.index == nil { add(item, as: name, place.hash) }
    }
  }

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.count }

  /// The names and values by name.
  var sorted: [(key: String, value: Value)] { keys.indices.sorted { keys[$0] < keys[$1] }.map { (keys[$0], values[$0]) } }

  subscript(name: String) -> Value? {
    get { index(of: name).map { values[$0] } }
    set { if let newValue { updateValue(newValue, forKey: name) } }
  }

  subscript(name: String, default initial: @autoclosure () -> Value) -> Value {
    get { index(of: name).map { values[$0] } ?? initial() }
    _modify {
      let place = find(name)
      let index = place.index ?? add(initial(), as: name, place.hash)
      yield &values[index]
    }
  }

  /// Returns the value that `name` had.
  @discardableResult
  mutating func updateValue(_ value: Value, forKey name: String) -> Value? {
    let place = find(name)
    guard let index = place.index else {
      add(value, as: name, place.hash)
      return nil
    }
    defer { values[index] = value }
    return values[index]
  }

  /// The index of `name` in `keys` and `values`.
  func index(of name: String) -> Int? { find(name).index }

  func contains(_ name: String) -> Bool { index(of: name) != nil }

  /// `true` iff `name` was not there yet; it is added with `value`. O(1).
  @discardableResult
  mutating func insert(_ value: Value, as name: String) -> Bool {
    let place = find(name)
    if place.index == nil { add(value, as: name, place.hash) }
    return place.index == nil
  }

  /// Where `name` is, and its hash where the names are so many that it was needed.
  private func find(_ name: String) -> (index: Int?, hash: UInt64) {
    if slots.isEmpty { return (keys.firstIndex(of: name), 0) }
    let hash = Self.hash(name)
    let mask = slots.count - 1
    let index = slots.withUnsafeBufferPointer { slots -> Int? in
      var slot = Int(hash) & mask
      while slots[slot] != 0 {
        let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if slots[slot] >> 32 == hash, keys[index] == name { return index }
        slot = (slot + 1) & mask
      }
      return nil
    }
    return (index, hash)
  }

  /// Requires: the name is new, and `find` gave its hash.
  @discardableResult
  private mutating func add(_ value: Value, as name: String, _ hash: UInt64) -> Int {
    if keys.isEmpty {
      // Most tables stay this small, and growing step by step costs more than the room.
      keys.reserveCapacity(Self.few)
      values.reserveCapacity(Self.few)
    }
    keys.append(name)
    values.append(value)
    if keys.count * 2 > slots.count, keys.count > Self.few {
      slots = [UInt64](repeating: 0, count: max(32, slots.count * 2))
      for index in keys.indices { place(index, Self.hash(keys[index])) }
    } else if !slots.isEmpty {
      place(keys.count - 1, hash)
    }
    return keys.count - 1
  }

  private mutating func place(_ index: Int, _ hash: UInt64) {
    let mask = slots.count - 1
    slots.withUnsafeMutableBufferPointer { slots in
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = hash << 32 | UInt64(index + 1)
    }
  }

  private static func hash(_ name: String) -> UInt64 {
    var name = name
    return name.withUTF8 { quickHash(UnsafeRawBufferPointer($0)) }
  }
}
