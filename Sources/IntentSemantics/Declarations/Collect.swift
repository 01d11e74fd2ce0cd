import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Collects the items of all blocks of a system, and reports what is said twice.
extension SystemAnalysis {
  mutating func collectDeclarations() {
    var version: Span?
    for block in blocks.blocks {
      tree = block.tree
      let node = trees[tree][block.id]
      if let found = node.version {
        if let version {
          report(
            .duplicateVersion, "system `\(blocks.name)` has its version twice", at: found.span,
            notes: [DiagnosticNote("the first stands here", version)])
        } else {
          version = found.span
          ir.version = found.number
          ir.origin = origin(node.span)
        }
      }
      if let text = doc(node.doc) { ir.doc = ir.doc.map { $0 + "\n" + text } ?? text }
      for id in node.items { collect(trees[tree][id]) }
    }
    reportClashes()
    collectCalls()
  }

  private mutating func collect(_ item: Item) {
    switch item.kind {
    case .error: return
    case .timeZone(let zone): collectTimeZone(zone)
    case .type(let node): declare(node, node.name, item, \.types, "type")
    case .entity(let node): declare(node, node.name, item, \.entities, "entity")
    case .event(let node): declare(node, node.name, item, \.events, "event")
    case .threshold(let node): declare(node, node.name, item, \.thresholds, "threshold")
    case .derive(let node): declare(node, node.name, item, \.derives, "derive")
    case .metric(let node): declare(node, node.name, item, \.metrics, "metric")
    case .action(let node): declare(node, node.name, item, \.actions, "action")
    case .workflow(let node): declare(node, node.name, item, \.workflows, "workflow")
    case .role(let node): declare(node, node.name, item, \.roles, "role")
    case .permission(let node): declare(node, node.name, item, \.permissions, "permission")
    case .mutation(let node): declare(node, node.name, item, \.mutations, "mutation")
    case .query(let node): declare(node, node.name, item, \.queries, "query")
    case .view(let node): declare(node, node.name, item, \.views, "view")
    case .when(let node):
      if node.trigger == .evolved { contractItems.append(unnamed(item.kind, item)) } else { whens.append(unnamed(node, item)) }
    case .schedule(let node): schedules.append(unnamed(node, item))
    case .always(let statements): always.append(unnamed(statements, item))
    case .retired, .weakens, .invariant, .capability, .optimise, .protect, .projection, .binding, .agents:
      checkDuplicate(item)
      contractItems.append(unnamed(item.kind, item))
    }
  }

  private func unnamed<Node>(_ node: Node, _ item: Item) -> Declared<Node> {
    Declared(node: node, name: "", nameSpan: item.span, tree: tree, doc: item.doc, span: item.span)
  }

  private mutating func declare<Node>(
    _ node: Node, _ name: Name, _ item: Item, _ table: WritableKeyPath<SystemAnalysis, [String: Declared<Node>]>, _ kind: String
  ) {
    let key = text(name)
    if let first = self[keyPath: table][key] {
      reportDuplicate("\(kind) `\(key)`", name.span, first: first.nameSpan)
    } else {
      self[keyPath: table][key] = Declared(node: node, name: key, nameSpan: name.span, tree: tree, doc: item.doc, span: item.span)
    }
  }

  mutating func reportDuplicate(_ what: String, _ second: Span, first: Span) {
    report(.duplicate, "\(what) is declared twice", at: second, notes: [DiagnosticNote("the first stands here", first)])
  }

  private mutating func checkDuplicate(_ item: Item) {
    guard let (keyword, name) = Self.namedItem(item.kind) else { return }
    let key = "\(keyword) `\(text(name))`"
    if let first = others[key] {
      reportDuplicate(key, name.span, first: first)
    } else {
      others[key] = name.span
    }
  }

  private mutating func collectTimeZone(_ zone: TextLiteral) {
    if let first = timeZoneSpan {
      reportDuplicate("the time zone", zone.span, first: first)
    } else {
      timeZoneSpan = zone.span
      ir.timeZone = spelling(zone.value)
    }
  }

  /// Names of different kinds that an expression or the generated Swift could not tell apart.
  private mutating func reportClashes() {
    for metric in inOrder(metrics) {
      reportClash(metric, "metric", derives, "derivation")
      reportClash(metric, "metric", entities, "entity")
    }
    for derive in inOrder(derives) {
      reportClash(derive, "derivation", types, "type")
      reportClash(derive, "derivation", entities, "entity")
    }
    for event in inOrder(events) {
      reportClash(event, "event", types, "type")
      reportClash(event, "event", entities, "entity")
    }
    reportTypeEntityClashes()
  }

  private mutating func reportClash<A, B>(
    _ declaration: Declared<A>, _ kind: String, _ others: [String: Declared<B>], _ otherKind: String
  ) {
    guard let other = others[declaration.name] else { return }
    report(
      .duplicate, "`\(declaration.name)` is both \(article(kind)) \(kind) and \(article(otherKind)) \(otherKind)", at: declaration.nameSpan,
      notes: [DiagnosticNote("the \(otherKind) stands here", other.nameSpan)])
  }

  private func article(_ word: String) -> String { "aeiou".contains(word.first ?? " ") ? "an" : "a" }

  private mutating func reportTypeEntityClashes() {
    for type in inOrder(types) {
      if let entity = entities[type.name] {
        report(
          .duplicate, "`\(type.name)` is both a type and an entity", at: type.nameSpan,
          notes: [DiagnosticNote("the entity stands here", entity.nameSpan)])
      } else if TypeIR.builtIn(type.name) != nil {
        report(.duplicate, "`\(type.name)` is built in and cannot be declared", at: type.nameSpan)
      }
    }
  }
}
