/// 32 bits that depend on every byte of a name, in a few steps. It withstands no adversary: it is for tables that live as long as a
/// compilation. O(bytes).
///
/// Eight bytes at a time are multiplied, and the upper half of the product is folded onto the lower: in the lower half alone a byte changes
/// nothing below it. Source of the step: Wang Yi, "wyhash" (public domain).
@inlinable public func quickHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  let count = bytes.count
  if count <= 8 { return quickHash(firstBytes(bytes), count: count) }
  var hash = UInt64(truncatingIfNeeded: count)
  var index = 0
  while index + 8 < count {
    hash = foldedProduct(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
    index += 8
  }
  // What is left and some of what was read, rather than byte by byte.
  let last = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self).littleEndian
  return folded(foldedProduct(hash ^ last))
}

/// The hash of so many bytes, at most eight, which `word` holds from its lowest.
@inlinable public func quickHash(_ word: UInt64, count: Int) -> UInt64 {
  folded(foldedProduct(word ^ UInt64(truncatingIfNeeded: count)))
}

/// The first eight bytes from the lowest, or as many as there are. O(1).
@inlinable @inline(__always) public func firstBytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  let count = bytes.count
  if count >= 8 { return bytes.loadUnaligned(as: UInt64.self).littleEndian }
  if count >= 4 {
    // The two overlap where they are the same.
    let last = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self).littleEndian)
    return UInt64(bytes.loadUnaligned(as: UInt32.self).littleEndian) | last << UInt64(8 * (count - 4))
  }
  if count == 0 { return 0 }
  return UInt64(bytes[0]) | UInt64(bytes[count / 2]) << UInt64(8 * (count / 2)) | UInt64(bytes[count - 1]) << UInt64(8 * (count - 1))
}

@inlinable func folded(_ hash: UInt64) -> UInt64 { (hash ^ hash >> 32) & 0xFFFF_FFFF }

@inlinable func foldedProduct(_ value: UInt64) -> UInt64 {
  let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
  return product.high ^ product.low
}
