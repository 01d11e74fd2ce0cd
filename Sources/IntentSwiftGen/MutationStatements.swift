import IntentIR

/// Writes the statements of a mutation. Instances are held by their ids, so that each statement sees what those before it changed.
struct CommandWriter {
  let context: SystemContext
  let mutation: MutationIR
  var expressions: ExpressionWriter
  /// From whose personal data a local derives.
  private var holders: [String: [ExprIR]] = [:]

  init(context: SystemContext, mutation: MutationIR, expressions: ExpressionWriter) {
    (self.context, self.mutation, self.expressions) = (context, mutation, expressions)
  }

  private var names: SwiftNames { context.names }

  mutating func statements(_ list: [CommandIR]) -> [Code] {
    var lines: [Code] = []
    var rest = list[...]
    while let statement = rest.popFirst() {
      switch statement.kind {
      case .require(let test, let refusal): lines += require(test, refusal, statement.origin, &rest)
      case .bind(let name, let value): lines += bind(name, to: value, rest)
      default: lines += self.statement(statement)
      }
    }
    return lines
  }

  private mutating func statement(_ statement: CommandIR) -> [Code] {
    let origin = statement.origin
    switch statement.kind {
    case .require, .bind: return statements([statement])
    case .create(let entity, let fields, let binder): return create(entity, fields, binder, origin)
    case .update(let target, let entity, let fields):
      let changes = fields.map { field in
        let declared = context.entities[entity]?.fields.first { $0.name == field.label }
        let value = self.value(
          field.value, as: declared?.type ?? field.value.type, of: "entity \(entity)", field.label, "\(entity).\(field.label)", origin)
        return ".\(names.member("entity \(entity)", field.label))(\(value))"
      }
      return [emit(entity, ".updated(\(id(target, entity, origin)), [\(changes.joined(separator: ", "))])")]
    case .move(let target, let entity, let field, let state): return move(target, entity, field, state, origin)
    case .delete(let target, let entity): return [emit(entity, ".deleted(\(id(target, entity, origin)))")]
    case .emit(let event, let fields):
      let declared = context.events[event]?.fields ?? []
      let arguments = arguments(declared, fields, owner: "event \(event)", what: event, origin)
      let payload = "\(context.namespace).\(names.event(event))(\(arguments.joined(separator: ", ")))"
      return [.line("try run.emit(.\(Naming.escaped(names.eventCases[event] ?? event))(\(payload)))")]
    case .branch(let condition, let then, let otherwise): return branch(condition, then, otherwise, head: "if")
    case .forEach(let binder, let collection, let condition, let body): return loop(binder, collection, condition, body)
    }
  }

  private func emit(_ entity: String, _ fact: String) -> Code {
    .line("try run.emit(.\(Naming.escaped(names.entityCases[entity] ?? entity))(\(fact)))")
  }

  /// The condition with names for the cases that it asks for, where the statements begin by giving them, and lines that follow it.
  private mutating func test(_ test: ExprIR, _ statements: inout ArraySlice<CommandIR>) -> (code: String, lines: [Code]) {
    let parts = test.conjuncts
    var names: [Int: (name: String, value: ExprIR)] = [:]
    while case .bind(let name, let value)? = statements.first?.kind, case .payload(let operand, _, let word) = value.kind,
      let place = parts.firstIndex(where: { part in
        if case .isCase(let asked, _, word) = part.kind { asked.text == operand.text } else { false }
      }), names[place] == nil
    {
      names[place] = (name, value)
      statements.removeFirst()
    }
    if names.isEmpty { return (condition(expressions.condition(test)), []) }
    var lines: [Code] = []
    let clauses = parts.indices.map { place in
      guard let (name, value) = names[place] else { return condition(expressions.condition(parts[place])) }
      let payload = expressions.value(value)
      lines += noteHolder(of: name, value, statements)
      return "let \(expressions.bind(name, payload.form)) = \(condition(payload.code))"
    }
    for (name, _) in names.values { expressions.locals[name]?.personalBases = holders[name] ?? [] }
    return (clauses.joined(separator: ", "), lines)
  }

  private mutating func bind(_ name: String, to expression: ExprIR, _ statements: ArraySlice<CommandIR>) -> [Code] {
    let value = expressions.asStored(expressions.value(expression))
    let lines = noteHolder(of: name, expression, statements)
    let swift = expressions.bind(name, value.form, isOptional: value.isOptional)
    expressions.locals[name]?.personalBases = holders[name] ?? []
    return [.line("let \(swift) = \(value.code)")] + lines
  }

  /// Notes from whose personal data the value that is given the name derives. Where a path leads there, and may lead elsewhere by the time
  /// that the statements seal it, the instance is given a name too, in a line of its own.
  private mutating func noteHolder(of name: String, _ value: ExprIR, _ statements: ArraySlice<CommandIR>) -> [Code] {
    guard let bases = expressions.personalBases(of: value) else {
      holders[name] = [value]
      return []
    }
    holders[name] = bases
    guard bases.count == 1, case .entity = bases[0].type.unwrapped, isSealed(name, by: statements) else { return [] }
    if case .local = bases[0].kind { return [] }
    let id = expressions.asID(expressions.value(bases[0]))
    // No name of the IR has a space in it.
    let holder = "\(name) holder"
    holders[name] = [ExprIR(.local(holder), bases[0].type.unwrapped)]
    return [.line("let \(expressions.bind(holder, id.form, isOptional: id.isOptional)) = \(id.code)")]
  }

  /// `true` iff a statement seals what it takes from the local.
  private func isSealed(_ name: String, by statements: ArraySlice<CommandIR>) -> Bool {
    statements.flatMap(\.all).contains { statement in
      guard case .emit(let event, let fields) = statement.kind else { return false }
      return fields.contains { field in
        guard context.personal.holds("event \(event)", field.label) else { return false }
        var isRead = false
        field.value.forEach { part in
          if case .local(name) = part.kind { isRead = true }
        }
        return isRead
      }
    }
  }

  private mutating func require(
    _ test: ExprIR, _ refusal: String?, _ origin: Origin, _ statements: inout ArraySlice<CommandIR>
  ) -> [Code] {
    let reason =
      refusal.map { ".refused(.\(context.refusalCase($0)))" }
      ?? "run.refusal(\"a `require` of \(mutation.name)\", \(swiftQuoted(origin.file)), \(context.line(origin)))"
    let (code, lines) = self.test(test, &statements)
    return [.line("guard \(code) else { throw \(reason) }")] + lines
  }

  private mutating func create(_ entity: String, _ fields: [LabelledIR], _ binder: String?, _ origin: Origin) -> [Code] {
    let declared = context.entities[entity]?.fields ?? []
    let arguments = self.arguments(declared, fields, owner: "entity \(entity)", what: entity, origin)
    let next = "\(expressions.state).\(names.table(entity)).nextID"
    var lines: [Code] = []
    var identity = next
    if let binder {
      identity = expressions.bind(binder, .id(entity))
      lines.append(.line("let \(identity) = \(next)"))
    }
    let instance = "\(context.namespace).\(names.entity(entity))(\((["id: \(identity)"] + arguments).joined(separator: ", ")))"
    return lines + [emit(entity, ".created(\(instance))")]
  }

  private func move(_ target: ExprIR, _ entity: String, _ field: String, _ state: String, _ origin: Origin) -> [Code] {
    guard let workflow = context.system.workflows.first(where: { $0.entity == entity && $0.field == field }) else { return [] }
    let instance = id(target, entity, origin)
    let member = names.member("type \(context.stateType(workflow))", state)
    let function = context.moveFunction(workflow)
    return [
      .line("try run.check(\(function)(\(instance), to: .\(member), by: run.caller, run.world, run.moment))"),
      emit(entity, ".updated(\(instance), [.\(names.member("entity \(entity)", field))(.\(member))])"),
    ]
  }

  private mutating func branch(_ test: ExprIR, _ then: [CommandIR], _ otherwise: [CommandIR], head: String) -> [Code] {
    var (inner, other) = (self, self)
    var rest = then[...]
    let (code, lines) = inner.test(test, &rest)
    let test = "\(head) \(code)"
    let body = lines + inner.statements(Array(rest))
    guard !otherwise.isEmpty else { return [.block(test, body)] }
    if otherwise.count == 1, case .branch(let next, let nextThen, let nextOtherwise) = otherwise[0].kind {
      return [.block(test, body, tail: "")].joinedTail(other.branch(next, nextThen, nextOtherwise, head: "} else if"))
    }
    return [.block(test, body, tail: "} else {"), .indented(other.statements(otherwise)), .line("}")]
  }

  /// Goes through the collection as it was before the first round; the condition is asked at each round.
  private func loop(_ binder: String, _ collection: ExprIR, _ filter: ExprIR?, _ body: [CommandIR]) -> [Code] {
    var inner = self
    let (code, element, _) = expressions.sequence(expressions.value(collection))
    guard case .instance(let entity) = element else {
      let name = inner.expressions.bind(binder, element)
      let test = filter.map { " where \(condition(inner.expressions.condition($0)))" } ?? ""
      return [.block("for \(name) in \(condition(code))\(test)", inner.statements(body))]
    }
    let name = inner.expressions.bind(binder, .id(entity))
    var tests = filter.map { [condition(inner.expressions.condition($0))] } ?? []
    if body.flatMap(\.all).contains(where: { if case .delete(_, entity) = $0.kind { true } else { false } }) {
      tests.insert("\(expressions.state).\(names.table(entity)).contains(\(name))", at: 0)
    }
    let test = tests.isEmpty ? "" : " where \(tests.joined(separator: " && "))"
    return [.block("for \(name) in \(condition("\(code).map(\\.id)"))\(test)", inner.statements(body))]
  }

  // MARK: - values

  /// The arguments of a memberwise initialiser, in the order of the declaration.
  private func arguments(_ declared: [FieldIR], _ given: [LabelledIR], owner: String, what: String, _ origin: Origin) -> [String] {
    declared.compactMap { field in
      guard let argument = given.first(where: { $0.label == field.name })?.value ?? context.openDefault(field) else { return nil }
      let label = Naming.label(names.member(owner, field.name))
      return "\(label): \(value(argument, as: field.type, of: owner, field.name, "\(what).\(field.name)", origin))"
    }
  }

  /// A value for a place of that type; one that may be absent in Swift is asked for, whatever the author proved.
  private func value(
    _ expression: ExprIR, as type: TypeIR, of owner: String, _ field: String, _ what: String, _ origin: Origin
  ) -> String {
    // What stands in an instance becomes its own, whosever it was.
    let value = expressions.value(
      expression, for: type, isSealed: context.personal.holds(owner, field), isOwned: !owner.hasPrefix("entity "))
    return value.isOptional && !type.isOptional ? given(value, what, origin) : value.code
  }

  private func id(_ target: ExprIR, _ entity: String, _ origin: Origin) -> String {
    let value = expressions.asID(expressions.value(target))
    return value.isOptional ? given(value, target.text, origin) : value.code
  }

  private func given(_ value: Value, _ what: String, _ origin: Origin) -> String {
    "run.given(\(value.spelled), \(swiftQuoted(what)), \(swiftQuoted(origin.file)), \(context.line(origin)))"
  }
}

extension ExprIR {
  /// What `and` joins, from left to right.
  fileprivate var conjuncts: [ExprIR] {
    if case .binary(.and, let left, let right) = kind { left.conjuncts + right.conjuncts } else { [self] }
  }
}
