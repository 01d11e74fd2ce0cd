import IntentRuntime

extension Timestamp {
  /// 2026-03-27T12:00:00Z, a Friday: two days before Lisbon's clocks go forward.
  static let noon = Timestamp(milliseconds: 1_774_612_800_000)
}
