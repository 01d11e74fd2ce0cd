extension DiagnosticCode {
  public static let badCharacter = DiagnosticCode(
    "E0101", .error, "a character that no Intent file uses",
    """
    Outside strings and comments a file is made of the letters a-z and A-Z, digits, `_` and the signs of the language. A
    character next to a name is taken as part of that name, so that the rest of the file is still checked.

    - A letter with an accent: write the name without it. Texts, comments and doc comments may hold any character that shows: control
      characters, and those that turn the direction of the text, could hide from a reader what is compiled. A string has `\\u{…}` for them.
    - A currency sign: only `$` is one, for US dollars. Other amounts carry their three letters: `20EUR`.
    - `@`, backquotes and the like come from other languages and have no meaning here.
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
    A string begins and ends with `"` on the same line, so that one forgotten quote does not swallow the rest of the
    file. Write `\\n` for a line end inside it, and `\\"` for a quote.
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
    Behind a `\\` in a string stands `"`, `\\`, `n`, `t`, or `u{…}` with one to six hexadecimal digits of a character.
    Nothing else is an escape; in particular `\\(x)` does not insert a value.

    In a pattern behind `matching` a backslash is written twice, for the string takes away the first: `"\\\\d"` matches
    a digit. So does `"[0-9]"`.
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
    A number and its unit are written without a space:

    - durations `250ms 5s 1m 24h 7d 2w`, where `m` is a minute. There is no unit for a month or a year, whose lengths
      differ: write `30d`, or use a schedule such as `every month`. One unit a duration: `90m`, not `1h30m`.
    - money `$200` or `20EUR`, rates `$200/month`, shares `95%`, times of day `09:30`.
    - Thousands may be set apart with `_`: `1_000_000`. A number has at most 36 digits, 18 of them after the point.
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
    What was meant is plain, so it is offered as a fix, and the rest of the file is read as if it stood there.

    - A comment begins with `#` and ends with its line, in place of `//` and `/* */`.
    - Nothing ends with `;`.
    - `&&`, `||` and `!` are the words `and`, `or` and `not`.
    - A condition compares with `a == b`, not `a = b`.
    - A text stands in `"`, not in `'` or curly quotes.
    """,
    wrong: """
      event measured { high: int, low: int }
      when measured { if measured.high > 9 && measured.low < 1 { must: warn } }
      """,
    right: """
      event measured { high: int, low: int }
      when measured { if measured.high > 9 and measured.low < 1 { must: warn } }
      """)

  public static let unexpected = DiagnosticCode(
    "E0106", .error, "something else belongs here",
    """
    The file was understood up to this place, and what comes next cannot follow. The message says what could. Where that
    leaves no doubt, it is read as it was meant; else the rest of the statement or item is skipped, and reading goes on
    behind it. So each mistake is reported once.

    If what you wrote looks right, look at what stands before it:

    - A word with a colon (`must:`, `within:`, `has:`, `can:`, `require:`) lacks the colon or is misspelt.
    - A newline ends nothing: a list whose last entry has a comma goes on in the next line.
    - A call's `(` stands on the line of the name that is called.
    - Blocks stand in `{ }`, also those of one line; a condition before them needs no brackets.
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
    Each `{`, `(` and `[` needs its partner. The note shows the one that is still open where something begins that
    cannot stand inside it. The missing bracket belongs somewhere between the two places.
    """,
    wrong: """
      event asked
      when asked { must: reply(to: "all" }
      """,
    right: """
      event asked
      when asked { must: reply(to: "all") }
      """)

  public static let missingComma = DiagnosticCode(
    "E0108", .error, "a comma is missing",
    """
    Entries of a list are separated by commas, also when each stands on a line of its own: a newline is only white
    space. Members of an entity, items, and statements are not a list; between them stands nothing.
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
    Every item stands in `system "name" { … }` itself: items do not nest. A statement stands in the kind of block
    that it is for:

    - `must`, `should`, `could` in `when` and `every`: what is expected to happen, after an event or at a time
    - `assert` in `always`: what holds at any time
    - `require`, `create`, `update`, `move`, `delete`, `emit` in a `mutation`: what happens at once, or not at all
    - `backfill_policy` in `when intent.evolved`: what becomes of the events before a change of the specification

    A reaction cannot change data itself: it asks for an action, which the app carries out. A mutation cannot ask for an
    action: let it `emit` an event, and let a `when` wait for that.

    If the item looks well placed, count the `}` before it: one too many ends the system early.
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
    Expressions, types and blocks nest at most 200 deep, and each operator of a chain counts. Give a part a name of its
    own, with `derive` or `type`.
    """)

  public static let chainedComparison = DiagnosticCode(
    "E0111", .error, "comparisons do not chain",
    """
    `a < b < c` has no meaning here, and neither has `a is s exists`. Say both things, joined with `and`, or use a
    range: `b in a..c` includes both ends.
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
    `every(deal)` and `no(deal)` name the instances that are spoken of; what is said of each is missing. Say it with a
    predicate right behind, or with `:` and a condition:

        every(deal) has title
        every(deal d where d.stage == won): d.value > $0
        no(alert.critical) is unacknowledged for > 24h
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
    A fallback takes over when the deadline of `within:` has passed or the last try of `retry:` has failed. Without one
    of them that moment never comes. The limit stands before `fallback:`; what stands behind it belongs to the fallback.
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
    The cases of a choice are listed in an item `type`, so that they have one name in the generated Swift and in every
    place that uses them. A field then names that type.
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
