extension DiagnosticCode {
  public static let mismatch = DiagnosticCode(
    "E0301", .error, "a value of another type than is wanted",
    """
    The message says what the value is, and what is wanted in its place. Nothing is converted silently, except that an
    `int` may stand where a `decimal` is wanted.

    - Money is written with its currency: `$20`, `20EUR`.
    - A case of a choice is its bare name: `open`, not `"open"`.
    - A bool is a condition as it stands: `active`, `not active`.
    - A date or a timestamp is not written out; it comes from `now`, `today`, a field or a parameter.
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
    Only like units are added, subtracted and compared: money with money of the same currency, durations with durations,
    numbers with numbers. Most often the unit is missing: `credit >= $0`, `now - 7d`.

    - A timestamp and a duration give a timestamp; two timestamps give a duration. A timestamp and a date do not mix.
    - Two values of one unit divide to a plain number; money times a number is money.
    - Texts are not joined: pass them one by one, or compute the whole with `derive … -> text`.
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
    A `T?` cannot stand where a `T` is wanted, for there may be no value. Either ask for it before, or say what holds
    instead:

        if customer.email exists { must: greet(email: customer.email) }
        customers.where(age exists and age > 18)
        customer.priority else 0

    `avg`, `min`, `max`, `first` and `last` of a collection may be absent too, for it may be empty; `count` and `sum`
    are then zero.
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
    The type is refined by a range or a pattern, and this constant, or what it comes to, is not in it, so no instance
    could ever hold it. A range `a..b` includes both ends.
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
    "E0305", .error, "a range, a pattern or a currency that makes no sense",
    """
    - A range needs a type that has an order, and two constants of that type, the smaller first: `int in 1..5`. What is
      refined further keeps some of its values.
    - `matching` needs `text` and a regular expression, which is found anywhere in the text unless it begins with `^`
      and ends with `$`.
    - A currency is three capital letters: `money in EUR`.
    """,
    wrong: """
      type score = decimal in 100..0
      """,
    right: """
      type score = decimal in 0..100
      """)

  public static let endlessType = DiagnosticCode(
    "E0306", .error, "a type that contains itself",
    """
    An alias that leads back to itself has no values, and neither has a record that must hold another of its kind. Where a `?` or another
    case would give it an end, a list stands all the same: a record is kept in one piece, and a list beside it.
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
    The body of this `derive` or `metric` leads back to itself, so computing it would never end. Break the circle at the
    value that does not really depend on the others.
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
    The message says what is called and what it takes. Arguments go by label, or in the order of the declaration; only
    those with a default may be left out. `round` always says how: `round(x, to: 2, half_even)`.
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
    - A collection has `where count sum avg min max any all first last order(by:) limit`. What is asked of each instance
      stands inside: `deals.sum(value)`, `deals.where(value > $5)`. Whether it holds `x` is asked with `any(it == x)`.
    - A choice has no fields. The data of a case is named while it is asked for: `if payment is card as c { … c.last4 …
      }`.
    - Other plain values have no members at all; a text has no length and no parts.
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
    "E0310", .error, "something else than a threshold",
    """
    A threshold is a number, an amount of money, a duration or `?`, with its direction: `below 45`, `above $100`.
    `crosses` compares with one by its name, so that all places mean the same number.
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
    "E0311", .error, "a hole that has no name or no type",
    """
    `?` is a value that the app must give when it opens the system. It is named after what it is for (a threshold, a
    parameter, the field it is compared with), and its type must follow from its place. Deadlines, retries and periods
    are written out.
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
    "E0312", .error, "a default that is not a constant",
    """
    A default is a constant, or `now` for a timestamp, `today` for a date, `next` for an `int` of an entity that counts
    up. It cannot be reckoned from other fields: what follows from them is a `derive`. An optional field needs no default, for it is
    absent without one.
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
    `every(…)` and `no(…)` range over an entity (`every(deal)`), those of its instances that are in a state
    (`every(alert.critical)`), the values of one of its fields (`every(deal.value) >= $0`), or a collection that is in
    scope. An entity stands there in the singular.
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
    badHole, badDefault, badQuantifier, unknownCurrency, badKey, badPersonal,
    foreignFilter,
  ]
}
