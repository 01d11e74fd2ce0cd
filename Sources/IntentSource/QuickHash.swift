/// 32 bits that depend on every byte of a name, in a few steps. It withstands no adversary: it is for tables that live as long as a
/// compilation. O(bytes).
///
/// Eight bytes at a time are multiplied, and the upper half of the product is folded onto the lower: in the lower half alone a byte changes
/// nothing below it. Source of the step: Wang Yi, "wyhash" (public domain).
@inlinable public func quickHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  let count = bytes.count
  var hash = UInt64(truncatingIfNeeded: count)
  let last: UInt64
  if count >= 8 {
    var index = 0
    while index + 8 < count {
      hash = foldedProduct(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    // What is left and some of what was read, rather than byte by byte.
    last = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
  } else if count >= 4 {
    last =
      UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
      | UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)) << 32
  } else if count > 0 {
    last = UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1]) << 16
  } else {
    last = 0
  }
  hash = foldedProduct(hash ^ last)
  return (hash ^ hash >> 32) & 0xFFFF_FFFF
}

@inlinable func foldedProduct(_ value: UInt64) -> UInt64 {
  let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
  return product.high ^ product.low
}
