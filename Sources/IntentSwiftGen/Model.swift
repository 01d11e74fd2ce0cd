import IntentIR

/// A value that the model is made with: only what the spec asks the app for.
struct ModelInput {
  var name: String
  var type: String
  /// The generic parameter with its protocol, if it is one: what reducers remember has the app's types.
  var generic: String?
}

extension SystemContext {
  var namespaceSection: Section {
    let lines = comment(system.doc, "system \(system.name)", system.origin) + [.line("\(access) nonisolated enum \(namespace) {}")]
    return Section(title: "system \(system.name)", origin: system.origin, rank: 0, code: [.group(lines)])
  }

  /// What belongs to the whole system.
  var systemSections: [Section] {
    let asked = [handlersSection, checkersSection, attestedSection, derivationsSection, parametersSection]
    return [actionEnumSection, eventEnumSection] + asked.compactMap { $0 } + thresholdSections
      + [stateSection, specificationSection, modelSection, openSection]
  }

  private var specificationSection: Section {
    let system = self.system
    let list = reactionNames.isEmpty ? ["reactions: []"] : ["reactions: ["] + reactionNames.map { "  \($0)," } + ["]"]
    var lines = [
      "name: \(swiftQuoted(system.name)), version: \(system.version), timeZone: \(swiftQuoted(system.timeZone)),",
      "declarations: \(swiftQuoted(system.declarationsFingerprint.description)),",
    ]
    lines += list
    for (label, rows) in [("assertions", claimNames), ("promises", promiseTable)] where !rows.isEmpty {
      lines[lines.count - 1] += ", \(label): ["
      lines += rows.map { "  \($0)," } + ["]"]
    }
    lines[lines.count - 1] += ")"
    let body = Code.group([
      .line("/// The spec as the runtime knows it."), .line("static let specification = Specification("), .indented(lines.lines),
    ])
    return homeSection("specification", rank: 3, [extending([body])])
  }

  /// What the app is asked for, found once by `init`.
  func inputs() -> [ModelInput] {
    var inputs: [ModelInput] = []
    if handlersSection != nil { inputs.append(ModelInput(name: "handlers", type: "any Handlers")) }
    if checkersSection != nil { inputs.append(ModelInput(name: "checkers", type: "any Checkers")) }
    if derivationsSection != nil { inputs.append(ModelInput(name: "derivations", type: "D", generic: "D: Derivations")) }
    if parametersSection != nil { inputs.append(ModelInput(name: "parameters", type: "Parameters")) }
    return inputs
  }

  /// `<H: Handlers, D: Derivations>`, or nothing; outside of the namespace its name stands before each protocol's.
  func genericClause(isQualified: Bool = false) -> String {
    angled(modelInputs.compactMap(\.generic).map { isQualified ? $0.replacing(": ", with: ": \(namespace).") : $0 })
  }

  /// `<H, D>`: the model's generic parameters, or nothing.
  var genericArguments: String { angled(modelInputs.filter { $0.generic != nil }.map(\.type)) }

  private func angled(_ list: [String]) -> String { list.isEmpty ? "" : "<\(list.joined(separator: ", "))>" }

  private var modelSection: Section {
    var parts: [Code] = [
      .group(
        (["Event", "Action"] + (thresholdSections.isEmpty ? [] : ["Thresholds"]) + (attestedSection == nil ? [] : ["Attested"])).map {
          .line("\(access) typealias \($0) = \(namespace).\($0)")
        })
    ]
    if !modelInputs.isEmpty { parts.append(.group(modelInputs.map { .line("\(access) let \($0.name): \($0.type)") })) }
    parts += worldCode
    parts.append(
      function(
        "\(access) init", modelInputs.map { "\($0.name): \($0.type)" }, "",
        modelInputs.map { .line("self.\($0.name) = \($0.name)") }))
    parts.append(.line("\(access) static var specification: Specification { \(namespace).specification }"))
    if let configuration = configurationCode { parts.append(configuration) }
    let comment: [Code] = [.line("/// The meaning of the spec, as functions of the log.")]
    let model = Code.group(
      comment + [.block("\(access) nonisolated struct Model\(genericClause()): SpecifiedSystem", parts.spaced)])
    var functions = [applyCode] + (hasMemories ? [rememberCode] : []) + [consequencesCode]
    if let before = beforeCode { functions.append(before) }
    functions += joinedUpdatesCode
    functions += timerDispatch
    if let waived = waivedCode { functions.append(waived) }
    if !claimNames.isEmpty { functions.append(assertionsCode) }
    if let isKept = isKeptCode { functions.append(isKept) }
    if let complete = completeCode { functions.append(complete) }
    functions.append(refusalCode)
    functions += appendRefusalCode
    if let principals = principalsCode { functions.append(principals) }
    if let handling = handlingCode() { functions.append(handling) }
    return homeSection("model", rank: 3, [extending([model]), extending("Model", functions)])
  }

  private var worldCode: [Code] {
    var stored: [Code] = [.line("\(access) var state = State()")]
    var initial: [String] = []
    for derivation in derivationsInSourceOrder where derivation.body == nil {
      let memory = memoryName(derivation)
      stored.append(.line("\(access) var \(memory): D.\(memory.prefix(1).uppercased() + memory.dropFirst())"))
      initial.append("\(memory): derivations.initial\(memory.prefix(1).uppercased() + memory.dropFirst().dropLast(6))")
    }
    return [
      .group([
        .line("/// The fold of the log: what is\(hasMemories ? ", and what the reducers remember" : "")."),
        .block(
          "\(access) nonisolated struct World: SystemWorld, Journaled",
          stored + [.blank, .block("\(access) mutating func visit(_ stores: inout some StoreVisitor)", [.line("state.visit(&stores)")])]),
      ]),
      .line("\(access) var emptyWorld: World { World(\(initial.joined(separator: ", "))) }"),
    ]
  }

  private var configurationCode: Code? {
    var entries: [String] = []
    for parameter in system.parameters.inSourceOrder(\.origin) {
      entries.append("\(swiftQuoted(parameter.name)): \"\\(parameters.\(parameterName(parameter.name)))\"")
    }
    for derivation in derivationsInSourceOrder where derivation.body == nil {
      let name = names.derivations[derivation.name] ?? derivation.name
      entries.append("\(swiftQuoted("derive \(derivation.name)")): String(derivations.\(name)Version)")
    }
    guard !entries.isEmpty else { return nil }
    let rows: [Code] = entries.map { .line($0 + ",") }
    return .block("\(access) var configuration: [String: String]", [.line("["), .indented(rows), .line("]")])
  }

  /// Events whose relations are checked in the fold, since reactions follow from them.
  private var checkedPayloads: [PayloadEvent] {
    payloadEvents.filter { event in isTrigger(event.type) && event.fields.contains { target(of: $0) != nil } }
  }

  private var applyCode: Code {
    let state = stateCode
    var cases: [Code] = entitiesInSourceOrder.flatMap { entity -> [Code] in
      let head = "case .\(entityCase(entity))(let event):"
      if keeps(entity) {
        return [
          .line(head),
          .indented([
            .line("let change = try \(state).apply(event, at: moment)"), .line("keep(change, in: &world, at: moment)"),
          ]),
        ]
      }
      let call = hasOwnFold(entity) ? "\(state).apply(event, at: moment)" : "\(state).\(names.table(entity.name)).apply(event)"
      return [.line("\(head) try \(call)")]
    }
    cases += checkedPayloads.map { .line("case .\($0.pattern("event")): try \(state).checkRelations(event)") }
    cases.append(.line("default: break"))
    return .block(
      "\(access) func apply(_ event: Event, to world: inout World, at moment: Moment) throws(LogError)", [.block("switch event", cases)])
  }

  /// The fold of what the app's reducers remember.
  private var rememberCode: Code {
    let key = personal.isEmpty ? "" : ", with: .everybody"
    let folds = derivationsInSourceOrder.filter { $0.body == nil }.map { derivation in
      let memory = memoryName(derivation)
      return "derivations.fold\(memory.prefix(1).uppercased() + memory.dropFirst().dropLast(6))(&world.\(memory), event, moment\(key))"
    }
    return .block("\(access) func remember(_ event: Event, in world: inout World, at moment: Moment)", folds.lines)
  }

  private var assertionsCode: Code {
    let calls: [Code] = claimNames.map { .line("\($0)(world, moment),") }
    return .block(
      "\(access) func assertions(in world: World, at moment: Moment) -> [AssertionResult]", [.line("["), .indented(calls), .line("]")])
  }

  private var refusalCode: Code {
    var cases: [Code] = entitiesInSourceOrder.map { entity in
      var call = "refusal(of: event, in: world, at: moment)"
      if refusalFunction(entity) == nil {
        call = "\(stateCode).\(names.table(entity.name)).refusal(of: event, \(place(entity.origin)))"
        if !relations(entity).isEmpty { call += " { change throws(LogError) in try \(stateCode).checkRelations(change) }" }
      }
      return .line("case .\(entityCase(entity))(let event): return \(call)")
    }
    cases += payloadEvents.filter(isChecked).flatMap(refusalCase)
    cases.append(.line("default: return nil"))
    return .block(
      "\(access) func refusal(of event: Event, in world: World, at moment: Moment) -> Refusal?", [.block("switch event", cases)])
  }

  /// Fills `= now`, `= today` and `= next` of created instances, and makes their personal data their own.
  private var completeCode: Code? {
    let cases = entitiesInSourceOrder.flatMap(completeCase)
    guard !cases.isEmpty else { return nil }
    return .block(
      "\(access) func complete(_ event: inout Event, in world: World, at moment: Moment)",
      [.block("switch event", cases + [.line("default: break")])])
  }

  private func completeCase(_ entity: EntityIR) -> [Code] {
    let all = members(entity.fields, of: "entity \(entity.name)")
    let filled = all.filter { $0.field.defaultValue == .now || $0.field.defaultValue == .next || $0.field.isToday }
    let isPersonal = personal.entities.contains(entity.name)
    guard !filled.isEmpty || isPersonal else { return [] }
    let local = local(entity)
    let changeable = Set(entity.changeable.map(\.name))
    let isMutable = filled.allSatisfy { changeable.contains($0.field.name) }
    var lines: [Code] = []
    if isMutable {
      lines = filled.map { .line("\(local).\($0.name) = \(completed($0, of: entity, local))") }
    } else {
      let arguments = all.map { "\(Naming.label($0.name)): \(completed($0, of: entity, local))" }
      let type = "\(namespace).\(names.entity(entity.name))"
      lines = [.line("\(isPersonal ? "var" : "let") completed = \(type)(id: \(local).id, \(arguments.joined(separator: ", ")))")]
    }
    let instance = isMutable ? local : "completed"
    if isPersonal { lines.append(.line("\(instance).seal()")) }
    lines.append(.line("event = .\(entityCase(entity))(.created(\(instance)))"))
    return [.line("case .\(entityCase(entity))(.created(\(isMutable ? "var" : "let") \(local))):"), .indented(lines)]
  }

  /// A field of a created instance: as it is, or what the append fills in.
  private func completed(_ member: Member, of entity: EntityIR, _ local: String) -> String {
    let code = "\(local).\(member.name)"
    let (empty, value): (String, String)
    switch member.field.defaultValue {
    case .now: (empty, value) = (".recorded", "moment.now")
    case .value where member.field.isToday: (empty, value) = (".recorded", "moment.calendar.date(of: moment.recorded)")
    case .next: (empty, value) = ("0", "\(stateCode).\(lastNumberName(entity, member.field)).value + 1")
    default: return code
    }
    let opened = openedMember(member.field, of: "entity \(entity.name)", on: local)
    return "\(opened) == \(empty) ? \(member.isSealed ? "Sealed(\(value))" : value) : \(code)"
  }

  private var openSection: Section {
    let parameters =
      ["store: any EventStore", "clock: any TimeSource = SystemTime()"] + modelInputs.map { "\($0.name): \($0.type)" }
    let arguments = modelInputs.map { "\($0.name): \($0.name)" }.joined(separator: ", ")
    let body: [Code] = [.line("try await Conductor(opening: Model(\(arguments)), store: store, clock: clock)")]
    let open = Code.group([
      .line("/// Reads the log to its end and goes on from there."),
      function("\(access) static func open\(genericClause())", parameters, " async throws -> Conductor<Model\(genericArguments)>", body),
    ])
    return homeSection("open", rank: 3, [extending([open])])
  }
}
