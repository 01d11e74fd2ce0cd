import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// Something that is known of a value: it compares so with a constant.
struct KnownFact {
  /// The value in canonical text.
  let key: String
  let type: TypeIR
  let op: IntentIR.BinaryOperator
  let constant: LiteralIR
}

// Finds decisions that are no decisions: an `if` that can never be true, or always is. It looks at comparisons with constants, states,
// flags and what is there or not; what it cannot judge it takes for open.
extension SystemAnalysis {
  mutating func checkDecision(_ condition: ExprIR, _ known: [KnownFact], at span: Span) {
    if isNever(condition, known) {
      report(.neverTrue, "this can never be true here", at: span)
    } else if isAlways(condition, known) {
      report(.alwaysTrue, "this is always true here", at: span)
    }
  }

  private func isNever(_ condition: ExprIR, _ known: [KnownFact]) -> Bool {
    switch condition.kind {
    case .not(let inner): isAlways(inner, known)
    case .binary(.or, let left, let right): isNever(left, known) && isNever(right, known)
    case .binary(.and, let left, let right):
      isNever(left, known) || isNever(right, known) || isContradiction(known + facts(condition, true))
    default: isContradiction(known + facts(condition, true))
    }
  }

  func isAlways(_ condition: ExprIR, _ known: [KnownFact]) -> Bool {
    switch condition.kind {
    case .not(let inner): isNever(inner, known)
    case .binary(.and, let left, let right): isAlways(left, known) && isAlways(right, known)
    case .binary(.or, let left, let right):
      isAlways(left, known) || isAlways(right, known) || isContradiction(known + facts(condition, false))
    default: isContradiction(known + facts(condition, false))
    }
  }

  /// What follows from `condition` being `truth`.
  func facts(_ condition: ExprIR, _ truth: Bool) -> [KnownFact] {
    switch condition.kind {
    case .not(let inner): return facts(inner, !truth)
    case .binary(.and, let left, let right): return truth ? facts(left, true) + facts(right, true) : []
    case .binary(.or, let left, let right): return truth ? [] : facts(left, false) + facts(right, false)
    case .binary(.isIn, let value, let set), .binary(.isNotIn, let value, let set):
      return membershipFacts(value, set, isInside: truth == condition.isMembership)
    case .binary(let op, let left, let right):
      if let constant = right.constant, let op = truth ? op : op.opposite { return [fact(left, op, constant)] }
      if let constant = left.constant, let op = (truth ? op : op.opposite)?.mirrored { return [fact(right, op, constant)] }
    case .isState(let base, let entity, let field, let state):
      guard let type = entityFacts[entity]?.field(field)?.ir?.type else { return [] }
      guard let state, case .choice(let choice) = type else {
        return [KnownFact(key: "\(base.text).\(field)", type: .bool, op: .equal, constant: .bool(truth))]
      }
      let constant = LiteralIR.choice(type: choice, name: state)
      return [KnownFact(key: "\(base.text).\(field)", type: type, op: truth ? .equal : .notEqual, constant: constant)]
    case .literal(.bool(let value)) where value != truth:
      return [true, false].map { KnownFact(key: "", type: .bool, op: .equal, constant: .bool($0)) }
    case .literal: return []
    default: break
    }
    return [KnownFact(key: condition.text, type: .bool, op: .equal, constant: .bool(truth))]
  }

  private func fact(_ value: ExprIR, _ op: IntentIR.BinaryOperator, _ constant: LiteralIR) -> KnownFact {
    KnownFact(key: value.text, type: value.type.unwrapped, op: op, constant: constant)
  }

  private func membershipFacts(_ value: ExprIR, _ set: ExprIR, isInside: Bool) -> [KnownFact] {
    switch set.kind {
    case .range(let low, let high):
      guard isInside, let lower = low.constant, let upper = high.constant else { return [] }
      return [fact(value, .greaterOrEqual, lower), fact(value, .lessOrEqual, upper)]
    case .list(let elements):
      let constants = elements.compactMap(\.constant)
      if !isInside { return constants.map { fact(value, .notEqual, $0) } }
      return elements.count == 1 ? constants.map { fact(value, .equal, $0) } : []
    default: return []
    }
  }

  /// `true` iff the facts cannot hold together.
  private func isContradiction(_ facts: [KnownFact]) -> Bool {
    for (key, group) in Dictionary(grouping: facts, by: \.key) {
      let all = group + bounds(of: group[0].type, key)
      for (index, first) in all.enumerated() where all[(index + 1)...].contains(where: { excludes(first, $0) }) { return true }
      guard case .choice(let choice) = group[0].type else { continue }
      let excluded = Set(all.filter { $0.op == .notEqual }.map(\.constant))
      if cases(of: choice).allSatisfy({ excluded.contains(.choice(type: choice, name: $0)) }) { return true }
    }
    return false
  }

  /// What a refinement says of its values.
  private func bounds(of type: TypeIR, _ key: String) -> [KnownFact] {
    guard case .refined(let name) = type, case .range(let base, let lower, let upper)? = shapes[name]?.shape else { return [] }
    return [
      lower.map { KnownFact(key: key, type: type, op: .greaterOrEqual, constant: $0) },
      upper.map { KnownFact(key: key, type: type, op: .lessOrEqual, constant: $0) },
    ].compactMap { $0 } + bounds(of: base, key)
  }

  /// `true` iff no value satisfies both.
  private func excludes(_ a: KnownFact, _ b: KnownFact) -> Bool {
    guard let order = compare(a.constant, b.constant) else {
      let isSame = a.constant == b.constant
      return (a.op == .equal && b.op == .equal && !isSame) || ([a.op, b.op] == [.equal, .notEqual] && isSame)
        || ([a.op, b.op] == [.notEqual, .equal] && isSame)
    }
    if a.op == .equal { return !b.op.holds(order) }
    if b.op == .equal { return !a.op.holds(-order) }
    if a.op.isLowerBound, b.op.isUpperBound { return order > 0 || (order == 0 && (a.op == .greater || b.op == .less)) }
    if a.op.isUpperBound, b.op.isLowerBound { return excludes(b, a) }
    return false
  }
}

extension ExprIR {
  /// `true` for `in`, `false` for `not in` and anything else.
  fileprivate var isMembership: Bool {
    if case .binary(.isIn, _, _) = kind { true } else { false }
  }
}

extension IntentIR.BinaryOperator {
  fileprivate var isLowerBound: Bool { self == .greater || self == .greaterOrEqual }
  fileprivate var isUpperBound: Bool { self == .less || self == .lessOrEqual }

  /// `true` iff the comparison holds of a left side that is to the right one as `order` is to zero.
  fileprivate func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    default: true
    }
  }
}
