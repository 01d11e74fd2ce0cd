import IntentIR

extension EntityIR {
  /// The fields that an `updated` may change: none of an immutable entity, and never the relation to an owner or a whole.
  var changeable: [FieldIR] {
    isImmutable ? [] : fields.filter { $0.role != .belongsTo && $0.role != .partOf }
  }

  /// The runtime's type for what can happen to an instance.
  var eventType: String {
    if isImmutable { return "ImmutableEvent" }
    return changeable.isEmpty ? "FixedEvent" : "ChangeableEvent"
  }
}

extension SystemContext {
  /// An entity: its struct with its changes, its part of the state, and what an append of its events is refused for.
  func entitySection(_ entity: EntityIR) -> Section {
    let name = names.entity(entity.name)
    let changeable = Set(entity.changeable.map(\.name))
    let isCompared = (reactionsByEntity[entity.name] ?? []).contains { reactions[$0].trigger == .updated(entity: entity.name) }
    let seal = sealFunction(entity)
    let shape = StructCode(
      name: name, conformances: [changeable.isEmpty ? "Entity" : "ChangeableEntity"] + (isCompared && seal == nil ? ["Equatable"] : []),
      members: members(entity.fields, of: "entity \(entity.name)"), isMutable: { changeable.contains($0.name) }, entity: entity,
      nested: [seal].compactMap { $0 } + (changeable.isEmpty ? [] : [changes(entity)]))
    let event = Code.group([
      .line("/// What can happen to \(article(entity.name))."),
      .line("\(access) typealias \(name)Event = \(entity.eventType)<\(name)>"),
    ])
    var code = [extending(declaration(shape, comment: comment(entity.doc, "entity \(entity.name)", entity.origin)) + [event])]
    code += extensions(shape)
    let state = stateFunctions(entity)
    if !state.isEmpty { code.append(extending("State", state)) }
    if let refusal = refusalFunction(entity) { code.append(extending("Model", [refusal])) }
    let keep = keepFunctions(entity)
    if !keep.isEmpty { code.append(extending("Model", keep)) }
    if let key = keyMethod(entity) { code.append(key) }
    return Section(title: "entity \(entity.name)", origin: entity.origin, rank: 1, code: code)
  }

  private func changes(_ entity: EntityIR) -> Code {
    let fields = members(entity.changeable, of: "entity \(entity.name)")
    let cases: [Code] = fields.map { .line("case \($0.name)(\($0.type))") }
    let sets: [Code] = fields.map { .line("case .\($0.name)(let value): instance.\($0.name) = value") }
    let visits: [Code] = fields.map { member in
      .line("case .\(member.name)(let value): fields.change(\(swiftQuoted(member.field.name)), value)")
    }
    let reads: [Code] = fields.map { member in
      .line("case \(swiftQuoted(member.field.name)): self = .\(member.name)(payload.field(field))")
    }
    let parts: [Code] = [
      .group(cases),
      .block("\(access) func apply(to instance: inout \(names.entity(entity.name)))", [.block("switch self", sets)]),
      .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", visits)]),
      .block(
        "\(access) init?(_ field: String, from payload: PayloadReader)",
        [.block("switch field", reads + [.line("default: return nil")])]),
    ]
    return .group([
      .line("/// A new value of a field."), .block("\(access) nonisolated enum Change: FieldChange", parts.spaced),
    ])
  }

  func article(_ name: String) -> String {
    let words = name.split(separator: "_").joined(separator: " ")
    return (words.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + words
  }

  /// A name for an instance of the entity in generated functions.
  func local(_ entity: EntityIR) -> String {
    var scope = Naming.Scope(reserving: [
      "event", "moment", "world", "id", "change", "changes", "was", "after", "first", "other", "refused", "timers", "expect", "before",
      "values",
    ])
    return Naming.escaped(scope.claim(Naming.lowerCamel(entity.name)))
  }
}
