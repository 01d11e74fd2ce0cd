import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// What is given to the fields of a new instance, of an event, or to the parameters of a query.
struct GivenFields {
  /// Those that are right.
  var values: [String: ExprIR] = [:]
  /// Those that are named, right or wrong, and those that were probably meant.
  var named: Set<String> = []
  /// Where each is named, or its value stands where its name is left out.
  var places: [String: Span] = [:]
  var isRight = true
  /// `true` iff something is given to a name that no field has, so that it is not known which field was meant.
  var hasStranger = false

  /// Sorted by label.
  var labelled: [LabelledIR] { values.sorted { $0.key < $1.key }.map { LabelledIR($0.key, $0.value) } }
}

/// Whose fields are given.
struct FieldOwner {
  let name: String
  /// `field` or `parameter`.
  let word: String
  let fields: [FieldFact]
  /// `true` iff values may be given in order.
  var isOrdered = false
}

// Values for fields: `create deal(value: $5)`, `update deal(…)`, `emit paid(…)`, `show: at_risk(limit: 10)`.
extension SystemAnalysis {
  /// Checks the arguments against the owner's fields. `isRefused` reports a field that may not be given, and says so.
  mutating func given(
    _ arguments: NodeList<Argument>, to owner: FieldOwner, _ scope: Scope,
    unless isRefused: (inout SystemAnalysis, FieldFact, Argument) -> Bool = { _, _, _ in false }
  ) -> GivenFields {
    var given = GivenFields()
    for (index, argument) in arguments.enumerated() {
      guard let fact = field(for: argument, at: index, of: owner, &given) else {
        given.isRight = false
        checkWithoutType(argument, scope)
        continue
      }
      let span = argument.label?.span ?? expr(argument.value).span
      if let first = given.places[fact.name] {
        report(
          .badFields, "`\(fact.name)` is given twice", at: span, notes: [DiagnosticNote("the first stands here", first)])
        given.isRight = false
        continue
      }
      given.places[fact.name] = span
      given.named.insert(fact.name)
      if isRefused(&self, fact, argument) {
        given.isRight = false
        continue
      }
      guard let type = fact.ir?.type else {
        checkWithoutType(argument, scope)
        given.isRight = false
        continue
      }
      if let value = named(fact.name, { $0.value(argument.value, scope, as: type) }) {
        given.values[fact.name] = value
      } else {
        given.isRight = false
      }
    }
    return given
  }

  /// Checks values for which no type is known, so far as they can be understood without one.
  mutating func checkWithoutType(_ arguments: NodeList<Argument>, _ scope: Scope) {
    for argument in arguments { checkWithoutType(argument, scope) }
  }

  private mutating func checkWithoutType(_ argument: Argument, _ scope: Scope) {
    switch expr(argument.value).kind {
    case .name, .list, .hole: return
    default: _ = check(argument.value, scope)
    }
  }

  /// The field that an argument is for: by its label, else by its last word, else by its place; `nil` after a report.
  private mutating func field(for argument: Argument, at index: Int, of owner: FieldOwner, _ given: inout GivenFields) -> FieldFact? {
    let name = argument.label.map { text($0) } ?? wordOf(argument.value)
    if let fact = owner.fields.first(where: { $0.name == name }) { return fact }
    guard let label = argument.label else {
      if owner.isOrdered, index < owner.fields.count { return owner.fields[index] }
      given.hasStranger = true
      let what = owner.isOrdered ? "has no \(owner.word) for this" : "needs to know which \(owner.word) this is: give it a label"
      report(.badFields, "`\(owner.name)` \(what)", at: expr(argument.value).span)
      return nil
    }
    let names = owner.fields.map(\.name)
    if let near = closestName(to: text(label), among: names) { given.named.insert(near) } else { given.hasStranger = true }
    if let inverse = entityFacts[owner.name]?.inverses[text(label)]?.ir {
      report(
        .badFields, "`\(text(label))` is the other side of `\(inverse.entity).\(inverse.field)`: give the `\(inverse.entity)` its "
          + "`\(inverse.field)` instead", at: label.span)
      return nil
    }
    let isEntity = entities[owner.name] != nil && owner.word == "field"
    if isEntity, text(label) == "encryption_key", entityFacts[owner.name]?.hasPersonalFields == true {
      report(.badFields, "`encryption_key` comes with what is `personal`, and nothing else gives it", at: label.span)
      return nil
    }
    reportUndeclared(
      .undeclaredMember, "`\(owner.name)` has no \(owner.word) `\(text(label))`", label, among: names,
      missing: isEntity ? .member("has: \(text(label)): text?", of: owner.name) : nil)
    return nil
  }

  /// Reports in one error the fields that must be given and are not.
  mutating func reportMissing(_ given: GivenFields, of owner: FieldOwner, _ scope: Scope, at span: Span, in list: Span) -> Bool {
    if given.hasStranger { return false }
    let missing = owner.fields.filter { !given.named.contains($0.name) && isNeeded($0) }
    guard let first = missing.first else { return given.isRight }
    let names = missing.map { "`\($0.name)`" }
    let sentence = names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    let notes = missing.prefix(3).map { DiagnosticNote("`\($0.name)` is declared here", $0.span) }
    report(
      .missingFields, "`\(owner.name)` needs \(sentence)", at: span,
      label: first.ir.map { "such as `\(first.name): …`, a value of `\($0.type.described)`" }, notes: notes,
      fixes: fix(giving: missing, scope, after: span, in: list))
    return false
  }

  private func isNeeded(_ fact: FieldFact) -> Bool {
    guard let field = fact.ir else { return false }
    if fact.defaultValue != nil || field.defaultValue != nil || field.type.isOptional || field.role == .workflow { return false }
    if case .list = field.type { return false }
    return true
  }

  /// Where each missing field can have a value of its own name and type, gives it that.
  private func fix(giving missing: [FieldFact], _ scope: Scope, after name: Span, in list: Span) -> [Fix] {
    for fact in missing {
      guard case .value(let value) = find(fact.name, scope), value.type == fact.ir?.type else { return [] }
    }
    let text = missing.map { "\($0.name): \($0.name)" }.joined(separator: ", ")
    let bytes = trees[tree].file.bytes
    var end = Int(list.end) - 1
    guard list.end > name.end, end < bytes.count else { return [] }
    while end > Int(name.end), bytes[end] != UInt8(ascii: ")") { end -= 1 }
    guard bytes[end] == UInt8(ascii: ")") else { return [] }
    var before = end
    while before > 0, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[before - 1]) { before -= 1 }
    let isFirst = bytes[before - 1] == UInt8(ascii: "(") || bytes[before - 1] == UInt8(ascii: ",")
    let place = Span(file: list.file, start: UInt32(before), end: UInt32(before))
    return [Fix("give `\(text)`", replace: place, with: isFirst ? text : ", " + text, isGuess: true)]
  }
}
