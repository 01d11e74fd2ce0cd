import IntentIR
import IntentRuntime

/// A system's declarations by name, and its lists in the order of the text.
struct Spec: Sendable {
  let system: SystemIR
  let entities: [String: EntityIR]
  let types: [String: TypeDeclarationIR]
  let events: [String: EventIR]
  let actions: [String: ActionIR]
  let derivations: [String: DerivationIR]
  let metrics: [String: MetricIR]
  let thresholds: [String: ThresholdIR]
  /// In the order of the text.
  let reactions: [ReactionIR]
  /// What is judged at appends, and what at rest.
  let duties: ContractDuties
  let personal: PersonalData
  /// What each reaction is known by in the log.
  let reactionIDs: [UInt64]

  init(_ system: SystemIR) {
    self.system = system
    entities = Dictionary(system.entities.map { ($0.name, $0) }) { first, _ in first }
    types = Dictionary(system.types.map { ($0.name, $0) }) { first, _ in first }
    events = Dictionary(system.events.map { ($0.name, $0) }) { first, _ in first }
    actions = Dictionary(system.actions.map { ($0.name, $0) }) { first, _ in first }
    derivations = Dictionary(system.derivations.map { ($0.name, $0) }) { first, _ in first }
    metrics = Dictionary(system.metrics.map { ($0.name, $0) }) { first, _ in first }
    thresholds = Dictionary(system.thresholds.map { ($0.name, $0) }) { first, _ in first }
    reactions = inTextOrder(system.reactions, \.origin)
    duties = ContractDuties(system)
    personal = PersonalData(system)
    var seen: [String: Int] = [:]
    reactionIDs = reactions.map { reaction in
      let occurrence = seen[reaction.triggerText, default: 0]
      seen[reaction.triggerText] = occurrence + 1
      return IntentIR.Fingerprint(of: "\(reaction.triggerText)#\(occurrence)").low
    }
  }

  /// `true` iff some reaction waits for an instance of the entity to be updated.
  func awaitsUpdates(of entity: String) -> Bool { reactions.contains { $0.trigger == .updated(entity: entity) } }

  /// `true` iff the value is, or reads, a hole.
  func isOpen(_ value: ExprIR) -> Bool {
    switch value.kind {
    case .parameter: true
    case .threshold(let name): thresholds[name]?.number == nil
    default: value.children.contains(where: isOpen)
    }
  }

  /// The type that a refinement refines; every other type is itself.
  func base(_ type: TypeIR) -> TypeIR {
    guard case .refined(let name) = type, let shape = types[name]?.shape else { return type }
    switch shape {
    case .range(let inner, _, _), .pattern(let inner, _): return base(inner)
    default: return type
    }
  }

  /// The fields of a record, of a derivation's result, or of what a variant's case carries (`<type>.<case>`).
  func fields(ofRecord name: String) -> [FieldIR] {
    if case .record(let fields)? = types[name]?.shape { return fields }
    if let derivation = derivations[name] { return derivation.resultFields }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2, case .variant(let cases)? = types[parts[0]]?.shape else { return [] }
    return cases.first { $0.name == parts[1] }?.fields ?? []
  }

  /// The fields of a domain event or of an action's default evidence (`<action>.done`); nil if there is no such event.
  func fields(ofEvent type: String) -> [FieldIR]? {
    if let event = events[type] { return event.fields }
    guard type.hasSuffix(".done"), let action = actions[String(type.dropLast(5))], action.evidence == .done else { return nil }
    return action.parameters
  }

  /// Where the event is declared.
  func origin(ofEvent type: String) -> Origin? {
    events[type]?.origin ?? actions[String(type.dropLast(5))]?.origin
  }
}

/// The items by file and line; those of one line stay as they are.
func inTextOrder<Item>(_ items: [Item], _ origin: (Item) -> Origin) -> [Item] {
  items.enumerated().sorted { left, right in
    let (a, b) = (origin(left.element), origin(right.element))
    return (a.file, a.line, left.offset) < (b.file, b.line, right.offset)
  }.map(\.element)
}

extension FieldIR {
  /// The entity that a relation points at.
  var target: String? {
    switch type.unwrapped {
    case .entity(let name), .list(.entity(let name)): name
    default: nil
    }
  }
}

extension EntityIR {
  /// The fields that an update may change: none of an immutable entity, and never the relation to an owner or a whole.
  var changeable: [FieldIR] { isImmutable ? [] : fields.filter { $0.role != .belongsTo && $0.role != .partOf } }
}

extension TriggerIR {
  /// `true` iff time starts the reaction.
  var isTimed: Bool {
    switch self {
    case .aged, .relative, .schedule: true
    default: false
    }
  }

  /// `true` iff it waits for an instance to be updated.
  var isUpdate: Bool {
    if case .updated = self { true } else { false }
  }

  /// The entity whose instances it is about.
  var entity: String? {
    switch self {
    case .created(let entity), .updated(let entity), .deleted(let entity), .assigned(let entity, _), .unassigned(let entity, _),
      .entered(let entity, _, _), .aged(let entity, _, _, _), .relative(let entity, _, _):
      entity
    case .schedule(let schedule): schedule.perEntity
    case .event, .done: nil
    }
  }
}
