/// The instances of one entity, by id. Reads and writes are O(1); iteration is in order of creation.
public struct Table<E: Entity>: Store {
  /// How a change is taken back.
  public enum Change: Sendable {
    /// The last row was inserted, when `ordinals` had that length.
    case inserted(ordinals: Int)
    case replaced(row: Int, was: E)
    case removed(row: Int)
  }

  public var journal = Journal<Change>()
  /// Every instance ever inserted, in order of creation; deleted ones stay, since relations still reach them.
  @usableFromInline var rows: ContiguousArray<E> = []
  /// Parallel to `rows`: false where the instance is deleted.
  @usableFromInline var live: ContiguousArray<Bool> = []
  /// Row plus one of each ordinal below its count; 0 for none. Only for ordinals that leave it dense.
  @usableFromInline var ordinals: ContiguousArray<Int> = []
  /// Row of every other identifier.
  @usableFromInline var others: [Identifier: Int] = [:]
  @usableFromInline var liveCount = 0

  @inlinable public init() {}

  /// Number of live instances.
  @inlinable public var count: Int { liveCount }

  @inlinable public var isEmpty: Bool { liveCount == 0 }

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
  @inlinable public var all: TableSequence<E> { TableSequence(table: self) }

  /// The instance's place in the order of creation, deleted or not; nil if there never was one.
  @inlinable public func rank(of id: EntityID<E>) -> Int? { row(of: id) }

  /// The ordinal that no instance has had yet.
  public var nextID: EntityID<E> { EntityID(ordinal: UInt64(max(ordinals.count, 1))) }

  /// Throws `LogError.duplicateInstance` if the id was ever used.
  @inlinable public mutating func insert(_ instance: E) throws(LogError) {
    guard row(of: instance.id) == nil else { throw .duplicateInstance(instance.id.reference.description) }
    journal.note(.inserted(ordinals: ordinals.count))
    rows.append(instance)
    live.append(true)
    liveCount += 1
    // A far ordinal would make the dense array huge, so it goes where UUIDs go.
    if let ordinal = instance.id.raw.ordinal, ordinal <= UInt64(2 * rows.count + 1024) {
      while UInt64(ordinals.count) <= ordinal { ordinals.append(0) }
      ordinals[Int(ordinal)] = rows.count
    } else {
      others[instance.id.raw] = rows.count - 1
    }
  }

  /// Throws `LogError.unknownInstance` if there is no live instance with that id.
  @inlinable public mutating func replace(_ instance: E) throws(LogError) {
    guard let row = row(of: instance.id), live[row] else { throw .unknownInstance(instance.id.reference.description) }
    journal.note(.replaced(row: row, was: rows[row]))
    rows[row] = instance
  }

  /// Deletes the instance and returns it. Throws `LogError.unknownInstance` if there is no live instance with that id.
  @inlinable @discardableResult public mutating func remove(_ id: EntityID<E>) throws(LogError) -> E {
    guard let row = row(of: id), live[row] else { throw .unknownInstance(id.reference.description) }
    journal.note(.removed(row: row))
    live[row] = false
    liveCount -= 1
    return rows[row]
  }

  /// The live instances.
  public var customMirror: Mirror { Mirror(self, unlabeledChildren: Array(all)) }

  public mutating func undo(_ change: Change) {
    switch change {
    case .inserted(let count):
      live.removeLast()
      liveCount -= 1
      let id = rows.removeLast().id.raw
      if others.isEmpty || others.removeValue(forKey: id) == nil {
        ordinals[Int(id.low)] = 0
        ordinals.removeLast(ordinals.count - count)
      }
    case .replaced(let row, let was): rows[row] = was
    case .removed(let row):
      live[row] = true
      liveCount += 1
    }
  }

  @inlinable func row(of id: EntityID<E>) -> Int? {
    if id.raw.high == 0, id.raw.low < UInt64(ordinals.count) {
      let row = ordinals[Int(id.raw.low)]
      if row > 0 { return row - 1 }
    }
    return others.isEmpty ? nil : others[id.raw]
  }
}

/// The live instances of a table, in order of creation.
public struct TableSequence<E: Entity>: Sequence, IteratorProtocol, Sendable {
  @usableFromInline let table: Table<E>
  @usableFromInline var row = 0

  @inlinable init(table: Table<E>) { self.table = table }

  @inlinable public mutating func next() -> E? {
    while row < table.rows.count {
      row += 1
      if table.live[row - 1] { return table.rows[row - 1] }
    }
    return nil
  }
}
