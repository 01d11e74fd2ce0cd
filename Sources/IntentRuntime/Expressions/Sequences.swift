/// A type whose values add up and can be shared out: what `avg` works on.
public protocol Averageable {
  static func + (a: Self, b: Self) -> Self
  func divided(by divisor: FixedDecimal) -> Self?
}

extension FixedDecimal: Averageable {}
extension Money: Averageable {}
extension TimeSpan: Averageable {}

extension Sequence {
  /// The number of elements that satisfy the condition. O(n).
  @inlinable public func count(_ condition: (Element) -> Bool) -> Int {
    var count = 0
    for element in self where condition(element) { count += 1 }
    return count
  }

  /// The sum of a value over the elements, absent ones left out; `zero` where there is none. O(n).
  @inlinable public func sum<Value>(from zero: Value, _ value: (Element) -> Value?) -> Value where Value: Summable {
    var sum = zero
    for element in self { if let next = value(element) { sum = sum + next } }
    return sum
  }

  /// The mean of a value over the elements, absent ones left out; nil where there is none. O(n).
  @inlinable public func average<Value: Averageable>(_ value: (Element) -> Value?) -> Value? {
    var sum: Value?
    var count = 0
    for element in self {
      guard let next = value(element) else { continue }
      sum = sum.map { $0 + next } ?? next
      count += 1
    }
    return sum?.divided(by: FixedDecimal(count))
  }

  /// The least value over the elements; nil where there is none. O(n).
  @inlinable public func minimum<Value: Comparable>(_ value: (Element) -> Value?) -> Value? {
    var least: Value?
    for element in self {
      guard let next = value(element) else { continue }
      if least.map({ next < $0 }) ?? true { least = next }
    }
    return least
  }

  /// The greatest value over the elements; nil where there is none. O(n).
  @inlinable public func maximum<Value: Comparable>(_ value: (Element) -> Value?) -> Value? {
    var greatest: Value?
    for element in self {
      guard let next = value(element) else { continue }
      if greatest.map({ next > $0 }) ?? true { greatest = next }
    }
    return greatest
  }

  /// The elements by the value, least first; those without one come last, and equal ones keep their order. O(n log n).
  public func ordered<Value: Comparable>(_ value: (Element) -> Value?) -> [Element] {
    let keyed = enumerated().map { (offset: $0.offset, key: value($0.element), element: $0.element) }
    return keyed.sorted { a, b in
      guard let left = a.key else { return b.key == nil && a.offset < b.offset }
      guard let right = b.key else { return true }
      return left == right ? a.offset < b.offset : left < right
    }.map(\.element)
  }
}

/// A type whose values add up: what `sum` works on.
public protocol Summable {
  static func + (a: Self, b: Self) -> Self
}

extension Int: Summable {}
extension FixedDecimal: Summable {}
extension Money: Summable {}
extension TimeSpan: Summable {}
