import IntentDiagnostics
import IntentIR
import IntentSource

// What types go together.
extension SystemAnalysis {
  func isNumeric(_ type: TypeIR) -> Bool {
    switch type {
    case .int, .decimal, .percent: true
    default: false
    }
  }

  /// `true` iff values of the type have an order. Requires: `type` is no refinement.
  func isOrdered(_ type: TypeIR) -> Bool {
    switch type {
    case .text, .int, .decimal, .percent, .money, .duration, .timestamp, .date, .time: true
    default: false
    }
  }

  /// The type of `left op right`, or `nil` where the units do not go together. Requires: no refinements, no optionals.
  func arithmeticType(_ op: IntentIR.BinaryOperator, _ left: TypeIR, _ right: TypeIR) -> TypeIR? {
    if isNumeric(left), isNumeric(right) {
      if op == .divide { return .decimal }
      if left == right, left == .int || op != .multiply { return left }
      return .decimal
    }
    switch (op, left, right) {
    case (.add, .money(let a), .money(let b)), (.subtract, .money(let a), .money(let b)): return a == b ? left : nil
    case (.divide, .money(let a), .money(let b)): return a == b ? .decimal : nil
    case (.add, .duration, .duration), (.subtract, .duration, .duration): return .duration
    case (.divide, .duration, .duration): return .decimal
    case (.add, .timestamp, .duration), (.subtract, .timestamp, .duration): return .timestamp
    case (.add, .date, .duration), (.subtract, .date, .duration): return .date
    case (.add, .time, .duration), (.subtract, .time, .duration): return .time
    case (.add, .duration, .timestamp): return .timestamp
    case (.add, .duration, .date): return .date
    case (.subtract, .timestamp, .timestamp), (.subtract, .date, .date), (.subtract, .time, .time): return .duration
    case (.multiply, .money, _) where isNumeric(right): return left
    case (.multiply, _, .money) where isNumeric(left): return right
    case (.multiply, .duration, _) where isNumeric(right): return left
    case (.multiply, _, .duration) where isNumeric(left): return right
    case (.divide, .money, _) where isNumeric(right), (.divide, .duration, _) where isNumeric(right): return left
    default: return nil
    }
  }

  /// The type in which two values can be compared, or `nil`. Requires: no optionals.
  func commonType(_ left: TypeIR, _ right: TypeIR) -> TypeIR? {
    if left == right { return left }
    let (left, right) = (baseType(left), baseType(right))
    if left == right { return left }
    if isNumeric(left), isNumeric(right) { return .decimal }
    if case .list(let a) = left, case .list(let b) = right { return commonType(a, b).map { .list($0) } }
    return nil
  }

  /// `value` as a `decimal` where it is an `int`; one that may be absent still may.
  func widened(_ value: ExprIR) -> ExprIR {
    guard baseType(value.type.unwrapped) == .int else { return value }
    if value.type.isOptional { return ExprIR(.widened(value), .optional(.decimal)) }
    if case .literal(.int(let number)) = value.kind { return ExprIR(.literal(.decimal(String(number))), .decimal) }
    if case .negate(let inner) = value.kind { return ExprIR(.negate(widened(inner)), .decimal) }
    return ExprIR(.widened(value), .decimal)
  }

  /// `value` where a `type` is wanted, or `nil` after a report.
  mutating func coerce(_ value: ExprIR, to type: TypeIR, at span: Span) -> ExprIR? {
    if value.type == type { return value }
    if case .optional(let wanted) = type {
      if case .optional(let given) = value.type {
        let (given, wanted) = (baseType(given), baseType(wanted))
        if given == wanted, commonType(given, wanted) != nil { return value }
        if isNumeric(given), wanted == .decimal || wanted == .percent { return widened(value) }
      }
      if !value.type.isOptional { return coerce(value, to: wanted, at: span) }
    }
    if value.type.isOptional, !type.isOptional {
      if commonType(value.type.unwrapped, type) != nil {
        reportAbsent(value, at: span)
      } else {
        reportMismatch(value.type, wanted: type, at: span)
      }
      return nil
    }
    let (given, wanted) = (baseType(value.type), baseType(type))
    if case .list(let element) = wanted, case .list(let parts) = value.kind {
      var coerced: [ExprIR] = []
      for part in parts {
        guard let part = coerce(part, to: element, at: span) else { return nil }
        coerced.append(part)
      }
      return ExprIR(.list(coerced), type)
    }
    var result = value
    if given == .int, wanted == .decimal || wanted == .percent { result = widened(value) }
    guard given == wanted || (isNumeric(given) && (wanted == .decimal || wanted == .percent)) else {
      if reportLiteral(value, wanted: wanted, at: span) { return nil }
      reportMismatch(value.type, wanted: type, at: span)
      return nil
    }
    return checkConstant(result, in: type, at: span) ? result : nil
  }

  /// Reports a value that may be absent where one is wanted. `hasElse` says that an `else` would help too.
  mutating func reportAbsent(_ value: ExprIR, at span: Span, hasElse: Bool = true) {
    let written = writtenText(at: span)
    let words = written.map { "`\($0)`" } ?? "this"
    if !value.whyAbsent.isEmpty {
      report(.optionalValue, "\(words) may be absent\(value.whyAbsent): say what holds instead with `else`", at: span)
      return
    }
    let question = written.map { "ask `\($0) exists` before" } ?? "ask with `exists` before"
    report(.optionalValue, "\(words) may be absent: \(question)" + (hasElse ? ", or say what holds instead with `else`" : ""), at: span)
  }

  /// Reports a literal of the wrong kind whose cure is known; `false` if it is something else.
  private mutating func reportLiteral(_ value: ExprIR, wanted: TypeIR, at span: Span) -> Bool {
    if baseType(wanted.unwrapped) == .int, case .decimal(let digits)? = value.constant, !digits.contains(".") {
      let end = digits.hasPrefix("-") ? "begin at \(Int64.min)" : "end at \(Int64.max)"
      report(.outOfRange, "`\(digits)` does not fit an `int`: they \(end)", at: span)
      return true
    }
    guard case .literal(let literal) = value.kind else { return false }
    var meant: String?
    switch (literal, baseType(wanted.unwrapped)) {
    case (.text(let text), .choice(let choice)), (.text(let text), .variant(let choice)):
      if cases(of: choice).contains(text) { meant = text }
    case (.int, .money(let currency)), (.decimal, .money(let currency)):
      meant = currency == "USD" ? "$" + literal.text : literal.text + currency
    case (.money(let digits, let given), .money(let currency)) where given != currency:
      meant = currency == "USD" ? "$" + digits : digits + currency
    case (.int, .text), (.decimal, .text), (.bool, .text): meant = "\"\(literal.text)\""
    default: break
    }
    guard let meant, value.type != .percent else { return false }
    // Of another currency, either the amount or the type may be wrong.
    let isMoney = if case .money = literal { true } else { false }
    report(
      isMoney ? .unlikeUnits : .mismatch,
      "this is `\(value.type.described)`, and `\(wanted.described)` is wanted: write `\(meant)`", at: span,
      fixes: [Fix("write `\(meant)`", replace: span, with: meant, isGuess: isMoney)])
    return true
  }

  mutating func reportMismatch(_ given: TypeIR, wanted: TypeIR, at span: Span) {
    if case .money(let a) = baseType(given), case .money(let b) = baseType(wanted) {
      report(.unlikeUnits, "this is money in \(a), and money in \(b) is wanted", at: span)
      return
    }
    report(.mismatch, "this is `\(given.described)`, and `\(wanted.described)` is wanted", at: span)
  }
}

extension TypeIR {
  /// The type as a message calls it.
  var described: String {
    switch self {
    case .money(let currency): currency == "USD" ? "money" : "money in \(currency)"
    case .optional(let inner): inner.described + "?"
    case .list(let inner): inner.described + "[]"
    default: text
    }
  }
}
