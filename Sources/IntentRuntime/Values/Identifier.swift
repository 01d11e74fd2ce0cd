/// What tells the instances of an entity apart: an ordinal given by the log, or a UUID given by the app.
@frozen public struct Identifier: Hashable, Sendable {
  /// Upper 64 bits of a UUID; 0 for an ordinal.
  public let high: UInt64
  /// Lower 64 bits of a UUID, or the ordinal.
  public let low: UInt64

  @inlinable public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The instance with the given ordinal, from 1.
  @inlinable public init(ordinal: UInt64) { self.init(high: 0, low: ordinal) }

  /// The ordinal, or nil for a UUID.
  @inlinable public var ordinal: UInt64? { high == 0 ? low : nil }
}

extension Identifier: Comparable {
  public static func < (a: Identifier, b: Identifier) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension Identifier: CustomStringConvertible, LosslessStringConvertible {
  /// `1` for an ordinal, else a UUID in lower case with hyphens.
  public var description: String {
    if high == 0 { return String(low) }
    let digits = Array((hexadecimal(high) + hexadecimal(low)).utf8)
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The identifier that `text` writes: a positive number without leading zeros, or a UUID with hyphens; nil for anything else.
  public init?(_ text: String) {
    if text.utf8.count < 36 {
      guard let ordinal = UInt64(text), ordinal > 0, String(ordinal) == text else { return nil }
      self.init(ordinal: ordinal)
      return
    }
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], groups.joined().utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let high = UInt64(groups[0] + groups[1] + groups[2], radix: 16), let low = UInt64(groups[3] + groups[4], radix: 16), high != 0
    else { return nil }
    self.init(high: high, low: low)
  }
}

/// An identifier that knows which entity it is of, so that a deal's cannot stand where a customer's is wanted.
@frozen public struct EntityID<E: Entity>: Hashable, Sendable {
  public let raw: Identifier

  @inlinable public init(_ raw: Identifier) { self.raw = raw }
  @inlinable public init(ordinal: UInt64) { raw = Identifier(ordinal: ordinal) }

  /// The identifier together with its entity, as a plain value.
  public var reference: EntityReference { EntityReference(E.entityName, raw) }
}

extension EntityID: Comparable {
  public static func < (a: EntityID, b: EntityID) -> Bool { a.raw < b.raw }
}

extension EntityID: ExpressibleByIntegerLiteral {
  @inlinable public init(integerLiteral ordinal: UInt64) { self.init(ordinal: ordinal) }
}

extension EntityID: CustomStringConvertible {
  public var description: String { raw.description }
}

/// An instance of some entity; its text (`interaction:1`) is the subject of an event.
public struct EntityReference: Hashable, Sendable, CustomStringConvertible {
  /// The entity's name in the spec.
  public let entity: String
  public let identifier: Identifier

  public init(_ entity: String, _ identifier: Identifier) {
    self.entity = entity
    self.identifier = identifier
  }

  public var description: String { "\(entity):\(identifier)" }

  /// The instance that `text` (`interaction:1`) names; nil if `text` is not of that form.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let identifier = Identifier(String(parts[1])) else { return nil }
    self.init(String(parts[0]), identifier)
  }

  /// How the graph shows it: `i1`, or the first eight hexadecimal digits of a UUID.
  public var label: String {
    identifier.ordinal.map { "\(entity.prefix(1))\($0)" } ?? String(identifier.description.prefix(8))
  }
}

/// Sixteen hexadecimal digits in lower case.
func hexadecimal(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
