import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers what is not a reaction: types, entities, events, derivations and metrics.
extension SystemAnalysis {
  mutating func lowerValues() {
    ir.events.reserveCapacity(ir.events.count + events.count)
    for declaration in inOrder(events) {
      tree = declaration.tree
      let fields = lowered(eventFacts[declaration.name] ?? [])
      ir.events.append(
        EventIR(name: declaration.name, fields: fields, doc: doc(declaration.doc), origin: origin(declaration.span)))
    }
    for name in recordFacts.keys.sorted() { lowerRecord(name) }
    ir.entities.reserveCapacity(entities.count)
    for declaration in inOrder(entities) { lowerEntity(declaration) }
    ir.derivations.reserveCapacity(derives.count)
    for declaration in inOrder(derives) { lowerDerivation(declaration) }
    for declaration in inOrder(metrics) {
      tree = declaration.tree
      guard checkMetric(declaration.name) != nil, let facts = metricFacts[declaration.name], let type = facts.type,
        case .done(let body?) = facts.state
      else { continue }
      ir.metrics.append(
        MetricIR(
          name: declaration.name, type: type, body: body, doc: doc(declaration.doc),
          origin: origin(declaration.span)))
    }
    ir.types = shapes.values
    ir.types.sort(byName: \.name)
  }

  /// The fields that are not wrong, with their defaults.
  mutating func lowered(_ facts: [FieldFact], of owner: String? = nil) -> [FieldIR] {
    if facts.isEmpty { return [] }
    var fields: [FieldIR] = []
    fields.reserveCapacity(facts.count)
    for index in facts.indices {
      let field = facts[index].defaultValue == nil ? facts[index].ir : lowered(facts[index], of: owner)
      if let field { fields.append(field) }
    }
    return fields
  }

  /// The field with its default, or `nil` where it is wrong.
  mutating func lowered(_ fact: FieldFact, of owner: String? = nil) -> FieldIR? {
    guard let id = fact.defaultValue else { return fact.ir }
    guard var field = fact.ir else { return nil }
    let outer = tree
    tree = fact.tree
    defer { tree = outer }
    guard let value = defaultValue(id, of: field, in: owner) else { return field }
    field.defaultValue = value
    return field
  }

  private mutating func defaultValue(_ id: ExprID, of field: FieldIR, in owner: String?) -> FieldIR.Default? {
    if case .literal = expr(id).kind { return value(id, Scope(), as: field.type).map { .value($0) } }
    if case .name(let name) = expr(id).kind {
      switch (name.symbol.word, baseType(field.type.unwrapped)) {
      case (.now, .timestamp): return .now
      case (.next, .int): return counts(name, field, in: owner) ? .next : nil
      case (.now, .choice(let choice)) where cases(of: choice).contains("now"): break
      case (.next, .choice(let choice)) where cases(of: choice).contains("next"): break
      case (.now, _), (.next, _):
        let wanted = name.symbol.word == .now ? "a timestamp" : "an int"
        report(.badDefault, "`\(text(name))` is a default of \(wanted), and this is `\(field.type.described)`", at: name.span)
        return nil
      default: break
      }
    }
    // The fields beside it are known, so that a use of one is no unknown name.
    var scope = Scope()
    for other in owner.flatMap({ entityFacts[$0] })?.fields ?? [] {
      scope.bindParameter(other.name, to: other.ir.map { ExprIR(.local(other.name), $0.type) })
    }
    let holeName = owner.map { "\($0)_\(field.name)" } ?? field.name
    guard let value = named(holeName, { $0.value(id, scope, as: field.type) }) else { return nil }
    guard isConstant(value) else {
      report(.badDefault, "a default is a constant; what follows from other values is a `derive`", at: expr(id).span)
      return nil
    }
    return .value(value)
  }

  /// `true` iff `next` can give the field its numbers; else what is wrong is reported.
  private mutating func counts(_ next: Name, _ field: FieldIR, in owner: String?) -> Bool {
    guard owner != nil else {
      report(.badDefault, "`next` counts the instances of an entity, so only a field of an entity has it", at: next.span)
      return false
    }
    let type = field.type.unwrapped
    let (least, greatest) = bounds(of: type)
    let first = LiteralIR.int(1)
    if least.flatMap({ compare(first, $0) }) ?? 0 >= 0, greatest.flatMap({ compare(first, $0) }) ?? 0 <= 0 { return true }
    let text = [least, greatest].map { $0.map { written($0, as: type) } ?? "" }.joined(separator: "..")
    report(.outOfRange, "`next` counts from `1`, and `\(field.name)` is in `\(text)`", at: next.span)
    return false
  }

  /// What stands for an argument that is left out, or `nil` where it has no default or a wrong one.
  mutating func valueLeftOut(_ parameter: FieldFact) -> ExprIR? {
    guard let id = parameter.defaultValue else { return nil }
    let span = trees[parameter.tree][id].span
    if defaultsBeingRead.contains(span) {
      // The defaults on the way are as endless; one report is enough.
      if isInferring || defaultsBeingRead.allSatisfy({ reportedNames.insert("endless default at \($0)").inserted }) {
        report(.endlessValue, "this default leads back to itself", at: span)
      }
      return nil
    }
    defaultsBeingRead.append(span)
    defer { defaultsBeingRead.removeLast() }
    switch lowered(parameter)?.defaultValue {
    case .value(let value): return value
    case .now: return ExprIR(.now, .timestamp)
    case .next, nil: return nil
    }
  }

  private func isConstant(_ value: ExprIR) -> Bool {
    switch value.kind {
    case .literal, .parameter, .threshold, .today, .now: true
    case .negate(let inner), .widened(let inner), .round(let inner, _): isConstant(inner)
    case .binary(_, let left, let right): isConstant(left) && isConstant(right)
    case .list(let elements): elements.allSatisfy { isConstant($0) }
    case .record(_, let fields), .variant(_, _, let fields): fields.allSatisfy { isConstant($0.value) }
    default: false
    }
  }

  /// Gives the fields of a record or a variant's case their defaults.
  private mutating func lowerRecord(_ name: String) {
    let fields = lowered(recordFacts[name] ?? [])
    let parts = name.split(separator: ".").map(String.init)
    if case .variant(var cases)? = shapes[parts[0]]?.shape, parts.count == 2,
      let index = cases.firstIndex(where: { $0.name == parts[1] })
    {
      cases[index].fields = fields
      shapes[parts[0]]?.shape = .variant(cases)
    } else if case .record? = shapes[name]?.shape {
      shapes[name]?.shape = .record(fields)
    }
  }

  private mutating func lowerDerivation(_ declaration: Declared<DeriveItem>) {
    guard let result = derivationResult(declaration.name), let facts = derivationFacts[declaration.name] else { return }
    tree = declaration.tree
    var body: ExprIR?
    if case .done(let value) = facts.state { body = value }
    if declaration.node.body != nil, body == nil { return }
    let parameters = lowered(facts.parameters)
    let resultFields = lowered(facts.resultFields)
    ir.derivations.append(
      DerivationIR(
        name: declaration.name, parameters: parameters, result: result, resultFields: resultFields, body: body,
        doc: doc(declaration.doc), origin: origin(declaration.span)))
  }
}
