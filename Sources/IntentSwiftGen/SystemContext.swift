import IntentIR

/// A system with its declarations by name, in source order and by what they concern, and the Swift names of everything in it: what
/// every part of the generator reads. Everything is found once, here.
struct SystemContext {
  let system: SystemIR
  let access: String
  let entities: [String: EntityIR]
  let types: [String: TypeDeclarationIR]
  let events: [String: EventIR]
  let actions: [String: ActionIR]
  let derivations: [String: DerivationIR]
  let metrics: [String: MetricIR]
  let thresholds: [String: ThresholdIR]
  /// Declarations in the order of their places in the sources.
  let entitiesInSourceOrder: [EntityIR]
  let eventsInSourceOrder: [EventIR]
  let actionsInSourceOrder: [ActionIR]
  let derivationsInSourceOrder: [DerivationIR]
  /// Reactions by file and line: a reaction's place in this list is its number.
  let reactions: [ReactionIR]
  /// The function of each reaction, by number.
  let reactionNames: [String]
  /// The numbers of the reactions to an entity's instances, and to payload events, by name.
  let reactionsByEntity: [String: [Int]]
  let reactionsByPayload: [String: [Int]]
  /// The required relations that point at an entity, by its name.
  let requiredRelations: [String: [(owner: EntityIR, field: FieldIR)]]
  let names: SwiftNames
  let families: Families
  /// What of the system is personal.
  let personal: PersonalData
  let uses: Uses
  let increments: Increments
  let duties: ContractDuties
  /// The Swift names of what the conductor judges at rest: made of each one's own words, so that one more renames no other.
  let claimNames: [String]
  let lines: SourceLines
  /// Fields whose time of last change something asks for, by entity.
  let changeTimes: [String: [FieldKey]]
  /// The pairs of an awaited event and an entity that its fields name, by event, with their numbers.
  let awaitChannels: [String: [(channel: Int, entity: String)]]
  /// Records and choices with data whose values are, or are part of, a key.
  let hashedTypes: Set<String>
  private(set) var payloadEvents: [PayloadEvent] = []
  private(set) var modelInputs: [ModelInput] = []
  /// The declared types whose values something checks.
  private(set) var checkedTypes: Set<String> = []

  init(_ system: SystemIR, access: GeneratorOptions.Access) {
    self.system = system
    self.access = access.rawValue
    entities = Dictionary(system.entities.map { ($0.name, $0) }) { first, _ in first }
    types = Dictionary(system.types.map { ($0.name, $0) }) { first, _ in first }
    events = Dictionary(system.events.map { ($0.name, $0) }) { first, _ in first }
    actions = Dictionary(system.actions.map { ($0.name, $0) }) { first, _ in first }
    derivations = Dictionary(system.derivations.map { ($0.name, $0) }) { first, _ in first }
    metrics = Dictionary(system.metrics.map { ($0.name, $0) }) { first, _ in first }
    thresholds = Dictionary(system.thresholds.map { ($0.name, $0) }) { first, _ in first }
    entitiesInSourceOrder = system.entities.inSourceOrder(\.origin)
    eventsInSourceOrder = system.events.inSourceOrder(\.origin)
    actionsInSourceOrder = system.actions.inSourceOrder(\.origin)
    derivationsInSourceOrder = system.derivations.inSourceOrder(\.origin)
    reactions = system.reactions.inSourceOrder(\.origin)
    var scope = Naming.Scope()
    reactionNames = reactions.map { scope.claim(Naming.reaction($0.triggerText)) }
    var byEntity: [String: [Int]] = [:]
    var byPayload: [String: [Int]] = [:]
    for (number, reaction) in reactions.enumerated() {
      if let entity = reaction.trigger.entity { byEntity[entity, default: []].append(number) }
      if let payload = reaction.trigger.payload { byPayload[payload, default: []].append(number) }
    }
    reactionsByEntity = byEntity
    reactionsByPayload = byPayload
    var required: [String: [(owner: EntityIR, field: FieldIR)]] = [:]
    for entity in entitiesInSourceOrder {
      for field in entity.fields {
        if case .entity(let target) = field.type { required[target, default: []].append((entity, field)) }
      }
    }
    requiredRelations = required
    personal = PersonalData(system)
    names = SwiftNames(system, personal)
    hashedTypes = Self.hashedTypes(system.entities, types)
    duties = ContractDuties(system)
    var claimScope = Naming.Scope(reserving: names.functionNames)
    claimNames = duties.standing.map { claimScope.claim(Naming.claim($0.name ?? $0.text)) }
    let ruleOrigins = Set(system.entities.flatMap { $0.rules.map(\.origin) })
    lines = SourceLines(
      system, reactions: zip(reactionNames, reactions.map(\.origin)).map { ($0, $1) },
      claims: zip(claimNames, duties.standing.map(\.origin)).filter { !ruleOrigins.contains($0.1) }.map { ($0, $1) })
    families = Families(system, duties)
    uses = Uses(system, duties, families)
    increments = Increments(system, duties, uses.expressions.map(\.expression), table: names.table)
    changeTimes = Dictionary(grouping: uses.changeTimes.sorted(), by: \.entity)
    awaitChannels = Self.channels(uses.awaited, events)
    payloadEvents = eventsInSourceOrder.map(event) + actionsInSourceOrder.filter { $0.evidence == .done }.map(evidence)
    modelInputs = inputs()
    checkedTypes = findCheckedTypes()
  }

  private static func channels(_ awaited: [String], _ events: [String: EventIR]) -> [String: [(channel: Int, entity: String)]] {
    var channels: [String: [(channel: Int, entity: String)]] = [:]
    var next = 0
    for name in awaited {
      var entities: Set<String> = []
      for field in events[name]?.fields ?? [] { if case .entity(let entity) = field.type.unwrapped { entities.insert(entity) } }
      for entity in entities.sorted() {
        channels[name, default: []].append((next, entity))
        next += 1
      }
    }
    return channels
  }

  private static func hashedTypes(_ entities: [EntityIR], _ types: [String: TypeDeclarationIR]) -> Set<String> {
    var found: Set<String> = []
    func add(_ type: TypeIR) {
      switch type {
      case .optional(let inner), .list(let inner): add(inner)
      case .record(let name), .variant(let name):
        guard found.insert(name).inserted else { return }
        switch types[name]?.shape {
        case .record(let fields): fields.forEach { add($0.type) }
        case .variant(let cases): cases.flatMap(\.fields).forEach { add($0.type) }
        default: break
        }
      default: break
      }
    }
    for entity in entities {
      let keys = Set(entity.keys.joined()).union(entity.uniques.flatMap(\.fields)).union(entity.noOverlaps.flatMap(\.per))
      for field in entity.fields where keys.contains(field.name) { add(field.type) }
    }
    return found
  }

  /// The namespace of the system: `CustomerPlatform`.
  var namespace: String { names.system }

  /// Everything that is generated for the system, each section with the place that it belongs to.
  func sections() -> [Section] {
    let sections = declaredSections
    return sections + lineSections(namedIn: sections)
  }

  private var declaredSections: [Section] {
    [namespaceSection]
      + system.types.inSourceOrder(\.origin).map(typeSection)
      + entitiesInSourceOrder.map(entitySection)
      + eventsInSourceOrder.map(eventSection)
      + derivationsInSourceOrder.map(derivationSection)
      + system.metrics.inSourceOrder(\.origin).map(metricSection)
      + actionsInSourceOrder.map(actionSection)
      + reactions.indices.map(reactionSection)
      + assertionSections
      + commandSections
      + systemSections
  }

  /// The comment above a declaration: the author's, and which item of which file it comes from.
  func comment(_ doc: String?, _ item: String, _ origin: Origin) -> [Code] {
    var lines: [String] = []
    if let doc { lines += doc.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    if !lines.isEmpty { lines.append("") }
    lines.append("From `\(item)` in \(origin.file).")
    return lines.map { .line($0.isEmpty ? "///" : "/// \($0.trimmingSpaces)") }
  }

  /// A section of the whole system, at its home.
  func homeSection(_ title: String, rank: Int, _ code: [Code]) -> Section {
    Section(title: title, origin: system.origin, rank: rank, code: code)
  }
}

extension TriggerIR {
  /// The entity whose instance the trigger is about.
  var entity: String? {
    switch self {
    case .created(let entity), .updated(let entity), .deleted(let entity), .assigned(let entity, _), .unassigned(let entity, _),
      .entered(let entity, _, _), .aged(let entity, _, _, _), .relative(let entity, _, _):
      entity
    case .schedule(let schedule): schedule.perEntity
    case .event, .done: nil
    }
  }

  /// The type of the domain event or default evidence that the trigger is.
  var payload: String? {
    switch self {
    case .event(let name): name
    case .done(let action): "\(action).done"
    default: nil
    }
  }

  /// `true` iff a clock starts the reaction.
  var isTimed: Bool {
    switch self {
    case .aged, .relative, .schedule: true
    default: false
    }
  }
}

extension Array {
  func inSourceOrder(_ origin: (Element) -> Origin) -> [Element] {
    enumerated().sorted { left, right in
      let (a, b) = (origin(left.element), origin(right.element))
      return (a.file, a.line, left.offset) < (b.file, b.line, right.offset)
    }.map(\.element)
  }
}

extension String {
  var trimmingSpaces: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
