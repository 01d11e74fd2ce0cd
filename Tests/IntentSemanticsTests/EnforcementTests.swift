import IntentDiagnostics
import IntentIR
import Testing

/// The promises of the items of one system, as `class kind name`, with a `*` behind the class of one that nothing keeps yet.
private func promises(_ items: String) -> [String] {
  let analysed = Analysed(items: items)
  #expect(!analysed.diagnostics.hasErrors, "\(analysed.rendered)")
  return analysed.systems.flatMap(\.promises).map { "\($0.keptBy.rawValue)\($0.isKept ? "" : "*") \($0.kind.rawValue) \($0.name)" }
}

@Test func ruleIsGuardedOnlyWhereItsOwnAppendCanBreakIt() {
  let found = promises(
    """
    entity order { has: total: money, lines[], buyer: buyer  rule: sum: total == lines.sum(amount)  rule: rich: buyer.credit > total }
    entity line { part_of: order  has: amount: money  rule: less: amount <= order.total }
    entity buyer {
      has: credit: money, name: text, friend: buyer?, since: timestamp
      rule: named: name != ""  rule: richer: credit > (friend.credit else $0)  rule: fresh: since > now - 30d
      rule: sure: credit > $0 or credit <= $0
    }
    """)
  #expect(found.contains("guarded rule order.sum") && found.contains("guarded rule line.less"))
  #expect(found.contains("guarded rule buyer.named") && found.contains("monitored rule buyer.richer"))
  #expect(found.contains("monitored rule buyer.fresh"))
  #expect(found.contains("monitored rule order.rich"))
  #expect(found.contains("proved rule buyer.sure"))
}

@Test func invariantHasTheStrongestClassThatApplies() {
  let found = promises(
    """
    entity deal { has: value: money, closed: date?, note: text }
    metric total: money = deals.sum(value)
    invariant one: every(deal): deal.value >= $0
    invariant all: deals.count < 100
    invariant old: every(deal d where d.closed exists): d.value > $5
    invariant timely: no(deal d where d.closed exists): d.value > $5 and today > d.closed
    invariant noted: every(deal) has note
    invariant bounded: every(deal): deal.value < total
    invariant deal_data_never_lost
    invariant checked
    invariant signed attested
    invariant total < $5
    """)
  #expect(found.contains("guarded invariant one") && found.contains("guarded invariant old"))
  #expect(found.contains("monitored invariant all") && found.contains("monitored invariant bounded"))
  #expect(found.contains("proved invariant noted") && found.contains("gated invariant deal_data_never_lost"))
  #expect(found.contains("gated invariant checked") && found.contains("attested invariant signed"))
  #expect(found.contains("monitored invariant total < $5"))
}

/// A promise in no class would be one that nobody keeps: each one of the corpus is in the report.
@Test(arguments: ["Tests/Corpus/positive/meaning", "Tests/Corpus/positive/programs"])
func everyPromiseHasAClass(directory: String) {
  for file in intentFiles(below: directory) {
    for system in Analysed([file]).systems {
      var found: [PromiseIR.Kind: Int] = [:]
      for promise in system.promises { found[promise.kind, default: 0] += 1 }
      #expect(found[.invariant, default: 0] == system.contract.invariants.count, "\(file.path)")
      #expect(found[.target, default: 0] == system.contract.targets.count)
      #expect(found[.property, default: 0] == system.contract.capabilities.reduce(0) { $0 + $1.properties.count })
      #expect(found[.rule, default: 0] == system.entities.reduce(0) { $0 + $1.rules.count })
      #expect(found[.key, default: 0] == system.entities.reduce(0) { $0 + $1.keys.count })
      #expect(found[.unique, default: 0] == system.entities.reduce(0) { $0 + $1.uniques.count })
      #expect(found[.noOverlap, default: 0] == system.entities.reduce(0) { $0 + $1.noOverlaps.count })
      #expect(found[.assertion, default: 0] == system.assertions.count + system.unenforced.count { $0.text.hasPrefix("assert") })
      let moves = system.workflows.flatMap(\.moves)
      #expect(found[.move, default: 0] == moves.count + moves.count { $0.condition != nil })
      let obligations = system.reactions.reduce(0) { $0 + count($1.body) { _ in true } }
      let requiring = system.reactions.reduce(0) { $0 + count($1.body) { $0.requires != nil } }
      let undone = system.reactions.reduce(0) { $0 + count($1.body) { $0.undo != nil } }
      #expect(found[.deadline, default: 0] == obligations + undone)
      #expect(found[.permission, default: 0] == system.permissions.count + requiring)
    }
  }
}

private func count(_ statements: [StatementIR], _ isCounted: (ObligationIR) -> Bool) -> Int {
  statements.reduce(0) { sum, statement in
    switch statement {
    case .obligation(let obligation): sum + count(obligation, isCounted)
    case .branch(let branch): sum + count(branch.then + branch.otherwise, isCounted)
    case .forEach(let loop): sum + count(loop.body, isCounted)
    }
  }
}

private func count(_ obligation: ObligationIR, _ isCounted: (ObligationIR) -> Bool) -> Int {
  obligation.fallback.reduce(isCounted(obligation) ? 1 : 0) { $0 + count($1, isCounted) }
}

@Test func whoMayWhatSaysHowItIsKept() {
  let analysed = Analysed(
    items: """
      entity rep { has: name: text }
      entity deal { has: rep: rep, value: money }
      role seller is rep { can: read deal where deal.rep == me }
      role watcher { can: read deal }
      workflow pipeline on deal.stage {
        initial lead  lead -> won if rep == me by seller  lead -> lost if value > $0 by seller  final won, lost
      }
      mutation close(deal: deal) { move deal to won }
      query open_deals() by watcher = deals.where(stage == lead)
      """)
  let reasons = Dictionary(analysed.systems.flatMap(\.promises).map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
  #expect(reasons["seller reads deal where deal.rep == me"]?.contains("does not match") == true)
  #expect(reasons["deal.stage: lead -> won if deal.rep == me"]?.contains("does not say who moves") == true)
  #expect(reasons["deal.stage: lead -> lost if deal.value > 0USD"] == "a move without it is refused")
  #expect(reasons["close by nobody"]?.contains("none that may") == true)
  #expect(reasons["open_deals by watcher"] == "its function takes proof of a role")
}

@Test func whatIsCheckedWhereItComesInIsGuarded() {
  let found = promises(
    """
    type shelf = { floor: int in 0..5, row: text }
    type cycle = monthly | custom { months: int in 2..36 }
    entity p { has: plain: int in 1..3, shelf: shelf?, cycle: cycle, price: money in EUR, label: text }
    derive twice(p) = p.plain * 2
    derive computed(p) -> int in 0..5
    metric counted: int in 0..9 = ps.count
    invariant small: every(p): twice(p) < 5
    invariant near: every(p): computed(p) <= 5
    invariant counted < 10
    role r { can: read p }
    event e { p: p, level: int in 1..3 }
    action act(p: p, level: int in 1..3) emits acted
    action tell(p: p, level: int in 1..3)
    action say(p: p, level: int in 1..3)
    mutation set(p: p, k: int in 1..9) by r { update p(plain: k) }
    query best(least: int in 1..3) by r = ps.where(plain > least)
    when e { must: act(e.p, level: e.level) within: 1m undo: say(e.p, level: 1)  must: tell(e.p, level: 2) within: 1h }
    when tell.done { must: note }
    when intent.evolved { backfill_policy: sequential  must: tell_all within: 1h }
    """)
  let ranges = found.filter { $0.contains(" refinement ") }
  #expect(
    ranges == [
      "guarded refinement acted.level: act_level", "guarded refinement best.least: best_least", "guarded refinement e.level: e_level",
      "guarded refinement p.cycle: cycle", "guarded refinement p.plain: p_plain", "guarded refinement p.price: money(EUR)",
      "guarded refinement p.shelf: shelf?", "guarded refinement set.k: set_k", "guarded refinement tell.done.level: tell_level",
    ])
  #expect(found.contains("guarded invariant small") && found.contains("monitored invariant near"))
  #expect(found.contains("monitored deadline e: undo act by say"))
  #expect(found.contains("monitored* deadline intent.evolved: must tell_all within 1h"))
}

@Test func timeBreaksNoConditionThatItCanOnlyMakeTrue() {
  let found = promises(
    """
    entity p {
      has: born: timestamp, day: date, ends: timestamp
      rule: past: born <= now
      rule: older: now - 7d > born and day < today
      rule: either: now + 1h >= born or ends > now
      rule: open: ends > now
      rule: not_past: not (ends <= now)
    }
    invariant born_before: every(p): p.born < now
    """)
  #expect(found.contains("guarded rule p.past") && found.contains("guarded rule p.older"))
  #expect(found.contains("monitored rule p.either") && found.contains("monitored rule p.open"))
  #expect(found.contains("monitored rule p.not_past"))
  #expect(found.contains("guarded invariant born_before"))
}
