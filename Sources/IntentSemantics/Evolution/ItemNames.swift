import IntentDiagnostics
import IntentSource
import IntentSyntax

/// A named item, of whatever kind.
struct NamedItem {
  let keyword: String
  let span: Span
  fileprivate let kind: ItemKind
  /// The index of the file's tree.
  fileprivate let tree: Int
}

// The names of all items, for the words that speak of items of any kind: `protect`, `covers`, `weakens`, `retired`, `was`.
extension SystemAnalysis {
  mutating func collectItemNames() {
    for block in blocks.blocks {
      for id in trees[block.tree][block.id].items where !trees[block.tree][id].renames.isEmpty {
        let item = trees[block.tree][id]
        guard let (keyword, name) = Self.namedItem(item.kind), !duplicates.contains(name.span) else { continue }
        for rename in item.renames {
          renames.append(DeclaredRename(keyword: keyword, item: text(name), rename: rename, tree: block.tree))
        }
      }
    }
    // Most systems say nothing of items by their names.
    if contractItems.isEmpty, renames.isEmpty { return }
    for block in blocks.blocks {
      for id in trees[block.tree][block.id].items {
        let kind = trees[block.tree][id].kind
        guard let (keyword, name) = Self.namedItem(kind) else { continue }
        itemsByName[text(name), default: []].append(NamedItem(keyword: keyword, span: name.span, kind: kind, tree: block.tree))
      }
    }
  }

  /// The keywords of items that have a name.
  static let itemKeywords: Set<String> = [
    "type", "entity", "event", "threshold", "derive", "metric", "action", "invariant", "capability", "optimise", "workflow", "role",
    "permission", "mutation", "query", "view", "projection", "binding",
  ]

  /// The entity as an item.
  func item(_ entity: Declared<EntityItem>) -> NamedItem {
    NamedItem(keyword: "entity", span: entity.nameSpan, kind: .entity(entity.node), tree: entity.tree)
  }

  /// The keyword and the name of an item that has one.
  static func namedItem(_ kind: ItemKind) -> (String, Name)? {
    switch kind {
    case .type(let item): ("type", item.name)
    case .entity(let item): ("entity", item.name)
    case .event(let item): ("event", item.name)
    case .threshold(let item): ("threshold", item.name)
    case .derive(let item): ("derive", item.name)
    case .metric(let item): ("metric", item.name)
    case .action(let item): ("action", item.name)
    case .invariant(let item): ("invariant", item.name)
    case .capability(let item): ("capability", item.name)
    case .optimise(let item): ("optimise", item.quantity)
    case .workflow(let item): ("workflow", item.name)
    case .role(let item): ("role", item.name)
    case .permission(let item): ("permission", item.name)
    case .mutation(let item): ("mutation", item.name)
    case .query(let item): ("query", item.name)
    case .view(let item): ("view", item.name)
    case .projection(let item): ("projection", item.name)
    case .binding(let item): ("binding", item.name)
    case .error, .timeZone, .retired, .weakens, .protect, .when, .schedule, .always, .agents: nil
    }
  }

  /// What belongs to an item and has a name: fields, cases, states, rules, properties.
  func parts(of item: NamedItem) -> [String: Span] {
    let tree = trees[item.tree]
    var parts: [String: Span] = [:]
    func add(_ names: [Name]) { for name in names { parts[text(name)] = name.span } }
    switch item.kind {
    case .type(let item):
      switch tree[item.type].kind {
      case .record(let fields): add(fields.map { tree[$0].name })
      case .choice(let cases): add(cases.map(\.name))
      default: break
      }
    case .entity(let item):
      if let facts = entityFacts[text(item.name)] {
        for field in facts.fields { parts[field.name] = field.span }
        for inverse in facts.inverses.elements where inverse.isDeclared { parts[inverse.name] = item.name.span }
        if facts.hasPersonalFields, parts["encryption_key"] == nil { parts["encryption_key"] = item.name.span }
      }
      for id in item.members {
        if case .rule(let name, _) = tree[id].kind { add([name]) }
      }
    case .event(let item): add(item.fields.map { tree[$0].name })
    case .derive(let item): add(item.parameters.map(\.name))
    case .action(let item): add(item.parameters.map(\.name))
    case .mutation(let item): add(item.parameters.map(\.name))
    case .query(let item): add(item.parameters.map(\.name))
    case .capability(let item): add(item.properties.map(\.name))
    case .workflow(let item): add(Array(item.initial) + item.final + item.transitions.flatMap { Array($0.from) + Array($0.to) })
    default: break
    }
    return parts
  }

  /// `true` iff the path names an item or a part of one; else it is reported, `verb` saying what was to be done with it.
  /// With `mayBeGone` only a name that is near to one of them is wrong.
  mutating func isDeclared(_ path: Path, _ verb: String, among more: [String] = [], mayBeGone: Bool = false) -> Bool {
    let first = text(path.names[0])
    guard let items = itemsByName[first] else {
      if actionTable.contains(first) || eventFacts[first] != nil, path.names.count == 1 { return true }
      if mayBeGone, closestName(to: first, among: itemsByName.keys) == nil { return true }
      reportUndeclared(
        .undeclaredItem, "nothing that can be \(verb) is named `\(first)`", path.names[0], among: Array(itemsByName.keys) + more,
        isItem: true)
      return false
    }
    guard path.names.count > 1 else { return true }
    let part = text(path.names[1])
    if path.names.count == 2, items.contains(where: { parts(of: $0)[part] != nil }) { return true }
    if path.names.count > 2 {
      report(.undeclaredItem, "`\(sourceText(path))` goes too deep: name an item or a part of it", at: path.span)
      return false
    }
    let names = items.flatMap { Array(parts(of: $0).keys) }
    if mayBeGone, closestName(to: part, among: names) == nil { return true }
    if part == "encryption_key", let entity = entityFacts[first], !entity.hasPersonalFields {
      report(
        .undeclaredMember, "`\(first)` has no `encryption_key`: only an entity with `personal` fields has one", at: path.names[1].span,
        notes: entities[first].map { [DiagnosticNote("it is declared here", $0.nameSpan)] } ?? [])
      return false
    }
    reportUndeclared(
      .undeclaredMember, "\(items[0].keyword) `\(first)` has no `\(part)`", path.names[1], among: names)
    return false
  }
}

/// A `was:` with the item that it stands in.
struct DeclaredRename {
  let keyword: String
  let item: String
  let rename: Rename
  let tree: Int
}
