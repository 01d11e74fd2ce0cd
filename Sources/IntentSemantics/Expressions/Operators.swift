import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Connectives, comparisons and arithmetic.
extension SystemAnalysis {
  mutating func checkBinary(
    _ op: IntentSyntax.BinaryOperator, _ left: ExprID, _ right: ExprID, _ scope: Scope, _ expected: TypeIR?, at span: Span
  ) -> ExprIR? {
    switch op {
    case .and, .or:
      if op == .or, reportOrBeforeValue(left, right) { return checkElse(left, right, scope, expected, at: span) }
      if op == .or, case .name(let name) = expr(right).kind, reportOrBeforeCase(left, name, scope, at: span) { return nil }
      let first = condition(left, scope)
      var inner = scope.assuming(first, op == .and)
      // What `as` names is known behind `and`; that nothing is wrong with it was asked before.
      if op == .and, first != nil { silently { $0.bindPayloads(of: left, in: &inner) } }
      let second = guarded(byKnown: first != nil) { [inner] in $0.condition(right, inner) }
      guard let first, let second else { return nil }
      return ExprIR(.binary(op == .and ? .and : .or, first, second), .bool)
    case .otherwise: return checkElse(left, right, scope, expected, at: span)
    case .equal: return checkComparison(.equal, left, right, scope, at: span)
    case .notEqual: return checkComparison(.notEqual, left, right, scope, at: span)
    case .less: return checkComparison(.less, left, right, scope, at: span)
    case .lessOrEqual: return checkComparison(.lessOrEqual, left, right, scope, at: span)
    case .greater: return checkComparison(.greater, left, right, scope, at: span)
    case .greaterOrEqual: return checkComparison(.greaterOrEqual, left, right, scope, at: span)
    case .add: return checkArithmetic(.add, left, right, scope, expected, at: span)
    case .subtract: return checkArithmetic(.subtract, left, right, scope, expected, at: span)
    case .multiply: return checkArithmetic(.multiply, left, right, scope, expected, at: span)
    case .divide: return checkArithmetic(.divide, left, right, scope, expected, at: span)
    }
  }

  /// Reports `x or 0`, where `else` is meant; `false` if a condition stands behind the `or`.
  private mutating func reportOrBeforeValue(_ left: ExprID, _ right: ExprID) -> Bool {
    guard case .literal(let literal) = expr(right).kind else { return false }
    if case .bool = literal { return false }
    let (start, end) = (expr(left).span.end, expr(right).span.start)
    let gap = Span(file: expr(left).span.file, start: start, end: max(start, end))
    guard trees[tree].file.text(gap) == " or " else { return false }
    let place = Span(file: gap.file, start: start + 1, end: end - 1)
    report(
      .mismatch, "`or` joins conditions; what holds instead of an absent value stands behind `else`", at: place,
      fixes: [Fix("write `else`", replace: place, with: "else")])
    return true
  }

  /// Reports `stage == won or lost`, where one of several cases is meant; `false` if a condition stands behind the `or`.
  private mutating func reportOrBeforeCase(_ left: ExprID, _ last: Name, _ scope: Scope, at span: Span) -> Bool {
    var names = [last]
    var first = left
    while case .binary(.or, let outer, let inner) = expr(first).kind, case .name(let name) = expr(inner).kind {
      names.append(name)
      first = outer
    }
    guard case .binary(.equal, let value, let other) = expr(first).kind, case .name(let name) = expr(other).kind,
      case .nothing = find(text(last), scope), let subject = writtenText(at: expr(value).span),
      case .choice(let choice)? = silently({ $0.check(value, scope) })?.type.unwrapped
    else { return false }
    names.append(name)
    let (cases, all) = (names.reversed().map { text($0) }, self.cases(of: choice))
    guard cases.allSatisfy({ all.contains($0) }) else { return false }
    let meant = "\(subject) in [\(cases.joined(separator: ", "))]"
    report(
      .mismatch, "`or` joins conditions, and `\(text(last))` is a case: write `\(meant)`", at: last.span,
      fixes: [Fix("write `\(meant)`", replace: span, with: meant)])
    return true
  }

  /// `x else c`.
  private mutating func checkElse(
    _ left: ExprID, _ right: ExprID, _ scope: Scope, _ expected: TypeIR?, at span: Span
  ) -> ExprIR? {
    var guarded = scope
    guarded.mayDivideByZero = true
    guard let value = check(left, guarded, expecting: expected),
      let other = check(right, scope, expecting: value.type.unwrapped)
    else { return nil }
    let inner = ExprIR(value.kind, value.type.unwrapped)
    guard let (_, second, type) = unified(inner, ExprIR(other.kind, other.type.unwrapped), span, "replaced by") else { return nil }
    let first = isNumeric(baseType(value.type)) && baseType(type) != baseType(value.type) ? widened(value) : value
    return ExprIR(.orElse(first, ExprIR(second.kind, other.type.isOptional ? .optional(second.type) : second.type)),
      other.type.isOptional ? .optional(type) : type)
  }

  /// The two values in one type: numbers are widened, refinements fall away. Requires: no optionals.
  mutating func unified(
    _ left: ExprIR, _ right: ExprIR, _ span: Span, _ verb: String = "compared with"
  ) -> (ExprIR, ExprIR, TypeIR)? {
    guard let type = commonType(left.type, right.type) else {
      reportUnlike(left.type, right.type, verb, at: span)
      return nil
    }
    if isNumeric(baseType(type)), baseType(left.type) != baseType(right.type) { return (widened(left), widened(right), .decimal) }
    return (left, right, type)
  }

  private mutating func reportUnlike(_ left: TypeIR, _ right: TypeIR, _ verb: String, at span: Span) {
    let (first, second) = verb == "subtracted from" ? (right, left) : (left, right)
    var advice = ""
    if let number = [left, right].map({ baseType($0.unwrapped) }).first(where: { isNumeric($0) }), number != .percent {
      switch baseType((isNumeric(baseType(left.unwrapped)) ? right : left).unwrapped) {
      case .timestamp, .date, .time, .duration: advice = "; a duration has a unit, such as `7d`"
      case .money: advice = "; an amount has a currency, such as `$7`"
      default: break
      }
    } else if left.unwrapped == .text, right.unwrapped == .text {
      advice = "; text is put together by a `derive` in Swift"
    }
    report(.unlikeUnits, "`\(first.described)` cannot be \(verb) `\(second.described)`\(advice)", at: span)
  }

  private mutating func checkComparison(
    _ op: IntentIR.BinaryOperator, _ left: ExprID, _ right: ExprID, _ scope: Scope, at span: Span
  ) -> ExprIR? {
    if case .range = expr(right).kind {
      reportRange(at: expr(right).span, behind: op, expr(left).span)
      return nil
    }
    if isStranger(left, beside: right, scope) || isStranger(right, beside: left, scope) { return nil }
    let asksOrder = op != .equal && op != .notEqual
    let first: ExprIR?
    let second: ExprIR?
    // A name that is a case of a choice, or a hole, is read by what stands on the other side.
    if let alone = checkAlone(left, scope) {
      first = alone
      guard let first else {
        // A name that only the left side could explain is not reported again.
        if asksOrder || !isBareName(right) { _ = check(right, scope) }
        return nil
      }
      second = check(right, beside: left, scope, expecting: first.type)
    } else {
      second = check(right, beside: left, scope, expecting: nil)
      guard let second else {
        // No case has an order, so the left side needs no explanation.
        if asksOrder { _ = check(left, scope) }
        return nil
      }
      first = check(left, beside: right, scope, expecting: second.type)
    }
    guard let first, let second else { return nil }
    // Most compare like with like.
    if !asksOrder, first.type == second.type { return ExprIR(.binary(op, first, second), .bool) }
    if asksOrder, first.type.isOptional || second.type.isOptional {
      let (place, value) = first.type.isOptional ? (left, first) : (right, second)
      reportAbsent(value, at: expr(place).span)
      return nil
    }
    guard let type = commonType(first.type.unwrapped, second.type.unwrapped) else {
      reportUnlike(first.type, second.type, "compared with", at: span)
      return nil
    }
    if asksOrder, !isOrdered(baseType(type)) {
      report(.mismatch, "`\(type.described)` has no order: only `==` and `!=` compare it", at: span)
      return nil
    }
    if !asksOrder, baseType(type) == .text {
      // No text of the one's type is what is written at the other side.
      guard isPossible(second, beside: first.type, at: expr(right).span), isPossible(first, beside: second.type, at: expr(left).span)
      else { return nil }
    }
    let isMixed = isNumeric(baseType(type)) && baseType(first.type.unwrapped) != baseType(second.type.unwrapped)
    return ExprIR(.binary(op, isMixed ? widened(first) : first, isMixed ? widened(second) : second), .bool)
  }

  /// `true` after a report of `id`, which means nothing beside a metric that is being computed: its name is the case that `id` would have
  /// explained, as in `metric open = deals.where(stat == open).count`.
  private mutating func isStranger(_ id: ExprID, beside other: ExprID, _ scope: Scope) -> Bool {
    guard !runningMetrics.isEmpty, case .name(let metric) = expr(other).kind, runningMetrics.contains(text(metric)),
      case .nothing = find(text(metric), scope)
    else { return false }
    return check(id, scope) == nil
  }

  /// `false` after a report: a constant that no text of the type beside it can be. What stands for an absent value may be one.
  private mutating func isPossible(_ value: ExprIR, beside type: TypeIR, at span: Span) -> Bool {
    value.constant == nil || checkConstant(value, in: type.unwrapped, at: span)
  }

  /// One side of an operator; a hole in it is named after the other side.
  private mutating func check(_ id: ExprID, beside other: ExprID, _ scope: Scope, expecting expected: TypeIR?) -> ExprIR? {
    if case .literal = expr(id).kind { return check(id, scope, expecting: expected) }
    let outer = holeName
    if let word = wordOf(other) { holeName = word }
    defer { holeName = outer }
    return check(id, scope, expecting: expected)
  }

  private func isBareName(_ id: ExprID) -> Bool {
    if case .name = expr(id).kind { true } else { false }
  }

  /// What `id` is by itself, or `nil` for a hole and a bare name that means nothing by itself.
  private mutating func checkAlone(_ id: ExprID, _ scope: Scope) -> ExprIR?? {
    switch expr(id).kind {
    case .hole: return nil
    case .member where isOpenThreshold(id, scope): return nil
    case .name(let name):
      let found = find(text(name), scope)
      if case .nothing = found, !isItem(text(name)) { return nil }
      let value = checkName(name, as: found, scope, nil)
      return .some(scope.knowsPresent ? narrowed(value, scope) : value)
    default: return .some(check(id, scope))
    }
  }

  private mutating func checkArithmetic(
    _ op: IntentIR.BinaryOperator, _ left: ExprID, _ right: ExprID, _ scope: Scope, _ expected: TypeIR?, at span: Span
  ) -> ExprIR? {
    let hint = expected.map { baseType($0.unwrapped) }.flatMap { isNumeric($0) ? $0 : nil }
    let first: ExprIR?
    let second: ExprIR?
    if isOpenThreshold(left, scope) {
      second = check(right, beside: left, scope, expecting: hint)
      first = check(left, scope, expecting: hint ?? second.flatMap { termType(op, beside: $0.type) })
    } else {
      first = check(left, scope, expecting: hint)
      let isOpen = isOpenThreshold(right, scope)
      second = check(
        right, beside: left, scope, expecting: hint ?? (isOpen ? first.flatMap { termType(op, beside: $0.type) } : first?.type))
    }
    guard let first, let second else { return nil }
    if first.type.isOptional || second.type.isOptional {
      let (value, id) = first.type.isOptional ? (first, left) : (second, right)
      reportAbsent(value, at: expr(id).span)
      return nil
    }
    guard let result = arithmetic(op, first, second, at: span) else { return nil }
    if op == .divide { checkDivisor(second, right, scope, at: span) }
    return result
  }

  // A function of its own: its frame is large in a debug build, and a long sum has as many of `checkArithmetic` as operators.
  private mutating func arithmetic(
    _ op: IntentIR.BinaryOperator, _ first: ExprIR, _ second: ExprIR, at span: Span
  ) -> ExprIR? {
    let (a, b) = (baseType(first.type), baseType(second.type))
    guard let type = arithmeticType(op, a, b) else {
      let verb = ["+": "added to", "-": "subtracted from", "*": "multiplied by", "/": "divided by"][op.rawValue] ?? "combined with"
      reportUnlike(first.type, second.type, verb, at: span)
      return nil
    }
    if type == .date, case .duration(let milliseconds)? = a == .duration ? first.folded : second.folded, milliseconds % 86_400_000 != 0 {
      report(.unlikeUnits, "a date has no hours, and `\(durationText(milliseconds))` is no whole number of days", at: span)
      return nil
    }
    let widens = type != .int && (isNumeric(a) || isNumeric(b))
    return ExprIR(.binary(op, widens ? widened(first) : first, widens ? widened(second) : second), type)
  }

  /// A division whose divisor may be zero, with no `else`.
  private mutating func checkDivisor(_ divisor: ExprIR, _ id: ExprID, _ scope: Scope, at span: Span) {
    if scope.mayDivideByZero { return }
    if let number = divisor.folded?.rational {
      if number == .zero { report(.divisionByZero, "this divides by zero, so it has no value", at: span, label: "the divisor is zero") }
      return
    }
    if isInferring {
      withheld += 1
    } else if unknownGuards == 0 {
      divisions.append(
        Division(
          divisor: divisor, text: sourceText(id), assumption: scope.assumption, isInMutation: commands.isInMutation, span: span))
    }
  }

  mutating func checkNegation(_ operand: ExprID, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    guard let value = check(operand, scope, expecting: expected) else { return nil }
    switch baseType(value.type) {
    case .int, .decimal, .percent, .money, .duration: return ExprIR(.negate(value), baseType(value.type))
    default:
      report(.mismatch, "`-` stands before a number, money or a duration, and this is `\(value.type.described)`", at: expr(operand).span)
      return nil
    }
  }

  /// `value crosses threshold.t`.
  mutating func checkCrosses(_ value: ExprID, _ threshold: ExprID, _ scope: Scope, at span: Span) -> ExprIR? {
    let checked = check(value, scope)
    guard case .member(let base, let name) = expr(threshold).kind, case .name(let word) = expr(base).kind,
      text(word) == "threshold"
    else {
      report(.badThreshold, "after `crosses` stands a threshold, such as `threshold.churn_warning`", at: expr(threshold).span)
      return nil
    }
    guard let type = checkThreshold(name, expecting: checked?.type), var checked else { return nil }
    if isNumeric(type) { checked = widened(checked) }
    if commonType(checked.type.unwrapped, type) == nil {
      reportUnlike(checked.type, type, "compared with", at: span)
      return nil
    }
    guard let slot = crossings?.firstIndex(of: checked) ?? crossings?.count else {
      report(.badCrosses, "`crosses` compares the moment before an event with the one after it, and no event is the cause here", at: span)
      return nil
    }
    if let late = scope.instances.first(where: { checked.contains($0) }) {
      report(
        .badCrosses,
        "`crosses` compares with the moment before the event, and which `\(late.type.described)` is meant is known only after it", at: span,
        label: "wait for an event of the `\(late.type.described)` itself, or compare with `<` or `>`")
      return nil
    }
    if slot == crossings?.count { crossings?.append(checked) }
    // Its number is another one where the inference did not read all that is compared before.
    if isInferring { withheld += 1 }
    return ExprIR(.crosses(checked, threshold: text(name), slot: slot), .bool)
  }
}
