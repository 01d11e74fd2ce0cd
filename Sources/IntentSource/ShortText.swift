/// A text of at most 15 bytes of UTF-8 in two words: two of them are the same bytes iff their words are equal.
@frozen public struct ShortText: Equatable, Sendable {
  /// The first eight bytes from the lowest.
  public let low: UInt64
  /// The next seven from the lowest, and above them the number of all.
  public let high: UInt64

  public static var mostBytes: Int { 15 }

  @inlinable @inline(__always)
  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// `nil` if the text is longer. O(1) for a string of Swift's own.
  @inlinable @inline(__always)
  public init?(_ text: String) {
    #if compiler(<6.4) && (arch(x86_64) || (arch(arm64) && !os(Android)))
      // There Swift keeps a short string in its own two words, in this form but for a mark beside the number. Another compiler or machine
      // may do otherwise, and takes the long way: a test says whether it need.
      let words = unsafeBitCast(text, to: (low: UInt64, high: UInt64).self)
      if words.high & 1 << 61 != 0 {
        self.init(low: UInt64(littleEndian: words.low), high: UInt64(littleEndian: words.high) & ~(0xF0 << 56))
        return
      }
    #endif
    if text.utf8.count > Self.mostBytes { return nil }
    self.init(kept: text)
  }

  /// A short text that Swift keeps like a long one, as after `reserveCapacity`.
  @usableFromInline
  init(kept text: String) {
    self = Array(text.utf8).withUnsafeBytes { Self($0) }
  }

  /// Requires: there are at most 15 bytes.
  @inlinable @inline(__always)
  public init(_ bytes: UnsafeRawBufferPointer) {
    low = firstBytes(bytes)
    high = (bytes.count > 8 ? firstBytes(UnsafeRawBufferPointer(rebasing: bytes[8...])) : 0) | UInt64(bytes.count) << 56
  }

  /// The first `count` of the sixteen bytes in `low` and `high`, the first the lowest. Requires: at most 15.
  @inlinable @inline(__always)
  public init(first count: Int, low: UInt64, high: UInt64) {
    let rest = UInt64(8 * (count & 7))
    self.low = count < 8 ? low & ~(~0 << rest) : low
    self.high = (count < 8 ? 0 : high & ~(~0 << rest)) | UInt64(count) << 56
  }

  /// The number of its bytes.
  @inlinable @inline(__always)
  public var count: Int { Int(high >> 56) }

  /// The string with these bytes. Requires: they are UTF-8.
  @inlinable @inline(__always)
  public var string: String {
    #if compiler(<6.4) && (arch(x86_64) || (arch(arm64) && !os(Android)))
      if (low | high) & 0x8080_8080_8080_8080 == 0 {
        return unsafeBitCast((low: low.littleEndian, high: (high | 0xE0 << 56).littleEndian), to: String.self)
      }
    #endif
    return slowString
  }

  @usableFromInline
  var slowString: String {
    withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { String(decoding: $0.prefix(count), as: UTF8.self) }
  }

  /// 32 bits that depend on every byte.
  @inlinable @inline(__always)
  public var hash: UInt64 { quickHash(low ^ high &* 0xD6E8_FEB8_6659_FD93, count: 0) }
}
