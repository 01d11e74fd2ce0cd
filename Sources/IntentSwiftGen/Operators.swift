import IntentIR

extension ExpressionWriter {
  func binary(_ symbol: BinaryOperator, _ left: ExprIR, _ right: ExprIR) -> Value {
    let bool = Value.Form.plain(.bool)
    switch symbol {
    case .or:
      return Value(code: "\(loose(left, .disjunction)) || \(loose(right, .disjunction))", form: bool, precedence: .disjunction)
    case .and:
      return Value(code: "\(loose(left, .conjunction)) && \(loose(right, .conjunction))", form: bool, precedence: .conjunction)
    case .equal, .notEqual: return equality(symbol, left, right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return comparison(symbol, value(left), value(right))
    case .isIn, .isNotIn: return membership(left, right, isNegated: symbol == .isNotIn)
    case .add, .subtract, .multiply, .divide: return arithmetic(symbol, value(left), value(right), divisor: right)
    }
  }

  /// A condition beside an operator that it may share: `a && b && c` needs no parentheses.
  private func loose(_ expression: ExprIR, _ precedence: Precedence) -> String {
    let value = self.value(expression)
    if value.isOptional { return "\(value.operand(.comparison)) == true" }
    return value.precedence.rawValue >= precedence.rawValue ? value.code : "(\(value.code))"
  }

  private func equality(_ symbol: BinaryOperator, _ left: ExprIR, _ right: ExprIR) -> Value {
    var (a, b) = widenedPair(asStored(value(left)), asStored(value(right)))
    if a.implicitOwner != nil && b.implicitOwner != nil { a.code = a.spelled }
    // A literal goes to the right: Swift then knows the type before it meets the leading dot.
    if a.implicitOwner != nil && b.implicitOwner == nil { swap(&a, &b) }
    if case .list = left.type.unwrapped, b.isOptional && !a.isOptional { swap(&a, &b) }
    return Value(
      code: "\(a.operand(.comparison)) \(symbol.rawValue) \(b.operand(.comparison))", form: .plain(.bool), precedence: .comparison)
  }

  /// An order comparison; false where a side is absent.
  func comparison(_ symbol: BinaryOperator, _ left: Value, _ right: Value) -> Value {
    var (a, b) = widenedPair(left, right)
    if a.implicitOwner != nil && b.implicitOwner != nil { a.code = a.spelled }
    if a.isOptional || b.isOptional {
      let function =
        switch symbol {
        case .less: "isLess"
        case .lessOrEqual: "isAtMost"
        case .greater: "isGreater"
        default: "isAtLeast"
        }
      return Value(code: "\(function)(\(a.code), \(b.code))", form: .plain(.bool))
    }
    return Value(
      code: "\(a.operand(.comparison)) \(symbol.rawValue) \(b.operand(.comparison))", form: .plain(.bool), precedence: .comparison)
  }

  private func membership(_ left: ExprIR, _ right: ExprIR, isNegated: Bool) -> Value {
    let element = asStored(value(left))
    let found: Value
    switch right.kind {
    case .range(let lower, let upper):
      let (low, high) = (comparison(.greaterOrEqual, element, value(lower)), comparison(.lessOrEqual, element, value(upper)))
      found = Value(
        code: "\(low.operand(.conjunction)) && \(high.operand(.conjunction))", form: .plain(.bool), precedence: .conjunction)
    case .list(let elements):
      let values = elements.map { widenedPair(element, asStored(value($0))).1 }
      // An array of leading dots takes its type from the element asked for; an optional one gives none.
      let list = "[\(values.map { element.isOptional ? $0.spelled : $0.code }.joined(separator: ", "))]"
      found =
        element.isOptional
        ? Value(code: "\(list).contains { $0 == \(element.operand(.comparison)) }", form: .plain(.bool))
        : Value(code: "\(list).contains(\(element.code))", form: .plain(.bool))
    default:
      found = contains(value(right), element)
    }
    return isNegated ? Value(code: "!\(found.receiver)", form: .plain(.bool), precedence: .prefix) : found
  }

  private func contains(_ collection: Value, _ element: Value) -> Value {
    switch collection.form {
    case .table where !element.isOptional: return Value(code: "\(collection.receiver).contains(\(element.code))", form: .plain(.bool))
    case .table: return Value(code: "\(collection.receiver)[\(element.code)] != nil", form: .plain(.bool), precedence: .comparison)
    case .instances, .instanceArray:
      return Value(code: "\(collection.receiver).contains { $0.id == \(element.operand(.comparison)) }", form: .plain(.bool))
    default:
      let list = collection.isOptional ? "(\(collection.code) ?? [])" : collection.receiver
      return element.isOptional
        ? Value(code: "\(list).contains { $0 == \(element.operand(.comparison)) }", form: .plain(.bool))
        : Value(code: "\(list).contains(\(element.code))", form: .plain(.bool))
    }
  }

  func arithmetic(_ symbol: BinaryOperator, _ left: Value, _ right: Value, divisor: ExprIR? = nil) -> Value {
    var (a, b) = (left, right)
    if symbol == .divide || isDecimal(a) || isDecimal(b) || isScaled(a) != isScaled(b) { (a, b) = (widened(a), widened(b)) }
    // The number stands after what it scales.
    if symbol == .multiply, isScaled(b), !isScaled(a) { swap(&a, &b) }
    let form = resultForm(symbol, a, b)
    if symbol == .divide {
      guard a.isOptional || b.isOptional else {
        let quotient = "\(a.receiver).divided(by: \(b.spelled))"
        // Nothing is absent where the author divides by a number that is not zero.
        guard let zero = zeroCode(form), isDivisor(divisor) else { return Value(code: quotient, form: form, isOptional: true) }
        return Value(code: "\(quotient) ?? \(zero)", form: form, precedence: .coalescing)
      }
      return Value(code: "lifted(\(a.code), \(b.code)) { $0.divided(by: $1) }", form: form, isOptional: true)
    }
    guard !a.isOptional && !b.isOptional else {
      return Value(code: "lifted(\(a.spelled), \(b.spelled)) { $0 \(symbol.rawValue) $1 }", form: form, isOptional: true)
    }
    let precedence: Precedence = symbol == .multiply ? .multiplication : .addition
    // The left operand may be of the same precedence: Swift's operators lean left as well.
    let leftCode = a.precedence.rawValue >= precedence.rawValue ? a.spelled : "(\(a.code))"
    let rightCode = b.precedence.rawValue > precedence.rawValue ? b.code : "(\(b.code))"
    return Value(code: "\(leftCode) \(symbol.rawValue) \(rightCode)", form: form, precedence: precedence)
  }

  /// `true` iff the expression is a number other than zero.
  private func isDivisor(_ expression: ExprIR?) -> Bool {
    switch expression?.kind {
    case .literal(.int(let number)): number != 0
    case .literal(.decimal(let digits)): digits.contains { ("1"..."9").contains($0) }
    case .literal(.money(let digits, _)): digits.contains { ("1"..."9").contains($0) }
    case .literal(.duration(let milliseconds)): milliseconds != 0
    case .widened(let inner), .narrowed(let inner): isDivisor(inner)
    default: false
    }
  }

  /// The zero of a form that can be divided.
  private func zeroCode(_ form: Value.Form) -> String? {
    guard case .plain(let type) = form else { return nil }
    switch type {
    case .decimal, .percent, .int: return "FixedDecimal(0)"
    case .money(let currency): return moneyCode("FixedDecimal(0)", currency)
    case .duration: return "TimeSpan.milliseconds(0)"
    default: return nil
    }
  }

  private func resultForm(_ symbol: BinaryOperator, _ a: Value, _ b: Value) -> Value.Form {
    switch (symbol, a.form, b.form) {
    case (.divide, .plain(.money), .plain(.money)), (.divide, .plain(.duration), .plain(.duration)): .plain(.decimal)
    case (.subtract, .plain(.timestamp), .plain(.timestamp)), (.subtract, .plain(.date), .plain(.date)): .plain(.duration)
    case (.subtract, .plain(.time), .plain(.time)): .plain(.duration)
    case (.add, .plain(.duration), .plain(.timestamp)), (.add, .plain(.duration), .plain(.date)): b.form
    default: a.form
    }
  }

  func negated(_ value: Value) -> Value {
    guard value.isOptional else { return Value(code: "-\(value.receiver)", form: value.form, precedence: .prefix) }
    return Value(code: "\(value.receiver).map { -$0 }", form: value.form, isOptional: true)
  }

  func not(_ operand: ExprIR) -> Value {
    let value = self.value(operand)
    if value.isOptional { return Value(code: "\(value.operand(.comparison)) != true", form: .plain(.bool), precedence: .comparison) }
    return Value(code: "!\(value.receiver)", form: .plain(.bool), precedence: .prefix)
  }

  func orElse(_ left: ExprIR, _ right: ExprIR) -> Value {
    let (a, b) = widenedPair(asStored(value(left)), asStored(value(right)))
    guard a.isOptional else { return a }
    return Value(
      code: "\(a.operand(.comparison)) ?? \(b.operand(.comparison))", form: a.form, isOptional: b.isOptional, precedence: .coalescing)
  }

  func rounded(_ value: Value, _ places: Int) -> Value {
    let dot = value.isOptional ? "?." : "."
    return Value(code: "\(value.receiver)\(dot)rounded(places: \(places))", form: value.form, isOptional: value.isOptional)
  }

  /// Both values, an `int` beside a decimal made a decimal.
  func widenedPair(_ a: Value, _ b: Value) -> (Value, Value) {
    if isDecimal(a) { return (a, widened(b)) }
    return isDecimal(b) ? (widened(a), b) : (a, b)
  }

  private func isDecimal(_ value: Value) -> Bool { value.form == .plain(.decimal) || value.form == .plain(.percent) }

  /// Money and durations, which a plain number scales.
  private func isScaled(_ value: Value) -> Bool {
    switch value.form {
    case .plain(.money), .plain(.duration): true
    default: false
    }
  }
}
