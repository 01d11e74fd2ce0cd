import IntentIR
import Testing

/// What the reaction tests speak of.
private let data = """
    entity customer { has: name: text, rep: rep?, open: bool }
    entity rep { has: name: text }
    event seen { customer: customer }
  """

private func reactions(_ items: String) throws -> [ReactionIR] {
  let analysed = Analysed(items: data + "\n" + items)
  #expect(analysed.summaries == [])
  return try #require(analysed.systems.first).reactions
}

private func rules(_ statements: [StatementIR]) -> [String] {
  statements.flatMap { statement -> [String] in
    switch statement {
    case .obligation(let obligation): rules(obligation)
    case .branch(let branch):
      ["\(branch.rule) if"] + rules(branch.then)
        + (branch.otherwiseRule < 0 ? [] : ["\(branch.otherwiseRule) else"] + rules(branch.otherwise))
    case .forEach(let loop): rules(loop.body)
    }
  }
}

private func rules(_ obligation: ObligationIR) -> [String] {
  ["\(obligation.rule) \(obligation.call.action)"] + (obligation.undo.map { ["\($0.rule) undo \($0.call.action)"] } ?? [])
    + obligation.fallback.flatMap { ["fallback"] + rules($0) }
}

/// By rule number.
private func identities(_ reaction: ReactionIR) -> [UInt64] { reaction.identities.sorted { $0.key < $1.key }.map(\.value) }

@Test func rulesAreNumberedInTheOrderOfTheText() throws {
  let reaction = try reactions(
    """
      when customer.created {
        must: a within: 1h undo: b fallback: c within: 2h fallback: d
        if open { must: e } else if name == "x" { must: f } else { must: g }
        for each rep { must: h(rep) }
      }
    """)[0]
  #expect(
    rules(reaction.body) == [
      "0 a", "1 undo b", "fallback", "2 c", "fallback", "3 d", "4 if", "5 e", "6 else", "7 if", "8 f", "9 else", "10 g", "11 h",
    ])
}

@Test func identityIsOfTriggerPathActionAndArguments() throws {
  let before = try reactions("when customer.created { must: a(customer) within: 1h  if open { must: a(customer)  must: b } }")[0]
  let moved = try reactions(
    """
      # Another deadline, another severity, another order and layout.
      when customer.created as customer {
        if (customer.open) { could: b  must: a(customer: customer) }
        should: a(customer) within: 2h retry: 3
      }
    """)[0]
  let old = identities(before)
  let new = identities(moved)
  #expect(Set(old).count == 3)
  #expect([new[2], new[1], new[0]] == old)
  let other = try reactions("when customer.updated { must: a(customer) }")[0]
  #expect(identities(other)[0] != old[0])
}

@Test func crossingsAreNumberedOnce() throws {
  let reaction = try reactions(
    """
      threshold low = below 5
      threshold high = above 9
      derive warmth(customer) -> decimal
      derive age(customer) -> int
      when customer.updated {
        if warmth(customer) crosses threshold.low { must: a }
        if warmth(customer) crosses threshold.high or age(customer) crosses threshold.low { must: b }
      }
    """)[0]
  #expect(reaction.crossings.map(\.text) == ["warmth(customer)", "age(customer)"])
  #expect(reaction.crossings.map(\.type) == [.decimal, .decimal])
}

@Test func otherSideOfARelationIsInScope() throws {
  let reaction = try reactions("when customer.assigned_rep as c { must: greet(rep, name)  must: hear(rep.name) }")[0]
  #expect(reaction.subject == "c")
  #expect(reaction.other == "rep")
  #expect(reaction.body.compactMap { if case .obligation(let one) = $0 { one.call.canonicalText } else { nil } } == [
    "greet(rep, c.name)", "hear(rep.name)",
  ])
}

@Test func aGuardNarrowsAndALaterMomentDoesNot() throws {
  let reaction = try reactions(
    "when customer.created { if rep exists and open { must: greet(rep) unless: not rep exists undo: part(rep) must: note(rep) } }")[0]
  guard case .branch(let branch) = reaction.body[0], case .obligation(let obligation) = branch.then[0] else {
    Issue.record("no branch")
    return
  }
  let rep = ExprIR(.field(ExprIR(.local("customer"), .entity("customer")), entity: "customer", name: "rep"), .optional(.entity("rep")))
  #expect(obligation.call.arguments == [ExprIR(.narrowed(rep), .entity("rep"))])
  #expect(obligation.undo?.call.arguments == [ExprIR(.narrowed(rep), .entity("rep"))])
  #expect(obligation.unless == ExprIR(.not(ExprIR(.exists(rep), .bool)), .bool))
}

@Test func bindersOfNestedCollectionsDoNotHideEachOther() throws {
  let analysed = Analysed(items: data + "\nderive a(rep) = customers.where(customers.any(it.name == name and open)).count")
  #expect(analysed.summaries == [])
  #expect(
    analysed.systems[0].derivations[0].body?.text
      == "all(customer).where(it | all(customer).any(it_2 | ((it_2.name == it_2.name) and it_2.open))).count()")
}
