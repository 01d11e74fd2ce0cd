import IntentIR

extension SystemContext {
  func indexName(_ key: FieldKey) -> String {
    "\(names.table(key.entity))By\(Naming.upperCamel(key.field))"
  }

  func changeTimeName(_ key: FieldKey) -> String {
    "\(names.table(key.entity))\(Naming.upperCamel(key.field))Since"
  }

  /// The variable that holds the last number given to a field `= next`.
  func lastNumberName(_ entity: EntityIR, _ field: FieldIR) -> String {
    "\(names.table(entity.name))Last\(Naming.upperCamel(field.name))"
  }

  func previousName(_ entity: String) -> String { "previous\(names.entity(entity))" }

  private func keyName(_ entity: EntityIR, _ fields: [String], _ number: Int, of count: Int) -> String {
    "\(names.table(entity.name))By\(fields.map(Naming.upperCamel).joined(separator: "And"))" + (count > 1 ? "Unique\(number + 1)" : "Unique")
  }

  /// Natural keys and `unique`s of an entity, each with the name of its table in the state.
  func guards(_ entity: EntityIR) -> [UniqueGuard] {
    let all = entity.keys.map { UniqueIR(fields: $0, condition: nil) } + entity.uniques
    return all.enumerated().map { offset, unique in
      let isKey = offset < entity.keys.count
      let text = (isKey ? "key: " : "unique: ") + unique.fields.joined(separator: ", ")
      let fields = unique.fields.compactMap { name in entity.fields.first { $0.name == name } }
      return UniqueGuard(
        table: keyName(entity, unique.fields, offset, of: all.count), fields: fields, condition: unique.condition, text: text)
    }
  }

  /// The Swift type of a unique combination: the one field's, or pairs of pairs.
  func keyType(_ unique: UniqueGuard) -> String {
    let types = unique.fields.map { swiftType($0.type.unwrapped) }
    guard let last = types.last else { return "Int" }
    return types.dropLast().reversed().reduce(last) { "KeyPair<\($1), \($0)>" }
  }

  /// The code of the unique combination of an instance; nil where a field is absent or the condition does not hold.
  func keyCode(_ unique: UniqueGuard, _ entity: EntityIR, instance: String, state: String) -> String {
    let owner = "entity \(entity.name)"
    var writer = ExpressionWriter(self)
    writer.state = state
    writer.locals["it"] = .init(name: instance, form: .instance(entity.name))
    writer.locals[entity.name] = .init(name: instance, form: .instance(entity.name))
    let condition = unique.condition.map { writer.condition($0) }
    var code = ""
    let optional = unique.fields.contains { $0.type.isOptional }
    let codes = unique.fields.map { "\(instance).\(names.member(owner, $0.name))" }
    if codes.count == 1 {
      code = codes[0]
    } else if optional {
      code = codes.dropLast().reversed().reduce(codes.last ?? "") { "KeyPair(ifPresent: \($1), \($0))" }
    } else {
      code = codes.dropLast().reversed().reduce(codes.last ?? "") { "KeyPair(\($1), \($0))" }
    }
    return condition.map { "\($0) ? \(code) : nil" } ?? code
  }

  /// The state: a table an entity, and beside them only what something reads.
  var stateSection: Section {
    var stored: [Code] = []
    for entity in entitiesInSourceOrder {
      stored.append(.line("\(access) var \(names.table(entity.name)) = Table<\(names.entity(entity.name))>()"))
    }
    for entity in entitiesInSourceOrder {
      let name = names.entity(entity.name)
      for key in uses.indexes.sorted() where key.entity == entity.name {
        guard let field = entity.fields.first(where: { $0.name == key.field }), let target = target(of: field) else { continue }
        stored.append(.line("/// The inverse side of `\(entity.name).\(field.name)`."))
        stored.append(.line("\(access) var \(indexName(key)) = RelationIndex<\(name), \(names.entity(target.entity))>()"))
      }
      for unique in guards(entity) {
        stored.append(.line("/// `\(unique.text)`"))
        stored.append(.line("var \(unique.table): [\(keyType(unique)): \(name).ID] = [:]"))
      }
      for key in changeTimes where key.entity == entity.name {
        stored.append(.line("/// Since when `\(entity.name).\(key.field)` is what it is."))
        stored.append(.line("var \(changeTimeName(key)) = EntityColumn<\(name), Timestamp>()"))
      }
      for field in entity.fields where field.defaultValue == .next {
        stored.append(.line("/// The last `\(entity.name).\(field.name)`."))
        stored.append(.line("var \(lastNumberName(entity, field)) = 0"))
      }
      if uses.previous.contains(entity.name) {
        stored.append(.line("/// What the last \(entity.name) to change or go was before."))
        stored.append(.line("var \(previousName(entity.name)): \(name)?"))
      }
    }
    let body: [Code] = stored.isEmpty ? [.line("\(access) init() {}")] : [.group(stored), .blank, .line("\(access) init() {}")]
    let comment: [Code] = [.line("/// What is, after the events so far.")]
    return homeSection("state", rank: 3, [extending([.group(comment + [.block("\(access) nonisolated struct State: Sendable", body)])])])
  }

  /// Fields whose time of last change something asks for: `for` in conditions and in triggers.
  var changeTimes: [FieldKey] {
    var keys = uses.changeTimes
    for reaction in reactions {
      if case .aged(let entity, let field, _, _) = reaction.trigger { keys.insert(FieldKey(entity: entity, field: field)) }
    }
    return keys.sorted()
  }

  /// The fold of one entity's events.
  func stateFunctions(_ entity: EntityIR) -> [Code] {
    let name = "\(namespace).\(names.entity(entity.name))"
    let local = local(entity)
    var cases: [Code] = [.line("case .created(let \(local)):"), .indented(created(entity, local))]
    if !entity.changeable.isEmpty {
      cases += [.line("case .updated(let id, let changes):"), .indented(updated(entity, local))]
    }
    if !entity.isImmutable { cases += [.line("case .deleted(let id):"), .indented(deleted(entity, local))] }
    var functions: [Code] = [
      .block(
        "mutating func apply(_ event: \(name)Event, at moment: Moment) throws(LogError)", [.block("switch event", cases)])
    ]
    if !relations(entity).isEmpty { functions.append(linkCheck(entity, local)) }
    if hasIndexes(entity) { functions.append(indexing(entity, local)) }
    return functions
  }

  func relations(_ entity: EntityIR) -> [(field: FieldIR, target: String, isMany: Bool)] {
    entity.fields.compactMap { field in target(of: field).map { (field, $0.entity, $0.isMany) } }
  }

  private func hasIndexes(_ entity: EntityIR) -> Bool {
    !guards(entity).isEmpty || uses.indexes.contains { $0.entity == entity.name }
  }

  private func changeTimeKeys(_ entity: EntityIR) -> [FieldKey] { changeTimes.filter { $0.entity == entity.name } }

  private func created(_ entity: EntityIR, _ local: String) -> [Code] {
    var lines: [String] = []
    if !relations(entity).isEmpty { lines.append("try checkRelations(of: \(local), was: nil)") }
    lines += entity.fields.filter { $0.defaultValue == .next }.map { field in
      "\(lastNumberName(entity, field)) = max(\(lastNumberName(entity, field)), \(local).\(names.member("entity \(entity.name)", field.name)))"
    }
    lines.append("try \(names.table(entity.name)).insert(\(local))")
    if hasIndexes(entity) { lines.append("index(\(local), isThere: true)") }
    for key in changeTimeKeys(entity) { lines.append("\(changeTimeName(key))[\(local).id] = moment.recorded") }
    return lines.lines
  }

  private func updated(_ entity: EntityIR, _ local: String) -> [Code] {
    let table = names.table(entity.name)
    var lines = [
      "guard let was = \(table)[id] else { throw .unknownInstance(id.reference.description) }",
      "let \(local) = was.changed(by: changes)",
    ]
    if !relations(entity).isEmpty { lines.append("try checkRelations(of: \(local), was: was)") }
    if hasIndexes(entity) { lines += ["index(was, isThere: false)"] }
    lines.append("try \(table).replace(\(local))")
    if hasIndexes(entity) { lines += ["index(\(local), isThere: true)"] }
    for key in changeTimeKeys(entity) {
      let member = names.member("entity \(entity.name)", key.field)
      lines.append("if \(local).\(member) != was.\(member) { \(changeTimeName(key))[id] = moment.recorded }")
    }
    if uses.previous.contains(entity.name) { lines.append("\(previousName(entity.name)) = was") }
    return lines.lines
  }

  private func deleted(_ entity: EntityIR, _ local: String) -> [Code] {
    let needed = hasIndexes(entity) || uses.previous.contains(entity.name)
    var lines = ["\(needed ? "let \(local) = " : "")try \(names.table(entity.name)).remove(id)"]
    if hasIndexes(entity) { lines.append("index(\(local), isThere: false)") }
    for key in changeTimeKeys(entity) { lines.append("\(changeTimeName(key))[id] = nil") }
    if uses.previous.contains(entity.name) { lines.append("\(previousName(entity.name)) = \(local)") }
    return lines.lines
  }

  /// Throws where a relation points nowhere. What an instance pointed at before stays as it was, deleted or not.
  private func linkCheck(_ entity: EntityIR, _ local: String) -> Code {
    var lines: [Code] = []
    for relation in relations(entity) {
      let name = names.member("entity \(entity.name)", relation.field.name)
      let table = names.table(relation.target)
      let error = "throw .dangling(from: \(local).id.reference.description, to: id.reference.description)"
      if relation.isMany {
        let list = relation.field.type.isOptional ? "\(local).\(name) ?? []" : "\(local).\(name)"
        let known = "was?.\(name)\(relation.field.type.isOptional ? "?" : "").contains(id) != true"
        lines.append(.line("for id in \(list) where !\(table).contains(id) && \(known) { \(error) }"))
      } else if relation.field.type.isOptional {
        lines.append(.line("if let id = \(local).\(name), id != was?.\(name), !\(table).contains(id) { \(error) }"))
      } else {
        lines.append(.line("let id\(lines.count + 1) = \(local).\(name)"))
        let numbered = error.replacing("id.reference.description)", with: "id\(lines.count).reference.description)")
        lines.append(.line("if id\(lines.count) != was?.\(name), !\(table).contains(id\(lines.count)) { \(numbered) }"))
      }
    }
    let type = "\(namespace).\(names.entity(entity.name))"
    return .block("func checkRelations(of \(local): \(type), was: \(type)?) throws(LogError)", lines)
  }

  private func indexing(_ entity: EntityIR, _ local: String) -> Code {
    var lines: [Code] = []
    for key in uses.indexes.sorted() where key.entity == entity.name {
      guard let field = entity.fields.first(where: { $0.name == key.field }), let target = target(of: field) else { continue }
      let member = "\(local).\(names.member("entity \(entity.name)", field.name))"
      let index = indexName(key)
      func step(_ verb: String) -> String {
        guard target.isMany else { return "\(index).\(verb)(\(local).id, to: \(member))" }
        return "for id in \(field.type.isOptional ? "\(member) ?? []" : member) { \(index).\(verb)(\(local).id, to: id) }"
      }
      if target.isMany {
        lines.append(.block("if isThere", [.line(step("insert"))], tail: "} else {"))
        lines += [.indented([.line(step("remove"))]), .line("}")]
      } else {
        lines.append(.line("if isThere { \(step("insert")) } else { \(step("remove")) }"))
      }
    }
    for (number, unique) in guards(entity).enumerated() {
      let key = keyCode(unique, entity, instance: local, state: "self")
      lines.append(.line("let key\(number + 1): \(qualifiedKeyType(unique))? = \(key)"))
      lines.append(.line("if let key\(number + 1) { \(unique.table)[key\(number + 1)] = isThere ? \(local).id : nil }"))
    }
    return .block("private mutating func index(_ \(local): \(namespace).\(names.entity(entity.name)), isThere: Bool)", lines)
  }

  func qualifiedKeyType(_ unique: UniqueGuard) -> String {
    let types = unique.fields.map { qualifiedType($0.type.unwrapped) }
    guard let last = types.last else { return "Int" }
    return types.dropLast().reversed().reduce(last) { "KeyPair<\($1), \($0)>" }
  }
}

/// A combination of fields that no two instances may share.
struct UniqueGuard {
  var table: String
  var fields: [FieldIR]
  var condition: ExprIR?
  /// `key: email`
  var text: String
}
