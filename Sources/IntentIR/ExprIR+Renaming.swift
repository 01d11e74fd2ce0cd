extension ExprIR {
  /// The expression with another name for what `name` stands for. Requires: nothing inside binds either name. O(size).
  public func renaming(_ name: String, to new: String) -> ExprIR {
    if name == new { return self }
    if case .local(name) = kind { return ExprIR(.local(new), type) }
    return mapChildren { $0.renaming(name, to: new) }
  }

  /// The expression with each expression directly inside it replaced.
  public func mapChildren(_ transform: (ExprIR) -> ExprIR) -> ExprIR {
    func labelled(_ fields: [LabelledIR]) -> [LabelledIR] { fields.map { LabelledIR($0.label, transform($0.value)) } }
    let kind: Kind =
      switch self.kind {
      case .literal, .local, .now, .today, .parameter, .threshold, .instances, .metric: self.kind
      case .field(let base, let entity, let name): .field(transform(base), entity: entity, name: name)
      case .member(let base, let name): .member(transform(base), name: name)
      case .related(let base, let entity, let field): .related(transform(base), entity: entity, field: field)
      case .derivation(let name, let arguments): .derivation(name, arguments.map(transform))
      case .collection(let operation, let base, let binder, let body):
        .collection(operation, transform(base), binder: binder, body: body.map(transform))
      case .limit(let base, let count): .limit(transform(base), transform(count))
      case .binary(let symbol, let left, let right): .binary(symbol, transform(left), transform(right))
      case .orElse(let left, let right): .orElse(transform(left), transform(right))
      case .range(let left, let right): .range(transform(left), transform(right))
      case .negate(let operand): .negate(transform(operand))
      case .not(let operand): .not(transform(operand))
      case .crosses(let operand, let threshold, let slot): .crosses(transform(operand), threshold: threshold, slot: slot)
      case .exists(let operand): .exists(transform(operand))
      case .valid(let operand): .valid(transform(operand))
      case .isState(let base, let entity, let field, let state): .isState(transform(base), entity: entity, field: field, state: state)
      case .isStateFor(let base, let entity, let field, let state, let symbol, let milliseconds):
        .isStateFor(transform(base), entity: entity, field: field, state: state, symbol, milliseconds: milliseconds)
      case .narrowed(let operand): .narrowed(transform(operand))
      case .widened(let operand): .widened(transform(operand))
      case .isCase(let operand, let type, let name): .isCase(transform(operand), type: type, name: name)
      case .payload(let operand, let type, let name): .payload(transform(operand), type: type, name: name)
      case .round(let operand, let places): .round(transform(operand), places: places)
      case .variant(let type, let name, let fields): .variant(type: type, name: name, labelled(fields))
      case .record(let type, let fields): .record(type: type, labelled(fields))
      case .list(let elements): .list(elements.map(transform))
      case .quantifier(let isNone, let base, let binder, let body):
        .quantifier(isNone: isNone, transform(base), binder: binder, body: transform(body))
      }
    return ExprIR(kind, type)
  }
}
