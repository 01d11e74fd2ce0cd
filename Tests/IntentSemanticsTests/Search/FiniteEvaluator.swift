import IntentIR

/// A value of a small world.
enum SmallValue: Equatable {
  case number(Double)
  case truth(Bool)
  case name(String)
  case absent
}

/// Evaluates lowered conditions over values that are listed, by the language's own definitions and without any of the compiler's logic.
///
/// Values are found by the canonical text of what reads them: `item.x`, `told.rep.open`.
struct FiniteEvaluator {
  private indirect enum Node {
    case constant(SmallValue)
    case slot(Int)
    case binary(BinaryOperator, Node, Node)
    case not(Node)
    case negate(Node)
    case exists(Node)
    case orElse(Node, Node)
    case oneOf(Node, [Node])
    case between(Node, Node, Node)
  }

  private let root: Node

  /// Requires: `expression` reads only what `slots` lists, and uses only what the random systems use.
  init?(_ expression: ExprIR, slots: [String: Int]) {
    guard let node = Self.node(expression, slots) else { return nil }
    root = node
  }

  func holds(_ values: [SmallValue]) -> Bool { Self.value(root, values) == .truth(true) }

  func value(_ values: [SmallValue]) -> SmallValue { Self.value(root, values) }

  private static func node(_ expression: ExprIR, _ slots: [String: Int]) -> Node? {
    func read(_ part: ExprIR) -> Node? { node(part, slots) }
    switch expression.kind {
    case .literal(let literal): return constant(literal)
    case .field, .member, .local: return slots[expression.text].map { .slot($0) }
    case .narrowed(let inner), .widened(let inner): return read(inner)
    case .not(let inner): return read(inner).map { .not($0) }
    case .negate(let inner): return read(inner).map { .negate($0) }
    case .exists(let inner): return read(inner).map { .exists($0) }
    case .orElse(let value, let other): return both(read(value), read(other)).map { .orElse($0, $1) }
    case .isState(let base, _, let field, let state):
      guard let slot = slots["\(base.text).\(field)"] else { return nil }
      return .binary(.equal, .slot(slot), .constant(state.map { .name($0) } ?? .truth(true)))
    case .binary(.isIn, let value, let set): return member(value, set, slots)
    case .binary(.isNotIn, let value, let set): return member(value, set, slots).map { .not($0) }
    case .binary(let op, let left, let right): return both(read(left), read(right)).map { .binary(op, $0, $1) }
    default: return nil
    }
  }

  private static func both(_ a: Node?, _ b: Node?) -> (Node, Node)? {
    guard let a, let b else { return nil }
    return (a, b)
  }

  private static func constant(_ literal: LiteralIR) -> Node? {
    switch literal {
    case .int(let value), .duration(let value): .constant(.number(Double(value)))
    case .decimal(let digits), .money(let digits, _): Double(digits).map { .constant(.number($0)) }
    case .bool(let value): .constant(.truth(value))
    case .choice(_, let name): .constant(.name(name))
    case .absent: .constant(.absent)
    default: nil
    }
  }

  private static func member(_ value: ExprIR, _ set: ExprIR, _ slots: [String: Int]) -> Node? {
    guard let value = node(value, slots) else { return nil }
    switch set.kind {
    case .list(let elements):
      let nodes = elements.compactMap { node($0, slots) }
      return nodes.count == elements.count ? .oneOf(value, nodes) : nil
    case .range(let low, let high): return both(node(low, slots), node(high, slots)).map { .between(value, $0, $1) }
    default: return nil
    }
  }

  private static func value(_ node: Node, _ values: [SmallValue]) -> SmallValue {
    func read(_ part: Node) -> SmallValue { value(part, values) }
    switch node {
    case .constant(let value): return value
    case .slot(let slot): return values[slot]
    case .not(let inner): return .truth(read(inner) != .truth(true))
    case .negate(let inner):
      guard case .number(let number) = read(inner) else { return .absent }
      return .number(-number)
    case .exists(let inner): return .truth(read(inner) != .absent)
    case .orElse(let first, let second):
      let found = read(first)
      return found == .absent ? read(second) : found
    case .oneOf(let value, let elements):
      let wanted = read(value)
      return .truth(elements.contains { read($0) == wanted })
    case .between(let value, let low, let high):
      return .truth(compare(.lessOrEqual, read(low), read(value)) && compare(.lessOrEqual, read(value), read(high)))
    case .binary(.and, let left, let right): return .truth(read(left) == .truth(true) && read(right) == .truth(true))
    case .binary(.or, let left, let right): return .truth(read(left) == .truth(true) || read(right) == .truth(true))
    case .binary(let op, let left, let right): return combine(op, read(left), read(right))
    }
  }

  private static func combine(_ op: BinaryOperator, _ left: SmallValue, _ right: SmallValue) -> SmallValue {
    guard case .number(let a) = left, case .number(let b) = right else { return .truth(compare(op, left, right)) }
    switch op {
    case .add: return .number(a + b)
    case .subtract: return .number(a - b)
    case .multiply: return .number(a * b)
    default: return .truth(compare(op, left, right))
    }
  }

  private static func compare(_ op: BinaryOperator, _ left: SmallValue, _ right: SmallValue) -> Bool {
    switch op {
    case .equal: return left == right
    case .notEqual: return left != right
    default: break
    }
    guard case .number(let a) = left, case .number(let b) = right else { return false }
    switch op {
    case .less: return a < b
    case .lessOrEqual: return a <= b
    case .greater: return a > b
    case .greaterOrEqual: return a >= b
    default: return false
    }
  }
}

/// Every way to choose one value from each list.
func product(_ domains: [[SmallValue]]) -> [[SmallValue]] {
  domains.reduce([[]]) { partial, domain in partial.flatMap { chosen in domain.map { chosen + [$0] } } }
}
