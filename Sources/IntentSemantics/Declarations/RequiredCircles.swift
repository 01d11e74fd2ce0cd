import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Finds relations that must be there at creation and lead in a circle: nothing in it could ever be created.
extension SystemAnalysis {
  private struct Requirement {
    let entity: String
    let field: FieldFact
    let target: String
  }

  mutating func reportRequiredCircles() {
    // Depth first without recursion: what is on the way stands in `way`, what led nowhere in `done`.
    var done: Set<String> = []
    for declaration in inOrder(entities) where !done.contains(declaration.name) {
      let first = requirements(of: declaration.name)
      if first.isEmpty { continue }
      var way: [(entity: String, open: [Requirement])] = [(declaration.name, first)]
      var taken: [Requirement] = []
      var isOpen: Set<String> = [declaration.name]
      while let last = way.last {
        guard let next = last.open.first else {
          done.insert(last.entity)
          isOpen.remove(last.entity)
          way.removeLast()
          if !taken.isEmpty { taken.removeLast() }
          continue
        }
        way[way.count - 1].open.removeFirst()
        if isOpen.contains(next.target) {
          let start = way.firstIndex { $0.entity == next.target } ?? 0
          reportCircle(Array(taken[start...]) + [next])
        } else if !done.contains(next.target) {
          let open = requirements(of: next.target)
          if open.isEmpty { continue }
          way.append((next.target, open))
          taken.append(next)
          isOpen.insert(next.target)
        }
      }
    }
  }

  private func requirements(of entity: String) -> [Requirement] {
    (entityFacts[entity]?.fields ?? []).compactMap { field in
      guard case .entity(let target)? = field.type else { return nil }
      return Requirement(entity: entity, field: field, target: target)
    }
  }

  private mutating func reportCircle(_ circle: [Requirement]) {
    guard let last = circle.last else { return }
    let steps = circle.map { "`\($0.entity)` needs `\($0.target)`" }.joined(separator: ", ")
    let outcome = circle.count == 1 ? "so the first could never be created" : "so none of them could ever be created"
    let notes = circle.dropLast().map { DiagnosticNote("`\($0.entity)` needs `\($0.target)` here", $0.field.span) }
    tree = last.field.tree
    report(.requiredCircle, "\(steps), \(outcome)", at: last.field.span, notes: notes, fixes: fix(optional: last).map { [$0] } ?? [])
  }

  /// Makes the relation one that may be absent.
  private func fix(optional requirement: Requirement) -> Fix? {
    guard let declaration = entities[requirement.entity] else { return nil }
    let name = requirement.field.name
    for id in declaration.node.members {
      let member = trees[declaration.tree][id]
      switch member.kind {
      case .belongsTo(let label, let entity) where text(label ?? entity) == name:
        return Fix("let it be absent", replace: member.span, with: "has: \(name): \(requirement.target)?", isGuess: true)
      case .has(let fields):
        for field in fields.map({ trees[declaration.tree][$0] }) where text(field.name) == name {
          let isTyped = if case .typed = field.shape { true } else { false }
          return Fix("let it be absent", replace: field.span.endPoint, with: isTyped ? "?" : ": \(requirement.target)?", isGuess: true)
        }
      default: break
      }
    }
    return nil
  }
}
