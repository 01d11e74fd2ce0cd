import IntentRuntime
import TestSupport
import Testing

/// Random changes of stores in rehearsals, against copies of them.
@Suite struct RehearsalTests {
  /// One store of each kind, as a generated state holds them.
  private struct Shelf: Journaled {
    var customers = Table<Desk.Customer>()
    var alerts = RelationIndex<Desk.Alert, Desk.Customer>()
    var byName = UniqueIndex<Desk.Customer, String>()
    var since = EntityColumn<Desk.Customer, Timestamp>()
    var last = Kept(0)
    var touched = Touched<Desk.Customer>()

    mutating func visit(_ stores: inout some StoreVisitor) {
      stores.visit(&customers)
      stores.visit(&alerts)
      stores.visit(&byName)
      stores.visit(&since)
      stores.visit(&last)
      stores.visit(&touched)
    }

    /// One random change; what a store refuses changes nothing.
    mutating func change(_ random: inout SplitMix64) {
      let id = Desk.Customer.ID(
        (random.below(100) < 90) ? Identifier(ordinal: UInt64(random.below(12) + 1)) : Identifier(high: 1, low: UInt64(random.below(3))))
      let name = "n\(random.below(6))"
      let alert = Desk.Alert.ID(ordinal: UInt64(random.below(9) + 1))
      switch random.below(9) {
      case 0, 1: try? customers.insert(Desk.Customer(id: id, name: name))
      case 2: try? customers.replace(Desk.Customer(id: id, name: name))
      case 3: _ = try? customers.remove(id)
      case 4: alerts.move(alert, (random.below(100) < 50) ? id : nil, (random.below(100) < 80) ? 3 : nil)
      case 5: alerts.insert(alert, to: id)
      case 6: byName.move(id, (random.below(100) < 50) ? name : nil, (random.below(100) < 70) ? "n\(random.below(6))" : nil)
      case 7: since[id] = (random.below(100) < 70) ? Timestamp(milliseconds: Int64(random.below(99))) : nil
      default:
        last.value += 1
        touched.note(id)
      }
    }

    /// Everything that can be read of it.
    var picture: String {
      let ids =
        (1...14).map { Desk.Customer.ID(ordinal: UInt64($0)) } + (0..<3).map { Desk.Customer.ID(Identifier(high: 1, low: UInt64($0))) }
      var lines = ["\(customers.count) \(customers.nextID) \(customers.all.map { "\($0.id)=\($0.name)" }) \(last.value) \(touched.ids)"]
      for id in ids {
        lines.append(
          "\(id): \(customers.contains(id)) \(customers.rank(of: id) ?? -1) \(alerts[id]) \(since[id].map(\.milliseconds) ?? -1)")
      }
      let names = (0..<6).map { name in ids.filter { byName.isTaken("n\(name)", besides: $0) }.count }
      return (lines + ["\(names)"]).joined(separator: "\n")
    }
  }

  @Test func whatARehearsalChangesIsTakenBack() {
    let seed = testSeed()
    var random = SplitMix64(seed: seed)
    var shelf = Shelf()
    for round in 0..<1000 {
      if round % 50 == 0 { shelf = Shelf() }
      for _ in 0..<random.below(6) { shelf.change(&random) }
      let before = shelf.picture
      var copy = shelf
      var other = random
      let changes = random.below(12)
      let inside = shelf.rehearse { shelf in
        for _ in 0..<changes { shelf.change(&random) }
        return shelf.customers.all.map(\.name)
      }
      #expect(shelf.picture == before, "INTENT_SEED=\(seed)")
      _ = other.below(12)
      for _ in 0..<changes { copy.change(&other) }
      #expect(copy.customers.all.map(\.name) == inside, "INTENT_SEED=\(seed)")
    }
  }

  @Test func whatThrowsIsTakenBackToo() {
    var shelf = Shelf()
    #expect(throws: LogError.duplicateInstance("customer:1")) {
      try shelf.rehearse { shelf throws(LogError) in
        try shelf.customers.insert(Desk.Customer(id: 1, name: "a"))
        try shelf.customers.insert(Desk.Customer(id: 1, name: "b"))
      }
    }
    #expect(shelf.customers.isEmpty && !shelf.customers.contains(1))
  }
}

extension SplitMix64 {
  fileprivate mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
