import IntentIR
import IntentRuntime

extension Evaluator {
  /// The elements of a collection; of instances those that are not deleted.
  func items(_ collection: ExprIR) -> [Value] {
    value(collection).elements.filter { element in
      guard case .instance(let reference) = element else { return true }
      return world.isLive(reference)
    }
  }

  func collection(_ operation: CollectionOperator, _ base: ExprIR, _ binder: String, _ body: ExprIR?, _ type: TypeIR) -> Value {
    let items = items(base)
    func isKept(_ item: Value) -> Bool { body.map { binding(binder, item).holds($0) } ?? true }
    switch operation {
    case .where: return .list(items.filter(isKept))
    case .count: return .int(items.count { isKept($0) })
    case .any: return .bool(items.contains(where: isKept))
    case .all: return .bool(items.allSatisfy(isKept))
    case .first: return items.first(where: isKept) ?? .absent
    case .last: return items.last(where: isKept) ?? .absent
    case .orderBy: return .list(body.map { ordered(items, binder, $0) } ?? items)
    case .sum, .avg, .min, .max:
      let isWide = [.decimal, .percent].contains(spec.base(type.unwrapped))
      let values = items.map { item in body.map { binding(binder, item).value($0) } ?? item }.filter { $0 != .absent }
      return aggregate(operation, isWide ? values.map(\.widened) : values, type)
    }
  }

  /// Absent values are left out; of nothing the sum is zero and the others are absent.
  private func aggregate(_ operation: CollectionOperator, _ values: [Value], _ type: TypeIR) -> Value {
    switch operation {
    case .sum: return values.reduce(zero(type)) { arithmetic(.add, $0, $1) }
    case .avg:
      guard let first = values.first else { return .absent }
      let sum = values.dropFirst().reduce(first) { arithmetic(.add, $0, $1) }
      return arithmetic(.divide, sum, .int(values.count))
    default:
      return values.reduce(.absent) { best, next in
        guard let order = Value.order(next, best) else { return best == .absent ? next : best }
        return (operation == .min ? order < 0 : order > 0) ? next : best
      }
    }
  }

  private func zero(_ type: TypeIR) -> Value {
    switch spec.base(type.unwrapped) {
    case .int: .int(0)
    case .money(let code): Currency(code).map { .money(Money(.zero, $0)) } ?? .absent
    case .duration: .duration(.milliseconds(0))
    default: .decimal(.zero)
    }
  }

  /// The least first; those without a value last; equal ones stay in their order.
  private func ordered(_ items: [Value], _ binder: String, _ body: ExprIR) -> [Value] {
    let keyed = items.enumerated().map { (offset: $0.offset, key: binding(binder, $0.element).value(body), item: $0.element) }
    return keyed.sorted { a, b in
      if a.key == .absent || b.key == .absent { return (a.key == .absent ? 1 : 0, a.offset) < (b.key == .absent ? 1 : 0, b.offset) }
      let order = Value.order(a.key, b.key) ?? 0
      return order == 0 ? a.offset < b.offset : order < 0
    }.map(\.item)
  }

  func limit(_ items: [Value], _ count: Value) -> Value {
    guard case .int(let number) = count else { return .list([]) }
    return .list(Array(items.prefix(max(0, number))))
  }

  func quantified(_ isNone: Bool, _ base: ExprIR, _ binder: String, _ body: ExprIR) -> Bool {
    let items = items(base)
    return isNone
      ? !items.contains { binding(binder, $0).holds(body) } : items.allSatisfy { binding(binder, $0).holds(body) }
  }
}
