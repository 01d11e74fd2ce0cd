import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// The unit that a quantity is measured in.
private enum Unit {
  case duration, percent, cost, bytes
  case metric(TypeIR)
  case level

  /// The unit in a message, with an example.
  var described: String {
    switch self {
    case .duration: "a duration, such as `500ms`"
    case .percent: "a share, such as `1%`"
    case .cost: "money or a rate, such as `$200/month`"
    case .bytes: "a whole number of bytes, such as `10_000_000_000`"
    case .metric(let type): "`\(type.described)`"
    case .level: "a level, such as `WCAG_AA`"
    }
  }
}

// Quantities that are measured: `invariant response_time < 500ms`, `optimise cost within budget($200/month)`.
extension SystemAnalysis {
  static let quantityNames = ["response_time", "latency", "error_rate", "availability", "cost", "storage"]
  static let accessibilityLevels = ["WCAG_A", "WCAG_AA", "WCAG_AAA"]

  /// What `name` measures, or `nil` after a report. A metric takes the place of a quantity of its name.
  private mutating func quantity(_ name: Name) -> (QuantityIR, Unit)? {
    let text = text(name)
    if metrics[text] != nil {
      guard checkMetric(text) != nil, let type = metricFacts[text]?.type else { return nil }
      // Nothing keeps a metric in the range of its type but a bound.
      return (.metric(text), .metric(baseType(type.unwrapped)))
    }
    switch text {
    case "response_time", "latency": return (.builtIn(text), .duration)
    case "error_rate", "availability": return (.builtIn(text), .percent)
    case "cost": return (.builtIn(text), .cost)
    case "storage": return (.builtIn(text), .bytes)
    case "accessibility": return (.accessibility, .level)
    default:
      if derives[text] != nil {
        report(.unmeasured, "nothing measures `\(text)`, a derivation: declare a metric that is computed from it", at: name.span)
        return nil
      }
      reportUndeclared(
        .unmeasured, "nothing measures `\(text)`", name, among: Self.quantityNames + ["accessibility"] + metrics.keys,
        missing: .item("metric \(text): decimal = ?"),
        advice: "measured are \(Self.quantityNames.map { "`\($0)`" }.joined(separator: ", ")) and every metric")
      return nil
    }
  }

  mutating func lowerBound(_ name: Name, _ op: IntentSyntax.BinaryOperator, _ id: ExprID) -> BoundIR? {
    guard let (quantity, unit) = quantity(name), let comparison = IntentIR.BinaryOperator(rawValue: op.text) else { return nil }
    if case .builtIn = quantity, op == .equal || op == .notEqual {
      let between = Span(file: name.span.file, start: name.span.end, end: expr(id).span.start)
      let sign = isBetterHigh(quantity) ? ">=" : "<="
      report(
        .badBound, "a measured quantity is hardly ever exact: bound `\(quantity.name)` with `<`, `<=`, `>` or `>=`", at: between,
        fixes: [Fix("write `\(sign)`", replace: between, with: " \(sign) ", isGuess: true)])
      return nil
    }
    guard let limit = named(text(name), { $0.limit(id, of: quantity, unit, comparison) }) else { return nil }
    warnOfDirection(name, quantity, comparison, id)
    let bound = BoundIR(quantity: quantity, comparison: comparison, limit: limit)
    let place = name.span.joined(expr(id).span)
    if let claim = bound.claim(in: ir) { _ = note(.claim, claim, at: place) }
    return bound
  }

  /// Reports a target beside the bound of an invariant that no value of the target keeps, and such a bound beside the target.
  mutating func checkAgainstOthers(_ bound: BoundIR, isTarget: Bool, at span: Span) {
    defer { bounds.append((bound, isTarget, span)) }
    // What is said twice was reported.
    let other = bounds.first { $0.isTarget != isTarget && $0.bound.quantity == bound.quantity && $0.bound.excludes(bound) }
    guard let other else { return }
    let (here, there) = isTarget ? ("target", "invariant") : ("invariant", "target")
    report(
      .badBound, "no value of `\(bound.quantity.name)` keeps this \(here) and the \(there)", at: span,
      notes: [DiagnosticNote("the \(there) stands here", other.span)])
  }

  /// The limit in the quantity's unit, or `nil` after a report.
  private mutating func limit(
    _ id: ExprID, of quantity: QuantityIR, _ unit: Unit, _ comparison: IntentIR.BinaryOperator
  ) -> BoundIR.Limit? {
    let written = expr(id)
    if case .negate(let inner) = written.kind, case .literal(.rate) = expr(inner).kind {
      guard case .cost = unit else { return badUnit(quantity, unit, "a rate", at: written.span) }
      report(.badBound, "`\(quantity.name)` is never below zero", at: written.span)
      return nil
    }
    if case .literal(.rate(let number, let currency, let period)) = written.kind {
      guard case .cost = unit else { return badUnit(quantity, unit, "a rate", at: written.span) }
      guard isCurrency(spelling(currency), at: written.span) else { return nil }
      let amount = ExprIR(.literal(.money(DecimalText.canonical(number), currency: spelling(currency))), .money(spelling(currency)))
      return isPossible(amount, quantity, comparison, at: written.span)
        ? .rate(.money(DecimalText.canonical(number), currency: spelling(currency)), per: period.text) : nil
    }
    guard let type = valueType(of: unit) else {
      guard let value = check(id, Scope(), expecting: .money("USD")) else { return nil }
      guard case .money = baseType(value.type) else { return badUnit(quantity, unit, "`\(value.type.described)`", at: written.span) }
      return isPossible(value, quantity, comparison, at: written.span) ? .value(value) : nil
    }
    if case .metric = unit {
      guard let value = check(id, Scope(), expecting: type) else { return nil }
      // A count is compared with a decimal as anywhere else.
      if type == .int, quantity.isAlwaysThere(in: self), [.decimal, .percent].contains(baseType(value.type)) { return .value(value) }
      return coerce(value, to: type, at: written.span).map { .value($0) }
    }
    guard let value = check(id, Scope(), expecting: type) else { return nil }
    let given = baseType(value.type)
    guard given == type else {
      return badUnit(quantity, unit, "`\(value.type.described)`", at: written.span, fix: unitFix(unit, written.span, value))
    }
    return isPossible(value, quantity, comparison, at: written.span) ? .value(value) : nil
  }

  /// The type of a limit, or `nil` for money of whatever currency.
  private func valueType(of unit: Unit) -> TypeIR? {
    switch unit {
    case .duration: .duration
    case .percent: .percent
    case .bytes: .int
    case .metric(let type): type
    case .cost, .level: nil
    }
  }

  private mutating func badUnit(
    _ quantity: QuantityIR, _ unit: Unit, _ given: String, at span: Span, fix: Fix? = nil
  ) -> BoundIR.Limit? {
    report(
      .badBound, "`\(quantity.name)` is \(unit.described), and this is \(given)", at: span, fixes: fix.map { [$0] } ?? [])
    return nil
  }

  /// A plain number lacks its unit.
  private func unitFix(_ unit: Unit, _ span: Span, _ value: ExprIR) -> Fix? {
    guard case .literal = value.kind, isNumeric(value.type), value.type != .percent else { return nil }
    switch unit {
    case .duration: return Fix("add the unit `ms`", replace: span.endPoint, with: "ms", isGuess: true)
    case .percent: return Fix("add `%`", replace: span.endPoint, with: "%", isGuess: true)
    default: return nil
    }
  }

  /// `false` after the report of a limit that the quantity never comes to, or that it never leaves.
  private mutating func isPossible(
    _ value: ExprIR, _ quantity: QuantityIR, _ comparison: IntentIR.BinaryOperator, at span: Span
  ) -> Bool {
    guard let constant = value.constant, let number = constant.rational else { return true }
    let (least, greatest) = ("`\(quantity.name)` is never below zero", "`\(quantity.name)` is never above 100%")
    let fromMost = value.type == .percent ? compare(constant, .decimal("1")) : nil
    if number.numerator < 0 || number == .zero && comparison == .less {
      report(.badBound, least, at: span)
      return false
    }
    if let fromMost, fromMost > 0 || fromMost == 0 && comparison == .greater {
      report(.badBound, greatest, at: span)
      return false
    }
    if fromMost == 0, comparison == .lessOrEqual {
      report(.alwaysTrue, "this says nothing: \(greatest)", at: span)
    } else if number == .zero, comparison == .greaterOrEqual, isBetterHigh(quantity) {
      report(.alwaysTrue, "this says nothing: \(least)", at: span)
    }
    return true
  }

  /// `true` iff more of it is better.
  private func isBetterHigh(_ quantity: QuantityIR) -> Bool { quantity == .builtIn("availability") }

  private mutating func warnOfDirection(
    _ name: Name, _ quantity: QuantityIR, _ comparison: IntentIR.BinaryOperator, _ id: ExprID
  ) {
    guard case .builtIn = quantity else { return }
    let wantsHigh = comparison == .greater || comparison == .greaterOrEqual
    guard wantsHigh != isBetterHigh(quantity), let meant = comparison.mirrored else { return }
    let between = Span(file: name.span.file, start: name.span.end, end: expr(id).span.start)
    report(
      .wrongDirection, "this asks for \(wantsHigh ? "much" : "little") `\(quantity.name)`, of which "
        + "\(wantsHigh ? "less" : "more") is better", at: name.span.joined(expr(id).span),
      fixes: [Fix("write `\(meant.rawValue)`", replace: between, with: " \(meant.rawValue) ", isGuess: true)])
  }
}

// MARK: - targets

extension SystemAnalysis {
  mutating func lowerTarget(_ node: OptimiseItem, _ item: Declared<ItemKind>) {
    guard let (quantity, goal) = goal(node, item.span) else { return }
    if case .bound(let bound) = goal { checkAgainstOthers(bound, isTarget: true, at: item.span) }
    if !quantity.isJudged(as: goal) { warnNotEnforced("`optimise \(quantity.name)`", item.span) }
    ir.contract.targets.append(
      TargetIR(quantity: quantity, goal: goal, text: words(of: node), doc: doc(item.doc), origin: origin(item.span)))
  }

  /// The item as the author wrote it, without its keyword.
  private func words(of node: OptimiseItem) -> String {
    let goal =
      switch node.goal {
      case .bound(let op, let id): "\(op.text) \(sourceText(id))"
      case .within(let id): "within \(sourceText(id))"
      case .minimise: "minimise"
      case .maximise: "maximise"
      case .level(let level): text(level)
      }
    return "\(text(node.quantity)) \(goal)"
  }

  private mutating func goal(_ node: OptimiseItem, _ span: Span) -> (QuantityIR, TargetIR.Goal)? {
    switch node.goal {
    case .bound(let op, let id):
      return lowerBound(node.quantity, op, id).map { ($0.quantity, .bound($0)) }
    case .within(let id): return lowerWithin(node.quantity, id).map { ($0.quantity, .bound($0)) }
    case .minimise, .maximise:
      guard let (quantity, unit) = quantity(node.quantity) else { return nil }
      if case .level = unit {
        report(.badBound, "`accessibility` has levels, such as `WCAG_AA`, and no least or greatest value", at: span)
        return nil
      }
      return (quantity, extreme(node.goal == .maximise, quantity, span))
    case .level(let level): return lowerLevel(level, node.quantity)
    }
  }

  private mutating func extreme(_ isMaximum: Bool, _ quantity: QuantityIR, _ span: Span) -> TargetIR.Goal {
    if case .builtIn = quantity, isMaximum != isBetterHigh(quantity) {
      report(
        .wrongDirection, "this asks for \(isMaximum ? "much" : "little") `\(quantity.name)`, of which \(isMaximum ? "less" : "more") is "
          + "better", at: span)
    }
    return isMaximum ? .maximise : .minimise
  }

  /// `within budget($200/month)`, `within 200ms`: at most so much.
  private mutating func lowerWithin(_ name: Name, _ id: ExprID) -> BoundIR? {
    guard case .call(let callee, let arguments) = expr(id).kind, case .name(let word) = expr(callee).kind, text(word) == "budget" else {
      return lowerBound(name, .lessOrEqual, id)
    }
    guard let (quantity, unit) = quantity(name) else { return nil }
    guard case .cost = unit else {
      report(
        .badBound, "a budget is for `cost`, and `\(quantity.name)` is \(unit.described)", at: expr(id).span)
      return nil
    }
    guard arguments.count == 1, arguments[0].label == nil else {
      report(.badBound, "a budget is one amount, such as `budget($200/month)`", at: expr(id).span)
      return nil
    }
    return lowerBound(name, .lessOrEqual, arguments[0].value)
  }

  private mutating func lowerLevel(_ level: Name, _ name: Name) -> (QuantityIR, TargetIR.Goal)? {
    guard let (quantity, unit) = quantity(name) else { return nil }
    if let meant = ["minimize": "minimise", "maximize": "maximise"][text(level)] {
      report(
        .badBound, "`\(text(level))` is written `\(meant)` here", at: level.span,
        fixes: [Fix("write `\(meant)`", replace: level.span, with: meant)])
      return nil
    }
    guard case .level = unit else {
      report(.badBound, "`\(quantity.name)` is \(unit.described), and `\(text(level))` is neither a limit nor `minimise`", at: level.span)
      return nil
    }
    guard Self.accessibilityLevels.contains(text(level)) else {
      reportUndeclared(
        .badBound, "`accessibility` has no level `\(text(level))`", level, among: Self.accessibilityLevels,
        advice: "it has `WCAG_A`, `WCAG_AA` and `WCAG_AAA`")
      return nil
    }
    return (quantity, .level(text(level)))
  }
}

extension QuantityIR {
  /// `true` iff it is a metric that always has a value.
  fileprivate func isAlwaysThere(in analysis: borrowing SystemAnalysis) -> Bool {
    if case .metric(let name) = self { analysis.metricFacts[name]?.type?.isOptional == false } else { false }
  }

  /// `true` iff the conductor judges it: what only the runtime could measure, and what has no bound, waits.
  fileprivate func isJudged(as goal: TargetIR.Goal) -> Bool {
    guard case .metric = self, case .bound = goal else { return false }
    return true
  }
}

extension BoundIR {
  /// `true` iff no value keeps both bounds. Requires: they are of one quantity.
  fileprivate func excludes(_ other: BoundIR) -> Bool {
    guard let first = number, let second = other.number, first.unit == second.unit else { return false }
    func leavesNone(_ lower: BoundIR, _ least: Rational, _ upper: BoundIR, _ most: Rational) -> Bool {
      guard [.greater, .greaterOrEqual, .equal].contains(lower.comparison), [.less, .lessOrEqual, .equal].contains(upper.comparison)
      else { return false }
      return (try? most.isBelow(least)) ?? false || least == most && (lower.comparison == .greater || upper.comparison == .less)
    }
    return leavesNone(self, first.value, other, second.value) || leavesNone(other, second.value, self, first.value)
  }

  /// The limit as a number with its currency and period, where it is a constant.
  private var number: (value: Rational, unit: String)? {
    switch limit {
    case .value(let value): value.folded.flatMap { literal in literal.rational.map { ($0, literal.currency) } }
    case .rate(let literal, let period): literal.rational.map { ($0, "\(literal.currency)/\(period)") }
    }
  }
}

extension LiteralIR {
  fileprivate var currency: String {
    if case .money(_, let currency) = self { currency } else { "" }
  }
}
