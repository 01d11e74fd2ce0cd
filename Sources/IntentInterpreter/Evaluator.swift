import IntentIR
import IntentRuntime

/// The value of an expression in a world, at an instant. Absent values: an order comparison with one is false, arithmetic with one is
/// absent, a condition that is absent does not hold, and `==` takes absent as a value of its own.
struct Evaluator {
  let spec: Spec
  let world: World
  /// The recorded time of the event that is judged.
  let now: Timestamp
  let calendar: SystemCalendar
  /// The holes of the spec.
  var parameters: [String: Value] = [:]
  var locals: [String: Value] = [:]
  /// What gives the values of derivations without a body.
  var reducers: Reducers?
  /// The app's checkers of rules.
  var isKept: (_ rule: String, _ instance: [UInt8]) -> Bool = { _, _ in true }
  /// The instances that the append at hand has created.
  var created: Set<EntityReference> = []
  /// What `crosses` compares with, by slot.
  var before: [FixedDecimal?] = []

  /// With one more name.
  func binding(_ name: String, _ value: Value) -> Evaluator {
    var inner = self
    inner.locals[name] = value
    return inner
  }

  func holds(_ condition: ExprIR) -> Bool { value(condition).holds }

  func value(_ expression: ExprIR) -> Value {
    switch expression.kind {
    case .literal(let literal): self.literal(literal, expression.type)
    case .local(let name): locals[name] ?? .absent
    case .now: .timestamp(now)
    case .today: .date(calendar.date(of: now))
    case .parameter(let name): parameters[name] ?? .absent
    case .threshold(let name): threshold(name, expression.type)
    case .field(let base, _, let name): field(base, name)
    case .member(let base, let name): member(value(base), name)
    case .instances(let entity): .list(world.instances(entity).map { .instance($0.reference) })
    case .related(let base, let entity, let field):
      .list((value(base).reference.map { world.pointing(at: $0, entity, field) } ?? []).map { .instance($0) })
    case .derivation(let name, let arguments): derivation(name, arguments.map(value))
    case .metric(let name): spec.metrics[name].map { metric($0) } ?? .absent
    case .collection(let operation, let base, let binder, let body): collection(operation, base, binder, body, expression.type)
    case .limit(let base, let count): limit(items(base), value(count))
    case .quantifier(let isNone, let base, let binder, let body): .bool(quantified(isNone, base, binder, body))
    case .binary(let symbol, let left, let right): binary(symbol, left, right)
    case .negate(let operand): negated(value(operand))
    case .not(let operand): .bool(!holds(operand))
    case .crosses(let operand, let threshold, let slot): .bool(crosses(operand, threshold, slot))
    case .exists(let operand): .bool(exists(operand))
    case .valid(let operand): .bool(exists(operand) && isValid(value(operand), operand.type.unwrapped))
    case .isState(let base, _, let field, let state): .bool(isState(base, field, state))
    case .isStateFor(let base, _, let field, let state, let symbol, let milliseconds):
      .bool(isState(base, field, state) && age(base, field).map { isOrdered($0, symbol, .duration(.milliseconds(milliseconds))) } ?? false)
    case .orElse(let left, let right): orElse(value(left), right)
    case .narrowed(let operand): value(operand)
    case .widened(let operand): value(operand).widened
    case .isCase(let operand, _, let name): .bool(isCase(value(operand), name))
    case .payload(let operand, _, let name): payload(value(operand), name)
    case .variant(let type, let name, let fields): variant(name, spec.fields(ofRecord: "\(type).\(name)"), fields)
    case .list(let elements): .list(elements.map { value($0).stored })
    case .range: .absent
    case .record(let type, let fields): record(spec.fields(ofRecord: type), fields).map { .record($0) } ?? .absent
    case .round(let operand, let places): rounded(value(operand), places)
    }
  }

  // MARK: - names and literals

  func literal(_ literal: LiteralIR, _ type: TypeIR) -> Value {
    switch literal {
    case .text(let text): .text(text)
    case .int(let number):
      [.decimal, .percent].contains(spec.base(type.unwrapped)) ? .decimal(FixedDecimal(Int(number))) : .int(Int(number))
    case .decimal(let digits): decimal(digits)
    case .bool(let value): .bool(value)
    case .duration(let milliseconds): .duration(.milliseconds(milliseconds))
    case .money(let digits, let code):
      Currency(code).flatMap { currency in FixedDecimal(digits).map { .money(Money($0, currency)) } } ?? .absent
    case .timeOfDay(let minutes): .time(TimeOfDay(minutes: minutes))
    case .choice(_, let name): .choice(name)
    case .absent: .absent
    }
  }

  private func decimal(_ digits: String) -> Value { FixedDecimal(digits).map { .decimal($0) } ?? .absent }

  /// The number of a threshold as a value of the expression's type.
  private func threshold(_ name: String, _ type: TypeIR) -> Value {
    guard let number = thresholdNumber(name) else { return .absent }
    switch spec.base(type.unwrapped) {
    case .money(let code): return Currency(code).map { .money(Money(number, $0)) } ?? .absent
    case .duration: return .duration(TimeSpan(scaled: number))
    default: return .decimal(number)
    }
  }

  /// The number; of a hole it is the parameter of its name.
  private func thresholdNumber(_ name: String) -> FixedDecimal? {
    guard let threshold = spec.thresholds[name] else { return nil }
    return threshold.number.map { FixedDecimal($0) } ?? parameters[name]?.crossed
  }

  /// `true` iff the value was on the safe side just before the cause, or was not there, and is past the threshold now.
  private func crosses(_ operand: ExprIR, _ name: String, _ slot: Int) -> Bool {
    guard let threshold = spec.thresholds[name], let number = thresholdNumber(name), let after = value(operand).crossed else {
      return false
    }
    func isPast(_ value: FixedDecimal) -> Bool { threshold.isBelow ? value <= number : value >= number }
    let earlier = before.indices.contains(slot) ? before[slot] : nil
    return isPast(after) && !(earlier.map(isPast) ?? false)
  }

  // MARK: - fields

  /// A field of an instance. What a required relation points at is reached after its deletion, too; another that is gone is absent.
  private func field(_ base: ExprIR, _ name: String) -> Value {
    switch value(base) {
    case .snapshot(let instance): return instance.fields[name]
    case .instance(let reference):
      guard let row = world.row(reference), row.isLive || !base.mayBeAbsent else { return .absent }
      return row.instance.fields[name]
    default: return .absent
    }
  }

  private func member(_ base: Value, _ name: String) -> Value {
    if case .record(let record) = base { return record[name] }
    return .absent
  }

  private func isState(_ base: ExprIR, _ name: String, _ state: String?) -> Bool {
    let value = field(base, name)
    return state.map { value == .choice($0) } ?? value.holds
  }

  /// How long the field has had its value.
  private func age(_ base: ExprIR, _ name: String) -> Value? {
    guard let reference = value(base).reference, let row = world.row(reference), row.isLive else { return nil }
    return row.since[name].map { .duration(now - $0) }
  }

  private func exists(_ operand: ExprIR) -> Bool {
    switch value(operand) {
    case .absent: false
    case .list(let elements): !elements.isEmpty
    case .instance(let reference): !operand.mayBeAbsent || world.isLive(reference)
    default: true
    }
  }

  private func isCase(_ value: Value, _ name: String) -> Bool {
    if case .variant(name, _) = value { true } else { false }
  }

  private func payload(_ value: Value, _ name: String) -> Value {
    if case .variant(name, let record) = value { .record(record) } else { .absent }
  }

  // MARK: - constructions

  /// The fields in the order of their declaration; nil if one that must be there is absent.
  func record(_ declared: [FieldIR], _ given: [LabelledIR]) -> Record? {
    var record = Record()
    for field in declared {
      var value: Value = .absent
      if let argument = given.first(where: { $0.label == field.name }) {
        value = coerced(self.value(argument.value), to: field.type)
        if value == .absent && !field.type.isOptional { return nil }
      } else if case .value(let fallback) = field.defaultValue {
        value = coerced(self.value(fallback), to: field.type)
      } else if case .list = field.type {
        value = .list([])
      }
      record.fields.append((field.name, value))
    }
    return record
  }

  private func variant(_ name: String, _ declared: [FieldIR], _ given: [LabelledIR]) -> Value {
    record(declared, given).map { .variant(name, $0) } ?? .absent
  }

  // MARK: - what the spec computes

  func metric(_ metric: MetricIR) -> Value {
    var inner = self
    inner.locals = [:]
    return coerced(inner.value(metric.body), to: metric.type)
  }

  /// A derived value with a body. An argument that is absent where the parameter wants a value makes it absent.
  private func derivation(_ name: String, _ arguments: [Value]) -> Value {
    guard let derivation = spec.derivations[name] else { return .absent }
    var inner = self
    inner.locals = [:]
    for (parameter, argument) in zip(derivation.parameters, arguments) {
      if argument == .absent && !parameter.type.isOptional { return .absent }
      if let reference = argument.reference, case .instance = argument, world.row(reference) == nil { return .absent }
      inner.locals[parameter.name] = argument
    }
    if let body = derivation.body { return coerced(inner.value(body), to: derivation.result) }
    return reduced(derivation, Record(zip(derivation.parameters, arguments).map { ($0.name, coerced($1, to: $0.type)) }))
  }
}

extension ExprIR {
  /// `true` iff the value may be absent, guards around it aside.
  var mayBeAbsent: Bool {
    if case .narrowed(let operand) = kind { return operand.mayBeAbsent }
    return type.isOptional
  }
}
