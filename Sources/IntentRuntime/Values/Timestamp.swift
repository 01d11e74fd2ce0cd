/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
@frozen public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var milliseconds: Int64

  @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Stands for "the time at which the event is recorded"; `append` fills it in. It is never stored.
  public static var recorded: Timestamp { Timestamp(milliseconds: .min) }

  /// Later than every instant that a log can hold.
  @inlinable public static var distantFuture: Timestamp { Timestamp(milliseconds: .max) }

  @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  /// The instant `span` later. Stays at the bounds of the type when the sum would pass them.
  @inlinable public static func + (instant: Timestamp, span: TimeSpan) -> Timestamp {
    let (sum, overflow) = instant.milliseconds.addingReportingOverflow(span.milliseconds)
    return Timestamp(milliseconds: overflow ? (span.milliseconds < 0 ? .min : .max) : sum)
  }

  /// The instant `span` earlier. Stays at the bounds of the type when the difference would pass them.
  @inlinable public static func - (instant: Timestamp, span: TimeSpan) -> Timestamp {
    let (difference, overflow) = instant.milliseconds.subtractingReportingOverflow(span.milliseconds)
    return Timestamp(milliseconds: overflow ? (span.milliseconds < 0 ? .max : .min) : difference)
  }

  /// The time from `b` to `a`. Stays at the bounds of the type when the difference would pass them.
  @inlinable public static func - (a: Timestamp, b: Timestamp) -> TimeSpan {
    let (difference, overflow) = a.milliseconds.subtractingReportingOverflow(b.milliseconds)
    return TimeSpan(milliseconds: overflow ? (a < b ? .min : .max) : difference)
  }
}

/// The language's `duration`: a signed length of time in milliseconds.
@frozen public struct TimeSpan: Hashable, Comparable, Sendable {
  /// The length in milliseconds.
  public var milliseconds: Int64

  @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  @inlinable public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }
  @inlinable public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) * 1000 }
  @inlinable public static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) * 60_000 }
  @inlinable public static func hours(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) * 3_600_000 }
  @inlinable public static func days(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) * 86_400_000 }
  @inlinable public static func weeks(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) * 604_800_000 }

  @inlinable public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds < b.milliseconds }

  /// The sum; stays at the bounds of the type when it would pass them.
  @inlinable public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    let (sum, overflow) = a.milliseconds.addingReportingOverflow(b.milliseconds)
    return TimeSpan(milliseconds: overflow ? (b.milliseconds < 0 ? .min : .max) : sum)
  }

  /// The difference; stays at the bounds of the type when it would pass them.
  @inlinable public static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    let (difference, overflow) = a.milliseconds.subtractingReportingOverflow(b.milliseconds)
    return TimeSpan(milliseconds: overflow ? (b.milliseconds < 0 ? .max : .min) : difference)
  }

  /// The span taken `factor` times; stays at the bounds of the type when the product would pass them.
  @inlinable public static func * (span: TimeSpan, factor: Int64) -> TimeSpan {
    let (product, overflow) = span.milliseconds.multipliedReportingOverflow(by: factor)
    return TimeSpan(milliseconds: overflow ? ((span.milliseconds < 0) == (factor < 0) ? .max : .min) : product)
  }
}

extension TimeSpan {
  @inlinable public static prefix func - (span: TimeSpan) -> TimeSpan { TimeSpan(milliseconds: 0) - span }

  @inlinable public static func * (span: TimeSpan, factor: Int) -> TimeSpan { span * Int64(factor) }

  /// The span taken `factor` times, to the nearest millisecond, half to even.
  public static func * (span: TimeSpan, factor: FixedDecimal) -> TimeSpan {
    TimeSpan(rounding: FixedDecimal(Int(span.milliseconds)) * factor)
  }

  /// The ratio of two spans; nil if `divisor` is zero.
  public func divided(by divisor: TimeSpan) -> FixedDecimal? {
    FixedDecimal(Int(milliseconds)).divided(by: FixedDecimal(Int(divisor.milliseconds)))
  }

  /// A part of the span, to the nearest millisecond, half to even; nil if `divisor` is zero.
  public func divided(by divisor: FixedDecimal) -> TimeSpan? {
    FixedDecimal(Int(milliseconds)).divided(by: divisor).map { TimeSpan(rounding: $0) }
  }

  private init(rounding milliseconds: FixedDecimal) {
    self.init(milliseconds: Int64(clamping: milliseconds.rounded(places: 0).scaled / FixedDecimal.one))
  }
}

extension TimeSpan: CustomStringConvertible {
  /// As the language writes it: the largest unit that divides it, weeks aside (`5s`, `24h`, `7d`, `250ms`).
  public var description: String {
    for (unit, name) in [(Int64(86_400_000), "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")]
    where milliseconds != 0 && milliseconds % unit == 0 {
      // A day is written as 24h, two as 2d: what people say of deadlines.
      if name == "d" && milliseconds == unit { continue }
      return "\(milliseconds / unit)\(name)"
    }
    return "\(milliseconds)ms"
  }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 in UTC with milliseconds: `2026-11-21T09:30:00.000Z`.
  public var description: String {
    let (day, rest) = milliseconds.flooredDivision(by: 86_400_000)
    return "\(CalendarDate(daysSince1970: day))T\(TimeOfDay(milliseconds: rest).fullText)Z"
  }

  /// The instant that `text` names, in the form that `description` writes; nil if `text` is not of that form.
  public init?(_ text: String) {
    guard text.utf8.count >= 20, text.utf8.last == UInt8(ascii: "Z") else { return nil }
    let parts = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = CalendarDate(String(parts[0])), let time = TimeOfDay(String(parts[1])) else { return nil }
    let (day, overflow) = date.daysSince1970.multipliedReportingOverflow(by: 86_400_000)
    if overflow { return nil }
    milliseconds = day + time.milliseconds
  }
}

extension Int64 {
  /// Quotient rounded down and the remainder, which is never negative. Requires: `divisor` > 0.
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (q, r) = quotientAndRemainder(dividingBy: divisor)
    return r < 0 ? (q - 1, r + divisor) : (q, r)
  }
}
