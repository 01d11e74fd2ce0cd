extension DiagnosticCode {
  public static let unusedSuppression = DiagnosticCode(
    "W0550", .warning, "a comment that allows nothing",
    """
    A comment allows a warning that is not there (any more). It would hide the next one, so it should go.
    """,
    wrong: """
      # intent:allow W0502 because there is always a deal
      metric rate: percent = 20%
      """,
    right: """
      entity deal { has: won: bool }
      # intent:allow W0502 because there is always a deal
      metric rate: percent = deals.where(won).count / deals.count
      """)

  public static let badSuppression = DiagnosticCode(
    "W0551", .warning, "a comment that almost allows a warning",
    """
    `# intent:allow CODE because REASON` allows one warning, with a single `#`: on a line of its own for what begins on the next line, at a
    line's end for that line. This comment resembles that, and allows nothing.
    """,
    wrong: """
      entity deal { has: won: bool }
      # intent: allow W0502 because there is always a deal
      metric rate: percent = deals.where(won).count / deals.count
      """,
    right: """
      entity deal { has: won: bool }
      # intent:allow W0502 because there is always a deal
      metric rate: percent = deals.where(won).count / deals.count
      """)

  public static let notSuppressible = DiagnosticCode(
    "W0552", .warning, "a code that cannot be allowed",
    """
    Only warnings can be allowed. An error is put right; and what is said about these comments themselves is mended there.
    """,
    wrong: """
      # intent:allow E0201 because the name comes later
      entity deal { has: won: bool }
      """,
    right: """
      entity deal { has: won: bool }
      """)

  /// What is said about comments that allow warnings; none of them can be allowed.
  public static let aboutSuppressions: [DiagnosticCode] = [unusedSuppression, badSuppression, notSuppressible]
}
