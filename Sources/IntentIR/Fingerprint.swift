/// A 128-bit FNV-1a hash of canonical text: the name of a meaning, equal iff (but for chance) the texts are equal.
///
/// It tells versions apart; it does not stand against an adversary, and nothing that is signed relies on it.
/// The runtime computes the same values (`IntentRuntime.Fingerprint`); a test holds the two together.
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm".
public struct Fingerprint: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var value: UInt128

  public init(value: UInt128) {
    self.value = value
  }

  /// The fingerprint of UTF-8 text. O(length).
  public init(of text: String) {
    self = Fingerprint(value: 0x6c62272e07bb0142_62b821756295c58d).appending(text)
  }

  /// The fingerprint of the text that `self` is of, with `text` behind it. O(length of `text`).
  public func appending(_ text: String) -> Fingerprint {
    var hash = value
    var text = text
    text.withUTF8 { bytes in
      for byte in bytes { hash = (hash ^ UInt128(byte)) &* 0x0000000001000000_000000000000013b }
    }
    return Fingerprint(value: hash)
  }

  /// The same with the canonical text of an expression behind it, which is put together nowhere. O(size).
  public func appending(_ expression: ExprIR) -> Fingerprint {
    var result = self
    expression.write(to: &result)
    return result
  }

  /// The same with the canonical text of a call behind it. O(size).
  public func appending(_ call: ActionCallIR) -> Fingerprint {
    var result = self
    call.write(to: &result)
    return result
  }

  /// The fingerprint of a set of parts, whatever their order. O(n log n).
  public static func combine(_ parts: [Fingerprint]) -> Fingerprint {
    Fingerprint(of: parts.sorted().map(\.description).joined(separator: "\n"))
  }

  /// 32 lower-case hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  /// The low half, for identities that live beside many others (a rule's).
  public var low: UInt64 { UInt64(truncatingIfNeeded: value) }

  public static func < (left: Fingerprint, right: Fingerprint) -> Bool { left.value < right.value }
}

extension Fingerprint: TextOutputStream {
  public mutating func write(_ text: String) { self = appending(text) }
}
