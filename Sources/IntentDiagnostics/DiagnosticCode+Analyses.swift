extension DiagnosticCode {
  public static let endlessCascade = DiagnosticCode(
    "E0801", .error, "a cascade that triggers itself",
    """
    An event asks for an action, the action's evidence is an event that asks for another, and so on, until the first event comes again. Once
    begun it never ends. The notes show the whole way. Let one step depend on something that comes to an end, or wait for the outside.

    Conditions that the events' own values decide are taken into account: a way that can be gone only once is no such cascade. Where a
    condition on the way reads what may change meanwhile, the finding is a note, W0510.
    """,
    wrong: """
      entity rep { has: name: text }
      event asked { rep: rep }
      when asked { must: tell(rep) }
      when tell.done { must: note(tell.rep) }
      when note.done { must: tell(note.rep) }
      """,
    right: """
      entity rep { has: name: text }
      event asked { rep: rep }
      when asked { must: tell(rep) }
      when tell.done { must: note(tell.rep) }
      """)

  public static let contradiction = DiagnosticCode(
    "E0802", .error, "consequences that contradict each other",
    """
    From one cause the spec asks for something and forbids it, or says two different things of it: an action and its own `undo` at the same
    time, or the same action with the same arguments under two deadlines of which the longer can never count. A tighter deadline under a
    narrower condition is fine.
    """,
    wrong: """
      entity order { has: urgent: bool }
      when order.created {
        must: confirm(order) within: 1h
        if urgent { must: confirm(order) within: 2h }
      }
      """,
    right: """
      entity order { has: urgent: bool }
      when order.created {
        must: confirm(order) within: 2h
        if urgent { must: confirm(order) within: 1h }
      }
      """)

  public static let deadlineTooLong = DiagnosticCode(
    "E0803", .error, "a deadline longer than that of what waits for it",
    """
    A consequence waits for an event, and what brings the event about has more time than the waiting lasts: everybody may be in time, and it
    is late all the same. Shorten the one or lengthen the other.
    """,
    wrong: """
      entity order { has: total: money }
      action approve(order: order) emits approval
      when order.created {
        must: approve(order) within: 4h
        must: await_approval within: 2h
      }
      """,
    right: """
      entity order { has: total: money }
      action approve(order: order) emits approval
      when order.created {
        must: approve(order) within: 2h
        must: await_approval within: 2h
      }
      """)

  public static let idleFallback = DiagnosticCode(
    "E0804", .error, "a fallback that is never reached, or goes in a circle",
    """
    A fallback takes the place of what was late or has failed for good. It cannot do so where nothing can be late or fail: nobody acts to
    bring about what is awaited, so it needs a deadline. And it changes nothing where it asks for what it replaces, at once or by way of
    its evidence.
    """,
    wrong: """
      entity customer { has: name: text }
      when customer.created { must: call(customer) within: 1h fallback: call(customer) }
      """,
    right: """
      entity customer { has: name: text }
      when customer.created { must: call(customer) within: 1h fallback: write_to(customer) }
      """)

  public static let neverDue = DiagnosticCode(
    "E0805", .error, "a consequence that is never due",
    """
    `unless:` waives a consequence as soon as its condition is true, and here it is true from the start. The same goes for a property
    of a capability: one that is always excused is no promise.
    """,
    wrong: """
      entity order { has: paid: bool }
      when order.updated { if paid { must: remind(order) unless: paid } }
      """,
    right: """
      entity order { has: paid: bool }
      when order.updated { if not paid { must: remind(order) unless: paid } }
      """)

  public static let unfulfillable = DiagnosticCode(
    "E0806", .error, "a consequence that nobody could ever fulfil",
    """
    The evidence of an action carries its arguments, and an event whose fields are outside of their types is refused. Here an argument can
    have no value that its parameter's type allows, so no evidence can ever be appended.
    """,
    wrong: """
      type stars = int in 1..5
      entity guest { has: visits: int }
      action rate(stars: stars)
      when guest.updated { if visits > 5 { must: rate(stars: visits) } }
      """,
    right: """
      type stars = int in 1..5
      entity guest { has: visits: int }
      action rate(stars: stars)
      when guest.updated { if visits in 1..5 { must: rate(stars: visits) } }
      """)

  public static let impossibleEntity = DiagnosticCode(
    "E0807", .error, "rules that no instance can keep",
    """
    The rules of an entity are checked at each append that touches an instance. These exclude each other, or what their fields' types allow,
    so every append that creates one would be refused.
    """,
    wrong: """
      entity offer { has: price: money  rule: cheap: price < $10  rule: dear: price > $20 }
      """,
    right: """
      entity offer { has: price: money  rule: cheap: price < $20  rule: dear: price > $10 }
      """)

  public static let circularSignature = DiagnosticCode(
    "E0808", .error, "an action whose signature depends on itself",
    """
    An action that no item declares has the signature of its uses. Here all of them stand in reactions to evidence that carries the action's
    own arguments, so nothing says what they are. Declare the action.
    """,
    wrong: """
      event asked
      when asked { must: greet }
      when call.done { must: call(again: call.again) within: 1h }
      """,
    right: """
      event asked
      when asked { must: call(again: false) }
      """)

  /// E08xx, in the order of the ids.
  static let analyses: [DiagnosticCode] = [
    endlessCascade, contradiction, deadlineTooLong, idleFallback, neverDue, unfulfillable, impossibleEntity, circularSignature,
  ]

  public static let boundedCascade = DiagnosticCode(
    "W0510", .warning, "a cascade that a condition bounds",
    """
    The events and actions of the notes lead back to where they began, and a condition on the way decides whether they go round again. It
    reads what the cascade, or something else meanwhile, may change, so it may well end. Make sure that it does. This is a note, no
    warning: nothing need be wrong.
    """,
    wrong: """
      entity order { has: total: money }
      derive attempts(order) -> int
      when order.created { must: charge(order) }
      when charge.done { if attempts(charge.order) < 3 { must: charge(charge.order) } }
      """,
    right: """
      entity order { has: total: money }
      when order.created { must: charge(order) retry: 3 }
      """)

  public static let impliedConsequence = DiagnosticCode(
    "W0511", .warning, "a consequence that another one implies",
    """
    Whenever this consequence is due, another one asks for the same action with the same arguments, no later and no less strongly, and its
    evidence meets both. Leave this one out, or say what should differ.
    """,
    wrong: """
      entity order { has: urgent: bool }
      when order.created {
        must: confirm(order)
        if urgent { should: confirm(order) }
      }
      """,
    right: """
      entity order { has: urgent: bool }
      when order.created {
        should: confirm(order)
        if urgent { must: confirm(order) }
      }
      """)

  public static let idleException = DiagnosticCode(
    "W0512", .warning, "an exception that never applies",
    """
    The condition behind `unless:`, or behind the `unless` of a property, can never be true, so nothing is ever waived by it.
    """,
    wrong: """
      entity order { has: total: money, lines[] }
      entity line { part_of: order  has: text: text }
      when order.updated { must: confirm(order) unless: order.lines.count < 0 }
      """,
    right: """
      entity order { has: total: money, lines[] }
      entity line { part_of: order  has: text: text }
      when order.updated { must: confirm(order) unless: order.lines.count < 1 }
      """)

  public static let endlessWait = DiagnosticCode(
    "W0513", .warning, "a wait without an end",
    """
    The consequence has no deadline, and nothing in the spec brings about the event that it waits for. Each cause that is not answered stays
    in memory for ever. Give it a deadline, or say what brings the event about.
    """,
    wrong: """
      entity order { has: total: money }
      event payment { order: order }
      when order.created { must: await_payment }
      """,
    right: """
      entity order { has: total: money }
      event payment { order: order }
      when order.created { must: await_payment within: 14d }
      """)

  public static let earlyRead = DiagnosticCode(
    "W0514", .warning, "a condition that reads what its own consequence will change",
    """
    Conditions are judged on the state just after their event, which nothing that follows from the event has changed yet. So the condition
    reads the value as it was before the consequence beside it was met. If the new value is meant, wait for it.
    """,
    wrong: """
      entity customer { has: name: text }
      entity visit { belongs_to: customer }
      derive score(customer) -> decimal
      when visit.created {
        must: update_score(visit.customer)
        if score(visit.customer) < 5 { must: call(visit.customer) }
      }
      """,
    right: """
      entity customer { has: name: text }
      entity visit { belongs_to: customer }
      derive score(customer) -> decimal
      when visit.created { must: update_score(visit.customer) }
      when update_score.done { if score(update_score.customer) < 5 { must: call(update_score.customer) } }
      """)

  public static let idleUndo = DiagnosticCode(
    "W0515", .warning, "an `undo` that is never due",
    """
    An `undo:` takes back what was met, once a later consequence of the same block fails for good. Here none comes after, so nothing ever
    asks for it. What an `if` or an `else` holds is a block of its own. To act when the consequence itself fails, write a `fallback:`.
    """,
    wrong: """
      entity order { has: total: money }
      when order.created {
        must: reserve_stock(order) within: 1m
        must: charge(order) within: 1h undo: refund(order)
      }
      """,
    right: """
      entity order { has: total: money }
      when order.created {
        must: charge(order) within: 1h undo: refund(order)
        must: reserve_stock(order) within: 1m
      }
      """)

  /// W0510 to W0529, in the order of the ids.
  static let analysisWarnings: [DiagnosticCode] = [
    boundedCascade, impliedConsequence, idleException, endlessWait, earlyRead, idleUndo,
  ]
}
