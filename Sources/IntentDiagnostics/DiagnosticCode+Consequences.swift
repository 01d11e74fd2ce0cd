extension DiagnosticCode {
  public static let badTrigger = DiagnosticCode(
    "E0401", .error, "a trigger that can never fire",
    """
    The message says why: an immutable entity is never updated, only a relation is assigned, a time is reckoned from a timestamp or
    a date, an action with an event of its own as evidence has no `.done`.
    """,
    wrong: """
      entity note { immutable: true  has: body: text }
      when note.updated { must: file(note) }
      """,
    right: """
      entity note { immutable: true  has: body: text }
      when note.created { must: file(note) }
      """)

  public static let disagreeingUses = DiagnosticCode(
    "E0402", .error, "uses of an action that disagree",
    """
    An action that no item declares has the signature of its uses, so all of them name the same parameters with the same types.
    Declare the action, or make the uses agree.
    """,
    wrong: """
      entity customer { has: name: text }
      when customer.created { must: notify(customer) }
      when customer.updated { must: notify(customer, urgent: true) }
      """,
    right: """
      action notify(customer: customer, urgent: bool = false)
      entity customer { has: name: text }
      when customer.created { must: notify(customer) }
      when customer.updated { must: notify(customer, urgent: true) }
      """)

  public static let argumentWithoutName = DiagnosticCode(
    "E0403", .error, "an argument without a name",
    """
    A parameter of an action that no item declares is named by the argument's label or its last word. This argument has neither.
    """,
    wrong: """
      entity customer { has: name: text }
      when customer.created { must: remind(customer, 3) }
      """,
    right: """
      entity customer { has: name: text }
      when customer.created { must: remind(customer, days: 3) }
      """)

  public static let badArguments = DiagnosticCode(
    "E0404", .error, "arguments that do not fit the action",
    """
    The action is declared, or called elsewhere, with other parameters. Only optional ones may be left out.
    """,
    wrong: """
      action remind(customer: customer)
      entity customer { has: name: text }
      when customer.created { must: remind(customer, days: 3) }
      """,
    right: """
      action remind(customer: customer, days: int)
      entity customer { has: name: text }
      when customer.created { must: remind(customer, days: 3) }
      """)

  public static let badModifier = DiagnosticCode(
    "E0405", .error, "a modifier that makes no sense here",
    """
    `within:` takes a duration such as `24h`, `retry:` a whole number, `requires:` a permission, and each is said at most once.
    """,
    wrong: """
      event asked
      when asked { must: reply within: 5 }
      """,
    right: """
      event asked
      when asked { must: reply within: 5m }
      """)

  public static let badAwait = DiagnosticCode(
    "E0406", .error, "an `await` with arguments",
    """
    `await_x` waits for the first event `x` after the cause that concerns the subject. There is nothing to pass to it.
    """,
    wrong: """
      entity alert { has: body: text }
      event answered { alert: alert }
      when alert.created { must: await_answered(alert) within: 5m }
      """,
    right: """
      entity alert { has: body: text }
      event answered { alert: alert }
      when alert.created { must: await_answered within: 5m }
      """)

  public static let badEmits = DiagnosticCode(
    "E0407", .error, "an event that cannot be the evidence",
    """
    The event that an action emits carries the action's arguments in fields of the same names, so that the evidence of one call is
    told from that of another.
    """,
    wrong: """
      entity alert { has: body: text }
      event answered { by: text }
      action ask(alert: alert) emits answered
      when alert.created { must: ask(alert) }
      """,
    right: """
      entity alert { has: body: text }
      event answered { alert: alert, by: text }
      action ask(alert: alert) emits answered
      when alert.created { must: ask(alert) }
      """)

  public static let badCrosses = DiagnosticCode(
    "E0408", .error, "`crosses` without a before and an after",
    """
    `x crosses threshold.t` compares `x` just before an event with `x` just after it. In a schedule, a state that lasts, or an
    assertion there is no such event: compare with `<` or `>`.
    """,
    wrong: """
      threshold low = below 45
      entity deal { has: score: decimal }
      every day { for each deal { if deal.score crosses threshold.low { must: warn(deal) } } }
      """,
    right: """
      threshold low = below 45
      entity deal { has: score: decimal }
      every day { for each deal { if deal.score < threshold.low { must: warn(deal) } } }
      """)

  public static let neverTrue = DiagnosticCode(
    "E0409", .error, "a decision that can never be true",
    """
    What the condition asks for excludes itself, or is excluded by the conditions around it or by a type's bounds. What stands below it
    would never be due.
    """,
    wrong: """
      type stage = lead | won | lost
      entity deal { has: stage: stage }
      when deal.updated { if deal.stage == won { if deal.stage == lost { must: mourn(deal) } } }
      """,
    right: """
      type stage = lead | won | lost
      entity deal { has: stage: stage }
      when deal.updated { if deal.stage == won { must: cheer(deal) } else if deal.stage == lost { must: mourn(deal) } }
      """)

  /// E04xx, in the order of the ids.
  static let consequences: [DiagnosticCode] = [
    badTrigger, disagreeingUses, argumentWithoutName, badArguments, badModifier, badAwait, badEmits, badCrosses, neverTrue,
  ]
}
