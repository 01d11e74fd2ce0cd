import IntentRuntime

/// A value of the language, whatever its type. Numbers are never mixed up: an `int` is not a `decimal`.
public indirect enum Value: Equatable, Sendable {
  case absent
  case bool(Bool)
  case int(Int)
  case decimal(FixedDecimal)
  case text(String)
  case money(Money)
  case timestamp(Timestamp)
  case duration(TimeSpan)
  case date(CalendarDate)
  case time(TimeOfDay)
  case id(Identifier)
  /// A case of a choice.
  case choice(String)
  /// A case of a variant with what it carries; a record without fields where it carries nothing.
  case variant(String, Record)
  case record(Record)
  /// An instance, by its id; its fields are read from the world.
  case instance(EntityReference)
  /// An instance as it was or will be: its fields are read from here.
  case snapshot(Instance)
  case list([Value])

  /// The value as a field, an argument or a comparison holds it: an instance by its id.
  var stored: Value {
    switch self {
    case .snapshot(let instance): .instance(instance.reference)
    case .list(let elements): .list(elements.map(\.stored))
    default: self
    }
  }

  /// `true` iff it is the truth value `true`; an absent condition does not hold.
  var holds: Bool { self == .bool(true) }

  var elements: [Value] {
    switch self {
    case .list(let elements): elements
    case .absent: []
    default: [self]
    }
  }

  /// The instance that the value is or names.
  var reference: EntityReference? {
    switch self {
    case .instance(let reference): reference
    case .snapshot(let instance): instance.reference
    default: nil
    }
  }

  /// The number that thresholds are compared with.
  var crossed: FixedDecimal? {
    switch self {
    case .int(let value): FixedDecimal(value)
    case .decimal(let value): value
    case .money(let value): value.amount
    case .duration(let value): value.scaled
    default: nil
    }
  }

  var widened: Value {
    if case .int(let value) = self { return .decimal(FixedDecimal(value)) }
    return self
  }
}

/// Named values in the order of their declaration. Two records are equal if their fields are.
public struct Record: Equatable, Sendable {
  public var fields: [(name: String, value: Value)]

  public init(_ fields: [(name: String, value: Value)] = []) { self.fields = fields }

  /// The field's value; absent where there is none of that name. Setting a new name adds it at the end.
  public subscript(name: String) -> Value {
    get { fields.first { $0.name == name }?.value ?? .absent }
    set {
      if let index = fields.firstIndex(where: { $0.name == name }) {
        fields[index].value = newValue
      } else {
        fields.append((name, newValue))
      }
    }
  }

  public static func == (a: Record, b: Record) -> Bool {
    a.fields.count == b.fields.count && a.fields.allSatisfy { b[$0.name] == $0.value }
  }
}

/// An instance of an entity: its id and its stored fields.
public struct Instance: Equatable, Sendable {
  public let reference: EntityReference
  public var fields: Record

  public init(_ reference: EntityReference, _ fields: Record) {
    self.reference = reference
    self.fields = fields
  }
}

// MARK: - as the log and the labels show values

/// JSON and labels are the runtime's own: what is compared is meaning, not how a number is printed.
extension Value: FieldValue {
  private var field: (any FieldValue)? {
    switch self {
    case .absent: nil
    case .bool(let value): value
    case .int(let value): value
    case .decimal(let value): value
    case .text(let value), .choice(let value): value
    case .money(let value): value
    case .timestamp(let value): value
    case .duration(let value): value
    case .date(let value): value
    case .time(let value): value
    case .id(let value): value
    case .instance(let value): value.identifier
    case .snapshot(let value): value.reference.identifier
    case .record(let record): Object(record)
    case .variant(let name, let record):
      Object(Record([("case", .text(name))] + (record.fields.isEmpty ? [] : [("data", .record(record))])))
    case .list(let elements): elements
    }
  }

  public func write(to json: inout JSONWriter) {
    if let field { field.write(to: &json) } else { Int?.none.write(to: &json) }
  }

  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Value {
    payload.refuse(field, expected: "read by its type")
    return .absent
  }

  public var label: String? {
    switch self {
    case .instance(let reference): reference.label
    case .snapshot(let instance): instance.reference.label
    case .choice(let name): name
    default: field?.label
    }
  }

  public func mix(into hasher: inout KeyHasher) { field?.mix(into: &hasher) }
}

/// A record as a JSON object.
private struct Object: RecordValue {
  let record: Record

  init(_ record: Record) { self.record = record }

  init(from payload: PayloadReader) { record = Record() }

  func visit(_ fields: inout some FieldVisitor) {
    for field in record.fields { fields.field(field.name, field.value) }
  }
}

extension Instance {
  /// The id and the fields as canonical JSON.
  public var json: [UInt8] { Record([("id", .id(reference.identifier))] + fields.fields).json }
}

extension Record {
  /// The record as canonical JSON.
  public var json: [UInt8] {
    var writer = PayloadWriter()
    for field in fields { writer.field(field.name, field.value) }
    return writer.finish()
  }
}
