import IntentIR

// The states of a workflow as Swift types, each with the moves that leave it.
extension SystemContext {
  /// The roles that load instances of the entity.
  func loaders(_ workflow: WorkflowIR) -> [String] {
    system.roles.map(\.name).filter { rowConditions($0, workflow.entity) != nil }.sorted()
  }

  /// `true` iff some role loads instances, so that their states have types.
  func hasStateTypes(_ workflow: WorkflowIR) -> Bool { !loaders(workflow).isEmpty }

  func workflowType(_ workflow: WorkflowIR) -> String { names.workflowTypes[workflow.name] ?? Naming.upperCamel(workflow.name) }

  private func marker(_ state: String) -> String { Naming.upperCamel(state) }

  /// The states, in the order of their choice.
  private func states(_ workflow: WorkflowIR) -> [String] {
    if case .choice(let cases)? = types[stateType(workflow)]?.shape { return cases }
    return []
  }

  /// The enum that loading gives, what it is loaded by, and the moves.
  func stateTypes(_ workflow: WorkflowIR) -> [Code] {
    guard hasStateTypes(workflow), let entity = entities[workflow.entity] else { return [] }
    let type = workflowType(workflow)
    let name = names.entity(entity.name)
    // A state may have the name of its entity.
    let qualified = "\(namespace).\(name)"
    let local = local(entity)
    let cases: [Code] = states(workflow).map { .line("case \(stateCase(workflow, $0))(\(qualified).In<\(marker($0))>)") }
    let markers: [Code] = states(workflow).map {
      .line("\(access) nonisolated enum \(marker($0)): WorkflowState { \(access) typealias Instance = \(qualified) }")
    }
    let makes: [Code] = states(workflow).map {
      .line("case \(stateMember(workflow, $0)): self = .\(stateCase(workflow, $0))(InState(\(local)))")
    }
    let initial = Code.block(
      "init(_ \(local): \(qualified))", [.block("switch \(local).\(fieldMember(workflow))", makes)])
    let thing = article(entity.name).capitalizedFirst
    let loaded = Code.group([
      .line("/// \(thing) in the state that it was in when it was loaded: `workflow \(workflow.name)`."),
      .block("\(access) nonisolated enum \(type): Sendable", [.group(cases), .group(markers), initial].spaced),
    ])
    var code = [
      extending([loaded]),
    ]
    if system.workflows.first(where: { $0.entity == workflow.entity })?.name == workflow.name {
      code.append(
        extending(
          name,
          [
            .group([
              .line("/// \(thing) in a state that is known: `\(name).In<\(type).\(marker(workflow.initial))>`."),
              .line("\(access) typealias In<State: WorkflowState> = InState<State> where State.Instance == \(namespace).\(name)"),
            ])
          ]))
    }
    code.append(.block("extension Conductor", [loadMethod(workflow, entity)]))
    let moving = movers(workflow)
    guard !moving.isEmpty else { return code }
    code.append(.block("extension Conductor", [moveMethod(workflow, entity)]))
    for state in states(workflow) {
      let moves = pairs(workflow).filter { $0.from == state }.compactMap { typedMove(workflow, $0.to, $0.moves) }
      guard !moves.isEmpty else { continue }
      code.append(.block("nonisolated extension InState<\(namespace).\(type).\(marker(state))>", moves.spaced))
    }
    return code
  }

  private func stateCase(_ workflow: WorkflowIR, _ state: String) -> String { names.member("type \(stateType(workflow))", state) }

  /// Who loads instances and makes some move of them.
  private func movers(_ workflow: WorkflowIR) -> [String] {
    let loaders = Set(loaders(workflow))
    return Set(workflow.moves.flatMap(\.roles)).intersection(loaders).sorted()
  }

  /// `deal(1, as: seller)`.
  private func loadMethod(_ workflow: WorkflowIR, _ entity: EntityIR) -> Code {
    let loaders = loaders(workflow)
    let isOnly = system.workflows.filter { $0.entity == entity.name }.count == 1
    let name = isOnly ? Naming.lowerCamel(entity.name) : Naming.lowerCamel(workflow.name)
    let escaped = Naming.escaped(SwiftNames.conductorProperties.contains(name) ? name + "InState" : name)
    let type = "\(namespace).\(workflowType(workflow))"
    let local = local(entity)
    var found = "let \(local) = run.state.\(names.table(entity.name))[id]"
    if isFiltered(entity.name, for: loaders) { found += ", run.system.reads(\(local), run.caller, run.world, run.moment)" }
    let method = self.method(
      "func \(escaped)", ["_ id: \(namespace).\(names.entity(entity.name)).ID", "as actor: \(actingType(loaders))"],
      " throws(CommandError<Never>) -> \(type)?",
      [
        .line("try ask(actor) { run in"),
        .indented([.line("guard \(found) else { return nil }"), .line("return \(type)(\(local))")]), .line("}"),
      ])
    return .group([
      .line("/// The \(entity.name) with its state as a type; nil if it is not there, or not for that reader."), method,
    ])
  }

  /// What every typed move is made of.
  private func moveMethod(_ workflow: WorkflowIR, _ entity: EntityIR) -> Code {
    let type = "\(namespace).\(names.entity(entity.name))"
    let local = local(entity)
    let table = "run.state.\(names.table(entity.name))"
    let place = "\(swiftQuoted(workflow.origin.file)), \(line(workflow.origin))"
    let change = ".\(fieldMember(workflow))(state)"
    let event = ".\(entityCase(entity))(.updated(\(local).id, [\(change)]))"
    var current = "let now = \(table)[required: \(local).id]"
    if isFiltered(entity.name, for: movers(workflow)) {
      current =
        "let now = try run.readable(\(table)[required: \(local).id], \(place)) "
        + "{ run.system.reads($0, run.caller, run.world, run.moment) }"
    }
    let body: [Code] = [
      .line("try await perform(actor, nil) { run throws(CommandError<Never>) in"),
      .indented([
        .line("try run.check(\(local).id, in: \(table), \(place))"), .line(current),
        .line("guard now.isSame(as: \(local)) else { return MoveOutcome(isMoved: false, now) }"),
        .line("try run.check(run.system.\(moveFunction(workflow))(\(local).id, to: state, by: run.caller, run.world, run.moment))"),
        .line("try run.emit(\(event))"),
        .line("return MoveOutcome(isMoved: true, \(table)[required: \(local).id])"),
      ]),
      .line("}.result"),
    ]
    let method = self.method(
      "func \(moveFunction(workflow))Move",
      [
        "_ \(local): \(type)", "to state: \(qualifiedType(.choice(stateType(workflow))))",
        "as actor: Acting<some Role>",
      ], " async throws(CommandError<Never>) -> MoveOutcome<\(type)>", body, isVisible: false)
    return .group([.line("/// Moves the \(entity.name), unless it is no longer what was loaded."), method])
  }

  /// `moveToQualified(as:in:)`, for the roles that may make the move and load instances.
  private func typedMove(_ workflow: WorkflowIR, _ state: String, _ moves: [WorkflowMoveIR]) -> Code? {
    let loaders = Set(loaders(workflow))
    let roles = Set(moves.flatMap(\.roles)).intersection(loaders).sorted()
    guard !roles.isEmpty, let first = moves.first else { return nil }
    let type = "\(namespace).\(workflowType(workflow))"
    let target = "\(type).\(marker(state))"
    let head = "\(access) func moveTo\(marker(state))\(genericClause(isQualified: true))"
    let body: [Code] = [
      .line("let done = try await conductor.\(moveFunction(workflow))Move(instance, to: \(stateMember(workflow, state)), as: actor)"),
      .line("return done.isMoved ? .moved(.init(done.instance)) : .stale(\(type)(done.instance))"),
    ]
    return .group(
      [.line("/// `\(first.from) -> \(state)` of `workflow \(workflow.name)`.")] + [
        function(
          head, ["as actor: \(actingType(roles))", "in conductor: Conductor<\(namespace).Model\(genericArguments)>"],
          " async throws(CommandError<Never>) -> Move<\(target), \(type)>", body)
      ])
  }
}

extension String {
  /// With its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
