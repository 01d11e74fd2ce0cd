import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `name(…)` and `base.name(…)`: derivations, records, cases with data, `round` and the operations of collections.
extension SystemAnalysis {
  mutating func checkCall(
    _ callee: ExprID, _ arguments: NodeList<Argument>, _ scope: Scope, _ expected: TypeIR?, at span: Span
  ) -> ExprIR? {
    switch expr(callee).kind {
    case .member(let base, let name):
      guard let base = check(base, scope) else { return nil }
      if case .list(let element) = base.type.unwrapped {
        return checkCollection(text(name), base, element, arguments, scope, at: name.span)
      }
      if let value = member(name, of: base) {
        report(.badCall, "`\(text(name))` is `\(value.type.described)`, nothing that can be called", at: span)
      }
      return nil
    case .name(let name): return checkNamedCall(name, arguments, scope, expected, at: span)
    default:
      report(.badCall, "only a name can be called", at: span)
      return nil
    }
  }

  private mutating func checkNamedCall(
    _ name: Name, _ arguments: NodeList<Argument>, _ scope: Scope, _ expected: TypeIR?, at span: Span
  ) -> ExprIR? {
    let text = text(name)
    if text == "round", derives[text] == nil { return checkRound(arguments, scope, at: span) }
    if derives[text] != nil { return checkDerivationCall(text, arguments, scope, at: span) }
    if case .record? = shapes[text]?.shape, let fields = recordFields(text) {
      return labelled(arguments, for: fields, recordFacts[text], of: text, in: text, scope, at: span)
        .map { ExprIR(.record(type: text, $0), .record(text)) }
    }
    if let variant = variant(of: text, expected), let variantCase = variantCase(text, of: variant) {
      let owner = "\(variant).\(text)"
      return labelled(arguments, for: variantCase.fields, recordFacts[owner], of: text, in: owner, scope, at: span)
        .map { ExprIR(.variant(type: variant, name: text, $0), .variant(variant)) }
    }
    if types[text] != nil { return nil }
    if actionTable.number(of: name.symbol) != nil {
      report(.undeclaredFunction, "`\(text)` is an action: it has no value that an expression could use", at: name.span)
      return nil
    }
    if queries[text] != nil || mutations[text] != nil {
      let what = queries[text] != nil ? "a query: only a view shows what it answers" : "a mutation: it has no value"
      report(.undeclaredFunction, "`\(text)` is \(what)", at: name.span)
      return nil
    }
    if reportForeignCall(name, arguments, at: span) { return nil }
    reportUndeclared(
      .undeclaredFunction, "no derivation is named `\(text)`", name, among: Array(derives.keys) + shapes.keys + choicesByCase.keys,
      missing: missingDerivation(text, arguments))
    return nil
  }

  /// The variant that a call of the case `name` makes: the expected one, or the only one.
  private func variant(of name: String, _ expected: TypeIR?) -> String? {
    if case .variant(let wanted)? = expected?.unwrapped, variantCase(name, of: wanted) != nil { return wanted }
    let choices = (choicesByCase[name] ?? []).filter { variantCase(name, of: $0) != nil }
    return choices.count == 1 ? choices[0] : nil
  }

  /// The arguments by label, or in the order of the fields; what is left out is as `facts` say.
  private mutating func labelled(
    _ arguments: NodeList<Argument>, for fields: [FieldIR], _ facts: [FieldFact]?, of owner: String, in record: String = "",
    _ scope: Scope, at span: Span
  ) -> [LabelledIR]? {
    var values: [String: ExprIR] = [:]
    var isRight = true
    for (index, argument) in arguments.enumerated() {
      let name = argument.label.map { text($0) } ?? (index < fields.count ? fields[index].name : nil)
      guard let field = fields.first(where: { $0.name == name }) else {
        isRight = false
        if let name, isBroken(name, in: record) { continue }
        if let label = argument.label {
          reportUndeclared(.badCall, "`\(owner)` takes no `\(text(label))`", label, among: fields.map(\.name))
        } else {
          report(.badCall, "`\(owner)` takes \(fields.count) values", at: expr(argument.value).span)
        }
        continue
      }
      if values[field.name] != nil {
        report(.badCall, "`\(field.name)` is given twice", at: expr(argument.value).span)
        isRight = false
        continue
      }
      guard let value = named(field.name, { $0.value(argument.value, scope, as: field.type) }) else {
        isRight = false
        continue
      }
      values[field.name] = value
    }
    if !isRight { return nil }
    for field in fields where values[field.name] == nil {
      if let fact = facts?.first(where: { $0.name == field.name }), fact.defaultValue != nil {
        guard let value = valueLeftOut(fact) else { return nil }
        values[field.name] = value
      } else if !field.type.isOptional {
        report(.badCall, "`\(owner)` needs `\(field.name)`", at: span)
        return nil
      }
    }
    return fields.compactMap { field in values[field.name].map { LabelledIR(field.name, $0) } }
  }

  private mutating func checkDerivationCall(_ name: String, _ arguments: NodeList<Argument>, _ scope: Scope, at span: Span) -> ExprIR? {
    let result = derivationResult(name)
    guard let facts = derivationFacts[name] else { return nil }
    let fields = facts.parameters.compactMap(\.ir)
    guard fields.count == facts.parameters.count else { return nil }
    guard let values = labelled(arguments, for: fields, facts.parameters, of: name, scope, at: span), let result else { return nil }
    if values.count < fields.count, let missing = fields.first(where: { field in !values.contains { $0.label == field.name } }) {
      report(.badCall, "`\(name)` needs `\(missing.name)`", at: span)
      return nil
    }
    let call = ExprIR(.derivation(name, values.map(\.value)), result)
    noteRead(call, at: span)
    return call
  }

  /// `round(x, to: 2, half_even)`.
  private mutating func checkRound(_ arguments: NodeList<Argument>, _ scope: Scope, at span: Span) -> ExprIR? {
    guard let first = arguments.first, first.label == nil else {
      report(.badCall, "write `round(x, to: 2, half_even)`", at: span)
      return nil
    }
    var places: Int?
    var isHalfEven = false
    for argument in arguments.dropFirst() {
      let kind = expr(argument.value).kind
      if let label = argument.label, text(label) == "to", case .literal(.number(let number)) = kind, let count = number.int,
        (0...18).contains(count), places == nil
      {
        places = count
      } else if argument.label == nil, case .name(let mode) = kind, text(mode) == "half_even", !isHalfEven {
        isHalfEven = true
      } else {
        report(.badCall, "write `round(x, to: 2, half_even)`", at: expr(argument.value).span)
        return nil
      }
    }
    guard let places, isHalfEven else {
      let missing = [places == nil ? "to how many places" : "", isHalfEven ? "" : "which way"].filter { !$0.isEmpty }
      report(
        .badCall, "`round` says \(missing.joined(separator: " and ")): `round(x, to: 2, half_even)`", at: span,
        fixes: isHalfEven || places == nil ? [] : roundFix(arguments, at: span))
      return nil
    }
    guard let value = check(first.value, scope) else { return nil }
    switch baseType(value.type) {
    case .int, .decimal, .percent: return ExprIR(.round(widened(value), places: places), .decimal)
    case .money(let currency): return ExprIR(.round(value, places: places), .money(currency))
    default:
      report(.mismatch, "`round` takes a number or money, and this is `\(value.type.described)`", at: expr(first.value).span)
      return nil
    }
  }

  /// Adds `half_even` behind the last argument, where nothing else stands before the bracket.
  private func roundFix(_ arguments: NodeList<Argument>, at span: Span) -> [Fix] {
    guard let last = arguments.last.map({ expr($0.value).span }), last.end == span.end - 1 else { return [] }
    return [Fix("say `half_even`", replace: last.endPoint, with: ", half_even")]
  }
}
