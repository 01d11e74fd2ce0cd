extension WorkflowIR {
  /// The workflow in canonical text, its moves sorted.
  public var text: String {
    let ends = ["initial \(initial)"] + (finals.isEmpty ? [] : ["final \(list(finals.sorted()))"])
    return "workflow \(name) on \(entity).\(field)" + indented(moves.map(\.text).sorted() + ends)
  }
}

extension WorkflowMoveIR {
  /// The move in canonical text: `lead -> qualified if (deal.value > 0USD) by rep`.
  public var text: String {
    "\(from) -> \(to)" + (condition.map { " if \($0.text)" } ?? "") + " by \(list(roles.sorted()))"
  }
}

extension RoleIR {
  /// The role in canonical text, its grants sorted.
  public var text: String {
    let grants = reads.map { "read \($0.target)" + ($0.condition.map { " where \($0.text)" } ?? "") } + calls
    return "role \(name)" + (entity.map { " is \($0)" } ?? "") + indented(grants.map { "can \($0)" }.sorted())
  }
}

extension PermissionIR {
  /// The permission in canonical text.
  public var text: String { "permission \(name) granted by \(list(grantedBy.sorted()))" }
}

extension MutationIR {
  /// The mutation in canonical text: who calls it, its effects, its statements in order.
  public var text: String {
    "mutation \(name)\(parameters.parameterList) by \(list(callers))" + indented(effects.lines + body.flatMap(\.lines))
  }
}

extension QueryIR {
  /// The query in canonical text.
  public var text: String {
    "query \(name)\(parameters.parameterList): \(result.text) by \(list(callers)) = \(body.text)"
      + indented(reads.isEmpty ? [] : ["reads \(list(reads))"])
  }
}

extension ViewIR {
  /// The view in canonical text, its parts in order.
  public var text: String { "view \(name) for \(list(roles))" + indented(shows.map(\.text)) }
}

extension ShowIR {
  /// The part in canonical text.
  public var text: String {
    let shown =
      switch content {
      case .value(let value): value.text
      case .query(let name, let arguments, _): "\(name)(\(arguments.labels))"
      }
    return "show \(shown)" + (columns.isEmpty ? "" : " columns \(list(columns))")
  }
}

extension EffectsIR {
  /// One line for each kind of effect that there is.
  fileprivate var lines: [String] {
    let kinds = [
      ("reads", reads), ("writes", writes), ("creates", creates), ("deletes", deletes), ("moves", moves), ("emits", emits),
    ]
    return kinds.compactMap { $0.1.isEmpty ? nil : "\($0.0) \(list($0.1))" }
  }
}

extension CommandIR {
  /// The statement in canonical text, a line for itself and one for each below it.
  fileprivate var lines: [String] {
    switch kind {
    case .require(let condition, let refusal): ["require \(condition.text)" + (refusal.map { " else \($0)" } ?? "")]
    case .create(let entity, let fields, let binder): ["create \(entity)(\(fields.labels))" + (binder.map { " as \($0)" } ?? "")]
    case .update(let target, _, let fields): ["update \(target.text)(\(fields.labels))"]
    case .move(let target, _, let field, let state): ["move \(target.text).\(field) to \(state)"]
    case .delete(let target, _): ["delete \(target.text)"]
    case .emit(let event, let fields): ["emit \(event)(\(fields.labels))"]
    case .branch(let condition, let then, let otherwise):
      ["if \(condition.text)"] + below(then) + (otherwise.isEmpty ? [] : ["else"] + below(otherwise))
    case .forEach(let binder, let collection, let condition, let body):
      ["for each \(binder) in \(collection.text)" + (condition.map { " with \($0.text)" } ?? "")] + below(body)
    case .bind(let name, let value): ["let \(name) = \(value.text)"]
    }
  }

  private func below(_ body: [CommandIR]) -> [String] { body.flatMap(\.lines).map { "  " + $0 } }
}

extension [LabelledIR] {
  fileprivate var labels: String { map { "\($0.label): \($0.value.text)" }.joined(separator: ", ") }
}

private func indented(_ lines: [String]) -> String { lines.map { "\n  " + $0 }.joined() }

private func list(_ names: [String]) -> String { names.isEmpty ? "nobody" : names.joined(separator: ", ") }
