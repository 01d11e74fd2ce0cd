import IntentDiagnostics
import IntentIR
import IntentSource

/// What a mutation writes into a field that is not personal.
struct StoredValue {
  let entity: String
  let field: FieldFact
  let value: ExprIR
  let span: Span
  /// What `for each` binds around it, the outermost first.
  let loops: [(binder: String, collection: ExprIR)]
}

// Personal data that is written where it is personal no longer.
extension SystemAnalysis {
  mutating func noteStored(_ given: GivenFields, in facts: EntityFacts, _ context: CommandContext) {
    guard knowsPersonalData, !isInferring else { return }
    for (name, value) in given.values.sorted(by: { $0.key < $1.key }) {
      guard let field = facts.field(name), field.ir?.isPersonal == false, let span = given.places[name] else { continue }
      storedValues.append(StoredValue(entity: facts.name, field: field, value: value, span: span, loops: context.loops))
    }
  }

  /// Requires: all is lowered.
  mutating func findPersonalLeaks() {
    guard knowsPersonalData else { return }
    let personal = PersonalData(ir)
    var offered: Set<String> = []
    for stored in storedValues {
      var locals: Set<String> = []
      for loop in stored.loops where personal.isPersonal(loop.collection, locals: locals) { locals.insert(loop.binder) }
      guard let source = personal.source(of: stored.value, locals: locals) else { continue }
      let name = "\(stored.entity).\(stored.field.name)"
      let missing = MissingDeclaration.member("personal: \(stored.field.name)", of: stored.entity)
      // A second `personal:` for the same field would be an error.
      let fix = offered.insert(name).inserted ? fix(declaring: missing, usedAt: stored.span) : nil
      report(
        .personalLeak, "`\(name)` is not personal, and what is written there derives from `\(source)`, which is", at: stored.span,
        notes: [DiagnosticNote("the field is declared here", stored.field.span)], fixes: fix.map { [$0] } ?? [])
    }
  }
}
