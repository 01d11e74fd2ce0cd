extension DiagnosticCode {
  public static let unmeasured = DiagnosticCode(
    "E0701", .error, "a promise about something that nothing measures",
    """
    A bound or a target speaks of what can be measured: `response_time`, `latency`, `error_rate`, `availability`, `cost`, `storage`, or
    a metric of the system. Nothing else could ever tell whether the promise is kept. `accessibility` has levels, such as `WCAG_AA`.
    """,
    wrong: """
      invariant happiness > 5
      """,
    right: """
      entity answer { has: grade: decimal }
      metric happiness: decimal = answers.avg(grade) else 0
      invariant happiness > 5
      """)

  public static let badBound = DiagnosticCode(
    "E0702", .error, "a bound that does not fit the quantity",
    """
    Each quantity has its unit: `response_time` and `latency` are durations, `error_rate` and `availability` shares between 0% and 100%,
    `cost` is money or a rate such as `$200/month`, `storage` a whole number of bytes; a metric has its own type. A measured quantity is
    never exactly one value, so it is bounded by `<`, `<=`, `>` or `>=`. None is below zero and no share above 100%, so what only such
    a value could keep is an error, and so is a target that an invariant excludes.
    """,
    wrong: """
      # intent:allow W0501 because it is kept for later
      invariant response_time < 500
      """,
    right: """
      # intent:allow W0501 because it is kept for later
      invariant response_time < 500ms
      """)

  public static let badCapability = DiagnosticCode(
    "E0703", .error, "a capability that accepts or produces something else than it can",
    """
    A capability accepts events, declared ones or an entity's own such as `deal.created`. It produces events or derived values:
    derivations and metrics. Each is named once, and so is each property. Behind `unless` of a property stands a condition, or the name
    of a checker that the app writes.
    """,
    wrong: """
      entity deal { has: value: money }
      capability selling { accepts: deals }
      """,
    right: """
      entity deal { has: value: money }
      capability selling { accepts: deal.created }
      """)

  public static let missingLink = DiagnosticCode(
    "E0704", .error, "a capability that cannot produce what it promises",
    """
    What a capability produces follows, through the consequences, from something that it accepts: an event starts a `when`, the `when`
    asks for an action, the action's evidence is an event that may start another, and derivations and metrics are computed from what the
    events concern. What an `await` waits for comes from outside. The message names the link that is missing: declare the consequence, or
    accept the event that it begins with.
    """,
    wrong: """
      event order_placed { number: int }
      event payment_seen { number: int }
      action send_receipt(number: int) emits receipt_sent
      when payment_seen { must: send_receipt(number) within: 1h }
      capability selling { accepts: order_placed  produces: receipt_sent }
      """,
    right: """
      event order_placed { number: int }
      event payment_seen { number: int }
      action send_receipt(number: int) emits receipt_sent
      when payment_seen { must: send_receipt(number) within: 1h }
      capability selling { accepts: order_placed, payment_seen  produces: receipt_sent }
      """)

  public static let undeclaredItem = DiagnosticCode(
    "E0705", .error, "a name that no item has",
    """
    `protect:`, `covers`, `retired:` and `weakens:` name items of the system (an entity, an invariant, a role …), or a part of one: a
    field, a rule, a property, a case or a state, as `customer.email`. `protect:` also knows the parts of the core that every system
    has: `identity`, `roles`, `permissions`, `audit`, `keys` and `policy`.
    """,
    wrong: """
      entity contact { has: sent: timestamp }
      invariant fair covers message
      """,
    right: """
      entity contact { has: sent: timestamp }
      invariant fair covers contact
      """)

  public static let badProtection = DiagnosticCode(
    "E0706", .error, "something that is protected or covered twice",
    """
    The name stands in `protect:` or `covers` already. One of the two was probably meant to be another. No invariant covers itself.
    """,
    wrong: """
      # intent:allow W0501 because it is kept for later
      protect: roles, audit, roles
      """,
    right: """
      # intent:allow W0501 because it is kept for later
      protect: roles, audit
      """)

  public static let badProjection = DiagnosticCode(
    "E0707", .error, "a projection that does not fit the data",
    """
    A projection into tables lists entities, at least one and each once. One into a graph lists entities as nodes, and as edges their
    relations, each named on the side that has it: `deal.company`, not `company.deals`. Both ends of an edge are nodes of the graph.
    """,
    wrong: """
      entity company { has: name: text }
      entity deal { belongs_to: company }
      # intent:allow W0501 because it is kept for later
      projection network into graph { node deal  edge deal.company }
      """,
    right: """
      entity company { has: name: text }
      entity deal { belongs_to: company }
      # intent:allow W0501 because it is kept for later
      projection network into graph { node deal, company  edge deal.company }
      """)

  public static let badBinding = DiagnosticCode(
    "E0708", .error, "a binding that cannot match",
    """
    A binding provides `pagination`, `webhook_source`, `bulk_export` or `search`. It matches another system's data with ours by key: so
    a bound entity has a `key`, and the key's fields are among those that are bound. An entity is bound once, and so is a field. The field
    of a workflow is not: it begins at `initial` and changes only by `move`.
    """,
    wrong: """
      entity customer { has: name: text, email: text  key: email }
      # intent:allow W0501 because it is kept for later
      binding shop provides search { customer from "customers" { name: full_name } }
      """,
    right: """
      entity customer { has: name: text, email: text  key: email }
      # intent:allow W0501 because it is kept for later
      binding shop provides search { customer from "customers" { name: full_name, email: email } }
      """)

  public static let badSetting = DiagnosticCode(
    "E0709", .error, "a setting of agents that cannot be",
    """
    Agents are bounded by `max_agent_depth` (1 to 100), `max_concurrent_agents` (1 to 10,000), `max_agents_per_gap` (1 to 1,000),
    `cooldown_per_gap`, a duration of at most 30 days, and `budget`, a rate such as `$20/hour`. Each is set once, and written out: a
    bound that the app could change would be none.
    """,
    wrong: """
      # intent:allow W0501 because it is kept for later
      agents { max_agent_depth: 5, cooldown_per_gap: 30 }
      """,
    right: """
      # intent:allow W0501 because it is kept for later
      agents { max_agent_depth: 5, cooldown_per_gap: 30s }
      """)

  public static let badBackfill = DiagnosticCode(
    "E0710", .error, "a backfill policy that does not exist",
    """
    When the specification changes, `backfill_policy:` says what becomes of the events before: `sequential` reads them against the new
    rules, `prospective_only` leaves them alone, `human_decision` asks a person. It is said once, at the top of the
    block. Nothing is the subject there, so nothing names one.
    """,
    wrong: """
      # intent:allow W0501 because it is kept for later
      when intent.evolved { backfill_policy: prospective }
      """,
    right: """
      # intent:allow W0501 because it is kept for later
      when intent.evolved { backfill_policy: prospective_only }
      """)

  public static let badEvolution = DiagnosticCode(
    "E0711", .error, "a word about the past that contradicts the present",
    """
    `was:` gives the earlier name of something, and `retired:` the name of something that is gone. So nothing has that name now, and
    nothing became two things. `weakens:` gives its reason. Each is said once. `convert:` makes a field of what it was and of the other
    fields of its instance, and of nothing else.
    """,
    wrong: """
      entity client { has: name: text }
      # intent:allow W0501 because it is kept for later
      entity customer { has: name: text  was: client }
      """,
    right: """
      # intent:allow W0501 because it is kept for later
      entity customer { has: name: text  was: client }
      """)

  /// E07xx, in the order of the ids.
  static let contract: [DiagnosticCode] = [
    unmeasured, badBound, badCapability, missingLink, undeclaredItem, badProtection, badProjection, badBinding, badSetting, badBackfill,
    badEvolution,
  ]
}
