import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Finds relations that must be there at creation and lead in a circle: nothing in it could ever be created.
extension SystemAnalysis {
  private struct Requirement {
    /// The index of the entity in `entityFacts`.
    let owner: Int
    /// The index of the field in its fields.
    let field: Int
    /// The index of the target in `entityFacts`.
    let place: Int
  }

  /// An entity on the way, and what it needs.
  private struct Step {
    /// Its index in `entityFacts`.
    let place: Int
    let requirements: [Requirement]
    /// The index of the requirement that comes next.
    var next = 0
  }

  mutating func reportRequiredCircles() {
    // Depth first without recursion: what is on the way stands in `way`, what led nowhere is done.
    var isDone = [Bool](repeating: false, count: entityFacts.count)
    var isOpen = isDone
    var way: [Step] = []
    var taken: [Requirement] = []
    for declaration in inOrder(entities) {
      guard let start = entityFacts.index(of: declaration.name), !isDone[start] else { continue }
      let first = requirements(of: start)
      if first.isEmpty { continue }
      way.append(Step(place: start, requirements: first))
      isOpen[start] = true
      while let last = way.last {
        guard last.next < last.requirements.count else {
          isDone[last.place] = true
          isOpen[last.place] = false
          way.removeLast()
          if !taken.isEmpty { taken.removeLast() }
          continue
        }
        let next = last.requirements[last.next]
        way[way.count - 1].next += 1
        if isOpen[next.place] {
          let start = way.firstIndex { $0.place == next.place } ?? 0
          reportCircle(Array(taken[start...]) + [next])
        } else if !isDone[next.place] {
          let open = requirements(of: next.place)
          if open.isEmpty { continue }
          way.append(Step(place: next.place, requirements: open))
          taken.append(next)
          isOpen[next.place] = true
        }
      }
    }
  }

  private func requirements(of place: Int) -> [Requirement] {
    let facts = entityFacts.values[place]
    var result: [Requirement] = []
    for index in facts.fields.indices {
      guard case .entity(let target)? = facts.fields[index].type, let target = entityFacts.index(of: target) else { continue }
      result.append(Requirement(owner: place, field: index, place: target))
    }
    return result
  }

  private func names(_ requirement: Requirement) -> (entity: String, target: String) {
    (entityFacts.keys[requirement.owner], entityFacts.keys[requirement.place])
  }

  private func field(_ requirement: Requirement) -> FieldFact { entityFacts.values[requirement.owner].fields[requirement.field] }

  private mutating func reportCircle(_ circle: [Requirement]) {
    guard let last = circle.last else { return }
    let needs = circle.map { "`\(names($0).entity)` needs `\(names($0).target)`" }
    let outcome = circle.count == 1 ? "so the first could never be created" : "so none of them could ever be created"
    let notes = circle.indices.dropLast().map { DiagnosticNote("\(needs[$0]) here", field(circle[$0]).span) }
    tree = field(last).tree
    report(
      .requiredCircle, "\(needs.joined(separator: ", ")), \(outcome)", at: field(last).span, notes: notes,
      fixes: fix(optional: last).map { [$0] } ?? [])
  }

  /// Makes the relation one that may be absent.
  private func fix(optional requirement: Requirement) -> Fix? {
    let (entity, target) = names(requirement)
    guard let declaration = entities[entity] else { return nil }
    let name = field(requirement).name
    for id in declaration.node.members {
      let member = trees[declaration.tree][id]
      switch member.kind {
      case .belongsTo(let label, let entity) where text(label ?? entity) == name:
        return Fix("let it be absent", replace: member.span, with: "has: \(name): \(target)?", isGuess: true)
      case .has(let fields):
        for field in fields.map({ trees[declaration.tree][$0] }) where text(field.name) == name {
          let isTyped = if case .typed = field.shape { true } else { false }
          return Fix("let it be absent", replace: field.span.endPoint, with: isTyped ? "?" : ": \(target)?", isGuess: true)
        }
      default: break
      }
    }
    return nil
  }
}
