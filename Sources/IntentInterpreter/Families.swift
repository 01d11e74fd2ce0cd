import IntentIR
import IntentRuntime

// Rules that read more than their instance: judged at the end of an append, for each instance that it wrote or whose family it wrote.

extension Spec {
  /// `true` iff the rule waits for the end of the append.
  func isJudgedAtTheEnd(_ rule: GuardedClaimIR) -> Bool { !rule.readsInstanceAlone || !family(readBy: rule).isEmpty }

  /// The entities of the wholes and parts that a rule reads; none where it reads its instance alone.
  func family(readBy rule: GuardedClaimIR) -> Set<String> {
    guard case .condition(let condition) = rule.body else { return [] }
    var found: Set<String> = []
    condition.forEach { part in
      switch part.kind {
      case .related(_, let other, let field) where isPart(other, field): found.insert(other)
      case .field(_, let entity, let field) where isPart(entity, field):
        if let whole = entities[entity]?.fields.first(where: { $0.name == field })?.target { found.insert(whole) }
      default: break
      }
    }
    return found
  }

  /// `true` iff the relation leads from a part to its whole.
  private func isPart(_ entity: String, _ field: String) -> Bool {
    entities[entity]?.fields.first { $0.name == field }?.role == .partOf
  }
}

extension Evaluator {
  /// The refusals of an append that has written the instances.
  func familyRefusals(_ written: [EntityReference]) -> [Refusal] {
    var found: [Refusal] = []
    for entity in inTextOrder(spec.system.entities, \.origin) {
      for rule in spec.duties.guarded(on: entity.name) where spec.isJudgedAtTheEnd(rule) {
        let read = spec.family(readBy: rule)
        for instance in world.instances(entity.name) where isTouched(instance.reference, read, written) && isBroken(rule, instance) {
          let place = rule.origin
          found.append(Refusal(rule: rule.name, subject: instance.reference.description, file: place.file, line: place.line))
        }
      }
    }
    return found
  }

  /// `true` iff the append wrote the instance, or one of its family of which the rule reads.
  private func isTouched(_ reference: EntityReference, _ read: Set<String>, _ written: [EntityReference]) -> Bool {
    let own = roots(of: reference)
    return written.contains { $0 == reference || (read.contains($0.entity) && !roots(of: $0).isDisjoint(with: own)) }
  }

  /// The wholes of the instance that are parts of nothing, or itself.
  private func roots(of reference: EntityReference) -> Set<EntityReference> {
    let relations = spec.entities[reference.entity]?.fields.filter { $0.role == .partOf } ?? []
    let wholes = relations.compactMap { world.row(reference)?.instance.fields[$0.name].reference }
    return wholes.isEmpty ? [reference] : wholes.reduce(into: []) { $0.formUnion(roots(of: $1)) }
  }
}
