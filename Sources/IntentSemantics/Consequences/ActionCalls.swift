import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Calls of actions.
extension SystemAnalysis {
  /// The call, its arguments in the order of the action's parameters, or `nil` after a report.
  mutating func lowerCall(_ call: ActionCall, _ scope: Scope) -> ActionCallIR? {
    guard let action = actionTable.number(of: call.name.symbol), let facts = actionTable[action].facts else {
      // The name is wrong and was reported; what it is called with is checked all the same.
      for argument in call.values { _ = check(argument.value, scope) }
      return nil
    }
    if actionTable[action].isAwait, case .awaited(let event) = actionTable[action].evidence {
      let name = actionTable[action].name
      if let first = call.values.first {
        report(.badAwait, "`\(name)` waits for an event and takes no arguments", at: expr(first.value).span)
        return nil
      }
      checkAwaited(event, name, call, scope)
      return ActionCallIR(action: name, arguments: [], text: sourceText(call))
    }
    return lowerArguments(facts, call, scope)
  }

  /// The event must have a field that can be equal to the subject or to one of its relations; else nothing would ever meet it.
  private mutating func checkAwaited(_ event: String, _ name: String, _ call: ActionCall, _ scope: Scope) {
    guard let fields = eventFacts[event] else { return }
    // The instance of the innermost `for each` comes before the subject.
    guard let subject = scope.instances.last(where: { if case .entity = $0.type { true } else { false } }) ?? scope.subject else {
      report(.badAwait, "`\(name)` waits for an event about the subject, and there is no subject here", at: call.name.span)
      return
    }
    for index in fields.indices {
      // A field whose type is not known may be the one.
      guard let type = fields[index].ir?.type, !isConcerned(type.unwrapped, by: subject.type) else { return }
    }
    if case .entity(let entity) = subject.type, hasUnknownStates(entity) || mayBeLost(entity) { return }
    report(
      .badAwait, "no field of the event `\(event)` can be `\(subject.text)` or one of its relations, so it would wait for ever",
      at: call.name.span, notes: events[event].map { [DiagnosticNote("the event is declared here", $0.nameSpan)] } ?? [])
  }

  /// `true` for the subject's own type and those of its relations.
  private func isConcerned(_ type: TypeIR, by subject: TypeIR) -> Bool {
    if type == subject { return true }
    guard case .entity = type else { return false }
    let fields: ArraySlice<FieldFact> =
      switch subject {
      case .entity(let entity): entityFacts[entity]?.fields[...] ?? []
      case .event(let event): payloadFields(event) ?? []
      default: []
      }
    return fields.indices.contains { fields[$0].ir?.type.unwrapped == type }
  }

  private mutating func lowerArguments(_ facts: ActionFacts, _ call: ActionCall, _ scope: Scope) -> ActionCallIR? {
    let name = text(call.name)
    if call.arguments.isEmpty, facts.parameters.isEmpty { return ActionCallIR(action: name, arguments: [], text: name) }
    let arguments = call.values
    if facts.isInferred, let number = actionTable.number(of: call.name.symbol), actionTable.doubtful[number] != nil {
      // Which parameters it has was asked already.
      for argument in arguments { _ = check(argument.value, scope) }
      return nil
    }
    let parameters = actionTable.parameters[facts.parameters]
    guard var values = stand(arguments, for: parameters)
      ? inOrder(arguments, parameters, scope) : assigned(arguments, Array(parameters), facts, call, scope)
    else { return nil }
    for (index, place) in zip(values.indices, facts.parameters) where values[index] == nil {
      let parameter = parameters[place]
      if let value = valueLeftOut(parameter) {
        values[index] = value
      } else if let type = parameter.type, !type.isOptional {
        if parameter.defaultValue != nil { return nil }
        if !facts.isInferred { report(.badArguments, "`\(name)` needs `\(parameter.name): \(type.described)`", at: call.span) }
        return nil
      }
    }
    return ActionCallIR(action: name, arguments: values, text: sourceText(call))
  }

  /// What an argument goes by.
  private func name(of argument: Argument) -> String? { argument.label.map { text($0) } ?? wordOf(argument.value) }

  /// `true` iff there is an argument for each parameter, in their order, as in most calls.
  private func stand(_ arguments: NodeList<Argument>, for parameters: ArraySlice<FieldFact>) -> Bool {
    if arguments.count != parameters.count { return false }
    for (index, place) in zip(arguments.indices, parameters.indices) where name(of: arguments[index]) != parameters[place].name {
      return false
    }
    return true
  }

  /// The value of each argument, for the parameter in its place; `nil` after a report.
  private mutating func inOrder(_ arguments: NodeList<Argument>, _ parameters: ArraySlice<FieldFact>, _ scope: Scope) -> [ExprIR?]? {
    var values: [ExprIR?] = []
    values.reserveCapacity(arguments.count)
    var isRight = true
    for (index, place) in zip(arguments.indices, parameters.indices) {
      let id = arguments[index].value
      if let type = parameters[place].type {
        let found = value(ofArgument: id, scope, for: parameters[place].name, as: type)
        if found == nil { isRight = false }
        values.append(found)
      } else {
        if named(parameters[place].name, { $0.check(id, scope) }) == nil { isRight = false }
        values.append(nil)
      }
    }
    return isRight ? values : nil
  }

  private mutating func value(ofArgument id: ExprID, _ scope: Scope, for parameter: String, as type: TypeIR) -> ExprIR? {
    if isOfItself(id, as: type), let known = settled.take(id) {
      return known.type == type ? known : coerce(known, to: type, at: expr(id).span)
    }
    return named(parameter) { $0.value(id, scope, as: type) }
  }

  /// `true` iff the argument is read without help from the `type` that is expected, and holds no hole.
  func isOfItself(_ id: ExprID, as type: TypeIR? = nil) -> Bool {
    switch expr(id).kind {
    case .literal(.number): false
    case .literal, .member: true
    case .name: type.map { !$0.isOfCases } ?? true
    default: false
    }
  }

  /// The value of each parameter, where the arguments do not just stand in order; `nil` after a report.
  private mutating func assigned(
    _ arguments: NodeList<Argument>, _ parameters: [FieldFact], _ facts: ActionFacts, _ call: ActionCall, _ scope: Scope
  ) -> [ExprIR?]? {
    let name = text(call.name)
    var values = [ExprIR?](repeating: nil, count: parameters.count)
    var isRight = true
    if !facts.isInferred, let label = modifierLabel(in: call), !parameters.contains(where: { $0.name == text(label) }) {
      reportModifiers(in: call, label)
      isRight = false
    }
    let hasWrongLabel = arguments.contains { argument in
      argument.label.map { label in !parameters.contains { $0.name == text(label) } } ?? false
    }
    for (argument, index) in zip(arguments, assignment(of: arguments, to: parameters)) {
      let span = expr(argument.value).span
      guard let index else {
        isRight = false
        let candidates = parameters.map(\.name)
        if let label = argument.label {
          if !facts.isInferred, !Self.modifiers.contains(label.symbol) {
            reportUndeclared(.badArguments, "`\(name)` has no parameter `\(text(label))`", label, among: candidates)
          }
        } else if !facts.isInferred {
          let taken = parameters.map { "`\($0.name)`" }.joined(separator: ", ")
          report(
            .badArguments, "`\(name)` has no parameter for this: it takes \(taken.isEmpty ? "nothing" : taken)", at: span)
        }
        continue
      }
      let parameter = parameters[index]
      // Beside a wrong label nobody knows which parameter an argument without one is for.
      let isCertain = !hasWrongLabel || parameter.name == self.name(of: argument)
      guard isCertain, let type = parameter.type else {
        if named(parameter.name, { $0.check(argument.value, scope) }) == nil { isRight = false }
        continue
      }
      guard let value = value(ofArgument: argument.value, scope, for: parameter.name, as: type) else {
        isRight = false
        continue
      }
      values[index] = value
    }
    return isRight ? values : nil
  }

  /// The parameter that each argument is for: by its label, by its last word, else the next one in order that is free.
  private func assignment(of arguments: NodeList<Argument>, to parameters: [FieldFact]) -> [Int?] {
    var result = [Int?](repeating: nil, count: arguments.count)
    var isFree = [Bool](repeating: true, count: parameters.count)
    for (index, argument) in arguments.enumerated() {
      let name = name(of: argument)
      if let match = parameters.firstIndex(where: { $0.name == name }), isFree[match] {
        isFree[match] = false
        result[index] = match
      }
    }
    for (index, argument) in arguments.enumerated() where result[index] == nil && argument.label == nil {
      if let next = isFree.firstIndex(of: true) {
        isFree[next] = false
        result[index] = next
      }
    }
    return result
  }
}

extension TypeIR {
  /// `true` iff a bare name can be a case where the type is expected.
  fileprivate var isOfCases: Bool {
    switch self {
    case .choice, .variant: true
    case .optional(let inner), .list(let inner): inner.isOfCases
    default: false
    }
  }
}
