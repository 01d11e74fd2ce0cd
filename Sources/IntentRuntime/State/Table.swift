/// The instances of one entity, by id. Reads and writes are O(1); iteration is in order of creation.
public struct Table<E: Entity>: Sendable {
  /// Every instance ever inserted, in order of creation; deleted ones stay, since relations still reach them.
  @usableFromInline var rows: ContiguousArray<E> = []
  /// Parallel to `rows`: false where the instance is deleted.
  @usableFromInline var live: ContiguousArray<Bool> = []
  /// Row plus one of each ordinal below its count; 0 for none. Only for ordinals that leave it dense.
  @usableFromInline var ordinals: ContiguousArray<Int> = []
  /// Row of every other identifier.
  @usableFromInline var others: [Identifier: Int] = [:]
  /// Number of live instances.
  public private(set) var count = 0

  public init() {}

  public var isEmpty: Bool { count == 0 }

  /// The instance, or nil if there is none or it is deleted.
  @inlinable public subscript(id: EntityID<E>) -> E? {
    guard let row = row(of: id), live[row] else { return nil }
    return rows[row]
  }

  /// The instance, or nil if there is none, it is deleted, or `id` is nil.
  @inlinable public subscript(id: EntityID<E>?) -> E? { id.flatMap { self[$0] } }

  /// The instance, or what it last was if it is deleted. Requires: it was inserted.
  @inlinable public subscript(required id: EntityID<E>) -> E {
    _read {
      guard let row = row(of: id) else { preconditionFailure("an instance that a relation requires is missing") }
      yield rows[row]
    }
  }

  /// True if there is such an instance and it is not deleted.
  @inlinable public func contains(_ id: EntityID<E>) -> Bool { row(of: id).map { live[$0] } ?? false }

  /// The live instances in order of creation.
  public var all: some Sequence<E> & Sendable { TableSequence(table: self) }

  /// The ordinal that no instance has had yet.
  public var nextID: EntityID<E> { EntityID(ordinal: UInt64(max(ordinals.count, 1))) }

  /// Throws `LogError.duplicateInstance` if the id was ever used.
  public mutating func insert(_ instance: E) throws(LogError) {
    guard row(of: instance.id) == nil else { throw .duplicateInstance(instance.id.reference.description) }
    rows.append(instance)
    live.append(true)
    count += 1
    // A far ordinal would make the dense array huge, so it goes where UUIDs go.
    if let ordinal = instance.id.raw.ordinal, ordinal <= UInt64(2 * rows.count + 1024) {
      while UInt64(ordinals.count) <= ordinal { ordinals.append(0) }
      ordinals[Int(ordinal)] = rows.count
    } else {
      others[instance.id.raw] = rows.count - 1
    }
  }

  /// Throws `LogError.unknownInstance` if there is no live instance with that id.
  public mutating func replace(_ instance: E) throws(LogError) {
    guard let row = row(of: instance.id), live[row] else { throw .unknownInstance(instance.id.reference.description) }
    rows[row] = instance
  }

  /// Deletes the instance and returns it. Throws `LogError.unknownInstance` if there is no live instance with that id.
  @discardableResult public mutating func remove(_ id: EntityID<E>) throws(LogError) -> E {
    guard let row = row(of: id), live[row] else { throw .unknownInstance(id.reference.description) }
    live[row] = false
    count -= 1
    return rows[row]
  }

  @usableFromInline func row(of id: EntityID<E>) -> Int? {
    if id.raw.high == 0, id.raw.low < UInt64(ordinals.count) {
      let row = ordinals[Int(id.raw.low)]
      if row > 0 { return row - 1 }
    }
    return others.isEmpty ? nil : others[id.raw]
  }
}

/// The live instances of a table, in order of creation.
struct TableSequence<E: Entity>: Sequence, Sendable {
  let table: Table<E>

  func makeIterator() -> AnyIterator<E> {
    var row = 0
    return AnyIterator {
      while row < table.rows.count {
        row += 1
        if table.live[row - 1] { return table.rows[row - 1] }
      }
      return nil
    }
  }
}

/// The inverse side of a relation: who points at an instance, in the order in which they began to.
public struct RelationIndex<From: Entity, To: Entity>: Sendable {
  @usableFromInline var members: [EntityID<To>: [EntityID<From>]] = [:]

  public init() {}

  /// Who points at `id`; empty if nobody does.
  @inlinable public subscript(id: EntityID<To>) -> [EntityID<From>] { members[id] ?? [] }

  /// Who points at `id`; empty if nobody does or `id` is nil.
  @inlinable public subscript(id: EntityID<To>?) -> [EntityID<From>] { id.map { self[$0] } ?? [] }

  /// Complexity: amortised O(1).
  public mutating func insert(_ from: EntityID<From>, to: EntityID<To>?) {
    if let to { members[to, default: []].append(from) }
  }

  /// Complexity: O(*n*) in the number of those that point at `to`.
  public mutating func remove(_ from: EntityID<From>, to: EntityID<To>?) {
    guard let to, let index = members[to]?.firstIndex(of: from) else { return }
    members[to]?.remove(at: index)
    if members[to]?.isEmpty == true { members[to] = nil }
  }
}

/// A value kept beside each instance of an entity: since when it is in a state.
public struct EntityColumn<E: Entity, Value: Sendable>: Sendable {
  private var values: [EntityID<E>: Value] = [:]

  public init() {}

  public subscript(id: EntityID<E>) -> Value? {
    get { values[id] }
    set { values[id] = newValue }
  }
}
