// What the language's own types are in JSON: decimals, and integers beyond 2⁵³, are strings, since readers of JSON elsewhere
// would round them; identifiers, times and money are strings too.

extension Int: FieldValue {
  public func write(to json: inout JSONWriter) {
    if magnitude <= 1 << 53 { json.number(self) } else { json.string(String(self)) }
  }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Int {
    switch json {
    case .number(let text), .string(let text):
      if let value = Int(text) { return value }
    default: break
    }
    throw .badField(field, expected: "an integer")
  }
  public var label: String? { String(self) }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: Int64(self))) }
}

extension Bool: FieldValue {
  public func write(to json: inout JSONWriter) { json.bool(self) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Bool {
    guard case .bool(let value) = json else { throw .badField(field, expected: "true or false") }
    return value
  }
  public var label: String? { nil }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(self ? 1 : 0) }
}

extension String: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(self) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> String {
    guard case .string(let value) = json else { throw .badField(field, expected: "a text") }
    return value
  }
  /// Quoted, and cut after 24 characters.
  public var label: String? { count <= 24 ? "\"\(self)\"" : "\"\(prefix(23))…\"" }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    // Swift compares strings by canonical equivalence, so the key must be of a normal form: the standard hasher's is.
    hasher.mix(UInt64(bitPattern: Int64(hashValue)))
  }
}

extension FixedDecimal: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> FixedDecimal {
    switch json {
    case .number(let text), .string(let text):
      if let value = FixedDecimal(text) { return value }
    default: break
    }
    throw .badField(field, expected: "a decimal")
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    hasher.mix(UInt64(truncatingIfNeeded: scaled))
    hasher.mix(UInt64(truncatingIfNeeded: scaled >> 64))
  }
}

extension Money: FieldValue {
  public func write(to json: inout JSONWriter) { json.string("\(amount) \(currency)") }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Money {
    if case .string(let text) = json {
      let parts = text.split(separator: " ", omittingEmptySubsequences: false)
      if parts.count == 2, let amount = FixedDecimal(String(parts[0])), let currency = Currency(String(parts[1])) {
        return Money(amount, currency)
      }
    }
    throw .badField(field, expected: "an amount and a currency, as in \"20 EUR\"")
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    amount.mix(into: &hasher)
    currency.code.mix(into: &hasher)
  }
}

extension Timestamp: FieldValue {
  public func write(to json: inout JSONWriter) { json.string((self == .recorded ? json.recorded : self).description) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Timestamp {
    guard case .string(let text) = json, let value = Timestamp(text) else {
      throw .badField(field, expected: "a time as in \"2026-11-21T09:30:00.000Z\"")
    }
    return value
  }
  public var label: String? { nil }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: milliseconds)) }
}

extension TimeSpan: FieldValue {
  public func write(to json: inout JSONWriter) { Int(milliseconds).write(to: &json) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> TimeSpan {
    TimeSpan(milliseconds: Int64(try Int.read(json, field: field)))
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: milliseconds)) }
}

extension CalendarDate: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> CalendarDate {
    guard case .string(let text) = json, let value = CalendarDate(text) else {
      throw .badField(field, expected: "a date as in \"2026-11-21\"")
    }
    return value
  }
  public var label: String? { description }
  public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: daysSince1970)) }
}

extension TimeOfDay: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> TimeOfDay {
    guard case .string(let text) = json, let value = TimeOfDay(text) else {
      throw .badField(field, expected: "a time of day as in \"09:30\"")
    }
    return value
  }
  public var label: String? { description }
  public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: milliseconds)) }
}

extension Identifier: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Identifier {
    guard case .string(let text) = json, let value = Identifier(text) else { throw .badField(field, expected: "an identifier") }
    return value
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    hasher.mix(low)
    hasher.mix(high)
  }
}

extension EntityID: FieldValue {
  public func write(to json: inout JSONWriter) { raw.write(to: &json) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> EntityID {
    EntityID(try Identifier.read(json, field: field))
  }
  public var label: String? { reference.label }
  @inlinable public func mix(into hasher: inout KeyHasher) { raw.mix(into: &hasher) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  public func write(to json: inout JSONWriter) {
    if let value = self { value.write(to: &json) } else { json.null() }
  }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Wrapped? {
    if case .null = json { return nil }
    return try Wrapped.read(json, field: field)
  }
  public static func absent(field: String) throws(LogError) -> Wrapped? { nil }
  @inlinable public var isAbsent: Bool { if case .none = self { true } else { false } }
  public var label: String? { flatMap(\.label) }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    if let value = self {
      hasher.mix(1)
      value.mix(into: &hasher)
    } else {
      hasher.mix(0)
    }
  }
}

extension Array: FieldValue where Element: FieldValue {
  public func write(to json: inout JSONWriter) { json.array(self) { element, json in element.write(to: &json) } }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> [Element] {
    guard case .array(let items) = json else { throw .badField(field, expected: "a list") }
    var elements: [Element] = []
    elements.reserveCapacity(items.count)
    for item in items { elements.append(try Element.read(item, field: field)) }
    return elements
  }
  public static func absent(field: String) throws(LogError) -> [Element] { [] }
  @inlinable public var isAbsent: Bool { isEmpty }
  public var label: String? { "[\(compactMap(\.label).joined(separator: ", "))]" }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    hasher.mix(UInt64(count))
    for element in self { element.mix(into: &hasher) }
  }
}
