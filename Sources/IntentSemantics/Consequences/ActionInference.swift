import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Infers the signatures of actions that no item declares from their uses.
extension SystemAnalysis {
  mutating func inferActions() {
    if actionFacts.isEmpty { actionFacts = NameTable(capacity: actionNames.count) }
    actionUses = NameTable(capacity: actionNames.count)
    resolveAwaits()
    warnOfNearActions()
    isInferring = true
    collectAllUses()
    isInferring = false
    for name in actionUses.keys { actionFacts[name] = signature(of: name) }
  }

  /// Reads every reaction for the actions that it calls. A reaction to `x.done` is read once some use of `x` is known. O(reactions).
  private mutating func collectAllUses() {
    settled = SettledReactions(count: reactionSources.count)
    var ready: [Int] = []
    var waiting: [String: [Int]] = [:]
    for (index, source) in reactionSources.enumerated() {
      if let action = unknownAction(thatStarts: source) { waiting[action, default: []].append(index) } else { ready.append(index) }
    }
    while !ready.isEmpty || !waiting.isEmpty {
      if ready.isEmpty {
        ready = waiting.values.flatMap { $0 }.sorted()
        waiting = [:]
      }
      newlyUsed = []
      for index in ready { collectUses(in: index) }
      ready = []
      if waiting.isEmpty { break }
      for name in newlyUsed {
        guard let known = waiting.removeValue(forKey: name) else { continue }
        actionFacts[name] = signature(of: name)
        ready += known
      }
      ready.sort()
    }
  }

  /// An action that is only called, and is called almost as a declared one is.
  private mutating func warnOfNearActions() {
    if actions.isEmpty { return }
    for called in calls {
      let name = text(called.name)
      guard actions[name] == nil, actionFacts[name] == nil,
        let near = closestName(to: name, among: actions.keys),
        editDistance(name, near, atMost: name.utf8.count < 8 ? 1 : 2) != nil
      else { continue }
      report(
        .nearAction, "no action `\(name)` is declared; did you mean `\(near)`?", at: called.name.span,
        fixes: [Fix("change `\(name)` to `\(near)`", replace: called.name.span, with: near)])
    }
  }

  /// The action without a known signature whose evidence is the trigger.
  private func unknownAction(thatStarts source: ReactionSource) -> String? {
    guard case .when(let item) = source, case .event(let path) = item.node.trigger, path.names.count == 2,
      text(path.names[1]) == "done"
    else { return nil }
    let action = text(path.names[0])
    return actionNames.contains(action) && actionFacts[action] == nil ? action : nil
  }

  /// `await_x` waits for the event `x`.
  private mutating func resolveAwaits() {
    for call in calls {
      let name = text(call.name)
      guard isAwait(name), !actions.contains(name), !actionFacts.contains(name) else { continue }
      let event = String(Substring(name.utf8.dropFirst(6)))
      tree = reactionSources[call.reaction].tree
      if eventFacts.contains(event) {
        actionFacts.insert(
          ActionFacts(parameters: [], evidence: .awaited(event), isInferred: true, doc: nil, origin: origin(call.span)), as: name)
      } else if reportedNames.insert("await \(event)").inserted {
        reportNoAwaitedEvent(event, name, call)
      }
    }
  }

  private func isAwait(_ action: String) -> Bool {
    // Most names are told from it by their first letter.
    action.utf8.first == UInt8(ascii: "a") && action.hasPrefix("await_")
  }

  private mutating func reportNoAwaitedEvent(_ event: String, _ name: String, _ called: CalledAction) {
    let span = called.name.span
    let message = "`\(name)` waits for the event `\(event)`, and none is declared"
    if mayBeLost(event) { return }
    if let near = closestName(to: event, among: eventFacts.keys) {
      addSlip(.undeclaredEvent, message, span, name, "await_\(near)")
    } else {
      let fields = subject(of: called).map { " \($0): \($0)" } ?? ""
      let fix = fix(declaring: .item("event \(event) {\(fields) }"), usedAt: span)
      report(.undeclaredEvent, message, at: span, fixes: fix.map { [$0] } ?? [])
    }
  }

  /// Notes a use of an action that no item declares.
  mutating func recordUse(_ call: ActionCall, _ scope: Scope) {
    let name = text(call.name)
    if actions.contains(name) || isAwait(name) { return }
    let values = call.values
    var arguments: [FieldFact] = []
    arguments.reserveCapacity(values.count)
    for argument in values {
      let id = argument.value
      let span = expr(id).span
      let word = argument.label.map { text($0) } ?? wordOf(id) ?? ""
      let value = isOfItself(id) ? settle(id) { $0.check(id, scope) } : check(id, scope)
      var field: FieldIR?
      if let type = value?.type { field = FieldIR(name: word, type: type, origin: origin(span)) }
      arguments.append(FieldFact(name: word, span: span, tree: tree, ir: field, defaultValue: nil))
    }
    let use = ActionUse(tree: tree, call: call, arguments: arguments)
    if actionUses.insert(use, as: name) {
      newlyUsed.append(name)
    } else {
      furtherUses[name, default: []].append(use)
    }
  }

  /// The signature that the uses of `name` agree on; what they do not agree on is reported.
  private mutating func signature(of name: String) -> ActionFacts? {
    guard var first = actionUses[name] else { return nil }
    var others: [ActionUse] = []
    if let further = furtherUses[name] {
      others = ([first] + further).sorted { trees.isBefore(($0.tree, $0.call.span), ($1.tree, $1.call.span)) }
      // What is wrong in itself says nothing about the parameter's name.
      let sound = others.filter(\.isSound)
      others = sound.isEmpty ? Array(others.prefix(1)) : sound
      first = others.removeFirst()
    }
    tree = first.tree
    for (index, argument) in first.arguments.enumerated() {
      if !isNamed(argument, name) { return nil }
      if index > 0, first.arguments[..<index].contains(where: { $0.name == argument.name }) {
        report(.badArguments, "two arguments of `\(name)` go by `\(argument.name)`: give one a label", at: argument.span)
        return nil
      }
    }
    var parameters = first.arguments
    var doubtful: Set<String> = []
    if !others.isEmpty, !merge(others, into: &parameters, name, first, &doubtful) { return nil }
    return ActionFacts(
      parameters: parameters, evidence: .done, isInferred: true, doubtful: doubtful, doc: nil, origin: origin(first.call.span))
  }

  /// `false` after a report, and of an argument that is wrong in itself.
  private mutating func isNamed(_ argument: FieldFact, _ action: String) -> Bool {
    if !argument.name.isEmpty { return true }
    if argument.type != nil {
      report(
        .argumentWithoutName, "this argument of `\(action)` has no name: give it a label, or declare the action", at: argument.span)
    }
    return false
  }

  /// Lets the parameters hold what other uses give; `false` if one of these has an argument without a name.
  private mutating func merge(
    _ others: [ActionUse], into parameters: inout [FieldFact], _ action: String, _ first: ActionUse, _ doubtful: inout Set<String>
  ) -> Bool {
    var wrong: Set<String> = []
    let known = parameters.map(\.name)
    for use in others {
      var isComplete = true
      for argument in use.arguments where !isNamed(argument, action) { isComplete = false }
      if !isComplete { return false }
      let names = use.arguments.map(\.name)
      guard Set(names) == Set(known), names.count == known.count else {
        reportDisagreement(action, use, names, first, known)
        doubtful.formUnion(names)
        continue
      }
      for argument in use.arguments {
        guard let index = parameters.firstIndex(where: { $0.name == argument.name }) else { continue }
        if !merge(argument, into: &parameters[index], action) { wrong.insert(argument.name) }
      }
    }
    for index in parameters.indices where wrong.contains(parameters[index].name) { parameters[index].ir = nil }
    return true
  }

  /// Lets the parameter hold what another use gives; `false` after a report.
  private mutating func merge(_ argument: FieldFact, into parameter: inout FieldFact, _ action: String) -> Bool {
    guard let given = argument.type else { return true }
    let known = parameter.type ?? given
    if let common = unified(known, given) {
      parameter.ir = FieldIR(name: parameter.name, type: common, origin: origin(parameter.span))
      return true
    }
    report(
      .disagreeingUses, "`\(parameter.name)` of `\(action)` is `\(given.described)` here and `\(known.described)` elsewhere",
      at: argument.span, notes: [DiagnosticNote("the other use stands here", parameter.span)])
    return false
  }

  /// The type that holds values of both, where an inferred parameter may have it.
  private func unified(_ a: TypeIR, _ b: TypeIR) -> TypeIR? {
    if a == b { return a }
    if a.isOptional || b.isOptional { return unified(a.unwrapped, b.unwrapped).map { .optional($0) } }
    return commonType(a, b)
  }

  private mutating func reportDisagreement(
    _ name: String, _ use: ActionUse, _ names: [String], _ first: ActionUse, _ firstNames: [String]
  ) {
    if mayBeLost(name) { return }
    func list(_ names: [String]) -> String { "`\(name)(\(names.joined(separator: ", ")))`" }
    let other = zip(names, firstNames).first { $0 != $1 }
    let unlabelled = zip(use.call.values, use.arguments).first { $0.label == nil && $1.name == other?.0 }?.1
    var advice = ""
    var fixes: [Fix] = []
    if let other, let unlabelled, names.count == firstNames.count {
      advice = "; an argument is named after its last word, unless a label says otherwise"
      fixes = [Fix("label it `\(other.1)`", replace: unlabelled.span.startPoint, with: "\(other.1): ")]
    }
    report(
      .disagreeingUses, "uses of `\(name)` disagree: \(list(names)) here and \(list(firstNames)) elsewhere\(advice)", at: use.call.span,
      notes: [DiagnosticNote("the other use stands here", first.call.span)], fixes: fixes)
  }
}
