import Foundation

/// A day of the calendar, without a time.
public struct Day: Hashable, Comparable, Codable, Sendable {
  public let year: Int, month: Int, day: Int

  public init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  public static func < (left: Day, right: Day) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

/// A time of the day.
public struct TimeOfDay: Hashable, Codable, Sendable {
  public let hour: Int, minute: Int

  public init(_ hour: Int, _ minute: Int) { (self.hour, self.minute) = (hour, minute) }
}

extension TimeInterval {
  public static func minutes(_ count: Int) -> TimeInterval { TimeInterval(count * 60) }
  public static func hours(_ count: Int) -> TimeInterval { TimeInterval(count * 3_600) }
  public static func days(_ count: Int) -> TimeInterval { TimeInterval(count * 86_400) }
}

/// When something comes again.
public enum Recurrence: Sendable {
  case daily(TimeOfDay)
  case weekly(weekday: Int, TimeOfDay)
  case monthly
  case every(minutes: Int)
}

/// A calendar in one zone.
public struct Almanac: Sendable {
  private let calendar: Calendar

  public init(timeZone name: String) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: name) ?? .gmt
    self.calendar = calendar
  }

  public func day(of date: Date) -> Day {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    return Day(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
  }

  /// The next time it comes, after the date; a local time that is skipped comes at the next instant.
  public func next(_ recurrence: Recurrence, after date: Date) -> Date {
    let components: DateComponents
    switch recurrence {
    case .daily(let time): components = DateComponents(hour: time.hour, minute: time.minute)
    case .weekly(let weekday, let time):
      components = DateComponents(hour: time.hour, minute: time.minute, weekday: weekday)
    case .monthly: components = DateComponents(day: 1, hour: 0, minute: 0)
    case .every(let minutes):
      let midnight = calendar.startOfDay(for: date)
      let ticks = Int(date.timeIntervalSince(midnight) / .minutes(minutes)) + 1
      let tick = midnight + .minutes(minutes) * Double(ticks)
      let tomorrow = calendar.date(byAdding: .day, value: 1, to: midnight) ?? tick
      return min(tick, tomorrow)
    }
    return calendar.nextDate(after: date, matching: components, matchingPolicy: .nextTime, repeatedTimePolicy: .first) ?? .distantFuture
  }
}
