/// What is kept over all instances of an entity.
public struct KeptWhole<A: Aggregate>: Store {
  /// What a member was before, and what it became.
  public struct Change: Sendable {
    @usableFromInline let old: A.Member?
    @usableFromInline let new: A.Member?

    @inlinable init(old: A.Member?, new: A.Member?) {
      self.old = old
      self.new = new
    }
  }

  public var journal = Journal<Change>()
  @usableFromInline var kept = A()

  @inlinable public init() {}

  @inlinable public var all: A { kept }

  /// Puts a new member in an old one's place; nil stands for none.
  @inlinable public mutating func move(_ old: A.Member?, _ new: A.Member?) {
    if old == new { return }
    journal.note(Change(old: old, new: new))
    if let old { kept.remove(old) }
    if let new { kept.add(new) }
  }

  public mutating func undo(_ change: Change) { move(change.new, change.old) }
}

/// What is kept over the instances that point at each owner.
public struct KeptGroups<Owner: Entity, A: Aggregate>: Store {
  /// Whose member it was before, and whose it became.
  public struct Change: Sendable {
    @usableFromInline let old: A.Member?
    @usableFromInline let oldOwner: EntityID<Owner>?
    @usableFromInline let new: A.Member?
    @usableFromInline let newOwner: EntityID<Owner>?

    @inlinable init(_ old: A.Member?, _ oldOwner: EntityID<Owner>?, _ new: A.Member?, _ newOwner: EntityID<Owner>?) {
      self.old = old
      self.oldOwner = oldOwner
      self.new = new
      self.newOwner = newOwner
    }
  }

  public var journal = Journal<Change>()
  @usableFromInline var groups: [EntityID<Owner>: A] = [:]

  @inlinable public init() {}

  @inlinable public subscript(owner: EntityID<Owner>) -> A { groups[owner] ?? A() }
  @inlinable public subscript(owner: EntityID<Owner>?) -> A { owner.flatMap { groups[$0] } ?? A() }

  /// Puts a new member of an owner in an old one's place; nil stands for none.
  @inlinable public mutating func move(
    _ old: A.Member?, of oldOwner: EntityID<Owner>?, _ new: A.Member?, to newOwner: EntityID<Owner>?
  ) {
    if old == new && oldOwner == newOwner { return }
    journal.note(Change(old, oldOwner, new, newOwner))
    if let old, let oldOwner {
      groups[oldOwner]?.remove(old)
      if groups[oldOwner]?.isEmpty == true { groups[oldOwner] = nil }
    }
    if let new, let newOwner { groups[newOwner, default: A()].add(new) }
  }

  public mutating func undo(_ change: Change) { move(change.new, of: change.newOwner, change.old, to: change.oldOwner) }
}

/// What is kept over all instances of an entity where what an instance counts for depends on others that point at it: it is looked
/// at again whenever one of those changes.
public struct NestedWhole<E: Entity, A: Aggregate>: Store {
  public typealias Change = EntityColumn<E, A.Member>.Change

  public var journal = Journal<Change>()
  @usableFromInline var members: [EntityID<E>: A.Member] = [:]
  @usableFromInline var kept = A()

  @inlinable public init() {}

  @inlinable public var all: A { kept }

  /// Sets what the instance counts for; nil if for nothing. Returns true if that is new.
  @inlinable @discardableResult public mutating func set(_ id: EntityID<E>, _ member: A.Member?) -> Bool {
    let old = members[id]
    if old == member { return false }
    journal.note(Change(id: id, was: old))
    if let old { kept.remove(old) }
    if let member { kept.add(member) }
    members[id] = member
    return true
  }

  public mutating func undo(_ change: Change) { set(change.id, change.was) }
}

/// The same over the instances that point at each owner.
public struct NestedGroups<E: Entity, Owner: Entity, A: Aggregate>: Store {
  /// A member with its owner.
  public struct Place: Equatable, Sendable {
    @usableFromInline let owner: EntityID<Owner>
    @usableFromInline let member: A.Member

    @inlinable init(owner: EntityID<Owner>, member: A.Member) {
      self.owner = owner
      self.member = member
    }
  }
  public typealias Change = EntityColumn<E, Place>.Change

  public var journal = Journal<Change>()
  @usableFromInline var members: [EntityID<E>: Place] = [:]
  @usableFromInline var groups: [EntityID<Owner>: A] = [:]

  @inlinable public init() {}

  @inlinable public subscript(owner: EntityID<Owner>) -> A { groups[owner] ?? A() }
  @inlinable public subscript(owner: EntityID<Owner>?) -> A { owner.flatMap { groups[$0] } ?? A() }

  /// Sets what the instance counts for, and with whom; nil if for nothing or nobody. Returns true if that is new.
  @inlinable @discardableResult
  public mutating func set(_ id: EntityID<E>, of owner: EntityID<Owner>?, _ member: A.Member?) -> Bool {
    if let owner, let member { return set(id, Place(owner: owner, member: member)) }
    return set(id, nil)
  }

  @usableFromInline mutating func set(_ id: EntityID<E>, _ place: Place?) -> Bool {
    let old = members[id]
    if old == place { return false }
    journal.note(Change(id: id, was: old))
    if let old {
      groups[old.owner]?.remove(old.member)
      if groups[old.owner]?.isEmpty == true { groups[old.owner] = nil }
    }
    if let place { groups[place.owner, default: A()].add(place.member) }
    members[id] = place
    return true
  }

  public mutating func undo(_ change: Change) { _ = set(change.id, change.was) }
}
