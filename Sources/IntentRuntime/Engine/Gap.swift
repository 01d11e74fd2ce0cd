/// A difference between what the spec says and what the log shows, open until it is made good.
public struct Gap: Sendable, Equatable, Identifiable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Evidence did not come by the deadline, or is due at once.
    case reaction
    /// What a clock or a state's age asked for did not happen.
    case temporal
    /// What must always hold does not.
    case consistency
    /// The spec changed, and what is there does not meet it.
    case intent
    /// A measured quantity is outside its bound.
    case quality
  }

  /// Most urgent first.
  public enum Severity: String, Sendable, CaseIterable, Comparable {
    case invariant, must, should, could

    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
  }

  /// The position of the event that opened it.
  public let id: Position
  public let kind: Kind
  public let severity: Severity
  /// What is missing, in the spec's words with the values of the case: `acknowledge_to_rep(i1)`.
  public let what: String
  /// Why it is missing: `no evidence`, or the last error of the handler.
  public let reason: String
  /// The obligation that is not met; nil for an assertion.
  public let obligation: ObligationID?
  /// The identity of the assertion that does not hold, or 0.
  public let assertion: UInt64
  /// When it was due; nil for what is due at once.
  public let deadline: Timestamp?
  /// When it was opened.
  public let opened: Timestamp
}

extension Gap: Comparable {
  /// By severity, then by deadline, then by age.
  public static func < (a: Gap, b: Gap) -> Bool {
    (a.severity.rank, a.deadline ?? a.opened, a.id) < (b.severity.rank, b.deadline ?? b.opened, b.id)
  }
}
