import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers capabilities: what they accept, what they produce and which properties they have.
extension SystemAnalysis {
  mutating func lowerCapability(_ node: CapabilityItem, _ item: Declared<ItemKind>) {
    let name = text(node.name)
    let accepts = unique(node.accepts, of: name, "accepts").map { ($0, acceptedEvent($0)) }
    let produces = unique(node.produces, of: name, "produces").map { ($0, product($0)) }
    let isComplete = accepts.allSatisfy { $0.1 != nil }
    if isComplete { checkReachable(produces, from: accepts.compactMap { path, event in event.map { (path, $0) } }, node) }
    ir.contract.capabilities.append(
      CapabilityIR(
        name: name, accepts: accepts.compactMap(\.1), produces: produces.compactMap(\.1), properties: lowerProperties(node),
        doc: doc(item.doc), origin: origin(item.span)))
  }

  /// The paths without those that are there already, which are reported.
  private mutating func unique(_ paths: NodeList<Path>, of capability: String, _ verb: String) -> [Path] {
    var seen: [String: Span] = [:]
    return paths.filter { path in
      guard let first = seen.updateValue(path.span, forKey: sourceText(path)) else { return true }
      report(
        .badCapability, "`\(capability)` \(verb) `\(sourceText(path))` twice", at: path.span,
        notes: [DiagnosticNote("the first stands here", first)])
      return false
    }
  }

  private mutating func acceptedEvent(_ path: Path) -> TriggerIR? {
    let first = text(path.names[0])
    if path.names.count == 1, eventFacts[first] == nil {
      if derives[first] != nil || metrics[first] != nil {
        report(
          .badCapability, "a capability accepts events, and `\(first)` is a \(derives[first] != nil ? "derivation" : "metric")",
          at: path.span)
        return nil
      }
      if let event = eventOfEntity(path) { return reportedEntity(path, event) }
    }
    return resolveTrigger(WhenItem(trigger: .event(path), binder: nil, body: .empty))?.trigger
  }

  private mutating func product(_ path: Path) -> CapabilityIR.Product? {
    let first = text(path.names[0])
    guard path.names.count == 1, eventFacts[first] == nil else {
      return resolveTrigger(WhenItem(trigger: .event(path), binder: nil, body: .empty)).map { .event($0.trigger) }
    }
    if derives[first] != nil { return derivationResult(first).map { _ in .derivation(first) } }
    if metrics[first] != nil { return checkMetric(first).map { _ in .metric(first) } }
    if let event = eventOfEntity(path) { return reportedEntity(path, event) }
    reportUndeclared(
      .undeclaredEvent, "no event, derivation or metric is named `\(first)`", path.names[0],
      among: Array(eventFacts.keys) + derives.keys + metrics.keys, missing: .item("event \(first) { }"))
    return nil
  }

  /// `deal.created` for `deal` and `deals`: what the author of an entity's name probably meant.
  private func eventOfEntity(_ path: Path) -> String? {
    let name = text(path.names[0])
    return (entities[name] != nil ? name : plurals[name]).map { $0 + ".created" }
  }

  private mutating func reportedEntity<Result>(_ path: Path, _ event: String) -> Result? {
    let name = text(path.names[0])
    let what = entities[name] != nil ? "is an entity" : "are instances"
    report(
      .badCapability, "`\(name)` \(what), no event; did you mean `\(event)`?", at: path.span,
      fixes: [Fix("write `\(event)`", replace: path.span, with: event, isGuess: true)])
    return nil
  }

  private mutating func lowerProperties(_ node: CapabilityItem) -> [PropertyIR] {
    var seen: [String: Span] = [:]
    return node.properties.compactMap { property in
      let name = text(property.name)
      if let first = seen.updateValue(property.name.span, forKey: name) {
        report(
          .badCapability, "property `\(name)` of `\(text(node.name))` is said twice", at: property.name.span,
          notes: [DiagnosticNote("the first stands here", first)])
        return nil
      }
      var unless: PropertyIR.Exception?
      if let id = property.unless {
        unless = exception(id)
        guard let unless else { return nil }
        if case .condition(let condition) = unless { _ = note(.exception(property: name), condition, at: expr(id).span) }
      }
      return PropertyIR(name: name, unless: unless, doc: doc(property.doc), origin: origin(property.span))
    }
  }

  /// A condition; a bare name that nothing is near to is a checker's, as the property itself is.
  private mutating func exception(_ id: ExprID) -> PropertyIR.Exception? {
    if case .name(let name) = expr(id).kind, !isKnown(text(name), Scope()), choicesByCase[text(name)] == nil,
      derives[text(name)] == nil, closestName(to: text(name), among: metrics.keys) == nil
    {
      guard let item = itemsByName[text(name)]?.first(where: { $0.keyword != "invariant" }) else { return .named(text(name)) }
      report(
        .badCapability, "`\(text(name))` is the name of \(article(item.keyword)) \(item.keyword), and behind `unless` stands a condition "
          + "or a checker", at: name.span, notes: [DiagnosticNote("it is declared here", item.span)])
      return nil
    }
    return condition(id, Scope()).map { .condition($0) }
  }
}
