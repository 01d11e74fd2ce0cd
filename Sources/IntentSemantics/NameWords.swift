import IntentSource

/// The first 15 bytes of a name, or as many as there are, and its length: two words that tell most names apart, and their order.
struct NameWords: Equatable {
  /// The first eight bytes from the lowest.
  private let low: UInt64
  /// The next seven from the lowest, and above them the length.
  private let high: UInt64

  /// So many bytes are in the words.
  private static let mostBytes = 15
  /// What stands for the length of a longer name, if the byte behind the words is ASCII and if not.
  private static let longer = (ascii: 16 as UInt64, other: 17 as UInt64)

  /// O(1) for a string of Swift's own.
  init(_ name: String) {
    self = name.utf8.withContiguousStorageIfAvailable { Self(UnsafeRawBufferPointer($0)) } ?? Self(ofForeign: name)
  }

  @inline(__always)
  private init(_ bytes: UnsafeRawBufferPointer) {
    low = firstBytes(bytes)
    let second = bytes.count > 8 ? firstBytes(UnsafeRawBufferPointer(rebasing: bytes[8...])) : 0
    if bytes.count <= Self.mostBytes {
      high = second | UInt64(bytes.count) << 56
    } else {
      let length = bytes[Self.mostBytes] < 0x80 ? Self.longer.ascii : Self.longer.other
      high = second & ~(0xFF << 56) | length << 56
    }
  }

  /// Of a string that another library keeps.
  private init(ofForeign name: String) {
    self = Array(name.utf8).withUnsafeBytes { Self($0) }
  }

  /// `true` iff all of the name is in the words.
  var isWhole: Bool { high >> 56 <= UInt64(Self.mostBytes) }

  /// 32 bits that depend on every byte of `name`, whose words these are.
  func hash(of name: String) -> UInt64 {
    if isWhole { return quickHash(low ^ high &* 0xD6E8_FEB8_6659_FD93, count: 0) }
    return name.utf8.withContiguousStorageIfAvailable { quickHash(UnsafeRawBufferPointer($0)) }
      ?? Array(name.utf8).withUnsafeBytes { quickHash($0) }
  }

  /// The order of names, or `nil` where the words do not tell it: they are equal, or more than ASCII, which may join what stands before.
  func isBefore(_ other: NameWords) -> Bool? {
    if (low | high | other.low | other.high) & 0x8080_8080_8080_8080 != 0 { return nil }
    if high >> 56 == Self.longer.other || other.high >> 56 == Self.longer.other { return nil }
    if low != other.low { return low.byteSwapped < other.low.byteSwapped }
    // The length decides where one is the beginning of the other.
    if high != other.high { return high.byteSwapped < other.high.byteSwapped }
    return isWhole ? false : nil
  }
}

extension Array {
  /// Puts the elements in the order of their names, as `<` has it; those of one name stay as they stood. O(n log n).
  mutating func sort(byName name: (Element) -> String) {
    let elements = self
    let words = elements.map { NameWords(name($0)) }
    func isBefore(_ a: Int, _ b: Int) -> Bool { words[a].isBefore(words[b]) ?? (name(elements[a]) < name(elements[b])) }
    // Many a list is in order as it came.
    if elements.indices.dropFirst().allSatisfy({ !isBefore($0, $0 - 1) }) { return }
    self = elements.indices.sorted(by: isBefore).map { elements[$0] }
  }
}
