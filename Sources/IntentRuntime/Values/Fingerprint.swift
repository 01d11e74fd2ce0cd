/// A 128-bit FNV-1a hash of what a spec means. It tells versions apart; it does not resist someone who looks for a collision.
public struct Fingerprint: Hashable, Sendable {
  // Two halves, not one UInt128: Swift 6.3 debug builds for Linux lose values of that type on the way into a task's closure.
  private let high, low: UInt64

  public var value: UInt128 { UInt128(high) << 64 | UInt128(low) }

  public init(_ value: UInt128) {
    high = UInt64(truncatingIfNeeded: value >> 64)
    low = UInt64(truncatingIfNeeded: value)
  }

  /// The fingerprint of `bytes`. Complexity: O(count).
  public init(of bytes: some Sequence<UInt8>) {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in bytes { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b }
    self.init(hash)
  }

  /// The fingerprint of the parts, whatever their order. Complexity: O(*n* log *n*).
  public static func combine(_ parts: [Fingerprint]) -> Fingerprint {
    Fingerprint(of: parts.map(\.description).sorted().joined(separator: "\n").utf8)
  }
}

extension Fingerprint: CustomStringConvertible, LosslessStringConvertible {
  /// 32 hexadecimal digits in lower case.
  public var description: String { hexadecimal(UInt64(value >> 64)) + hexadecimal(UInt64(truncatingIfNeeded: value)) }

  public init?(_ text: String) {
    guard text.utf8.count == 32, text.utf8.first != UInt8(ascii: "+"), let value = UInt128(text, radix: 16) else { return nil }
    self.init(value)
  }
}

extension Fingerprint: ExpressibleByStringLiteral {
  /// Requires: 32 hexadecimal digits. For generated code, whose literals are of that form.
  public init(stringLiteral text: StaticString) {
    guard let value = Fingerprint("\(text)") else { preconditionFailure("a fingerprint has 32 hexadecimal digits") }
    self = value
  }
}
