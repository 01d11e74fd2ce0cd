/// A promise of the system, and how it is kept. It follows from the rest of the system, so it is no part of the canonical text.
public struct PromiseIR: Equatable, Sendable {
  /// How a promise is kept, the strongest way first.
  public enum Class: String, CaseIterable, Comparable, Sendable {
    /// By Swift's type checker: code that would break it does not compile.
    case typed
    /// By the compiler, over all states.
    case proved
    /// By the append: what breaks it is refused, and nothing is written.
    case guarded
    /// By the conductor, as a gap.
    case monitored
    /// By the promotion gate, on every draft.
    case gated
    /// By a named person, on record.
    case attested

    public static func < (a: Class, b: Class) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
  }

  /// What kind of promise it is, in the words of the language: `invariant`, `rule`, `deadline` …
  public enum Kind: String, CaseIterable, Sendable {
    case invariant, property, rule, key, unique, refinement, immutable, relation, personal, assertion, deadline, move, permission
    case require, access, target
    case noOverlap = "no_overlap"
  }

  public var kind: Kind
  /// What it is of, in the author's words: `customer.credit_positive`.
  public var name: String
  public var keptBy: Class
  /// Why that class, in one line.
  public var reason: String
  /// `false` where generated code does not keep it yet.
  public var isKept: Bool
  public var origin: Origin

  public init(kind: Kind, name: String, keptBy: Class, reason: String, isKept: Bool, origin: Origin) {
    self.kind = kind
    self.name = name
    self.keptBy = keptBy
    self.reason = reason
    self.isKept = isKept
    self.origin = origin
  }
}
