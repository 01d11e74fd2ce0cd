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
    // With a node that is not known, nobody knows which ends are missing.
    let areKnown = nodes.allSatisfy { entities[text($0)] != nil }
    return edges.compactMap { path in
      guard let edge = shownEdge(path) else { return nil }
      if let first = seen.updateValue(path.span, forKey: sourceText(path)) {
        report(
          .badProjection, "the edge `\(sourceText(path))` is in projection `\(projection)` already", at: path.span,
          notes: [DiagnosticNote("the first stands here", first)])
        return nil
      }
      for end in missingEnds(of: edge, Set(nodes.map { text($0) })) where areKnown && !mayBeLost(end) {
        let fix = nodes.last.map { Fix("add the node `\(end)`", replace: $0.span.endPoint, with: ", \(end)") }
        report(
          .badProjection, "an edge joins two nodes of the graph, and `\(end)` is none", at: path.span,
          fixes: fix.map { [$0] } ?? [])
      }
      return edge
    }
  }

  /// The ends of an edge that are no nodes. An entity that is none itself is an edge as a whole: it joins what its relations point at.
  private func missingEnds(of edge: GraphEdgeIR, _ listed: Set<String>) -> [String] {
    var missing = listed.contains(edge.target) ? [] : [edge.target]
    let joins = (entityFacts[edge.entity]?.fields ?? []).contains { field in
      guard field.name != edge.field, case .entity(let other)? = field.ir?.type.unwrapped else { return false }
      return listed.contains(other)
    }
    if !listed.contains(edge.entity), !joins, edge.entity != edge.target { missing.append(edge.entity) }
    return missing
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
