import IntentSource

/// The first 15 bytes of a name, or as many as there are, and its length: two words that tell the order of most names.
private struct NameWords {
  /// The first eight bytes, the first one highest.
  private let first: UInt64
  /// The next seven, and below them the length.
  private let second: UInt64

  /// What stands for the length of a longer name, if the byte behind the words is ASCII.
  private static let longer: UInt64 = 16
  /// What stands for it if not: the byte may join what stands before, so that the words do not tell the order.
  private static let joined: UInt64 = 0x80

  /// O(1) for a string of Swift's own.
  @inline(__always)
  init(_ name: String) {
    if let short = ShortText(name) {
      first = short.low.byteSwapped
      second = short.high.byteSwapped
    } else {
      self = name.utf8.withContiguousStorageIfAvailable { Self(longer: UnsafeRawBufferPointer($0)) }
        ?? Array(name.utf8).withUnsafeBytes { Self(longer: $0) }
    }
  }

  private init(longer bytes: UnsafeRawBufferPointer) {
    let short = ShortText(UnsafeRawBufferPointer(rebasing: bytes[..<ShortText.mostBytes]))
    first = short.low.byteSwapped
    second = short.high.byteSwapped & ~0xFF | (bytes[ShortText.mostBytes] < 0x80 ? Self.longer : Self.joined)
  }

  /// The order of names, or `nil` where the words do not tell it: they are equal, or more than ASCII, which may join what stands before.
  @inline(__always)
  func isBefore(_ other: NameWords) -> Bool? {
    if (first | second | other.first | other.second) & 0x8080_8080_8080_8080 != 0 { return nil }
    if first != other.first { return first < other.first }
    // The length decides where one is the beginning of the other.
    if second != other.second { return second < other.second }
    return second & 0xFF < Self.longer ? false : nil
  }
}

/// An element of a list that is to be put in the order of names.
private struct NamedPlace {
  let words: NameWords
  let index: Int
}

extension RandomAccessCollection where Index == Int {
  /// The indices in the order of the elements' names, as `<` has it, those of one name as they stand; `nil` if they are in order already.
  /// O(n log n).
  func indices(byName name: (Element) -> String) -> [Int]? {
    var places: [NamedPlace] = []
    places.reserveCapacity(count)
    for index in indices { places.append(NamedPlace(words: NameWords(name(self[index])), index: index)) }
    func isBefore(_ a: NamedPlace, _ b: NamedPlace) -> Bool {
      a.words.isBefore(b.words) ?? (name(self[a.index]) < name(self[b.index]))
    }
    // Many a list is in order as it came.
    if places.indices.dropFirst().allSatisfy({ !isBefore(places[$0], places[$0 - 1]) }) { return nil }
    places.sort(by: isBefore)
    return places.map(\.index)
  }
}

extension Array {
  /// Puts the elements in the order of their names, as `<` has it; those of one name stay as they stood. O(n log n).
  mutating func sort(byName name: (Element) -> String) {
    guard var order = indices(byName: name) else { return }
    // Each goes around its cycle, and none is copied.
    withUnsafeMutableBufferPointer { elements in
      for start in order.indices {
        var place = start
        while order[place] != start {
          let next = order[place]
          elements.swapAt(place, next)
          order[place] = place
          place = next
        }
        order[place] = place
      }
    }
  }
}
