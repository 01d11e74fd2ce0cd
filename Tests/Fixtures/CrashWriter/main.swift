// crash-writer LOG SEED: appends batches from three tasks, a million each, and prints "first last key" for each that the log has
// acknowledged.
// crash-writer hold LOG: opens the log for writing, prints "open", and holds it until its standard input ends.
// crash-writer nobody LOG: gives up root's rights and tries to open the log; prints how that ended.
import Foundation
import IntentRuntime
import IntentSQLite

func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func write(to path: String, seed: UInt64) async throws {
  let store = try SQLiteStore(path: path, seed: 1)
  let start = try await store.tail().position
  let spec = Fingerprint(of: "crash".utf8)
  try await withThrowingTaskGroup(of: Void.self) { group in
    for writer in 0..<3 {
      group.addTask {
        for round in 0..<1_000_000 {
          let key = "\(start)/\(writer)/\(round)"
          // The size is a function of the key, so that the reader can tell a whole batch from a part.
          let count = 1 + Int((seed &+ UInt64(writer * 31 + round)) % 7)
          let drafts = (0..<count).map { index in
            EventDraft(type: "crash.test", actor: key, spec: spec, payload: Array("{\"count\":\(count),\"index\":\(index)}".utf8))
          }
          let batch = EventBatch(drafts, at: Timestamp(milliseconds: Int64(round)), idempotencyKey: key)
          let receipt = try await store.append(batch)
          say("\(receipt.positions.lowerBound) \(receipt.positions.upperBound - 1) \(key)")
        }
      }
    }
    try await group.waitForAll()
  }
}

let arguments = CommandLine.arguments
do {
  switch (arguments.dropFirst().first, arguments.count) {
  case ("hold", 3):
    let store = try SQLiteStore(path: arguments[2])
    say("open")
    while readLine() != nil {}
    await store.close()
  case ("nobody", 3):
    if getuid() == 0 { guard setgid(65534) == 0, setuid(65534) == 0 else { exit(1) } }
    do throws(StoreError) {
      await (try SQLiteStore(path: arguments[2])).close()
      say("opened")
    } catch {
      say("\(error)")
    }
  default:
    guard arguments.count == 3, let seed = UInt64(arguments[2]) else { exit(64) }
    try await write(to: arguments[1], seed: seed)
  }
} catch {
  say("error: \(error)")
  exit(1)
}
