import IntentIR

/// What a query or a part of a view answers, as Swift.
struct AnswerCode {
  var code: String
  var type: String
  /// What the code gives: instances, ids or plain values.
  var form: Value.Form
  var isOptional: Bool
  var isSealed = false
}

extension SystemContext {
  /// A query: what it answers, and the method that asks it.
  func querySection(_ query: QueryIR) -> Section {
    var code: [Code] = [extending("Model", [queryFunction(query)])]
    code.append(.block("extension Conductor", [queryMethod(query)]))
    return Section(title: "query \(query.name)", origin: query.origin, rank: 2, code: code)
  }

  /// A writer of expressions in a function that has `run`, and `me` where the roles say who that is.
  func runWriter(_ roles: [String]) -> ExpressionWriter {
    var writer = ExpressionWriter(self, reserving: ["run", "me"])
    writer.world = "run.world"
    writer.state = "run.state"
    writer.moment = "run.moment"
    if let entity = principal(of: roles) { writer.locals["me"] = .init(name: "me", form: .id(entity)) }
    return writer
  }

  /// The parameter `me` of a function of the model, where the roles say who that is.
  func principalParameter(_ roles: [String]) -> [String] {
    principal(of: roles).map { ["_ me: \(namespace).\(names.entity($0)).ID"] } ?? []
  }

  /// The answer: instances that the readers may read, the ids of any others, or a value.
  func answer(_ expression: ExprIR, _ writer: ExpressionWriter, for roles: [String]) -> AnswerCode {
    guard let entity = expression.type.rowEntity, areReadable(entity, by: roles) else {
      let isSealed = personal.isPersonal(expression)
      let wide = writer.value(expression, for: expression.type, isSealed: isSealed)
      let plain = expression.type.unwrapped
      let type = (isSealed ? sealedType(plain, qualifiedType) : qualifiedType(plain)) + (wide.isOptional ? "?" : "")
      return AnswerCode(code: wide.code, type: type, form: wide.form, isOptional: wide.isOptional, isSealed: isSealed)
    }
    let isFiltered = isFiltered(entity, for: roles)
    // What is not read does not count for a limit.
    if isFiltered, case .limit(let base, let count) = expression.kind {
      var answer = rows(writer.value(base), of: entity, isFiltered: true, writer)
      answer.code = "Array(\(answer.code).prefix(max(0, \(writer.value(count).code))))"
      return answer
    }
    return rows(writer.value(expression), of: entity, isFiltered: isFiltered, writer)
  }

  /// A value that is or holds instances, as these, without those that the caller may not read.
  func rows(_ value: Value, of entity: String, isFiltered: Bool, _ writer: ExpressionWriter) -> AnswerCode {
    let type = "\(namespace).\(names.entity(entity))"
    switch value.form {
    case .id, .instance:
      let instance = writer.asInstance(value)
      guard isFiltered else {
        return AnswerCode(
          code: instance.code, type: type + (instance.isOptional ? "?" : ""), form: .instance(entity), isOptional: instance.isOptional)
      }
      let table = "\(writer.state).\(names.table(entity))"
      let optional = instance.isOptional ? instance.receiver : "\(table)[\(writer.asID(value).code)]"
      return AnswerCode(
        code: "\(optional).flatMap { reads($0, run.caller, run.world, run.moment) ? $0 : nil }", type: type + "?",
        form: .instance(entity), isOptional: true)
    default:
      let (code, _, isArray) = writer.sequence(value)
      let rows = isFiltered ? "\(code).filter { reads($0, run.caller, run.world, run.moment) }" : isArray ? code : "Array(\(code))"
      return AnswerCode(code: rows, type: "[\(type)]", form: .instanceArray(entity), isOptional: false)
    }
  }

  private func queryFunction(_ query: QueryIR) -> Code {
    var writer = runWriter(query.callers)
    let parameters = commandParameters(query.parameters, &writer.scope)
    let checks = parameterChecks(parameters, of: query.name, &writer)
    let answer = self.answer(query.body, writer, for: query.callers)
    let declarations = principalParameter(query.callers) + parameters.map { $0.declaration(withDefault: false) } + ["_ run: Reading<Self>"]
    return .group([
      .line("/// `query \(query.name)`"),
      function(
        "func \(commandName(query.name))", declarations, " throws(CommandError<Never>) -> \(answer.type)",
        checks + [.line(checks.isEmpty ? answer.code : "return \(answer.code)")]),
    ])
  }

  /// The type of what the query answers.
  func answerType(_ query: QueryIR) -> AnswerCode {
    var writer = runWriter(query.callers)
    let parameters = commandParameters(query.parameters, &writer.scope)
    _ = parameterChecks(parameters, of: query.name, &writer)
    return answer(query.body, writer, for: query.callers)
  }

  func commandName(_ name: String) -> String { Naming.escaped(names.commands[name] ?? Naming.lowerCamel(name)) }

  private func queryMethod(_ query: QueryIR) -> Code {
    var scope = Naming.Scope(reserving: ["run", "self"])
    let parameters = commandParameters(query.parameters, &scope)
    let actor = scope.claim("actor")
    let me = principal(of: query.callers).map { _ in ["\(actor).me"] } ?? []
    let arguments = me + parameters.map(\.argument) + ["run"]
    let call = "try run.system.\(commandName(query.name))(\(arguments.joined(separator: ", ")))"
    let declarations = ["as \(actor): \(actingType(query.callers))"] + parameters.map { $0.declaration(withDefault: true) }
    let method = self.method(
      "func \(commandName(query.name))", declarations, " throws(CommandError<Never>) -> \(answerType(query).type)",
      asking(actor, call))
    return .group(comment(query.doc, "query \(query.name)", query.origin) + [method])
  }

  func asking(_ actor: String, _ call: String) -> [Code] {
    [.line("try ask(\(actor)) { run throws(CommandError<Never>) in"), .indented([.line(call)]), .line("}")]
  }

  /// The method that reads a metric, for the roles that name it in a `can: read`.
  func readMethod(_ metric: MetricIR, _ type: String) -> Code? {
    let readers = system.readers(of: metric.name)
    guard !readers.isEmpty else { return nil }
    let name = names.metrics[metric.name] ?? metric.name
    let isTaken = SwiftNames.conductorProperties.contains(name)
    let method = self.method(
      "func \(isTaken ? name + "Metric" : Naming.escaped(name))", ["as actor: \(actingType(readers))"],
      " throws(CommandError<Never>) -> \(type)",
      [.line("try ask(actor) { run in run.system.\(Naming.escaped(name))(run.world, run.moment) }")])
    return .block("extension Conductor", [.group(comment(metric.doc, "metric \(metric.name)", metric.origin) + [method])])
  }
}
