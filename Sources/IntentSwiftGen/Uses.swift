import IntentIR

/// A field of an entity, as a key.
struct FieldKey: Hashable, Comparable {
  var entity: String
  var field: String

  static func < (a: FieldKey, b: FieldKey) -> Bool { (a.entity, a.field) < (b.entity, b.field) }
}

/// What of a system is read by something: only that is kept up to date by the generated state.
struct Uses {
  /// Inverse sides that expressions walk.
  private(set) var indexes: Set<FieldKey> = []
  /// The same by the entity that holds the relation, in order.
  private(set) var indexesByEntity: [String: [FieldKey]] = [:]
  /// Fields whose time of last change is asked for.
  private(set) var changeTimes: Set<FieldKey> = []
  /// Entities of which a reaction compares the instance with what it was before the event.
  private(set) var previous: Set<String> = []
  /// Entities of which a reaction waits for instances to be updated.
  private(set) var updated: Set<String> = []
  /// Awaited events, in order of name: an event's place is its number.
  private(set) var awaited: [String] = []
  /// Derived values that the app's reducers give.
  private(set) var bodilessDerivations: [DerivationIR] = []

  /// Every expression that generated code evaluates, but for what is judged at rest.
  private(set) var expressions: [(expression: ExprIR, origin: Origin)] = []

  init(_ system: SystemIR, _ duties: ContractDuties, _ families: Families) {
    noteExpressions(of: system, duties)
    var indexes: Set<FieldKey> = []
    var changeTimes: Set<FieldKey> = []
    for expression in expressions.map(\.expression) + duties.standing.map(\.condition) {
      expression.forEach { inner in
        switch inner.kind {
        case .related(_, let entity, let field): indexes.insert(FieldKey(entity: entity, field: field))
        case .isStateFor(_, let entity, let field, _, _, _): changeTimes.insert(FieldKey(entity: entity, field: field))
        default: break
        }
      }
    }
    for reaction in system.reactions {
      if case .aged(let entity, let field, _, _) = reaction.trigger { changeTimes.insert(FieldKey(entity: entity, field: field)) }
    }
    for step in families.ways.values.joined().joined() where !step.isToWhole { indexes.insert(step.part) }
    self.indexes = indexes
    indexesByEntity = Dictionary(grouping: indexes.sorted(), by: \.entity)
    self.changeTimes = changeTimes
    let awaitedNames = system.actions.compactMap { action -> String? in
      if case .awaited(let event) = action.evidence { event } else { nil }
    }
    awaited = Set(awaitedNames).sorted()
    bodilessDerivations = system.derivations.filter { $0.body == nil }.sorted { $0.name < $1.name }
  }

  private mutating func noteExpressions(of system: SystemIR, _ duties: ContractDuties) {
    func note(_ list: [ExprIR], _ origin: Origin) { expressions += list.map { ($0, origin) } }
    for reaction in system.reactions {
      note(reaction.crossings + reaction.body.flatMap(\.expressions), reaction.origin)
      noteTrigger(reaction.trigger)
      if case .schedule(let schedule) = reaction.trigger, let at = schedule.at { note([at], reaction.origin) }
    }
    for metric in system.metrics { note([metric.body], metric.origin) }
    for derivation in system.derivations { note(derivation.body.map { [$0] } ?? [], derivation.origin) }
    note(system.contract.exceptions + system.commandExpressions, system.origin)
    for entity in system.entities {
      note(entity.uniques.compactMap(\.condition) + entity.noOverlaps.compactMap(\.condition), entity.origin)
      for rule in duties.guarded(on: entity.name) { if case .condition(let condition) = rule.body { note([condition], rule.origin) } }
      for field in entity.fields { if case .value(let value) = field.defaultValue { note([value], field.origin) } }
    }
  }

  private mutating func noteTrigger(_ trigger: TriggerIR) {
    if case .updated(let entity) = trigger { updated.insert(entity) }
    switch trigger {
    case .updated(let entity), .assigned(let entity, _), .unassigned(let entity, _), .entered(let entity, _, _), .deleted(let entity),
      .aged(let entity, _, _, _), .relative(let entity, _, _):
      previous.insert(entity)
    case .schedule(let schedule):
      if let entity = schedule.perEntity { previous.insert(entity) }
    case .created, .event, .done: break
    }
  }
}

extension StatementIR {
  /// Every expression in the statement.
  var expressions: [ExprIR] {
    switch self {
    case .obligation(let obligation): obligation.expressions
    case .branch(let branch): [branch.condition] + branch.then.flatMap(\.expressions) + branch.otherwise.flatMap(\.expressions)
    case .forEach(let loop): [loop.collection] + (loop.condition.map { [$0] } ?? []) + loop.body.flatMap(\.expressions)
    }
  }
}

extension ObligationIR {
  var expressions: [ExprIR] {
    call.arguments.compactMap { $0 } + (unless.map { [$0] } ?? []) + (undo?.call.arguments.compactMap { $0 } ?? [])
      + fallback.flatMap(\.expressions)
  }
}
