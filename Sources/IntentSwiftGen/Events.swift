import IntentIR

extension SystemContext {
  /// A domain event: its payload.
  func eventSection(_ event: EventIR) -> Section {
    let owner = "event \(event.name)"
    let shape = StructCode(
      name: names.event(event.name), conformances: ["Equatable", "Sendable"], members: members(event.fields, of: owner))
    var code = [extending([self.code(shape, comment: comment(event.doc, event.origin))])]
    code += payloadChecks(event.fields, owner: owner, type: names.event(event.name), eventName: event.name, origin: event.origin)
    return Section(title: "event \(event.name)", origin: event.origin, rank: 1, code: code)
  }

  func payloadChecks(_ fields: [FieldIR], owner: String, type: String, eventName: String, origin: Origin) -> [Code] {
    var code: [Code] = []
    if let check = payloadRelationCheck(fields, owner: owner, type: type, eventName: eventName) {
      code.append(extending("State", [check]))
    }
    if let refusal = payloadRefusal(fields, owner: owner, type: type, eventName: eventName, origin: origin) {
      code.append(extending("Model", [refusal]))
    }
    return code
  }

  /// An event that is no entity's: a domain event or an action's default evidence.
  struct PayloadEvent {
    var caseName: String
    var type: String
    var swiftType: String
    var fields: [FieldIR]
    var owner: String
    var action: ActionIR?
  }

  var payloadEvents: [PayloadEvent] {
    eventsInSourceOrder.map { event in
      PayloadEvent(
        caseName: names.eventCases[event.name] ?? event.name, type: event.name, swiftType: names.event(event.name),
        fields: event.fields, owner: "event \(event.name)")
    }
      + actionsInSourceOrder.compactMap { action in
        guard action.evidence == .done, let caseName = names.doneCases[action.name] else { return nil }
        return PayloadEvent(
          caseName: caseName, type: "\(action.name).done", swiftType: names.action(action.name), fields: action.parameters,
          owner: "action \(action.name)", action: action)
      }
  }

  /// `Event`: everything that can happen in the system.
  var eventEnumSection: Section {
    let entities = entitiesInSourceOrder
    var cases: [Code] = entities.map {
      .line("case \(Naming.escaped(names.entityCases[$0.name] ?? $0.name))(\(names.entity($0.name))Event)")
    }
    cases += payloadEvents.map { .line("case \(Naming.escaped($0.caseName))(\($0.swiftType))") }
    cases += [.line("/// An event of a kind that the spec no longer has."), .line("case retired(RawEvent)")]
    var parts: [Code] = [.group(cases), eventTypeCode, eventSubjectCode, eventVisitCode, eventInitCode]
    if let evidence = evidenceCode { parts.append(evidence) }
    if let awaited = awaitedCode { parts.append(awaited) }
    let comment: [Code] = [.line("/// Everything that can happen.")]
    let body = Code.group(comment + [.block("\(access) nonisolated enum Event: SystemEvent", parts.spaced)])
    return homeSection("events", rank: 3, [extending([body])])
  }

  private func entityCase(_ entity: EntityIR) -> String { Naming.escaped(names.entityCases[entity.name] ?? entity.name) }

  private var eventTypeCode: Code {
    var lines = entitiesInSourceOrder.map { "case .\(entityCase($0))(let event): event.type" }
    lines += payloadEvents.map { "case .\(Naming.escaped($0.caseName)): \(swiftQuoted($0.type))" }
    lines.append("case .retired(let event): event.type")
    return .block("\(access) var type: String", [.block("switch self", lines.lines)])
  }

  private var eventSubjectCode: Code {
    var lines = entitiesInSourceOrder.map { "case .\(entityCase($0))(let event): event.id.reference.description" }
    lines.append("case .retired(let event): event.subject")
    if !payloadEvents.isEmpty { lines.append("default: nil") }
    return .block("\(access) var subject: String?", [.block("switch self", lines.lines)])
  }

  private var eventVisitCode: Code {
    var lines = entitiesInSourceOrder.map { "case .\(entityCase($0))(let event): event.visit(&fields)" }
    lines += payloadEvents.map { "case .\(Naming.escaped($0.caseName))(let event): event.visit(&fields)" }
    lines.append("case .retired: break")
    return .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", lines.lines)])
  }

  private var eventInitCode: Code {
    var lines: [Code] = []
    for event in payloadEvents {
      lines.append(.line("case \(swiftQuoted(event.type)): self = .\(Naming.escaped(event.caseName))(try \(event.swiftType)(from: payload))"))
    }
    var fallback: [Code] = []
    for entity in entitiesInSourceOrder {
      let event = "\(names.entity(entity.name))Event"
      fallback.append(
        .block(
          "if let event = try \(event)(type: type, subject: subject, payload: payload)",
          [.line("self = .\(entityCase(entity))(event)"), .line("return")]))
    }
    fallback.append(.line("self = .retired(RawEvent(type: type, subject: subject, payload: payload.bytes))"))
    let body: [Code] = lines.isEmpty ? fallback : [.block("switch type", lines + [.line("default:"), .indented(fallback)])]
    return .block("\(access) init(type: String, subject: String?, payload: PayloadReader) throws(LogError)", body)
  }

  /// The actions that each event is evidence of.
  private var evidenceByEvent: [(event: PayloadEvent, actions: [ActionIR])] {
    payloadEvents.compactMap { event in
      if let action = event.action { return (event, [action]) }
      let names = Set(event.fields.map(\.name))
      let actions = actionsInSourceOrder.filter {
        $0.evidence == .event(event.type) && $0.parameters.allSatisfy { names.contains($0.name) }
      }
      return actions.isEmpty ? nil : (event, actions)
    }
  }

  /// An action rebuilt from what its evidence says.
  private func actionCode(_ action: ActionIR, from event: PayloadEvent) -> String {
    let caseName = Naming.escaped(names.actionCases[action.name] ?? action.name)
    if event.action != nil { return ".\(caseName)(event)" }
    let arguments = action.parameters.map { parameter in
      "\(names.member("action \(action.name)", parameter.name)): event.\(names.member(event.owner, parameter.name))"
    }
    return ".\(caseName)(\(names.action(action.name))(\(arguments.joined(separator: ", "))))"
  }

  private var evidenceCode: Code? {
    let table = evidenceByEvent
    guard !table.isEmpty else { return nil }
    let isComplete = table.count == payloadEvents.count && entitiesInSourceOrder.isEmpty
    func binding(_ event: PayloadEvent, _ actions: [ActionIR]) -> String {
      let isRead = event.action != nil || actions.contains { !$0.parameters.isEmpty }
      return ".\(Naming.escaped(event.caseName))" + (isRead ? "(let event)" : "")
    }
    if table.allSatisfy({ $0.actions.count == 1 }) {
      var lines = table.map { "case \(binding($0.event, $0.actions)): return \(actionCode($0.actions[0], from: $0.event))" }
      lines.append(isComplete ? "case .retired: return nil" : "default: return nil")
      return .block("\(access) var evidence: Action?", [.block("switch self", lines.lines)])
    }
    var lines: [Code] = []
    for (event, actions) in table {
      lines += [
        .line("case \(binding(event, actions)):"), .indented(actions.map { .line("met.evidence(\(actionCode($0, from: event)))") }),
      ]
    }
    lines.append(.line(isComplete ? "case .retired: break" : "default: break"))
    return .block("\(access) func evidence(into met: inout some EvidenceSink<Action>)", [.block("switch self", lines)])
  }

  /// Number of the pair of an awaited event and an entity that its fields name.
  func awaitChannels(_ event: String) -> [(channel: Int, entity: String)] {
    var channel = 0
    for name in uses.awaited {
      let entities = awaitedEntities(name)
      if name == event { return entities.enumerated().map { (channel + $0.offset, $0.element) } }
      channel += entities.count
    }
    return []
  }

  private func awaitedEntities(_ event: String) -> [String] {
    Set((events[event]?.fields ?? []).compactMap { field -> String? in
      if case .entity(let name) = field.type.unwrapped { name } else { nil }
    }).sorted()
  }

  private var awaitedCode: Code? {
    var lines: [Code] = []
    for name in uses.awaited {
      guard let event = events[name] else { continue }
      let channels = awaitChannels(name)
      var keys: [Code] = []
      for field in event.fields {
        guard case .entity(let entity) = field.type.unwrapped, let channel = channels.first(where: { $0.entity == entity })?.channel else {
          continue
        }
        let member = "event.\(names.member("event \(name)", field.name))"
        keys.append(
          .line(
            field.type.isOptional
              ? "if let id = \(member) { keys.append(AwaitKey(channel: \(channel), id: id.raw)) }"
              : "keys.append(AwaitKey(channel: \(channel), id: \(member).raw))"))
      }
      guard !keys.isEmpty else { continue }
      lines += [.line("case .\(Naming.escaped(names.eventCases[name] ?? name))(let event):"), .indented(keys)]
    }
    guard !lines.isEmpty else { return nil }
    return .block(
      "\(access) var awaited: [AwaitKey]",
      [.line("var keys: [AwaitKey] = []"), .block("switch self", lines + [.line("default: break")]), .line("return keys")])
  }
}
