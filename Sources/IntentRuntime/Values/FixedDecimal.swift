/// The language's `decimal`: an exact number with 18 decimal places, rounded half to even, never binary floating point.
///
/// It reaches to about ±1.7 × 10²⁰. A sum or a product beyond that stays at the bound rather than end the process: a log that
/// holds such values can still be read.
@frozen public struct FixedDecimal: Hashable, Comparable, Sendable {
  // Two halves, not one Int128: Swift 6.3 debug builds for Linux lose values of that type on the way into a task's closure.
  @usableFromInline var high: Int64
  @usableFromInline var low: UInt64

  @inlinable public init(scaled: Int128) {
    high = Int64(truncatingIfNeeded: scaled >> 64)
    low = UInt64(truncatingIfNeeded: scaled)
  }

  /// The number times 10¹⁸.
  @inlinable public var scaled: Int128 {
    get { Int128(high) << 64 | Int128(low) }
    set { self = FixedDecimal(scaled: newValue) }
  }

  /// The whole number `value`.
  @inlinable public init(_ value: Int) { self.init(scaled: Int128(value) * Self.one) }

  /// `digits` with the decimal point `places` from the right: `FixedDecimal(455, places: 1)` is 45.5.
  /// Requires: `0 <= places <= 18`.
  @inlinable public init(_ digits: Int, places: Int) {
    precondition(places >= 0 && places <= 18, "a decimal has up to 18 places")
    var unit = Self.one
    for _ in 0..<places { unit /= 10 }
    self.init(scaled: Int128(digits) * unit)
  }

  public static let zero = FixedDecimal(scaled: 0)

  @usableFromInline static var one: Int128 { 1_000_000_000_000_000_000 }

  @inlinable public static func < (a: FixedDecimal, b: FixedDecimal) -> Bool { a.scaled < b.scaled }

  @inlinable public static func + (a: FixedDecimal, b: FixedDecimal) -> FixedDecimal {
    let (sum, overflow) = a.scaled.addingReportingOverflow(b.scaled)
    return FixedDecimal(scaled: overflow ? (b.scaled < 0 ? .min : .max) : sum)
  }

  @inlinable public static func - (a: FixedDecimal, b: FixedDecimal) -> FixedDecimal {
    let (difference, overflow) = a.scaled.subtractingReportingOverflow(b.scaled)
    return FixedDecimal(scaled: overflow ? (b.scaled < 0 ? .max : .min) : difference)
  }

  @inlinable public static prefix func - (a: FixedDecimal) -> FixedDecimal { .zero - a }
  @inlinable public static func += (a: inout FixedDecimal, b: FixedDecimal) { a = a + b }
  @inlinable public static func -= (a: inout FixedDecimal, b: FixedDecimal) { a = a - b }

  /// The product, rounded half to even at the 18th place.
  public static func * (a: FixedDecimal, b: FixedDecimal) -> FixedDecimal {
    let negative = (a.scaled < 0) != (b.scaled < 0)
    let product = a.scaled.magnitude.multipliedFullWidth(by: b.scaled.magnitude)
    return quotient((product.high, product.low), by: one.magnitude, negative: negative)
  }

  /// The quotient, rounded half to even at the 18th place; nil if `divisor` is zero.
  public func divided(by divisor: FixedDecimal) -> FixedDecimal? {
    if divisor.scaled == 0 { return nil }
    let negative = (scaled < 0) != (divisor.scaled < 0)
    let product = scaled.magnitude.multipliedFullWidth(by: Self.one.magnitude)
    return Self.quotient((product.high, product.low), by: divisor.scaled.magnitude, negative: negative)
  }

  /// Rounded half to even to `places` decimal places. Requires: `0 <= places <= 18`.
  public func rounded(places: Int) -> FixedDecimal {
    precondition((0...18).contains(places), "a decimal has up to 18 places")
    var unit: UInt128 = 1
    for _ in places..<18 { unit *= 10 }
    let steps = Self.quotient((0, scaled.magnitude), by: unit, negative: scaled < 0).scaled
    let (value, overflow) = steps.multipliedReportingOverflow(by: Int128(unit))
    return FixedDecimal(scaled: overflow ? (steps < 0 ? .min : .max) : value)
  }

  /// `dividend / divisor`, half to even, held at the bounds. Requires: `divisor` > 0.
  private static func quotient(_ dividend: (UInt128, UInt128), by divisor: UInt128, negative: Bool) -> FixedDecimal {
    // Where the high half reaches the divisor the quotient has more than 128 bits.
    if dividend.0 >= divisor { return FixedDecimal(scaled: negative ? .min : .max) }
    var (q, r) = divisor.dividingFullWidth((dividend.0, dividend.1))
    let half = divisor - r
    if r > half || (r == half && q & 1 == 1) {
      if q == .max { return FixedDecimal(scaled: negative ? .min : .max) }
      q += 1
    }
    if q > Int128.max.magnitude { return FixedDecimal(scaled: negative ? .min : .max) }
    r = q
    return FixedDecimal(scaled: negative ? -Int128(r) : Int128(r))
  }
}

/// A share: 1 is 100 %.
public typealias Percent = FixedDecimal

extension FixedDecimal: ExpressibleByIntegerLiteral {
  @inlinable public init(integerLiteral value: Int) { self.init(value) }
}

extension FixedDecimal: CustomStringConvertible, LosslessStringConvertible {
  /// Plain decimal notation with no more digits than needed: `45.5`, `-0.25`, `20`.
  public var description: String {
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: Self.one.magnitude)
    var text = (scaled < 0 ? "-" : "") + String(whole)
    if fraction != 0 {
      let digits = String(fraction)
      let full = String(repeating: "0", count: 18 - digits.utf8.count) + digits
      text += "." + String(full.prefix(upTo: full.index(after: full.lastIndex { $0 != "0" } ?? full.startIndex)))
    }
    return text
  }

  /// The number that `text` writes in plain notation (`-45.5`); nil for any other text, more than 18 decimal places or a
  /// number out of range.
  public init?(_ text: String) {
    var value: UInt128 = 0
    var places = -1
    var digits = 0
    let negative = text.utf8.first == UInt8(ascii: "-")
    for byte in negative ? text.utf8.dropFirst() : text.utf8[...] {
      if byte == UInt8(ascii: "."), places < 0, digits > 0 { places = 0; continue }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), places < 18 else { return nil }
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (next, carry) = shifted.addingReportingOverflow(UInt128(byte - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = next
      digits += 1
      if places >= 0 { places += 1 }
    }
    if digits == 0 || places == 0 { return nil }
    for _ in max(places, 0)..<18 {
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = shifted
    }
    guard value <= Int128.max.magnitude else { return nil }
    self.init(scaled: negative ? -Int128(value) : Int128(value))
  }
}
