extension DiagnosticCode {
  public static let notEnforced = DiagnosticCode(
    "W0501", .warning, "a promise that nothing keeps yet",
    """
    The item is read and kept in the lowered system, but this version of Intent does not enforce it. No promise is
    dropped in silence: each one that is not kept is listed. Nothing is wrong with the specification: leave the promise in, and say
    who sees to it meanwhile.
    """,
    wrong: """
      optimise accessibility WCAG_AA
      """,
    right: """
      # intent:allow W0501 because the pages are tried with a screen reader before each release
      optimise accessibility WCAG_AA
      """)

  public static let divisionByZero = DiagnosticCode(
    "W0502", .warning, "a division that can be by zero",
    """
    A division by zero has no value. Say with `else` what holds then, or divide only where the divisor is not zero: `if
    visits > 0 { … }`. A collection that is empty at first makes `count` and `sum` zero.
    """,
    wrong: """
      entity deal { has: won: bool }
      metric rate: percent = deals.where(won).count / deals.count
      """,
    right: """
      entity deal { has: won: bool }
      metric rate: percent = deals.where(won).count / deals.count else 0%
      """)

  public static let alwaysTrue = DiagnosticCode(
    "W0503", .warning, "a decision that is always true",
    """
    The condition says nothing that does not hold anyway, by the conditions around it or by a type's bounds: a `text` is
    always there, only a `text?` may be absent. So it is with a bound that no value breaks, such as `availability >= 0%`.
    Leave the `if` out, or make it ask what was meant.
    """,
    wrong: """
      entity customer { has: name: text }
      when customer.created { if customer.name exists { must: greet(customer) } }
      """,
    right: """
      entity customer { has: name: text? }
      when customer.created { if customer.name exists { must: greet(customer) } }
      """)

  public static let nearAction = DiagnosticCode(
    "W0504", .warning, "an action that is almost a declared one",
    """
    An action may be called without a declaration; it is then another action, with evidence of its own, and the declared
    one is never asked for. This name is one or two letters from a declared one, so it is likely a slip. Declare the
    action if it is meant to be another.
    """,
    wrong: """
      entity order { has: note: text }
      action acknowledge(order: order)
      when order.created { must: acknowlege(order) }
      """,
    right: """
      entity order { has: note: text }
      action acknowledge(order: order)
      when order.created { must: acknowledge(order) }
      """)

  /// W05xx, in the order of the ids.
  static let warnings: [DiagnosticCode] = [
    notEnforced, divisionByZero, alwaysTrue, nearAction, wrongDirection, personalLeak,
  ]
}
