import IntentIR
import IntentRuntime

/// What is, after the events so far: plain tables.
struct World: Sendable {
  struct Row: Sendable {
    var instance: Instance
    var isLive = true
    /// Since when each field has the value that it has.
    var since: [String: Timestamp] = [:]
  }

  /// By entity, in order of creation; what is deleted stays.
  private(set) var rows: [String: [Row]] = [:]
  /// Where each instance stands among the rows of its entity.
  private var places: [EntityReference: Int] = [:]
  /// Who points at an instance by a relation, in the order in which they began to.
  private var pointing: [Relation: [EntityReference]] = [:]
  /// The greatest number that a field `= next` has had.
  var lastNumbers: [String: Int] = [:]

  private struct Relation: Hashable {
    let entity: String
    let field: String
    let target: EntityReference
  }

  /// The instance, deleted or not; nil if there never was one.
  func row(_ reference: EntityReference) -> Row? { places[reference].flatMap { rows[reference.entity]?[$0] } }

  /// `true` iff there is such an instance and it is not deleted.
  func isLive(_ reference: EntityReference) -> Bool { row(reference)?.isLive ?? false }

  /// The live instances of an entity in order of creation.
  func instances(_ entity: String) -> [Instance] { (rows[entity] ?? []).filter(\.isLive).map(\.instance) }

  /// The ordinal that follows the greatest that an instance of the entity has had.
  func nextOrdinal(_ entity: String) -> UInt64 {
    ((rows[entity] ?? []).compactMap { $0.instance.reference.identifier.ordinal }.max() ?? 0) + 1
  }

  func pointing(at target: EntityReference, _ entity: String, _ field: String) -> [EntityReference] {
    pointing[Relation(entity: entity, field: field, target: target)] ?? []
  }

  /// Replaces `was` by `now`: a creation has no `was`, a deletion no `now`.
  mutating func replace(_ was: Instance?, by now: Instance?, of entity: EntityIR, at time: Timestamp) {
    guard let reference = (now ?? was)?.reference else { return }
    for field in entity.fields where field.target != nil {
      let (old, new) = (was?.fields[field.name].elements ?? [], now?.fields[field.name].elements ?? [])
      for target in old where !new.contains(target) { unpoint(reference, field.name, target) }
      for target in new where !old.contains(target) { point(reference, field.name, target) }
    }
    let place = places[reference]
    if let now {
      var row = row(reference) ?? Row(instance: now)
      for field in entity.fields where was == nil || was?.fields[field.name] != now.fields[field.name] { row.since[field.name] = time }
      row.instance = now
      if let place {
        rows[entity.name]?[place] = row
      } else {
        places[reference] = rows[entity.name]?.count ?? 0
        rows[entity.name, default: []].append(row)
      }
      for field in entity.fields where field.defaultValue == .next {
        guard case .int(let number) = now.fields[field.name] else { continue }
        lastNumbers["\(entity.name).\(field.name)"] = max(lastNumbers["\(entity.name).\(field.name)"] ?? 0, number)
      }
    } else if let place {
      rows[entity.name]?[place].isLive = false
    }
  }

  private mutating func point(_ from: EntityReference, _ field: String, _ target: Value) {
    guard let target = target.reference else { return }
    let key = Relation(entity: from.entity, field: field, target: target)
    if pointing[key]?.contains(from) != true { pointing[key, default: []].append(from) }
  }

  private mutating func unpoint(_ from: EntityReference, _ field: String, _ target: Value) {
    guard let target = target.reference else { return }
    pointing[Relation(entity: from.entity, field: field, target: target)]?.removeAll { $0 == from }
  }
}
