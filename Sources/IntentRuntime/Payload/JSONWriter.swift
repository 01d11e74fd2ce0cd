/// Writes JSON values as UTF-8 bytes, without white space.
public struct JSONWriter: Sendable {
  /// The bytes so far.
  public private(set) var bytes: [UInt8] = []
  /// What `Timestamp.recorded` is written as.
  let recorded: Timestamp
  /// True for the log alone, which keeps what is sealed: to anyone else a sealed value is written as `"sealed"`.
  let opensSealed: Bool

  public init(recorded: Timestamp = .recorded) { self.init(recorded: recorded, opensSealed: false) }

  @_spi(Generated) public init(recorded: Timestamp = .recorded, opensSealed: Bool) {
    self.recorded = recorded
    self.opensSealed = opensSealed
  }

  mutating func drop(from index: Int) { bytes.removeSubrange(index...) }
  mutating func null() { bytes.append(contentsOf: "null".utf8) }
  mutating func bool(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }
  mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  mutating func array<Element>(_ elements: [Element], _ write: (Element, inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element, &self)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func nested(_ object: PayloadWriter) { bytes.append(contentsOf: object.finish()) }

  /// A string with the escapes that RFC 8785 asks for and no others.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
      case 0x08: bytes.append(contentsOf: "\\b".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0C: bytes.append(contentsOf: "\\f".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0..<0x20: bytes.append(contentsOf: "\\u00\(hexadecimal(UInt64(byte)).suffix(2))".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// Writes the fields of a value as one canonical JSON object: keys in order, absent fields omitted, no white space.
public struct PayloadWriter: FieldVisitor, Sendable {
  private var json: JSONWriter
  private var fields: [(name: String, start: Int, end: Int)] = []

  /// `recorded` is what `Timestamp.recorded` is written as.
  public init(recorded: Timestamp = .recorded) { json = JSONWriter(recorded: recorded) }

  /// A writer for the log.
  @_spi(Generated) public init(recorded: Timestamp = .recorded, opensSealed: Bool) {
    json = JSONWriter(recorded: recorded, opensSealed: opensSealed)
  }

  public mutating func field<Value: FieldValue>(_ name: String, _ value: Value) {
    let start = json.bytes.count
    value.write(to: &json)
    let bytes = json.bytes[start...]
    // No other value is written like this: a text has quotes.
    if bytes.elementsEqual("null".utf8) || bytes.elementsEqual("[]".utf8) {
      json.drop(from: start)
    } else {
      fields.append((name, start, json.bytes.count))
    }
  }

  public mutating func change<Value: FieldValue>(_ name: String, _ value: Value) {
    let start = json.bytes.count
    value.write(to: &json)
    fields.append((name, start, json.bytes.count))
  }

  /// The object's bytes. Complexity: O(*n* log *n*) in the number of fields. Requires: no name was given twice.
  public func finish() -> [UInt8] {
    var result = JSONWriter(recorded: json.recorded)
    var object: [UInt8] = [UInt8(ascii: "{")]
    // RFC 8785 orders by UTF-16; for names outside the supplementary planes that is the order of the scalars.
    for field in fields.sorted(by: { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) }) {
      if object.count > 1 { object.append(UInt8(ascii: ",")) }
      result = JSONWriter()
      result.string(field.name)
      object.append(contentsOf: result.bytes)
      object.append(UInt8(ascii: ":"))
      object.append(contentsOf: json.bytes[field.start..<field.end])
    }
    object.append(UInt8(ascii: "}"))
    return object
  }
}

/// Collects the labels of a value's fields for the graph, leaving out booleans, times and what is absent.
public struct LabelWriter: FieldVisitor, Sendable {
  /// The labels in the order of declaration.
  public private(set) var fields: [(name: String, label: String)] = []

  public init() {}

  public mutating func field<Value: FieldValue>(_ name: String, _ value: Value) {
    if let label = value.label { fields.append((name, label)) }
  }
}
