extension DiagnosticCode {
  public static let badCharacter = DiagnosticCode(
    "E0101", .error, "a character that no Intent file uses",
    """
    Outside strings and comments a file is made of letters a-z and A-Z, digits, `_` and the signs of the language. Another character beside
    a name is taken as part of that name, so that the rest of the file is still checked.
    """,
    wrong: """
      entity custömer { has: name: text }
      """,
    right: """
      entity customer { has: name: text }
      """)

  public static let unclosedText = DiagnosticCode(
    "E0102", .error, "a string that does not end on its line",
    """
    A string begins and ends with `"` on one line. Write `\\n` for a line end inside it.
    """,
    wrong: """
      time_zone "Europe/Lisbon
      """,
    right: """
      time_zone "Europe/Lisbon"
      """)

  public static let badEscape = DiagnosticCode(
    "E0103", .error, "an escape that strings do not have",
    """
    A string knows `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` with one to six hexadecimal digits of a character.
    """,
    wrong: """
      type code = text matching "^\\d+$"
      """,
    right: """
      type code = text matching "^\\\\d+$"
      """)

  public static let badNumber = DiagnosticCode(
    "E0104", .error, "a number that cannot be read",
    """
    Units touch their digits: `250ms 5s 1m 24h 7d 2w`, `95%`, `$200`, `20EUR`, `$200/month`, `09:30`. A number has at most 36 digits, 18 of
    them after the point.
    """,
    wrong: """
      event asked
      when asked { must: reply within: 5sec }
      """,
    right: """
      event asked
      when asked { must: reply within: 5s }
      """)

  public static let foreignSign = DiagnosticCode(
    "E0105", .error, "a sign from another language",
    """
    Comments begin with `#`, nothing ends with `;`, and the connectives are words: `and`, `or`, `not`. Two values are compared with `==`.
    The fix is offered, and what was meant is assumed while the rest of the file is read.
    """,
    wrong: """
      event measured { high: int, low: int }
      when measured { if measured.high > 9 && measured.low < 1 { must: warn } }  // too far apart
      """,
    right: """
      event measured { high: int, low: int }
      when measured { if measured.high > 9 and measured.low < 1 { must: warn } }  # too far apart
      """)

  public static let unexpected = DiagnosticCode(
    "E0106", .error, "something else belongs here",
    """
    The file was understood up to this place, and what comes next fits nothing that may stand here. The message says what was expected. The
    rest of the statement or item is skipped, and reading goes on after it.
    """,
    wrong: """
      threshold late = 45
      """,
    right: """
      threshold late = above 45
      """)

  public static let missingClose = DiagnosticCode(
    "E0107", .error, "a bracket that is never closed",
    """
    Each `{`, `(` and `[` needs its partner. The note shows the bracket that is open.
    """,
    wrong: """
      event asked
      when asked { must: reply(to: "all"
      """,
    right: """
      event asked
      when asked { must: reply(to: "all") }
      """)

  public static let missingComma = DiagnosticCode(
    "E0108", .error, "a comma is missing",
    """
    Entries of a list are separated by commas, also when each stands on a line of its own: a newline is only white space.
    """,
    wrong: """
      event paid { name: text  amount: money }
      """,
    right: """
      event paid { name: text, amount: money }
      """)

  public static let misplacedItem = DiagnosticCode(
    "E0109", .error, "an item in a place where it cannot stand",
    """
    Items stand in `system "name" { … }`. A statement stands in the block that it is for: `must`, `should` and `could` in `when` and
    `every`, `assert` in `always`, `create`, `update`, `move`, `delete`, `emit` and `require` in a `mutation`.
    """,
    wrong: """
      entity deal { has: title: text }
      must: celebrate
      """,
    right: """
      entity deal { has: title: text }
      when deal.created { must: celebrate }
      """)

  public static let tooDeep = DiagnosticCode(
    "E0110", .error, "brackets or blocks nested too deeply",
    """
    Expressions, types and blocks nest at most 200 deep. Give a part a name of its own, with `derive` or `type`.
    """)

  public static let chainedComparison = DiagnosticCode(
    "E0111", .error, "comparisons do not chain",
    """
    `a < b < c` has no meaning, and neither has `a is s exists`. Join two comparisons with `and`.
    """,
    wrong: """
      entity band { has: low: int, middle: int, high: int
        rule: order: low < middle < high }
      """,
    right: """
      entity band { has: low: int, middle: int, high: int
        rule: order: low < middle and middle < high }
      """)

  public static let emptyQuantifier = DiagnosticCode(
    "E0112", .error, "a quantifier that says nothing",
    """
    `every(…)` and `no(…)` speak about each instance, so something must be said: a predicate right after, or `:` and a condition.
    """,
    wrong: """
      entity deal { has: title: text? }
      always { assert: every(deal) }
      """,
    right: """
      entity deal { has: title: text? }
      always { assert: every(deal) has title }
      """)

  public static let fallbackWithoutLimit = DiagnosticCode(
    "E0113", .error, "a fallback that can never be reached",
    """
    A fallback takes over when a deadline or the last retry has passed, so `within:` or `retry:` stands before it.
    """,
    wrong: """
      event asked
      when asked { must: reply fallback: escalate }
      """,
    right: """
      event asked
      when asked { must: reply within: 24h fallback: escalate }
      """)

  public static let unnamedChoice = DiagnosticCode(
    "E0114", .error, "a choice without a name",
    """
    The cases of a choice are listed in an item `type`, and a field then names it.
    """,
    wrong: """
      entity ticket { has: status: open | closed }
      """,
    right: """
      type status = open | closed
      entity ticket { has: status: status }
      """)

  /// E01xx, in the order of the ids.
  static let syntax: [DiagnosticCode] = [
    badCharacter, unclosedText, badEscape, badNumber, foreignSign, unexpected, missingClose, missingComma, misplacedItem, tooDeep,
    chainedComparison, emptyQuantifier, fallbackWithoutLimit, unnamedChoice,
  ]
}
