/// A new value of one field of an instance: a case of a generated `Change`.
public protocol FieldChange: Sendable {
  associatedtype Instance
  /// Sets the field.
  func apply(to instance: inout Instance)
  /// Shows the field with its new value.
  func visit(_ fields: inout some FieldVisitor)
  /// The field's new value, as the payload of an update holds it; nil where no field of that name can change.
  init?(_ field: String, from payload: PayloadReader)
}

/// An entity whose instances may change after their creation.
public protocol ChangeableEntity: Entity {
  associatedtype Change: FieldChange where Change.Instance == Self
}

/// What can happen to an instance of an entity.
public protocol EntityEvent<E>: Sendable {
  associatedtype E: Entity
  /// `customer.created`.
  var type: String { get }
  var id: EntityID<E> { get }
  func visit(_ fields: inout some FieldVisitor)
  /// Nil where the type is not one of the entity's. What does not fit is noted in the payload.
  init?(type: String, subject: String?, payload: PayloadReader)
  /// The instance before and after the event. Throws `LogError.unknownInstance` or `LogError.duplicateInstance`.
  func transition(in table: Table<E>) throws(LogError) -> Transition<E>
}

extension EntityEvent {
  /// What the log calls the instance: `customer:1`.
  public var subject: String { id.reference.description }
}

/// An instance before and after an event; nil where there is none.
public struct Transition<E: Entity>: Sendable {
  public let was: E?
  public let now: E?

  @inlinable public init(was: E?, now: E?) {
    self.was = was
    self.now = now
  }
}

/// What can happen to an instance that is never changed.
public enum ImmutableEvent<E: Entity>: EntityEvent {
  case created(E)

  public var type: String { "\(E.entityName).created" }

  @inlinable public var id: EntityID<E> {
    switch self {
    case .created(let instance): instance.id
    }
  }

  public func visit(_ fields: inout some FieldVisitor) {
    switch self {
    case .created(let instance): instance.visit(&fields)
    }
  }

  public init?(type: String, subject: String?, payload: PayloadReader) {
    guard type.fact(of: E.self) == "created" else { return nil }
    self = .created(E(sealing: payload))
  }

  @inlinable public func transition(in table: Table<E>) throws(LogError) -> Transition<E> {
    switch self {
    case .created(let instance): try table.creation(of: instance)
    }
  }
}

/// What can happen to an instance of which nothing may change.
public enum FixedEvent<E: Entity>: EntityEvent {
  case created(E)
  case deleted(EntityID<E>)

  public var type: String {
    switch self {
    case .created: "\(E.entityName).created"
    case .deleted: "\(E.entityName).deleted"
    }
  }

  @inlinable public var id: EntityID<E> {
    switch self {
    case .created(let instance): instance.id
    case .deleted(let id): id
    }
  }

  public func visit(_ fields: inout some FieldVisitor) {
    if case .created(let instance) = self { instance.visit(&fields) }
  }

  public init?(type: String, subject: String?, payload: PayloadReader) {
    switch type.fact(of: E.self) {
    case "created": self = .created(E(sealing: payload))
    case "deleted": self = .deleted(EntityID(subject: subject, payload))
    default: return nil
    }
  }

  @inlinable public func transition(in table: Table<E>) throws(LogError) -> Transition<E> {
    switch self {
    case .created(let instance): try table.creation(of: instance)
    case .deleted(let id): Transition(was: try table.existing(id), now: nil)
    }
  }
}

/// What can happen to an instance.
public enum ChangeableEvent<E: ChangeableEntity>: EntityEvent {
  case created(E)
  case updated(EntityID<E>, [E.Change])
  case deleted(EntityID<E>)

  public var type: String {
    switch self {
    case .created: "\(E.entityName).created"
    case .updated: "\(E.entityName).updated"
    case .deleted: "\(E.entityName).deleted"
    }
  }

  @inlinable public var id: EntityID<E> {
    switch self {
    case .created(let instance): instance.id
    case .updated(let id, _), .deleted(let id): id
    }
  }

  /// The instance with the values that the event says.
  public func values(on instance: E) -> E {
    switch self {
    case .created(let created): return created
    case .updated(_, let changes):
      var result = instance
      for change in changes { change.apply(to: &result) }
      return result
    case .deleted: return instance
    }
  }

  /// Of an update, the last value of each changed field.
  public func visit(_ fields: inout some FieldVisitor) {
    switch self {
    case .created(let instance): instance.visit(&fields)
    case .updated(_, let changes):
      var names: [String] = []
      for change in changes.reversed() {
        var name = FieldName()
        change.visit(&name)
        names.append(name.name)
      }
      for (offset, change) in changes.enumerated() where !names.dropLast(offset + 1).contains(names[names.count - 1 - offset]) {
        change.visit(&fields)
      }
    case .deleted: break
    }
  }

  public init?(type: String, subject: String?, payload: PayloadReader) {
    switch type.fact(of: E.self) {
    case "created": self = .created(E(sealing: payload))
    case "updated": self = .updated(EntityID(subject: subject, payload), payload.names.compactMap { E.Change($0, from: payload) })
    case "deleted": self = .deleted(EntityID(subject: subject, payload))
    default: return nil
    }
  }

  @inlinable public func transition(in table: Table<E>) throws(LogError) -> Transition<E> {
    switch self {
    case .created(let instance): return try table.creation(of: instance)
    case .updated(let id, let changes):
      let was = try table.existing(id)
      var now = was
      for change in changes { change.apply(to: &now) }
      now.seal()
      return Transition(was: was, now: now)
    case .deleted(let id): return Transition(was: try table.existing(id), now: nil)
    }
  }
}

extension Entity {
  /// The instance that the payload of its creation holds.
  fileprivate init(sealing payload: PayloadReader) {
    self = Self(from: payload)
    seal()
  }
}

extension String {
  /// What follows `<entity>.` in an event's type, if it is the entity's.
  fileprivate func fact<E: Entity>(of entity: E.Type) -> Substring? {
    let name = E.entityName
    guard hasPrefix(name), dropFirst(name.count).first == "." else { return nil }
    return dropFirst(name.count + 1)
  }
}

/// Learns the name of the one field that a change shows.
private struct FieldName: FieldVisitor {
  var name = ""

  mutating func field<Value: FieldValue>(_ name: String, _ value: Value) { self.name = name }
}

extension EntityID {
  /// The id that an event's subject names (`customer:1`). Throws `LogError.badField` if it names none of this entity.
  public init(subject: String?) throws(LogError) {
    guard let reference = subject.flatMap({ EntityReference($0) }), reference.entity == E.entityName else {
      throw .badField("subject", expected: "\(E.entityName):<id>")
    }
    self.init(reference.identifier)
  }

  /// The same, noted in the payload if it names none.
  init(subject: String?, _ payload: PayloadReader) {
    do throws(LogError) {
      try self.init(subject: subject)
    } catch {
      payload.refuse(error)
      self.init(ordinal: 0)
    }
  }
}
