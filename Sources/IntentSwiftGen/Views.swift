import IntentIR

/// A part of a view: a member of its struct.
private struct ShownPart {
  var name: String
  var type: String
  var code: String
  var doc: String?
  /// The type of its rows, where only some columns of them are shown.
  var row: Code?
}

extension SystemContext {
  /// A view: a struct with a member for each `show`, and the method that reads it.
  func viewSection(_ view: ViewIR) -> Section {
    let parts = shownParts(view)
    let type = names.views[view.name] ?? Naming.upperCamel(view.name)
    let members: [Code] = parts.flatMap { part -> [Code] in
      (part.doc ?? "").split(separator: "\n").map { .line("/// \(String($0).trimmingSpaces)") }
        + [.line("\(access) let \(part.name): \(part.type)")]
    }
    let body = [Code.group(members)] + parts.compactMap(\.row)
    let comment = self.comment(view.doc, "view \(view.name)", view.origin)
    let shape = Code.group(comment + [.block("\(access) nonisolated struct \(type): Sendable", body.spaced)])
    var code = [extending([shape]), extending("Model", [viewFunction(view, type, parts)])]
    code.append(.block("extension Conductor", [viewMethod(view, type)]))
    return Section(title: "view \(view.name)", origin: view.origin, rank: 2, code: code)
  }

  private func viewFunction(_ view: ViewIR, _ type: String, _ parts: [ShownPart]) -> Code {
    let arguments = parts.map { "\(Naming.label($0.name)): \($0.code)" }
    var rows = arguments.dropLast().map { Code.line($0 + ",") }
    if let last = arguments.last { rows.append(.line(last + ")")) }
    let mark = parts.contains { $0.code.hasPrefix("try ") } ? "try " : ""
    return .group([
      .line("/// `view \(view.name)`"),
      function(
        "func \(commandName(view.name))", principalParameter(view.roles) + ["_ run: Reading<Self>"],
        " throws(CommandError<Never>) -> \(namespace).\(type)",
        arguments.isEmpty
          ? [.line("\(namespace).\(type)()")]
          : [.line("\(mark)\(namespace).\(type)("), .indented(rows.map(\.withoutTry))]),
    ])
  }

  private func viewMethod(_ view: ViewIR, _ type: String) -> Code {
    let me = principal(of: view.roles) == nil ? "" : "actor.me, "
    let method = self.method(
      "func \(commandName(view.name))", ["as actor: \(actingType(view.roles))"],
      " throws(CommandError<Never>) -> \(namespace).\(type)",
      asking("actor", "try run.system.\(commandName(view.name))(\(me)run)"))
    return .group(comment(view.doc, "view \(view.name)", view.origin) + [method])
  }

  // MARK: - parts

  private func shownParts(_ view: ViewIR) -> [ShownPart] {
    var scope = Naming.Scope()
    let writer = runWriter(view.roles)
    return view.shows.map { show in
      let name = scope.claim(shownName(show))
      let answer: AnswerCode
      switch show.content {
      case .value(let value): answer = self.answer(value, writer, for: view.roles)
      case .query(let query, let arguments, _): answer = queryCall(query, arguments, writer)
      }
      guard !show.columns.isEmpty else {
        return ShownPart(name: Naming.escaped(name), type: answer.type, code: answer.code, doc: show.doc)
      }
      return columns(show, answer, name, writer)
    }
  }

  /// What a part is called: after its query, its metric, or what it looks at.
  private func shownName(_ show: ShowIR) -> String {
    switch show.content {
    case .query(let name, _, _): return Naming.lowerCamel(name)
    case .value(let value): return Naming.lowerCamel(word(of: value) ?? "value")
    }
  }

  private func word(of value: ExprIR) -> String? {
    switch value.kind {
    case .metric(let name), .derivation(let name, _), .field(_, _, let name), .member(_, let name): name
    case .instances(let entity): entities[entity]?.plural
    case .related(_, let entity, _): entities[entity]?.plural
    case .local(let name): name
    default: value.children.lazy.compactMap { word(of: $0) }.first
    }
  }

  private func queryCall(_ name: String, _ given: [LabelledIR], _ writer: ExpressionWriter) -> AnswerCode {
    guard let query = system.queries.first(where: { $0.name == name }) else {
      return AnswerCode(code: "nil", type: "Never?", form: .plain(.text), isOptional: true)
    }
    var scope = Naming.Scope(reserving: ["run", "me"])
    let arguments = commandParameters(query.parameters, &scope).map { parameter -> String in
      let label = parameter.label
      guard let argument = given.first(where: { $0.label == parameter.field.name }) else {
        return "\(label): \(parameter.fallback.isEmpty ? "nil" : String(parameter.fallback.dropFirst(3)))"
      }
      let value = writer.value(argument.value, for: parameter.field.type)
      if value.isOptional && !parameter.field.type.isOptional && parameter.late == nil {
        let place = "\(swiftQuoted(query.origin.file)), \(line(query.origin))"
        return "\(label): run.given(\(value.spelled), \(swiftQuoted("\(name).\(parameter.field.name)")), \(place))"
      }
      return "\(label): \(value.code)"
    }
    let me = principal(of: query.callers) == nil ? [] : ["me"]
    var answer = answerType(query)
    answer.code = "try \(commandName(name))(\((me + arguments + ["run"]).joined(separator: ", ")))"
    return answer
  }

  /// Only the columns of each row, as a struct of the view's own.
  private func columns(_ show: ShowIR, _ answer: AnswerCode, _ name: String, _ writer: ExpressionWriter) -> ShownPart {
    var writer = writer
    let type = name.prefix(1).uppercased() + name.dropFirst() + "Row"
    let opening = answer.isSealed ? (answer.isOptional ? "?.opened" : ".opened") : ""
    var (rows, isList) = (opening.isEmpty ? answer.code : "(\(answer.code)\(opening))", true)
    let element: Value.Form
    switch answer.form {
    case .instanceArray(let entity): element = .instance(entity)
    case .ids(let entity): (rows, element) = ("\(writer.state).\(names.table(entity)).instances(\(rows))", .instance(entity))
    case .list(let inner): element = writer.form(of: inner)
    case .id(let entity):
      let label = answer.isOptional ? "" : "required: "
      (rows, isList, element) = ("\(writer.state).\(names.table(entity))[\(label)\(rows)]", false, .instance(entity))
    case let single: (element, isList) = (single, false)
    }
    let isOptional = !isList && answer.isOptional
    let local = writer.bind("row", element)
    var members: [Code] = []
    var arguments: [String] = []
    for column in columnValues(show) {
      let isSealed = answer.isSealed || personal.isPersonal(column.value)
      let value = isSealed ? writer.sealed(column.value, for: column.value.type) : writer.asStored(writer.value(column.value))
      let member = Naming.escaped(Naming.lowerCamel(column.name))
      let plain = column.value.type.unwrapped
      let type = isSealed ? sealedType(plain, swiftType) : swiftType(plain)
      members.append(.line("\(access) let \(member): \(type)\(value.isOptional ? "?" : "")"))
      arguments.append("\(Naming.label(member)): \(value.code)")
    }
    let make = ".init(\(arguments.joined(separator: ", ")))"
    let code: String
    if isList || isOptional {
      code = "\(rows.hasSuffix("}") ? "(\(rows))" : rows).map { \(local) in \(make) }"
    } else {
      code = "{ \(local) in \(make) }(\(rows))"
    }
    let shown = isList ? "[\(type)]" : type + (isOptional ? "?" : "")
    return ShownPart(
      name: Naming.escaped(name), type: shown, code: code, doc: show.doc,
      row: .group([.line("/// The columns of `\(name)`."), .block("\(access) nonisolated struct \(type): Sendable", members)]))
  }

  private func columnValues(_ show: ShowIR) -> [(name: String, value: ExprIR)] {
    if show.type.rowEntity != nil { return show.columnExpressions(entitiesInSourceOrder) }
    var type = show.type.unwrapped
    if case .list(let inner) = type { type = inner }
    let fields: [FieldIR]
    switch type {
    case .record(let name): fields = recordFields(name)
    case .event(let name): fields = events[name]?.fields ?? []
    default: fields = []
    }
    return show.columns.compactMap { column in
      fields.first { $0.name == column }.map { (column, ExprIR(.member(ExprIR(.local("row"), type), name: column), $0.type)) }
    }
  }
}

extension Code {
  /// An argument without a `try` of its own: that of the call covers it.
  fileprivate var withoutTry: Code {
    guard case .line(let line) = self else { return self }
    return .line(line.replacing(": try ", with: ": "))
  }
}
