import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers projections: which entities a table or a graph shows.
extension SystemAnalysis {
  mutating func lowerProjection(_ node: ProjectionItem, _ item: Declared<ItemKind>) {
    let name = text(node.name)
    warnNotEnforced("`projection \(name)`", item.span)
    let form: ProjectionIR.Form
    let isEmpty =
      switch node.form {
      case .tables(let tables): tables.isEmpty
      case .graph(let nodes, let edges): nodes.isEmpty && edges.isEmpty
      }
    if isEmpty, !syntaxErrors.touches(item.span) {
      report(.badProjection, "projection `\(name)` shows nothing: name the entities that it shows", at: node.name.span)
    }
    switch node.form {
    case .tables(let tables): form = .tables(shownEntities(tables, in: name))
    case .graph(let nodes, let edges):
      let shown = shownEntities(nodes, in: name)
      form = .graph(nodes: shown, edges: shownEdges(edges, among: nodes, in: name))
    }
    ir.surface.projections.append(ProjectionIR(name: name, form: form, doc: doc(item.doc), origin: origin(item.span)))
  }

  private mutating func shownEntities(_ names: NodeList<Name>, in projection: String) -> [String] {
    var seen: [String: Span] = [:]
    return names.compactMap { name in
      let entity = text(name)
      guard entities[entity] != nil else {
        if let meant = plurals[entity] {
          report(
            .badProjection, "a projection lists entities, and `\(entity)` are instances; did you mean `\(meant)`?", at: name.span,
            fixes: [Fix("write `\(meant)`", replace: name.span, with: meant)])
        } else {
          reportNoEntity(name)
        }
        return nil
      }
      if let first = seen.updateValue(name.span, forKey: entity) {
        report(
          .badProjection, "`\(entity)` is in projection `\(projection)` already", at: name.span,
          notes: [DiagnosticNote("the first stands here", first)])
        return nil
      }
      return entity
    }
  }

  private mutating func shownEdges(_ edges: NodeList<Path>, among nodes: NodeList<Name>, in projection: String) -> [GraphEdgeIR] {
    var seen: [String: Span] = [:]
    var shown: [(edge: GraphEdgeIR, span: Span)] = []
    for path in edges {
      guard let edge = shownEdge(path) else { continue }
      if let first = seen.updateValue(path.span, forKey: sourceText(path)) {
        report(
          .badProjection, "the edge `\(sourceText(path))` is in projection `\(projection)` already", at: path.span,
          notes: [DiagnosticNote("the first stands here", first)])
        continue
      }
      shown.append((edge, path.span))
    }
    // With a node that is not known, nobody knows which ends are missing.
    if nodes.allSatisfy({ entities[text($0)] != nil }) { reportMissingEnds(of: shown, among: nodes) }
    return shown.map(\.edge)
  }

  /// Reports each entity that is an end of an edge and no node, once: first those that edges point at, for they may be the others' ends.
  private mutating func reportMissingEnds(of edges: [(edge: GraphEdgeIR, span: Span)], among nodes: NodeList<Name>) {
    var listed = Set(nodes.map { text($0) })
    var missing: [(end: String, span: Span)] = []
    for (edge, span) in edges where listed.insert(edge.target).inserted { missing.append((edge.target, span)) }
    for (edge, span) in edges where !isEnd(edge, listed) && listed.insert(edge.entity).inserted { missing.append((edge.entity, span)) }
    for (end, span) in missing where !mayBeLost(end) {
      let fix = nodes.last.map { Fix("add the node `\(end)`", replace: $0.span.endPoint, with: ", \(end)") }
      report(.badProjection, "an edge joins two nodes of the graph, and `\(end)` is none", at: span, fixes: fix.map { [$0] } ?? [])
    }
  }

  /// `true` iff the edge begins at a node. An entity that is none itself is an edge as a whole: it joins what its relations point at.
  private func isEnd(_ edge: GraphEdgeIR, _ listed: Set<String>) -> Bool {
    if listed.contains(edge.entity) { return true }
    return (entityFacts[edge.entity]?.fields ?? []).contains { field in
      guard field.name != edge.field, case .entity(let other)? = field.ir?.type.unwrapped else { return false }
      return listed.contains(other)
    }
  }

  /// `deal.company`: a relation to one or to many, seen from the entity that has it.
  private mutating func shownEdge(_ path: Path) -> GraphEdgeIR? {
    guard path.names.count == 2 else {
      report(.badProjection, "an edge is a relation of an entity, such as `deal.company`", at: path.span)
      return nil
    }
    let entity = text(path.names[0])
    guard let facts = entityFacts[entity] else {
      reportNoEntity(path.names[0])
      return nil
    }
    let name = text(path.names[1])
    if let inverse = facts.inverses[name] {
      guard let inverse = inverse.ir else { return nil }
      let relation = "\(inverse.entity).\(inverse.field)"
      report(
        .badProjection, "`\(sourceText(path))` is the other side of the relation `\(relation)`; write that one", at: path.span,
        fixes: [Fix("write `\(relation)`", replace: path.span, with: relation)])
      return nil
    }
    guard let index = fieldIndex(path.names[1], of: entity, .undeclaredMember), let type = facts.fields[index].ir?.type else { return nil }
    switch type.unwrapped {
    case .entity(let target), .list(.entity(let target)): return GraphEdgeIR(entity: entity, field: name, target: target)
    default:
      report(
        .badProjection, "`\(sourceText(path))` is `\(type.described)`, and an edge is a relation", at: path.span,
        notes: [DiagnosticNote("it is declared here", facts.fields[index].span)])
      return nil
    }
  }
}
