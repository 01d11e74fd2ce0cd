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
  /// Awaited events, in order of name: an event's place is its number.
  private(set) var awaited: [String] = []
  /// Derived values that the app's reducers give.
  private(set) var bodilessDerivations: [DerivationIR] = []

  init(_ system: SystemIR, _ duties: ContractDuties, _ families: Families) {
    var expressions: [ExprIR] = []
    for reaction in system.reactions {
      expressions += reaction.crossings + reaction.body.flatMap(\.expressions)
      noteTrigger(reaction.trigger)
      if case .schedule(let schedule) = reaction.trigger, let at = schedule.at { expressions.append(at) }
    }
    expressions += duties.standing.map(\.condition) + system.metrics.map(\.body) + system.derivations.compactMap(\.body)
    expressions += system.contract.exceptions
    expressions += system.commandExpressions
    for entity in system.entities {
      expressions += entity.uniques.compactMap(\.condition) + entity.noOverlaps.compactMap(\.condition)
      for rule in duties.guarded(on: entity.name) { if case .condition(let condition) = rule.body { expressions.append(condition) } }
      for field in entity.fields { if case .value(let value) = field.defaultValue { expressions.append(value) } }
    }
    var indexes: Set<FieldKey> = []
    var changeTimes: Set<FieldKey> = []
    for expression in expressions {
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

  private mutating func noteTrigger(_ trigger: TriggerIR) {
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
