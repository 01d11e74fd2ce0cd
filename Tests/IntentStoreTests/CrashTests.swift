import Foundation
import IntentRuntime
import IntentSQLite
import TestSupport
import Testing

/// Kills a writing process again and again, and looks at what it leaves.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CrashTests {
  @Test("What was acknowledged survives SIGKILL, and no batch is there in part")
  func kill() async throws {
    let seed = testSeed("crash")
    let rounds = ProcessInfo.processInfo.environment["INTENT_CRASH_ROUNDS"].flatMap { Int($0) } ?? 50
    var generator = SplitMix64(seed: seed)
    let directory = try TemporaryDirectory()
    let path = directory.path("events.log")
    var acknowledged: [String: ClosedRange<Position>] = [:]
    for round in 0..<rounds {
      let child = try ChildProcess([path, String(seed)])
      // The first rounds hit the making of the file, the others the midst of appending. Another thread kills, at a moment that does not
      // depend on when the output is read.
      let isEarly = round < rounds / 5
      let timer = DispatchSource.makeTimerSource()
      let pid = child.processIdentifier
      timer.setEventHandler { _ = Foundation.kill(pid, SIGKILL) }
      let delay = Int.random(in: 0...30_000, using: &generator)
      if isEarly { timer.schedule(deadline: .now() + .microseconds(delay)) }
      timer.activate()
      var isFirst = true
      while let line = child.line() {
        let words = line.split(separator: " ")
        guard words.count == 3, let first = Position(words[0]), let last = Position(words[1]) else {
          Issue.record("round \(round): the writer said \(line)")
          break
        }
        acknowledged[String(words[2])] = first...last
        if isFirst, !isEarly { timer.schedule(deadline: .now() + .microseconds(delay)) }
        isFirst = false
      }
      child.wait()
      timer.cancel()
      try await check(path, acknowledged, round: round)
    }
    #expect(!acknowledged.isEmpty)
    print("crash: \(rounds) rounds, \(acknowledged.count) batches acknowledged")
  }

  @Test("A writer killed after a given number of acknowledgements leaves them all", arguments: [1, 2, 17])
  func killAfter(count: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("events.log")
    let child = try ChildProcess([path, "5"])
    var last: Position = 0
    for _ in 0..<count {
      guard let line = child.line(), let position = line.split(separator: " ").dropFirst().first.flatMap({ Position($0) }) else { break }
      last = max(last, position)
    }
    child.kill()
    child.wait()
    let store = try SQLiteStore(path: path)
    #expect(last > 0)
    #expect(try await store.tail().position >= last)
    await store.close()
  }

  /// Opens the log for writing, as the next process would, and holds what it finds against what was acknowledged.
  private func check(_ path: String, _ acknowledged: [String: ClosedRange<Position>], round: Int) async throws {
    let store = try SQLiteStore(path: path, seed: 1)
    var records: [EventRecord] = []
    for try await page in store.pages() { records += page }
    #expect(records.map(\.position) == Array(1..<Position(records.count) + 1), "round \(round)")
    var next = 0
    while next < records.count {
      let batch = records[next...].prefix { $0.actor == records[next].actor }
      let expected = batch.indices.map { "{\"count\":\(batch.count),\"index\":\($0 - next)}" }
      #expect(batch.map { String(decoding: $0.payload, as: UTF8.self) } == expected, "round \(round): \(records[next].actor) is not whole")
      if let first = acknowledged[records[next].actor] { #expect(first == Position(next + 1)...Position(next + batch.count)) }
      next += batch.count
    }
    let present = Set(records.map(\.actor))
    #expect(acknowledged.keys.allSatisfy { present.contains($0) }, "round \(round): an acknowledged batch is missing")
    if let (key, positions) = acknowledged.randomElement() {
      #expect(try await store.find(idempotencyKey: key)?.positions == positions.lowerBound..<positions.upperBound + 1)
    }
    await store.close()
  }
}
