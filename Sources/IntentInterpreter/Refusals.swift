import IntentIR
import IntentRuntime

extension Evaluator {
  /// Every reason for which the event may not be appended; where it contradicts what is there, that alone.
  func refusals(of happening: Happening) -> [Refusal] {
    if case .payload(let type, let record) = happening { return refusals(of: type, record) }
    guard let reference = happening.reference, let entity = spec.entities[reference.entity] else { return [] }
    func refuse(_ rule: String, _ origin: Origin) -> Refusal {
      Refusal(rule: rule, subject: reference.description, file: origin.file, line: origin.line)
    }
    let change: Change
    do { change = try self.change(happening) } catch { return [refuse(error.description, entity.origin)] }
    guard let now = change.now else {
      return dependants(of: reference).map { refuse("\($0.entity).\($0.field.name) is required", $0.field.origin) }
    }
    let dangling = entity.fields.compactMap { field -> Refusal? in
      missingTarget(now.fields[field.name], besides: change.was?.fields[field.name])
        .map { refuse(LogError.dangling(from: reference.description, to: $0.description).description, entity.origin) }
    }
    if !dangling.isEmpty { return dangling }
    // What must hold is judged as if the event had happened.
    var after = world
    after.replace(change.was, by: now, of: entity, at: self.now)
    var judge = Evaluator(spec: spec, world: after, now: self.now, calendar: calendar, parameters: parameters)
    (judge.reducers, judge.isKept) = (reducers, isKept)
    judge.locals = [entity.name: .instance(reference), "it": .instance(reference)]
    var found: [Refusal] = []
    for field in entity.fields {
      let value = now.fields[field.name]
      if !isAllowed(value, field.type) {
        found.append(refuse("\(entity.name).\(field.name): \(field.type.text)", field.origin))
      }
    }
    for part in entity.fields where part.role == .partOf && change.was == nil {
      guard let whole = now.fields[part.name].reference, !created.contains(whole) else { continue }
      found.append(refuse("part_of: \(part.name)", part.origin))
    }
    for key in entity.keys where judge.isTaken(UniqueIR(fields: key, condition: nil), now, entity) {
      found.append(refuse("key: \(key.joined(separator: ", "))", entity.origin))
    }
    for unique in entity.uniques where judge.isTaken(unique, now, entity) {
      found.append(refuse("unique: \(unique.fields.joined(separator: ", "))", entity.origin))
    }
    for range in judge.overlaps(now, entity) { found.append(refuse(range.words, entity.origin)) }
    found += workflowRefusals(change, entity)
    for rule in spec.duties.guarded(on: entity.name) where !spec.isJudgedAtTheEnd(rule) && judge.isBroken(rule, now) {
      found.append(refuse(rule.name, rule.origin))
    }
    return found
  }

  private func refusals(of type: String, _ record: Record) -> [Refusal] {
    guard let fields = spec.fields(ofEvent: type), let origin = spec.origin(ofEvent: type) else { return [] }
    // What was done was done: default evidence is only checked where something follows from it.
    let isWaitedFor = spec.reactions.contains { $0.trigger == .done(action: String(type.dropLast(5))) }
    if spec.events[type] == nil && !isWaitedFor { return [] }
    var found: [Refusal] = []
    for field in fields {
      let value = record[field.name]
      if !isAllowed(value, field.type) {
        let place = field.origin
        found.append(Refusal(rule: "\(type).\(field.name): \(field.type.text)", subject: type, file: place.file, line: place.line))
      }
      if let target = missingTarget(value, besides: nil) {
        let rule = LogError.dangling(from: type, to: target.description).description
        found.append(Refusal(rule: rule, subject: type, file: origin.file, line: origin.line))
      }
    }
    return found
  }

  /// An instance that the relation points at and that is not there, unless it pointed at it before.
  private func missingTarget(_ value: Value, besides was: Value?) -> EntityReference? {
    let before = (was?.elements ?? []).compactMap(\.reference)
    return value.elements.compactMap(\.reference).first { !world.isLive($0) && !before.contains($0) }
  }

  /// The required relations that point at the instance.
  private func dependants(of reference: EntityReference) -> [(entity: String, field: FieldIR)] {
    var found: [(entity: String, field: FieldIR)] = []
    for entity in inTextOrder(spec.system.entities, \.origin) {
      for field in entity.fields where field.type == .entity(reference.entity) {
        let isPointedAt = world.instances(entity.name).contains { $0.fields[field.name].reference == reference }
        if isPointedAt { found.append((entity.name, field)) }
      }
    }
    return found
  }

  /// `true` iff another instance has the same values. An absent value never collides.
  func isTaken(_ unique: UniqueIR, _ instance: Instance, _ entity: EntityIR) -> Bool {
    func key(_ instance: Instance) -> [Value]? {
      let values = unique.fields.map { instance.fields[$0] }
      if values.contains(.absent) { return nil }
      let bound = binding("it", .instance(instance.reference)).binding(entity.name, .instance(instance.reference))
      return unique.condition.map(bound.holds) ?? true ? values : nil
    }
    guard let own = key(instance) else { return false }
    return world.instances(entity.name).contains { $0.reference != instance.reference && key($0) == own }
  }

  /// `true` iff the instance breaks the rule.
  func isBroken(_ rule: GuardedClaimIR, _ instance: Instance) -> Bool {
    switch rule.body {
    case .checker: return !isKept(rule.name, instance.json)
    case .condition(let condition):
      return !rule.binders.reduce(self) { $0.binding($1, .instance(instance.reference)) }.holds(condition)
    case .builtIn:
      guard rule.name.hasSuffix("_never_in_future") else { return false }
      switch instance.fields[String(rule.name.dropLast("_never_in_future".count))] {
      case .timestamp(let time): return time > now
      case .date(let date): return date > calendar.date(of: now)
      default: return false
      }
    }
  }
}
