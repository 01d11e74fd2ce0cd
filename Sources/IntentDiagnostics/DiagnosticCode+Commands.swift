extension DiagnosticCode {
  public static let undeclaredRole = DiagnosticCode(
    "E0601", .error, "a role that is not declared",
    """
    `by`, `for` and `granted by` name roles, and nobody has a role that the system does not know. Declare it, or correct the name.

        role manager { can: read deal }
        mutation close(deal: deal) by manager { move deal to won }
    """)

  public static let unreachableState = DiagnosticCode(
    "E0602", .error, "a state that nothing reaches",
    """
    No moves lead from the initial state to this one, so no instance is ever in it. Add the move that is missing, or take the state out.

        workflow pipeline on deal.stage {
          initial lead
          lead -> won by rep
          lost -> won by rep      # nothing leads to `lost`
          final won
        }
    """)

  public static let deadState = DiagnosticCode(
    "E0603", .error, "a state with no way out that is not `final`",
    """
    An instance that gets into this state stays there for ever. If that is meant, say so with `final`; else a move out of it is missing.

        workflow pipeline on deal.stage {
          initial lead
          lead -> won | lost by rep
          final won               # write: final won, lost
        }
    """)

  public static let moveOutOfFinal = DiagnosticCode(
    "E0604", .error, "a move out of a final state",
    """
    `final` says that nothing happens after this state, and a move says that something does. Take one of them out.

        workflow pipeline on deal.stage { initial lead  lead -> won by rep  won -> lead by rep  final won }
    """)

  public static let moveTwice = DiagnosticCode(
    "E0605", .error, "a move that is said twice",
    """
    Two lines let the same role make the same move, and one of the lines has no effect: either both have the same guard, or one has none.
    Lines with different guards, or for different roles, are two ways to make a move and are right.

        lead -> won | lost by rep
        lead -> lost if value < $10 by rep      # the line above lets a rep do it anyway
    """)

  public static let moveByNobody = DiagnosticCode(
    "E0606", .error, "a move that no role may make",
    """
    What is not granted is denied, so a move without `by` is one that nobody may make.

        lead -> won                  # write: lead -> won by rep
    """)

  public static let noPrincipal = DiagnosticCode(
    "E0607", .error, "`me` where nobody acts",
    """
    `me` is who acts: the caller of a mutation or a query, the reader of a view, who makes a move, whom a row filter is for. Its type is
    the entity that the role is bound to, so the role needs `is`, and roles that share a command need the same one.

        role rep is rep { can: read deal where deal.rep == me }
        role manager { can: read deal where deal.rep == me }      # a manager is no entity
    """)

  public static let undeclaredGrant = DiagnosticCode(
    "E0608", .error, "a grant of something that is not declared",
    """
    `can: read` names an entity, a metric or a derivation; `can:` alone names a mutation, a query, a view or an action.

        role rep { can: read customers }      # write: customer
    """)

  public static let emptyGrant = DiagnosticCode(
    "E0609", .error, "a grant that grants nothing",
    """
    What the line grants is granted by another line of the role, without a condition or with the same one. Two row filters of one entity
    are right: the role may read what either of them lets through.

        role rep is rep {
          can: read deal
          can: read deal where deal.rep == me      # every deal may be read already
        }
    """)

  public static let missingFields = DiagnosticCode(
    "E0610", .error, "fields that are not given",
    """
    A new instance, an event or a query needs a value for each field or parameter that has no default and may not be absent. A workflow's
    field begins at its initial state, a list begins empty, and other sides of relations are not given.

        entity deal { belongs_to: customer  has: value: money, note: text? }
        mutation add(customer: customer) by rep { create deal(customer: customer) }      # needs `value`
    """)

  public static let badFields = DiagnosticCode(
    "E0611", .error, "fields that are given wrongly",
    """
    Each field is given once, by its name: `create deal(value: $5)`. A value whose last word is the field's name needs no label. The other
    side of a relation is not given; what is on the other side is created with its relation.
    """)

  public static let fixedField = DiagnosticCode(
    "E0612", .error, "a change of something that is fixed",
    """
    An `immutable` entity is neither updated nor deleted, and the relations `belongs_to` and `part_of` are fixed at creation. What was
    wrong is put right by something new: another instance, or an event.

        entity interaction { belongs_to: customer  immutable: true }
        mutation mend(interaction: interaction) by rep { update interaction(text: "") }
    """)

  public static let workflowField = DiagnosticCode(
    "E0613", .error, "a workflow's field that is set",
    """
    A field with a workflow begins at `initial` and changes only by `move`, so that no state is reached against the workflow.

        update deal(stage: won)      # write: move deal to won
    """)

  public static let partWithoutWhole = DiagnosticCode(
    "E0614", .error, "a part that is created without its whole",
    """
    What is `part_of` a whole is created in the same append as the whole, so that rules over both are checked once, at its end. Create
    the whole before it in the same mutation and name it with `as`.

        create journal_entry() as entry
        create posting(journal_entry: entry, account: account, amount: $5)
    """)

  public static let noSuchMove = DiagnosticCode(
    "E0615", .error, "a move to where no move leads",
    """
    The state is where its workflow begins, and no line of the workflow leads back to it, so the command would be refused each time.

        workflow pipeline on deal.stage { initial lead  lead -> won by rep  final won }
        mutation reopen(deal: deal) by rep { move deal to lead }
    """)

  public static let moveNotAllowed = DiagnosticCode(
    "E0616", .error, "a move that none of the callers may make",
    """
    The workflow lets other roles move an instance to this state, so the command would be refused to whoever calls it. Let another role
    call the mutation, or let this one make the move.

        workflow pipeline on deal.stage { initial lead  lead -> won by manager  final won }
        mutation close(deal: deal) by rep { move deal to won }      # write: by manager
    """)

  public static let badTarget = DiagnosticCode(
    "E0617", .error, "a statement about something that it cannot change",
    """
    `update`, `move` and `delete` take one instance that is there: `update customer(name: name)`, `move deal to won`. Many are changed one
    by one with `for each`, and only what has a workflow moves. `emit` takes a domain event: the events of an entity come of its changes.
    """)

  public static let notGranted = DiagnosticCode(
    "E0618", .error, "a read that is not granted",
    """
    What is not granted is denied: whoever gives a command may read each entity that the command reads. A row filter is enough, it filters
    the answer. A metric or a derivation may be granted by itself, without the entities behind it.

        role rep { can: read customer }
        query deals_of(customer: customer) by rep = customer.deals      # write also: can: read deal
    """)

  public static let queryNotGranted = DiagnosticCode(
    "E0619", .error, "a view of what its reader may not ask",
    """
    Whoever sees a view asks the queries in it. Name the role in the query's `by`, or the query in the role's `can:`.

        query at_risk(limit: int) by manager = customers.limit(limit)
        view home for rep { show: at_risk(limit: 10) }      # write: by manager, rep
    """)

  public static let badColumns = DiagnosticCode(
    "E0620", .error, "columns of something that has none",
    """
    `columns` chooses among the fields of the rows that are shown, each once. A single value has no columns.

        view home for rep { show: pipeline_value columns value }
    """)

  public static let nobodyMay = DiagnosticCode(
    "W0530", .warning, "a command that nobody may give",
    """
    What is not granted is denied: without `by`, and without a role whose `can:` names it, nobody calls this mutation, asks this query or
    sees this view.

        mutation close(deal: deal) { move deal to won }      # write: mutation close(deal: deal) by rep
    """)

  /// E06xx, in the order of the ids.
  static let commands: [DiagnosticCode] = [
    undeclaredRole, unreachableState, deadState, moveOutOfFinal, moveTwice, moveByNobody, noPrincipal, undeclaredGrant, emptyGrant,
    missingFields, badFields, fixedField, workflowField, partWithoutWhole, noSuchMove, moveNotAllowed, badTarget, notGranted,
    queryNotGranted, badColumns,
  ]

  /// W0530 to W0539, in the order of the ids.
  static let commandWarnings: [DiagnosticCode] = [nobodyMay]
}
