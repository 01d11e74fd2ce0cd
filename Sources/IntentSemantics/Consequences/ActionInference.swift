import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Infers the signatures of actions that no item declares from their uses.
extension SystemAnalysis {
  mutating func inferActions() {
    resolveAwaits()
    warnOfNearActions()
    isInferring = true
    actionTable.reserve(uses: calls.count)
    collectAllUses()
    isInferring = false
    for action in actionTable.used { settleSignature(of: action) }
    actionTable.forgetUses()
  }

  /// Reads every reaction for the actions that it calls. A reaction to `x.done` is read once some use of `x` is known. O(reactions).
  private mutating func collectAllUses() {
    settled = SettledReactions(count: reactionSources.count, calls: calls.count)
    var ready: [Int] = []
    ready.reserveCapacity(reactionSources.count)
    var waiting: [Int: [Int]] = [:]
    for index in reactionSources.indices {
      if let action = unknownAction(thatStarts: reactionSources[index]) {
        waiting[action, default: []].append(index)
      } else {
        ready.append(index)
      }
    }
    while !ready.isEmpty || !waiting.isEmpty {
      if ready.isEmpty {
        ready = waiting.values.flatMap { $0 }.sorted()
        waiting = [:]
      }
      let known = actionTable.used.count
      for index in ready { collectUses(in: index) }
      ready = []
      if waiting.isEmpty { break }
      for action in actionTable.used[known...] {
        guard let reactions = waiting.removeValue(forKey: action) else { continue }
        settleSignature(of: action)
        ready += reactions
      }
      ready.sort()
    }
  }

  /// An action that is only called, and is called almost as a declared one is, but for a digit (`step_1`, `step_2`) or what makes it the
  /// opposite (`publish`, `unpublish`).
  private mutating func warnOfNearActions() {
    if actions.isEmpty { return }
    for called in calls {
      let action = actionTable[called.action]
      guard !action.isDeclared, action.facts == nil, let near = closestName(to: action.name, among: actions.keys),
        editDistance(action.name, near, atMost: action.name.utf8.count < 8 ? 1 : 2) != nil, !isOpposite(action.name, near),
        !isOpposite(near, action.name), action.name.filter({ !$0.isNumber }) != near.filter({ !$0.isNumber })
      else { continue }
      report(
        .nearAction, "no action `\(action.name)` is declared; did you mean `\(near)`?", at: called.nameSpan,
        fixes: [Fix("change `\(action.name)` to `\(near)`", replace: called.nameSpan, with: near, isGuess: true)])
    }
  }

  private func isOpposite(_ name: String, _ other: String) -> Bool { ["un", "de", "re", "dis"].contains { name == $0 + other } }

  /// The action without a known signature whose evidence is the trigger.
  private func unknownAction(thatStarts source: ReactionSource) -> Int? {
    guard case .when(let item) = source, case .event(let path) = item.node.trigger, path.names.count == 2,
      text(path.names[1]) == "done"
    else { return nil }
    guard let action = actionTable.number(of: path.names[0].symbol), actionTable[action].facts == nil else { return nil }
    return action
  }

  /// `await_x` waits for the event `x`.
  private mutating func resolveAwaits() {
    for index in calls.indices {
      let action = calls[index].action
      guard actionTable[action].isAwait, !actionTable[action].isDeclared, actionTable[action].facts == nil else { continue }
      let call = calls[index]
      let name = actionTable[action].name
      let event = String(Substring(name.utf8.dropFirst(6)))
      tree = reactionSources[call.reaction].tree
      if eventFacts.contains(event) {
        let facts = ActionFacts(parameters: 0..<0, isInferred: true, origin: origin(call.span))
        actionTable.settle(action, facts, evidence: .awaited(event))
      } else if reportedNames.insert("await \(event)").inserted {
        reportNoAwaitedEvent(event, name, call)
      }
    }
  }

  private mutating func reportNoAwaitedEvent(_ event: String, _ name: String, _ called: CalledAction) {
    let span = called.nameSpan
    let message = "`\(name)` waits for the event `\(event)`, and none is declared"
    if mayBeLost(event) { return }
    if let near = nearName(to: event, among: eventFacts.keys) {
      addSlip(.undeclaredEvent, message, span, near.inside(prefix: "await_"))
    } else {
      let fields = subject(of: called).map { " \($0): \($0)" } ?? ""
      let fix = fix(declaring: .item("event \(event) {\(fields) }"), usedAt: span)
      report(.undeclaredEvent, message, at: span, fixes: fix.map { [$0] } ?? [])
    }
  }

  /// Notes a use of an action that no item declares.
  mutating func recordUse(_ call: ActionCall, _ scope: Scope) {
    guard let action = actionTable.number(of: call.name.symbol), !actionTable[action].isDeclared, !actionTable[action].isAwait
    else { return }
    let first = actionTable.parameters.count
    for argument in call.values { actionTable.add(parameter(for: argument, scope)) }
    let arguments = first..<actionTable.parameters.count
    actionTable.add(ActionUse(tree: tree, call: call, arguments: arguments, origin: origin(call.span)), of: action)
  }

  /// What the argument would be as a parameter.
  private mutating func parameter(for argument: Argument, _ scope: Scope) -> FieldFact {
    let id = argument.value
    let span = expr(id).span
    let word = argument.label.map { text($0) } ?? wordOf(id) ?? ""
    var field: FieldIR?
    if let type = isOfItself(id) ? settle(id, { $0.check(id, scope) })?.type : check(id, scope)?.type {
      field = FieldIR(name: word, type: type, origin: origin(span))
    }
    return FieldFact(name: word, span: span, tree: tree, ir: field, defaultValue: nil)
  }

  /// Gives the action the signature that its uses agree on.
  private mutating func settleSignature(of action: Int) {
    if let facts = signature(of: action) { actionTable.settle(action, facts) }
  }

  /// The signature that the uses of an action agree on; what they do not agree on is reported.
  private mutating func signature(of action: Int) -> ActionFacts? {
    guard let uses = actionTable[action].uses else { return nil }
    if uses.first == uses.last { return signature(of: action, as: actionTable.uses[uses.first], and: []) }
    let all = actionTable.uses(of: action).map { actionTable.uses[$0] }.sorted {
      trees.isBefore(($0.tree, $0.call.span), ($1.tree, $1.call.span))
    }
    // What is wrong in itself says nothing about the parameter's name.
    let sound = all.filter { actionTable.isSound($0) }
    return signature(of: action, as: sound.first ?? all[0], and: sound.dropFirst())
  }

  /// The signature that `first` gives the action and the `others` agree on.
  private mutating func signature(of action: Int, as first: ActionUse, and others: ArraySlice<ActionUse>) -> ActionFacts? {
    if reportModifiers(in: first) { return nil }
    for use in others where reportModifiers(in: use) { return nil }
    tree = first.tree
    var place = first.arguments
    if !areNamed(place, action) { return nil }
    if !others.isEmpty {
      var parameters = Array(actionTable.parameters[place])
      if !merge(others, into: &parameters, action, first) { return nil }
      place = actionTable.add(parameters)
    }
    return ActionFacts(parameters: place, isInferred: true, origin: first.origin)
  }

  static let modifiers: [Symbol] = [.within, .retry, .unless, .undo, .fallback].map { Symbol($0) }

  /// Reports what is said of the consequence inside of the call, where it would be an argument; `false` if there is no such thing.
  private mutating func reportModifiers(in use: ActionUse) -> Bool {
    guard let label = modifierLabel(in: use.call) else { return false }
    tree = use.tree
    reportModifiers(in: use.call, label)
    return true
  }

  /// The first label of the call that is the word of a modifier.
  func modifierLabel(in call: ActionCall) -> Name? { call.arguments.first(where: Self.isModifier)?.label }

  private static func isModifier(_ argument: Argument) -> Bool { argument.label.map { modifiers.contains($0.symbol) } ?? false }

  mutating func reportModifiers(in call: ActionCall, _ label: Name) {
    func written(_ argument: Argument) -> String {
      let value = trees[tree].file.text(expr(argument.value).span)
      return argument.label.map { "\(text($0)): \(value)" } ?? value
    }
    let inside = call.arguments.filter { !Self.isModifier($0) }.map(written).joined(separator: ", ")
    let behind = call.arguments.filter(Self.isModifier).map(written)
    let meant = ([text(call.name) + (inside.isEmpty ? "" : "(\(inside))")] + behind).joined(separator: " ")
    report(
      .badArguments, "`\(text(label)):` stands behind the call, where it speaks of the consequence: `\(meant)`", at: label.span,
      fixes: [Fix("write `\(meant)`", replace: call.span, with: meant)])
  }

  /// `false` after a report, and of an argument that is wrong in itself.
  private mutating func areNamed(_ arguments: Range<Int>, _ action: Int) -> Bool {
    for index in arguments {
      let argument = actionTable.parameters[index]
      if argument.name.isEmpty { return isNamed(argument, actionTable[action].name) }
      guard (arguments.lowerBound..<index).contains(where: { actionTable.parameters[$0].name == argument.name }) else { continue }
      report(
        .badArguments, "two arguments of `\(actionTable[action].name)` go by `\(argument.name)`: give one a label", at: argument.span)
      return false
    }
    return true
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
    _ others: ArraySlice<ActionUse>, into parameters: inout [FieldFact], _ action: Int, _ first: ActionUse
  ) -> Bool {
    let name = actionTable[action].name
    var wrong: Set<String> = []
    var doubtful: Set<String> = []
    let known = parameters.map(\.name)
    for use in others {
      let arguments = actionTable.parameters[use.arguments]
      var isComplete = true
      for argument in arguments where !isNamed(argument, name) { isComplete = false }
      if !isComplete { return false }
      let names = arguments.map(\.name)
      guard Set(names) == Set(known), names.count == known.count else {
        if doubtful.isEmpty { reportDisagreement(name, use, names, first, known) }
        doubtful.formUnion(names)
        continue
      }
      for argument in arguments {
        guard let index = parameters.firstIndex(where: { $0.name == argument.name }) else { continue }
        if !merge(argument, into: &parameters[index], name) { wrong.insert(argument.name) }
      }
    }
    if !doubtful.isEmpty { actionTable.doubtful[action] = doubtful }
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
    let unlabelled = zip(use.call.values, actionTable.parameters[use.arguments]).first { $0.label == nil && $1.name == other?.0 }?.1
    let meant = actionTable.parameters[first.arguments].first { $0.name == other?.1 }
    let isOfOneType = (unlabelled?.type).flatMap { given in meant?.type.flatMap { unified($0, given) } } != nil
    let isMisspelt = other.map { isSlip($0.0, of: $0.1) } ?? false
    var advice = isMisspelt ? "; one of the two is probably misspelt" : "; if both are meant, declare the action"
    var fixes: [Fix] = []
    if let other, let unlabelled, names.count == firstNames.count, isOfOneType {
      advice = "; an argument is named after its last word, unless a label says otherwise"
      fixes = [Fix("label it `\(other.1)`", replace: unlabelled.span.startPoint, with: "\(other.1): ")]
    }
    report(
      .disagreeingUses, "uses of `\(name)` disagree: \(list(names)) here and \(list(firstNames)) elsewhere\(advice)", at: use.call.span,
      notes: [DiagnosticNote("the other use stands here", first.call.span)], fixes: fixes)
  }
}
