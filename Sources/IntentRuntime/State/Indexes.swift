/// The inverse side of a relation: who points at an instance, in the order in which they began to.
public struct RelationIndex<From: Entity, To: Entity>: Store {
  /// How a change is taken back.
  public enum Change: Sendable {
    /// The last of those that point at it began to.
    case inserted(EntityID<To>)
    case removed(EntityID<From>, to: EntityID<To>, at: Int)
  }

  public var journal = Journal<Change>()
  @usableFromInline var members: [EntityID<To>: [EntityID<From>]] = [:]

  @inlinable public init() {}

  /// Who points at `id`; empty if nobody does.
  @inlinable public subscript(id: EntityID<To>) -> [EntityID<From>] { members[id] ?? [] }

  /// Who points at `id`; empty if nobody does or `id` is nil.
  @inlinable public subscript(id: EntityID<To>?) -> [EntityID<From>] { id.map { self[$0] } ?? [] }

  /// Complexity: amortised O(1).
  @inlinable public mutating func insert(_ from: EntityID<From>, to: EntityID<To>?) {
    guard let to else { return }
    journal.note(.inserted(to))
    members[to, default: []].append(from)
  }

  /// Complexity: O(*n*) in the number of those that point at `to`.
  @inlinable public mutating func remove(_ from: EntityID<From>, to: EntityID<To>?) {
    guard let to, let index = members[to]?.firstIndex(of: from) else { return }
    journal.note(.removed(from, to: to, at: index))
    members[to]?.remove(at: index)
    if members[to]?.isEmpty == true { members[to] = nil }
  }

  public mutating func undo(_ change: Change) {
    switch change {
    case .inserted(let to):
      members[to]?.removeLast()
      if members[to]?.isEmpty == true { members[to] = nil }
    case .removed(let from, let to, let index): members[to, default: []].insert(from, at: index)
    }
  }
}

extension RelationIndex {
  /// Moves an instance from those that point at `old` to those that point at `new`.
  @inlinable public mutating func move(_ id: EntityID<From>, _ old: EntityID<To>?, _ new: EntityID<To>?) {
    if old == new { return }
    if let old { remove(id, to: old) }
    if let new { insert(id, to: new) }
  }

  /// The same of a relation to many.
  public mutating func move(_ id: EntityID<From>, _ old: [EntityID<To>]?, _ new: [EntityID<To>]?) {
    for target in old ?? [] where new?.contains(target) != true { remove(id, to: target) }
    for target in new ?? [] where old?.contains(target) != true { insert(id, to: target) }
  }
}

/// Who has a combination of values that no two instances may share.
public struct UniqueIndex<E: Entity, Key: Hashable & Sendable>: Store {
  /// Who had the combination before.
  public struct Change: Sendable {
    let key: Key
    let holder: EntityID<E>?
  }

  public var journal = Journal<Change>()
  private var holders: [Key: EntityID<E>] = [:]

  public init() {}

  /// Moves an instance from the old combination to the new one; nil stands for none.
  public mutating func move(_ id: EntityID<E>, _ old: Key?, _ new: Key?) {
    if old == new { return }
    if let old, holders[old] == id { set(old, nil) }
    if let new { set(new, id) }
  }

  /// True if an instance other than `id` has the combination.
  public func isTaken(_ key: Key?, besides id: EntityID<E>) -> Bool {
    guard let key, let holder = holders[key] else { return false }
    return holder != id
  }

  private mutating func set(_ key: Key, _ holder: EntityID<E>?) {
    journal.note(Change(key: key, holder: holders[key]))
    holders[key] = holder
  }

  public mutating func undo(_ change: Change) { holders[change.key] = change.holder }
}

/// A value kept beside each instance of an entity: since when it is in a state.
public struct EntityColumn<E: Entity, Value: Sendable>: Store {
  /// What an instance had before.
  public struct Change: Sendable {
    @usableFromInline let id: EntityID<E>
    @usableFromInline let was: Value?

    @inlinable init(id: EntityID<E>, was: Value?) {
      self.id = id
      self.was = was
    }
  }

  public var journal = Journal<Change>()
  @usableFromInline var values: [EntityID<E>: Value] = [:]

  @inlinable public init() {}

  @inlinable public subscript(id: EntityID<E>) -> Value? {
    get { values[id] }
    set {
      journal.note(Change(id: id, was: values[id]))
      values[id] = newValue
    }
  }

  public mutating func undo(_ change: Change) { values[change.id] = change.was }
}

extension EntityColumn where Value == Timestamp {
  /// Notes that a field of the instance is since `time` what it is now; forgets it with the instance.
  public mutating func note(_ id: EntityID<E>, changed: Bool, isThere: Bool, at time: Timestamp) {
    if !isThere { self[id] = nil } else if changed { self[id] = time }
  }
}
