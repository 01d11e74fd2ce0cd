import IntentIR

/// Reads lowered conditions as formulas. What it does not understand is a variable of its own, by its canonical text: the same text is the
/// same value.
struct ConditionReader {
  let facts: SystemFacts
  var vocabulary = Vocabulary()
  /// Goes before the names of what the next event may change, so that it is told from what it was at another moment.
  var moment = ""
  /// `true` where a value that is computed in a way that is not understood must not be taken for one that could be chosen.
  var distrustsComputed = false
  /// What was created by the event at hand: nothing can point at it yet.
  var newborn: String?
  /// How many derivations the reader is inside of.
  private var depth = 0

  init(_ facts: SystemFacts) { self.facts = facts }

  /// What it means that `condition` is `truth`.
  mutating func formula(_ condition: ExprIR, _ truth: Bool = true) -> Formula {
    let positive = formula(of: condition)
    return truth ? positive : positive.negated
  }

  private mutating func formula(of condition: ExprIR) -> Formula {
    switch condition.kind {
    case .literal(.bool(let value)): return .constant(value)
    case .not(let inner): return formula(of: inner).negated
    case .binary(.and, let left, let right): return .conjunction([formula(of: left), formula(of: right)])
    case .binary(.or, let left, let right): return .disjunction([formula(of: left), formula(of: right)])
    case .binary(.isIn, let value, let set): return membership(value, set, condition)
    case .binary(.isNotIn, let value, let set):
      return membership(value, set, ExprIR(.binary(.isIn, value, set), .bool)).negated
    case .binary(let op, let left, let right) where op.opposite != nil: return comparison(op, left, right)
    case .isState(let base, let entity, let field, let state): return isState(base, entity, field, state)
    case .isStateFor(let base, let entity, let field, let state, let op, let milliseconds):
      let since = LinearForm.variable(variable("\(base.text).\(field) is \(state ?? "true") since", isWhole: true, isPassing: true))
      let limit = LinearForm(constant: Rational(Int128(milliseconds)))
      return .conjunction([isState(base, entity, field, state), linear(op, [(.constant(true), since)], [(.constant(true), limit)])])
    case .exists(let value): return presence(value)
    case .valid(let value): return .conjunction([presence(value), flag(condition)])
    case .isCase(let value, let type, let name): return isCase(value, type, name)
    case .crosses(let value, let threshold, _): return crosses(value, threshold, condition)
    case .collection(.any, let list, let binder, let body): return isThere(list, binder, body)
    case .collection(.all, let list, let binder, let body?), .quantifier(isNone: false, let list, let binder, body: let body):
      return isThere(list, binder, Self.opposite(of: body)).negated
    case .quantifier(isNone: true, let list, let binder, body: let body): return isThere(list, binder, body).negated
    case .orElse(let value, let other):
      let isThere = isDefined(value)
      return .disjunction([
        .conjunction([isThere, formula(of: plain(value))]), .conjunction([isThere.negated, formula(of: other)]),
      ])
    case .narrowed(let value): return formula(of: plain(value))
    case .derivation, .metric: return inlined(condition).map { formulaOfBody($0) } ?? flag(condition)
    default: return flag(condition)
    }
  }

  private mutating func formulaOfBody(_ body: ExprIR) -> Formula {
    depth += 1
    defer { depth -= 1 }
    return formula(of: body)
  }

  /// The value without its optional.
  func plain(_ value: ExprIR) -> ExprIR { ExprIR(value.kind, value.type.unwrapped) }

  /// The body of a derivation or metric that is spelled out, with the arguments in it.
  func inlined(_ value: ExprIR) -> ExprIR? {
    if depth > 4 { return nil }
    switch value.kind {
    case .metric(let name): return facts.body(ofMetric: name)
    case .derivation(let name, let arguments):
      guard let derivation = facts.body(ofDerivation: name) else { return nil }
      let values = Dictionary(zip(derivation.parameters, arguments), uniquingKeysWith: { first, _ in first })
      return derivation.body.replacing(values)
    default: return nil
    }
  }

  mutating func reading<Result>(_ body: (inout ConditionReader) -> Result) -> Result {
    depth += 1
    defer { depth -= 1 }
    return body(&self)
  }
}

// MARK: - variables

extension ConditionReader {
  mutating func variable(_ name: String, isWhole: Bool = false, domain: [LiteralIR]? = nil, isPassing: Bool) -> Int {
    let name = isPassing ? moment + name : name
    return vocabulary.number(of: name) ?? vocabulary.add(name, isWhole: isWhole, domain: domain, isPassing: isPassing)
  }

  /// The variable that stands for the value, with what its type and its entity say of it.
  mutating func variable(for value: ExprIR) -> Int {
    let name = Self.name(of: value)
    let isPassing = isPassing(value)
    if let known = vocabulary.number(of: isPassing ? moment + name : name) { return known }
    let type = value.type.unwrapped
    let base = facts.baseType(type)
    let isWhole =
      switch base {
      case .int, .duration, .timestamp, .date, .time: true
      default: false
      }
    let variable = variable(name, isWhole: isWhole, domain: facts.cases(of: base), isPassing: isPassing)
    for (bound, isLower) in facts.keptBounds(of: value) {
      guard let number = bound.rational else { continue }
      let form = LinearForm.variable(variable)
      let limit = LinearForm(constant: number)
      vocabulary.axioms[variable].append(
        linear(isLower ? .greaterOrEqual : .lessOrEqual, [(.constant(true), form)], [(.constant(true), limit)]))
    }
    if case .field(let instance, let entity, let field) = value.kind { learnRules(of: entity, field, instance, for: variable) }
    if case .collection(let op, let list, _, let body) = value.kind {
      if op == .count, body == nil { learnCount(of: list, variable) }
      if op == .count || op == .sum, let newborn, list.isReached(from: newborn) {
        vocabulary.axioms[variable].append(linear(.equal, [(.constant(true), .variable(variable))], [(.constant(true), LinearForm())]))
      }
    }
    return variable
  }

  private func isPassing(_ value: ExprIR) -> Bool {
    if facts.isPassing(value) { return true }
    switch value.kind {
    case .local, .member, .field, .parameter, .threshold, .literal: return false
    default: return distrustsComputed
    }
  }

  /// Names differ where what goes by one text in two places is of another kind.
  private static func name(of value: ExprIR) -> String {
    if case .field(_, let entity, _) = value.kind { return "\(value.text): \(entity).\(value.type.unwrapped.text)" }
    return "\(value.text): \(value.type.unwrapped.text)"
  }

  private mutating func learnRules(of entity: String, _ field: String, _ instance: ExprIR, for variable: Int) {
    for rule in facts.lastingRules(of: entity) where rule.fields.contains(field) {
      guard let rule = rule.condition.replacing([entity: plain(instance)]) else { continue }
      let formula = formula(rule)
      if formula.variables.contains(variable) { vocabulary.axioms[variable].append(formula) }
    }
  }

  /// A count is not below zero, and what is filtered is no more than there was.
  private mutating func learnCount(of list: ExprIR, _ variable: Int) {
    let form = LinearForm.variable(variable)
    vocabulary.axioms[variable].append(linear(.greaterOrEqual, [(.constant(true), form)], [(.constant(true), LinearForm())]))
    if case .collection(.where, let all, _, _) = list.kind {
      let whole = self.variable(for: count(of: all))
      vocabulary.axioms[variable].append(
        linear(.lessOrEqual, [(.constant(true), form)], [(.constant(true), .variable(whole))]))
    }
  }

  mutating func flag(_ value: ExprIR) -> Formula { .atom(.flag(variable(for: value), true)) }
}

// MARK: - states, presence, collections

extension ConditionReader {
  private mutating func isState(_ base: ExprIR, _ entity: String, _ field: String, _ state: String?) -> Formula {
    let type = facts.field(field, of: entity)?.type ?? .bool
    let value = ExprIR(.field(base, entity: entity, name: field), type)
    guard let state, case .choice(let choice) = type.unwrapped else { return flag(value) }
    return .atom(.same(.variable(variable(for: value)), .constant(.choice(type: choice, name: state)), true))
  }

  private mutating func isCase(_ value: ExprIR, _ type: String, _ name: String) -> Formula {
    var domain: [LiteralIR]?
    if case .variant(let cases)? = facts.shape(of: type) { domain = cases.map { .choice(type: type, name: $0.name) } }
    let tag = variable("case of \(value.text)", domain: domain, isPassing: facts.isPassing(value))
    return .atom(.same(.variable(tag), .constant(.choice(type: type, name: name)), true))
  }

  /// That an optional value is there.
  mutating func presence(_ value: ExprIR) -> Formula {
    guard value.type.isOptional else { return .constant(true) }
    switch value.kind {
    case .literal(let literal): return .constant(literal != .absent)
    case .narrowed: return .constant(true)
    case .widened(let inner): return presence(inner)
    case .orElse(let first, let second): return .disjunction([presence(first), presence(second)])
    case .collection(.first, let list, _, _), .collection(.last, let list, _, _), .collection(.avg, let list, _, _):
      return isThere(list, "it", nil)
    case .collection(let op, let list, _, let body?) where [.min, .max].contains(op) && !body.type.isOptional:
      return isThere(list, "it", nil)
    case .field(let base, let entity, let name) where base.type.isOptional:
      let isOptional = facts.field(name, of: entity)?.type?.isOptional ?? true
      return .conjunction([presence(base), isOptional ? existence(value) : .constant(true)])
    case .derivation, .metric:
      if let body = inlined(value) { return reading { $0.presence(body) } }
    default: break
    }
    return existence(value)
  }

  private mutating func existence(_ value: ExprIR) -> Formula {
    let name = "\(Self.name(of: value)) exists"
    let isPassing = facts.isPassing(value)
    if let known = vocabulary.number(of: isPassing ? moment + name : name) { return .atom(.flag(known, true)) }
    let variable = variable(name, isPassing: isPassing)
    if case .field(let instance, let entity, let field) = value.kind { learnRules(of: entity, field, instance, for: variable) }
    return .atom(.flag(variable, true))
  }

  /// That `value else …` takes the value: it is there, and nothing in it divides by zero.
  mutating func isDefined(_ value: ExprIR) -> Formula {
    let divides = value.contains { part in
      if case .binary(.divide, _, _) = part.kind { true } else { false }
    }
    if !divides { return presence(value) }
    let defined = variable("\(value.text) divides", isPassing: facts.isPassing(value))
    return .conjunction([presence(value), .atom(.flag(defined, true))])
  }

  /// That a list holds something for which `body` is true.
  private mutating func isThere(_ list: ExprIR, _ binder: String, _ body: ExprIR?) -> Formula {
    let filtered = body.map { ExprIR(.collection(.where, list, binder: binder, body: $0), list.type) } ?? list
    let number = LinearForm.variable(variable(for: count(of: filtered)))
    return linear(.greater, [(.constant(true), number)], [(.constant(true), LinearForm())])
  }

  /// What holds iff the condition does not, without `not` where another comparison says it.
  private static func opposite(of condition: ExprIR) -> ExprIR {
    switch condition.kind {
    case .not(let inner): return inner
    case .binary(let op, let left, let right):
      if let opposite = op.opposite { return ExprIR(.binary(opposite, left, right), .bool) }
    default: break
    }
    return ExprIR(.not(condition), .bool)
  }

  private func count(of list: ExprIR) -> ExprIR {
    if case .collection(.orderBy, let inner, _, _) = list.kind { return count(of: inner) }
    return ExprIR(.collection(.count, list, binder: "it", body: nil), .int)
  }
}

extension ExprIR {
  /// `true` for those that point at the instance called `local`, or some of them.
  func isReached(from local: String) -> Bool {
    switch kind {
    case .related(let base, _, _): if case .local(local) = base.kind { true } else { false }
    case .collection(.where, let base, _, _), .collection(.orderBy, let base, _, _), .limit(let base, _), .narrowed(let base):
      base.isReached(from: local)
    default: false
    }
  }
}

extension LiteralIR {
  /// The value as a number: an amount, or milliseconds, or minutes after midnight.
  var rational: Rational? {
    switch self {
    case .int(let value), .duration(let value): Rational(Int128(value))
    case .decimal(let digits), .money(let digits, _): Rational(decimal: digits)
    case .timeOfDay(let minutes): Rational(Int128(minutes))
    default: nil
    }
  }
}
