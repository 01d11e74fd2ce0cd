import IntentSource

/// A number exactly as written: `significand` / 10^`scale`.
public struct Number: Hashable, Sendable, BitwiseCopyable {
  public let significand: Int128
  /// The number of digits after the point: 0 for a whole number, and 1 for `3.5` as well as for `3.0`.
  public let scale: Int

  public init(significand: Int128, scale: Int) {
    self.significand = significand
    self.scale = scale
  }

  /// `true` iff it is written without a point.
  public var isWhole: Bool { scale == 0 }

  /// The value when it is written without a point and fits.
  public var int: Int? { scale == 0 ? Int(exactly: significand) : nil }
}

/// The unit of a duration literal.
public enum DurationUnit: Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case milliseconds, seconds, minutes, hours, days, weeks

  /// `ms`, `s`, `m`, `h`, `d`, `w`.
  public var text: String {
    switch self {
    case .milliseconds: "ms"
    case .seconds: "s"
    case .minutes: "m"
    case .hours: "h"
    case .days: "d"
    case .weeks: "w"
    }
  }

  /// The length in milliseconds; a day is 24 hours.
  public var milliseconds: Int64 {
    switch self {
    case .milliseconds: 1
    case .seconds: 1_000
    case .minutes: 60_000
    case .hours: 3_600_000
    case .days: 86_400_000
    case .weeks: 604_800_000
    }
  }
}

/// A period of the calendar, in schedules and rates.
public enum CalendarUnit: Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case hour, day, week, month, year

  /// The unit as it is written.
  public var text: String {
    switch self {
    case .hour: "hour"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .year: "year"
    }
  }
}

/// A day of the week; Monday is first.
public enum Weekday: Int, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The day as it is written.
  public var text: String {
    switch self {
    case .monday: "monday"
    case .tuesday: "tuesday"
    case .wednesday: "wednesday"
    case .thursday: "thursday"
    case .friday: "friday"
    case .saturday: "saturday"
    case .sunday: "sunday"
    }
  }
}

/// A value written out.
public enum Literal: Hashable, Sendable, BitwiseCopyable {
  /// `42`, `3.5`.
  case number(Number)
  /// `95%`; the number is the one before the sign.
  case percent(Number)
  /// `"text"`, escapes resolved.
  case text(Symbol)
  case bool(Bool)
  /// `24h` in milliseconds, with the unit it is written in.
  case duration(milliseconds: Int64, unit: DurationUnit)
  /// `$200`, `20EUR`; the currency by its three letters.
  case money(Number, currency: Symbol)
  /// `$200/month`.
  case rate(Number, currency: Symbol, per: CalendarUnit)
  /// `09:30`, in minutes after midnight.
  case time(minutes: Int)
}
