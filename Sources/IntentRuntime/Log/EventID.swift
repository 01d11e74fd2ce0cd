/// The id of the event at `position`: a UUIDv7 whose random part is a function of the seed and the position, so that a run that is
/// repeated writes the same ids.
@inlinable public func eventID(seed: UInt64, position: Position, recorded: Timestamp) -> Identifier {
  let state = seed ^ (UInt64(bitPattern: position) &* 0xD134_2543_DE82_EF95)
  let time = UInt64(truncatingIfNeeded: max(recorded.milliseconds, 0)) << 16
  let high = time | 0x7000 | (scrambled(state &+ 0x9E37_79B9_7F4A_7C15) & 0xFFF)
  let low = (scrambled(state &+ 0x3C6E_F372_FE94_F82A) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
  return Identifier(high: high, low: low)
}

/// SplitMix64's finisher: every bit of the result depends on every bit of `value`.
@usableFromInline func scrambled(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
