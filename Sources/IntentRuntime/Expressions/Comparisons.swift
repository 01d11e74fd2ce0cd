// What the language says of absent values: an order comparison with one is false, arithmetic with one is absent.

/// True if both values are there and the first is less.
@inlinable public func isLess<Value: Comparable>(_ a: Value?, _ b: Value?) -> Bool {
  if let a, let b { a < b } else { false }
}

/// True if both values are there and the first is at most the second.
@inlinable public func isAtMost<Value: Comparable>(_ a: Value?, _ b: Value?) -> Bool {
  if let a, let b { a <= b } else { false }
}

/// True if both values are there and the first is greater.
@inlinable public func isGreater<Value: Comparable>(_ a: Value?, _ b: Value?) -> Bool {
  if let a, let b { a > b } else { false }
}

/// True if both values are there and the first is at least the second.
@inlinable public func isAtLeast<Value: Comparable>(_ a: Value?, _ b: Value?) -> Bool {
  if let a, let b { a >= b } else { false }
}

/// The function of both values, or nil where one is absent.
@inlinable public func lifted<A, B, C>(_ a: A?, _ b: B?, _ function: (A, B) -> C?) -> C? {
  if let a, let b { function(a, b) } else { nil }
}

/// How long it has been since `start`; nil where there is none.
@inlinable public func elapsed(since start: Timestamp?, _ now: Timestamp) -> TimeSpan? {
  start.map { now - $0 }
}

extension TimeSpan {
  /// The span in milliseconds, as thresholds compare it.
  public var scaled: FixedDecimal { FixedDecimal(Int(milliseconds)) }

  /// The span of so many milliseconds; parts of one are cut off.
  public init(scaled: FixedDecimal) {
    let whole = scaled.scaled / 1_000_000_000_000_000_000
    self.init(milliseconds: Int64(clamping: whole))
  }
}
