// What the language's own types are in JSON: decimals, and integers beyond 2⁵³, are strings, since readers of JSON elsewhere
// would round them; identifiers, times and money are strings too.

extension Int: FieldValue {
  public func write(to json: inout JSONWriter) {
    if magnitude <= 1 << 53 { json.number(self) } else { json.string(String(self)) }
  }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Int {
    switch json {
    case .number(let text), .string(let text):
      if let value = Int(text) { return value }
    default: break
    }
    payload.refuse(json, field, expected: "an integer")
    return 0
  }
  public var label: String? { String(self) }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: Int64(self))) }
}

extension Bool: FieldValue {
  public func write(to json: inout JSONWriter) { json.bool(self) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Bool {
    if case .bool(let value) = json { return value }
    payload.refuse(json, field, expected: "true or false")
    return false
  }
  public var label: String? { nil }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(self ? 1 : 0) }
}

extension String: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(self) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> String {
    if case .string(let value) = json { return value }
    payload.refuse(json, field, expected: "a text")
    return ""
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
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> FixedDecimal {
    switch json {
    case .number(let text), .string(let text):
      if let value = FixedDecimal(text) { return value }
    default: break
    }
    payload.refuse(json, field, expected: "a decimal")
    return 0
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    hasher.mix(UInt64(truncatingIfNeeded: scaled))
    hasher.mix(UInt64(truncatingIfNeeded: scaled >> 64))
  }
}

extension Money: FieldValue {
  public func write(to json: inout JSONWriter) { json.string("\(amount) \(currency)") }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Money {
    if case .string(let text) = json {
      let parts = text.split(separator: " ", omittingEmptySubsequences: false)
      if parts.count == 2, let amount = FixedDecimal(String(parts[0])), let currency = Currency(String(parts[1])) {
        return Money(amount, currency)
      }
    }
    payload.refuse(json, field, expected: "an amount and a currency, as in \"20 EUR\"")
    return Money(0)
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    amount.mix(into: &hasher)
    currency.code.mix(into: &hasher)
  }
}

extension Timestamp: FieldValue {
  public func write(to json: inout JSONWriter) { json.string((self == .recorded ? json.recorded : self).description) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Timestamp {
    if case .string(let text) = json, let value = Timestamp(text) { return value }
    payload.refuse(json, field, expected: "a time as in \"2026-11-21T09:30:00.000Z\"")
    return .recorded
  }
  public var label: String? { nil }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: milliseconds)) }
}

extension TimeSpan: FieldValue {
  public func write(to json: inout JSONWriter) { Int(milliseconds).write(to: &json) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> TimeSpan {
    TimeSpan(milliseconds: Int64(Int.read(json, field, payload)))
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: milliseconds)) }
}

extension CalendarDate: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> CalendarDate {
    if case .string(let text) = json, let value = CalendarDate(text) { return value }
    payload.refuse(json, field, expected: "a date as in \"2026-11-21\"")
    return CalendarDate(daysSince1970: 0)
  }
  public var label: String? { description }
  public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: daysSince1970)) }
}

extension TimeOfDay: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> TimeOfDay {
    if case .string(let text) = json, let value = TimeOfDay(text) { return value }
    payload.refuse(json, field, expected: "a time of day as in \"09:30\"")
    return TimeOfDay(milliseconds: 0)
  }
  public var label: String? { description }
  public func mix(into hasher: inout KeyHasher) { hasher.mix(UInt64(bitPattern: milliseconds)) }
}

extension Identifier: FieldValue {
  public func write(to json: inout JSONWriter) { json.string(description) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Identifier {
    if case .string(let text) = json, let value = Identifier(text) { return value }
    payload.refuse(json, field, expected: "an identifier")
    return Identifier(ordinal: 0)
  }
  public var label: String? { description }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    hasher.mix(low)
    hasher.mix(high)
  }
}

extension EntityID: FieldValue {
  public func write(to json: inout JSONWriter) { raw.write(to: &json) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> EntityID {
    EntityID(Identifier.read(json, field, payload))
  }
  public var label: String? { reference.label }
  public func note(into subjects: inout [EntityReference]) { subjects.append(reference) }
  @inlinable public func mix(into hasher: inout KeyHasher) { raw.mix(into: &hasher) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  public func write(to json: inout JSONWriter) {
    if let value = self { value.write(to: &json) } else { json.null() }
  }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Wrapped? {
    guard let json, json != .null else { return nil }
    return Wrapped.read(json, field, payload)
  }
  public var label: String? { flatMap(\.label) }
  public func note(into subjects: inout [EntityReference]) { if let value = self { value.note(into: &subjects) } }
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
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> [Element] {
    guard let json else { return [] }
    guard case .array(let items) = json else {
      payload.refuse(json, field, expected: "a list")
      return []
    }
    return items.map { Element.read($0, field, payload) }
  }
  public var label: String? { "[\(compactMap(\.label).joined(separator: ", "))]" }
  public func note(into subjects: inout [EntityReference]) { for element in self { element.note(into: &subjects) } }
  @inlinable public func mix(into hasher: inout KeyHasher) {
    hasher.mix(UInt64(count))
    for element in self { element.mix(into: &hasher) }
  }
}
