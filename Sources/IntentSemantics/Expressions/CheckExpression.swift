import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Checks and lowers expressions. A result of `nil` says that something was wrong and has been reported.
extension SystemAnalysis {
  /// The expression `id`, lowered. `expected` helps to read names and literals; it is not enforced.
  mutating func check(_ id: ExprID, _ scope: Scope, expecting expected: TypeIR? = nil) -> ExprIR? {
    let value = checkKind(id, scope, expected)
    return scope.knowsPresent ? narrowed(value, scope) : value
  }

  /// The value without its optional where a guard has proved that it is there.
  func narrowed(_ value: consuming ExprIR?, _ scope: Scope) -> ExprIR? {
    guard let result = value else { return nil }
    if result.type.isOptional, scope.knowsPresent, scope.isPresent(result) {
      return ExprIR(.narrowed(result), result.type.unwrapped)
    }
    return result
  }

  /// The expression `id` as a value of `type`.
  mutating func value(_ id: ExprID, _ scope: Scope, as type: TypeIR) -> ExprIR? {
    guard let value = check(id, scope, expecting: type) else { return nil }
    return value.type == type ? value : coerce(value, to: type, at: expr(id).span)
  }

  /// The expression `id` as a condition.
  mutating func condition(_ id: ExprID, _ scope: Scope) -> ExprIR? {
    guard let value = check(id, scope, expecting: .bool) else { return nil }
    // What a syntax error has cut off is only the beginning of a condition.
    if case .bool = value.type { return syntaxErrorCount > 0 && syntaxErrors.touches(span(of: id)) ? nil : value }
    let span = span(of: id)
    if value.type == .optional(.bool) {
      report(.optionalValue, "this may be absent, and a condition is wanted: give an `else`", at: span)
    } else {
      report(.mismatch, "this is `\(value.type.described)`, and a condition is wanted", at: span)
    }
    return nil
  }

  private mutating func checkKind(_ id: ExprID, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    let span = trees[tree][id].span
    // In place, for an expression is large.
    switch trees[tree][id].kind {
    case .error: return nil
    case .literal(let literal): return checkLiteral(literal, expected, at: span)
    case .hole: return checkHole(expected, at: span)
    case .name(let name): return checkName(name, scope, expected)
    case .member(let base, let name): return checkMember(base, name, scope, expected)
    case .call(let callee, let arguments): return checkCall(callee, arguments, scope, expected, at: span)
    case .index(let base, _):
      report(.noSuchOperation, "nothing is looked up by a number: use `first`, `last` or `where`", at: span)
      _ = check(base, scope)
      return nil
    case .list(let elements): return checkList(elements, scope, expected, at: span)
    case .range:
      reportRange(at: span)
      return nil
    case .not(let operand): return condition(operand, scope).map { ExprIR(.not($0), .bool) }
    case .negate(let operand): return checkNegation(operand, scope, expected)
    case .binary(let op, let left, let right): return checkBinary(op, left, right, scope, expected, at: span)
    case .membership(let value, let set, let negated): return checkMembership(value, set, negated, scope)
    case .crosses(let value, let threshold): return checkCrosses(value, threshold, scope, at: span)
    case .predicate(let subject, let predicate): return checkPredicate(subject, predicate.value, scope, at: span)
    case .quantifier(let quantifier): return checkQuantifier(quantifier.value, scope, at: span)
    case .quantified: return scope.quantified
    case .repeated(let subject): return check(subject, scope)
    }
  }
}

// MARK: - literals, lists and ranges

extension SystemAnalysis {
  private mutating func checkLiteral(_ literal: Literal, _ expected: TypeIR?, at span: Span) -> ExprIR? {
    switch literal {
    case .number(let number):
      if let whole = number.int, !isFraction(expected) { return ExprIR(.literal(.int(Int64(whole))), .int) }
      return ExprIR(.literal(.decimal(DecimalText.canonical(number))), .decimal)
    case .percent(let number): return ExprIR(.literal(.decimal(DecimalText.canonical(number, shift: 2))), .percent)
    case .text(let symbol): return ExprIR(.literal(.text(spelling(symbol))), .text)
    case .bool(let value): return ExprIR(.literal(.bool(value)), .bool)
    case .duration(let milliseconds, _): return ExprIR(.literal(.duration(milliseconds)), .duration)
    case .money(let number, let currency):
      let code = spelling(currency)
      guard currency == Symbol(.USD) || isCurrency(code, at: span) else { return nil }
      return ExprIR(.literal(.money(DecimalText.canonical(number), currency: code)), .money(code))
    case .rate:
      report(.noSuchOperation, "a rate stands in a budget, not in an expression", at: span)
      return nil
    case .time(let minutes): return ExprIR(.literal(.timeOfDay(minutes)), .time)
    }
  }

  private func isFraction(_ type: TypeIR?) -> Bool {
    guard let type else { return false }
    switch baseType(type.unwrapped) {
    case .decimal, .percent: return true
    default: return false
    }
  }

  /// `?`: a parameter that is named after what it is for.
  private mutating func checkHole(_ expected: TypeIR?, at span: Span) -> ExprIR? {
    guard let expected, let name = holeName else {
      report(.badHole, "it is not clear what this `?` is for: give it a name with `threshold` or `derive`", at: span)
      return nil
    }
    if isInferring {
      withheld += 1
    } else {
      addParameter(FieldIR(name: name, type: expected, origin: origin(span)), at: span)
    }
    return ExprIR(.parameter(name), expected)
  }

  private mutating func checkList(_ elements: NodeList<ExprID>, _ scope: Scope, _ expected: TypeIR?, at span: Span) -> ExprIR? {
    var wanted: TypeIR?
    if case .list(let element)? = expected?.unwrapped { wanted = element }
    var checked: [ExprIR] = []
    for element in elements {
      guard let value = check(element, scope, expecting: wanted ?? checked.first?.type) else { return nil }
      checked.append(value)
    }
    guard let first = checked.first else {
      guard let wanted else {
        report(.mismatch, "it is not clear what this empty list holds", at: span)
        return nil
      }
      return ExprIR(.list([]), .list(wanted))
    }
    var type = wanted ?? first.type
    if wanted == nil, isNumeric(type), checked.contains(where: { $0.type != type && isNumeric(baseType($0.type)) }) { type = .decimal }
    for (index, element) in elements.enumerated() {
      guard let value = coerce(checked[index], to: type, at: expr(element).span) else { return nil }
      checked[index] = value
    }
    return ExprIR(.list(checked), .list(type))
  }

  /// `a..b`; its type is that of its bounds.
  private mutating func checkRange(_ low: ExprID, _ high: ExprID, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    guard let lower = check(low, scope, expecting: expected), let upper = check(high, scope, expecting: expected ?? lower.type)
    else { return nil }
    guard let (first, second, type) = unified(lower, upper, expr(low).span.joined(expr(high).span)) else { return nil }
    guard isOrdered(baseType(type)) else {
      report(.mismatch, "`\(type.described)` has no order, so it has no ranges", at: expr(low).span.joined(expr(high).span))
      return nil
    }
    return ExprIR(.range(first, second), type)
  }

  /// Reports a range in the place of a value; behind `==` and `!=` it is known what is meant.
  mutating func reportRange(at span: Span, behind op: IntentIR.BinaryOperator? = nil, _ left: Span? = nil) {
    var fixes: [Fix] = []
    if let left, let op, let word = op == .equal ? "in" : op == .notEqual ? "not in" : nil {
      let gap = Span(file: left.file, start: left.end, end: span.start)
      let isPlain = trees[tree].file.text(gap).filter { $0 != " " } == op.rawValue
      if isPlain { fixes = [Fix("write `\(word)`", replace: gap, with: " \(word) ")] }
    }
    report(.mismatch, "a range is no value: ask with `in` or `not in` whether a value lies in it", at: span, fixes: fixes)
  }

  /// `value in set`, `value not in set`.
  private mutating func checkMembership(_ value: ExprID, _ set: ExprID, _ negated: Bool, _ scope: Scope) -> ExprIR? {
    let (span, place) = (expr(set).span, expr(value).span)
    guard let value = check(value, scope) else { return nil }
    let op: IntentIR.BinaryOperator = negated ? .isNotIn : .isIn
    if value.type.isOptional {
      reportAbsent(value, at: place)
      return nil
    }
    if case .range(let low, let high) = expr(set).kind {
      guard let range = checkRange(low, high, scope, value.type), case .range(let lower, _) = range.kind,
        let (value, _, _) = unified(value, lower, span)
      else { return nil }
      return ExprIR(.binary(op, value, range), .bool)
    }
    guard let list = check(set, scope, expecting: .list(value.type)) else { return nil }
    guard case .list(let element) = list.type else {
      report(.mismatch, "after `in` stands a list or a range, and this is `\(list.type.described)`", at: span)
      return nil
    }
    guard commonType(value.type, element) != nil else {
      reportMismatch(element, wanted: value.type, at: span)
      return nil
    }
    return ExprIR(.binary(op, value, list), .bool)
  }
}
