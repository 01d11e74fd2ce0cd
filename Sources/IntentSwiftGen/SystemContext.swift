import IntentIR

/// A system with its declarations by name and the Swift names of everything in it: what every part of the generator reads.
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
  /// Reactions by file and line: a reaction's place in this list is its number.
  let reactions: [ReactionIR]
  /// The function of each reaction, by number.
  let reactionNames: [String]
  let names: SwiftNames
  let uses: Uses

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
    reactions = system.reactions.enumerated().sorted { left, right in
      let (a, b) = (left.element.origin, right.element.origin)
      return (a.file, a.line, left.offset) < (b.file, b.line, right.offset)
    }.map(\.element)
    var scope = Naming.Scope()
    reactionNames = reactions.map { scope.claim(Naming.reaction($0.triggerText)) }
    names = SwiftNames(system)
    uses = Uses(system)
  }

  /// The namespace of the system: `CustomerPlatform`.
  var namespace: String { names.system }

  /// Declarations in the order of their places in the sources.
  var entitiesInSourceOrder: [EntityIR] { system.entities.inSourceOrder(\.origin) }
  var eventsInSourceOrder: [EventIR] { system.events.inSourceOrder(\.origin) }
  var actionsInSourceOrder: [ActionIR] { system.actions.inSourceOrder(\.origin) }
  var derivationsInSourceOrder: [DerivationIR] { system.derivations.inSourceOrder(\.origin) }

  /// Everything that is generated for the system, each section with the place that it belongs to.
  func sections() -> [Section] {
    [namespaceSection]
      + system.types.inSourceOrder(\.origin).map(typeSection)
      + entitiesInSourceOrder.map(entitySection)
      + eventsInSourceOrder.map(eventSection)
      + derivationsInSourceOrder.map(derivationSection)
      + system.metrics.inSourceOrder(\.origin).map(metricSection)
      + actionsInSourceOrder.map(actionSection)
      + reactions.indices.map(reactionSection)
      + assertionSections
      + systemSections
  }

  /// The comment above a declaration: the author's, and where it comes from.
  func comment(_ doc: String?, _ origin: Origin, also summary: String? = nil) -> [Code] {
    var lines: [String] = []
    if let doc { lines += doc.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    if lines.isEmpty, let summary { lines.append(summary) }
    if !lines.isEmpty { lines.append("") }
    lines.append("From \(origin.file):\(origin.line)")
    return lines.map { .line($0.isEmpty ? "///" : "/// \($0.trimmingSpaces)") }
  }

  /// A section of the whole system, at its home.
  func homeSection(_ title: String, rank: Int, _ code: [Code]) -> Section {
    Section(title: title, origin: system.origin, rank: rank, code: code)
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
