import Foundation
@testable import IntentRuntime
import TestSupport
import Testing

@Suite struct ValueTests {
  /// The quotient rounded half to even, by schoolbook arithmetic on decimal digits: most significant first.
  private func naiveDivision(_ dividend: [Int], _ divisor: UInt128) -> UInt128? {
    var quotient: UInt128 = 0
    var rest: UInt128 = 0
    for digit in dividend {
      let (shifted, overflow) = rest.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      rest = shifted + UInt128(digit)
      let (next, carry) = quotient.multipliedReportingOverflow(by: 10)
      if carry { return nil }
      quotient = next + rest / divisor
      rest %= divisor
    }
    let twice = rest * 2
    if twice > divisor || (twice == divisor && quotient % 2 == 1) { quotient += 1 }
    return quotient
  }

  /// The digits of a product, by schoolbook multiplication.
  private func naiveProduct(_ a: UInt128, _ b: UInt128) -> [Int] {
    let (x, y) = (String(a).reversed().compactMap(\.wholeNumberValue), String(b).reversed().compactMap(\.wholeNumberValue))
    var digits = Array(repeating: 0, count: x.count + y.count)
    for (i, p) in x.enumerated() {
      var carry = 0
      for (j, q) in y.enumerated() {
        let value = digits[i + j] + p * q + carry
        digits[i + j] = value % 10
        carry = value / 10
      }
      digits[i + y.count] += carry
    }
    return digits.reversed()
  }

  @Test func decimalsAgreeWithSchoolbookArithmetic() {
    var random = seeded()
    let unit: UInt128 = 1_000_000_000_000_000_000
    for _ in 0..<3000 {
      let a = Int128(Int64.random(in: .min ... .max, using: &random)) * Int128(Int64.random(in: 0...1_000_000, using: &random))
      let b = Int128(Int64.random(in: .min ... .max, using: &random)) * Int128(Int64.random(in: 1...100, using: &random))
      let (x, y) = (FixedDecimal(scaled: a), FixedDecimal(scaled: b))
      #expect(FixedDecimal(x.description) == x)
      if let product = naiveDivision(naiveProduct(a.magnitude, b.magnitude), unit), product <= Int128.max.magnitude {
        #expect((x * y).scaled.magnitude == product, "\(x) * \(y)")
        #expect((x * y).scaled.signum() == a.signum() * b.signum() || product == 0)
      }
      if b != 0, let quotient = naiveDivision(naiveProduct(a.magnitude, unit), b.magnitude), quotient <= Int128.max.magnitude {
        #expect(x.divided(by: y)?.scaled.magnitude == quotient, "\(x) / \(y)")
      }
      #expect((x + y).scaled == a + b && (x - y).scaled == a - b)
    }
  }

  @Test func decimalsRoundHalfToEvenAndStayAtTheirBounds() {
    #expect(FixedDecimal("2.5")?.rounded(places: 0) == 2)
    #expect(FixedDecimal("3.5")?.rounded(places: 0) == 4)
    #expect(FixedDecimal("-2.5")?.rounded(places: 0) == -2)
    #expect(FixedDecimal("1.005")?.rounded(places: 2) == FixedDecimal("1"))
    #expect(FixedDecimal(455, places: 1).description == "45.5")
    #expect(FixedDecimal(1).divided(by: 3)?.description == "0.333333333333333333")
    #expect(FixedDecimal(2).divided(by: 3)?.description == "0.666666666666666667")
    #expect(FixedDecimal(1).divided(by: 0) == nil)
    let huge = FixedDecimal(scaled: .max)
    #expect(huge + 1 == huge && huge * huge == huge && (-huge) * huge == FixedDecimal(scaled: .min))
    for text in ["", "-", ".5", "5.", "1e3", "+1", "1.0000000000000000001", "200000000000000000000", " 1"] {
      #expect(FixedDecimal(text) == nil, "\(text)")
    }
  }

  @Test func timesReadBackWhatTheyWrite() throws {
    var random = seeded()
    for _ in 0..<2000 {
      let time = Timestamp(milliseconds: Int64.random(in: -62_000_000_000_000...250_000_000_000_000, using: &random))
      #expect(Timestamp(time.description) == time)
      let date = SystemCalendar.utc.date(of: time)
      #expect(CalendarDate(date.description) == date)
      let day = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = .gmt
      if time.milliseconds > 0 {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
        #expect([parts.year, parts.month, parts.day] == [date.components.year, date.components.month, date.components.day])
        #expect((parts.weekday ?? 0) == (date.weekday == .sunday ? 1 : (Weekday.allCases.firstIndex(of: date.weekday) ?? 0) + 2))
      }
    }
    for text in ["2026-02-29T00:00:00.000Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z", "2026-1-01T00:00:00Z", ""] {
      #expect(Timestamp(text) == nil, "\(text)")
    }
    #expect(TimeSpan.seconds(5).description == "5s" && TimeSpan.days(1).description == "24h" && TimeSpan.days(7).description == "7d")
  }

  @Test func identifiersReadBackWhatTheyWrite() {
    var random = seeded()
    for _ in 0..<1000 {
      let uuid = Identifier(high: UInt64.random(in: 1...UInt64.max, using: &random), low: random.next())
      #expect(Identifier(uuid.description) == uuid)
      let ordinal = Identifier(ordinal: UInt64.random(in: 1...UInt64.max, using: &random))
      #expect(Identifier(ordinal.description) == ordinal)
    }
    for text in ["0", "01", "-1", "+1", "1 ", "", "00000000-0000-0000-0000-000000000001", "xxxxxxxx-0000-0000-0000-000000000001"] {
      #expect(Identifier(text) == nil, "\(text)")
    }
    #expect(EntityReference("interaction:7")?.label == "i7")
  }

  @Test func fingerprintsDoNotDependOnOrder() {
    let parts = ["a", "b", "c"].map { Fingerprint(of: $0.utf8) }
    #expect(Fingerprint.combine(parts) == Fingerprint.combine(parts.reversed()))
    #expect(Fingerprint(of: "".utf8).description == "6c62272e07bb014262b821756295c58d")
    #expect(Fingerprint(of: "a".utf8).description == "d228cb696f1a8caf78912b704e4a8964")
    #expect(Fingerprint(parts[0].description) == parts[0])
  }

  @Test func crossingsSayWhatDecided() {
    #expect(crosses(46, 42, .below(45)) == Decision(true, .init(before: 46, after: 42, threshold: .below(45))))
    #expect(crosses(46, 45, .below(45)).holds && !crosses(45, 44, .below(45)).holds)
    #expect(crosses(nil, 44, .below(45)).holds && !crosses(46, nil, .below(45)).holds)
    #expect(crosses(1, 5, .above(5)).detail == "1 → 5, above 5")
    #expect((crosses(46, 42, .below(20)) && true).detail == "42, not below 20")
  }
}
