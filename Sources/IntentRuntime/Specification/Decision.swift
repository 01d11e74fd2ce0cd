/// The outcome of an `if`, with what the graph says about it. Made of plain conditions and of `crosses`, joined by `&&`, `||`, `!`.
@frozen public struct Decision: Sendable, Equatable {
  public let holds: Bool
  /// The crossing that decided it, if one did.
  public let crossing: Crossing?

  /// A comparison of a value before and after an event with a threshold.
  @frozen public struct Crossing: Sendable, Equatable {
    public let before: FixedDecimal?
    public let after: FixedDecimal?
    public let threshold: Threshold
    /// True where the values derive from personal data, and are not kept.
    public let isSealed: Bool

    @inlinable public init(before: FixedDecimal?, after: FixedDecimal?, threshold: Threshold, isSealed: Bool = false) {
      self.before = isSealed ? nil : before
      self.after = isSealed ? nil : after
      self.threshold = threshold
      self.isSealed = isSealed
    }
  }

  @inlinable public init(_ holds: Bool, _ crossing: Crossing? = nil) {
    self.holds = holds
    self.crossing = crossing
  }

  /// Joins two outcomes; the second is not asked if the first does not hold.
  @inlinable public static func && (a: Decision, b: @autoclosure () -> Decision) -> Decision {
    if !a.holds { return a }
    let b = b()
    return b.holds ? Decision(true, a.crossing ?? b.crossing) : b
  }

  /// Joins two outcomes; the second is not asked if the first holds.
  @inlinable public static func || (a: Decision, b: @autoclosure () -> Decision) -> Decision {
    if a.holds { return a }
    let b = b()
    return b.holds ? b : Decision(false, a.crossing ?? b.crossing)
  }

  @inlinable public static prefix func ! (a: Decision) -> Decision { Decision(!a.holds, a.crossing) }

  /// What the graph says: `46 → 42, below 45`; empty for a plain condition.
  public var detail: String { crossing?.description ?? "" }
}

extension Decision: ExpressibleByBooleanLiteral {
  @inlinable public init(booleanLiteral holds: Bool) { self.init(holds) }
}

/// A number with a direction: `below n` is passed at n and under, `above n` at n and over.
@frozen public enum Threshold: Sendable, Hashable {
  case below(FixedDecimal), above(FixedDecimal)

  @inlinable public var number: FixedDecimal {
    switch self {
    case .below(let number), .above(let number): number
    }
  }

  /// True if `value` is past the threshold.
  @inlinable public func isPast(_ value: FixedDecimal) -> Bool {
    switch self {
    case .below(let number): value <= number
    case .above(let number): value >= number
    }
  }
}

extension Threshold: CustomStringConvertible {
  /// `below 45`.
  public var description: String {
    switch self {
    case .below(let number): "below \(number)"
    case .above(let number): "above \(number)"
    }
  }
}

/// True if the value was on the safe side just before an event and is past the threshold just after it. No earlier value counts as
/// safe; no new value is false.
@inlinable public func crosses(
  _ before: FixedDecimal?, _ after: FixedDecimal?, _ threshold: Threshold, isSealed: Bool = false
) -> Decision {
  let wasSafe = before.map { !threshold.isPast($0) } ?? true
  let isPast = after.map { threshold.isPast($0) } ?? false
  return Decision(wasSafe && isPast, Decision.Crossing(before: before, after: after, threshold: threshold, isSealed: isSealed))
}

extension Decision.Crossing: CustomStringConvertible {
  public var description: String {
    if isSealed { return "sealed" }
    guard let after else { return "no value" }
    guard threshold.isPast(after) else { return "\(after), not \(threshold)" }
    guard let before else { return "\(after), \(threshold)" }
    return threshold.isPast(before) ? "\(after), already \(threshold)" : "\(before) → \(after), \(threshold)"
  }
}
