extension ExprIR {
  /// The expressions directly inside this one.
  public var children: [ExprIR] {
    switch kind {
    case .literal, .local, .now, .today, .parameter, .threshold, .instances, .metric: []
    case .field(let base, _, _), .member(let base, _), .related(let base, _, _): [base]
    case .derivation(_, let arguments): arguments
    case .collection(_, let base, _, let body): [base] + (body.map { [$0] } ?? [])
    case .limit(let base, let count): [base, count]
    case .binary(_, let left, let right), .orElse(let left, let right), .range(let left, let right): [left, right]
    case .negate(let operand), .not(let operand), .crosses(let operand, _, _), .exists(let operand), .valid(let operand),
      .isState(let operand, _, _, _), .isStateFor(let operand, _, _, _, _, _), .narrowed(let operand), .widened(let operand),
      .isCase(let operand, _, _), .payload(let operand, _, _), .round(let operand, _):
      [operand]
    case .variant(_, _, let fields), .record(_, let fields): fields.map(\.value)
    case .list(let elements): elements
    case .quantifier(_, let base, _, let body): [base, body]
    }
  }

  /// `true` iff `part` is this expression or stands in it. O(size).
  public func contains(_ part: ExprIR) -> Bool { self == part || children.contains { $0.contains(part) } }

  /// `true` iff it, or something in it, compares with the moment before the cause. O(size).
  public var hasCrossing: Bool {
    if case .crosses = kind { true } else { children.contains { $0.hasCrossing } }
  }

  /// Visits the expression and everything inside it, outside first. O(size).
  public func forEach(_ visit: (ExprIR) -> Void) {
    visit(self)
    for child in children { child.forEach(visit) }
  }
}
