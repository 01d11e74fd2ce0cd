import IntentIR

extension SystemIR {
  /// Every expression of the workflows, roles, mutations, queries and views.
  var commandExpressions: [ExprIR] {
    var found = workflows.flatMap { $0.moves.compactMap(\.condition) }
    found += roles.flatMap { $0.reads.compactMap(\.condition) }
    for mutation in mutations {
      found += mutation.parameters.compactMap(\.defaultExpression)
      found += mutation.body.flatMap(\.expressions)
    }
    for query in queries { found += query.parameters.compactMap(\.defaultExpression) + [query.body] }
    for show in views.flatMap(\.shows) {
      found += show.expressions
      found += show.columnExpressions(entities).map(\.value)
    }
    return found
  }
}

extension CommandIR {
  /// The statement and those inside it, in the order of the text.
  var all: [CommandIR] {
    switch kind {
    case .branch(_, let then, let otherwise): [self] + (then + otherwise).flatMap(\.all)
    case .forEach(_, _, _, let body): [self] + body.flatMap(\.all)
    default: [self]
    }
  }
}

extension ShowIR {
  var expressions: [ExprIR] {
    switch content {
    case .value(let value): [value]
    case .query(_, let arguments, _): arguments.map(\.value)
    }
  }

  var type: TypeIR {
    switch content {
    case .value(let value): value.type
    case .query(_, _, let result): result
    }
  }

  /// The columns as expressions of a local `row`, where each row is an instance.
  func columnExpressions(_ entities: [EntityIR]) -> [(name: String, value: ExprIR)] {
    guard let name = type.rowEntity, let entity = entities.first(where: { $0.name == name }) else { return [] }
    let row = ExprIR(.local("row"), .entity(name))
    return columns.compactMap { column in
      if let inverse = entity.inverses.first(where: { $0.name == column }) {
        return (column, ExprIR(.related(row, entity: inverse.entity, field: inverse.field), .list(.entity(inverse.entity))))
      }
      return entity.fields.first { $0.name == column }.map { (column, ExprIR(.field(row, entity: name, name: column), $0.type)) }
    }
  }
}

extension TypeIR {
  /// The entity whose instances the value is or holds.
  var rowEntity: String? {
    switch unwrapped {
    case .entity(let name), .list(.entity(let name)): name
    default: nil
    }
  }
}

extension FieldIR {
  var defaultExpression: ExprIR? {
    if case .value(let value) = defaultValue { value } else { nil }
  }
}
