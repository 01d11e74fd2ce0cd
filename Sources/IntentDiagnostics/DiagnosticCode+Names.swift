extension DiagnosticCode {
  public static let undeclaredName = DiagnosticCode(
    "E0201", .error, "a name that nothing declares",
    """
    A bare name in an expression is looked up from the inside out:

    1. a field of the instance at hand, in `where`, `for each` and quantifiers
    2. a name given with `as` or `for each`
    3. a field of the subject: the entity or event that the `when` waits for, or the entity that the rule is of
    4. a parameter
    5. a metric, all instances of an entity by its plural (`deals`), or a case of a choice

    If it is a threshold, write `threshold.name`. If it is a field of something else, say of what: `customer.name`.
    There is no `null`: an optional value is asked with `exists`, and an optional field without a default is absent.
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
    Types and entities are declared, never inferred from use. Built in are `text int decimal bool timestamp date time
    duration money percent id`; a `?` behind a type makes it optional, a `[]` a list.

    If you look for `string` it is `text`; for `float`, `decimal`; for `boolean`, `bool`; for `datetime`, `timestamp`;
    for `uuid`, `id`. In `has:` a word and a colon are a field, so a comma before `key:` or `rule:` makes a field of it.
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
    What stands behind a `.`, `is` or `has` belongs to the value before it: a field or the other side of a relation of
    an entity, a field of a record or an event, a state or a flag. The value before it may be of another type than you
    think; the message names it.
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
    A `when` waits for one of these:

    - an event that an item declares, or that an action `emits`
    - what happens to an entity: `created`, `updated`, `deleted`, `assigned_r` and `unassigned_r` for a relation `r`,
      `entered_s` for a state `s`
    - `<action>.done`, for an action without an event of its own

    There is no event of one field: wait for `updated` and compare with `before`. `await_x` waits for the event `x`,
    which an item must declare.
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
    Behind `threshold.` stands the name of an item such as `threshold churn_warning = below 45`. With `?` in place of
    the number the app must give it when it opens the system.
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
    `requires:` names a permission, not a role: whoever carries out the action must hold it, and an item says which
    roles grant it. So the grant can change without the places that need it.
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
    An expression can call a derivation, a record, a case with data, and `round`. What is asked of a collection stands
    behind it: `deals.count`, `deals.sum(value)`. `now`, `today` and `me` are values and take no `()`.

    What else computes a value is declared with `derive`, with a body here or, without one, in Swift.
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
    Two items of one kind have the same name, or two fields of one item do. All blocks of one system are joined, so the
    other declaration may stand in another file; the note shows it. Remove one, or rename one.

    What the language itself declares is declared already: the built-in types, `now`, `today`, `me`, `it`, `round`, and
    `intent`, with which the names of system events begin.
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
    All blocks that name the same system are one system, and at most one of them carries `version`. Keep the version in
    one file.
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
    Here a bare name is both a field of the instance and a parameter, and a reader could not tell which is meant.
    `it.value` is always the field; for the parameter there is no such way, so if it is meant, rename it.

    In a row filter, a rule, a guard or a quantifier the instance goes by its entity's name. If a field of that name points at another one,
    `it` is the one at hand, and `it.rep` what its field says.
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
    Where a choice is expected its cases come first. Here nothing says which choice is expected, and more than one has a
    case of this name. Declare the action or the field that the value is for, so that its type is known.
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
    `is s`, `entered_s` and `for 4h` name a state without its field, so here it cannot be told which field is meant.
    Rename one of the states, or compare the field: `deal.stage == won`.
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
    "E0213", .error, "a relation that cannot stand where it stands",
    """
    `interactions[]` in `customer` stores nothing: it is the other side of a relation that each interaction has to one
    customer. So the entity with that plural needs it, as `belongs_to: customer` or `has: customer: customer?`. It has
    no default.

    If each customer should keep a list of its own, write its type: `has: interactions: interaction[]`.

    What an entity or an event keeps has its relations in fields of its own, not inside of a record, a case or a list of lists: only there
    it is checked that they point at something, and only these refuse a deletion.
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
    The other entity has more than one relation to this one, and either could be the one that `name[]` is the other side
    of. Say which with `of`.
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
    A field has a type: `context: text?`. Only a field that is called as its type is may leave it out: `has: sentiment`,
    where `type sentiment` exists.
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
    A workflow stands on a field of an entity (`on deal.stage`), has one `initial` state, and is the only one of that
    field. The field is a choice of the workflow's states: leave the field out of the entity, or its type, or name a
    choice that has all of them. Its default, if it has one, is the initial state.
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
    badWorkflow, requiredCircle,
  ]
}
