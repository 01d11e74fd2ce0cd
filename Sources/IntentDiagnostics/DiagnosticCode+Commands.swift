extension DiagnosticCode {
  public static let undeclaredRole = DiagnosticCode(
    "E0601", .error, "a role that is not declared",
    """
    `by`, `for` and `granted by` name roles, and nobody has a role that the system does not know. Declare it, or correct the name.
    """,
    wrong: """
      role manager { }
      permission access granted by manger
      """,
    right: """
      role manager { }
      permission access granted by manager
      """)

  public static let unreachableState = DiagnosticCode(
    "E0602", .error, "a state that nothing reaches",
    """
    No moves lead from the initial state to this one, so no instance is ever in it. Add the move that is missing, or take the state out.
    """,
    wrong: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  lost -> won by rep  final won }
      """,
    right: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won | lost by rep  lost -> won by rep  final won }
      """)

  public static let deadState = DiagnosticCode(
    "E0603", .error, "a state with no way out that is not `final`",
    """
    An instance that gets into this state stays there for ever. If that is meant, say so with `final`; else a move out of it is missing.
    """,
    wrong: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won | lost by rep  final won }
      """,
    right: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won | lost by rep  final won, lost }
      """)

  public static let moveOutOfFinal = DiagnosticCode(
    "E0604", .error, "a move out of a final state",
    """
    `final` says that nothing happens after this state, and a move says that something does. Take one of them out.
    """,
    wrong: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  won -> lead by rep  final won }
      """,
    right: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  won -> lead by rep }
      """)

  public static let moveTwice = DiagnosticCode(
    "E0605", .error, "a move that is said twice",
    """
    Two lines let the same role make the same move, and one of the lines has no effect: either both have the same guard, or one has none.
    Lines with different guards, or for different roles, are two ways to make a move and are right.
    """,
    wrong: """
      role rep { }
      entity deal { has: stage, value: money }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  lead -> won if value > $9 by rep  final won }
      """,
    right: """
      role rep { }
      entity deal { has: stage, value: money }
      workflow pipeline on deal.stage { initial lead  lead -> won if value > $9 by rep  final won }
      """)

  public static let moveByNobody = DiagnosticCode(
    "E0606", .error, "a move that no role may make",
    """
    What is not granted is denied, so a move without `by` is one that nobody may make.
    """,
    wrong: """
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won  final won }
      """,
    right: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  final won }
      """)

  public static let noPrincipal = DiagnosticCode(
    "E0607", .error, "`me` where nobody acts",
    """
    `me` is who acts: the caller of a mutation or a query, the reader of a view, who makes a move, whom a row filter is for. Its type is
    the entity that the role is bound to, so the role needs `is`, and roles that share a command need the same one.
    """,
    wrong: """
      entity rep { has: name: text }
      entity deal { belongs_to: rep }
      role manager { can: read deal where deal.rep == me }
      """,
    right: """
      entity rep { has: name: text }
      entity deal { belongs_to: rep }
      role manager is rep { can: read deal where deal.rep == me }
      """)

  public static let undeclaredGrant = DiagnosticCode(
    "E0608", .error, "a grant of something that is not declared",
    """
    `can: read` names an entity, a metric or a derivation; `can:` alone names a mutation, a query, a view or an action.
    """,
    wrong: """
      entity customer { has: name: text }
      role rep { can: read customers }
      """,
    right: """
      entity customer { has: name: text }
      role rep { can: read customer }
      """)

  public static let emptyGrant = DiagnosticCode(
    "E0609", .error, "a grant that grants nothing",
    """
    What the line grants is granted by another line of the role, without a condition or with the same one. Two row filters of one entity
    are right: the role may read what either of them lets through.
    """,
    wrong: """
      entity rep { has: deals[] }
      entity deal { belongs_to: rep }
      role rep is rep { can: read deal  can: read deal where deal.rep == me }
      """,
    right: """
      entity rep { has: deals[] }
      entity deal { belongs_to: rep }
      role rep is rep { can: read deal where deal.rep == me }
      """)

  public static let missingFields = DiagnosticCode(
    "E0610", .error, "fields that are not given",
    """
    A new instance, an event or a query needs a value for each field or parameter that has no default and may not be absent. A workflow's
    field begins at its initial state, a list begins empty, and other sides of relations are not given.
    """,
    wrong: """
      role rep { }
      entity deal { has: value: money, note: text? }
      mutation add() by rep { create deal() }
      """,
    right: """
      role rep { }
      entity deal { has: value: money, note: text? }
      mutation add(value: money) by rep { create deal(value: value) }
      """)

  public static let badFields = DiagnosticCode(
    "E0611", .error, "fields that are given wrongly",
    """
    Each field is given once, by its name: `create deal(value: $5)`. A value whose last word is the field's name needs no label. The other
    side of a relation is not given; what is on the other side is created with its relation.
    """,
    wrong: """
      role rep { }
      entity deal { has: value: money }
      mutation add(value: money) by rep { create deal(value: value, value: $5) }
      """,
    right: """
      role rep { }
      entity deal { has: value: money }
      mutation add(value: money) by rep { create deal(value: value) }
      """)

  public static let fixedField = DiagnosticCode(
    "E0612", .error, "a change of something that is fixed",
    """
    An `immutable` entity is neither updated nor deleted, and the relations `belongs_to` and `part_of` are fixed at creation. What was
    wrong is put right by something new: another instance, or an event.
    """,
    wrong: """
      role rep { }
      entity call { immutable: true  has: notes: text }
      mutation mend(call: call) by rep { update call(notes: "") }
      """,
    right: """
      role rep { }
      entity call { immutable: true  has: notes: text }
      mutation mend() by rep { create call(notes: "") }
      """)

  public static let workflowField = DiagnosticCode(
    "E0613", .error, "a workflow's field that is set",
    """
    A field with a workflow begins at `initial` and changes only by `move`, so that no state is reached against the workflow.
    """,
    wrong: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  final won }
      mutation close(deal: deal) by rep { update deal(stage: won) }
      """,
    right: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  final won }
      mutation close(deal: deal) by rep { move deal to won }
      """)

  public static let partWithoutWhole = DiagnosticCode(
    "E0614", .error, "a part that is created without its whole",
    """
    What is `part_of` a whole is created in the same append as the whole, so that rules over both are checked once, at its end. Create
    the whole before it in the same mutation and name it with `as`.
    """,
    wrong: """
      role clerk { }
      entity order { has: lines[] }
      entity line { part_of: order  has: amount: money }
      mutation add(order: order) by clerk { create line(order: order, amount: $5) }
      """,
    right: """
      role clerk { }
      entity order { has: lines[] }
      entity line { part_of: order  has: amount: money }
      mutation add() by clerk {
        create order() as o
        create line(order: o, amount: $5)
      }
      """)

  public static let noSuchMove = DiagnosticCode(
    "E0615", .error, "a move to where no move leads",
    """
    No line of the workflow leads to the state, or none from the states in which the instance can be here, by the conditions before, or
    these exclude what the moves ask. The command would be refused each time.
    """,
    wrong: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  final won }
      mutation reopen(deal: deal) by rep { move deal to lead }
      """,
    right: """
      role rep { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by rep  won -> lead by rep }
      mutation reopen(deal: deal) by rep { move deal to lead }
      """)

  public static let moveNotAllowed = DiagnosticCode(
    "E0616", .error, "a move that none of the callers may make",
    """
    The workflow lets other roles move an instance to this state, so the command would be refused to whoever calls it. Let another role
    call the mutation, or let this one make the move.
    """,
    wrong: """
      role rep { }
      role manager { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by manager  final won }
      mutation close(deal: deal) by rep { move deal to won }
      """,
    right: """
      role rep { }
      role manager { }
      entity deal { has: stage }
      workflow pipeline on deal.stage { initial lead  lead -> won by manager  final won }
      mutation close(deal: deal) by manager { move deal to won }
      """)

  public static let badTarget = DiagnosticCode(
    "E0617", .error, "a statement about something that it cannot change",
    """
    `update`, `move` and `delete` take one instance that is there: `update customer(name: name)`, `move deal to won`. Many are changed one
    by one with `for each`, and only what has a workflow moves. `emit` takes a domain event: the events of an entity come of its changes.
    What a statement before has deleted is gone: nothing behind it changes it, reads it, or points at it. And nothing is deleted that
    something requires which is there: what points at it is deleted before.
    """,
    wrong: """
      entity note { has: words: text }
      role rep { can: read note }
      mutation clear() by rep { delete notes }
      """,
    right: """
      entity note { has: words: text }
      role rep { can: read note }
      mutation clear() by rep { for each note in notes { delete note } }
      """)

  public static let notGranted = DiagnosticCode(
    "E0618", .error, "a read that is not granted",
    """
    What is not granted is denied: whoever gives a command may read each entity that the command reads. A row filter is enough, it filters
    the answer. A metric or a derivation may be granted by itself, without the entities behind it.
    """,
    wrong: """
      entity customer { has: name: text }
      role rep { }
      query newest() by rep = customers.limit(10)
      """,
    right: """
      entity customer { has: name: text }
      role rep { can: read customer }
      query newest() by rep = customers.limit(10)
      """)

  public static let queryNotGranted = DiagnosticCode(
    "E0619", .error, "a view of what its reader may not ask",
    """
    Whoever sees a view asks the queries in it. Name the role in the query's `by`, or the query in the role's `can:`.
    """,
    wrong: """
      entity customer { has: name: text }
      role rep { can: read customer }
      role manager { can: read customer }
      query newest() by manager = customers.limit(10)
      view home for rep { show: newest() }
      """,
    right: """
      entity customer { has: name: text }
      role rep { can: read customer }
      role manager { can: read customer }
      query newest() by manager, rep = customers.limit(10)
      view home for rep { show: newest() }
      """)

  public static let badColumns = DiagnosticCode(
    "E0620", .error, "columns of something that has none",
    """
    `columns` chooses among the fields of the rows that are shown, each once. A single value has no columns.
    """,
    wrong: """
      entity deal { has: value: money }
      role rep { can: read deal }
      metric pipeline = deals.sum(value)
      view home for rep { show: pipeline columns value }
      """,
    right: """
      entity deal { has: value: money }
      role rep { can: read deal }
      metric pipeline = deals.sum(value)
      view home for rep { show: pipeline  show: deals columns value }
      """)

  public static let nobodyMay = DiagnosticCode(
    "W0530", .warning, "a command that nobody may give",
    """
    What is not granted is denied: without `by`, and without a role whose `can:` names it, nobody calls this mutation, asks this query or
    sees this view.
    """,
    wrong: """
      role rep { }
      entity note { has: words: text }
      mutation add(words: text) { create note(words: words) }
      """,
    right: """
      role rep { }
      entity note { has: words: text }
      mutation add(words: text) by rep { create note(words: words) }
      """)

  public static let nobodyGrants = DiagnosticCode(
    "W0531", .warning, "a permission that nobody grants",
    """
    Nobody has a permission until someone grants it, so a consequence that `requires:` this one could never be done. Name who grants it.
    """,
    wrong: """
      permission see_results
      """,
    right: """
      role doctor { }
      permission see_results granted by doctor
      """)

  /// E06xx, in the order of the ids.
  static let commands: [DiagnosticCode] = [
    undeclaredRole, unreachableState, deadState, moveOutOfFinal, moveTwice, moveByNobody, noPrincipal, undeclaredGrant, emptyGrant,
    missingFields, badFields, fixedField, workflowField, partWithoutWhole, noSuchMove, moveNotAllowed, badTarget, notGranted,
    queryNotGranted, badColumns,
  ]

  /// W0530 to W0539, in the order of the ids.
  static let commandWarnings: [DiagnosticCode] = [nobodyMay, nobodyGrants]
}
