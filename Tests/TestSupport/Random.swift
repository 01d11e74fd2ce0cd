import Foundation

/// A small generator whose seed can be printed. Source: S. Vigna, splitmix64.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The seed of a random test: `INTENT_SEED`, or a new one; printed, so that a failure can be replayed.
public func testSeed(_ test: String = #function) -> UInt64 {
  let seed = ProcessInfo.processInfo.environment["INTENT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000_000)
  print("INTENT_SEED=\(seed) \(test)")
  fflush(nil)  // What a crash would keep.
  return seed
}

/// A generator with the seed of `testSeed`.
public func seeded(_ test: String = #function) -> SplitMix64 { SplitMix64(seed: testSeed(test)) }
