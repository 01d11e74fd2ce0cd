import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `base.name`.
extension SystemAnalysis {
  mutating func checkMember(_ base: ExprID, _ name: Name, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    if case .name(let word) = expr(base).kind {
      if let value = checkPlainMember(word, name, scope) { return value }
      if word.symbol == Symbol(.threshold), case .nothing = find("threshold", scope) {
        return checkThreshold(name, expecting: expected).map { ExprIR(.threshold(text(name)), $0) }
      }
    }
    if reportQualifiedCase(base, name, scope) { return nil }
    guard let base = check(base, scope) else { return nil }
    return member(name, of: base, expecting: expected)
  }

  /// `word.name` where `word` is in scope and has that field, as is most that is written; `nil` for all else.
  private mutating func checkPlainMember(_ word: Name, _ name: Name, _ scope: Scope) -> ExprIR? {
    guard case .value(let base) = find(text(word), scope) else { return nil }
    let found = scope.knowsPresent ? field(text(name), of: narrowed(base, scope) ?? base) : field(text(name), of: base)
    guard case .value(let value) = found else { return nil }
    // Whether the one that is meant is there was not asked yet.
    if reportIfAmbiguous(word, base, scope) || reportIfOwnName(word, base, scope) { return ExprIR(.narrowed(value), value.type.unwrapped) }
    if reportIfDeleted(word, base, scope) { return nil }
    noteRead(base, at: word.span)
    noteRead(value, at: name.span)
    return value
  }

  /// The member `name` of a value, or `nil` after a report.
  mutating func member(_ name: Name, of base: ExprIR, expecting expected: TypeIR? = nil) -> ExprIR? {
    let text = text(name)
    if case .list(let element) = base.type.unwrapped { return checkCollection(text, base, element, .empty, Scope(), at: name.span) }
    switch field(text, of: base) {
    case .value(let value):
      noteRead(value, at: name.span)
      return value
    case .broken: return nil
    case .nothing: break
    }
    let type = base.type.unwrapped
    let candidates = memberNames(of: type)
    if case .entity(let entity) = type, text == "encryption_key", entityFacts[entity]?.hasPersonalFields == true {
      readsUnenforced = true
      return ExprIR(.field(base, entity: entity, name: text), .optional(.text))
    }
    if candidates.isEmpty, mayBeLost(text) { return nil }
    if candidates.isEmpty {
      report(.noSuchOperation, "`\(type.described)` has no members, so no `\(text)`", at: name.span)
    } else {
      var missing: MissingDeclaration?
      if case .entity(let entity) = type, reportFieldOfWorkflow(name, of: entity) { return nil }
      if case .entity(let entity) = type { missing = .member("has: \(text): \((expected ?? .text).text)", of: entity) }
      reportUndeclared(
        .undeclaredMember, "`\(type.described)` has no field `\(text)`", name, among: candidates, missing: missing)
    }
    return nil
  }

  /// The field or other side `name` of an instance, a record or an event.
  func field(_ name: String, of base: ExprIR) -> Found {
    func typed(_ type: TypeIR) -> TypeIR { base.type.isOptional && !type.isOptional ? .optional(type) : type }
    switch base.type.unwrapped {
    case .entity(let entity):
      guard let facts = entityFacts[entity] else { return .nothing }
      if let type = facts.type(ofField: name) {
        guard let type else { return .broken }
        return .value(ExprIR(.field(base, entity: entity, name: name), typed(type)))
      }
      guard let inverse = facts.inverses[name] else { return facts.mayHave(name) ? .broken : .nothing }
      guard let inverse = inverse.ir else { return .broken }
      return .value(ExprIR(.related(base, entity: inverse.entity, field: inverse.field), typed(.list(.entity(inverse.entity)))))
    case .record(let record):
      guard let fields = recordFields(record) else { return .nothing }
      if isBroken(name, in: record) { return .broken }
      guard let field = fields.first(where: { $0.name == name }) else { return .nothing }
      return .value(ExprIR(.member(base, name: name), typed(field.type)))
    case .event(let event):
      guard let field = payloadFields(event)?.first(where: { $0.name == name }) else {
        return isDoubtful(name, of: event) ? .broken : .nothing
      }
      return field.type.map { .value(ExprIR(.member(base, name: name), typed($0))) } ?? .broken
    default: return .nothing
    }
  }

  /// The fields of a declared record, of a derivation's own result, or of a variant's case (`payment.card`).
  func recordFields(_ name: String) -> [FieldIR]? {
    if case .record(let fields)? = shapes[name]?.shape { return fields }
    if let facts = derivationFacts[name], !facts.resultFields.isEmpty { return facts.resultFields.compactMap(\.ir) }
    let parts = name.split(separator: ".")
    guard parts.count == 2 else { return nil }
    return variantCase(String(parts[1]), of: String(parts[0]))?.fields
  }

  /// `true` iff the field `name` of a record is declared, but wrong.
  func isBroken(_ name: String, in record: String) -> Bool {
    let facts = recordFacts[record] ?? derivationFacts[record]?.resultFields ?? []
    return facts.contains { $0.name == name && $0.ir == nil }
  }

  /// The fields of an event's payload, or of the evidence `<action>.done`.
  func payloadFields(_ event: String) -> ArraySlice<FieldFact>? {
    if let fields = eventFacts[event] { return fields[...] }
    guard event.hasSuffix(".done") else { return nil }
    return actionTable.parameters(ofActionNamed: String(event.dropLast(5)))
  }

  /// `true` iff uses of the action of which `event` is the evidence disagree about a parameter `name`.
  private func isDoubtful(_ name: String, of event: String) -> Bool {
    guard event.hasSuffix(".done"), let action = actionTable.number(named: String(event.dropLast(5))) else { return false }
    return actionTable.doubtful[action]?.contains(name) == true
  }

  /// What may stand behind `.` after a value of the type.
  func memberNames(of type: TypeIR) -> [String] {
    switch type.unwrapped {
    case .entity(let entity): entityFacts[entity]?.memberNames ?? []
    case .record(let record): recordFields(record)?.map(\.name) ?? []
    case .event(let event): payloadFields(event)?.map(\.name) ?? []
    case .list: Self.collectionWords
    default: []
    }
  }
}
