import IntentIR

extension SystemContext {
  /// A domain event: its payload.
  func eventSection(_ event: EventIR) -> Section {
    let owner = "event \(event.name)"
    let members = members(event.fields, of: owner)
    let isCompared = !members.contains(where: \.isSealed)
    let shape = StructCode(
      name: names.event(event.name), conformances: (isCompared ? ["Equatable"] : []) + ["Sendable"], members: members)
    var code = [extending(declaration(shape, comment: comment(event.doc, "event \(event.name)", event.origin)))] + extensions(shape)
    if let check = payloadRelationCheck(self.event(event)) {
      code.append(extending("State", [check]))
    }
    return Section(title: "event \(event.name)", origin: event.origin, rank: 1, code: code)
  }

  /// An event that is no entity's: a domain event or an action's default evidence.
  struct PayloadEvent {
    var type: String
    /// The case of `Event`, or of `Action` within `done`.
    var caseName: String
    var swiftType: String
    var fields: [FieldIR]
    var owner: String
    var origin: Origin
    var action: ActionIR?

    /// The pattern after the leading dot, with the payload bound to a name or left alone.
    func pattern(_ name: String?) -> String {
      let payload = name.map { "(let \($0))" } ?? ""
      return action == nil ? caseName + payload : "done(.\(caseName)\(payload))"
    }
  }

  /// A domain event, as one of the payload events.
  func event(_ event: EventIR) -> PayloadEvent {
    PayloadEvent(
      type: event.name, caseName: Naming.escaped(names.eventCases[event.name] ?? event.name), swiftType: names.event(event.name),
      fields: event.fields, owner: "event \(event.name)", origin: event.origin)
  }

  /// The default evidence of an action, as one of the payload events.
  func evidence(of action: ActionIR) -> PayloadEvent {
    PayloadEvent(
      type: "\(action.name).done", caseName: actionCase(action.name), swiftType: names.action(action.name), fields: action.parameters,
      owner: "action \(action.name)", origin: action.origin, action: action)
  }

  /// `Event`: everything that can happen in the system.
  var eventEnumSection: Section {
    var cases: [Code] = entitiesInSourceOrder.map { .line("case \(entityCase($0))(\(names.entity($0.name))Event)") }
    cases += domainEvents.map { .line("case \($0.caseName)(\($0.swiftType))") }
    cases += [
      .line("/// An action was done: its default evidence."), .line("case done(Action)"),
      .line("/// An event of a kind that the spec no longer has."), .line("case retired(RawEvent)"),
    ]
    var parts: [Code] = [.group(cases), eventTypeCode, eventSubjectCode, eventVisitCode, eventInitCode, evidenceCode]
    if let awaited = awaitedCode { parts.append(awaited) }
    let comment: [Code] = [.line("/// Everything that can happen.")]
    let body = Code.group(comment + [.block("\(access) nonisolated enum Event: SystemEvent", parts.spaced)])
    return homeSection("events", rank: 3, [extending([body])])
  }

  func entityCase(_ entity: EntityIR) -> String { Naming.escaped(names.entityCases[entity.name] ?? entity.name) }

  private var domainEvents: [PayloadEvent] { payloadEvents.filter { $0.action == nil } }

  private var eventTypeCode: Code {
    var lines = entitiesInSourceOrder.map { "case .\(entityCase($0))(let event): event.type" }
    lines += domainEvents.map { "case .\($0.caseName): \(swiftQuoted($0.type))" }
    lines += ["case .done(let action): action.name + \".done\"", "case .retired(let event): event.type"]
    return .block("\(access) var type: String", [.block("switch self", lines.lines)])
  }

  private var eventSubjectCode: Code {
    var lines = entitiesInSourceOrder.map { "case .\(entityCase($0))(let event): event.subject" }
    lines += ["case .retired(let event): event.subject", "default: nil"]
    return .block("\(access) var subject: String?", [.block("switch self", lines.lines)])
  }

  private var eventVisitCode: Code {
    var lines = (entitiesInSourceOrder.map(entityCase) + domainEvents.map(\.caseName) + ["done"]).map {
      "case .\($0)(let event): event.visit(&fields)"
    }
    lines.append("case .retired: break")
    return .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", lines.lines)])
  }

  private var eventInitCode: Code {
    let body: [Code] = entitiesInSourceOrder.map { entity in
      let read = "\(names.entity(entity.name))Event(type: type, subject: subject, payload: payload)"
      return .line("case \(swiftQuoted(entity.name)): if let event = \(read) { self = .\(entityCase(entity))(event) }")
    }
    var lines: [Code] = [.line("self = .retired(RawEvent(type: type, subject: subject, payload: payload.bytes))")]
    if !body.isEmpty {
      lines.append(.block("switch type.prefix(while: { $0 != \".\" })", body + [.line("default: break")]))
    }
    let events: [Code] = domainEvents.map {
      .line("case \(swiftQuoted($0.type)): self = .\($0.caseName)(\($0.swiftType)(from: payload))")
    }
    if !events.isEmpty { lines.append(.block("switch type", events + [.line("default: break")])) }
    lines.append(.line("if let action = Action(done: type, payload) { self = .done(action) }"))
    return .block("\(access) init(type: String, subject: String?, payload: PayloadReader)", lines)
  }

  /// The actions that each domain event is evidence of.
  private var evidenceByEvent: [(event: PayloadEvent, actions: [ActionIR])] {
    domainEvents.compactMap { event in
      let names = Set(event.fields.map(\.name))
      let actions = actionsInSourceOrder.filter {
        $0.evidence == .event(event.type) && $0.parameters.allSatisfy { names.contains($0.name) }
      }
      return actions.isEmpty ? nil : (event, actions)
    }
  }

  /// An action rebuilt from what its evidence says.
  private func actionCode(_ action: ActionIR, from event: PayloadEvent) -> String {
    let arguments = action.parameters.map { parameter in
      "\(Naming.label(names.member("action \(action.name)", parameter.name))): event.\(names.member(event.owner, parameter.name))"
    }
    return ".\(actionCase(action.name))(\(names.action(action.name))(\(arguments.joined(separator: ", "))))"
  }

  private var evidenceCode: Code {
    let table = evidenceByEvent
    func binding(_ event: PayloadEvent, _ actions: [ActionIR]) -> String {
      "." + event.pattern(actions.contains { !$0.parameters.isEmpty } ? "event" : nil)
    }
    if table.allSatisfy({ $0.actions.count == 1 }) {
      var lines = table.map { "case \(binding($0.event, $0.actions)): return \(actionCode($0.actions[0], from: $0.event))" }
      lines += ["case .done(let action): return action", "default: return nil"]
      return .block("\(access) var evidence: Action?", [.block("switch self", lines.lines)])
    }
    var lines: [Code] = []
    for (event, actions) in table {
      lines += [
        .line("case \(binding(event, actions)):"), .indented(actions.map { .line("met.evidence(\(actionCode($0, from: event)))") }),
      ]
    }
    lines += [.line("case .done(let action): met.evidence(action)"), .line("default: break")]
    return .block("\(access) func evidence(into met: inout some EvidenceSink<Action>)", [.block("switch self", lines)])
  }

  private var awaitedCode: Code? {
    var lines: [Code] = []
    for name in uses.awaited {
      guard let event = events[name] else { continue }
      let channels = awaitChannels[name] ?? []
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
