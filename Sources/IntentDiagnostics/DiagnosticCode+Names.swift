extension DiagnosticCode {
  public static let undeclaredName = DiagnosticCode(
    "E0201", .error, "a name that nothing declares",
    """
    A bare name in an expression is, innermost first, a field of the instance at hand, a binder, a field of the subject, a parameter, a
    metric, all instances of an entity by its plural, or a case of a choice. This name is none of them.
    """,
    wrong: """
      entity customer { has: name: text }
      when customer.created { must: thank(custmer) }
      """,
    right: """
      entity customer { has: name: text }
      when customer.created { must: thank(customer) }
      """)

  public static let undeclaredType = DiagnosticCode(
    "E0202", .error, "a type or entity that nothing declares",
    """
    Types and entities are declared, never inferred from use. Built in are `text int decimal bool timestamp date time duration money
    percent id`.
    """,
    wrong: """
      entity customer { has: name: text }
      entity deal { belongs_to: custmer }
      """,
    right: """
      entity customer { has: name: text }
      entity deal { belongs_to: customer }
      """)

  public static let undeclaredMember = DiagnosticCode(
    "E0203", .error, "a field, state or other member that is not there",
    """
    What stands behind a `.`, `is` or `has` belongs to the value before it: a field or the other side of a relation of an entity, a
    field of a record or an event, a state or a flag.
    """,
    wrong: """
      entity deal { has: value: money }
      when deal.created { must: book(deal.valu) }
      """,
    right: """
      entity deal { has: value: money }
      when deal.created { must: book(deal.value) }
      """)

  public static let undeclaredEvent = DiagnosticCode(
    "E0204", .error, "an event that does not exist",
    """
    A `when` waits for a declared event, for one that an entity has of itself (`created`, `updated`, `deleted`, `assigned_r`,
    `unassigned_r`, `entered_s`), or for `<action>.done`. `await_x` waits for the declared event `x`.
    """,
    wrong: """
      entity interaction { has: note: text }
      when interaction.creatd { must: file(interaction) }
      """,
    right: """
      entity interaction { has: note: text }
      when interaction.created { must: file(interaction) }
      """)

  public static let undeclaredThreshold = DiagnosticCode(
    "E0205", .error, "a threshold that nothing declares",
    """
    Behind `threshold.` stands the name of an item such as `threshold churn_warning = below 45`. With `?` in place of the number the
    app gives it.
    """,
    wrong: """
      event measured { level: decimal }
      when measured { if measured.level > threshold.high { must: warn } }
      """,
    right: """
      threshold high = above 45
      event measured { level: decimal }
      when measured { if measured.level > threshold.high { must: warn } }
      """)

  public static let undeclaredPermission = DiagnosticCode(
    "E0206", .error, "a permission that nothing declares",
    """
    `requires:` names a permission, and an item says who grants it.
    """,
    wrong: """
      event asked
      when asked { must: open_file requires: data_access }
      """,
    right: """
      role manager
      permission data_access granted by manager
      event asked
      when asked { must: open_file requires: data_access }
      """)

  public static let undeclaredFunction = DiagnosticCode(
    "E0207", .error, "a call of something that is not there",
    """
    An expression can call a derivation, a record, a case with data, `round`, and the operations of a collection. What computes a value is
    declared with `derive`; without a body it is written in Swift.
    """,
    wrong: """
      entity customer { has: name: text }
      when customer.created { must: file(note: summary(customer)) }
      """,
    right: """
      derive summary(customer) -> text
      entity customer { has: name: text }
      when customer.created { must: file(note: summary(customer)) }
      """)

  public static let duplicate = DiagnosticCode(
    "E0208", .error, "two declarations of one name",
    """
    Two items of one kind have the same name, or two fields of one item do. Blocks of one system are joined over all files, so the other
    declaration may stand in another file; the note shows it.
    """,
    wrong: """
      event paid { amount: money }
      event paid { amount: money, by: text }
      """,
    right: """
      event paid { amount: money }
      event repaid { amount: money, by: text }
      """)

  public static let duplicateVersion = DiagnosticCode(
    "E0209", .error, "a system with two versions",
    """
    All blocks that name the same system are one system, and at most one of them carries `version`.
    """,
    wrong: """
      system "shop" version 1 { event opened }
      system "shop" version 2 { event closed }
      """,
    right: """
      system "shop" version 2 { event opened }
      system "shop" { event closed }
      """)

  public static let ambiguousName = DiagnosticCode(
    "E0210", .error, "a name that could be a field or a parameter",
    """
    Here a bare name is both a field of the instance and a parameter, and a reader could not tell which is meant. Rename the parameter, or
    write `it.value` for the field.
    """,
    wrong: """
      entity deal { has: customer: customer, value: money }
      entity customer { has: deals[] }
      derive above(customer, value: money) = customer.deals.where(value > value).count
      """,
    right: """
      entity deal { has: customer: customer, value: money }
      entity customer { has: deals[] }
      derive above(customer, least: money) = customer.deals.where(value > least).count
      """)

  public static let ambiguousCase = DiagnosticCode(
    "E0211", .error, "a case that several choices have",
    """
    Where a choice is expected its cases come first. Here nothing says which choice is expected, and more than one has a case of
    this name. Declare the action or the field that the value is for, so that its type is known.
    """,
    wrong: """
      type mood = calm | low
      type level = low | high
      event asked
      when asked { must: report(state: low) }
      """,
    right: """
      type mood = calm | low
      type level = low | high
      action report(state: level)
      event asked
      when asked { must: report(state: low) }
      """)

  public static let ambiguousState = DiagnosticCode(
    "E0212", .error, "a name that is two states of one entity",
    """
    `is s`, `entered_s` and `for 4h` name a state without its field, so no two fields of one entity may share the name. Rename one,
    or compare the field: `deal.stage == won`.
    """,
    wrong: """
      type stage = open | won
      type health = open | closed
      entity deal { has: stage: stage, health: health }
      when deal.entered_open { must: greet(deal) }
      """,
    right: """
      type stage = open | won
      type health = well | ill
      entity deal { has: stage: stage, health: health }
      when deal.entered_open { must: greet(deal) }
      """)

  public static let badRelation = DiagnosticCode(
    "E0213", .error, "a relation without its other side",
    """
    `interactions[]` is the other side of a relation to one instance. The entity with that plural needs the relation itself.
    """,
    wrong: """
      entity customer { has: interactions[] }
      entity interaction { has: note: text }
      """,
    right: """
      entity customer { has: interactions[] }
      entity interaction { belongs_to: customer  has: note: text }
      """)

  public static let ambiguousRelation = DiagnosticCode(
    "E0214", .error, "two relations that could be meant",
    """
    The other entity has more than one relation to this one. `of` says which is meant.
    """,
    wrong: """
      entity account { has: deals[] }
      entity deal { has: seller: account, buyer: account }
      """,
    right: """
      entity account { has: deals[] of deal.seller }
      entity deal { has: seller: account, buyer: account }
      """)

  public static let fieldWithoutType = DiagnosticCode(
    "E0215", .error, "a field without a type",
    """
    A field has a type: `context: text?`. Only a field that is called as a type or an entity is may leave it out: `has: sentiment` where
    `type sentiment` exists.
    """,
    wrong: """
      entity note { has: context }
      """,
    right: """
      entity note { has: context: text? }
      """)

  public static let badWorkflow = DiagnosticCode(
    "E0216", .error, "a workflow that does not fit its field",
    """
    A workflow stands on a field of an entity, has one `initial` state, and is the only one of that field. The field is a choice of the
    workflow's states: leave its type out, or name a choice that has them all.
    """,
    wrong: """
      role rep { }
      entity deal { has: title: text, stage }
      workflow pipeline on deal.stage { lead -> won by rep  final won }
      """,
    right: """
      role rep { }
      entity deal { has: title: text, stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  final won }
      """)

  /// E02xx, in the order of the ids.
  static let names: [DiagnosticCode] = [
    undeclaredName, undeclaredType, undeclaredMember, undeclaredEvent, undeclaredThreshold, undeclaredPermission, undeclaredFunction,
    duplicate, duplicateVersion, ambiguousName, ambiguousCase, ambiguousState, badRelation, ambiguousRelation, fieldWithoutType,
    badWorkflow,
  ]
}
