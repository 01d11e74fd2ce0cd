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
      reportNameless(node.name)
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
      for id in node.items { collect(id) }
    }
    reportClashes()
    collectReactions()
    collectCalls()
  }

  /// Reports quotes around nothing that a name could be made of; where there are none, the parser has.
  private mutating func reportNameless(_ name: TextLiteral) {
    if name.span.length == 0 || spelling(name.value).contains(where: { $0.isLetter || $0.isNumber }) { return }
    report(.unexpected, "a system has a name, such as `system \"shop\"`", at: name.span)
  }

  private mutating func collect(_ id: ItemID) {
    // In place, for an item is large.
    switch trees[tree][id].kind {
    case .error: return
    case .timeZone(let zone): collectTimeZone(zone)
    case .type(let node): reportSecond("type", node.name, types.add(declared(node, node.name, id)))
    case .entity(let node): reportSecond("entity", node.name, entities.add(declared(node, node.name, id), \.isEmpty))
    case .event(let node): reportSecond("event", node.name, events.add(declared(node, node.name, id), \.isEmpty))
    case .threshold(let node): reportSecond("threshold", node.name, thresholds.add(declared(node, node.name, id)))
    case .derive(let node): reportSecond("derive", node.name, derives.add(declared(node, node.name, id)))
    case .metric(let node): reportSecond("metric", node.name, metrics.add(declared(node, node.name, id)))
    case .action(let node): reportSecond("action", node.name, actions.add(declared(node, node.name, id)))
    case .workflow(let node): reportSecond("workflow", node.name, workflows.add(declared(node, node.name, id), \.isEmpty))
    case .role(let node): reportSecond("role", node.name, roles.add(declared(node, node.name, id), \.isEmpty))
    case .permission(let node): reportSecond("permission", node.name, permissions.add(declared(node, node.name, id)))
    case .mutation(let node): reportSecond("mutation", node.name, mutations.add(declared(node, node.name, id), \.isEmpty))
    case .query(let node): reportSecond("query", node.name, queries.add(declared(node, node.name, id)))
    case .view(let node): reportSecond("view", node.name, views.add(declared(node, node.name, id)))
    case .when(let node):
      if case .evolved = node.trigger {
        contractItems.append(unnamed(trees[tree][id].kind, id))
        evolutions.append(unnamed(node, id))
      } else {
        whens.append(unnamed(node, id))
      }
    case .schedule(let node): schedules.append(unnamed(node, id))
    case .always(let statements): always.append(unnamed(statements, id))
    case .retired, .weakens, .invariant, .capability, .optimise, .protect, .projection, .binding, .agents:
      checkDuplicate(trees[tree][id])
      contractItems.append(unnamed(trees[tree][id].kind, id))
    }
  }

  private func unnamed<Node>(_ node: Node, _ id: ItemID) -> Declared<Node> {
    let span = trees[tree][id].span
    return Declared(node: node, name: "", nameSpan: span, tree: tree, doc: trees[tree][id].doc, span: span)
  }

  private func declared<Node>(_ node: Node, _ name: Name, _ id: ItemID) -> Declared<Node> {
    Declared(node: node, name: text(name), nameSpan: name.span, tree: tree, doc: trees[tree][id].doc, span: trees[tree][id].span)
  }

  /// Reports a declaration if `first` has its name already.
  private mutating func reportSecond<Node>(_ kind: String, _ name: Name, _ first: Declared<Node>?) {
    guard let first else { return }
    duplicates.insert(name.span)
    // A line that is there twice: the first is cut off before the second, and that was reported.
    if syntaxErrors.touches(first.span.endPoint), trees[first.tree].file.text(first.span).last != "}" { return }
    reportDuplicate("\(kind) `\(first.name)`", name.span, first: first.nameSpan)
  }

  mutating func reportDuplicate(_ what: String, _ second: Span, first: Span) {
    report(.duplicate, "\(what) is declared twice", at: second, notes: [DiagnosticNote("the first stands here", first)])
  }

  private mutating func checkDuplicate(_ item: Item) {
    guard let (keyword, name) = Self.namedItem(item.kind) else { return }
    let key = "\(keyword) `\(text(name))`"
    if let first = others[key] {
      duplicates.insert(name.span)
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
      checkTimeZone(zone)
      ir.timeZone = spelling(zone.value)
    }
  }

  /// Names of different kinds that an expression or the generated Swift could not tell apart.
  private mutating func reportClashes() {
    // Most systems have none.
    if derives.containsAny(metrics.keys) || [metrics.keys, derives.keys, events.keys].contains(where: { entities.containsAny($0) })
      || types.containsAny(derives.keys) || types.containsAny(events.keys)
    {
      reportValueClashes()
    }
    reportTypeEntityClashes()
    reportBuiltIn()
  }

  private mutating func reportValueClashes() {
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
  }

  private mutating func reportClash<A, B>(
    _ declaration: Declared<A>, _ kind: String, _ others: NameTable<Declared<B>>, _ otherKind: String
  ) {
    guard let other = others[declaration.name] else { return }
    report(
      .duplicate, "`\(declaration.name)` is both \(article(kind)) \(kind) and \(article(otherKind)) \(otherKind)", at: declaration.nameSpan,
      notes: [DiagnosticNote("the \(otherKind) stands here", other.nameSpan)])
  }

  func article(_ word: String) -> String { "aeiou".contains(word.first ?? " ") ? "an" : "a" }

  private mutating func reportTypeEntityClashes() {
    for type in inOrder(types) {
      if let entity = entities[type.name] {
        report(
          .duplicate, "`\(type.name)` is both a type and an entity", at: type.nameSpan,
          notes: [DiagnosticNote("the entity stands here", entity.nameSpan)])
      }
    }
  }

  /// Names that the language has given a meaning already.
  private mutating func reportBuiltIn() {
    reportBuiltIn(types) { TypeIR.builtIn($0.node.name.symbol) != nil }
    reportBuiltIn(entities) { TypeIR.builtIn($0.node.name.symbol) != nil || $0.node.name.symbol.isValue }
    reportBuiltIn(events) { TypeIR.builtIn($0.node.name.symbol) != nil }
    reportBuiltIn(metrics) { $0.node.name.symbol.isValue }
    reportBuiltIn(derives) { $0.node.name.symbol.isValue || $0.name == "round" }
    reportSystemEvent(entities) { $0.node.name }
    reportSystemEvent(events) { $0.node.name }
    reportSystemEvent(actions) { $0.node.name }
    reportSystemEvent(actions) { $0.node.emits }
    for entity in inOrder(entities) {
      if let plural = entity.node.plural { reportBuiltIn(plural) }
    }
  }

  private mutating func reportBuiltIn<Node>(_ declarations: NameTable<Declared<Node>>, _ isBuiltIn: (Declared<Node>) -> Bool) {
    for declaration in inOrder(declarations) where isBuiltIn(declaration) {
      report(.duplicate, "`\(declaration.name)` is built in and cannot be declared", at: declaration.nameSpan)
      hidesBuiltIn = true
    }
  }

  private mutating func reportSystemEvent<Node>(_ declarations: NameTable<Declared<Node>>, _ name: (Declared<Node>) -> Name?) {
    for declaration in inOrder(declarations) {
      guard let name = name(declaration), name.symbol == Symbol(.intent) else { continue }
      report(.duplicate, "`intent` is built in: it is what the events of every system begin with", at: name.span)
    }
  }

  /// Reports a name for a value in an expression that would hide one of the language; `false` if it hides none.
  @discardableResult
  mutating func reportBuiltIn(_ name: Name) -> Bool {
    guard name.symbol.isValue else { return false }
    report(.duplicate, "`\(text(name))` is built in and cannot be declared", at: name.span)
    return true
  }
}

extension Symbol {
  /// `true` for a bare name that is a value of the language wherever it has a meaning.
  fileprivate var isValue: Bool {
    switch word {
    case .now, .today, .me, .it: true
    default: false
    }
  }
}

extension NameTable {
  /// Adds a declaration unless one has its name already, which is returned. Of one that says nothing the second takes the place.
  fileprivate mutating func add<Node>(
    _ declaration: Declared<Node>, _ isEmpty: (Node) -> Bool = { _ in false }
  ) -> Value? where Value == Declared<Node> {
    if insert(declaration, as: declaration.name) { return nil }
    guard let first = self[declaration.name] else { return nil }
    if isEmpty(first.node), !isEmpty(declaration.node) { updateValue(declaration, forKey: declaration.name) }
    return first
  }
}

extension EntityItem {
  fileprivate var isEmpty: Bool { members.isEmpty }
}

extension EventItem {
  fileprivate var isEmpty: Bool { fields.isEmpty }
}

extension WorkflowItem {
  fileprivate var isEmpty: Bool { mentions.isEmpty }
}

extension RoleItem {
  fileprivate var isEmpty: Bool { grants.isEmpty }
}

extension MutationItem {
  fileprivate var isEmpty: Bool { body.isEmpty }
}
