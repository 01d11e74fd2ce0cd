import IntentIR

extension SystemContext {
  /// An action: its arguments.
  func actionSection(_ action: ActionIR) -> Section {
    let owner = "action \(action.name)"
    let isEvidence = action.evidence == .done
    let shape = StructCode(
      name: names.action(action.name), conformances: ["Equatable", "Sendable"],
      members: members(action.parameters, of: owner), isMutable: { _ in true }, isRead: isEvidence)
    var code = [extending(declaration(shape, comment: comment(action.doc, "action \(action.name)", action.origin)))] + extensions(shape)
    if isEvidence, isTrigger("\(action.name).done"), let check = payloadRelationCheck(evidence(of: action)) {
      code.append(extending("State", [check]))
    }
    return Section(title: "action \(action.name)", origin: action.origin, rank: 2, code: code)
  }

  /// `true` iff some reaction follows from a payload event of that type.
  func isTrigger(_ type: String) -> Bool { reactionsByPayload[type] != nil }

  func actionCase(_ name: String) -> String { Naming.escaped(names.actionCases[name] ?? Naming.lowerCamel(name)) }

  /// `Action`: everything that a consequence can ask for.
  var actionEnumSection: Section {
    let actions = actionsInSourceOrder
    let cases: [Code] = actions.map { .line("case \(actionCase($0.name))(\(names.action($0.name)))") }
    let comment: [Code] = [.line("/// Everything that a consequence can ask for.")]
    let parts = actions.isEmpty ? noActions : [.group(cases)] + actionFunctions(actions)
    let body = Code.group(comment + [.block("\(access) nonisolated enum Action: ActionValue", parts.spaced)])
    return homeSection("actions", rank: 3, [extending([body])])
  }

  private func actionFunctions(_ actions: [ActionIR]) -> [Code] {
    let indexes: [Code] = actions.enumerated().map { .line("case .\(actionCase($0.element.name)): \($0.offset)") }
    let visits: [Code] = actions.map { .line("case .\(actionCase($0.name))(let action): action.visit(&fields)") }
    let reads: [Code] = actions.filter { $0.evidence == .done }.map {
      .line("case \(swiftQuoted("\($0.name).done")): self = .\(actionCase($0.name))(\(names.action($0.name))(from: payload))")
    }
    let list = actions.map { swiftQuoted($0.name) }.joined(separator: ", ")
    return [
      .line("private static let names: [String] = [\(list)]"), .line("\(access) var name: String { Self.names[index] }"),
      .block("\(access) var index: Int", [.block("switch self", indexes)]),
      .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", visits)]),
      .group([
        .line("/// The action whose default evidence the event is, if it is one's."),
        .block(
          "init?(done type: String, _ payload: PayloadReader)",
          reads.isEmpty ? [.line("return nil")] : [.block("switch type", reads + [.line("default: return nil")])]),
      ]),
    ]
  }

  private var noActions: [Code] {
    [
      .line("\(access) var name: String { switch self {} }"), .line("\(access) var index: Int { switch self {} }"),
      .line("\(access) func visit(_ fields: inout some FieldVisitor) { switch self {} }"),
      .line("init?(done type: String, _ payload: PayloadReader) { return nil }"),
    ]
  }

  /// Actions that the app performs: all but those that only wait.
  var performed: [ActionIR] {
    actionsInSourceOrder.filter { if case .awaited = $0.evidence { false } else { true } }
  }

  /// The Swift type of an action's evidence.
  private func evidenceType(_ action: ActionIR) -> String {
    if case .event(let event) = action.evidence { return names.event(event) }
    return "Done<\(names.action(action.name))>"
  }

  /// `Handlers`: what the app does for each action.
  var handlersSection: Section? {
    guard !performed.isEmpty else { return nil }
    let functions: [Code] = performed.map { action in
      var lines: [Code] = []
      if let doc = action.doc { lines += doc.split(separator: "\n").map { .line("/// \(String($0).trimmingSpaces)") } }
      let head = "func \(actionCase(action.name))(_ action: \(names.action(action.name)), _ work: Work)"
      lines.append(.line("\(head) async throws -> Outcome<\(evidenceType(action))>"))
      return .group(lines)
    }
    let comment: [Code] = [.line("/// What the app does for each action; the answer is the action's evidence.")]
    let hasDocs = performed.contains { $0.doc != nil }
    let body = Code.group(
      comment + [.block("\(access) nonisolated protocol Handlers: Sendable", hasDocs ? functions.spaced : functions)])
    return homeSection("handlers", rank: 3, [extending([body])])
  }

  /// The handler of each action, as the model knows it.
  func handlingCode() -> Code? {
    var lines: [Code] = []
    for action in actionsInSourceOrder {
      let name = actionCase(action.name)
      let handler = "{ [handlers] in try await handlers.\(name)($0, $1) }"
      let head = "case .\(name)(let arguments):"
      switch action.evidence {
      case .done: lines += [.line(head), .indented([.line("Handling(arguments, done: .done(action)) \(handler)")])]
      case .event(let event):
        let caseName = Naming.escaped(names.eventCases[event] ?? event)
        lines += [.line(head), .indented([.line("Handling(arguments, emits: Event.\(caseName)) \(handler)")])]
      case .awaited: lines.append(.line("case .\(name): .later"))
      }
    }
    if lines.isEmpty { return nil }
    return .block("\(access) func handling(of action: Action) -> Handling<Event>", [.block("switch action", lines)])
  }
}
