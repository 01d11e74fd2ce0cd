import IntentRuntime

/// What a task asks of the store's thread.
enum Job: Sendable {
  typealias Reply<Value> = CheckedContinuation<Result<Value, StoreError>, Never>

  case append(EventBatch, Reply<Appended>)
  case read(from: Position, limit: Int, Reply<[EventRecord]>)
  case find(key: String, Reply<Appended?>)
  case tail(Reply<LogTail>)
}

/// The work of a store's thread: it answers jobs until the queue is closed, or until the file fails.
final class LogWorker {
  let file: LogFile
  private let isReadOnly: Bool
  private var failed = false
  private var batches: [EventBatch] = []
  private var replies: [Job.Reply<Appended>] = []
  private var eventCount = 0

  /// A transaction takes no further batch once it has this many events, so that the first to come does not wait for long.
  private static let groupLimit = 16_384

  init(_ file: LogFile, isReadOnly: Bool) {
    self.file = file
    self.isReadOnly = isReadOnly
  }

  func run(_ queue: WorkQueue<Job>) {
    var jobs: [Job] = []
    while queue.take(into: &jobs) {
      for job in jobs { take(job) }
      commit()
      if failed { queue.close() }
    }
    file.close()
  }

  private func take(_ job: Job) {
    switch job {
    case .append(let batch, let reply):
      batches.append(batch)
      replies.append(reply)
      eventCount += batch.drafts.count
      if eventCount >= Self.groupLimit { commit() }
    case .read(let position, let limit, let reply):
      answer(reply) { file throws(StoreError) in try file.read(from: position, limit: limit) }
    case .find(let key, let reply):
      answer(reply) { file throws(StoreError) in try file.find(key) }
    case .tail(let reply):
      answer(reply) { file throws(StoreError) in
        if isReadOnly { try file.readTail() }
        return file.tail
      }
    }
  }

  /// Answers a question about the log as it is after all that was asked before.
  private func answer<Value: Sendable>(_ reply: Job.Reply<Value>, _ question: (LogFile) throws(StoreError) -> Value) {
    commit()
    if failed { return reply.resume(returning: .failure(.closed)) }
    do throws(StoreError) {
      reply.resume(returning: .success(try question(file)))
    } catch {
      fail(error)
      reply.resume(returning: .failure(error))
    }
  }

  /// Appends the batches that have come, in one transaction, and answers them all.
  private func commit() {
    if batches.isEmpty { return }
    do throws(StoreError) {
      if failed { throw .closed }
      for (reply, answer) in zip(replies, try file.append(batches)) { reply.resume(returning: answer) }
    } catch {
      fail(error)
      for reply in replies { reply.resume(returning: .failure(error)) }
    }
    batches.removeAll(keepingCapacity: true)
    replies.removeAll(keepingCapacity: true)
    eventCount = 0
  }

  /// After an error that leaves it open what the file holds, the store takes nothing more and lets go of the file.
  private func fail(_ error: StoreError) {
    if case .locked = error { return }
    failed = true
    file.close()
  }
}
