import IntentIR

/// Writes the body of a reaction.
struct StatementWriter {
  let context: SystemContext
  let reaction: ReactionIR
  var expressions: ExpressionWriter
  /// The instance of the innermost `for each`, as a local and its entity.
  var about: (name: String, entity: String)?

  init(_ context: SystemContext, _ reaction: ReactionIR, _ expressions: ExpressionWriter) {
    self.context = context
    self.reaction = reaction
    self.expressions = expressions
  }

  func statements(_ list: [StatementIR]) -> [Code] { list.flatMap(statement) }

  private func statement(_ statement: StatementIR) -> [Code] {
    switch statement {
    case .obligation(let obligation): self.obligation(obligation)
    case .branch(let branch): branchCode(branch, head: "if")
    case .forEach(let loop): forEach(loop)
    }
  }

  private func branchCode(_ branch: BranchIR, head: String) -> [Code] {
    let condition = "\(head) expect.decide(\(branch.rule), \(expressions.decision(branch.condition)))"
    let then = statements(branch.then)
    guard !branch.otherwise.isEmpty else { return [.block(condition, then)] }
    if branch.otherwise.count == 1, case .branch(let next) = branch.otherwise[0] {
      return [.block(condition, then, tail: "")].joinedTail(branchCode(next, head: "} else if"))
    }
    return [.block(condition, then, tail: "} else {"), .indented(statements(branch.otherwise)), .line("}")]
  }

  private func forEach(_ loop: ForEachIR) -> [Code] {
    var inner = self
    let (code, element, _) = expressions.sequence(expressions.value(loop.collection))
    let name = inner.expressions.bind(loop.binder, element)
    if case .instance(let entity) = element { inner.about = (name, entity) }
    let filter = loop.condition.map { " where \(condition(inner.expressions.condition($0)))" } ?? ""
    return [.block("for \(name) in \(condition(code))\(filter)", inner.statements(loop.body))]
  }

  /// An obligation with what stands in for it and what takes it back. It does not arise where an argument is absent that the
  /// action wants.
  private func obligation(_ obligation: ObligationIR) -> [Code] {
    let aboutCode = about.map { ", about: \($0.name).id.raw" } ?? ""
    return call(obligation.call) { inner, action in
      var lines: [Code] = []
      if let keys = inner.awaitKeys(obligation.call.action) {
        lines.append(.line("expect.awaitEvent(\(obligation.rule), \(action), anyOf: \(keys)\(aboutCode))"))
      } else {
        lines.append(.line("expect.expect(\(obligation.rule), \(action)\(aboutCode))"))
      }
      if let undo = obligation.undo {
        lines += inner.call(undo.call) { _, action in [.line("expect.undo(\(undo.rule), \(action))")] }
      }
      for replacement in obligation.fallback { lines += inner.fallback(replacement) }
      return lines
    }
  }

  private func fallback(_ obligation: ObligationIR) -> [Code] {
    call(obligation.call) { inner, action in
      var lines: [Code] = []
      if let keys = inner.awaitKeys(obligation.call.action) {
        lines.append(.line("expect.fallbackAwait(\(obligation.rule), \(action), anyOf: \(keys))"))
      } else {
        lines.append(.line("expect.fallback(\(obligation.rule), \(action))"))
      }
      for replacement in obligation.fallback { lines += inner.fallback(replacement) }
      return lines
    }
  }

  /// The action with its arguments, and around its use an `if let` for each argument that may be absent and must not be.
  private func call(_ call: ActionCallIR, _ use: (StatementWriter, String) -> [Code]) -> [Code] {
    let parameters = context.actions[call.action]?.parameters ?? []
    var inner = self
    var arguments: [String] = []
    var bindings: [String] = []
    for (offset, parameter) in parameters.enumerated() {
      let given = offset < call.arguments.count ? call.arguments[offset] : nil
      guard let argument = given ?? context.openDefault(parameter) else { continue }
      let isSealed = context.personal.holds("action \(call.action)", parameter.name)
      let value = inner.expressions.value(argument, for: parameter.type, isSealed: isSealed)
      let label = Naming.label(context.names.member("action \(call.action)", parameter.name))
      if value.isOptional && !parameter.type.isOptional {
        let name = Naming.escaped(inner.expressions.scope.claim(Naming.lowerCamel(parameter.name)))
        bindings.append("let \(name) = \(condition(value.code))")
        arguments.append("\(label): \(name)")
      } else {
        arguments.append("\(label): \(value.code)")
      }
    }
    let code = use(inner, ".\(context.actionCase(call.action))(.init(\(arguments.joined(separator: ", "))))")
    return bindings.isEmpty ? code : [.block("if \(bindings.joined(separator: ", "))", code)]
  }

  /// The keys under which an awaited event is known: the subject's, or, where the event names none of its kind, its relations'.
  private func awaitKeys(_ action: String) -> String? {
    guard case .awaited(let event) = context.actions[action]?.evidence else { return nil }
    let channels = context.awaitChannels[event] ?? []
    func key(_ entity: String, _ id: String) -> String? {
      channels.first { $0.entity == entity }.map { "AwaitKey(channel: \($0.channel), id: \(id).raw)" }
    }
    if let subject = subject {
      if case .instance(let entity) = subject.form, let own = key(entity, "\(subject.name).id") { return "[\(own)]" }
      var keys: [String] = []
      var isPartial = false
      for (field, code) in fields(of: subject) {
        guard case .entity(let entity) = field.type.unwrapped else { continue }
        if field.type.isOptional {
          if let found = key(entity, "$0") {
            keys.append("\(code).map { \(found) }")
            isPartial = true
          }
        } else if let found = key(entity, code) {
          keys.append(found)
        }
      }
      let list = "[\(keys.joined(separator: ", "))]"
      return isPartial ? "\(list).compactMap { $0 }" : list
    }
    return "[]"
  }

  /// What the reaction is about here: the innermost `for each`'s instance, else the trigger's subject.
  private var subject: ExpressionWriter.Local? {
    if let about { return .init(name: about.name, form: .instance(about.entity)) }
    return reaction.subject.flatMap { expressions.locals[$0] }
  }

  private func fields(of local: ExpressionWriter.Local) -> [(FieldIR, String)] {
    switch local.form {
    case .instance(let entity):
      return (context.entities[entity]?.fields ?? []).map {
        ($0, "\(local.name).\(context.names.member("entity \(entity)", $0.name))")
      }
    case .plain(.event(let name)):
      if let event = context.events[name] {
        return event.fields.map { ($0, "\(local.name).\(context.names.member("event \(name)", $0.name))") }
      }
      let action = name.hasSuffix(".done") ? String(name.dropLast(5)) : name
      return (context.actions[action]?.parameters ?? []).map {
        ($0, "\(local.name).\(context.names.member("action \(action)", $0.name))")
      }
    default: return []
    }
  }
}

extension [Code] {
  /// The code with the closing line of its last block replaced by what follows.
  func joinedTail(_ next: [Code]) -> [Code] {
    guard case .block(let head, let body, _)? = last else { return self + next }
    guard case .block(let nextHead, let nextBody, let nextTail)? = next.first else { return self + next }
    return dropLast() + [.block(head, body, tail: "\(nextHead) {"), .indented(nextBody), .line(nextTail)] + next.dropFirst()
  }
}

extension ExpressionWriter {
  /// A condition as a `Decision`, which keeps what its crossings compared.
  func decision(_ expression: ExprIR) -> String {
    guard expression.hasCrossing else { return "Decision(\(condition(expression)))" }
    switch expression.kind {
    case .crosses(let operand, let threshold, let slot):
      let seal = context.personal.isPersonal(operand) ? ", isSealed: true" : ""
      return "crosses(before[\(slot)], \(crossed(operand)), \(context.thresholdCode(threshold))\(seal))"
    case .binary(.and, let left, let right): return "\(grouped(left, in: .and)) && \(grouped(right, in: .and))"
    case .binary(.or, let left, let right): return "\(grouped(left, in: .or)) || \(grouped(right, in: .or))"
    case .not(let operand): return "!(\(decision(operand)))"
    default: return "Decision(\(condition(expression)))"
    }
  }

  private func grouped(_ expression: ExprIR, in symbol: BinaryOperator) -> String {
    let code = decision(expression)
    guard expression.hasCrossing, case .binary(let inner, _, _) = expression.kind, inner != symbol else { return code }
    return "(\(code))"
  }

  /// A value as the decimal that thresholds are compared with.
  func crossed(_ operand: ExprIR) -> String {
    let value = self.value(operand)
    let dot = value.isOptional ? "?" : ""
    switch value.form {
    case .plain(.money): return "\(value.receiver)\(dot).amount"
    case .plain(.duration): return "\(value.receiver)\(dot).scaled"
    default: return widened(value).code
    }
  }
}
