/// Follows what becomes of the consequences of one event while the log is read on.
struct GraphTracer<System: SpecifiedSystem> {
  let position: Position
  private(set) var title = ""
  private var values: [String: String] = [:]
  private var entries: [TraceEntry<System.Action>] = []
  private var statuses: [Int: ConsequenceGraph.Status] = [:]
  /// Which entry has each ordinal.
  private var entryOf: [Int: Int] = [:]
  /// The gaps that were opened for entries.
  private var gaps: [Position: Int] = [:]

  init(position: Position) { self.position = position }

  // MARK: - the event itself

  /// Takes the record at the position. `engine` is just before it.
  mutating func start(_ record: EventRecord, _ engine: borrowing Engine<System>) throws(LogError) {
    let rules = engine.obligations.rules
    var sink = TraceSink<System.Action> { rules.facts[rules.starts[$0] + $1].isInForce }
    if case .timerFired(let reaction, let trigger, let subject, let due)? = try? RuntimeEvent(record) {
      title = "\(trigger)\(subject.map { "(\($0))" } ?? "") at \(due)"
      guard let index = rules.reactionIDs.firstIndex(of: reaction) else { return }
      let moment = Moment(position: position, recorded: record.recorded, nominal: due, calendar: engine.calendar)
      sink.begin(index)
      engine.system.consequences(ofTimer: index, subject: subject, in: engine.world, at: moment, into: &sink)
    } else if record.type.hasPrefix(RuntimeEvent.prefix) {
      title = record.type
    } else {
      let event = try System.Event(record)
      var joined = engine.joined
      let moment = Moment(
        position: position, recorded: record.recorded, cause: record.cause, nominal: record.recorded, calendar: engine.calendar,
        actor: record.actor, isSuperseded: joined.positions.contains(position))
      describe(event, record)
      let before = joined.take(event, at: position, engine.system.before(event, in: engine.world, at: moment), engine.system)
      var world = engine.world
      try engine.system.apply(event, to: &world, at: moment)
      engine.system.remember(event, in: &world, at: moment)
      engine.system.consequences(of: event, in: world, before: before, at: moment, into: &sink)
    }
    entries = sink.entries
    for (index, entry) in entries.enumerated() where entry.ordinal >= 0 {
      entryOf[entry.ordinal] = index
      if case .followUp = entry.content { statuses[index] = .dormant } else { statuses[index] = .open }
    }
  }

  private mutating func describe(_ event: System.Event, _ record: EventRecord) {
    var labels = LabelWriter()
    event.visit(&labels)
    let subject = record.subject.flatMap { EntityReference($0) }
    let fields = labels.fields.filter { subject == nil || $0.name != "id" }
    let shown = (subject.map { [$0.label] } ?? []) + fields.map { "\($0.name): \($0.label)" }
    title = shown.isEmpty ? record.type : "\(record.type)(\(shown.joined(separator: ", ")))"
    let name = String(record.type.prefix { $0 != "." })
    if let subject { values[name] = subject.label }
    for field in fields { values["\(name).\(field.name)"] = field.label }
  }

  // MARK: - what becomes of it

  /// Takes a later record.
  mutating func follow(_ record: EventRecord) throws(LogError) {
    if record.type.hasPrefix(RuntimeEvent.prefix) {
      guard let event = try RuntimeEvent(record) else { return }
      follow(event, at: record.position)
    } else if entryOf.isEmpty {
      return
    } else {
      let event = try System.Event(record)
      if record.cause == position {
        var sink = EvidenceCollector<System.Action>()
        event.evidence(into: &sink)
        for index in entries.indices { if sink.actions.contains(where: { entries[index].isMet(by: $0) }) { meet(index, record) } }
      }
      let keys = event.awaited
      for index in entries.indices where entries[index].awaits(anyOf: keys) { meet(index, record) }
    }
  }

  private mutating func meet(_ index: Int, _ record: EventRecord) {
    switch statuses[index] {
    case .open: statuses[index] = .met(by: record.position)
    case .gap: statuses[index] = .metLate(by: record.position)
    default: break
    }
  }

  private mutating func follow(_ event: RuntimeEvent, at place: Position) {
    switch event {
    case .late(let verdict):
      if let index = entry(verdict) {
        if case .met(let evidence) = statuses[index] { statuses[index] = .metLate(by: evidence) } else {
          statuses[index] = .gap(reason: "no evidence")
        }
      }
      wakeUndos(verdict)
    case .failed(let verdict):
      if let index = entry(verdict) { statuses[index] = .gap(reason: verdict.reason ?? "failed") }
      wakeUndos(verdict)
    case .fellBack(let verdict, _):
      guard let index = entry(verdict) else { return }
      statuses[index] = .fellBack(reason: verdict.reason ?? "no evidence")
      if let next = nextFallback(after: index) { statuses[next] = .open }
    case .waived(let verdict): if let index = entry(verdict) { statuses[index] = .waived }
    case .withdrawn(let verdict): if let index = entry(verdict) { statuses[index] = .withdrawn }
    case .gapOpened(let gap):
      guard let id = gap.obligation, id.cause == position, let index = entryOf[id.ordinal] else { return }
      if case .open = statuses[index] { statuses[index] = .gap(reason: gap.reason) }
    case .configured, .clockAdvanced, .gapClosed, .timerFired, .roleGranted, .roleRevoked, .permissionGranted, .permissionUsed,
      .updatesJoined, .attested:
      break
    }
  }

  private func entry(_ verdict: RuntimeEvent.Verdict) -> Int? {
    verdict.obligation.cause == position ? entryOf[verdict.obligation.ordinal] : nil
  }

  private func rule(_ entry: Int) -> Rule { System.specification.reactions[entries[entry].reaction].rules[entries[entry].rule] }

  private func nextFallback(after index: Int) -> Int? {
    var first = index
    if case .followUp(_, _, let of) = entries[index].content { first = of }
    return entries.indices.first { next in
      guard next > index, case .followUp(_, _, let of) = entries[next].content else { return false }
      return of == first && rule(next).undoOf < 0
    }
  }

  /// The undos of the block that have become due: the same rule as in the engine.
  private mutating func wakeUndos(_ verdict: RuntimeEvent.Verdict) {
    guard let failed = entry(verdict) else { return }
    for index in entries.indices {
      guard case .followUp(_, _, let of) = entries[index].content, rule(index).undoOf >= 0, statuses[index] == .dormant,
        entries[of].ordinal < entries[failed].ordinal, entries[of].reaction == entries[failed].reaction,
        rule(of).parent == rule(failed).parent
      else { continue }
      switch statuses[of] {
      case .met, .metLate: statuses[index] = .open
      default: break
      }
    }
  }

  // MARK: - the tree

  /// The graph as the log up to here implies it.
  var graph: ConsequenceGraph {
    var graph = ConsequenceGraph(position: position, title: title)
    for reaction in System.specification.reactions.indices where entries.contains(where: { $0.reaction == reaction }) {
      graph.nodes += children(of: -1, in: reaction, among: entries.indices)
    }
    return graph
  }

  /// The nodes under a rule, of those entries that one pass through it stated.
  private func children(of parent: Int, in reaction: Int, among range: Range<Int>) -> [ConsequenceGraph.Node] {
    let rules = System.specification.reactions[reaction].rules
    var nodes: [ConsequenceGraph.Node] = []
    for (index, rule) in rules.enumerated() where rule.parent == parent {
      if rule.kind == .otherwise {
        let below = children(of: index, in: reaction, among: range)
        if !below.isEmpty {
          nodes.append(
            ConsequenceGraph.Node(
              reaction: reaction, rule: index, text: "else", within: nil, status: .branch, children: below, ordinal: -1))
        }
        continue
      }
      for place in range where entries[place].reaction == reaction && entries[place].rule == index {
        if case .followUp = entries[place].content, statuses[place] == .dormant { continue }
        nodes.append(node(place, entries[place], rule, within: range))
      }
    }
    return nodes
  }

  private func node(
    _ place: Int, _ entry: TraceEntry<System.Action>, _ rule: Rule, within range: Range<Int>
  ) -> ConsequenceGraph.Node {
    switch entry.content {
    case .decision(let decision):
      // In a `for each` the same `if` is decided again and again: what follows up to the next time is this one's.
      let next = range.first { $0 > place && entries[$0].reaction == entry.reaction && entries[$0].rule == entry.rule }
      var condition = ""
      if case .decision(let text) = rule.kind { condition = text }
      let shown = ConditionText(values: values).shown(condition, holds: decision.holds)
      return ConsequenceGraph.Node(
        reaction: entry.reaction, rule: entry.rule, text: "if \(shown)", within: nil,
        status: .decided(holds: decision.holds, detail: decision.detail),
        children: decision.holds ? children(of: entry.rule, in: entry.reaction, among: place + 1..<(next ?? range.upperBound)) : [],
        ordinal: -1)
    case .consequence(let action, _), .followUp(let action, _, _):
      let word = rule.fallbackOf >= 0 ? "fallback" : rule.undoOf >= 0 ? "undo" : "\(rule.kind.word)"
      return ConsequenceGraph.Node(
        reaction: entry.reaction, rule: entry.rule, text: "\(word) \(action.label)", within: rule.within,
        status: statuses[place] ?? .open, ordinal: entry.ordinal)
    }
  }
}

extension TraceEntry {
  func isMet(by action: Action) -> Bool {
    switch content {
    case .consequence(let expected, nil), .followUp(let expected, nil, _): expected == action
    case .consequence, .followUp, .decision: false
    }
  }

  func awaits(anyOf keys: [AwaitKey]) -> Bool {
    switch content {
    case .consequence(_, let waited?), .followUp(_, let waited?, _): waited.contains { keys.contains($0) }
    case .consequence, .followUp, .decision: false
    }
  }
}

/// Keeps what an event is evidence of.
struct EvidenceCollector<Action: ActionValue>: EvidenceSink {
  private(set) var actions: [Action] = []
  mutating func evidence(_ action: Action) { actions.append(action) }
}

extension Rule.Kind {
  var word: String {
    switch self {
    case .must: "must"
    case .should: "should"
    case .could: "could"
    case .decision: "if"
    case .otherwise: "else"
    }
  }
}

extension Conductor {
  /// What followed, or should have, from the event at `position`, as the log stands now.
  ///
  /// Replays the log from its start with a second engine, so that conditions and values are those of the time.
  /// Throws `ConductorError.noSuchEvent`, or `LogError` if an event cannot be read. Complexity: O(length of the log).
  public func graph(of position: Position) async throws -> ConsequenceGraph {
    guard (1...max(engine.position, 1)).contains(position), engine.position > 0 else { throw ConductorError.noSuchEvent(position) }
    var replayed = try Engine(engine.system)
    var tracer = GraphTracer<System>(position: position)
    var next: Position = 1
    while true {
      let records = try await store.read(from: next, limit: 1024)
      if records.isEmpty { return tracer.graph }
      next += Position(records.count)
      for record in records {
        if record.position < position {
          try replayed.apply(record)
        } else if record.position == position {
          replayed.advance(to: record.recorded)
          try tracer.start(record, replayed)
        } else {
          try tracer.follow(record)
        }
      }
    }
  }
}
