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
public protocol Store: Sendable {
  /// How one change is taken back.
  associatedtype Change: Sendable
  var journal: Journal<Change> { get set }
  /// Takes one change back; those after it are taken back already.
  mutating func undo(_ change: Change)
}

extension Store {
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
