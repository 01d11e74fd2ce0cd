import IntentSyntax

/// Canonical decimal text as a number that can be compared: a whole number of 10^-18 steps.
struct DecimalText: Comparable {
  private let scaled: Int128

  /// The value of canonical decimal text, or `nil` for other text and beyond what 128 bits hold.
  init?(_ text: String) {
    var digits = text[...]
    let isNegative = digits.first == "-"
    if isNegative { digits.removeFirst() }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int128(parts[0]) else { return nil }
    var fraction: Int128 = 0
    var scale = 18
    if parts.count == 2 {
      guard parts[1].utf8.count <= 18, let value = Int128(parts[1]) else { return nil }
      fraction = value
      scale -= parts[1].utf8.count
    }
    for _ in 0..<scale { fraction *= 10 }
    let (product, overflow) = whole.multipliedReportingOverflow(by: 1_000_000_000_000_000_000)
    if overflow { return nil }
    let (sum, carry) = product.addingReportingOverflow(parts.count == 2 ? fraction : 0)
    if carry { return nil }
    scaled = isNegative ? -sum : sum
  }

  static func < (a: DecimalText, b: DecimalText) -> Bool { a.scaled < b.scaled }

  static func negated(_ digits: String) -> String {
    digits.hasPrefix("-") ? String(digits.dropFirst()) : digits == "0" ? digits : "-" + digits
  }

  /// What canonical text says as a percentage: `120%` for `1.2`.
  static func percent(_ digits: String) -> String {
    let isNegative = digits.hasPrefix("-")
    let parts = (isNegative ? digits.dropFirst() : digits[...]).split(separator: ".")
    let places = parts.count == 2 ? parts[1].utf8.count : 0
    guard let first = parts.first, let significand = Int128(first + (parts.count == 2 ? parts[1] : "")) else { return digits }
    let number = Number(significand: isNegative ? -significand : significand, scale: places)
    if places >= 2 { return canonical(number, shift: -2) + "%" }
    return canonical(Number(significand: number.significand * (places == 1 ? 10 : 100), scale: 0)) + "%"
  }

  /// `number` / 10^`shift` in canonical text: no trailing zeros after the point.
  static func canonical(_ number: Number, shift: Int = 0) -> String {
    var digits = String(number.significand.magnitude)
    var scale = number.scale + shift
    while scale > 0, digits.hasSuffix("0"), digits.utf8.count > 1 {
      digits.removeLast()
      scale -= 1
    }
    if number.significand == 0 { return "0" }
    if scale > 0 {
      if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale - digits.utf8.count + 1) + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    }
    return number.significand < 0 ? "-" + digits : digits
  }
}
