/// A value that can stand in a field: written to and read from payloads, shown in labels, mixed into match keys.
///
/// The runtime conforms the language's own types; generated types conform through `ChoiceValue` and `RecordValue`.
public protocol FieldValue: Sendable {
  /// Writes the value as JSON: `null` or `[]` for what a payload leaves out.
  func write(to json: inout JSONWriter)
  /// The value that `json`, a field of the payload, holds; nil where the field is missing. What does not fit is noted in the
  /// payload, and any value stands for it.
  static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Self
  /// How the graph shows the value; nil for what it leaves out.
  var label: String? { get }
  /// Mixes the value into a key: equal values mix equally.
  func mix(into hasher: inout KeyHasher)
  /// Notes the instances that the value names, and whose personal data it is.
  func note(into subjects: inout [EntityReference])
}

extension FieldValue {
  /// The value that `json`, a field of that name, holds. Throws `LogError.badField` if it holds something else.
  public static func read(_ json: JSONValue, field: String) throws(LogError) -> Self {
    let payload = PayloadReader([] as [JSONValue.Member])
    let value = read(json, field, payload)
    try payload.check()
    return value
  }
  public func note(into subjects: inout [EntityReference]) {}
}

/// Sees the fields of a value one after the other, in the order of their declaration.
public protocol FieldVisitor {
  mutating func field<Value: FieldValue>(_ name: String, _ value: Value)
  /// Sees a field that an update sets: it is shown even where its new value is nothing.
  mutating func change<Value: FieldValue>(_ name: String, _ value: Value)
}

extension FieldVisitor {
  @inlinable public mutating func change<Value: FieldValue>(_ name: String, _ value: Value) { field(name, value) }
}

/// A type whose cases have no data; its JSON is the case's name in the spec.
public protocol ChoiceValue: FieldValue, RawRepresentable, Hashable, CaseIterable where RawValue == String {}

extension ChoiceValue {
  public func write(to json: inout JSONWriter) { json.string(rawValue) }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Self {
    if case .string(let text) = json, let value = Self(rawValue: text) { return value }
    payload.refuse(json, field, expected: "one of \(allCases.map(\.rawValue).joined(separator: ", "))")
    return allCases[allCases.startIndex]
  }
  public var label: String? { rawValue }
  @inlinable public func mix(into hasher: inout KeyHasher) { rawValue.mix(into: &hasher) }
}

/// A value with named fields; its JSON is an object.
public protocol RecordValue: FieldValue, Equatable {
  func visit(_ fields: inout some FieldVisitor)
  /// What the payload holds. What does not fit is noted in the payload.
  init(from payload: PayloadReader)
}

extension RecordValue {
  public func write(to json: inout JSONWriter) {
    var fields = PayloadWriter(recorded: json.recorded)
    visit(&fields)
    json.nested(fields)
  }
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Self {
    var members: [JSONValue.Member] = []
    if case .object(let object) = json { members = object } else { payload.refuse(json, field, expected: "an object") }
    let object = PayloadReader(members)
    let value = Self(from: object)
    if let failure = object.failure { payload.refuse(failure) }
    return value
  }
  public var label: String? {
    var labels = LabelWriter()
    visit(&labels)
    return "{\(labels.fields.map(\.label).joined(separator: ", "))}"
  }
  @inlinable public func mix(into hasher: inout KeyHasher) { visit(&hasher) }
  public func note(into subjects: inout [EntityReference]) {
    var collector = SubjectCollector()
    visit(&collector)
    subjects += collector.subjects
  }
}

/// An entity's generated struct. It stands in no field: fields hold its id.
public protocol Entity: Sendable {
  /// The entity's name in the spec.
  static var entityName: String { get }
  var id: EntityID<Self> { get }
  /// The fields, `id` first.
  func visit(_ fields: inout some FieldVisitor)
  /// What the payload holds. What does not fit is noted in the payload.
  init(from payload: PayloadReader)
  /// Makes its personal data its own: only its key opens it then.
  mutating func seal()
}

extension Entity {
  @inlinable public mutating func seal() {}
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
