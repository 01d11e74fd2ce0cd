/// A value that can stand in a field: written to and read from payloads, shown in labels, mixed into match keys.
///
/// The runtime conforms the language's own types; generated types conform through `ChoiceValue` and `RecordValue`.
public protocol FieldValue: Sendable {
  /// Writes the value as JSON.
  func write(to json: inout JSONWriter)
  /// The value that `json` holds. Throws `LogError.badField` if it holds something else.
  static func read(_ json: JSONValue, field: String) throws(LogError) -> Self
  /// What a missing field means. Throws `LogError.missingField` unless the type has a meaning for absence.
  static func absent(field: String) throws(LogError) -> Self
  /// True if the field is omitted where it is written.
  var isAbsent: Bool { get }
  /// How the graph shows the value; nil for what it leaves out.
  var label: String? { get }
  /// Mixes the value into a key: equal values mix equally.
  func mix(into hasher: inout KeyHasher)
}

extension FieldValue {
  public static func absent(field: String) throws(LogError) -> Self { throw .missingField(field) }
  @inlinable public var isAbsent: Bool { false }
}

/// Sees the fields of a value one after the other, in the order of their declaration.
public protocol FieldVisitor {
  mutating func field<Value: FieldValue>(_ name: String, _ value: Value)
}

/// A type whose cases have no data; its JSON is the case's name in the spec.
public protocol ChoiceValue: FieldValue, RawRepresentable, Hashable, CaseIterable where RawValue == String {}

extension ChoiceValue {
  public func write(to json: inout JSONWriter) { json.string(rawValue) }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Self {
    guard case .string(let text) = json, let value = Self(rawValue: text) else {
      throw .badField(field, expected: "one of \(allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }
  public var label: String? { rawValue }
  @inlinable public func mix(into hasher: inout KeyHasher) { rawValue.mix(into: &hasher) }
}

/// A value with named fields; its JSON is an object.
public protocol RecordValue: FieldValue {
  func visit(_ fields: inout some FieldVisitor)
  init(from payload: PayloadReader) throws(LogError)
}

extension RecordValue {
  public func write(to json: inout JSONWriter) {
    var fields = PayloadWriter(recorded: json.recorded)
    visit(&fields)
    json.nested(fields)
  }
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Self {
    guard case .object(let members) = json else { throw .badField(field, expected: "an object") }
    return try Self(from: PayloadReader(members))
  }
  public var label: String? {
    var labels = LabelWriter()
    visit(&labels)
    return "{\(labels.fields.map(\.label).joined(separator: ", "))}"
  }
  @inlinable public func mix(into hasher: inout KeyHasher) { visit(&hasher) }
}

/// An entity's generated struct. It stands in no field: fields hold its id.
public protocol Entity: Sendable {
  /// The entity's name in the spec.
  static var entityName: String { get }
  var id: EntityID<Self> { get }
  /// The fields, `id` first.
  func visit(_ fields: inout some FieldVisitor)
  init(from payload: PayloadReader) throws(LogError)
}

/// Mixes the fields of a value into 64 bits, for tables in memory. Not for storage: the function may change.
@frozen public struct KeyHasher: FieldVisitor {
  @usableFromInline var state: UInt64

  @inlinable public init(seed: UInt64 = 0) { state = seed }

  @inlinable @inline(__always) public mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 32
  }

  @inlinable @inline(__always) public mutating func field<Value: FieldValue>(_ name: String, _ value: Value) {
    value.mix(into: &self)
  }

  /// The key. Its upper bits are as good as its lower ones.
  @inlinable public var key: UInt64 { (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9 }
}
