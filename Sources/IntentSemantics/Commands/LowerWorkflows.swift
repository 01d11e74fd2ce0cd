import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// A workflow as a graph of states.
private struct StateGraph {
  let states: [String]
  var next: [String: [String]] = [:]

  /// What can be reached from `start`, itself included. O(states + moves).
  func reached(from start: String) -> Set<String> {
    var seen: Set<String> = [start]
    var open = [start]
    while let state = open.popLast() {
      for other in next[state] ?? [] where seen.insert(other).inserted { open.append(other) }
    }
    return seen
  }
}

// Checks and lowers workflows.
extension SystemAnalysis {
  mutating func lowerWorkflows() {
    for declaration in inOrder(workflows) {
      tree = declaration.tree
      lowerWorkflow(declaration)
    }
  }

  private mutating func lowerWorkflow(_ declaration: Declared<WorkflowItem>) {
    let node = declaration.node
    let lists = node.transitions.map { roleList($0.by) }
    guard let facts = attached(declaration) else { return }
    let slips = misspeltStates(of: node, facts)
    func state(_ name: Name) -> String? {
      let written = slips[text(name)] ?? text(name)
      if facts.states.contains(written) { return written }
      return closestName(to: written, among: facts.states)
    }
    var workflow = WorkflowIR(
      name: declaration.name, entity: facts.entity, field: facts.field, initial: facts.initial, finals: node.final.compactMap { state($0) },
      moves: [], doc: doc(declaration.doc), origin: origin(declaration.span))
    workflow.initial = node.initial.first.flatMap { state($0) } ?? facts.initial
    var found = facts
    found.initial = workflow.initial
    if workflow.finals.count < node.final.count || node.initial.count > 1 { found.isUncertain = true }
    reportRepeatedFinals(node)
    reportMovesByNobody(declaration)
    for (transition, list) in zip(node.transitions, lists) {
      let (condition, isRight) = guardCondition(transition, facts, list, from: transition.from.compactMap { state($0) })
      for from in transition.from {
        for to in transition.to {
          guard let source = state(from), let target = state(to) else {
            found.isUncertain = true
            continue
          }
          let move = WorkflowFacts.Move(
            from: source, to: target, roles: list, condition: condition, isRight: isRight, span: to.span)
          let isNew = checkMove(move, from, workflow, found, node)
          found.moves.append(move)
          if isNew {
            workflow.moves.append(
              WorkflowMoveIR(from: source, to: target, condition: condition, roles: list.names, origin: origin(transition.span)))
          }
        }
      }
    }
    ir.workflows.append(workflow)
    if !found.isUncertain, !checkStates(found, slips, workflow, node) { found.isUncertain = true }
    commands.workflows[declaration.name] = found
  }

  /// What is known of the workflow before its moves are read, or `nil` where it does not fit its field, which was reported.
  private func attached(_ declaration: Declared<WorkflowItem>) -> WorkflowFacts? {
    guard let initial = declaration.node.initial.first, let (entity, written) = place(of: declaration.node) else { return nil }
    let field = commands.meantFields["\(entity).\(written)"] ?? written
    guard commands.workflowByField["\(entity).\(field)"] == declaration.name,
      case .choice(let choice)? = entityFacts[entity]?.field(field)?.ir?.type
    else { return nil }
    return WorkflowFacts(
      name: declaration.name, entity: entity, field: field, initial: text(initial), states: cases(of: choice),
      isUncertain: mayBeLost(declaration.name))
  }

  /// `if` of a move, in the instance's scope, with `me` as who moves it; `false` where it is wrong.
  private mutating func guardCondition(
    _ transition: WorkflowTransition, _ facts: WorkflowFacts, _ list: RoleList, from states: [String]
  ) -> (ExprIR?, Bool) {
    guard let id = transition.condition else { return (nil, true) }
    let (inner, instance) = scope(for: list).inside(.entity(facts.entity), named: facts.entity)
    // Where a move could not be read, its guard may be only the beginning of one.
    let condition = facts.isUncertain ? silently { $0.condition(id, inner) } : condition(id, inner)
    if let condition {
      // The instance is in one of the states that the move leads from.
      let isThere = states.map { ExprIR(.isState(instance, entity: facts.entity, field: facts.field, state: $0), .bool) }
      var known: ConditionID?
      if let first = isThere.first, let begin = transition.from.first, let end = transition.from.last {
        let either = isThere.dropFirst().reduce(first) { ExprIR(.binary(.or, $0, $1), .bool) }
        known = note(.known, either, at: begin.span.joined(end.span))
      }
      _ = note(.filter, condition, in: known, at: expr(id).span)
    }
    return (condition, condition != nil)
  }

  private mutating func reportRepeatedFinals(_ node: WorkflowItem) {
    var seen: [String: Span] = [:]
    for name in node.final {
      guard let first = seen.updateValue(name.span, forKey: text(name)) else { continue }
      reportDuplicate("final state `\(text(name))`", name.span, first: first)
    }
  }

  /// Reports a move out of a final state, or one that another one says already; `true` iff it says something new.
  private mutating func checkMove(
    _ move: WorkflowFacts.Move, _ from: Name, _ workflow: WorkflowIR, _ facts: WorkflowFacts, _ node: WorkflowItem
  ) -> Bool {
    if workflow.finals.contains(move.from), let final = node.final.first(where: { text($0) == move.from }) {
      report(
        .moveOutOfFinal, "`\(move.from)` is `final`, so nothing leaves it", at: from.span,
        notes: [DiagnosticNote("it is said to be final here", final.span)])
    }
    let earlier = facts.moves.first { other in
      guard other.from == move.from, other.to == move.to, other.isRight, move.isRight else { return false }
      let isSameGuard = other.condition == nil || move.condition == nil || other.condition == move.condition
      let names = (other.roles.names, move.roles.names)
      return isSameGuard && (!Set(names.0).isDisjoint(with: names.1) || names.0.isEmpty && names.1.isEmpty)
    }
    guard let earlier else { return true }
    report(
      .moveTwice, "the move from `\(move.from)` to `\(move.to)` is said twice", at: move.span,
      notes: [DiagnosticNote("the first stands here", earlier.span)])
    return false
  }

  /// A move without `by` is one that no role may make. Where no move has one, that is one mistake.
  private mutating func reportMovesByNobody(_ declaration: Declared<WorkflowItem>) {
    let node = declaration.node
    let without = node.transitions.filter(\.by.isEmpty)
    guard let first = without.first, !mayBeLost(declaration.name) else { return }
    let isAll = without.count == node.transitions.count && without.count > 1
    let only = roles.count == 1 ? roles.keys.first : nil
    func fix(_ transitions: [WorkflowTransition]) -> [Fix] {
      only.map { role in
        let edits = transitions.map { Edit(span: $0.span.endPoint, replacement: " by \(role)") }
        return [Fix("let `\(role)` make it", edits, isGuess: true)]
      } ?? []
    }
    if isAll {
      report(
        .moveByNobody, "no role may make any move of `\(declaration.name)`: say who may with `by`", at: first.to[0].span,
        label: "such as `by \(roles.keys.min() ?? "manager")`", fixes: fix(without))
      return
    }
    for transition in without {
      report(
        .moveByNobody, "no role may make the move to `\(text(transition.to[0]))`: say who may with `by`", at: transition.to[0].span,
        label: "such as `by \(roles.keys.min() ?? "manager")`", fixes: fix([transition]))
    }
  }
}

// MARK: - states

extension SystemAnalysis {
  private func mentions(_ node: WorkflowItem) -> [Name] {
    node.mentions.sorted { $0.span.start < $1.span.start }
  }

  /// Where the states are the workflow's own, a state that is spelt so only once, with which something is wrong, and that is near to
  /// another, is a slip: what was probably meant by what is written. It is reported here.
  private mutating func misspeltStates(of node: WorkflowItem, _ facts: WorkflowFacts) -> [String: String] {
    var counts: [String: Int] = [:]
    let all = mentions(node)
    for name in all { counts[text(name), default: 0] += 1 }
    var result: [String: String] = [:]
    guard Set(facts.states) == Set(counts.keys) else { return [:] }
    let sources = Set(node.transitions.flatMap(\.from).map { text($0) })
    let targets = Set(node.transitions.flatMap(\.to).map { text($0) })
    let finals = Set(node.final.map { text($0) })
    func isWrong(_ state: String) -> Bool {
      (!targets.contains(state) && state != facts.initial) || (!sources.contains(state) && !finals.contains(state))
    }
    // Of two that are alike the one in a move is taken for the slip, else the later one; one that stands elsewhere too is none.
    let ends = Array(node.initial) + node.final
    let order = all.reversed().filter { name in !ends.contains { $0.span == name.span } } + ends
    let lone = solePlaces(of: Set(counts.filter { $0.value == 1 && isWrong($0.key) }.keys))
    for name in order where lone[text(name)] != nil {
      let state = text(name)
      // Nothing leaves an initial state that is named nowhere else, so it is wrong whatever else is right.
      let others = facts.states.filter { other in
        (isWrong(other) || state == facts.initial) && result[other] == nil && other != state && !isBeside(state, other, node)
      }
      guard let near = nearName(to: state, among: others) else { continue }
      result[state] = near.name
      let hasNoWayIn = !targets.contains(state) && state != facts.initial
      addSlip(
        hasNoWayIn ? .unreachableState : .deadState,
        "the state `\(state)` has no way \(hasNoWayIn ? "in" : "out") and is named only here", name.span, near)
    }
    return result
  }

  /// `true` iff both stand in one list, so that neither is a slip for the other.
  private func isBeside(_ state: String, _ other: String, _ node: WorkflowItem) -> Bool {
    let lists = [node.initial, node.final] + node.transitions.flatMap { [$0.from, $0.to] }
    return lists.contains { list in
      list.contains { text($0) == state } && list.contains { text($0) == other }
    }
  }

  /// Reports unreachable states, and those with no way out; `true` iff there is none.
  private mutating func checkStates(
    _ facts: WorkflowFacts, _ slips: [String: String], _ workflow: WorkflowIR, _ node: WorkflowItem
  ) -> Bool {
    let states = facts.states.filter { slips[$0] == nil }
    guard states.contains(workflow.initial) else { return false }
    var graph = StateGraph(states: states)
    for move in facts.moves where move.from != move.to { graph.next[move.from, default: []].append(move.to) }
    var places: [String: Span] = [:]
    for name in mentions(node) where places[text(name)] == nil { places[text(name)] = name.span }
    let reached = graph.reached(from: workflow.initial)
    let unreachable = states.filter { !reached.contains($0) }
    reportUnreachable(graph, unreachable, facts, places, node)
    let dead = states.filter { reached.contains($0) && (graph.next[$0] ?? []).isEmpty && !workflow.finals.contains($0) }
    reportDead(dead, states, facts, places, node)
    return slips.isEmpty && unreachable.isEmpty && dead.isEmpty
  }

  /// Reports the states with no way out, those of a workflow without any final state as one mistake.
  private mutating func reportDead(
    _ dead: [String], _ states: [String], _ facts: WorkflowFacts, _ places: [String: Span], _ node: WorkflowItem
  ) {
    var left: [String] = []
    for state in dead {
      if let near = probablyMeant(state, states, node), let place = places[state] {
        addSlip(.deadState, "`\(state)` has no way out and is not `final`", place, near)
      } else {
        left.append(state)
      }
    }
    for group in node.final.isEmpty && left.count > 1 ? [left] : left.map({ [$0] }) {
      let names = group.map { "`\($0)`" }
      let named = names.count == 1 ? names[0] : "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
      let message = group.count == 1 ? "\(named) has no way out and is not `final`" : "\(named) have no way out, and no state is `final`"
      let others = group.dropFirst().compactMap { state in places[state].map { DiagnosticNote("`\(state)` stands here", $0) } }
      report(
        .deadState, message, at: places[group[0]] ?? node.on.span, label: "an instance that gets here stays here", notes: others,
        fixes: finalFix(group, facts.name, node))
    }
  }

  /// The state that was probably meant by one that is written only once.
  private func probablyMeant(_ state: String, _ states: [String], _ node: WorkflowItem) -> NearName? {
    guard let near = nearName(to: state, among: states.filter { !isBeside(state, $0, node) }) else { return nil }
    return solePlaces(of: [state])[state] == nil ? nil : near
  }

  /// Reports those states that no other unreachable state leads to: what they lead to is the same mistake.
  private mutating func reportUnreachable(
    _ graph: StateGraph, _ unreachable: [String], _ facts: WorkflowFacts, _ places: [String: Span], _ node: WorkflowItem
  ) {
    var led: Set<String> = []
    for state in unreachable { led.formUnion((graph.next[state] ?? [])) }
    var handled: Set<String> = []
    for state in unreachable.filter({ !led.contains($0) }) + unreachable where !handled.contains(state) {
      handled.formUnion(graph.reached(from: state))
      guard let place = places[state] else {
        let message = "`\(facts.entity).\(facts.field)` can be `\(state)`, and no move of `\(facts.name)` leads there"
        report(.unreachableState, message, at: node.on.span)
        continue
      }
      let message = "no moves lead from `\(facts.initial)` to `\(state)`"
      if let near = probablyMeant(state, graph.states, node) {
        addSlip(.unreachableState, message, place, near)
      } else {
        report(.unreachableState, message, at: place)
      }
    }
  }

  private func finalFix(_ states: [String], _ workflow: String, _ node: WorkflowItem) -> [Fix] {
    let (names, title) = (states.joined(separator: ", "), states.count == 1 ? "make `\(states[0])` final" : "make them final")
    if let last = node.final.last { return [Fix(title, replace: last.span.endPoint, with: ", \(names)", isGuess: true)] }
    guard let declaration = workflows[workflow],
      let edit = insertion(of: "final \(names)", indent: "    ", atEndOf: declaration.span, in: declaration.tree)
    else { return [] }
    return [Fix(title, [edit], isGuess: true)]
  }
}
