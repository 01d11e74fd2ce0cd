/// A currency by its ISO 4217 code.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// Three upper-case letters.
  public let code: String

  /// Nil unless `code` is three upper-case ASCII letters.
  public init?(_ code: String) {
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return nil }
    self.code = code
  }

  /// For literals in generated code. Requires: three upper-case letters, which the compiler has checked.
  public init(_ code: StaticString) { self.code = "\(code)" }

  public static let usd = Currency("USD" as StaticString)

  public var description: String { code }
}

/// An exact amount in one currency. The compiler refuses to mix currencies, so the operators here require equal ones.
public struct Money: Hashable, Sendable {
  /// The amount in the currency's main unit.
  public var amount: FixedDecimal
  public let currency: Currency

  public init(_ amount: FixedDecimal, _ currency: Currency = .usd) {
    self.amount = amount
    self.currency = currency
  }

  /// Requires: equal currencies.
  public static func + (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "amounts in different currencies do not add")
    return Money(a.amount + b.amount, a.currency)
  }

  /// Requires: equal currencies.
  public static func - (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "amounts in different currencies do not subtract")
    return Money(a.amount - b.amount, a.currency)
  }

  public static prefix func - (money: Money) -> Money { Money(-money.amount, money.currency) }

  public static func * (money: Money, factor: FixedDecimal) -> Money { Money(money.amount * factor, money.currency) }

  /// A part of the amount, or nil if `divisor` is zero.
  public func divided(by divisor: FixedDecimal) -> Money? { amount.divided(by: divisor).map { Money($0, currency) } }

  /// The ratio of two amounts, or nil if `divisor` is zero. Requires: equal currencies.
  public func divided(by divisor: Money) -> FixedDecimal? {
    precondition(currency == divisor.currency, "amounts in different currencies have no ratio")
    return amount.divided(by: divisor.amount)
  }

  /// Rounded half to even to `places` decimal places. Requires: `0 <= places <= 18`.
  public func rounded(places: Int) -> Money { Money(amount.rounded(places: places), currency) }
}

extension Money: Comparable {
  /// By amount within one currency; amounts in different currencies are ordered by their codes.
  public static func < (a: Money, b: Money) -> Bool {
    a.currency == b.currency ? a.amount < b.amount : a.currency.code < b.currency.code
  }
}

extension Money: CustomStringConvertible {
  /// As the language writes it: `$200`, `20EUR`.
  public var description: String {
    guard currency == .usd else { return "\(amount)\(currency)" }
    return amount < 0 ? "-$\(-amount)" : "$\(amount)"
  }
}
