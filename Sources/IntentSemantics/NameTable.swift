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
    for item in items where find(name(item)) == nil { add(item, as: name(item)) }
  }

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.count }

  /// The names and values by name.
  var sorted: [(key: String, value: Value)] { zip(keys, values).sorted { $0.0 < $1.0 }.map { ($0.0, $0.1) } }

  subscript(name: String) -> Value? {
    get { find(name).map { values[$0] } }
    set { if let newValue { updateValue(newValue, forKey: name) } }
  }

  subscript(name: String, default initial: @autoclosure () -> Value) -> Value {
    get { find(name).map { values[$0] } ?? initial() }
    _modify {
      let index = find(name) ?? add(initial(), as: name)
      yield &values[index]
    }
  }

  /// Returns the value that `name` had.
  @discardableResult
  mutating func updateValue(_ value: Value, forKey name: String) -> Value? {
    guard let index = find(name) else {
      add(value, as: name)
      return nil
    }
    defer { values[index] = value }
    return values[index]
  }

  private func find(_ name: String) -> Int? {
    if slots.isEmpty { return keys.firstIndex(of: name) }
    let hash = Self.hash(name)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
      if slots[slot] >> 32 == hash, keys[index] == name { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Requires: the name is new.
  @discardableResult
  private mutating func add(_ value: Value, as name: String) -> Int {
    keys.append(name)
    values.append(value)
    if keys.count * 2 > slots.count, keys.count > Self.few {
      slots = [UInt64](repeating: 0, count: max(32, slots.count * 2))
      for index in keys.indices { place(index) }
    } else if !slots.isEmpty {
      place(keys.count - 1)
    }
    return keys.count - 1
  }

  private mutating func place(_ index: Int) {
    let hash = Self.hash(keys[index])
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = hash << 32 | UInt64(index + 1)
  }

  private static func hash(_ name: String) -> UInt64 {
    var name = name
    return name.withUTF8 { quickHash(UnsafeRawBufferPointer($0)) }
  }
}
