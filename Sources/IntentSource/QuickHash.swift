/// 32 bits that depend on every byte of a name, in a few steps. It withstands no adversary: it is for tables that live as long as a
/// compilation. O(bytes).
@inlinable public func quickHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: bytes.count)
  var index = 0
  while index < bytes.count {
    var word: UInt64 = 0
    if index + 8 <= bytes.count {
      word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      index += 8
    } else {
      while index < bytes.count {
        word = word << 8 | UInt64(bytes[index])
        index += 1
      }
    }
    hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
  }
  return hash & 0xFFFF_FFFF
}
