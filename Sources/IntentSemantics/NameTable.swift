/// Values by name, in the order in which the names came. Nothing is taken out again.
struct NameTable<Value>: ExpressibleByDictionaryLiteral {
  private var names = NameIndex()
  /// In the order of `keys`.
  var values: [Value] = []

  init(dictionaryLiteral elements: (String, Value)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// An empty table with room for so many names.
  init(capacity: Int) {
    names.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  /// The items under their names; the first of those that share one.
  init(_ items: [Value], by name: (Value) -> String) {
    self.init(capacity: items.count)
    for item in items { insert(item, as: name(item)) }
  }

  /// In the order in which they came.
  var keys: [String] { names.names }
  var isEmpty: Bool { values.isEmpty }
  var count: Int { values.count }

  /// The names and values by name.
  var sorted: [(key: String, value: Value)] { names.sorted.map { (keys[$0], values[$0]) } }

  subscript(name: String) -> Value? {
    get { index(of: name).map { values[$0] } }
    set { if let newValue { updateValue(newValue, forKey: name) } }
  }

  subscript(name: String, default initial: @autoclosure () -> Value) -> Value {
    get { index(of: name).map { values[$0] } ?? initial() }
    _modify {
      let place = names.find(name)
      let index = place.index ?? add(initial(), as: name, place.hash)
      yield &values[index]
    }
  }

  /// Returns the value that `name` had.
  @discardableResult
  mutating func updateValue(_ value: consuming Value, forKey name: String) -> Value? {
    let place = names.find(name)
    guard let index = place.index else {
      add(value, as: name, place.hash)
      return nil
    }
    let old = values[index]
    values[index] = value
    return old
  }

  /// The index of `name` in `keys` and `values`.
  func index(of name: String) -> Int? { names.find(name).index }

  func contains(_ name: String) -> Bool { index(of: name) != nil }

  /// `true` iff some of the names is there. O(count).
  func containsAny(_ names: [String]) -> Bool { names.contains { contains($0) } }

  /// `true` iff `name` was not there yet; it is added with `value`. O(1).
  @discardableResult
  mutating func insert(_ value: consuming Value, as name: String) -> Bool {
    let place = names.find(name)
    if place.index != nil { return false }
    add(value, as: name, place.hash)
    return true
  }

  /// Requires: the name is new, and `find` gave its hash.
  @discardableResult
  private mutating func add(_ value: consuming Value, as name: String, _ hash: UInt64) -> Int {
    // Most tables stay this small, and growing step by step costs more than the room.
    if values.capacity == 0 { values.reserveCapacity(NameIndex.few) }
    values.append(value)
    return names.add(name, hash)
  }
}
