import IntentIR

/// A parameter of a command, as its functions write it.
struct CommandParameter {
  let field: FieldIR
  /// What the caller writes before the colon.
  let label: String
  /// The name in the function, escaped.
  let name: String
  let type: String
  /// ` = nil`, or nothing.
  let fallback: String
  /// What it is where the caller says nothing, read when the command runs.
  var late: ExprIR?

  /// `customer: Shop.Customer.ID`.
  func declaration(withDefault: Bool) -> String {
    let names = label == Naming.label(name) ? name : "\(label) \(name)"
    return "\(names): \(type)\(withDefault ? fallback : "")"
  }
  var argument: String { "\(label): \(name)" }
}

extension SystemContext {
  /// A mutation: its refusals, what it does, and the method that gives it.
  func mutationSection(_ mutation: MutationIR) -> Section {
    var code: [Code] = []
    if let refusals = refusals(of: mutation) { code.append(extending([refusals])) }
    code.append(extending("Model", [commandFunction(mutation)]))
    code.append(.block("extension Conductor", [commandMethod(mutation)]))
    return Section(title: "mutation \(mutation.name)", origin: mutation.origin, rank: 2, code: code)
  }

  /// The names behind `require: … else`, in the order of the text.
  func refusalNames(_ mutation: MutationIR) -> [(name: String, origin: Origin)] {
    var seen: Set<String> = []
    return mutation.body.flatMap(\.all).compactMap { statement in
      guard case .require(_, let name?) = statement.kind, seen.insert(name).inserted else { return nil }
      return (name, statement.origin)
    }
  }

  func refusalType(_ mutation: MutationIR) -> String {
    refusalNames(mutation).isEmpty ? "Never" : "\(namespace).\(names.refusals[mutation.name] ?? "Never")"
  }

  func refusalCase(_ name: String) -> String { Naming.escaped(Naming.lowerCamel(name)) }

  private func refusals(of mutation: MutationIR) -> Code? {
    let all = refusalNames(mutation)
    guard !all.isEmpty, let type = names.refusals[mutation.name] else { return nil }
    let cases: [Code] = all.map { refusal in
      let member = refusalCase(refusal.name)
      let raw = member == refusal.name ? "" : " = \(swiftQuoted(refusal.name))"
      return .line("case \(member)\(raw)")
    }
    return .group([
      .line("/// Why `\(mutation.name)` is refused."), .block("\(access) nonisolated enum \(type): String, Error", cases),
    ])
  }

  // MARK: - parameters

  /// The parameters with their names; `scope` has all names of the function that are taken.
  func commandParameters(_ fields: [FieldIR], _ scope: inout Naming.Scope) -> [CommandParameter] {
    var labels = Naming.Scope(reserving: ["as", "idempotencyKey"])
    return fields.map { field in
      let plain = Naming.lowerCamel(field.name)
      let label = Naming.label(Naming.escaped(labels.claim(plain)))
      let name = Naming.escaped(scope.claim(plain))
      let type = qualifiedType(field.type)
      func parameter(_ type: String, _ fallback: String, late: ExprIR? = nil) -> CommandParameter {
        CommandParameter(field: field, label: label, name: name, type: type, fallback: fallback, late: late)
      }
      let optional = field.type.isOptional ? type : type + "?"
      switch field.defaultValue {
      case .value(let value) where value.isConstant:
        return parameter(type, " = \(ExpressionWriter(self).value(value, for: field.type).code)")
      case .value(let value): return parameter(optional, " = nil", late: value)
      case .now: return parameter(optional, " = nil", late: ExprIR(.now, .timestamp))
      case .next, nil: return parameter(type, field.type.isOptional ? " = nil" : "")
      }
    }
  }

  /// Lines that fill in what the caller of `command` left out, and that refuse ids of instances that are not there and values that their
  /// types do not allow.
  func parameterChecks(_ parameters: [CommandParameter], of command: String, _ writer: inout ExpressionWriter) -> [Code] {
    var lines: [Code] = []
    for parameter in parameters {
      let isOptional = parameter.field.type.isOptional
      if let late = parameter.late {
        lines.append(.line("let \(parameter.name) = \(parameter.name) ?? \(writer.asStored(writer.value(late)).spelled)"))
      }
      writer.locals[parameter.field.name] = .init(
        name: parameter.name, form: writer.form(of: parameter.field.type), isOptional: isOptional)
      let field = parameter.field
      lines += presenceChecks(parameter.name, field.type, field.origin, writer.state, depth: 0)
      let rule = "\(swiftQuoted("\(command).\(field.name): \(field.type.text)")), \(swiftQuoted(field.origin.file)), \(line(field.origin))"
      lines += valueChecks(field, parameter.name).map { .line("try run.check(\($0), \(rule))") }
    }
    return lines
  }

  /// Refuses ids in a value of the type that name nothing.
  private func presenceChecks(_ code: String, _ type: TypeIR, _ origin: Origin, _ state: String, depth: Int) -> [Code] {
    let item = depth == 0 ? "item" : "item\(depth + 1)"
    switch type {
    case .entity(let entity), .optional(.entity(let entity)):
      let table = "\(state).\(names.table(entity))"
      return [.line("try run.check(\(code), in: \(table), \(swiftQuoted(origin.file)), \(line(origin)))")]
    case .optional(let inner):
      let checks = presenceChecks(item, inner, origin, state, depth: depth + 1)
      return checks.isEmpty ? [] : [.block("if let \(item) = \(code)", checks)]
    case .list(let inner):
      let checks = presenceChecks(item, inner, origin, state, depth: depth + 1)
      return checks.isEmpty ? [] : [.block("for \(item) in \(code)", checks)]
    case .record(let name):
      return recordFields(name).flatMap { field in
        presenceChecks("\(code).\(names.member(recordOwner(name), field.name))", field.type, origin, state, depth: depth)
      }
    case .variant(let name):
      guard depth < 4, case .variant(let cases) = types[name]?.shape else { return [] }
      return cases.filter { !$0.fields.isEmpty }.flatMap { variantCase -> [Code] in
        let record = "\(name).\(variantCase.name)"
        let checks = variantCase.fields.flatMap { field in
          presenceChecks("\(item).\(names.member("type \(record)", field.name))", field.type, origin, state, depth: depth + 1)
        }
        return checks.isEmpty ? [] : [.block("if let \(item) = \(code).as\(Naming.upperCamel(variantCase.name))", checks)]
      }
    default: return []
    }
  }

  // MARK: - the command

  /// What a mutation gives back: the ids of what its own statements create by name.
  func results(of mutation: MutationIR) -> [(name: String, entity: String)] {
    mutation.body.compactMap { statement in
      guard case .create(let entity, _, let binder?) = statement.kind else { return nil }
      return (binder, entity)
    }
  }

  /// The labels of what a mutation gives back, beside `appended`.
  private func resultLabels(_ mutation: MutationIR) -> [String] {
    var labels = Naming.Scope(reserving: ["appended"])
    return results(of: mutation).map { Naming.label(Naming.escaped(labels.claim(Naming.lowerCamel($0.name)))) }
  }

  private func resultType(_ mutation: MutationIR) -> String {
    let ids = results(of: mutation).map { "\(namespace).\(names.entity($0.entity)).ID" }
    if ids.count <= 1 { return ids.first ?? "" }
    return "(\(zip(resultLabels(mutation), ids).map { "\($0): \($1)" }.joined(separator: ", ")))"
  }

  /// What the mutation does, as a function of the model.
  private func commandFunction(_ mutation: MutationIR) -> Code {
    var writer = runWriter(mutation.callers)
    let parameters = commandParameters(mutation.parameters, &writer.scope)
    let checks = parameterChecks(parameters, of: mutation.name, &writer)
    let error = refusalType(mutation)
    let declarations =
      principalParameter(mutation.callers) + parameters.map { $0.declaration(withDefault: false) }
      + ["_ run: inout CommandRun<Self, \(error)>"]
    var commands = CommandWriter(context: self, mutation: mutation, expressions: writer)
    var body = checks + commands.statements(mutation.body)
    let results = self.results(of: mutation).map { commands.expressions.locals[$0.name]?.name ?? $0.name }
    if !results.isEmpty { body.append(.line("return \(results.count == 1 ? results[0] : "(\(results.joined(separator: ", ")))")")) }
    let type = resultType(mutation)
    let name = commandName(mutation.name)
    return .group([
      .line("/// `mutation \(mutation.name)`"),
      function(
        "func \(name)", declarations, " throws(CommandError<\(error)>)\(type.isEmpty ? "" : " -> \(type)")", body),
    ])
  }

  /// The method by which the app gives the command.
  private func commandMethod(_ mutation: MutationIR) -> Code {
    var scope = Naming.Scope(reserving: ["run", "done", "self"])
    let parameters = commandParameters(mutation.parameters, &scope)
    let actor = scope.claim("actor")
    let error = "CommandError<\(refusalType(mutation))>"
    let hasPrincipal = principal(of: mutation.callers) != nil
    let arguments = (hasPrincipal ? ["\(actor).me"] : []) + parameters.map(\.argument) + ["&run"]
    let results = self.results(of: mutation)
    let name = commandName(mutation.name)
    let call = "try run.system.\(name)(\(arguments.joined(separator: ", ")))"
    let start = "\(results.isEmpty ? "" : "let done = ")try await perform(\(actor), idempotencyKey)"
    var body: [Code] = [
      .line("\(start) { run throws(\(error)) in"), .indented([.line(call)]), .line("}" + (results.isEmpty ? ".appended" : "")),
    ]
    var type = "Appended"
    if !results.isEmpty {
      let labels = resultLabels(mutation)
      let values = labels.count == 1 ? ["\(labels[0]): done.result"] : labels.map { "\($0): done.result.\($0)" }
      let ids = zip(labels, results).map { "\($0): \(namespace).\(names.entity($1.entity)).ID" }
      type = "(\(ids.joined(separator: ", ")), appended: Appended)"
      body.append(.line("return (\(values.joined(separator: ", ")), appended: done.appended)"))
    }
    let declarations =
      ["as \(actor): \(actingType(mutation.callers))"] + parameters.map { $0.declaration(withDefault: true) }
      + ["idempotencyKey: String? = nil"]
    let method = self.method("func \(name)", declarations, " async throws(\(error)) -> \(type)", body)
    return .group(comment(mutation.doc, "mutation \(mutation.name)", mutation.origin) + [.line("@discardableResult"), method])
  }

  /// A method of the conductor of this system.
  func method(_ name: String, _ parameters: [String], _ result: String, _ body: [Code], isVisible: Bool = true) -> Code {
    let head = "\(isVisible ? access + " " : "")\(name)\(genericArguments)("
    let condition = "where System == \(namespace).Model\(genericArguments)"
    if head.utf8.count + parameters.joined(separator: ", ").utf8.count + result.utf8.count <= 115 {
      return .group([.line("\(head)\(parameters.joined(separator: ", ")))\(result)"), .block(condition, body)])
    }
    return .group([.line(head), .indented(rows(parameters).lines), .line(")\(result)"), .block(condition, body)])
  }
}

extension ExprIR {
  /// `true` iff it is the same wherever it is written.
  var isConstant: Bool {
    switch kind {
    case .literal, .list, .variant, .record, .widened, .negate: children.allSatisfy(\.isConstant)
    default: false
    }
  }
}
