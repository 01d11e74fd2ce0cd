/// Distinct values in ascending order, in chunks. Finding is O(log n); inserting and removing also move up to a chunk of values.
public struct SortedChunks<Element: Comparable & Sendable>: Sendable {
  /// Ascending within and between chunks; no chunk is empty.
  @usableFromInline var chunks: [[Element]] = []
  @usableFromInline var total = 0

  @inlinable static var limit: Int { 256 }

  @inlinable public init() {}

  @inlinable public var count: Int { total }
  @inlinable public var isEmpty: Bool { total == 0 }
  @inlinable public var first: Element? { chunks.first?.first }
  @inlinable public var last: Element? { chunks.last?.last }

  /// Inserts the value and returns true, unless it is there already.
  @inlinable @discardableResult public mutating func insert(_ element: Element) -> Bool {
    guard !chunks.isEmpty else {
      chunks = [[element]]
      total = 1
      return true
    }
    let chunk = chunk(for: element)
    let index = Self.index(of: element, in: chunks[chunk])
    if index < chunks[chunk].count, chunks[chunk][index] == element { return false }
    chunks[chunk].insert(element, at: index)
    total += 1
    if chunks[chunk].count > Self.limit {
      // Values mostly arrive in order: a full last chunk is left full.
      let half = chunk == chunks.count - 1 && index == chunks[chunk].count - 1 ? Self.limit : Self.limit / 2
      let rest = Array(chunks[chunk][half...])
      chunks[chunk].removeSubrange(half...)
      chunks.insert(rest, at: chunk + 1)
    }
    return true
  }

  /// Removes the value and returns true if it is there.
  @inlinable @discardableResult public mutating func remove(_ element: Element) -> Bool {
    if chunks.isEmpty { return false }
    let chunk = chunk(for: element)
    let index = Self.index(of: element, in: chunks[chunk])
    guard index < chunks[chunk].count, chunks[chunk][index] == element else { return false }
    chunks[chunk].remove(at: index)
    total -= 1
    if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
    return true
  }

  /// The greatest value that is less than `element`.
  @inlinable public func last(before element: Element) -> Element? {
    if chunks.isEmpty { return nil }
    let chunk = chunk(for: element)
    let index = Self.index(of: element, in: chunks[chunk])
    if index > 0 { return chunks[chunk][index - 1] }
    return chunk > 0 ? chunks[chunk - 1].last : nil
  }

  /// The least value that is greater than `element`.
  @inlinable public func first(after element: Element) -> Element? {
    if chunks.isEmpty { return nil }
    let chunk = chunk(for: element)
    var index = Self.index(of: element, in: chunks[chunk])
    if index < chunks[chunk].count, chunks[chunk][index] == element { index += 1 }
    if index < chunks[chunk].count { return chunks[chunk][index] }
    return chunk + 1 < chunks.count ? chunks[chunk + 1].first : nil
  }

  /// The first values, up to `limit` of them, ascending. O(number of them).
  @inlinable public func prefix(_ limit: Int) -> [Element] {
    var result: [Element] = []
    for chunk in chunks {
      if result.count >= limit { break }
      result += chunk.prefix(limit - result.count)
    }
    return result
  }

  /// Where the values end for which `isBefore` is true. Requires: it is true of a first part of the values. O(log n).
  @inlinable func end(of isBefore: (Element) -> Bool) -> (chunk: Int, index: Int) {
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(chunks[middle][chunks[middle].count - 1]) { low = middle + 1 } else { high = middle }
    }
    guard low < chunks.count else { return (low, 0) }
    let chunk = low
    (low, high) = (0, chunks[chunk].count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(chunks[chunk][middle]) { low = middle + 1 } else { high = middle }
    }
    return (chunk, low)
  }

  /// The last chunk that begins at or before the value, else the first. Requires: there is a chunk.
  @inlinable func chunk(for element: Element) -> Int {
    var (low, high) = (0, chunks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if element < chunks[middle][0] { high = middle } else { low = middle }
    }
    return low
  }

  /// Where the value is or would be.
  @inlinable static func index(of element: Element, in chunk: [Element]) -> Int {
    var (low, high) = (0, chunk.count)
    while low < high {
      let middle = (low + high) / 2
      if chunk[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
