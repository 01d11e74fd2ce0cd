import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// A parameter as the uses of an action have shown it so far.
private struct InferredParameter {
  let name: String
  var type: TypeIR?
  let span: Span
  let tree: Int
  /// `true` once two uses disagreed about its type.
  var isWrong = false
}

// Infers the signatures of actions that no item declares from their uses.
extension SystemAnalysis {
  mutating func inferActions() {
    resolveAwaits()
    warnOfNearActions()
    isInferring = true
    collectAllUses()
    isInferring = false
    for name in actionUses.keys.sorted(by: isNameBefore) { actionFacts[name] = signature(of: name) }
  }

  /// Reads every reaction for the actions that it calls. A reaction to `x.done` is read once some use of `x` is known. O(reactions).
  private mutating func collectAllUses() {
    let sources = reactionSources
    var ready: [Int] = []
    var waiting: [String: [Int]] = [:]
    for (index, source) in sources.enumerated() {
      if let action = unknownAction(thatStarts: source) { waiting[action, default: []].append(index) } else { ready.append(index) }
    }
    while !ready.isEmpty || !waiting.isEmpty {
      if ready.isEmpty {
        ready = waiting.values.flatMap { $0 }.sorted()
        waiting = [:]
      }
      newlyUsed = []
      for index in ready { _ = lowerReaction(sources[index]) }
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
      let name = text(called.call.name)
      guard actions[name] == nil, actionFacts[name] == nil,
        let near = closestName(to: name, among: actions.keys),
        editDistance(name, near, atMost: name.utf8.count < 8 ? 1 : 2) != nil
      else { continue }
      tree = called.tree
      report(
        .nearAction, "no action `\(name)` is declared; did you mean `\(near)`?", at: called.call.name.span,
        fixes: [Fix("change `\(name)` to `\(near)`", replace: called.call.name.span, with: near)])
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
    for index in calls.indices {
      let name = text(calls[index].call.name)
      guard name.hasPrefix("await_"), !actions.contains(name), !actionFacts.contains(name) else { continue }
      let event = String(Substring(name.utf8.dropFirst(6)))
      tree = calls[index].tree
      if eventFacts.contains(event) {
        actionFacts.insert(
          ActionFacts(parameters: [], evidence: .awaited(event), isInferred: true, doc: nil, origin: origin(calls[index].call.span)),
          as: name)
      } else if reportedNames.insert("await \(event)").inserted {
        reportNoAwaitedEvent(event, name, calls[index])
      }
    }
  }

  private mutating func reportNoAwaitedEvent(_ event: String, _ name: String, _ called: CalledAction) {
    let span = called.call.name.span
    let message = "`\(name)` waits for the event `\(event)`, and none is declared"
    if mayBeLost(event) { return }
    if let near = closestName(to: event, among: eventFacts.keys) {
      addSlip(.undeclaredEvent, message, span, name, "await_\(near)")
    } else {
      let fields = called.subject.map { " \($0): \($0)" } ?? ""
      let fix = fix(declaring: .item("event \(event) {\(fields) }"), usedAt: span)
      report(.undeclaredEvent, message, at: span, fixes: fix.map { [$0] } ?? [])
    }
  }

  mutating func recordUse(_ name: String, _ call: ActionCall, _ arguments: [Argument], _ scope: Scope) {
    if name.hasPrefix("await_") { return }
    let uses = arguments.map { argument in
      ActionUse.Argument(
        name: argument.label.map { text($0) } ?? wordOf(argument.value), isLabelled: argument.label != nil,
        type: check(argument.value, scope)?.type,
        span: expr(argument.value).span)
    }
    let use = ActionUse(tree: tree, span: call.span, arguments: uses)
    if actionUses.insert([use], as: name) {
      newlyUsed.append(name)
    } else {
      actionUses[name, default: []].append(use)
    }
  }

  /// The signature that the uses of `name` agree on; what they do not agree on is reported.
  private mutating func signature(of name: String) -> ActionFacts? {
    var uses = actionUses[name] ?? []
    if uses.count > 1 {
      uses.sort { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }
      // What is wrong in itself says nothing about the parameter's name.
      let sound = uses.filter { use in use.arguments.allSatisfy { $0.isLabelled || $0.type != nil } }
      uses = sound.isEmpty ? Array(uses.prefix(1)) : sound
    }
    guard let first = uses.first else { return nil }
    var merged: [InferredParameter] = []
    merged.reserveCapacity(first.arguments.count)
    var doubtful: Set<String> = []
    for argument in first.arguments {
      guard let parameter = parameterName(argument, name) else { return nil }
      if merged.contains(where: { $0.name == parameter }) {
        report(.badArguments, "two arguments of `\(name)` go by `\(parameter)`: give one a label", at: argument.span)
        return nil
      }
      merged.append(InferredParameter(name: parameter, type: argument.type, span: argument.span, tree: first.tree))
    }
    for use in uses.dropFirst() {
      let names = use.arguments.compactMap { parameterName($0, name) }
      guard names.count == use.arguments.count else { return nil }
      guard Set(names) == Set(merged.map(\.name)), names.count == merged.count else {
        reportDisagreement(name, use, names, first, merged.map(\.name))
        doubtful.formUnion(names)
        continue
      }
      for (argument, parameter) in zip(use.arguments, names) {
        guard let index = merged.firstIndex(where: { $0.name == parameter }) else { continue }
        merge(argument, into: &merged[index], name)
      }
    }
    tree = first.tree
    let parameters = merged.map { parameter in
      FieldFact(
        name: parameter.name, span: parameter.span, tree: parameter.tree,
        ir: parameter.isWrong ? nil : parameter.type.map { FieldIR(name: parameter.name, type: $0, origin: origin(parameter.span)) },
        defaultValue: nil)
    }
    return ActionFacts(
      parameters: parameters, evidence: .done, isInferred: true, doubtful: doubtful, doc: nil, origin: origin(first.span))
  }

  private mutating func parameterName(_ argument: ActionUse.Argument, _ action: String) -> String? {
    if argument.name == nil, argument.type != nil {
      report(
        .argumentWithoutName, "this argument of `\(action)` has no name: give it a label, or declare the action", at: argument.span)
    }
    return argument.name
  }

  private mutating func merge(
    _ argument: ActionUse.Argument, into parameter: inout InferredParameter, _ action: String
  ) {
    guard let given = argument.type else { return }
    guard let known = parameter.type else {
      parameter.type = given
      return
    }
    if let common = unified(known, given) {
      parameter.type = common
    } else {
      parameter.isWrong = true
      report(
        .disagreeingUses, "`\(parameter.name)` of `\(action)` is `\(given.described)` here and `\(known.described)` elsewhere",
        at: argument.span, notes: [DiagnosticNote("the other use stands here", parameter.span)])
    }
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
    let unlabelled = use.arguments.first { !$0.isLabelled && $0.name == other?.0 }
    var advice = ""
    var fixes: [Fix] = []
    if let other, let unlabelled, names.count == firstNames.count {
      advice = "; an argument is named after its last word, unless a label says otherwise"
      fixes = [Fix("label it `\(other.1)`", replace: unlabelled.span.startPoint, with: "\(other.1): ")]
    }
    report(
      .disagreeingUses, "uses of `\(name)` disagree: \(list(names)) here and \(list(firstNames)) elsewhere\(advice)", at: use.span,
      notes: [DiagnosticNote("the other use stands here", first.span)], fixes: fixes)
  }
}
