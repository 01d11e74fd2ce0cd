/// The language's `date`: a day of the proleptic Gregorian calendar, without a time or a zone.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let daysSince1970: Int64

  public init(daysSince1970: Int64) { self.daysSince1970 = daysSince1970 }

  /// Stands for "the day on which the instance is recorded"; `append` fills it in. It is never stored.
  public static var recorded: CalendarDate { CalendarDate(daysSince1970: .min) }

  /// The day that the numbers name, or nil if there is no such day or `year` is outside -9999...9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (-9999...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
    // Counts from March, so that the leap day is the last of its year.
    let shifted = Int64(month > 2 ? year : year - 1)
    let (era, yearOfEra) = shifted.flooredDivision(by: 400)
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    daysSince1970 = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Year, month (from 1) and day of the month (from 1).
  public var components: (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (daysSince1970 + 719_468).flooredDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    let day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day of the week.
  public var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    Weekday.allCases[Int((daysSince1970 + 3).flooredDivision(by: 7).remainder)]
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSince1970 < b.daysSince1970 }

  /// The day that lies the span's whole days later; a part of a day does not count.
  public static func + (date: CalendarDate, span: TimeSpan) -> CalendarDate {
    CalendarDate(daysSince1970: date.daysSince1970 + span.milliseconds / 86_400_000)
  }

  /// The day that lies the span's whole days earlier; a part of a day does not count.
  public static func - (date: CalendarDate, span: TimeSpan) -> CalendarDate {
    CalendarDate(daysSince1970: date.daysSince1970 - span.milliseconds / 86_400_000)
  }

  /// The time from one day to another, in days of 24 hours.
  public static func - (a: CalendarDate, b: CalendarDate) -> TimeSpan { .days(a.daysSince1970 - b.daysSince1970) }

  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate: CustomStringConvertible {
  /// `2026-11-21`.
  public var description: String {
    let (year, month, day) = components
    return "\(year < 0 ? "-" : "")\(padded(abs(year), 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The day that `text` names, in the form that `description` writes; nil if `text` is not of that form.
  public init?(_ text: String) {
    let negative = text.hasPrefix("-")
    let parts = (negative ? text.dropFirst() : text[...]).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], digits: 4), let month = number(parts[1], digits: 2),
      let day = number(parts[2], digits: 2)
    else { return nil }
    self.init(year: negative ? -year : year, month: month, day: day)
  }
}

/// The language's `time`: a time of day, in milliseconds after midnight.
public struct TimeOfDay: Hashable, Comparable, Sendable {
  /// Milliseconds after midnight, from 0 to 86,399,999.
  public let milliseconds: Int64

  /// Requires: `0 <= milliseconds < 86_400_000`.
  public init(milliseconds: Int64) {
    precondition((0..<86_400_000).contains(milliseconds), "a time of day lies within one day")
    self.milliseconds = milliseconds
  }

  /// The time that the numbers name. Requires: hour in 0...23, minute and second in 0...59.
  public init(hour: Int, minute: Int = 0, second: Int = 0) {
    self.init(milliseconds: Int64((hour * 60 + minute) * 60 + second) * 1000)
  }

  /// Requires: `0 <= minutes < 1440`.
  public init(minutes: Int) { self.init(milliseconds: Int64(minutes) * 60_000) }

  public static let midnight = TimeOfDay(hour: 0)

  public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.milliseconds < b.milliseconds }

  /// With seconds and milliseconds, always: `09:30:00.000`.
  var fullText: String {
    let seconds = milliseconds / 1000
    let clock = "\(padded(Int(seconds / 3600), 2)):\(padded(Int(seconds / 60 % 60), 2)):\(padded(Int(seconds % 60), 2))"
    return "\(clock).\(padded(Int(milliseconds % 1000), 3))"
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// `09:30`; with seconds and milliseconds only where they are not zero.
  public var description: String {
    let full = fullText
    return String(milliseconds % 60_000 == 0 ? full.prefix(5) : milliseconds % 1000 == 0 ? full.prefix(8) : full[...])
  }

  /// The time that `text` names, in a form that `description` writes; nil if `text` is not of such a form.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = number(parts[0], digits: 2), let minute = number(parts[1], digits: 2),
      hour < 24, minute < 60
    else { return nil }
    var second = 0
    var fraction = 0
    if parts.count == 3 {
      let pieces = parts[2].split(separator: ".", omittingEmptySubsequences: false)
      guard pieces.count <= 2, let whole = number(pieces[0], digits: 2), whole < 60 else { return nil }
      second = whole
      if pieces.count == 2 {
        guard let thousandths = number(pieces[1], digits: 3) else { return nil }
        fraction = thousandths
      }
    }
    self.init(milliseconds: Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(fraction))
  }
}

/// A day of the week. Weeks start on Monday.
public enum Weekday: String, CaseIterable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// `value` in decimal with at least `width` digits. Requires: `value` >= 0.
func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

/// The number that exactly `digits` ASCII digits write, or nil.
private func number(_ text: Substring, digits: Int) -> Int? {
  guard text.utf8.count == digits, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
  return Int(text)
}
