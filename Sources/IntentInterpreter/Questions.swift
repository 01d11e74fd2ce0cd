import IntentIR
import IntentRuntime

/// What a query or a part of a view gives.
public indirect enum Reply: Equatable, Sendable {
  case value(Value)
  /// An instance with its fields.
  case row(Instance)
  case list([Reply])
  /// The parts of a view, or the columns of a row.
  case columns([Reply])
}

/// What became of a question.
public enum QuestionOutcome: Equatable, Sendable {
  case answered(Reply)
  /// What was asked about is not there, or a value that is needed is absent.
  case rule([Refusal])
  /// The role is not held, or may not ask.
  case role(String)
  /// The arguments cannot be read.
  case unreadable(String)
}

extension Interpreter {
  /// Asks a query, at the clock's time.
  public func ask(_ name: String, _ arguments: [UInt8], by actor: Actor) -> QuestionOutcome {
    guard let query = spec.system.queries.first(where: { $0.name == name }), query.callers.contains(actor.role) else {
      return .role("\(actor.role) may not ask \(name)")
    }
    return answer(actor) { scope throws(QuestionStop) in
      let given = try scope.arguments(query.parameters, arguments)
      return try scope.answer(query, given)
    }
  }

  /// Reads a view, at the clock's time.
  public func look(at name: String, by actor: Actor) -> QuestionOutcome {
    guard let view = spec.system.views.first(where: { $0.name == name }), view.roles.contains(actor.role) else {
      return .role("\(actor.role) may not see \(name)")
    }
    return answer(actor) { scope throws(QuestionStop) in
      var parts: [Reply] = []
      for show in view.shows { parts.append(try scope.part(show, of: view)) }
      return .columns(parts)
    }
  }

  /// Reads the instance of a workflow as the role may: it, or absent.
  public func load(_ instance: EntityReference, by actor: Actor) -> QuestionOutcome {
    answer(actor) { scope in scope.row(instance).map { .row($0) } ?? .value(.absent) }
  }

  /// Loads the instance and, where it is in the state, moves it to the next one.
  public mutating func shift(
    _ instance: EntityReference, in name: String, from: String, to: String, by actor: Actor
  ) -> QuestionOutcome {
    guard let workflow = spec.system.workflows.first(where: { $0.name == name }) else { return .role("there is no workflow \(name)") }
    let loaded = load(instance, by: actor)
    guard case .answered(.row(let row)) = loaded else { return loaded }
    if row.fields[workflow.field] != .choice(from) { return .answered(.value(.absent)) }
    let subject = ExprIR(.local("it"), .entity(workflow.entity))
    let move = CommandIR(.move(subject, entity: workflow.entity, field: workflow.field, state: to), origin: workflow.origin)
    let mutation = MutationIR(
      name: name, parameters: [FieldIR(name: "it", type: subject.type, origin: workflow.origin)], callers: [actor.role], body: [move],
      effects: EffectsIR(), origin: workflow.origin)
    switch give(mutation, Array("{\"it\":\"\(instance.identifier)\"}".utf8), by: actor) {
    case .done: return .answered(world.row(instance).map { .row($0.instance) } ?? .value(.absent))
    case .rule(let refusals): return .rule(refusals)
    case .role(let words), .refused(let words), .unreadable(let words): return .role(words)
    }
  }

  private func answer(
    _ actor: Actor, _ body: (QuestionScope) throws(QuestionStop) -> Reply
  ) -> QuestionOutcome {
    let me: EntityReference?
    switch principal(of: actor) {
    case .success(let held): me = held
    case .failure(let lost): return .role(lost.words)
    }
    var evaluator = self.evaluator(at: batchTime)
    if let me { evaluator.locals["me"] = .instance(me) }
    do throws(QuestionStop) {
      return .answered(try body(QuestionScope(evaluator: evaluator, actor: actor, me: me)))
    } catch {
      switch error {
      case .rule(let refusal): return .rule([refusal])
      case .unreadable(let words): return .unreadable(words)
      }
    }
  }
}

/// Why a question has no answer.
private enum QuestionStop: Error {
  case rule(Refusal)
  case unreadable(String)
}

/// Where a question is answered.
private struct QuestionScope {
  /// With the name `me`, where the role has it.
  let evaluator: Evaluator
  let actor: Actor
  let me: EntityReference?

  var spec: Spec { evaluator.spec }

  /// The arguments, of which all that they name is there.
  func arguments(_ parameters: [FieldIR], _ json: [UInt8]) throws(QuestionStop) -> Record {
    var given = Record()
    do {
      guard case .object(let members) = try JSONValue(json) else { throw LogError.badJSON(offset: 0) }
      given = try evaluator.read(parameters, members)
    } catch {
      throw .unreadable(String(describing: error))
    }
    return given
  }

  func answer(_ query: QueryIR, _ given: Record) throws(QuestionStop) -> Reply {
    var scope = self.evaluator
    for parameter in query.parameters {
      if let refusal = scope.refusal(ofMissing: given[parameter.name], parameter) { throw .rule(refusal) }
      if !scope.isAllowed(given[parameter.name], parameter.type) {
        let place = parameter.origin
        throw .rule(
          Refusal(
            rule: "\(query.name).\(parameter.name): \(parameter.type.text)", subject: me?.description ?? actor.role, file: place.file,
            line: place.line))
      }
      scope.locals[parameter.name] = given[parameter.name]
    }
    return reply(query.body, for: query.callers, scope)
  }

  /// A part of a view: a value or what a query answers, whole or in columns.
  func part(_ show: ShowIR, of view: ViewIR) throws(QuestionStop) -> Reply {
    let (reply, type): (Reply, TypeIR)
    switch show.content {
    case .value(let value): (reply, type) = (self.reply(value, for: view.roles, evaluator), value.type)
    case .query(let name, let arguments, let result):
      guard let query = spec.system.queries.first(where: { $0.name == name }) else { return .value(.absent) }
      (reply, type) = (try answer(query, try given(arguments, to: query)), result)
    }
    return show.columns.isEmpty ? reply : columns(show.columns, of: reply, type)
  }

  private func given(_ arguments: [LabelledIR], to query: QueryIR) throws(QuestionStop) -> Record {
    var record = Record()
    for parameter in query.parameters {
      var value: Value = .absent
      if let argument = arguments.first(where: { $0.label == parameter.name }) {
        value = evaluator.coerced(evaluator.value(argument.value), to: parameter.type)
      } else if case .value(let fallback) = parameter.defaultValue {
        value = evaluator.coerced(evaluator.value(fallback), to: parameter.type)
      }
      if value == .absent && !parameter.type.isOptional {
        let subject = me?.description ?? actor.role
        throw .rule(
          Refusal(
            rule: "\(query.name).\(parameter.name) is absent", subject: subject, file: query.origin.file, line: query.origin.line))
      }
      record.fields.append((parameter.name, value))
    }
    return record
  }

  // MARK: - rows

  /// What the expression gives those roles: instances that the asking one may read, the ids of others, or a value.
  private func reply(_ expression: ExprIR, for roles: [String], _ scope: Evaluator) -> Reply {
    let isReadable = expression.type.rowEntity.map { entity in roles.allSatisfy { !grants(of: $0, entity).isEmpty } } ?? false
    if !isReadable { return .value(scope.coerced(scope.value(expression), to: expression.type)) }
    // What is not read does not count for a limit that the question ends in.
    if case .limit(let base, let count) = expression.kind {
      let rows = scope.items(base).compactMap(\.reference).compactMap { row($0) }
      guard case .int(let number) = scope.value(count) else { return .list([]) }
      return .list(rows.prefix(max(0, number)).map { .row($0) })
    }
    if case .list = expression.type.unwrapped {
      return .list(scope.items(expression).compactMap(\.reference).compactMap { row($0) }.map { .row($0) })
    }
    let reference = scope.value(expression).reference
    return reference.flatMap { row($0) }.map { .row($0) } ?? .value(.absent)
  }

  /// The instance, if it is there and the role reads it.
  func row(_ reference: EntityReference) -> Instance? {
    guard let row = evaluator.world.row(reference), row.isLive else { return nil }
    let judge = evaluator.binding(reference.entity, .instance(reference))
    return grants(of: actor.role, reference.entity).contains { $0.condition.map(judge.holds) ?? true } ? row.instance : nil
  }

  private func grants(of role: String, _ entity: String) -> [ReadGrantIR] {
    spec.system.roles.first { $0.name == role }?.reads.filter { $0.target == entity } ?? []
  }

  // MARK: - columns

  private func columns(_ names: [String], of reply: Reply, _ type: TypeIR) -> Reply {
    switch reply {
    case .list(let rows): .list(rows.map { columns(names, of: $0, type) })
    case .row(let instance): .columns(names.map { .value(column($0, of: instance)) })
    case .value(.record(let record)): .columns(names.map { .value(record[$0]) })
    case .value(.list(let elements)): .list(elements.map { columns(names, of: .value($0), type) })
    // Whoever asks needs no grant for what it is itself.
    case .value(.instance(let reference)):
      evaluator.world.row(reference).map { row in .columns(names.map { .value(column($0, of: row.instance)) }) } ?? .value(.absent)
    case .value, .columns: reply
    }
  }

  private func column(_ name: String, of instance: Instance) -> Value {
    if let inverse = spec.entities[instance.reference.entity]?.inverses.first(where: { $0.name == name }) {
      return .list(evaluator.world.pointing(at: instance.reference, inverse.entity, inverse.field).map { .instance($0) })
    }
    return instance.fields[name]
  }
}

extension Evaluator {
  /// Why what is given for the parameter cannot be: it names something that is not there.
  func refusal(ofMissing value: Value, _ parameter: FieldIR) -> Refusal? {
    value.references.first { !world.isLive($0) }.map { reference in
      Refusal(
        rule: LogError.unknownInstance(reference.description).description, subject: reference.description,
        file: parameter.origin.file, line: parameter.origin.line)
    }
  }
}

extension TypeIR {
  /// The entity whose instances the value is or holds.
  fileprivate var rowEntity: String? {
    switch unwrapped {
    case .entity(let name), .list(.entity(let name)): name
    default: nil
    }
  }
}
