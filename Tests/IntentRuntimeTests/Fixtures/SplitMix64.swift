import Foundation

/// A small generator whose seed can be printed. Source: S. Vigna, splitmix64.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A generator with a fresh seed, or the one in the environment, printed so that a failure can be replayed.
func seeded(_ test: String = #function) -> SplitMix64 {
  let seed = ProcessInfo.processInfo.environment["INTENT_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
  print("INTENT_SEED=\(seed) \(test)")
  return SplitMix64(seed: seed)
}
