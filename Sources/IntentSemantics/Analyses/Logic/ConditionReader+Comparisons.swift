import IntentIR

/// A value where a condition holds.
typealias Case<Value> = (condition: Formula, value: Value)

// Comparisons of numbers, amounts, times, choices and what else can be told apart.
extension ConditionReader {
  mutating func comparison(_ op: BinaryOperator, _ left: ExprIR, _ right: ExprIR) -> Formula {
    if left.type.isOptional || right.type.isOptional {
      let equality = optionalEquality(left, right)
      return op == .notEqual ? equality.negated : equality
    }
    switch facts.baseType(left.type) {
    case .int, .decimal, .percent, .money, .duration, .timestamp, .date, .time:
      return linear(op, linearCases(left), linearCases(right))
    case .bool:
      let (first, second) = (formula(left), formula(right))
      let equality = Formula.disjunction([.conjunction([first, second]), .conjunction([first.negated, second.negated])])
      return op == .notEqual ? equality.negated : equality
    case .text, .id, .choice, .entity:
      switch op {
      case .equal: return equality(left, right)
      case .notEqual: return equality(left, right).negated
      default: return flag(ExprIR(.binary(op, left, right), .bool))
      }
    default:
      let sides = left.text < right.text ? (left, right) : (right, left)
      let equality = flag(ExprIR(.binary(.equal, sides.0, sides.1), .bool))
      return op == .notEqual ? equality.negated : equality
    }
  }

  /// `==` accepts what is absent: both are, or both are there and equal.
  private mutating func optionalEquality(_ left: ExprIR, _ right: ExprIR) -> Formula {
    let (first, second) = (presence(left), presence(right))
    let both = Formula.conjunction([first, second])
    if both == .constant(false) { return .conjunction([first.negated, second.negated]) }
    return .disjunction([
      .conjunction([first.negated, second.negated]), .conjunction([both, comparison(.equal, plain(left), plain(right))]),
    ])
  }

  private mutating func equality(_ left: ExprIR, _ right: ExprIR) -> Formula {
    var sides: [Formula] = []
    let (first, second) = (cases(of: left), cases(of: right))
    for a in first {
      for b in second {
        sides.append(.conjunction([a.condition, b.condition, Self.same(operand(a.value), operand(b.value))]))
      }
    }
    return .disjunction(sides)
  }

  private static func same(_ a: Operand, _ b: Operand) -> Formula {
    switch (a, b) {
    case (.constant(let first), .constant(let second)): .constant(first == second)
    case (.constant, .variable): .atom(.same(b, a, true))
    case (.variable(let first), .variable(let second)) where first > second: .atom(.same(b, a, true))
    default: a == b ? .constant(true) : .atom(.same(a, b, true))
    }
  }

  private mutating func operand(_ value: ExprIR) -> Operand {
    if case .literal(let literal) = value.kind { return .constant(literal) }
    return .variable(variable(for: value))
  }

  /// What a value can come from: `else` gives two cases, a derivation with a body what the body gives.
  private mutating func cases(of value: ExprIR) -> [Case<ExprIR>] {
    switch value.kind {
    case .narrowed(let inner): return cases(of: plain(inner))
    case .orElse(let first, let second):
      let isThere = isDefined(first)
      return Self.chosen(isThere, cases(of: plain(first)), cases(of: second))
    case .derivation, .metric:
      if let body = inlined(value) { return reading { $0.cases(of: body) } }
    default: break
    }
    return [(.constant(true), value)]
  }

  private static func chosen<Value>(_ condition: Formula, _ first: [Case<Value>], _ second: [Case<Value>]) -> [Case<Value>] {
    first.map { (.conjunction([condition, $0.condition]), $0.value) }
      + second.map { (.conjunction([condition.negated, $0.condition]), $0.value) }
  }

  mutating func membership(_ value: ExprIR, _ set: ExprIR, _ whole: ExprIR) -> Formula {
    switch set.kind {
    case .range(let low, let high):
      return .conjunction([comparison(.greaterOrEqual, value, low), comparison(.lessOrEqual, value, high)])
    case .list(let elements): return .disjunction(elements.map { comparison(.equal, value, $0) })
    default: return flag(whole)
    }
  }

  /// A value that crosses a threshold is past it now.
  mutating func crosses(_ value: ExprIR, _ name: String, _ whole: ExprIR) -> Formula {
    let isBelow = facts.threshold(name)?.isBelow ?? true
    let threshold = ExprIR(.threshold(name), value.type.unwrapped)
    let isPast = linear(isBelow ? .lessOrEqual : .greaterOrEqual, linearCases(plain(value)), linearCases(threshold))
    return .conjunction([flag(whole), presence(value), isPast])
  }
}

// MARK: - numbers

extension ConditionReader {
  /// More cases than this are not told apart.
  private static let mostCases = 16

  mutating func linear(_ op: BinaryOperator, _ left: [Case<LinearForm>], _ right: [Case<LinearForm>]) -> Formula {
    var sides: [Formula] = []
    for a in left {
      for b in right { sides.append(.conjunction([a.condition, b.condition, atom(op, a.value, b.value)])) }
    }
    return .disjunction(sides)
  }

  private mutating func atom(_ op: BinaryOperator, _ left: LinearForm, _ right: LinearForm) -> Formula {
    do throws(Undecided) {
      let atom =
        switch op {
        case .less: try LinearAtom(left.minus(right), .below)
        case .lessOrEqual: try LinearAtom(left.minus(right), .atMost)
        case .greater: try LinearAtom(right.minus(left), .below)
        case .greaterOrEqual: try LinearAtom(right.minus(left), .atMost)
        case .equal: try LinearAtom(left.minus(right), .equal)
        default: try LinearAtom(left.minus(right), .differs)
        }
      return atom.constantTruth.map { .constant($0) } ?? .atom(.linear(atom))
    } catch {
      // What is too large to be reckoned with may be true or false.
      return .atom(.flag(variable("undecided \(vocabulary.names.count)", isPassing: true), true))
    }
  }

  /// The value as a sum, case by case.
  mutating func linearCases(_ value: ExprIR) -> [Case<LinearForm>] {
    let found = (try? sums(value)) ?? []
    if !found.isEmpty, found.count <= Self.mostCases { return found }
    return [(.constant(true), .variable(variable(for: value)))]
  }

  private mutating func sums(_ value: ExprIR) throws(Undecided) -> [Case<LinearForm>] {
    switch value.kind {
    case .literal(let literal):
      if let number = literal.rational { return [(.constant(true), LinearForm(constant: number))] }
    case .threshold(let name):
      if let digits = facts.threshold(name)?.number, let number = Rational(decimal: digits) {
        return [(.constant(true), LinearForm(constant: number))]
      }
    case .narrowed(let inner): return linearCases(plain(inner))
    case .widened(let inner): return linearCases(plain(inner))
    case .negate(let inner):
      var result: [Case<LinearForm>] = []
      for one in linearCases(inner) { result.append((one.condition, try one.value.times(Rational(-1)))) }
      return result
    case .binary(let op, let left, let right) where [.add, .subtract, .multiply].contains(op) && isLinear(value.type, left, right):
      return try combined(op, left, right)
    case .orElse(let first, let second):
      let isThere = isDefined(first)
      return Self.chosen(isThere, linearCases(plain(first)), linearCases(second))
    case .derivation, .metric:
      if let body = inlined(value) { return reading { $0.linearCases(body) } }
    default: break
    }
    return []
  }

  /// Days and times of day are not reckoned with: a duration is rounded to days, and a time of day wraps.
  private func isLinear(_ type: TypeIR, _ left: ExprIR, _ right: ExprIR) -> Bool {
    ![type, left.type, right.type].map { facts.baseType($0.unwrapped) }.contains { $0 == .date || $0 == .time }
  }

  private mutating func combined(_ op: BinaryOperator, _ left: ExprIR, _ right: ExprIR) throws(Undecided) -> [Case<LinearForm>] {
    let (first, second) = (linearCases(left), linearCases(right))
    if first.count * second.count > Self.mostCases { return [] }
    var result: [Case<LinearForm>] = []
    for a in first {
      for b in second {
        let value: LinearForm
        switch op {
        case .add: value = try a.value.plus(b.value)
        case .subtract: value = try a.value.minus(b.value)
        default:
          // A product is exact where one side is a whole constant; another is rounded.
          if a.value.factors.isEmpty, a.value.constant.isWhole {
            value = try b.value.times(a.value.constant)
          } else if b.value.factors.isEmpty, b.value.constant.isWhole {
            value = try a.value.times(b.value.constant)
          } else {
            return []
          }
        }
        result.append((.conjunction([a.condition, b.condition]), value))
      }
    }
    return result
  }
}
