import IntentIR

// Most conditions compare a few stored fields, each with a constant. That these may hold and may not is seen without a search.
extension SystemFacts {
  /// `true` only if the condition may hold and may not wherever nothing else is known, and so may each together with those that were asked
  /// before with the same `seen`. O(size of the condition).
  func isPlainlyOpen(_ condition: ExprIR, _ seen: inout [(entity: String, field: String)]) -> Bool {
    switch condition.kind {
    case .not(let inner): return isPlainlyOpen(inner, &seen)
    case .binary(.and, let left, let right), .binary(.or, let left, let right):
      return isPlainlyOpen(left, &seen) && isPlainlyOpen(right, &seen)
    case .binary(let op, let value, let other) where op.opposite != nil:
      guard case .field(let base, let entity, let name) = value.kind, case .literal(let literal) = other.kind else { return false }
      return isFree(base, entity, name, &seen) && isOpen(op, value.type, literal)
    case .isState(let base, let entity, let name, let state):
      guard let type = field(name, of: entity)?.type, isFree(base, entity, name, &seen) else { return false }
      guard let state else { return type == .bool }
      return isOpen(.equal, type, .choice(type: "", name: state))
    case .field(let base, let entity, let name): return condition.type == .bool && isFree(base, entity, name, &seen)
    default: return false
    }
  }

  /// `true` iff nothing is known of the field's value, and no other condition has asked for it.
  private func isFree(_ base: ExprIR, _ entity: String, _ name: String, _ seen: inout [(entity: String, field: String)]) -> Bool {
    guard isPath(base), seen.count < 40, !seen.contains(where: { $0 == (entity, name) }) else { return false }
    if lastingRules(of: entity).contains(where: { $0.fields.contains(name) }) { return false }
    seen.append((entity, name))
    return true
  }

  /// `true` for an instance that is there: what a name stands for, or a relation of it.
  private func isPath(_ base: ExprIR) -> Bool {
    if base.type.isOptional { return false }
    switch base.kind {
    case .local: return true
    case .field(let base, _, _): return isPath(base)
    default: return false
    }
  }

  private func isOpen(_ op: BinaryOperator, _ type: TypeIR, _ literal: LiteralIR) -> Bool {
    switch type {
    case .int, .decimal, .percent, .money, .duration, .timestamp, .date, .time: return literal.rational != nil
    case .text, .id: return (op == .equal || op == .notEqual) && literal != .absent
    case .choice(let choice):
      guard op == .equal || op == .notEqual, case .choice(_, let name) = literal,
        case .choice(let cases)? = shape(of: choice)
      else { return false }
      return cases.count > 1 && cases.contains(name)
    default: return false
    }
  }
}
