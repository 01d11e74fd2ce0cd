import IntentIR

extension SystemContext {
  /// A workflow: who may make which move when, and its states as types.
  func workflowSection(_ workflow: WorkflowIR) -> Section {
    var functions = [guardFunction(workflow)]
    if isMoved(workflow) { functions.append(moveFunctionCode(workflow)) }
    return Section(
      title: "workflow \(workflow.name)", origin: workflow.origin, rank: 1,
      code: [extending("Model", functions)] + stateTypes(workflow))
  }

  /// `true` iff something makes moves of the workflow.
  private func isMoved(_ workflow: WorkflowIR) -> Bool {
    hasStateTypes(workflow) || system.mutations.flatMap { $0.body.flatMap(\.all) }.contains { statement in
      if case .move(_, workflow.entity, workflow.field, _) = statement.kind { true } else { false }
    }
  }

  /// The choice of the workflow's states.
  func stateType(_ workflow: WorkflowIR) -> String {
    let field = entities[workflow.entity]?.fields.first { $0.name == workflow.field }
    if case .choice(let name)? = field?.type.unwrapped { return name }
    return ""
  }

  func moveFunction(_ workflow: WorkflowIR) -> String { names.workflows[workflow.name] ?? workflow.name }

  func guardName(_ workflow: WorkflowIR) -> String { moveFunction(workflow) + "Leads" }

  func stateMember(_ workflow: WorkflowIR, _ state: String) -> String {
    "." + names.member("type \(stateType(workflow))", state)
  }

  func fieldMember(_ workflow: WorkflowIR) -> String { names.member("entity \(workflow.entity)", workflow.field) }

  /// The moves of each pair of states, in the order of the text.
  func pairs(_ workflow: WorkflowIR) -> [(from: String, to: String, moves: [WorkflowMoveIR])] {
    var pairs: [(from: String, to: String, moves: [WorkflowMoveIR])] = []
    for move in workflow.moves {
      if let index = pairs.firstIndex(where: { $0.from == move.from && $0.to == move.to }) {
        pairs[index].moves.append(move)
      } else {
        pairs.append((move.from, move.to, [move]))
      }
    }
    return pairs
  }

  // MARK: - at the append

  /// Whether the workflow leads from one state to another, whoever makes the move: what every append is held to.
  private func guardFunction(_ workflow: WorkflowIR) -> Code {
    guard let entity = entities[workflow.entity] else { return .group([]) }
    var writer = ExpressionWriter(self, reserving: ["state"])
    let local = writer.bind(entity.name, .instance(entity.name))
    let type = "\(namespace).\(names.entity(entity.name))"
    var free: [String] = []
    var cases: [Code] = []
    for pair in pairs(workflow) {
      let pattern = "(\(stateMember(workflow, pair.from)), \(stateMember(workflow, pair.to)))"
      let conditions = pair.moves.compactMap(\.condition)
      if conditions.count < pair.moves.count || conditions.contains(where: isAboutMe) {
        free.append(pattern)
      } else {
        let code = conditions.map { writer.condition($0, outer: conditions.count > 1 ? .conjunction : nil) }
        cases.append(.line("case \(pattern): \(code.joined(separator: " || "))"))
      }
    }
    if !free.isEmpty { cases.insert(.line("case \(free.joined(separator: ", ")): true"), at: 0) }
    let stateName = qualifiedType(.choice(stateType(workflow)))
    return .group(
      comment(workflow.doc, "workflow \(workflow.name)", workflow.origin) + [
        function(
          "func \(guardName(workflow))", ["_ \(local): \(type)", "to state: \(stateName)", "_ world: World", "_ moment: Moment"],
          " -> Bool",
          [.block("switch (\(local).\(fieldMember(workflow)), state)", cases + [.line("default: false")])]),
      ])
  }

  /// What an append of an instance is refused for: it starts elsewhere than at `initial`, or leaves the workflow's moves.
  func workflowChecks(_ entity: EntityIR, _ local: String) -> [Code] {
    system.workflows.filter { $0.entity == entity.name }.flatMap { workflow -> [Code] in
      let member = fieldMember(workflow)
      let initial = stateMember(workflow, workflow.initial)
      func refuse(_ rule: String) -> String {
        "return Refusal(rule: \(rule), subject: event.id.reference.description, \(place(workflow.origin)))"
      }
      let move = "\(workflow.name): \\(was.\(member).rawValue) -> \\(\(local).\(member).rawValue)"
      return [
        .block(
          "if let was = change.was",
          [
            .block(
              "if was.\(member) != \(local).\(member), "
                + "!\(guardName(workflow))(was, to: \(local).\(member), world, moment)", [.line(refuse("\"\(move)\""))])
          ], tail: "} else if \(local).\(member) != \(initial) {"),
        .indented([.line(refuse(swiftQuoted("\(workflow.name): initial \(workflow.initial)")))]), .line("}"),
      ]
    }
  }

  // MARK: - by somebody

  /// Why the caller may not move the instance there now; nil if they may.
  private func moveFunctionCode(_ workflow: WorkflowIR) -> Code {
    guard let entity = entities[workflow.entity] else { return .group([]) }
    var writer = ExpressionWriter(self, reserving: ["state", "id", "caller", "me"])
    let local = writer.bind(entity.name, .instance(entity.name))
    let type = "\(namespace).\(names.entity(entity.name))"
    let member = fieldMember(workflow)
    var cases: [Code] = []
    for pair in pairs(workflow) {
      cases.append(.line("case (\(stateMember(workflow, pair.from)), \(stateMember(workflow, pair.to))):"))
      cases.append(.indented(pair.moves.flatMap { permits($0, writer) }))
    }
    let stateName = qualifiedType(.choice(stateType(workflow)))
    let move = "\(workflow.name): \\(\(local).\(member).rawValue) -> \\(state.rawValue)"
    let lines = pairs(workflow).flatMap { $0.moves.prefix(1) }
    let place: String
    if Set(lines.map(\.origin.file)).count == 1, let first = lines.first {
      place = "file: \(swiftQuoted(first.origin.file)), line: line"
    } else {
      place = self.place(workflow.origin)
    }
    let hasLines = place.hasSuffix("line: line")
    if hasLines {
      cases = []
      for pair in pairs(workflow) {
        cases.append(.line("case (\(stateMember(workflow, pair.from)), \(stateMember(workflow, pair.to))):"))
        cases.append(.indented(pair.moves.flatMap { permits($0, writer) } + [.line("line = \(self.line(pair.moves[0].origin))")]))
      }
    }
    let otherwise = hasLines ? "default: line = \(self.line(workflow.origin))" : "default: break"
    let body: [Code] =
      [.line("let \(local) = \(writer.state).\(names.table(entity.name))[required: id]")]
      + (hasLines ? [.line("let line: Int")] : []) + [
        .block("switch (\(local).\(member), state)", cases + [.line(otherwise)]),
        .line("return Refusal(rule: \"\(move) by \\(caller.role)\", subject: id.reference.description, \(place))"),
      ]
    return .group([
      .line("/// Why the caller may not move the \(entity.name) to the state; nil if they may."),
      function(
        "func \(moveFunction(workflow))",
        ["_ id: \(type).ID", "to state: \(stateName)", "by caller: Caller", "_ world: World", "_ moment: Moment"], " -> Refusal?", body),
    ])
  }

  /// Lines that leave with nil where the move is allowed.
  private func permits(_ move: WorkflowMoveIR, _ writer: ExpressionWriter) -> [Code] {
    guard let test = move.condition, isAboutMe(test) else {
      let roles = move.roles.map { "caller.acts(as: \(roleType($0)).self)" }.joined(separator: " || ")
      let tests = [roles] + (move.condition.map { [condition(writer.condition($0))] } ?? [])
      return [.line("if \(tests.joined(separator: ", ")) { return nil }")]
    }
    return move.roles.map { role in
      var writer = writer
      if let entity = principal(of: [role]) { writer.locals["me"] = .init(name: "me", form: .id(entity)) }
      return .line("if let me = caller.me(as: \(roleType(role)).self), \(condition(writer.condition(test))) { return nil }")
    }
  }
}
