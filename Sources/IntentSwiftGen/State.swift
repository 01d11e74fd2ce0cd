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

  private func keyName(_ entity: EntityIR, _ fields: [String]) -> String {
    "\(names.table(entity.name))By\(fields.map(Naming.upperCamel).joined(separator: "And"))Unique"
  }

  /// Natural keys and `unique`s of an entity, each with the name of its table in the state.
  func guards(_ entity: EntityIR) -> [UniqueGuard] {
    let all = entity.keys.map { UniqueIR(fields: $0, condition: nil) } + entity.uniques
    var scope = Naming.Scope()
    return all.enumerated().map { offset, unique in
      let isKey = offset < entity.keys.count
      let text = (isKey ? "key: " : "unique: ") + unique.fields.joined(separator: ", ")
      let fields = unique.fields.compactMap { name in entity.fields.first { $0.name == name } }
      return UniqueGuard(
        table: scope.claim(keyName(entity, unique.fields)), fields: fields, condition: unique.condition, text: text)
    }
  }

  /// The Swift type of a unique combination: the one field's, or pairs of pairs.
  func keyType(_ unique: UniqueGuard) -> String {
    let types = unique.fields.map { swiftType($0.type.unwrapped) }
    guard let last = types.last else { return "Int" }
    return types.dropLast().reversed().reduce(last) { "KeyPair<\($1), \($0)>" }
  }

  /// The function of the state that gives an instance's unique combination; nil where a field is absent or the condition does not hold.
  private func keyFunction(_ unique: UniqueGuard, _ entity: EntityIR, _ local: String) -> Code {
    let owner = "entity \(entity.name)"
    var writer = ExpressionWriter(self)
    writer.state = "self"
    writer.locals["it"] = .init(name: local, form: .instance(entity.name))
    writer.locals[entity.name] = writer.locals["it"]
    let codes = unique.fields.map { openedMember($0, of: owner, on: local) }
    let isOptional = unique.fields.contains { $0.type.isOptional }
    let pair = isOptional ? "KeyPair(ifPresent: " : "KeyPair("
    let code = codes.dropLast().reversed().reduce(codes.last ?? "") { "\(pair)\($1), \($0))" }
    let condition = unique.condition.map { "\(writer.condition($0)) ? \(code) : nil" } ?? code
    let visibility = unique.fields.contains { personal.holds(owner, $0.name) } ? "fileprivate " : ""
    return .block(
      "\(visibility)func \(unique.table)Key(_ \(local): \(namespace).\(names.entity(entity.name))) -> \(qualifiedKeyType(unique))?",
      [.line(condition)])
  }

  /// The state: a table an entity, and beside them only what something reads.
  var stateSection: Section {
    let stores = stores
    var stored: [Code] = []
    for store in stores {
      if let comment = store.comment { stored.append(.line("/// \(comment)")) }
      stored.append(.line(store.declaration))
    }
    let visit = function(
      "\(access) mutating func visit", ["_ stores: inout some StoreVisitor"], "", stores.map { .line("stores.visit(&\($0.name))") })
    let body: [Code] = (stored.isEmpty ? [] : [.group(stored), .blank]) + [.line("\(access) init() {}"), .blank, visit]
    let comment: [Code] = [.line("/// What is, after the events so far.")]
    return homeSection("state", rank: 3, [extending([.group(comment + [.block("\(access) nonisolated struct State: Journaled", body)])])])
  }

  /// What the state is made of, in the order in which it stands there.
  private var stores: [StoredCode] {
    entitiesInSourceOrder.map { entity in
      let name = names.table(entity.name)
      return StoredCode(name: name, declaration: "\(access) var \(name) = Table<\(names.entity(entity.name))>()")
    } + entitiesInSourceOrder.flatMap(storesBesideTable)
  }

  private func storesBesideTable(_ entity: EntityIR) -> [StoredCode] {
    let name = names.entity(entity.name)
    var stores: [StoredCode] = []
    for key in indexes(entity) {
      guard let field = entity.fields.first(where: { $0.name == key.field }), let target = target(of: field) else { continue }
      stores.append(
        StoredCode(
          name: indexName(key), comment: "The inverse side of `\(entity.name).\(field.name)`.",
          declaration: "\(access) var \(indexName(key)) = RelationIndex<\(name), \(names.entity(target.entity))>()"))
    }
    for unique in guards(entity) {
      stores.append(
        StoredCode(
          name: unique.table, comment: "`\(unique.text)`",
          declaration: "var \(unique.table) = UniqueIndex<\(name), \(keyType(unique))>()"))
    }
    stores += rangeGuards(entity).map { rangeStore($0, entity) }
    if families.rules[entity.name] != nil {
      let touched = touchedName(entity.name)
      stores.append(
        StoredCode(
          name: touched, comment: "Whose rules over a whole and its parts the append at hand may have broken.",
          declaration: "var \(touched) = Touched<\(name)>()"))
    }
    if isWhole(entity) {
      let created = createdName(entity.name)
      stores.append(
        StoredCode(name: created, comment: "What the append at hand has created.", declaration: "var \(created) = Created<\(name)>()"))
    }
    for key in changeTimes[entity.name] ?? [] {
      stores.append(
        StoredCode(
          name: changeTimeName(key), comment: "Since when `\(entity.name).\(key.field)` is what it is.",
          declaration: "var \(changeTimeName(key)) = EntityColumn<\(name), Timestamp>()"))
    }
    for field in entity.fields where field.defaultValue == .next {
      let last = lastNumberName(entity, field)
      stores.append(
        StoredCode(name: last, comment: "The last `\(entity.name).\(field.name)`.", declaration: "var \(last) = Kept(0)"))
    }
    stores += cellStores(entity)
    if uses.previous.contains(entity.name) {
      let previous = previousName(entity.name)
      stores.append(
        StoredCode(
          name: previous, comment: "What the last \(entity.name) to change or go was before.",
          declaration: "var \(previous) = \(uses.updated.contains(entity.name) ? "Previous<\(name)>()" : "Kept<\(name)?>(nil)")"))
    }
    return stores
  }

  /// The fold of one entity's events; nothing where the table alone serves.
  func stateFunctions(_ entity: EntityIR) -> [Code] {
    guard hasOwnFold(entity) else { return [] }
    let name = "\(namespace).\(names.entity(entity.name))"
    let owner = "entity \(entity.name)"
    let table = names.table(entity.name)
    var lines = ["let change = try event.transition(in: \(table))"]
    if !relations(entity).isEmpty { lines.append("try checkRelations(change)") }
    for field in entity.fields where field.defaultValue == .next {
      let last = lastNumberName(entity, field)
      lines.append("if let now = change.now { \(last).value = max(\(last).value, \(openedMember(field, of: owner, on: "now"))) }")
    }
    for unique in guards(entity) {
      let key = "\(unique.table)Key"
      lines.append("\(unique.table).move(event.id, change.was.flatMap(\(key)), change.now.flatMap(\(key)))")
    }
    for range in rangeGuards(entity) {
      let occupied = "\(range.table)Range"
      lines.append("\(range.table).move(event.id, change.was.flatMap(\(occupied)), change.now.flatMap(\(occupied)))")
    }
    lines.append("try \(table).apply(change)")
    for key in indexes(entity) {
      let member = names.member(owner, key.field)
      lines.append("\(indexName(key)).move(event.id, change.was?.\(member), change.now?.\(member))")
    }
    for key in changeTimes[entity.name] ?? [] {
      guard let field = entity.fields.first(where: { $0.name == key.field }) else { continue }
      let member = names.member(owner, key.field) + opening(field, of: owner)
      let changed = "change.now?.\(member) != change.was?.\(member) || change.was == nil"
      lines.append("\(changeTimeName(key)).note(event.id, changed: \(changed), isThere: change.now != nil, at: moment.now)")
    }
    if isWhole(entity) { lines.append("\(createdName(entity.name)).note(change)") }
    if uses.updated.contains(entity.name) {
      lines.append("\(previousName(entity.name)).note(change.was, event.id, isSuperseded: moment.isSuperseded)")
    } else if uses.previous.contains(entity.name) {
      lines.append("\(previousName(entity.name)).value = change.was")
    }
    let keeps = keeps(entity)
    let result = keeps ? " -> Transition<\(name)>" : ""
    var functions: [Code] = [
      .block(
        "mutating func apply(_ event: \(name)Event, at moment: Moment) throws(LogError)\(result)",
        lines.lines + touches(entity) + (keeps ? [.line("return change")] : []))
    ]
    if !relations(entity).isEmpty { functions.append(relationCheck(entity)) }
    functions += guards(entity).map { keyFunction($0, entity, local(entity)) }
    return functions + rangeGuards(entity).map { rangeFunction($0, entity, local(entity)) }
  }

  /// `true` iff more is kept of the entity than its table.
  func hasOwnFold(_ entity: EntityIR) -> Bool {
    !relations(entity).isEmpty || !guards(entity).isEmpty || !entity.noOverlaps.isEmpty || families.rules[entity.name] != nil
      || families.ways[entity.name] != nil || uses.previous.contains(entity.name) || !indexes(entity).isEmpty
      || isWhole(entity) || changeTimes[entity.name] != nil || keeps(entity) || entity.fields.contains { $0.defaultValue == .next }
  }

  private func indexes(_ entity: EntityIR) -> [FieldKey] { uses.indexesByEntity[entity.name] ?? [] }

  /// Throws where a relation points nowhere. What an instance pointed at before stays as it was, deleted or not.
  private func relationCheck(_ entity: EntityIR) -> Code {
    var lines: [Code] = [.line("guard let now = change.now else { return }")]
    for relation in relations(entity) {
      let name = names.member("entity \(entity.name)", relation.field.name)
      lines.append(
        .line("try \(names.table(relation.target)).check(now.\(name), change.was?.\(name), from: now.id)"))
    }
    let type = "Transition<\(namespace).\(names.entity(entity.name))>"
    return .block("func checkRelations(_ change: \(type)) throws(LogError)", lines)
  }

  func relations(_ entity: EntityIR) -> [(field: FieldIR, target: String, isMany: Bool)] {
    entity.fields.compactMap { field in target(of: field).map { (field, $0.entity, $0.isMany) } }
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

/// A part of the state.
struct StoredCode {
  /// How the state's visit names it.
  var name: String
  var comment: String?
  var declaration: String
}
