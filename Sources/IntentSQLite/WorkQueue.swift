import Dispatch
import IntentRuntime
import Synchronization

/// A bounded queue from many tasks to the one thread of a store.
final class WorkQueue<Job: Sendable>: Sendable {
  private struct State {
    var jobs: [Job] = []
    var isClosed = false
    var isThreadWaiting = false
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let capacity: Int

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  /// Adds a job at the end. Throws `overloaded` if the queue is full and `closed` after `close`. Never blocks for long.
  func add(_ job: Job) throws(StoreError) {
    let mustWake = try state.withLock { state throws(StoreError) in
      if state.isClosed { throw .closed }
      if state.jobs.count >= capacity { throw .overloaded(waiting: state.jobs.count) }
      state.jobs.append(job)
      return Self.takeWaiter(&state)
    }
    if mustWake { wake.signal() }
  }

  /// Moves all jobs into `jobs`, waiting until there is one; false if there is none and none will come.
  func take(into jobs: inout [Job]) -> Bool {
    jobs.removeAll(keepingCapacity: true)
    while true {
      let isClosed = state.withLock { state in
        swap(&state.jobs, &jobs)
        state.isThreadWaiting = jobs.isEmpty && !state.isClosed
        return state.isClosed
      }
      if !jobs.isEmpty { return true }
      if isClosed { return false }
      wake.wait()
    }
  }

  /// Accepts no further job. Those that were accepted remain to be taken.
  func close() {
    let mustWake = state.withLock { state in
      state.isClosed = true
      return Self.takeWaiter(&state)
    }
    if mustWake { wake.signal() }
  }

  private static func takeWaiter(_ state: inout State) -> Bool {
    defer { state.isThreadWaiting = false }
    return state.isThreadWaiting
  }
}

/// A door that is closed until it is opened once, for good.
final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Lets everybody through who waits or comes later.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns once the latch is open.
  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}
