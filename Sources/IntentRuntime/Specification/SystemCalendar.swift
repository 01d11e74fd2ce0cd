import Foundation
import Synchronization

/// When a schedule ticks.
public enum SchedulePeriod: Sendable, Hashable {
  case hour, day
  /// Mondays.
  case week
  /// The first of each month.
  case month
  /// The first of January.
  case year
  /// One day of the week, 1 for Monday to 7 for Sunday.
  case weekday(Int)
  /// Each multiple of the span after midnight.
  case every(TimeSpan)
}

/// Dates and times in a system's own zone.
///
/// A plain number, so that it costs nothing to pass around; the zones themselves are kept once in the process.
@frozen public struct SystemCalendar: Sendable, Hashable {
  @usableFromInline let zone: Int32

  private static let zones = Mutex<[TimeZone]>([.gmt])

  /// The calendar of UTC.
  public static let utc = SystemCalendar(zone: 0)

  @usableFromInline init(zone: Int32) { self.zone = zone }

  /// The calendar of the zone with that IANA name; nil if this machine does not know the zone.
  public init?(timeZone name: String) {
    if name == "UTC" {
      self = .utc
      return
    }
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.zone = Self.zones.withLock { zones in
      if let known = zones.firstIndex(where: { $0.identifier == zone.identifier }) { return Int32(known) }
      zones.append(zone)
      return Int32(zones.count - 1)
    }
  }

  /// Milliseconds by which local time is ahead of UTC at the instant.
  func offset(at time: Timestamp) -> Int64 {
    if zone == 0 { return 0 }
    let zone = Self.zones.withLock { $0[Int(self.zone)] }
    return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.milliseconds) / 1000))) * 1000
  }

  /// The local day of an instant.
  public func date(of time: Timestamp) -> CalendarDate {
    CalendarDate(daysSince1970: (time.milliseconds + offset(at: time)).flooredDivision(by: 86_400_000).quotient)
  }

  /// The local time of day of an instant.
  public func time(of time: Timestamp) -> TimeOfDay {
    TimeOfDay(milliseconds: (time.milliseconds + offset(at: time)).flooredDivision(by: 86_400_000).remainder)
  }

  /// The first instant of a local day.
  public func start(of date: CalendarDate) -> Timestamp { instant(date, .midnight) }

  /// The instant at which local clocks show the time. A time that they skip is the first instant after the jump; of one that they show
  /// twice it is the first.
  public func instant(_ date: CalendarDate, _ time: TimeOfDay) -> Timestamp {
    let wall = date.daysSince1970 * 86_400_000 + time.milliseconds
    let before = offset(at: Timestamp(milliseconds: wall - 86_400_000))
    let after = offset(at: Timestamp(milliseconds: wall + 86_400_000))
    let early = Timestamp(milliseconds: wall - before)
    if offset(at: early) == before { return early }
    let late = Timestamp(milliseconds: wall - after)
    if offset(at: late) == after { return late }
    // Skipped: the jump lies between the two readings. Halving finds its first instant.
    var (low, high) = (min(early, late).milliseconds, max(early, late).milliseconds)
    while low + 1 < high {
      let middle = low + (high - low) / 2
      if offset(at: Timestamp(milliseconds: middle)) == before { low = middle } else { high = middle }
    }
    return Timestamp(milliseconds: high)
  }

  /// The first tick strictly after `time`. `hour` and `every` do without `at`.
  public func next(_ period: SchedulePeriod, at timeOfDay: TimeOfDay = .midnight, after time: Timestamp) -> Timestamp {
    let today = date(of: time)
    switch period {
    case .hour: return next(.every(.hours(1)), after: time)
    case .every(let span):
      let step = max(span.milliseconds, 1)
      let midnight = start(of: today)
      let tick = midnight + TimeSpan(milliseconds: ((time - midnight).milliseconds / step + 1) * step)
      return min(tick, start(of: CalendarDate(daysSince1970: today.daysSince1970 + 1)))
    case .day: return first(after: time, timeOfDay, from: today) { _ in true }
    case .week: return first(after: time, timeOfDay, from: today) { $0.weekday == .monday }
    case .weekday(let number):
      let weekday = Weekday.allCases[max(0, min(number - 1, 6))]
      return first(after: time, timeOfDay, from: today) { $0.weekday == weekday }
    case .month: return first(after: time, timeOfDay, from: today) { $0.components.day == 1 }
    case .year: return first(after: time, timeOfDay, from: today) { $0.components.month == 1 && $0.components.day == 1 }
    }
  }

  /// The tick on the first day from `day` on that fits and whose tick lies after `time`.
  private func first(
    after time: Timestamp, _ timeOfDay: TimeOfDay, from day: CalendarDate, where fits: (CalendarDate) -> Bool
  ) -> Timestamp {
    var day = day
    while true {
      if fits(day) {
        let tick = instant(day, timeOfDay)
        if tick > time { return tick }
      }
      day = CalendarDate(daysSince1970: day.daysSince1970 + 1)
    }
  }
}

/// Where the time of day comes from.
public protocol TimeSource: Sendable {
  /// The present instant. It may go back; the log does not.
  func now() -> Timestamp
}

/// The machine's clock.
public struct SystemTime: TimeSource {
  public init() {}

  public func now() -> Timestamp { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }
}

/// A clock that stands until it is moved: for tests, demonstrations and replays.
public final class ManualTime: TimeSource {
  private let current: Mutex<Timestamp>

  public init(_ start: Timestamp) { current = Mutex(start) }

  public func now() -> Timestamp { current.withLock { $0 } }

  /// Sets the clock.
  public func set(_ time: Timestamp) { current.withLock { $0 = time } }

  /// Moves the clock on.
  public func advance(by span: TimeSpan) { current.withLock { $0 = $0 + span } }
}
