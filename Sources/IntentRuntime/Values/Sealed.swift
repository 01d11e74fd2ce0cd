/// Personal data: a value that is printed, logged and compared by nobody who has not opened it with the key of its subject.
///
/// Anyone may seal a value; text literals seal themselves. A value that stands in an instance is that instance's. One that stands in none,
/// or that derives from several instances, is nobody's, and any key opens it.
public struct Sealed<Value: Sendable>: Sendable {
  @usableFromInline let value: Value
  @usableFromInline private(set) var subject: EntityReference?

  @inlinable public init(_ value: Value) { self.value = value }

  /// The value. Throws `SealError` if the key is another subject's.
  public func open(with key: SubjectKey) throws(SealError) -> Value {
    if let subject, !key.opens(subject) { throw .otherSubject(subject) }
    return value
  }
}

/// Why a sealed value was not opened.
public enum SealError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The value is of that subject, and the key is not.
  case otherSubject(EntityReference)

  public var description: String {
    switch self {
    case .otherSubject(let subject): "sealed for \(subject), and the key is not its"
    }
  }
}

// MARK: - showing nothing

extension Sealed: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `sealed`, whatever the value.
  public var description: String { "sealed" }
  public var debugDescription: String { "sealed" }
  /// Without children.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Sealed: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral, ExpressibleByStringLiteral
where Value == String {
  @inlinable public init(stringLiteral text: String) { self.init(text) }
}

@available(*, unavailable, message: "open sealed values with their subjects' keys and compare what they hold")
public func == <Value>(a: Sealed<Value>?, b: Sealed<Value>?) -> Bool { fatalError("unavailable") }  // Nothing can call it.

@available(*, unavailable, message: "open sealed values with their subjects' keys and compare what they hold")
public func != <Value>(a: Sealed<Value>?, b: Sealed<Value>?) -> Bool { fatalError("unavailable") }  // Nothing can call it.

// MARK: - in fields

extension Sealed: FieldValue where Value: FieldValue {
  public func write(to json: inout JSONWriter) {
    if json.opensSealed { value.write(to: &json) } else { json.string(description) }
  }
  /// The value, nobody's yet.
  public static func read(_ json: JSONValue?, _ field: String, _ payload: PayloadReader) -> Sealed {
    Sealed(Value.read(json, field, payload))
  }
  /// `sealed` where the value itself would be shown.
  public var label: String? { value.label.map { _ in description } }
  @inlinable public func mix(into hasher: inout KeyHasher) { value.mix(into: &hasher) }
  public func note(into subjects: inout [EntityReference]) { if let subject { subjects.append(subject) } }
}

// MARK: - for generated code, which keeps what it opens to itself

@_spi(Generated) extension Sealed {
  /// Seals what derives from the data of one subject.
  @inlinable public init<E>(_ value: Value, of id: EntityID<E>?) {
    self.value = value
    subject = id?.reference
  }

  @inlinable public var opened: Value { value }

  /// Makes it the data of the instance that it stands in.
  @inlinable public mutating func belong<E>(to id: EntityID<E>) { self = Sealed(value, of: id) }
}

/// True if both hold the same value, whose ever it is: how evidence is compared with what was asked for.
@_spi(Generated) @inlinable public func haveSameValue<Value: Equatable>(_ a: Sealed<Value>?, _ b: Sealed<Value>?) -> Bool {
  a?.value == b?.value
}
