import IntentIR

extension EntityIR {
  /// The fields that an `updated` may change: none of an immutable entity, and never the relation to an owner or a whole.
  var changeable: [FieldIR] {
    isImmutable ? [] : fields.filter { $0.role != .belongsTo && $0.role != .partOf }
  }
}

extension SystemContext {
  /// An entity: its struct, its changes, its events.
  func entitySection(_ entity: EntityIR) -> Section {
    let name = names.entity(entity.name)
    let changeable = Set(entity.changeable.map(\.name))
    let shape = StructCode(
      name: name, conformances: ["Entity", "Equatable"], members: members(entity.fields, of: "entity \(entity.name)"),
      isMutable: { changeable.contains($0.name) }, entity: entity)
    var declarations = [code(shape, comment: comment(entity.doc, entity.origin))]
    if !changeable.isEmpty { declarations.append(changes(entity)) }
    declarations.append(events(entity))
    var code = [extending(declarations), extending("State", stateFunctions(entity))]
    if !changeable.isEmpty { code.append(extending(name, [changing(entity)])) }
    code.append(extending("Model", refusalFunctions(entity)))
    return Section(title: "entity \(entity.name)", origin: entity.origin, rank: 1, code: code)
  }

  private func changes(_ entity: EntityIR) -> Code {
    let fields = members(entity.changeable, of: "entity \(entity.name)")
    let cases: [Code] = fields.map { .line("case \($0.name)(\($0.type))") }
    let numbers: [Code] = fields.enumerated().map { .line("case .\($0.element.name): \($0.offset)") }
    let visits: [Code] = fields.map { .line("case .\($0.name)(let value): fields.field(\(swiftQuoted($0.field.name)), value)") }
    let parts: [Code] = [
      .group(cases),
      .block("\(access) var index: Int", [.block("switch self", numbers)]),
      .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", visits)]),
    ]
    let comment: [Code] = [.line("/// A new value of a field of \(article(entity.name)).")]
    return .group(
      comment + [.block("\(access) nonisolated enum \(names.entity(entity.name))Change: FieldChange", parts.spaced)])
  }

  private func changing(_ entity: EntityIR) -> Code {
    let name = "\(namespace).\(names.entity(entity.name))"
    let cases: [Code] = members(entity.changeable, of: "entity \(entity.name)").map {
      .line("case .\($0.name)(let value): result.\($0.name) = value")
    }
    return .group([
      .line("/// The instance after the changes, in their order."),
      .block(
        "\(access) func changed(by changes: [\(name)Change]) -> \(name)",
        [
          .line("var result = self"), .block("for change in changes", [.block("switch change", cases)]), .line("return result"),
        ]),
    ])
  }

  private func article(_ name: String) -> String {
    let words = name.split(separator: "_").joined(separator: " ")
    return (words.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + words
  }

  private func events(_ entity: EntityIR) -> Code {
    let name = names.entity(entity.name)
    var cases = ["case created(\(name))"]
    if !entity.changeable.isEmpty { cases.append("case updated(\(name).ID, [\(name)Change])") }
    if !entity.isImmutable { cases.append("case deleted(\(name).ID)") }
    let parts = [.group(cases.lines), eventFacts(entity), eventVisitor(entity), eventReader(entity)]
    let comment: [Code] = [.line("/// What can happen to \(article(entity.name)).")]
    return .group(comment + [.block("\(access) nonisolated enum \(name)Event: Sendable", parts.spaced)])
  }

  private func eventFacts(_ entity: EntityIR) -> Code {
    var types = ["case .created: \"\(entity.name).created\""]
    var ids = ["case .created(let \(local(entity))): \(local(entity)).id"]
    if !entity.changeable.isEmpty {
      types.append("case .updated: \"\(entity.name).updated\"")
      ids.append("case .updated(let id, _): id")
    }
    if !entity.isImmutable {
      types.append("case .deleted: \"\(entity.name).deleted\"")
      ids.append("case .deleted(let id): id")
    }
    return .group([
      .block("\(access) var type: String", [.block("switch self", types.lines)]), .blank,
      .block("\(access) var id: \(names.entity(entity.name)).ID", [.block("switch self", ids.lines)]),
    ])
  }

  /// A name for an instance of the entity in generated functions.
  func local(_ entity: EntityIR) -> String {
    var scope = Naming.Scope(reserving: ["event", "moment", "world", "id", "changes", "was", "fields", "payload", "type"])
    return Naming.escaped(scope.claim(Naming.lowerCamel(entity.name)))
  }

  private func eventVisitor(_ entity: EntityIR) -> Code {
    var lines: [Code] = [.line("case .created(let \(local(entity))): \(local(entity)).visit(&fields)")]
    if !entity.changeable.isEmpty {
      lines.append(.line("case .updated(_, let changes): fields.changes(changes)"))
    }
    if !entity.isImmutable { lines.append(.line("case .deleted: break")) }
    return .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", lines)])
  }

  private func eventReader(_ entity: EntityIR) -> Code {
    var lines: [Code] = [.line("case \"\(entity.name).created\": self = .created(try \(names.entity(entity.name))(from: payload))")]
    let name = names.entity(entity.name)
    if !entity.changeable.isEmpty {
      let fields = members(entity.changeable, of: "entity \(entity.name)")
      var body: [Code] = [.line("var changes: [\(name)Change] = []")]
      for member in fields {
        let quoted = swiftQuoted(member.field.name)
        body.append(.line("if try payload.changes(\(quoted)) { changes.append(.\(member.name)(try payload.field(\(quoted)))) }"))
      }
      body.append(.line("self = .updated(try .init(subject: subject), changes)"))
      lines += [.line("case \"\(entity.name).updated\":"), .indented(body)]
    }
    if !entity.isImmutable { lines.append(.line("case \"\(entity.name).deleted\": self = .deleted(try .init(subject: subject))")) }
    lines.append(.line("default: return nil"))
    return .group([
      .line("/// Nil where the type is not one of these."),
      .block(
        "init?(type: String, subject: String?, payload: PayloadReader) throws(LogError)", [.block("switch type", lines)]),
    ])
  }
}
