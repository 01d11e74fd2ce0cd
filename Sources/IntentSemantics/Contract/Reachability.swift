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
    let nothing = "nothing that `\(capability)` accepts leads to `\(name)`"
    if case .event(let event) = product {
      let way = wayTo(event.text, links)
      var fixes: [Fix] = []
      if let end = way.last, let trigger = end.trigger, end.isEvent {
        fixes = [Fix("accept `\(trigger)` too", replace: lastAccepted.span.endPoint, with: ", \(trigger)", isGuess: true)]
      }
      report(
        .missingLink, "\(nothing): \(way.isEmpty ? noSource(event) : described(way))", at: path.span,
        notes: way.last?.trigger.map { noteOfReaction(to: $0) } ?? [], fixes: fixes)
    } else {
      let sources = (links.previous[product.node] ?? []).map { "`\($0.split(separator: " ").last ?? "")`" }
      let from = sources.isEmpty ? "nothing that changes" : listed(Array(sources.prefix(3)), "and")
      let why = sources.isEmpty ? "" : ", which no accepted event concerns"
      report(.missingLink, "\(nothing): it is computed from \(from)\(why)", at: path.span)
    }
  }

  /// The steps as a sentence, with the missing link at its end.
  private func described(_ way: [Step]) -> String {
    var parts: [String] = []
    for step in way {
      let made = "`\(step.action)` makes \(parts.isEmpty ? "it" : "that")"
      guard let trigger = step.trigger else {
        parts.append("\(made), and no consequence asks for `\(step.action)`")
        return parts.joined(separator: ", ")
      }
      parts.append("\(made) after `\(trigger)`")
    }
    return "\(parts.joined(separator: ", ")), and `\(way.last?.trigger ?? "")` is the missing link"
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

  private func noSource(_ event: TriggerIR) -> String {
    switch event {
    case .event(let name): return "no action emits it; declare one with `emits \(name)`, and ask for it in a consequence"
    case .done(let action): return "no consequence asks for `\(action)`"
    default: return "what follows from a consequence is its action's evidence, such as `action.done`"
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
