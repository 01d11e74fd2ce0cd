// append-bench TSV LOG BATCH N [WRITERS]
// Appends the first N rows of TSV (subject, type, time in ms, JSON) to a new log, BATCH events a batch, and prints one line of JSON.
// With WRITERS > 1 that many tasks append at once.
import Foundation
import IntentRuntime
import IntentSQLite

struct Arguments {
  let table: String, log: String, batch: Int, count: Int, writers: Int

  init?(_ words: [String]) {
    guard words.count == 5 || words.count == 6, let batch = Int(words[3]), batch > 0, let count = Int(words[4]), count > 0,
      let writers = words.count == 6 ? Int(words[5]) : 1, writers > 0
    else { return nil }
    (table, log, self.batch, self.count, self.writers) = (words[1], words[2], batch, count, writers)
  }
}

/// The rows as batches, all in memory.
func batches(_ arguments: Arguments) throws -> [EventBatch] {
  let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments.table)))
  let spec = Fingerprint(of: "benchmark".utf8)
  var types: [ArraySlice<UInt8>: String] = [:]
  var batches: [EventBatch] = []
  var drafts: [EventDraft] = []
  for line in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: arguments.count).prefix(arguments.count) {
    let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 3)
    guard fields.count == 4, let time = Int64(String(decoding: fields[2], as: UTF8.self)) else { fatalError("a row has not four fields") }
    let type = types[fields[1]] ?? String(decoding: fields[1], as: UTF8.self)
    types[fields[1]] = type
    drafts.append(
      EventDraft(
        type: type, subject: String(decoding: fields[0], as: UTF8.self), effective: Timestamp(milliseconds: time), actor: "bench",
        spec: spec, payload: Array(fields[3])))
    if drafts.count == arguments.batch {
      batches.append(EventBatch(drafts, at: Timestamp(milliseconds: time)))
      drafts = []
    }
  }
  if let last = drafts.last { batches.append(EventBatch(drafts, at: last.effective ?? .recorded)) }
  return batches
}

/// The bytes that this process has caused to be written to the disk so far; 0 where the system does not say.
func writtenBytes() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
  let line = text.split(separator: "\n").first { $0.hasPrefix("write_bytes:") }
  return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
}

func measure(_ arguments: Arguments) async throws {
  let batches = try batches(arguments)
  for suffix in ["", "-wal", "-shm", "-lease"] { try? FileManager.default.removeItem(atPath: arguments.log + suffix) }
  let store = try SQLiteStore(path: arguments.log, seed: 1)
  let written = writtenBytes()
  let clock = ContinuousClock()
  let start = clock.now
  try await withThrowingTaskGroup(of: Void.self) { group in
    for writer in 0..<arguments.writers {
      group.addTask {
        for index in stride(from: writer, to: batches.count, by: arguments.writers) { _ = try await store.append(batches[index]) }
      }
    }
    try await group.waitForAll()
  }
  let seconds = (clock.now - start) / .seconds(1)
  let writtenNow = writtenBytes() - written
  let tail = try await store.tail()
  await store.close()
  let size = (try FileManager.default.attributesOfItem(atPath: arguments.log)[.size] as? Int) ?? 0
  print("{\"events\":\(tail.position),\"seconds\":\(seconds),\"disk_bytes\":\(size),\"written_bytes\":\(writtenNow)}")
}

guard let arguments = Arguments(CommandLine.arguments) else {
  FileHandle.standardError.write(Data("usage: append-bench TSV LOG BATCH N [WRITERS]\n".utf8))
  exit(64)
}
do {
  try await measure(arguments)
} catch {
  FileHandle.standardError.write(Data("append-bench: \(error)\n".utf8))
  exit(1)
}
