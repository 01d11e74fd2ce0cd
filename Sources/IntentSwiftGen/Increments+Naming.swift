import IntentIR

/// Names of cells, made of the words of their expressions: an edit elsewhere renames none.
enum CellNaming {
  private static let longest = 56

  /// `dealsStageInLeadQualifiedTotalValue`, given the name of the entity's table.
  static func name(_ cell: KeptCell, table: String) -> String {
    var words = [table]
    if let relation = cell.relation { words += ["by", relation] }
    for filter in cell.filters { words += (filter.isNegated ? ["not"] : []) + self.words(filter.condition) }
    let kind =
      switch cell.summary {
      case .count: "count"
      case .total: "total"
      case .extremes: "extremes"
      case .order: "in_order"
      case .timeline: "in_time"
      }
    words.append(kind)
    if let value = cell.value { words += ([.order, .timeline].contains(cell.summary) ? ["of"] : []) + self.words(value) }
    if let age = cell.age { words += ["since", age.field] }
    let name = Naming.lowerCamel(words.joined(separator: "_"))
    if name.count <= longest { return name }
    return name.prefix(longest - 8) + "_" + String(Fingerprint(of: cell.key).low & 0xFFFF_FFFF, radix: 16)
  }

  private static func words(_ expression: ExprIR) -> [String] {
    switch expression.kind {
    case .literal(let literal): [literal.text.replacing("absent", with: "none")]
    case .local(let name): name == KeptCell.instance ? [] : [name]
    case .now: ["now"]
    case .today: ["today"]
    case .parameter(let name), .threshold(let name), .metric(let name): [name]
    case .field(let base, _, let name), .member(let base, let name): words(base) + [name]
    case .isState(let base, _, let field, let state): words(base) + [field] + (state.map { [$0] } ?? [])
    case .instances(let entity): [entity]
    case .related(let base, let entity, let field): words(base) + [entity, field]
    case .derivation(let name, let arguments): [name] + arguments.flatMap(words)
    case .collection(let operation, let base, _, let body): words(base) + [operation.rawValue] + (body.map(words) ?? [])
    case .quantifier(let isNone, let base, _, let body): [isNone ? "no" : "every"] + words(base) + words(body)
    case .binary(let symbol, let left, let right): words(left) + word(symbol) + words(right)
    case .orElse(let left, let right): words(left) + ["else"] + words(right)
    case .negate(let operand): ["minus"] + words(operand)
    case .not(let operand): ["not"] + words(operand)
    case .exists(let operand): words(operand) + ["exists"]
    case .valid(let operand): words(operand) + ["valid"]
    case .isCase(let operand, _, let name): words(operand) + [name]
    default: expression.children.flatMap(words)
    }
  }

  private static func word(_ symbol: BinaryOperator) -> [String] {
    switch symbol {
    case .or: ["or"]
    case .and: ["and"]
    case .equal: []
    case .notEqual: ["not"]
    case .less: ["below"]
    case .lessOrEqual: ["at_most"]
    case .greater: ["above"]
    case .greaterOrEqual: ["at_least"]
    case .isIn: ["in"]
    case .isNotIn: ["not_in"]
    case .add: ["plus"]
    case .subtract: ["less"]
    case .multiply: ["times"]
    case .divide: ["by"]
    }
  }
}
