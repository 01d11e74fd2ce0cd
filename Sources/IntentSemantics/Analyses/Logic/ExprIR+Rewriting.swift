import IntentIR

extension ExprIR {
  /// `true` iff this or something inside it satisfies `test`.
  func contains(_ test: (ExprIR) -> Bool) -> Bool { test(self) || children.contains { $0.contains(test) } }

  /// The names that collections and quantifiers inside bind.
  var binders: Set<String> {
    var own = children.reduce(into: Set<String>()) { $0.formUnion($1.binders) }
    switch kind {
    case .collection(_, _, let binder, _), .quantifier(_, _, let binder, _): own.insert(binder)
    default: break
    }
    return own
  }

  /// The locals that are read inside, bound ones too.
  var locals: Set<String> {
    var names = children.reduce(into: Set<String>()) { $0.formUnion($1.locals) }
    if case .local(let name) = kind { names.insert(name) }
    return names
  }

  /// The expression with whatever `replace` answers in place of its parts, outside first.
  func rewritten(_ replace: (ExprIR) -> ExprIR?) -> ExprIR {
    if let replacement = replace(self) { return replacement }
    func inner(_ part: ExprIR) -> ExprIR { part.rewritten(replace) }
    func inner(_ fields: [LabelledIR]) -> [LabelledIR] { fields.map { LabelledIR($0.label, inner($0.value)) } }
    let kind: Kind =
      switch kind {
      case .literal, .local, .now, .today, .parameter, .threshold, .instances, .metric: kind
      case .field(let base, let entity, let name): .field(inner(base), entity: entity, name: name)
      case .member(let base, let name): .member(inner(base), name: name)
      case .related(let base, let entity, let field): .related(inner(base), entity: entity, field: field)
      case .derivation(let name, let arguments): .derivation(name, arguments.map(inner))
      case .collection(let op, let base, let binder, let body): .collection(op, inner(base), binder: binder, body: body.map(inner))
      case .limit(let base, let count): .limit(inner(base), inner(count))
      case .binary(let op, let left, let right): .binary(op, inner(left), inner(right))
      case .negate(let operand): .negate(inner(operand))
      case .not(let operand): .not(inner(operand))
      case .crosses(let value, let threshold, let slot): .crosses(inner(value), threshold: threshold, slot: slot)
      case .exists(let operand): .exists(inner(operand))
      case .valid(let operand): .valid(inner(operand))
      case .isState(let base, let entity, let field, let state): .isState(inner(base), entity: entity, field: field, state: state)
      case .isStateFor(let base, let entity, let field, let state, let op, let milliseconds):
        .isStateFor(inner(base), entity: entity, field: field, state: state, op, milliseconds: milliseconds)
      case .orElse(let left, let right): .orElse(inner(left), inner(right))
      case .narrowed(let operand): .narrowed(inner(operand))
      case .widened(let operand): .widened(inner(operand))
      case .isCase(let operand, let type, let name): .isCase(inner(operand), type: type, name: name)
      case .payload(let operand, let type, let name): .payload(inner(operand), type: type, name: name)
      case .variant(let type, let name, let fields): .variant(type: type, name: name, inner(fields))
      case .list(let elements): .list(elements.map(inner))
      case .range(let low, let high): .range(inner(low), inner(high))
      case .record(let type, let fields): .record(type: type, inner(fields))
      case .quantifier(let isNone, let base, let binder, let body):
        .quantifier(isNone: isNone, inner(base), binder: binder, body: inner(body))
      case .round(let operand, let places): .round(inner(operand), places: places)
      }
    return ExprIR(kind, type)
  }

  /// The expression with values in place of locals, or `nil` where a name inside it would capture one of theirs.
  func replacing(_ values: [String: ExprIR]) -> ExprIR? {
    let free = values.values.reduce(into: Set<String>()) { $0.formUnion($1.locals) }
    let bound = binders
    if !bound.isDisjoint(with: free) || !bound.isDisjoint(with: values.keys) { return nil }
    return rewritten { part in
      if case .local(let name) = part.kind { values[name] } else { nil }
    }
  }
}
