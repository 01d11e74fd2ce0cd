import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers the bounds of agents, and what happens to the past when the spec changes.
extension SystemAnalysis {
  static let agentSettings = ["max_agent_depth", "max_concurrent_agents", "max_agents_per_gap", "cooldown_per_gap", "budget"]

  mutating func lowerAgents(_ settings: NodeList<Setting>, _ item: Declared<ItemKind>) {
    warnNotEnforced("`agents`", item.span)
    var repeated: [(name: String, span: Span, first: Span)] = []
    for setting in settings {
      let name = text(setting.name)
      guard Self.agentSettings.contains(name) else {
        reportUndeclared(
          .badSetting, "agents have no setting `\(name)`", setting.name, among: Self.agentSettings,
          advice: "they have \(listed(Self.agentSettings.map { "`\($0)`" }, "and"))")
        continue
      }
      if let first = settingPlaces.updateValue(setting.name.span, forKey: name) {
        repeated.append((name, setting.name.span, first))
        continue
      }
      switch name {
      case "max_agent_depth": ir.surface.agents.depth = count(setting, 1...100)
      case "max_concurrent_agents": ir.surface.agents.concurrent = count(setting, 1...10_000)
      case "max_agents_per_gap": ir.surface.agents.perGap = count(setting, 1...1_000)
      case "cooldown_per_gap": ir.surface.agents.cooldown = cooldown(setting)
      default: lowerBudget(setting)
      }
    }
    // A block that was copied is one mistake.
    guard let second = repeated.first else { return }
    report(
      .badSetting, "\(listed(repeated.map { "`\($0.name)`" }, "and")) \(repeated.count == 1 ? "is" : "are") set twice", at: second.span,
      notes: [DiagnosticNote("the first stands here", second.first)])
  }

  private mutating func count(_ setting: Setting, _ range: ClosedRange<Int>) -> Int? {
    let written = expr(setting.value)
    if case .error = written.kind { return nil }
    guard let value = integer(setting.value) else {
      report(.badSetting, "`\(text(setting.name))` is a whole number, such as `\(min(5, range.upperBound))`", at: written.span)
      return nil
    }
    guard range.contains(value) else {
      report(.badSetting, "`\(text(setting.name))` is between \(range.lowerBound) and \(range.upperBound)", at: written.span)
      return nil
    }
    return value
  }

  /// A whole number that is written out, perhaps behind a `-`.
  private func integer(_ id: ExprID) -> Int? {
    switch expr(id).kind {
    case .literal(.number(let number)): number.int
    case .negate(let inner): integer(inner).map { -$0 }
    default: nil
    }
  }

  private mutating func cooldown(_ setting: Setting) -> Int64? {
    let written = expr(setting.value)
    switch written.kind {
    case .error: return nil
    case .literal(.duration(let milliseconds, _)):
      if milliseconds <= 30 * DurationUnit.days.milliseconds { return milliseconds }
      report(.badSetting, "`cooldown_per_gap` is at most `30d`: a gap waits as long for its next agent", at: written.span)
    case .literal(.number):
      report(
        .badSetting, "`cooldown_per_gap` is a duration, such as `30s`", at: written.span,
        fixes: [Fix("add the unit `s`", replace: written.span.endPoint, with: "s", isGuess: true)])
    default: report(.badSetting, "`cooldown_per_gap` is a duration, such as `30s`", at: written.span)
    }
    return nil
  }

  private mutating func lowerBudget(_ setting: Setting) {
    let written = expr(setting.value)
    switch written.kind {
    case .error: return
    case .literal(.rate(let number, let currency, let period)):
      guard isCurrency(spelling(currency), at: written.span) else { return }
      guard number.significand > 0 else {
        report(.badSetting, "with a budget of nothing no agent could ever run", at: written.span)
        return
      }
      ir.surface.agents.budget = .money(DecimalText.canonical(number), currency: spelling(currency))
      ir.surface.agents.budgetPeriod = period.text
    case .literal(.money):
      report(
        .badSetting, "`budget` is a rate, such as `$20/hour`", at: written.span,
        fixes: [Fix("add the period `/hour`", replace: written.span.endPoint, with: "/hour", isGuess: true)])
    default: report(.badSetting, "`budget` is a rate, such as `$20/hour`", at: written.span)
    }
  }

  /// `when intent.evolved { backfill_policy: sequential }`.
  mutating func lowerBackfill(_ node: WhenItem, _ item: Declared<ItemKind>) {
    for id in node.body {
      let statement = trees[tree][id]
      switch statement.kind {
      case .error: continue
      case .backfillPolicy(let name):
        warnNotEnforced("`backfill_policy`", statement.span)
        lowerBackfill(name)
      default:
        reportPolicies(below: statement.kind)
        keepUnenforced("when", canonicalItemText(statement.span), statement.span)
      }
    }
    if let binder = node.binder {
      report(.badBackfill, "`intent.evolved` speaks of no instance, so there is nothing that `\(text(binder))` could name", at: binder.span)
    }
    if node.body.isEmpty {
      report(
        .badBackfill, "nothing is said here; a `backfill_policy:` is expected", at: item.span.headline(in: trees[tree].file))
    }
  }

  /// Reports the policies in what an `if` or a `for each` holds.
  private mutating func reportPolicies(below kind: StatementKind) {
    let blocks: [NodeList<StatementID>] =
      switch kind {
      case .if(let branch): [branch.then, branch.otherwise ?? .empty]
      case .forEach(let loop): [loop.body]
      default: []
      }
    for id in blocks.flatMap({ Array($0) }) {
      let statement = trees[tree][id]
      if case .backfillPolicy = statement.kind {
        report(
          .badBackfill, "the policy is one for every change of the spec: it stands at the top of `when intent.evolved`", at: statement.span)
      }
      reportPolicies(below: statement.kind)
    }
  }

  private mutating func lowerBackfill(_ name: Name) {
    let words = BackfillPolicyIR.allCases.map(\.rawValue)
    guard let policy = BackfillPolicyIR(rawValue: text(name)) else {
      reportUndeclared(
        .badBackfill, "there is no backfill policy `\(text(name))`", name, among: words,
        advice: "there are \(listed(words.map { "`\($0)`" }, "and"))")
      return
    }
    if let first = settingPlaces.updateValue(name.span, forKey: "backfill_policy") {
      report(.badBackfill, "the backfill policy is set twice", at: name.span, notes: [DiagnosticNote("the first stands here", first)])
      return
    }
    ir.surface.backfill = policy
  }
}
