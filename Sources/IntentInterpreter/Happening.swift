import IntentIR
import IntentRuntime

/// An event as the app gives it: a type, a subject and a payload in JSON.
public struct GivenEvent: Equatable, Sendable {
  public var type: String
  public var subject: String?
  public var payload: [UInt8]

  public init(type: String, subject: String?, payload: [UInt8]) {
    self.type = type
    self.subject = subject
    self.payload = payload
  }
}

/// An event that was understood.
enum Happening: Equatable, Sendable {
  case created(Instance)
  case updated(EntityReference, changes: Record)
  case deleted(EntityReference)
  /// A domain event, or an action's default evidence.
  case payload(type: String, Record)

  var type: String {
    switch self {
    case .created(let instance): "\(instance.reference.entity).created"
    case .updated(let reference, _): "\(reference.entity).updated"
    case .deleted(let reference): "\(reference.entity).deleted"
    case .payload(let type, _): type
    }
  }

  /// The instance that it is about.
  var reference: EntityReference? {
    switch self {
    case .created(let instance): instance.reference
    case .updated(let reference, _), .deleted(let reference): reference
    case .payload: nil
    }
  }

  /// The payload in canonical JSON. An update says what it sets to nothing.
  var json: [UInt8] {
    switch self {
    case .created(let instance):
      return Record([("id", .id(instance.reference.identifier))] + instance.fields.fields).json
    case .updated(_, let changes):
      var writer = PayloadWriter()
      for change in changes.fields { writer.change(change.name, change.value) }
      return writer.finish()
    case .deleted: return Record().json
    case .payload(_, let record): return record.json
    }
  }
}

/// An instance before and after an event; nil where there is none.
struct Change {
  var was: Instance?
  var now: Instance?
}

extension Evaluator {
  /// The event that is given. Throws if its payload does not fit, or if the system has no such event.
  func read(_ event: GivenEvent) throws(LogError) -> Happening {
    guard case .object(let members) = try JSONValue(event.payload) else { throw .badJSON(offset: 0) }
    let parts = event.type.split(separator: ".", maxSplits: 1).map(String.init)
    if parts.count == 2, let entity = spec.entities[parts[0]], let happening = try read(parts[1], of: entity, event.subject, members) {
      return happening
    }
    guard let fields = spec.fields(ofEvent: event.type) else { throw .badField("type", expected: "an event of the system") }
    return .payload(type: event.type, try read(fields, members))
  }

  private func read(
    _ fact: String, of entity: EntityIR, _ subject: String?, _ members: [JSONValue.Member]
  ) throws(LogError) -> Happening? {
    func instance() throws(LogError) -> EntityReference {
      guard let reference = subject.flatMap({ EntityReference($0) }), reference.entity == entity.name else {
        throw .badField("subject", expected: "\(entity.name):<id>")
      }
      return reference
    }
    switch fact {
    case "created":
      guard let id = members.first(where: { $0.name == "id" }) else { throw .missingField("id") }
      let reference = EntityReference(entity.name, try Identifier.read(id.value, field: "id"))
      return .created(Instance(reference, try read(entity.fields, members)))
    case "updated" where !entity.changeable.isEmpty:
      var changes = Record()
      for field in entity.changeable {
        guard let member = members.first(where: { $0.name == field.name }) else { continue }
        changes[field.name] = try read(field.type, member.value, field.name)
      }
      return .updated(try instance(), changes: changes)
    case "deleted" where !entity.isImmutable: return .deleted(try instance())
    default: return nil
    }
  }

  /// The event with what the append fills in: `= now`, `= today` and `= next`.
  func completed(_ happening: Happening) -> Happening {
    guard case .created(var instance) = happening, let entity = spec.entities[instance.reference.entity] else { return happening }
    for field in entity.fields {
      switch (field.defaultValue, instance.fields[field.name]) {
      case (.now, .timestamp(.recorded)): instance.fields[field.name] = .timestamp(now)
      case (.value, .date(.recorded)): instance.fields[field.name] = .date(calendar.date(of: now))
      case (.next, .int(0)): instance.fields[field.name] = .int((world.lastNumbers["\(entity.name).\(field.name)"] ?? 0) + 1)
      default: break
      }
    }
    return .created(instance)
  }

  /// The instance before and after the event. Throws where it creates what was there before or changes what is not there.
  func change(_ happening: Happening) throws(LogError) -> Change {
    switch happening {
    case .payload: return Change()
    case .created(let instance):
      if world.row(instance.reference) != nil { throw .duplicateInstance(instance.reference.description) }
      return Change(now: instance)
    case .updated(let reference, let changes):
      guard let row = world.row(reference), row.isLive else { throw .unknownInstance(reference.description) }
      var now = row.instance
      for change in changes.fields { now.fields[change.name] = change.value }
      return Change(was: row.instance, now: now)
    case .deleted(let reference):
      guard let row = world.row(reference), row.isLive else { throw .unknownInstance(reference.description) }
      return Change(was: row.instance)
    }
  }
}
