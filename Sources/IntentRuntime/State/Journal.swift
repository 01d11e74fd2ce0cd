/// What takes the changes of one store back, last first. It keeps nothing while it is off, as it is at first.
public struct Journal<Change: Sendable>: Sendable {
  @usableFromInline var changes: [Change]?

  @inlinable public init() {}

  /// True between the start of a rehearsal and its end.
  @inlinable public var isOn: Bool { changes != nil }

  /// Keeps how a change is taken back, if the journal is on.
  @inlinable public mutating func note(_ change: @autoclosure () -> Change) {
    if changes != nil { changes?.append(change()) }
  }
}

/// A part of the state that can take back what happened to it since its journal was switched on.
///
/// It shows nothing of what it keeps, which may derive from personal data.
public protocol Store: Sendable, CustomReflectable {
  /// How one change is taken back.
  associatedtype Change: Sendable
  var journal: Journal<Change> { get set }
  /// Takes one change back; those after it are taken back already.
  mutating func undo(_ change: Change)
}

extension Store {
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

  /// Switches the journal on. Requires: it is off.
  public mutating func begin() {
    precondition(!journal.isOn, "a rehearsal within a rehearsal")
    journal.changes = []
  }

  /// Takes back what happened since `begin`, and switches the journal off. Complexity: that of what happened.
  public mutating func rollBack() {
    let changes = journal.changes ?? []
    journal.changes = nil
    for change in changes.reversed() { undo(change) }
  }
}

/// Is shown each store of a state.
public protocol StoreVisitor {
  mutating func visit(_ store: inout some Store)
}

/// A state, or a world around it, that is made of stores.
public protocol Journaled: Sendable {
  /// Shows every store, each once.
  mutating func visit(_ stores: inout some StoreVisitor)
}

extension Journaled {
  /// Runs `body` on this very value, not on a copy, and then takes back whatever it changed, also where it throws.
  /// Complexity: that of `body`, and O(number of stores).
  public mutating func rehearse<Result, Failure: Error>(
    _ body: (inout Self) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var beginning = Beginning()
    visit(&beginning)
    defer {
      var rollingBack = RollingBack()
      visit(&rollingBack)
    }
    return try body(&self)
  }
}

private struct Beginning: StoreVisitor {
  mutating func visit(_ store: inout some Store) { store.begin() }
}

private struct RollingBack: StoreVisitor {
  mutating func visit(_ store: inout some Store) { store.rollBack() }
}

/// One value of the state that events replace: the last number given, or what an instance was before.
public struct Kept<Value: Sendable>: Store {
  public var journal = Journal<Value>()
  @usableFromInline var current: Value

  @inlinable public init(_ value: Value) { current = value }

  @inlinable public var value: Value {
    get { current }
    set {
      journal.note(current)
      current = newValue
    }
  }

  public mutating func undo(_ change: Value) { current = change }
}

/// What the last instance of an entity to change or go was before.
public struct Previous<E: Entity>: Store {
  /// What it was before, and what is held, as they were.
  public struct Change: Sendable {
    @usableFromInline let value: E?
    @usableFromInline let joined: E?
    @usableFromInline let held: [EntityID<E>: E]

    @inlinable init(value: E?, joined: E?, held: [EntityID<E>: E]) {
      self.value = value
      self.joined = joined
      self.held = held
    }
  }

  public var journal = Journal<Change>()
  /// The instance before the last event of its entity.
  @usableFromInline var current: E?
  @inlinable public var value: E? { current }
  /// The instance before the first of several updates in one append, of which the last event is the last.
  @usableFromInline var joined: E?
  /// What instances were before the append that updates them several times.
  @usableFromInline var held: [EntityID<E>: E] = [:]
  @usableFromInline var isJoining = false

  @inlinable public init() {}

  /// The instance as it was before the append, where the last event ends what the append updates in it; else before the event.
  @inlinable public var first: E? { joined ?? current }

  /// Complexity: O(1), but for a copy of what is held during a rehearsal.
  @inlinable public mutating func note(_ was: E?, _ id: EntityID<E>, isSuperseded: Bool) {
    journal.note(Change(value: current, joined: joined, held: held))
    current = was
    if isSuperseded || isJoining { join(was, id, isSuperseded) }
  }

  @usableFromInline mutating func join(_ was: E?, _ id: EntityID<E>, _ isSuperseded: Bool) {
    joined = nil
    if !isSuperseded {
      joined = held.removeValue(forKey: id)
    } else if held[id] == nil {
      held[id] = was
    }
    isJoining = joined != nil || !held.isEmpty
  }

  public mutating func undo(_ change: Change) {
    (current, joined, held) = (change.value, change.joined, change.held)
    isJoining = joined != nil || !held.isEmpty
  }
}

/// The instances that an append has created so far. Kept during a rehearsal only.
public struct Created<E: Entity>: Store {
  public var journal = Journal<EntityID<E>>()
  @usableFromInline var members: Set<EntityID<E>> = []

  @inlinable public init() {}

  /// Complexity: O(1).
  @inlinable public func contains(_ id: EntityID<E>) -> Bool { members.contains(id) }

  /// Notes the instance that the event creates, if it does. Complexity: amortised O(1).
  @inlinable public mutating func note(_ change: Transition<E>) {
    guard journal.isOn, change.was == nil, let id = change.now?.id, members.insert(id).inserted else { return }
    journal.note(id)
  }

  public mutating func undo(_ change: EntityID<E>) { members.remove(change) }
}

/// The instances that an append has written so far, or whose parts it has: what is judged at its end. Kept during a rehearsal only.
public struct Touched<E: Entity>: Store {
  public var journal = Journal<EntityID<E>>()
  private var members: Set<EntityID<E>> = []

  public init() {}

  /// In the order in which they were first touched.
  public var ids: [EntityID<E>] { journal.changes ?? [] }

  /// Complexity: amortised O(1).
  public mutating func note(_ id: EntityID<E>?) {
    guard journal.isOn, let id, members.insert(id).inserted else { return }
    journal.note(id)
  }

  public mutating func undo(_ change: EntityID<E>) { members.remove(change) }
}
