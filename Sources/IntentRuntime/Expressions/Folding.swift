// What generated states are folded with.

extension Table {
  /// The creation of the instance. Throws `LogError.duplicateInstance` if its id was ever used.
  @inlinable public func creation(of instance: E) throws(LogError) -> Transition<E> {
    if row(of: instance.id) != nil { throw .duplicateInstance(instance.id.reference.description) }
    return Transition(was: nil, now: instance)
  }

  /// The live instance with that id. Throws `LogError.unknownInstance` if there is none.
  @inlinable public func existing(_ id: EntityID<E>) throws(LogError) -> E {
    guard let instance = self[id] else { throw .unknownInstance(id.reference.description) }
    return instance
  }

  /// Makes the table hold what the transition says.
  @inlinable public mutating func apply(_ transition: Transition<E>) throws(LogError) {
    if let now = transition.now {
      if transition.was == nil { try insert(now) } else { try replace(now) }
    } else if let was = transition.was {
      try remove(was.id)
    }
  }

  /// Folds an event into the table.
  @inlinable public mutating func apply(_ event: some EntityEvent<E>) throws(LogError) {
    try apply(try event.transition(in: self))
  }

  /// Throws `LogError.dangling` if `id` names no live instance, unless it is what the relation named before.
  @inlinable public func check(_ id: EntityID<E>?, _ was: EntityID<E>? = nil, from: @autoclosure () -> String) throws(LogError) {
    if let id, id != was, !contains(id) { throw .dangling(from: from(), to: id.reference.description) }
  }

  /// The same of a relation to many.
  @inlinable public func check(_ ids: [EntityID<E>]?, _ was: [EntityID<E>]? = nil, from: @autoclosure () -> String) throws(LogError) {
    guard let ids else { return }
    for id in ids where !contains(id) && was?.contains(id) != true { throw .dangling(from: from(), to: id.reference.description) }
  }

  /// The same of an instance's relation.
  @inlinable public func check<From>(_ id: EntityID<E>?, _ was: EntityID<E>?, from: EntityID<From>) throws(LogError) {
    try check(id, was, from: from.reference.description)
  }

  /// The same of an instance's relation to many.
  @inlinable public func check<From>(_ ids: [EntityID<E>]?, _ was: [EntityID<E>]?, from: EntityID<From>) throws(LogError) {
    try check(ids, was, from: from.reference.description)
  }

  /// Why the event may not be appended, where the spec says nothing more of its entity.
  public func refusal(of event: some EntityEvent<E>, file: String, line: Int) -> Refusal? {
    refusal(of: event, file: file, line: line) { (_: Transition<E>) throws(LogError) in }
  }

  /// The same where the spec says no more than that its relations must point at something.
  public func refusal(
    of event: some EntityEvent<E>, file: String, line: Int, relations check: (Transition<E>) throws(LogError) -> Void
  ) -> Refusal? {
    do {
      try check(try event.transition(in: self))
      return nil
    } catch {
      return Refusal(rule: error.description, subject: event.id.reference.description, file: file, line: line)
    }
  }

  /// The live instances among those named, in the order of the ids. O(n) in their number.
  @inlinable public func instances(_ ids: [EntityID<E>]) -> [E] { ids.compactMap { self[$0] } }
}

/// Refuses an event by a rule so many lines below its entity's first: `refused("credit_positive", 3)`.
public struct Refusing: Sendable {
  private let subject: EntityReference
  private let file: String
  private let line: Int

  public init(_ subject: EntityReference, file: String, line: Int) {
    self.subject = subject
    self.file = file
    self.line = line
  }

  public func callAsFunction(_ rule: String, _ offset: Int = 0) -> Refusal {
    Refusal(rule: rule, subject: subject.description, file: file, line: line + offset)
  }
}

/// Why a domain event may not be appended: what the check throws, if it throws.
public func checked(_ subject: String, file: String, line: Int, _ check: () throws(LogError) -> Void) -> Refusal? {
  do throws(LogError) {
    try check()
    return nil
  } catch {
    return Refusal(rule: error.description, subject: subject, file: file, line: line)
  }
}
