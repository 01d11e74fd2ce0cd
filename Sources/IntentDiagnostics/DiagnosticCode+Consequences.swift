extension DiagnosticCode {
  public static let badTrigger = DiagnosticCode(
    "E0401", .error, "a trigger that can never fire",
    """
    The message says why:

    - An immutable entity is never updated or deleted, and one with nothing but required relations never updated.
    - Only a relation is assigned.
    - `24h before` and `after` reckon from a timestamp or a date of an entity.
    - An action that `emits` an event has that event in place of `.done`.
    - A state or a flag of an entity can last (`when alert.unacknowledged for 4h`); a value cannot. For a change of one
      field wait for `updated` and compare with `before`.
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
    An action that no item declares gets its parameters from its uses, so all of them must name the same parameters with
    the same types. A parameter is called by the argument's label or, without one, by its last word: `tell(order.buyer)`
    has `buyer`, `tell(b)` has `b`. So uses with the same values may still disagree in names; a label mends that, and a
    declaration ends all doubt.
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
    A parameter of an action that no item declares is named by the argument's label or by its last word, as in
    `remind(order.buyer)`. A constant or a computed value has no last word: give it a label, or declare the action.
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
    The action is declared, or called elsewhere, with other parameters than these. Only parameters that are optional or
    have a default may be left out. Evidence is told apart by the arguments, so nothing may be passed that the action
    does not know.
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
    `within:` takes a duration such as `24h`, with its unit; `retry:` a whole number of tries; `requires:` the name of a
    permission. Each is said at most once.
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
    `await_x` calls nothing: it waits for the first event `x` after the cause that has the subject in one of its fields.
    So there is nothing to pass to it.
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
    An action is met when its event arrives with the same arguments. So the event needs a field of the same name and
    type for each parameter; otherwise the evidence of one call could not be told from that of another. It may have more
    fields. Two actions that are due from one cause need evidence that says which of them was done.
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
    `x crosses threshold.t` compares `x` just before an event with `x` just after it. In a schedule, while a state
    lasts, or in an assertion there is no such event: there compare with `<` or `>`.

    It compares nothing that a `for each` or a `where` goes through, either: which instances these are is known only after
    the event. Wait for the event of the instance itself.
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
    What the condition asks for excludes itself, or is excluded by the conditions around it or by a type's bounds. So
    what stands below it would never be due, and a promise would be lost in silence; a mutation that requires it is
    always refused. Often `or` was meant instead of `and`, or an `else` has already taken that case.
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

  public static let forgottenName = DiagnosticCode(
    "E0410", .error, "an `unless` that reads what is not kept",
    """
    What stands behind `unless` is read again, as things are then, until the consequence is met or due. The subject is looked up
    again, and so are the other side of a relation in `assigned_r` and the instance of the innermost `for each`. Nothing else is
    kept: not `before`, no value of a `for each`, and none of its instances further out. What can be decided at once belongs in
    an `if` around the consequence.
    """,
    wrong: """
      entity offer { has: price: money, accepted: bool }
      when offer.updated { must: approve(offer) within: 1d unless: price <= before.price }
      """,
    right: """
      entity offer { has: price: money, accepted: bool }
      when offer.updated { if price > before.price { must: approve(offer) within: 1d unless: accepted } }
      """)

  /// E04xx, in the order of the ids.
  static let consequences: [DiagnosticCode] = [
    badTrigger, disagreeingUses, argumentWithoutName, badArguments, badModifier, badAwait, badEmits, badCrosses, neverTrue,
    forgottenName,
  ]
}
