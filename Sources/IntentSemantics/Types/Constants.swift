import IntentIR
import IntentSyntax

// What constants come to, and how a message writes them.
extension ExprIR {
  /// The literal that this comes to: one that is written out, or what such add up to. `nil` for all else, and for what no literal writes.
  var folded: LiteralIR? {
    switch kind {
    case .widened(let inner): return inner.folded
    case .negate, .binary: return (try? number).flatMap { $0 }.flatMap { $0.literal(of: type) }
    default: return constant
    }
  }

  private var number: Rational? {
    get throws(Undecided) {
      switch kind {
      case .literal(let literal): return literal.rational
      case .widened(let inner): return try inner.number
      case .negate(let inner): return try inner.number?.negated
      case .binary(let op, let left, let right):
        guard let first = try left.number, let second = try right.number else { return nil }
        switch op {
        case .add: return try first.plus(second)
        case .subtract: return try first.plus(second.negated)
        case .multiply: return try first.times(second)
        case .divide where second != .zero: return try first.times(Rational(second.denominator, over: second.numerator))
        default: return nil
        }
      default: return nil
      }
    }
  }
}

extension Rational {
  /// The number as a literal of the type, where one writes it exactly.
  fileprivate func literal(of type: TypeIR) -> LiteralIR? {
    switch type {
    case .int: isWhole ? Int64(exactly: numerator).map { .int($0) } : nil
    case .duration: isWhole ? Int64(exactly: numerator).map { .duration($0) } : nil
    case .decimal, .percent: digits.map { .decimal($0) }
    case .money(let currency): digits.map { .money($0, currency: currency) }
    default: nil
    }
  }

  /// Canonical decimal text, if 18 places are enough.
  private var digits: String? {
    var scale = 0
    var unit: Int128 = 1
    while unit % denominator != 0, scale < 18 {
      scale += 1
      unit *= 10
    }
    guard unit % denominator == 0, let significand = try? product(numerator, unit / denominator) else { return nil }
    return DecimalText.canonical(Number(significand: significand, scale: scale))
  }
}

extension SystemAnalysis {
  /// A constant of the type as an author writes it.
  func written(_ literal: LiteralIR, as type: TypeIR) -> String {
    switch literal {
    case .duration(let milliseconds): durationText(milliseconds)
    case .money(let digits, "USD"): digits.hasPrefix("-") ? "-$" + digits.dropFirst() : "$" + digits
    case .decimal(let digits) where baseType(type.unwrapped) == .percent: DecimalText.percent(digits)
    default: literal.text
    }
  }

  /// The least and the greatest value of a refined type, as all that it refines leave them.
  func bounds(of type: TypeIR) -> (least: LiteralIR?, greatest: LiteralIR?) {
    guard case .refined(let name) = type else { return (nil, nil) }
    switch shapes[name]?.shape {
    case .range(let base, let lower, let upper):
      let (least, greatest) = bounds(of: base)
      return (outer(lower, least, isAbove: true), outer(upper, greatest, isAbove: false))
    case .pattern(let base, _): return bounds(of: base)
    default: return (nil, nil)
    }
  }

  /// The one of two bounds that leaves out more.
  private func outer(_ a: LiteralIR?, _ b: LiteralIR?, isAbove: Bool) -> LiteralIR? {
    guard let a, let b, let order = compare(a, b) else { return a ?? b }
    return (order > 0) == isAbove ? a : b
  }
}
