import IntentIR
import IntentRuntime

extension Evaluator {
  func binary(_ symbol: BinaryOperator, _ left: ExprIR, _ right: ExprIR) -> Value {
    switch symbol {
    case .or: .bool(holds(left) || holds(right))
    case .and: .bool(holds(left) && holds(right))
    case .equal: .bool(isEqual(value(left), value(right)))
    case .notEqual: .bool(!isEqual(value(left), value(right)))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: .bool(isOrdered(value(left), symbol, value(right)))
    case .isIn: .bool(isMember(value(left), of: right))
    case .isNotIn: .bool(!isMember(value(left), of: right))
    case .add, .subtract, .multiply, .divide: arithmetic(symbol, value(left), value(right))
    }
  }

  private func isEqual(_ left: Value, _ right: Value) -> Bool {
    let (a, b) = alike(left.stored, right.stored)
    return a == b
  }

  /// An `int` beside a decimal becomes one.
  private func alike(_ a: Value, _ b: Value) -> (Value, Value) {
    switch (a, b) {
    case (.decimal, .int), (.int, .decimal): (a.widened, b.widened)
    default: (a, b)
    }
  }

  /// An order comparison; false where a side is absent.
  func isOrdered(_ left: Value, _ symbol: BinaryOperator, _ right: Value) -> Bool {
    guard let order = Value.order(left, right) else { return false }
    switch symbol {
    case .less: return order < 0
    case .lessOrEqual: return order <= 0
    case .greater: return order > 0
    default: return order >= 0
    }
  }

  private func isMember(_ element: Value, of collection: ExprIR) -> Bool {
    if case .range(let lower, let upper) = collection.kind {
      return isOrdered(element, .greaterOrEqual, value(lower)) && isOrdered(element, .lessOrEqual, value(upper))
    }
    return value(collection).elements.contains { isEqual($0, element) }
  }

  func negated(_ value: Value) -> Value {
    switch value {
    case .int(let number): .int(-number)
    case .decimal(let number): .decimal(-number)
    case .money(let money): .money(-money)
    case .duration(let span): .duration(-span)
    default: .absent
    }
  }

  func orElse(_ left: Value, _ right: ExprIR) -> Value {
    if left != .absent { return left }
    return value(right)
  }

  func rounded(_ value: Value, _ places: Int) -> Value {
    switch value.widened {
    case .decimal(let number): .decimal(number.rounded(places: places))
    case .money(let money): .money(money.rounded(places: places))
    default: .absent
    }
  }

  /// Sums, differences, products and quotients; absent where a side is absent or a divisor is zero.
  func arithmetic(_ symbol: BinaryOperator, _ left: Value, _ right: Value) -> Value {
    if left == .absent || right == .absent { return .absent }
    switch (symbol, left, right) {
    case (.add, .int(let a), .int(let b)): return .int(a + b)
    case (.subtract, .int(let a), .int(let b)): return .int(a - b)
    case (.multiply, .int(let a), .int(let b)): return .int(a * b)
    default: break
    }
    switch (left.widened, right.widened) {
    case (.decimal(let a), .decimal(let b)): return .orAbsent(numbers(symbol, a, b)) { .decimal($0) }
    case (.money(let a), .money(let b)):
      switch symbol {
      case .add: return .money(a + b)
      case .subtract: return .money(a - b)
      default: return .orAbsent(a.divided(by: b)) { .decimal($0) }
      }
    case (.money(let a), .decimal(let b)): return symbol == .divide ? .orAbsent(a.divided(by: b)) { .money($0) } : .money(a * b)
    case (.decimal(let a), .money(let b)): return .money(b * a)
    case (.duration(let a), .duration(let b)):
      switch symbol {
      case .add: return .duration(a + b)
      case .subtract: return .duration(a - b)
      default: return .orAbsent(a.divided(by: b)) { .decimal($0) }
      }
    case (.duration(let a), .decimal(let b)): return symbol == .divide ? .orAbsent(a.divided(by: b)) { .duration($0) } : .duration(a * b)
    case (.decimal(let a), .duration(let b)): return .duration(b * a)
    default: return times(symbol, left, right)
    }
  }

  private func numbers(_ symbol: BinaryOperator, _ a: FixedDecimal, _ b: FixedDecimal) -> FixedDecimal? {
    switch symbol {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    default: a.divided(by: b)
    }
  }

  private func times(_ symbol: BinaryOperator, _ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.timestamp(let a), .duration(let b)): .timestamp(symbol == .add ? a + b : a - b)
    case (.duration(let a), .timestamp(let b)): .timestamp(b + a)
    case (.timestamp(let a), .timestamp(let b)): .duration(a - b)
    case (.date(let a), .duration(let b)): .date(symbol == .add ? a + b : a - b)
    case (.duration(let a), .date(let b)): .date(b + a)
    case (.date(let a), .date(let b)): .duration(a - b)
    case (.time(let a), .time(let b)): .duration(.milliseconds(a.milliseconds - b.milliseconds))
    default: .absent
    }
  }
}

extension Value {
  /// What `make` gives of the value, or absent.
  static func orAbsent<Wrapped>(_ value: Wrapped?, _ make: (Wrapped) -> Value) -> Value { value.map(make) ?? .absent }

  /// Below zero, zero or above as `a` comes before, with or after `b`; nil where one is absent or they do not compare.
  static func order(_ a: Value, _ b: Value) -> Int? {
    func compare<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    switch (a, b) {
    case (.int(let a), .int(let b)): return compare(a, b)
    case (.int, .decimal), (.decimal, .int): return order(a.widened, b.widened)
    case (.decimal(let a), .decimal(let b)): return compare(a, b)
    case (.text(let a), .text(let b)): return compare(a, b)
    case (.money(let a), .money(let b)): return compare(a, b)
    case (.timestamp(let a), .timestamp(let b)): return compare(a, b)
    case (.duration(let a), .duration(let b)): return compare(a, b)
    case (.date(let a), .date(let b)): return compare(a, b)
    case (.time(let a), .time(let b)): return compare(a, b)
    default: return nil
    }
  }
}
