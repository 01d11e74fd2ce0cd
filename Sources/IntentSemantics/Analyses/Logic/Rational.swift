/// The logic could not decide: a number left what 128 bits hold, or the search its bound. What is undecided is never reported.
struct Undecided: Error {}

/// An exact fraction in lowest terms.
struct Rational: Hashable {
  let numerator: Int128
  /// Above zero.
  let denominator: Int128

  static let zero = Rational(0)

  init(_ whole: Int128) {
    numerator = whole
    denominator = 1
  }

  /// Requires: `denominator` is not zero.
  init(_ numerator: Int128, over denominator: Int128) throws(Undecided) {
    let divisor = gcd(numerator, denominator)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = try product(numerator / divisor, sign)
    self.denominator = try product(denominator / divisor, sign)
  }

  /// The value of canonical decimal text, or `nil` for other text and beyond what 128 bits hold.
  init?(decimal text: String) {
    if let whole = Int128(text) {
      self.init(whole)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), parts.count == 1 || parts[1].utf8.count <= 18,
      let digits = Int128(parts.joined())
    else { return nil }
    var scale: Int128 = 1
    for _ in 0..<(parts.count == 2 ? parts[1].utf8.count : 0) { scale *= 10 }
    guard let value = try? Rational(digits, over: scale) else { return nil }
    self = value
  }

  var isWhole: Bool { denominator == 1 }

  /// The greatest whole number that is not above it.
  var floor: Int128 {
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }

  func plus(_ other: Rational) throws(Undecided) -> Rational {
    try Rational(
      sum(product(numerator, other.denominator), product(other.numerator, denominator)), over: product(denominator, other.denominator))
  }

  func times(_ other: Rational) throws(Undecided) -> Rational {
    try Rational(product(numerator, other.numerator), over: product(denominator, other.denominator))
  }

  var negated: Rational {
    get throws(Undecided) { try times(Rational(-1)) }
  }

  func isBelow(_ other: Rational) throws(Undecided) -> Bool {
    try product(numerator, other.denominator) < product(other.numerator, denominator)
  }
}

func sum(_ a: Int128, _ b: Int128) throws(Undecided) -> Int128 {
  let (value, overflow) = a.addingReportingOverflow(b)
  if overflow { throw Undecided() }
  return value
}

func product(_ a: Int128, _ b: Int128) throws(Undecided) -> Int128 {
  let (value, overflow) = a.multipliedReportingOverflow(by: b)
  if overflow { throw Undecided() }
  return value
}

/// The greatest common divisor, 1 where both are zero.
func gcd(_ a: Int128, _ b: Int128) -> Int128 {
  var (a, b) = (a.magnitude, b.magnitude)
  while b != 0 { (a, b) = (b, a % b) }
  return a == 0 || a > UInt128(Int128.max) ? 1 : Int128(a)
}
