/// What of a system is personal: the fields that `personal:` names, and whatever derives from them.
///
/// Instances and their ids are not personal, whatever they were chosen or ordered by. What a `derive` without a body gives is what the app
/// says it is, unless it was given something personal.
public struct PersonalData: Equatable, Sendable {
  /// A field of an entity, an event or an action, a derivation or a metric, as `entity customer.email` or `metric reach`.
  private var personal: Set<String> = []

  /// The entities with personal fields.
  public private(set) var entities: Set<String> = []

  /// O(size of the system).
  public init(_ system: SystemIR) {
    for entity in system.entities {
      for field in entity.fields where field.isPersonal {
        personal.insert("entity \(entity.name).\(field.name)")
        entities.insert(entity.name)
      }
    }
    if personal.isEmpty { return }
    var flows = Flows()
    flows.note(system)
    var pending = Array(personal)
    while let source = pending.popLast() {
      for place in flows.targets[source] ?? [] where personal.insert(place).inserted { pending.append(place) }
    }
  }

  /// `true` iff the system knows nothing personal.
  public var isEmpty: Bool { personal.isEmpty }

  /// `true` iff the field of the owner (`entity customer`, `event signed_up`, `action notify`) holds personal data; also the parameter of a
  /// `derive` that the app writes.
  public func holds(_ owner: String, _ field: String) -> Bool { !personal.isEmpty && personal.contains("\(owner).\(field)") }

  /// `true` iff the values of the derivation or the metric (`derive age`, `metric reach`) are personal.
  public func gives(_ owner: String) -> Bool { personal.contains(owner) }

  /// `true` iff the value of the expression derives from personal data; `locals` are the names around it that do. O(size).
  public func isPersonal(_ expression: ExprIR, locals: Set<String> = []) -> Bool {
    source(of: expression, locals: locals) != nil
  }

  /// What is personal that the value of the expression derives from, the first by name: `customer.email`, `reach`; one of the `locals` by
  /// its own name. Nil if it derives from nothing personal. O(size).
  public func source(of expression: ExprIR, locals: Set<String> = []) -> String? {
    if personal.isEmpty { return nil }
    var sources: Set<String> = []
    Flows.collect(expression, Dictionary(uniqueKeysWithValues: locals.map { ($0, ["local \($0)"]) }), into: &sources)
    let first = sources.filter { $0.hasPrefix("local ") || personal.contains($0) }.min()
    return first.map { String($0.drop { $0 != " " }.dropFirst()) }
  }
}

/// From where values flow to where, found once.
private struct Flows {
  /// What each binder's value derives from.
  typealias Locals = [String: Set<String>]

  private(set) var targets: [String: [String]] = [:]
  private var derivations: [String: DerivationIR] = [:]
  private var evidence: [String: String] = [:]
  private var actions: [String: ActionIR] = [:]

  mutating func note(_ system: SystemIR) {
    derivations = Dictionary(system.derivations.filter { $0.body == nil }.map { ($0.name, $0) }) { first, _ in first }
    actions = Dictionary(system.actions.map { ($0.name, $0) }) { first, _ in first }
    for derivation in system.derivations { if let body = derivation.body { flow(body, [:], to: "derive \(derivation.name)") } }
    for metric in system.metrics { flow(metric.body, [:], to: "metric \(metric.name)") }
    for reaction in system.reactions {
      for statement in reaction.body { note(statement, [:]) }
    }
    for mutation in system.mutations { note(mutation.body, [:]) }
    for expression in system.judgedExpressions { noteCalls(expression, [:]) }
    // What an action is given and what its evidence says of it are the same values.
    for action in system.actions {
      guard case .event(let event) = action.evidence else { continue }
      for parameter in action.parameters {
        let (given, said) = ("action \(action.name).\(parameter.name)", "event \(event).\(parameter.name)")
        targets[given, default: []].append(said)
        targets[said, default: []].append(given)
      }
    }
  }

  private mutating func flow(_ expression: ExprIR, _ locals: Locals, to place: String) {
    noteCalls(expression, locals)
    var sources: Set<String> = []
    Self.collect(expression, locals, into: &sources)
    for source in sources { targets[source, default: []].append(place) }
  }

  /// What the app's own derivations are given.
  private mutating func noteCalls(_ expression: ExprIR, _ locals: Locals) {
    if derivations.isEmpty { return }
    var calls: [(DerivationIR, [ExprIR])] = []
    expression.forEach { part in
      if case .derivation(let name, let arguments) = part.kind, let derivation = derivations[name] { calls.append((derivation, arguments)) }
    }
    for (derivation, arguments) in calls {
      for (parameter, argument) in zip(derivation.parameters, arguments) {
        var sources: Set<String> = []
        Self.collect(argument, locals, into: &sources)
        for source in sources { targets[source, default: []].append("derive \(derivation.name).\(parameter.name)") }
      }
    }
  }

  private mutating func note(_ statement: StatementIR, _ locals: Locals) {
    switch statement {
    case .obligation(let obligation):
      note(obligation.call, locals)
      if let undo = obligation.undo { note(undo.call, locals) }
      if let unless = obligation.unless { noteCalls(unless, locals) }
      for replacement in obligation.fallback { note(.obligation(replacement), locals) }
    case .branch(let branch):
      noteCalls(branch.condition, locals)
      for inner in branch.then + branch.otherwise { note(inner, locals) }
    case .forEach(let loop):
      noteCalls(loop.collection, locals)
      if let condition = loop.condition { noteCalls(condition, locals) }
      let inner = Self.binding(loop.binder, to: loop.collection, locals)
      for statement in loop.body { note(statement, inner) }
    }
  }

  private mutating func note(_ call: ActionCallIR, _ locals: Locals) {
    for (parameter, argument) in zip(actions[call.action]?.parameters ?? [], call.arguments) {
      if let argument { flow(argument, locals, to: "action \(call.action).\(parameter.name)") }
    }
  }

  private mutating func note(_ statement: CommandIR, _ locals: Locals) {
    switch statement.kind {
    case .emit(let event, let fields): for field in fields { flow(field.value, locals, to: "event \(event).\(field.label)") }
    case .create(_, let fields, _), .update(_, _, let fields): for field in fields { noteCalls(field.value, locals) }
    case .branch(let condition, let then, let otherwise):
      noteCalls(condition, locals)
      note(then, locals)
      note(otherwise, locals)
    case .forEach(let binder, let collection, let condition, let body):
      noteCalls(collection, locals)
      if let condition { noteCalls(condition, locals) }
      note(body, Self.binding(binder, to: collection, locals))
    case .bind(_, let value): noteCalls(value, locals)
    case .require(let condition, _): noteCalls(condition, locals)
    case .move, .delete: break
    }
  }

  private mutating func note(_ statements: [CommandIR], _ locals: Locals) {
    var locals = locals
    for statement in statements {
      note(statement, locals)
      if case .bind(let name, let value) = statement.kind { locals = Self.binding(name, to: value, locals) }
    }
  }

  // MARK: - sources

  private static func binding(_ binder: String, to collection: ExprIR, _ locals: Locals) -> Locals {
    var (locals, sources): (Locals, Set<String>) = (locals, [])
    collect(collection, locals, into: &sources)
    locals[binder] = sources
    return locals
  }

  /// The places from which the value of the expression derives.
  static func collect(_ expression: ExprIR, _ locals: Locals, into sources: inout Set<String>) {
    if expression.type.holdsInstances { return }
    switch expression.kind {
    case .local(let name): sources.formUnion(locals[name] ?? [])
    case .field(_, let entity, let name), .isState(_, let entity, let name, _), .isStateFor(_, let entity, let name, _, _, _):
      sources.insert("entity \(entity).\(name)")
    case .member(let base, let name):
      if case .event(let event) = base.type.unwrapped {
        sources.insert(event.hasSuffix(".done") ? "action \(event.dropLast(5)).\(name)" : "event \(event).\(name)")
      }
      collect(base, locals, into: &sources)
    case .derivation(let name, let arguments):
      sources.insert("derive \(name)")
      for argument in arguments { collect(argument, locals, into: &sources) }
    case .metric(let name): sources.insert("metric \(name)")
    case .collection(_, let base, let binder, let body):
      chosen(base, locals, into: &sources)
      if let body { collect(body, binding(binder, to: base, locals), into: &sources) }
    case .quantifier(_, let base, let binder, let body):
      chosen(base, locals, into: &sources)
      collect(body, binding(binder, to: base, locals), into: &sources)
    case .exists(let operand): chosen(operand, locals, into: &sources)
    default: for child in expression.children { collect(child, locals, into: &sources) }
    }
  }

  /// What decides how many a collection holds: its filters, where it holds instances.
  private static func chosen(_ collection: ExprIR, _ locals: Locals, into sources: inout Set<String>) {
    guard collection.type.holdsInstances else { return collect(collection, locals, into: &sources) }
    switch collection.kind {
    case .collection(_, let base, let binder, let body):
      chosen(base, locals, into: &sources)
      if let body { collect(body, binding(binder, to: base, locals), into: &sources) }
    case .limit(let base, _), .narrowed(let base): chosen(base, locals, into: &sources)
    default: break
    }
  }
}

extension TypeIR {
  /// `true` iff its values are instances, by their ids.
  fileprivate var holdsInstances: Bool {
    switch self {
    case .entity: true
    case .optional(let inner), .list(let inner): inner.holdsInstances
    default: false
    }
  }
}

extension SystemIR {
  /// Expressions that flow to no place of their own.
  fileprivate var judgedExpressions: [ExprIR] {
    let rules = entities.flatMap { entity in
      entity.rules.compactMap { if case .condition(let condition) = $0.body { condition } else { nil } }
        + entity.uniques.compactMap(\.condition) + entity.noOverlaps.compactMap(\.condition)
    }
    let shown = views.flatMap(\.shows).flatMap { show -> [ExprIR] in
      switch show.content {
      case .value(let value): [value]
      case .query(_, let arguments, _): arguments.map(\.value)
      }
    }
    let roleConditions = roles.flatMap { $0.reads.compactMap(\.condition) } + workflows.flatMap { $0.moves.compactMap(\.condition) }
    return rules + shown + roleConditions + queries.map(\.body) + assertions.map(\.condition)
      + contract.invariants.compactMap { if case .condition(let condition) = $0.claim { condition } else { nil } }
  }
}
