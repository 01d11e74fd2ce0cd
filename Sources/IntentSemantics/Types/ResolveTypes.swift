import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

extension TypeIR {
  /// The built-in type that the symbol names.
  static func builtIn(_ symbol: Symbol) -> TypeIR? {
    switch symbol.word {
    case .text: .text
    case .int: .int
    case .decimal: .decimal
    case .bool: .bool
    case .timestamp: .timestamp
    case .date: .date
    case .time: .time
    case .duration: .duration
    case .money: .money("USD")
    case .percent: .percent
    case .id: .id
    default: nil
    }
  }

  /// The built-in type of that name.
  static func builtIn(_ name: String) -> TypeIR? {
    builtInNames.firstIndex(of: name).flatMap { builtIn(Symbol(builtInWords[$0])) }
  }

  private static let builtInWords: [Word] = [.text, .int, .decimal, .bool, .timestamp, .date, .time, .duration, .money, .percent, .id]

  static let builtInNames = builtInWords.map(\.text)
}

// Resolves types as they are written.
extension SystemAnalysis {
  /// Resolves every `type` item.
  mutating func resolveTypes() {
    typeFacts = NameTable(capacity: types.count)
    shapes = NameTable(capacity: types.count)
    for declaration in inOrder(types) where !typeFacts.contains(declaration.name) { _ = resolve(declaration) }
    reportEndlessRecords()
  }

  /// What the declared type stands for, or `nil` where it is wrong and was reported. Requires: it was not resolved before.
  private mutating func resolve(_ declaration: Declared<TypeItem>) -> TypeIR? {
    let name = declaration.name
    if typesBeingResolved.contains(name) {
      // A record may speak of itself behind a `[]` or `?`; its name is enough for that.
      if case .record = trees[declaration.tree][declaration.node.type].kind { return .record(name) }
      if case .choice = trees[declaration.tree][declaration.node.type].kind { return .variant(name) }
      report(.endlessType, "type `\(name)` stands for itself", at: declaration.nameSpan)
      return nil
    }
    typesBeingResolved.append(name)
    let outer = tree
    tree = declaration.tree
    let result = resolveType(
      declaration.node.type, naming: name, doc: doc(declaration.doc), at: declaration.span)
    tree = outer
    typesBeingResolved.removeLast()
    typeFacts.updateValue(result, forKey: name)
    return result
  }

  /// The type that `id` writes, or `nil` after a report. A choice, record or refinement is declared under `name`, at `span`.
  mutating func resolveType(
    _ id: TypeID, naming name: @autoclosure () -> String, doc: String? = nil, at span: Span
  ) -> TypeIR? {
    switch trees[tree][id].kind {
    case .error: return nil
    case .named(let name): return resolveTypeName(name)
    case .money(let currency): return isCurrency(text(currency), at: currency.span) ? .money(text(currency)) : nil
    case .optional(let inner):
      return resolveType(inner, naming: name(), doc: doc, at: span).map { $0.isOptional ? $0 : .optional($0) }
    case .list(let inner): return resolveType(inner, naming: name(), doc: doc, at: span).map { .list($0) }
    default: return declareType(id, naming: name(), doc: doc, at: span)
    }
  }

  /// A choice, record or refinement, declared under a name.
  private mutating func declareType(_ id: TypeID, naming wanted: String, doc: String?, at span: Span) -> TypeIR? {
    let node = trees[tree][id]
    let name = typesBeingResolved.last == wanted ? wanted : freeTypeName(wanted)
    let origin = origin(span)
    func declare(_ shape: TypeDeclarationIR.Shape) -> TypeDeclarationIR {
      TypeDeclarationIR(name: name, shape: shape, doc: doc, origin: origin)
    }
    switch node.kind {
    case .record(let fields):
      if let cases = choiceInBraces(fields) {
        let meant = cases.joined(separator: " | ")
        report(
          .fieldWithoutType, "none of these fields has a type: a choice is written `\(meant)`", at: node.span,
          fixes: [Fix("write `\(meant)`", replace: node.span, with: meant, isGuess: true)])
        for text in cases { choicesByCase[text, default: []].append(name) }
        shapes[name] = declare(.choice(cases))
        return .choice(name)
      }
      let facts = resolveFields(fields, owner: name)
      recordFacts[name] = facts
      shapes[name] = declare(.record(facts.compactMap(\.ir)))
      return .record(name)
    case .choice(let cases): return resolveChoice(cases, name: name, declare: declare)
    case .range(let base, let bounds): return resolveRange(base, bounds, name: name, at: span, declare: declare)
    case .pattern(let base, let pattern):
      // What is refined twice has a type in between, with a name of its own.
      guard let base = resolveType(base, naming: name + "_base", at: span) else { return nil }
      guard baseType(base) == .text else {
        report(.badRefinement, "`matching` refines `text`, and this is `\(base.text)`", at: node.span)
        return nil
      }
      guard isPattern(pattern) else { return nil }
      shapes[name] = declare(.pattern(base, spelling(pattern.value)))
      return .refined(name)
    default: return nil
    }
  }

  /// A name for a type that is written in place, which no declaration has.
  func freeTypeName(_ wanted: String) -> String {
    var name = wanted
    while types[name] != nil || entities[name] != nil || shapes[name] != nil { name += "_value" }
    return name
  }

  /// `true` for what no declaration may be called, where one is called so all the same.
  private func isDeclaredType(_ name: String) -> Bool { types.contains(name) || entities.contains(name) }

  /// What a type's name stands for: a built-in or a declared type, or an entity.
  mutating func resolveTypeName(_ name: Name) -> TypeIR? {
    if let builtIn = TypeIR.builtIn(name.symbol) { return hidesBuiltIn && isDeclaredType(text(name)) ? nil : builtIn }
    let text = text(name)
    if let known = typeFacts[text] { return known }
    if let declaration = types[text] { return resolve(declaration) }
    if entities.contains(text) { return .entity(text) }
    if let inPlace = typeInPlace(text) { return inPlace }
    if reportForeignType(name) { return nil }
    reportUndeclared(
      .undeclaredType, "no type or entity is named `\(text)`", name,
      among: TypeIR.builtInNames + types.keys.filter { !typesBeingResolved.contains($0) } + entities.keys,
      missing: .item("type \(text) = text"), isItem: true)
    return nil
  }

  /// The type that is written in place and goes by this name; before all of them are known, that of a workflow's states.
  private func typeInPlace(_ name: String) -> TypeIR? {
    if let place = shapes.index(of: name), place < namedShapes {
      return switch shapes.values[place].shape {
      case .choice: .choice(name)
      case .variant: .variant(name)
      case .record: .record(name)
      case .range, .pattern: .refined(name)
      }
    }
    let isOfStates = workflows.values.contains { workflow in
      guard let (entity, field) = place(of: workflow.node) else { return false }
      return entities[entity] != nil && "\(entity)_\(field)" == name
    }
    return isOfStates ? .choice(name) : nil
  }

  /// The names of fields that have no type, and nothing else: another language's choice; `nil` for anything else.
  private func choiceInBraces(_ fields: NodeList<FieldID>) -> [String]? {
    var names = NameIndex()
    guard fields.count > 1 else { return nil }
    for id in fields {
      let field = trees[tree][id]
      let text = text(field.name)
      guard case .untyped = field.shape, field.defaultValue == nil, !mayBeLost(text), TypeIR.builtIn(field.name.symbol) == nil,
        !types.contains(text), !entities.contains(text), names.insert(text)
      else { return nil }
    }
    return names.names
  }

  private mutating func resolveChoice(
    _ cases: NodeList<ChoiceCase>, name: String, declare: (TypeDeclarationIR.Shape) -> TypeDeclarationIR
  ) -> TypeIR? {
    var kept = NameIndex()
    kept.reserveCapacity(cases.count)
    for index in cases.indices {
      let text = text(cases[index].name)
      if kept.insert(text) {
        choicesByCase[text, default: []].append(name)
      } else if let first = cases.first(where: { $0.name.symbol == cases[index].name.symbol }) {
        reportDuplicate("case `\(text)`", cases[index].name.span, first: first.name.span)
      }
    }
    if cases.allSatisfy({ $0.fields.isEmpty }) {
      shapes.updateValue(declare(.choice(kept.names)), forKey: name)
      return .choice(name)
    }
    var variants: [VariantCaseIR] = []
    for choiceCase in cases {
      let text = text(choiceCase.name)
      if kept.find(text).index != variants.count { continue }
      let owner = "\(name).\(text)"
      let facts = resolveFields(choiceCase.fields, owner: owner)
      recordFacts[owner] = facts
      variants.append(VariantCaseIR(name: text, fields: facts.compactMap(\.ir)))
    }
    shapes.updateValue(declare(.variant(variants)), forKey: name)
    return .variant(name)
  }

  /// The fields of a record, an event, a variant's case or an entity's `has`, without duplicates.
  mutating func resolveFields(_ ids: NodeList<FieldID>, owner: String) -> [FieldFact] {
    var facts: [FieldFact] = []
    facts.reserveCapacity(ids.count)
    for id in ids {
      let name = text(trees[tree][id].name)
      if let first = facts.first(where: { $0.name == name }) {
        reportDuplicate("field `\(name)`", trees[tree][id].name.span, first: first.span)
        continue
      }
      facts.append(resolveField(id, owner: owner))
    }
    return facts
  }

  /// One field. A field without a type has the one that goes by its name.
  mutating func resolveField(_ id: FieldID, owner: String) -> FieldFact {
    let field = trees[tree][id]
    let name = text(field.name)
    reportBuiltIn(field.name)
    var ir: FieldIR?
    if let type = resolveType(of: field, name, owner: owner) {
      ir = FieldIR(name: name, type: type, doc: doc(field.doc), origin: origin(field.span))
    }
    return FieldFact(name: name, span: field.name.span, tree: tree, ir: ir, defaultValue: field.defaultValue)
  }

  private mutating func resolveType(of field: Field, _ name: String, owner: String) -> TypeIR? {
    let written = field.name
    switch field.shape {
    case .typed(let id):
      return resolveType(id, naming: owner.split(separator: ".").joined(separator: "_") + "_" + name, at: field.span)
    case .untyped:
      if TypeIR.builtIn(written.symbol) != nil || types.contains(name) || entities.contains(name) { return resolveTypeName(written) }
      if mayBeLost(owner) { return nil }
      let fix = Fix("give `\(name)` the type `text`", replace: written.span.endPoint, with: ": text", isGuess: true)
      report(
        .fieldWithoutType, "field `\(name)` of `\(owner)` has no type, and no type or entity goes by its name",
        at: written.span, fixes: [fix])
    case .inverse: report(.badRelation, "only an entity has the other side of a relation", at: field.span)
    }
    return nil
  }

  /// A parameter list; a parameter without a type has the one that goes by its name.
  mutating func resolveParameters(_ parameters: NodeList<Parameter>, owner: String) -> [FieldFact] {
    var facts: [FieldFact] = []
    facts.reserveCapacity(parameters.count)
    for parameter in parameters {
      let name = text(parameter.name)
      reportBuiltIn(parameter.name)
      if let first = facts.first(where: { $0.name == name }) {
        reportDuplicate("parameter `\(name)`", parameter.name.span, first: first.span)
        continue
      }
      let origin = origin(parameter.name.span)
      let type =
        parameter.type.map { resolveType($0, naming: "\(owner)_\(name)", at: parameter.name.span) } ?? resolveTypeName(parameter.name)
      let ir = type.map { FieldIR(name: name, type: $0, origin: origin) }
      facts.append(
        FieldFact(name: name, span: parameter.name.span, tree: tree, ir: ir, defaultValue: parameter.defaultValue))
    }
    return facts
  }

  /// A record that holds itself with nothing optional or listed between would never end.
  private mutating func reportEndlessRecords() {
    var reported: [String] = []
    for declaration in inOrder(types) {
      var open = directParts(of: declaration.name)
      if open.isEmpty { continue }
      var seen: Set<String> = []
      while let part = open.popLast() {
        if part == declaration.name {
          // The types on the way are as endless; one report is enough.
          if reported.contains(where: seen.contains) { break }
          reported.append(part)
          report(.endlessType, "a `\(part)` holds a `\(part)`, which only a list may hold: `\(part)[]`", at: declaration.nameSpan)
          break
        }
        if seen.insert(part).inserted { open += directParts(of: part) }
      }
    }
  }

  /// The records and variants that a value of the type `name` holds at once.
  private func directParts(of name: String) -> [String] {
    guard let place = shapes.index(of: name) else { return [] }
    let fields: [FieldIR]
    switch shapes.values[place].shape {
    case .record(let own): fields = own
    case .variant(let cases): fields = cases.flatMap(\.fields)
    default: return []
    }
    return fields.compactMap {
      switch $0.type {
      case .record(let part), .variant(let part): part
      case .optional(.record(let part)), .optional(.variant(let part)): part
      default: nil
      }
    }
  }
}
