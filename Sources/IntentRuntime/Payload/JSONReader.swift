/// A JSON value. Numbers keep their text, so that nothing is rounded on the way.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One member of an object.
  public struct Member: Sendable, Equatable {
    public var name: String
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The value that `bytes` hold. Throws `LogError.badJSON` with the offset of the first byte that does not fit. Nesting beyond
  /// 128 levels and a name that occurs twice in one object are refused.
  public init(_ bytes: [UInt8]) throws(LogError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

/// Reads the fields of a payload by name. It never throws in the middle: the first thing that does not fit is noted, any value is
/// returned for it, and whoever made the reader asks `check` before what was read is used.
public final class PayloadReader {
  private let members: [JSONValue.Member]
  /// The object's bytes where the reader was made of bytes; empty for a nested object.
  public let bytes: [UInt8]
  /// The first thing that did not fit.
  public private(set) var failure: LogError?

  public init(_ members: [JSONValue.Member]) {
    self.members = members
    bytes = []
  }

  /// Throws `LogError.badJSON` if `bytes` are not one JSON object.
  public init(_ bytes: [UInt8]) throws(LogError) {
    guard case .object(let members) = try JSONValue(bytes) else { throw .badJSON(offset: 0) }
    self.members = members
    self.bytes = bytes
  }

  /// Throws the first thing that did not fit, if anything did not: `LogError.missingField` or `LogError.badField`.
  public func check() throws(LogError) {
    if let failure { throw failure }
  }

  /// Notes what does not fit.
  public func refuse(_ error: LogError) {
    if failure == nil { failure = error }
  }

  /// Notes that the field holds something else than is expected, or nothing.
  public func refuse(_ json: JSONValue?, _ field: String, expected: String) {
    refuse(json == nil ? .missingField(field) : .badField(field, expected: expected))
  }

  /// Notes that the field holds something else than is expected.
  public func refuse(_ field: String, expected: String) { refuse(.badField(field, expected: expected)) }

  /// The field's value. Complexity: O(*n*) in the number of fields.
  public func field<Value: FieldValue>(_ name: String) -> Value { Value.read(json(name), name, self) }

  /// The field's value, or `fallback` where the field is missing.
  public func field<Value: FieldValue>(_ name: String, default fallback: Value) -> Value {
    if let json = json(name) { Value.read(json, name, self) } else { fallback }
  }

  private func json(_ name: String) -> JSONValue? {
    for member in members where member.name == name { return member.value }
    return nil
  }

  /// The names of the fields, as they stand in the payload.
  public var names: [String] { members.map(\.name) }

  /// True if there is a field of that name.
  public func has(_ name: String) -> Bool { members.contains { $0.name == name } }
}

/// A parser for RFC 8259, strict: no comments, no trailing commas, nothing after the value.
private struct JSONParser {
  let bytes: [UInt8]
  var index = 0

  mutating func document() throws(LogError) -> JSONValue {
    let result = try value(depth: 0)
    skipSpace()
    if index < bytes.count { throw bad }
    return result
  }

  var bad: LogError { .badJSON(offset: index) }

  mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  mutating func word(_ text: StaticString, _ value: JSONValue) throws(LogError) -> JSONValue {
    let word = Array("\(text)".utf8)
    guard bytes[index...].starts(with: word) else { throw bad }
    index += word.count
    return value
  }

  mutating func value(depth: Int) throws(LogError) -> JSONValue {
    skipSpace()
    guard index < bytes.count, depth <= 128 else { throw bad }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  mutating func object(depth: Int) throws(LogError) -> JSONValue {
    index += 1
    var members: [JSONValue.Member] = []
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw bad }
      let name = try string()
      if members.contains(where: { $0.name == name }) || !take(":") { throw bad }
      members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
      if take("}") { return .object(members) }
      if !take(",") { throw bad }
    }
  }

  mutating func array(depth: Int) throws(LogError) -> JSONValue {
    index += 1
    var items: [JSONValue] = []
    if take("]") { return .array(items) }
    while true {
      items.append(try value(depth: depth + 1))
      if take("]") { return .array(items) }
      if !take(",") { throw bad }
    }
  }

  mutating func digits() throws(LogError) {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    if index == start { throw bad }
  }

  mutating func number() throws(LogError) -> JSONValue {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let first = index
    try digits()
    if bytes[first] == UInt8(ascii: "0"), index > first + 1 { throw bad }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  mutating func string() throws(LogError) -> String {
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        guard let result = String(validating: text, as: UTF8.self) else { throw bad }
        index += 1
        return result
      }
      if byte < 0x20 { throw bad }
      index += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
    }
    throw bad
  }

  mutating func escape(into text: inout [UInt8]) throws(LogError) {
    guard index < bytes.count else { throw bad }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try codeUnit()
      if code & 0xFC00 == 0xD800 {
        guard bytes[index...].starts(with: "\\u".utf8) else { throw bad }
        index += 2
        let low = try codeUnit()
        guard low & 0xFC00 == 0xDC00 else { throw bad }
        code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
      }
      guard let scalar = Unicode.Scalar(code) else { throw bad }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw bad
    }
  }

  mutating func codeUnit() throws(LogError) -> UInt32 {
    guard index + 4 <= bytes.count, !bytes[index..<index + 4].contains(UInt8(ascii: "+")),
      let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw bad }
    index += 4
    return code
  }
}
