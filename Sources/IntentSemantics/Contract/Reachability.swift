import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Each thing that a capability produces must follow, through the consequences, from something that it accepts.
extension SystemAnalysis {
  mutating func checkReachable(
    _ products: [(Path, CapabilityIR.Product?)], from accepted: [(path: Path, event: TriggerIR)], _ node: CapabilityItem
  ) {
    // With a mistake elsewhere nobody knows which links there would be.
    if hadErrorsBeforeContract { return }
    let links = links ?? consequenceLinks()
    self.links = links
    let missing = links.unreached(Set(products.compactMap { $0.1?.node }), from: accepted.map(\.event.text))
    for (path, product) in products {
      guard let product, missing.contains(product.node) else { continue }
      reportMissingLink(path, product, accepted.last?.path, node, links)
    }
  }

  private mutating func reportMissingLink(
    _ path: Path, _ product: CapabilityIR.Product, _ lastAccepted: Path?, _ node: CapabilityItem, _ links: ConsequenceLinks
  ) {
    let (capability, name) = (text(node.name), sourceText(path))
    guard let lastAccepted else {
      report(.missingLink, "`\(capability)` accepts nothing, so `\(name)` cannot follow from it", at: path.span)
      return
    }
    let way = wayTo(product.node, links)
    let nothing = "nothing that `\(capability)` accepts leads to"
    switch product {
    case .derivation, .metric:
      let sources = (links.previous[product.node] ?? []).map { "`\($0.split(separator: " ").last ?? "")`" }
      let from = sources.isEmpty ? "from nothing that changes" : "from \(listed(sources, "and"))"
      let advice = sources.isEmpty ? "" : ", and nothing that `\(capability)` accepts concerns \(sources.count == 1 ? "it" : "one of them")"
      report(.missingLink, "`\(name)` is computed \(from)\(advice)", at: path.span)
    case .event:
      guard let first = way.first else {
        report(.missingLink, "`\(name)` does not follow from what `\(capability)` accepts: \(noSource(product))", at: path.span)
        return
      }
      guard let end = way.last, let trigger = end.trigger else {
        report(
          .missingLink, "`\(first.action)` makes `\(name)`, but no consequence of what `\(capability)` accepts asks for it",
          at: path.span)
        return
      }
      let steps = way.map { "`\($0.action)` makes `\($0.event)` after `\($0.trigger ?? "")`" }
      let fix = Fix("accept `\(trigger)` too", replace: lastAccepted.span.endPoint, with: ", \(trigger)", isGuess: true)
      report(
        .missingLink, "\(steps.joined(separator: ", ")), and \(nothing) `\(trigger)`", at: path.span,
        notes: noteOfReaction(to: trigger), fixes: end.isEvent ? [fix] : [])
    }
  }

  /// One step back from an event: the action whose evidence it is, and what asks for the action.
  private struct Step {
    let event: String
    let action: String
    /// `nil` where nothing asks for it.
    let trigger: String?
    /// `true` iff the trigger is an event, which a capability can accept.
    let isEvent: Bool
  }

  /// The steps back from an event to the first trigger that is no evidence itself; each node is visited once.
  private func wayTo(_ event: String, _ links: ConsequenceLinks) -> [Step] {
    var steps: [Step] = []
    var seen: Set<String> = []
    var event = event
    while seen.insert(event).inserted, let action = links.previous[event]?.first(where: { $0.hasPrefix("action ") }) {
      let trigger = links.previous[action]?.first
      let reaction = trigger.flatMap { wanted in ir.reactions.first { $0.trigger.text == wanted } }
      steps.append(
        Step(
          event: event, action: String(action.dropFirst("action ".utf8.count)), trigger: reaction?.triggerText ?? trigger,
          isEvent: reaction?.trigger.isOfTheLog ?? false))
      guard let trigger else { break }
      event = trigger
    }
    return steps
  }

  private func noSource(_ product: CapabilityIR.Product) -> String {
    guard case .event(let event) = product else { return "" }
    switch event {
    case .event(let name): return "no action emits it; declare one with `emits \(name)`, and ask for it in a consequence"
    case .done(let action): return "no consequence asks for `\(action)`"
    default: return "consequences make evidence of actions and no instances, so produce that, such as `action.done`"
    }
  }

  private func noteOfReaction(to trigger: String) -> [DiagnosticNote] {
    let source = reactionSources.first { source in
      switch source {
      case .when(let item): trees[item.tree].file.text(item.span).hasPrefix("when \(trigger)")
      case .schedule(let item): trees[item.tree].file.text(item.span).hasPrefix(trigger)
      }
    }
    guard let source else { return [] }
    return [DiagnosticNote("this is what asks for it", source.span.headline(in: trees[source.tree].file))]
  }

  /// `a`, `b` and `c`.
  func listed(_ words: [String], _ last: String) -> String {
    guard words.count > 1, let end = words.last else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) \(last) \(end)"
  }
}

extension TriggerIR {
  /// `true` iff it is an event of the log, and no clock and no lasting state.
  fileprivate var isOfTheLog: Bool {
    switch self {
    case .aged, .relative, .schedule: false
    default: true
    }
  }
}

extension CapabilityIR.Product {
  /// Its node among the consequences' links.
  fileprivate var node: String {
    switch self {
    case .event(let event): event.text
    case .derivation(let name), .metric(let name): "value \(name)"
    }
  }
}
