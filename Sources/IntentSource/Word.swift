/// The words that the language gives a meaning in some place. None is reserved: each is also an ordinary name elsewhere.
public enum Word: String, CaseIterable, Sendable {
  // Operators.
  case and, or, not, `true`, `false`, AND, OR, NOT
  case `in`, crosses, exists, valid, `is`, has, `for`, `else`, `as`
  // Items.
  case system, version, time_zone, retired, weakens, because, type, entity, plural, event, threshold, below, above, derive, metric
  case invariant, attested, covers, capability, optimise, minimise, maximise, protect, when, every, always, action, emits
  case workflow, on, initial, final, by, role, can, read, permission, granted, mutation, query, view, show, columns
  case projection, into, tables, graph, node, edge, binding, provides, from, agents, was
  // Entity and capability members.
  case belongs_to, part_of, key, unique, `where`, personal, rule, immutable, convert, no_overlap, per, of, matching
  case accepts, produces, property, unless, within
  // Statements and modifiers.
  case must, should, could, `if`, each, with, assert, retry, requires, undo, fallback, backfill_policy
  case require, create, update, move, to, delete, emit
  // Triggers, schedules, quantifiers.
  case before, after, at, no, intent, evolved
  case hour, day, week, month, year, monday, tuesday, wednesday, thursday, friday, saturday, sunday
  // Built-in types, values and collection words, for the floors below.
  case text, int, decimal, bool, timestamp, date, time, duration, money, percent, id
  case now, today, me, it, next, created, updated, deleted
  case count, sum, avg, min, max, any, all, first, last, order, limit, round, half_even, USD

  /// The word as it is written.
  public var text: String { rawValue }

  /// Its place among all words.
  @inlinable public var number: UInt32 {
    // A case of an enum without values is a byte with its number.
    UInt32(unsafeBitCast(self, to: UInt8.self))
  }

  /// The word at that place among all, or `nil` past the last.
  @inlinable public init?(number: UInt32) {
    guard number <= Word.USD.number else { return nil }
    self = unsafeBitCast(UInt8(truncatingIfNeeded: number), to: Word.self)
  }

  @inlinable public static func == (a: Word, b: Word) -> Bool { a.number == b.number }

  // Said here, for what the library has for enums with texts compares these.
  @inlinable public static func != (a: Word, b: Word) -> Bool { a.number != b.number }

  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
