import IntentIR
import IntentRuntime

/// Somebody in a role.
public struct Actor: Equatable, Sendable {
  public let identity: String
  public let role: String

  public init(identity: String, role: String) {
    self.identity = identity
    self.role = role
  }
}

/// What became of a command.
public enum CommandOutcome: Equatable, Sendable {
  case done
  /// A `require … else name` does not hold.
  case refused(String)
  /// The spec forbids what the command would do, for any of these reasons.
  case rule([Refusal])
  /// The role is not held, or may not give the command.
  case role(String)
  /// The arguments cannot be read.
  case unreadable(String)
}

/// Why a command stops.
private enum Stop: Error {
  case refused(String)
  case rule([Refusal])
}

extension Interpreter {
  /// Lets the identity act in the role as `me`, which must be there.
  public mutating func grant(_ role: String, to identity: String, as me: EntityReference?) -> CommandOutcome {
    if let me, !world.isLive(me) { return .role("there is no \(me) for the role \(role)") }
    commit { interpreter in
      interpreter.judge()
      interpreter.noteRole("intent.role_granted", role, identity, me)
      interpreter.holders[Holding(role: role, identity: identity)] = .some(me)
      interpreter.closeGaps()
    }
    return .done
  }

  /// Takes the role away; does nothing if it is not held.
  public mutating func revoke(_ role: String, from identity: String) {
    guard let me = holders.removeValue(forKey: Holding(role: role, identity: identity)) else { return }
    commit { interpreter in
      interpreter.judge()
      interpreter.noteRole("intent.role_revoked", role, identity, me)
      interpreter.closeGaps()
    }
  }

  private mutating func noteRole(_ type: String, _ role: String, _ identity: String, _ me: EntityReference?) {
    let fields = Record([
      ("role", .text(role)), ("identity", .text(identity)), ("me", me.map { .text($0.description) } ?? .absent),
    ])
    note(type, fields, actor: "root")
  }

  /// Who `me` is in the role, or why it is not held.
  func principal(of actor: Actor) -> Result<EntityReference?, RoleLost> {
    guard let held = holders[Holding(role: actor.role, identity: actor.identity)] else {
      return .failure(RoleLost(words: "\(actor.identity) does not hold the role \(actor.role)"))
    }
    if let held, !world.isLive(held) { return .failure(RoleLost(words: "there is no \(held) for the role \(actor.role)")) }
    return .success(held)
  }

  /// Gives a command: all of it happens, each statement seeing what those before it did, or nothing.
  public mutating func give(_ name: String, _ arguments: [UInt8], by actor: Actor) -> CommandOutcome {
    if case .failure(let lost) = principal(of: actor) { return .role(lost.words) }
    guard let mutation = spec.system.mutations.first(where: { $0.name == name }), mutation.callers.contains(actor.role) else {
      return .role("\(actor.role) may not give \(name)")
    }
    return give(mutation, arguments, by: actor)
  }

  mutating func give(_ mutation: MutationIR, _ arguments: [UInt8], by actor: Actor) -> CommandOutcome {
    let me: EntityReference?
    switch principal(of: actor) {
    case .success(let held): me = held
    case .failure(let lost): return .role(lost.words)
    }
    var given = Record()
    do {
      guard case .object(let members) = try JSONValue(arguments) else { return .unreadable("no object") }
      given = try evaluator.read(mutation.parameters, members)
    } catch {
      return .unreadable(error.description)
    }
    commit { interpreter in
      interpreter.judge()
      interpreter.closeGaps()
    }
    return commit { interpreter in
      var trial = CommandTrial(interpreter, mutation, actor, me)
      do throws(Stop) { try trial.run(given) } catch {
        switch error {
        case .refused(let reason): return .refused(reason)
        case .rule(let refusals): return .rule(refusals)
        }
      }
      _ = interpreter.append(accepted: trial.happenings, actor: actor.identity, cause: 0)
      interpreter.closeGaps()
      return .done
    }
  }
}

/// Why somebody may not act in a role.
struct RoleLost: Error { let words: String }

/// Names a role that an identity holds.
struct Holding: Hashable {
  let role: String
  let identity: String
}

/// A command on its way, on a copy of everything.
private struct CommandTrial {
  var copy: Interpreter
  let mutation: MutationIR
  let actor: Actor
  let me: EntityReference?
  var happenings: [Happening] = []
  private var created: Set<EntityReference> = []

  init(_ interpreter: Interpreter, _ mutation: MutationIR, _ actor: Actor, _ me: EntityReference?) {
    copy = interpreter
    copy.now = max(interpreter.now, interpreter.batchTime)
    self.mutation = mutation
    self.actor = actor
    self.me = me
  }

  mutating func run(_ given: Record) throws(Stop) {
    var locals: [String: Value] = [:]
    if let me { locals["me"] = .instance(me) }
    for parameter in mutation.parameters {
      if let refusal = copy.evaluator.refusal(ofMissing: given[parameter.name], parameter) { throw .rule([refusal]) }
      if !copy.evaluator.isAllowed(given[parameter.name], parameter.type) {
        throw .rule([refusal("\(mutation.name).\(parameter.name): \(parameter.type.text)", parameter.origin)])
      }
      locals[parameter.name] = given[parameter.name]
    }
    try run(mutation.body, &locals)
    let refusals = copy.evaluator.familyRefusals(happenings.compactMap(\.reference))
    if !refusals.isEmpty { throw .rule(refusals) }
  }

  private mutating func run(_ statements: [CommandIR], _ locals: inout [String: Value]) throws(Stop) {
    for statement in statements { try run(statement, &locals) }
  }

  private mutating func run(_ statement: CommandIR, _ locals: inout [String: Value]) throws(Stop) {
    var scope = copy.evaluator
    scope.locals = locals
    switch statement.kind {
    case .require(let condition, let reason):
      if scope.holds(condition) { return }
      if let reason { throw .refused(reason) }
      throw .rule([refusal("a `require` of \(mutation.name)", statement.origin)])
    case .create(let entity, let fields, let binder):
      guard let declared = copy.spec.entities[entity] else { return }
      let reference = EntityReference(entity, Identifier(ordinal: copy.world.nextOrdinal(entity)))
      let record = try self.record(declared.fields, fields, scope, entity, statement.origin)
      if let binder { locals[binder] = .instance(reference) }
      try emit(.created(Instance(reference, record)))
    case .update(let target, let entity, let fields):
      let reference = try instance(target, scope, statement.origin)
      let declared = copy.spec.entities[entity]?.fields ?? []
      var changes = Record()
      for field in fields {
        guard let declaration = declared.first(where: { $0.name == field.label }) else { continue }
        changes[field.label] = try value(field.value, declaration, scope, entity, statement.origin)
      }
      try emit(.updated(reference, changes: changes))
    case .move(let target, let entity, let field, let state):
      let reference = try instance(target, scope, statement.origin)
      try checkMove(reference, entity, field, state, scope)
      try emit(.updated(reference, changes: Record([(field, .choice(state))])))
    case .delete(let target, _): try emit(.deleted(try instance(target, scope, statement.origin)))
    case .emit(let event, let fields):
      let declared = copy.spec.events[event]?.fields ?? []
      try emit(.payload(type: event, try record(declared, fields, scope, event, statement.origin)))
    case .branch(let condition, let then, let otherwise):
      var inner = locals
      try run(scope.holds(condition) ? then : otherwise, &inner)
    case .forEach(let binder, let collection, let condition, let body):
      for item in scope.items(collection) {
        var inner = locals
        inner[binder] = item
        // What an earlier round has deleted is passed over.
        if let reference = item.reference, !copy.world.isLive(reference) { continue }
        var now = copy.evaluator
        now.locals = inner
        if let condition, !now.holds(condition) { continue }
        try run(body, &inner)
      }
    case .bind(let name, let value): locals[name] = scope.value(value)
    }
  }

  private mutating func emit(_ happening: Happening) throws(Stop) {
    var scope = copy.evaluator
    scope.created = created
    let completed = scope.completed(happening)
    let refusals = scope.refusals(of: completed)
    if !refusals.isEmpty { throw .rule(refusals) }
    copy.fold(completed)
    happenings.append(completed)
    if case .created(let instance) = completed { created.insert(instance.reference) }
  }

  /// A refusal by a rule that is the command's own.
  private func refusal(_ rule: String, _ origin: Origin) -> Refusal {
    Refusal(rule: rule, subject: me?.description ?? actor.role, file: origin.file, line: origin.line)
  }

  private func instance(_ target: ExprIR, _ scope: Evaluator, _ origin: Origin) throws(Stop) -> EntityReference {
    guard let reference = scope.value(target).reference else { throw .rule([refusal("\(target.text) is absent", origin)]) }
    return reference
  }

  /// The value that a field is to have. One that must be there and is absent stops the command.
  private func value(
    _ expression: ExprIR, _ field: FieldIR, _ scope: Evaluator, _ what: String, _ origin: Origin
  ) throws(Stop) -> Value {
    let value = scope.coerced(scope.value(expression), to: field.type)
    if value == .absent && !field.type.isOptional { throw .rule([refusal("\(what).\(field.name) is absent", origin)]) }
    return value
  }

  /// The fields in the order of their declaration; those that are not given have their defaults.
  private func record(
    _ declared: [FieldIR], _ given: [LabelledIR], _ scope: Evaluator, _ what: String, _ origin: Origin
  ) throws(Stop) -> Record {
    var record = Record()
    for field in declared {
      if let argument = given.first(where: { $0.label == field.name }) {
        record.fields.append((field.name, try value(argument.value, field, scope, what, origin)))
        continue
      }
      switch field.defaultValue {
      case .now: record.fields.append((field.name, .timestamp(.recorded)))
      case .next: record.fields.append((field.name, .int(0)))
      case .value(let fallback): record.fields.append((field.name, scope.coerced(scope.value(fallback), to: field.type)))
      case nil: record.fields.append((field.name, scope.coerced(.absent, to: field.type)))
      }
    }
    return record
  }

  /// Some move of the workflow must lead there, be the role's, and hold.
  private func checkMove(
    _ reference: EntityReference, _ entity: String, _ field: String, _ state: String, _ scope: Evaluator
  ) throws(Stop) {
    guard let workflow = copy.spec.system.workflows.first(where: { $0.entity == entity && $0.field == field }),
      let row = copy.world.row(reference), case .choice(let from) = row.instance.fields[field]
    else { return }
    var judge = scope.binding(entity, .instance(reference))
    judge.locals["me"] = me.map { .instance($0) }
    let isAllowed = workflow.moves.contains { move in
      move.from == from && move.to == state && move.roles.contains(actor.role) && move.condition.map(judge.holds) ?? true
    }
    if isAllowed { return }
    let move = workflow.moves.first { $0.from == from && $0.to == state }
    let place = move?.origin ?? workflow.origin
    throw .rule([
      Refusal(
        rule: "\(workflow.name): \(from) -> \(state) by \(actor.role)", subject: reference.description, file: place.file, line: place.line)
    ])
  }
}

extension Value {
  /// Every instance that the value names.
  var references: [EntityReference] {
    switch self {
    case .instance(let reference): [reference]
    case .list(let elements): elements.flatMap(\.references)
    case .record(let record), .variant(_, let record): record.fields.flatMap(\.value.references)
    default: []
    }
  }
}
