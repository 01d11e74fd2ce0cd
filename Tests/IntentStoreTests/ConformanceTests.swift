import IntentRuntime
import TestSupport
import Testing

/// What every store promises, tried on each.
@Suite(.timeLimit(.minutes(2)))
struct ConformanceTests {
  @Test("A new log is empty", arguments: StoreKind.allCases)
  func emptyLog(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      #expect(try await store.tail() == LogTail())
      #expect(try await store.read(from: 1, limit: 10).isEmpty)
      #expect(try await store.find(idempotencyKey: "k") == nil)
      #expect(try await allEvents(store).isEmpty)
    }
  }

  @Test("Positions are dense from 1 and one batch has one recorded time", arguments: StoreKind.allCases)
  func positions(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      let first = try await store.append(batch(1, count: 3, at: 100))
      let second = try await store.append(batch(2, at: 200))
      #expect(first == Appended(positions: 1..<4, recorded: Timestamp(milliseconds: 100), isRepetition: false))
      #expect(second == Appended(positions: 4..<5, recorded: Timestamp(milliseconds: 200), isRepetition: false))
      let records = try await allEvents(store)
      #expect(records.map(\.position) == [1, 2, 3, 4])
      #expect(records.map(\.recorded.milliseconds) == [100, 100, 100, 200])
      #expect(try await store.tail() == LogTail(position: 4, recorded: Timestamp(milliseconds: 200)))
    }
  }

  @Test("A clock that goes back does not take the log back", arguments: StoreKind.allCases)
  func clockGoesBack(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      for time: Int64 in [500, 400, -7, 501] { _ = try await store.append(batch(1, at: time)) }
      #expect(try await allEvents(store).map(\.recorded.milliseconds) == [500, 500, 500, 501])
    }
  }

  @Test("Every field of the envelope comes back", arguments: StoreKind.allCases)
  func envelope(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      var full = EventDraft(
        type: "interaction.créated.with.a.long.name", subject: "interaction:ünï-0123456789", effective: Timestamp(milliseconds: -5),
        actor: "rep:a long enough name", cause: 0, correlation: Identifier(high: .max, low: 1), spec: spec,
        payload: Array("{\"text\":\"a\u{0}b \u{1F600}\"}".utf8), key: "customer:1#3")
      var bare = draft(2, subject: nil)
      bare.effective = .recorded
      bare.spec = Fingerprint(of: "another spec".utf8)
      bare.payload = []
      bare.actor = ""
      full.cause = 1
      let receipt = try await store.append(EventBatch([draft(1), full, bare, full], at: Timestamp(milliseconds: 9)))
      let expected = zip(receipt.positions, [draft(1), full, bare, full]).map { position, draft in
        draft.record(at: position, recorded: receipt.recorded, seed: store.seed)
      }
      let records = try await allEvents(store)
      #expect(records == expected)
      #expect(records[0].correlation == records[0].id)
      #expect(records[2].effective == records[2].recorded)
    }
  }

  @Test("Ids are UUIDv7 of the recorded time, the same in each run", arguments: StoreKind.allCases)
  func identifiers(_ kind: StoreKind) async throws {
    var runs: [[EventRecord]] = []
    for _ in 0..<2 {
      try await kind.withStore(seed: 99) { store async throws in
        for number in 1...5 { _ = try await store.append(batch(number, count: 2, at: 1_700_000_000_000 + Int64(number))) }
        runs.append(try await allEvents(store))
      }
    }
    #expect(runs[0] == runs[1])
    for record in runs[0] {
      #expect(record.id.high >> 16 == UInt64(record.recorded.milliseconds))
      #expect(record.id.high >> 12 & 0xF == 7)
      #expect(record.id.low >> 62 == 2)
    }
    #expect(Set(runs[0].map(\.id)).count == 10)
    try await kind.withStore(seed: 100) { store async throws in
      _ = try await store.append(batch(1, at: 1_700_000_000_001))
      #expect(try await allEvents(store)[0].id != runs[0][0].id)
    }
  }

  @Test("Reading starts and stops where it is told", arguments: StoreKind.allCases)
  func reading(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      _ = try await store.append(batch(1, count: 10))
      #expect(try await store.read(from: 4, limit: 3).map(\.position) == [4, 5, 6])
      #expect(try await store.read(from: 9, limit: 100).map(\.position) == [9, 10])
      #expect(try await store.read(from: -3, limit: 2).map(\.position) == [1, 2])
      #expect(try await store.read(from: 11, limit: 1).isEmpty)
      #expect(try await store.read(from: .max, limit: 1).isEmpty)
      #expect(try await store.read(from: 1, limit: 0).isEmpty)
      #expect(try await store.read(from: 1, limit: -1).isEmpty)
    }
  }

  @Test("The same key answers the first receipt and writes nothing", arguments: StoreKind.allCases)
  func idempotency(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      let first = try await store.append(batch(1, count: 2, at: 10, key: "story/1"))
      _ = try await store.append(batch(2, at: 20))
      // Neither what it holds nor what it expects matters any more.
      let again = try await store.append(batch(3, count: 5, at: 30, key: "story/1", expecting: 0))
      #expect(again == first.repeated)
      #expect(try await store.find(idempotencyKey: "story/1") == first.repeated)
      #expect(try await store.find(idempotencyKey: "story/2") == nil)
      #expect(try await store.tail().position == 3)
      #expect(try await store.append(batch(3, at: 40, key: "")).positions == 4..<5)
      #expect(try await store.append(batch(3, at: 50, key: "")).isRepetition)
    }
  }

  @Test("A refused batch leaves nothing behind, not even its key", arguments: StoreKind.allCases)
  func refusals(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      _ = try await store.append(batch(1, at: 10))
      await #expect(throws: StoreError.conflict(expected: 0, found: 1)) {
        try await store.append(batch(2, count: 3, at: 99, key: "k", expecting: 0))
      }
      await #expect(throws: StoreError.conflict(expected: 7, found: 1)) { try await store.append(batch(2, expecting: 7)) }
      await #expect(throws: StoreError.self) { try await store.append(EventBatch([], at: Timestamp(milliseconds: 99))) }
      #expect(try await store.find(idempotencyKey: "k") == nil)
      #expect(try await store.tail() == LogTail(position: 1, recorded: Timestamp(milliseconds: 10)))
      #expect(try await store.append(batch(2, at: 11, key: "k", expecting: 1)).positions == 2..<3)
    }
  }

  @Test("A batch that does not say the time is refused", arguments: StoreKind.allCases)
  func noTime(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      await #expect(throws: StoreError.self) { try await store.append(EventBatch([draft(1)], at: .recorded)) }
      #expect(try await store.tail() == LogTail())
    }
  }

  @Test("Appends of many tasks are dense, ordered and whole", arguments: StoreKind.allCases)
  func concurrency(_ kind: StoreKind) async throws {
    let seed = testSeed("concurrency \(kind)")
    try await kind.withStore { store async throws in
      let receipts = try await withThrowingTaskGroup(of: [(Int, Appended)].self) { group in
        for writer in 0..<16 {
          group.addTask {
            var generator = SplitMix64(seed: seed &+ UInt64(writer))
            var receipts: [(Int, Appended)] = []
            for round in 0..<25 {
              let number = writer * 100 + round
              let batch = batch(number, count: .random(in: 1...5, using: &generator), at: .random(in: 0...1000, using: &generator))
              receipts.append((number, try await store.append(batch)))
            }
            return receipts
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      let records = try await allEvents(store)
      #expect(records.map(\.position) == Array(1...Position(records.count)))
      #expect(zip(records, records.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
      #expect(receipts.reduce(0) { $0 + $1.1.positions.count } == records.count)
      for (number, receipt) in receipts {
        for (offset, position) in receipt.positions.enumerated() {
          let record = records[Int(position) - 1]
          #expect(record.payload == draft(number * 1000 + offset).payload)
          #expect(record.recorded == receipt.recorded)
        }
      }
    }
  }

  @Test("Of many that expect the same tail one wins", arguments: StoreKind.allCases)
  func race(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      for round in 0..<20 {
        let won = await withTaskGroup(of: Bool.self) { group in
          for writer in 0..<8 {
            group.addTask { (try? await store.append(batch(writer, expecting: Position(round)))) != nil }
          }
          return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
      }
      #expect(try await store.tail().position == 20)
    }
  }

  @Test("Of many that bring the same key one writes", arguments: StoreKind.allCases)
  func keyRace(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      let receipts = try await withThrowingTaskGroup(of: Appended.self) { group in
        for writer in 0..<32 { group.addTask { try await store.append(batch(writer, count: 2, key: "one")) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(receipts.count { !$0.isRepetition } == 1)
      #expect(Set(receipts.map(\.positions)) == [1..<3])
      #expect(try await store.tail().position == 2)
    }
  }

  @Test("A closed store says so", arguments: StoreKind.allCases)
  func closed(_ kind: StoreKind) async throws {
    try await kind.withStore { store async throws in
      _ = try await store.append(batch(1))
      await store.close()
      await store.close()
      await #expect(throws: StoreError.closed) { try await store.append(batch(2)) }
      await #expect(throws: StoreError.closed) { try await store.read(from: 1, limit: 1) }
      await #expect(throws: StoreError.closed) { try await store.tail() }
      await #expect(throws: StoreError.closed) { try await store.find(idempotencyKey: "k") }
    }
  }

  @Test("Both stores write the same log")
  func agreement() async throws {
    var logs: [[EventRecord]] = []
    for kind in StoreKind.allCases {
      try await kind.withStore(seed: 3) { store async throws in
        for number in 1...20 {
          _ = try? await store.append(batch(number, count: number % 4, key: number % 3 == 0 ? "k\(number % 5)" : nil))
        }
        logs.append(try await allEvents(store))
      }
    }
    #expect(logs[0] == logs[1])
    #expect(!logs[0].isEmpty)
  }
}
