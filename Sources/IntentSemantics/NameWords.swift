import IntentSource

/// The first 15 bytes of a name, or as many as there are, and its length: two words that tell the order of most names.
private struct NameWords {
  /// The first eight bytes, the first one highest.
  private let first: UInt64
  /// The next seven, and below them the length, or what stands for that of a longer name. The bit above the length is set where some byte
  /// is no ASCII: it may join what stands before, so that the words do not tell the order.
  private let second: UInt64

  private static let longer: UInt64 = 16

  /// O(1) for a string of Swift's own.
  @inline(__always)
  init(_ name: String) {
    if let short = ShortText(name) {
      self.init(short, isPlain: true)
    } else {
      self = name.withBytes { Self(longer: $0) }
    }
  }

  private init(longer bytes: UnsafeRawBufferPointer) {
    let start = ShortText(UnsafeRawBufferPointer(rebasing: bytes[..<ShortText.mostBytes]))
    self.init(start, isPlain: bytes[ShortText.mostBytes] < 0x80, length: Self.longer)
  }

  @inline(__always)
  private init(_ short: ShortText, isPlain: Bool, length: UInt64? = nil) {
    first = short.low.byteSwapped
    let isPlain = isPlain && (short.low | short.high) & 0x8080_8080_8080_8080 == 0
    second = short.high.byteSwapped & ~0xFF | (length ?? short.high >> 56) | (isPlain ? 0 : 0x80)
  }

  /// The order of names, or `nil` where the words do not tell it.
  @inline(__always)
  func isBefore(_ other: NameWords) -> Bool? {
    if (second | other.second) & 0x80 != 0 { return nil }
    if first != other.first { return first < other.first }
    // The length decides where one is the beginning of the other.
    if second != other.second { return second < other.second }
    return second & 0xFF < Self.longer ? false : nil
  }
}

extension String {
  /// What `body` makes of its bytes of UTF-8.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) } ?? Array(utf8).withUnsafeBytes(body)
  }
}

/// An element of a list that is to be put in the order of names.
private struct NamedPlace {
  let words: NameWords
  let index: Int
}

extension [String] {
  /// The indices in the order of the names, as `<` has it, those of one name as they stand. O(n log n).
  var indicesInOrder: [Int] { movedIndices ?? [Int](indices) }

  /// The same; `nil` if the names are in order already.
  fileprivate var movedIndices: [Int]? {
    var places: [NamedPlace] = []
    places.reserveCapacity(count)
    // Many a list is in order as it came.
    var isInOrder = true
    for index in indices {
      let words = NameWords(self[index])
      if isInOrder, let last = places.last { isInOrder = !(words.isBefore(last.words) ?? (self[index] < self[last.index])) }
      places.append(NamedPlace(words: words, index: index))
    }
    if isInOrder { return nil }
    places.sort { $0.words.isBefore($1.words) ?? (self[$0.index] < self[$1.index]) }
    return places.map(\.index)
  }
}

extension Array {
  /// Puts the elements in the order of their names, as `<` has it; those of one name stay as they stood. O(n log n).
  mutating func sort(byName name: (Element) -> String) {
    guard var order = map(name).movedIndices else { return }
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
