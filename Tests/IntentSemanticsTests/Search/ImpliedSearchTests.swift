import IntentDiagnostics
import IntentIR
import TestSupport
import Testing

/// A consequence of the random reaction: where it stands, and when it is due.
private struct SmallDemand {
  let line: Int
  let strength: Int
  let deadline: Int64
  let due: Set<Int>
}

private func demands(
  _ statements: [StatementIR], _ reaching: Set<Int>, _ all: [[SmallValue]], _ slots: [String: Int], _ result: inout [SmallDemand]
) throws {
  for statement in statements {
    switch statement {
    case .obligation(let obligation):
      let strength = obligation.severity == .must ? 2 : obligation.severity == .should ? 1 : 0
      result.append(SmallDemand(line: obligation.origin.line, strength: strength, deadline: obligation.within ?? 0, due: reaching))
    case .branch(let branch):
      let condition = try #require(FiniteEvaluator(branch.condition, slots: slots))
      let through = reaching.filter { condition.holds(all[$0]) }
      try demands(branch.then, through, all, slots, &result)
      try demands(branch.otherwise, reaching.subtracting(through), all, slots, &result)
    case .forEach: continue
    }
  }
}

/// `true` iff whenever `demand` is due another one asks for no less.
private func isImplied(_ demand: SmallDemand, by others: [SmallDemand]) -> Bool {
  let stronger = others.filter { $0.line != demand.line && $0.strength >= demand.strength && $0.deadline <= demand.deadline }
  return demand.due.isSubset(of: stronger.reduce(into: []) { $0.formUnion($1.due) })
}

/// What is reported as implied or contradicted can be left out on all runs, and of what is left nothing can.
@Test func impliedConsequencesAreFoundAsTheirValuesSay() throws {
  var random = seeded()
  let world = SmallWorld.closed
  let all = world.assignments
  var found = 0
  for _ in 0..<programCount(600) {
    var body = ""
    for _ in 0...(1 + random.below(3)) {
      let within = random.happens(40) ? " within: \(random.pick(["1h", "2h"]))" : ""
      let other = random.pick(["must", "should", "could"])
      switch random.below(4) {
      case 0: body += "\(other): act(item)\(within)\n"
      case 1: body += "if \(random.condition(world.words, depth: 1)) {\n\(other): act(item)\(within)\n} else {\n\(other): act(item)\n}\n"
      default: body += "if \(random.condition(world.words, depth: 1)) {\n\(other): act(item)\(within)\n}\n"
      }
    }
    let text = world.system(rule: nil, body)
    let analysed = Analysed([("a.intent", text)])
    let reaction = try #require(analysed.systems.first?.reactions.first)
    var demands: [SmallDemand] = []
    try IntentSemanticsTests.demands(reaction.body, Set(all.indices), all, world.slots, &demands)
    // What is never due is reported where it is decided.
    demands.removeAll(where: \.due.isEmpty)
    let reported = analysed.codes(["W0511", "E0802"])
    let left = demands.filter { reported[$0.line] == nil }
    for demand in demands where reported[demand.line] != nil {
      #expect(isImplied(demand, by: left), "line \(demand.line) is not implied\n\(text)\n\(analysed.rendered)")
    }
    for demand in left { #expect(!isImplied(demand, by: left), "line \(demand.line) is implied\n\(text)\n\(analysed.rendered)") }
    #expect(reported.keys.allSatisfy { line in demands.contains { $0.line == line } })
    found += reported.count
  }
  #expect(found > 0)
}
