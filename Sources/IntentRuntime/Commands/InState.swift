/// A state of a workflow. Generated as an enum without cases: `DealPipeline.Lead`.
public protocol WorkflowState: Sendable {
  associatedtype Instance: Entity
}

/// An instance as it was when it was loaded, in a state that its type names: it has the moves that leave that state, and no others.
///
/// It is a snapshot. A move asks the log's present state again, and says `stale` where the instance is no longer what was loaded.
@dynamicMemberLookup
public struct InState<State: WorkflowState>: Sendable {
  public let instance: State.Instance

  /// What generated code makes of an instance in that state; an app gets one by loading it.
  @_spi(Generated) public init(_ instance: State.Instance) { self.instance = instance }

  public var id: EntityID<State.Instance> { instance.id }

  public subscript<Value>(dynamicMember field: KeyPath<State.Instance, Value>) -> Value { instance[keyPath: field] }
}

/// What became of a move.
public enum Move<State: WorkflowState, Loaded: Sendable>: Sendable {
  /// The instance, in its new state.
  case moved(InState<State>)
  /// Nothing was done: the instance is no longer what was loaded. This is what it is now.
  case stale(Loaded)
}

/// What became of a move, before its types are named.
public struct MoveOutcome<Instance: Entity>: Sendable {
  public let isMoved: Bool
  /// The instance as it is now.
  public let instance: Instance

  public init(isMoved: Bool, _ instance: Instance) {
    self.isMoved = isMoved
    self.instance = instance
  }
}

extension Entity {
  /// True if the other is the same instance with the same values.
  public func isSame(as other: Self) -> Bool {
    var (mine, theirs) = (PayloadWriter(opensSealed: true), PayloadWriter(opensSealed: true))
    visit(&mine)
    other.visit(&theirs)
    return mine.finish() == theirs.finish()
  }
}
