/// The updates of one append that later ones of the same instances follow: what the instance is `updated` from was before the first.
@usableFromInline struct JoinedUpdates<System: SpecifiedSystem>: Sendable {
  /// Where they stand; each leaves when its event is read.
  @usableFromInline private(set) var positions: Set<Position> = []
  /// What `crosses` compares with, by subject, read before the first of them.
  private var held: [String: [FixedDecimal?]] = [:]

  @usableFromInline init() {}

  /// True from before the first of them until after the last update that they lead to.
  @usableFromInline private(set) var isActive = false

  /// The next events are an append of which the updates at these positions are followed by later ones.
  mutating func begin(_ positions: [Position]) {
    self.positions = Set(positions)
    isActive = !positions.isEmpty
  }

  /// What `crosses` compares with at the event, given that `before` was read just before it.
  @usableFromInline mutating func take(
    _ event: System.Event, at position: Position, _ before: [FixedDecimal?], _ system: System
  ) -> [FixedDecimal?] {
    guard isActive, system.isAwaitedUpdate(event), let subject = event.subject else { return before }
    if positions.remove(position) != nil {
      held[subject] = held[subject] ?? before
      return before
    }
    guard let first = held.removeValue(forKey: subject) else { return before }
    isActive = !positions.isEmpty || !held.isEmpty
    return system.crossings(of: event, first: first, last: before)
  }
}

extension SpecifiedSystem {
  /// The indices of those updates that a later one of the same instance follows, where a reaction waits for it to be updated.
  func superseded(in events: [Event]) -> [Int] {
    if events.count < 2 { return [] }
    var lasts: Set<String> = []
    var found: [Int] = []
    for (index, event) in events.enumerated().reversed() {
      guard isAwaitedUpdate(event), let subject = event.subject else { continue }
      if !lasts.insert(subject).inserted { found.append(index) }
    }
    return found.reversed()
  }
}
