/// Durations and times of day as people write them elsewhere.
enum DurationText {
  /// `5min` is `5m`, `1h30m` is `90m`, `9am` is `09:00`; `nil` if it is nothing of the kind.
  static func meant(by text: String) -> String? { clock(text.lowercased()) ?? duration(text) }

  private static func clock(_ text: String) -> String? {
    guard text.hasSuffix("am") || text.hasSuffix("pm"), let hour = Int(text.dropLast(2)), (1...12).contains(hour) else { return nil }
    let hours = hour % 12 + (text.hasSuffix("pm") ? 12 : 0)
    return (hours < 10 ? "0" : "") + "\(hours):00"
  }

  /// A sum of parts, in the smallest of their units.
  private static func duration(_ text: String) -> String? {
    var parts: [(count: Int64, unit: DurationUnit)] = []
    var rest = text[...]
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber }
      let word = rest.dropFirst(digits.count).prefix { $0.isLetter }
      guard let count = Int64(digits), count < 1_000_000, let unit = DurationUnit.meant(by: String(word)) else { return nil }
      parts.append((count, unit))
      rest = rest.dropFirst(digits.count + word.count)
    }
    guard let smallest = parts.min(by: { $0.unit.milliseconds < $1.unit.milliseconds })?.unit else { return nil }
    let total = parts.reduce(0) { $0 + $1.count * ($1.unit.milliseconds / smallest.milliseconds) }
    return "\(total)\(smallest.text)"
  }
}
