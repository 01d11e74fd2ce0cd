/// An obligation that a handler is to meet, with what its turn depends on.
struct ReadyObligation: Comparable {
  let severity: UInt8
  let deadline: Timestamp
  let id: ObligationID
  let slot: Int32

  static func < (a: ReadyObligation, b: ReadyObligation) -> Bool {
    (a.severity, a.deadline, a.id) < (b.severity, b.deadline, b.id)
  }
}

/// Obligations by urgency: severity, then deadline, then age. A binary heap.
struct ReadyQueue {
  private var heap: [ReadyObligation] = []

  var isEmpty: Bool { heap.isEmpty }

  /// Complexity: O(log *n*).
  mutating func push(_ item: ReadyObligation) {
    heap.append(item)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The most urgent, or nil if there is none. Complexity: O(log *n*).
  mutating func pop() -> ReadyObligation? {
    guard let first = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= heap.count { return first }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      if heap[parent] < heap[child] { return first }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}
