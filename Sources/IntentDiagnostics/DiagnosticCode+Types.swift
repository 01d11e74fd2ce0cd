extension DiagnosticCode {
  public static let mismatch = DiagnosticCode(
    "E0301", .error, "a value of another type than is wanted",
    """
    The message says what the value is and what is wanted in its place.
    """,
    wrong: """
      entity deal { has: title: text = 5 }
      """,
    right: """
      entity deal { has: title: text = "5" }
      """)

  public static let unlikeUnits = DiagnosticCode(
    "E0302", .error, "units that do not go together",
    """
    Only like units are added, subtracted and compared: money with money of the same currency, durations with durations, numbers
    with numbers. A timestamp and a duration give a timestamp; two of one unit divide to a plain number.
    """,
    wrong: """
      entity account { has: credit: money
        rule: credit_positive: credit >= 0 }
      """,
    right: """
      entity account { has: credit: money
        rule: credit_positive: credit >= $0 }
      """)

  public static let optionalValue = DiagnosticCode(
    "E0303", .error, "a value that may be absent",
    """
    A `T?` cannot stand where a `T` is wanted, for it may be absent. Ask for it before, or say with `else` what holds instead:
    `customer.priority else 0`.
    """,
    wrong: """
      action greet(email: text)
      entity customer { has: email: text? }
      when customer.created { must: greet(email: customer.email) }
      """,
    right: """
      action greet(email: text)
      entity customer { has: email: text? }
      when customer.created { if customer.email exists { must: greet(email: customer.email) } }
      """)

  public static let outOfRange = DiagnosticCode(
    "E0304", .error, "a constant outside of its type",
    """
    The type is refined by a range or a pattern, and this constant is not in it.
    """,
    wrong: """
      type score = decimal in 0..100
      entity review { has: score: score = 120 }
      """,
    right: """
      type score = decimal in 0..100
      entity review { has: score: score = 100 }
      """)

  public static let badRefinement = DiagnosticCode(
    "E0305", .error, "a refinement that cannot be",
    """
    A range needs a type that has an order and two constants of it, the smaller first; `matching` needs `text` and a regular expression; a
    currency is its three capital letters.
    """,
    wrong: """
      type score = decimal in 100..0
      """,
    right: """
      type score = decimal in 0..100
      """)

  public static let endlessType = DiagnosticCode(
    "E0306", .error, "a type without end",
    """
    A type that holds itself, or stands for itself, has no values. A list in between gives it an end.
    """,
    wrong: """
      type comment = { body: text, reply: comment }
      """,
    right: """
      type comment = { body: text, replies: comment[] }
      """)

  public static let endlessValue = DiagnosticCode(
    "E0307", .error, "a value that is computed from itself",
    """
    The body of this `derive` or `metric` leads back to itself, so computing it would never end.
    """,
    wrong: """
      metric profit: money = revenue - costs
      metric revenue: money = profit + costs
      metric costs: money = $20
      """,
    right: """
      metric profit: money = revenue - costs
      metric revenue: money = $90
      metric costs: money = $20
      """)

  public static let badCall = DiagnosticCode(
    "E0308", .error, "a call with the wrong arguments",
    """
    The message says what the callee takes. Arguments go by label, or in the order of the declaration.
    """,
    wrong: """
      derive rank(a: int, b: int) = a * b
      metric best: int = rank(3)
      """,
    right: """
      derive rank(a: int, b: int) = a * b
      metric best: int = rank(3, 4)
      """)

  public static let noSuchOperation = DiagnosticCode(
    "E0309", .error, "something that such a value cannot do",
    """
    Collections have `where count sum avg min max any all first last order(by:) limit`; plain values have no members.
    """,
    wrong: """
      entity deal { has: value: money }
      metric total: money = deals.total(value)
      """,
    right: """
      entity deal { has: value: money }
      metric total: money = deals.sum(value)
      """)

  public static let badThreshold = DiagnosticCode(
    "E0310", .error, "a threshold that is none",
    """
    A threshold is a number, an amount of money, a duration or `?`, and `crosses` compares with one.
    """,
    wrong: """
      entity deal { has: score: decimal }
      when deal.updated { if deal.score crosses 45 { must: warn(deal) } }
      """,
    right: """
      threshold low = below 45
      entity deal { has: score: decimal }
      when deal.updated { if deal.score crosses threshold.low { must: warn(deal) } }
      """)

  public static let badHole = DiagnosticCode(
    "E0311", .error, "a hole without a meaning",
    """
    `?` is a value that the app gives when it opens the system. It is named after what it is for (a threshold, a parameter, the
    field it is compared with), and its type must follow from its place.
    """,
    wrong: """
      event asked
      when asked { must: reply within: ? }
      """,
    right: """
      event asked
      when asked { must: reply within: 5m }
      """)

  public static let badDefault = DiagnosticCode(
    "E0312", .error, "a default that cannot be",
    """
    A default is a constant, `now` for a time, `today` for a date or `next` for an `int` that counts up.
    """,
    wrong: """
      entity note { has: body: text = now }
      """,
    right: """
      entity note { has: written: timestamp = now }
      """)

  public static let badQuantifier = DiagnosticCode(
    "E0313", .error, "a quantifier over something that is no collection",
    """
    `every(…)` and `no(…)` range over an entity, those of its instances that are in a state, the values of one of its fields, or a
    collection that is in scope.
    """,
    wrong: """
      entity deal { has: title: text }
      always { assert: every(deal d): every(d.title): it == "x" }
      """,
    right: """
      entity deal { has: title: text }
      always { assert: every(deal d): d.title == "x" }
      """)

  /// E03xx, in the order of the ids.
  static let types: [DiagnosticCode] = [
    mismatch, unlikeUnits, optionalValue, outOfRange, badRefinement, endlessType, endlessValue, badCall, noSuchOperation, badThreshold,
    badHole, badDefault, badQuantifier,
  ]
}
