import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Refinements: ranges and patterns, and what constants of them may be.
extension SystemAnalysis {
  mutating func resolveRange(
    _ node: TypeID, _ bounds: ExprID, name: String, at place: Span, declare: (TypeDeclarationIR.Shape) -> TypeDeclarationIR
  ) -> TypeIR? {
    guard let base = resolveType(node, naming: name + "_base", at: place) else { return nil }
    let span = expr(bounds).span
    guard case .range(let low, let high) = expr(bounds).kind else {
      report(.badRefinement, "a range is written `0..100`", at: span)
      return nil
    }
    let plain = baseType(base)
    guard isOrdered(plain) else {
      report(.badRefinement, "`\(base.text)` has no order that a range could bound", at: span)
      return nil
    }
    if reportOtherCurrency(low, high, plain, end: trees[tree][node].span.endPoint) { return nil }
    guard let lower = constant(low, as: plain), let upper = constant(high, as: plain) else { return nil }
    if let order = compare(lower, upper), order > 0 {
      report(.badRefinement, "this range is empty: its lower bound is above its upper one", at: span)
      return nil
    }
    let (least, greatest) = self.bounds(of: base)
    if least.flatMap({ compare(upper, $0) }) ?? 0 < 0 || greatest.flatMap({ compare(lower, $0) }) ?? 0 > 0 {
      let text = [least, greatest].map { $0.map { written($0, as: plain) } ?? "" }.joined(separator: "..")
      report(.badRefinement, "this leaves no value: what is refined here is in `\(text)`", at: span)
      return nil
    }
    shapes[name] = declare(.range(base, lower: lower, upper: upper))
    return .refined(name)
  }

  /// Reports `money in 0EUR..500EUR`, where `money` alone is in USD; `false` if it is something else.
  private mutating func reportOtherCurrency(_ low: ExprID, _ high: ExprID, _ type: TypeIR, end: Span) -> Bool {
    guard type == .money("USD"), case .literal(.money(_, let currency)) = expr(low).kind, currency != Symbol(.USD),
      case .literal(.money(_, currency)) = expr(high).kind, isCurrency(spelling(currency), at: expr(low).span)
    else { return false }
    let code = spelling(currency)
    report(
      .unlikeUnits, "`money` alone is in USD, and this range is in \(code): write `money in \(code) in …`",
      at: expr(low).span.joined(expr(high).span), fixes: [Fix("write `money in \(code)`", replace: end, with: " in \(code)")])
    return true
  }

  /// `true` iff it is a regular expression as Swift's `Regex` reads it; else what is wrong is reported.
  mutating func isPattern(_ pattern: TextLiteral) -> Bool {
    let text = spelling(pattern.value)
    if patterns[text] != nil { return true }
    do {
      patterns[text] = try Regex(text)
      return true
    } catch {
      report(.badRefinement, "this is no regular expression: \(error)", at: pattern.span)
      return false
    }
  }

  /// A bound of a range: a literal of the type `type`, perhaps behind a `-`.
  private mutating func constant(_ id: ExprID, as type: TypeIR) -> LiteralIR? {
    let reported = diagnostics.count
    if let literal = value(id, Scope(), as: type)?.constant { return literal }
    // What is computed is not known yet: types come first.
    if diagnostics.count == reported { report(.badRefinement, "a bound of a range is a constant", at: expr(id).span) }
    return nil
  }

  /// The type that a refinement refines, at the bottom; any other type is its own.
  func baseType(_ type: TypeIR) -> TypeIR {
    guard case .refined(let name) = type else { return type }
    switch shapes[name]?.shape {
    case .range(let base, _, _), .pattern(let base, _): return baseType(base)
    default: return type
    }
  }

  /// `true` iff each value of `type`, as far as its refinements say, is one of `other`. Requires: their bases mix.
  func isRefined(_ type: TypeIR, asMuchAs other: TypeIR) -> Bool {
    let own = refinements(of: type)
    return refinements(of: other).allSatisfy { wanted in own.contains { isRefined($0, asMuchAs: wanted) } }
  }

  /// The ranges and patterns that a value of the type is held to.
  private func refinements(of type: TypeIR) -> [TypeDeclarationIR.Shape] {
    guard case .refined(let name) = type, let shape = shapes[name]?.shape else { return [] }
    switch shape {
    case .range(let base, _, _), .pattern(let base, _): return [shape] + refinements(of: base)
    default: return []
    }
  }

  private func isRefined(_ shape: TypeDeclarationIR.Shape, asMuchAs other: TypeDeclarationIR.Shape) -> Bool {
    switch (shape, other) {
    case (.pattern(_, let own), .pattern(_, let wanted)): return own == wanted
    case (.range(_, let low, let high), .range(_, let least, let most)):
      let isAbove = least.map { least in low.flatMap { compare($0, least) }.map { $0 >= 0 } ?? false } ?? true
      let isBelow = most.map { most in high.flatMap { compare($0, most) }.map { $0 <= 0 } ?? false } ?? true
      return isAbove && isBelow
    default: return false
    }
  }

  /// `true` iff the pattern repeats a group that repeats something itself, as `(a+)+` does: to fail, it tries every way to cut the text.
  private static func mayTakeForEver(_ pattern: String) -> Bool {
    // For each open group whether something in it is repeated.
    var groups: [Bool] = []
    var last: Character?
    var closed = false
    var isInClass = false
    for character in pattern {
      let isEscaped = last == "\\"
      switch character {
      case _ where isEscaped: closed = false
      case "[": isInClass = true
      case "]": isInClass = false
      case _ where isInClass: break
      case "(": groups.append(false)
      case ")": closed = groups.popLast() ?? false
      case "*", "+", "{":
        if last == ")", closed { return true }
        if !groups.isEmpty { groups[groups.count - 1] = true }
      default: break
      }
      if character == ")", closed, !groups.isEmpty { groups[groups.count - 1] = true }
      last = isEscaped ? nil : character
    }
    return false
  }

  /// Reports a constant that is outside of the refinement `type`; `true` iff it is inside or cannot be judged.
  mutating func checkConstant(_ value: ExprIR, in type: TypeIR, at span: Span) -> Bool {
    if case .orElse(_, let other) = value.kind { return checkConstant(other, in: type, at: span) }
    guard case .refined(let name) = type, let literal = value.folded else { return true }
    switch shapes[name]?.shape {
    case .range(let base, let lower, let upper):
      if let lower, let order = compare(literal, lower), order < 0 {
        report(.outOfRange, "`\(written(literal, as: type))` is below the least `\(name)`, `\(written(lower, as: type))`", at: span)
        return false
      }
      if let upper, let order = compare(literal, upper), order > 0 {
        report(.outOfRange, "`\(written(literal, as: type))` is above the greatest `\(name)`, `\(written(upper, as: type))`", at: span)
        return false
      }
      return checkConstant(value, in: base, at: span)
    case .pattern(let base, let pattern):
      if case .text(let text) = literal, !Self.mayTakeForEver(pattern), let regex = patterns[pattern],
        (try? regex.firstMatch(in: text)) == nil
      {
        report(.outOfRange, "this text does not match the pattern of `\(name)`, `\(pattern)`", at: span)
        return false
      }
      return checkConstant(value, in: base, at: span)
    default: return true
    }
  }

  /// Below, equal or above zero as `a` is to `b`; `nil` where they have no common order.
  func compare(_ a: LiteralIR, _ b: LiteralIR) -> Int? {
    func order<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a > b ? 1 : 0 }
    switch (a, b) {
    case (.duration(let a), .duration(let b)): return order(a, b)
    case (.timeOfDay(let a), .timeOfDay(let b)): return order(a, b)
    case (.text(let a), .text(let b)): return order(a, b)
    case (.money(let a, let x), .money(let b, let y)) where x == y:
      return DecimalText(a).flatMap { a in DecimalText(b).map { order(a, $0) } }
    default:
      guard let a = a.number, let b = b.number else { return nil }
      return order(a, b)
    }
  }
}

extension LiteralIR {
  /// The number of a plain number.
  fileprivate var number: DecimalText? {
    switch self {
    case .int(let value): DecimalText(String(value))
    case .decimal(let digits): DecimalText(digits)
    default: nil
    }
  }
}

extension ExprIR {
  /// The literal that this is, perhaps negated.
  var constant: LiteralIR? {
    switch kind {
    case .literal(let literal): return literal
    case .widened(let inner): return inner.constant
    case .negate(let inner):
      switch inner.constant {
      case .int(let value): return .int(-value)
      case .decimal(let digits): return .decimal(DecimalText.negated(digits))
      case .duration(let value): return .duration(-value)
      case .money(let digits, let currency): return .money(DecimalText.negated(digits), currency: currency)
      default: return nil
      }
    default: return nil
    }
  }
}
