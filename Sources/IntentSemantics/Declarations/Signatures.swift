import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// The signatures of what an expression, a trigger or a consequence may name.
extension SystemAnalysis {
  mutating func resolveSignatures() {
    eventFacts = NameTable(capacity: events.count)
    for declaration in inOrder(events) {
      tree = declaration.tree
      eventFacts.updateValue(resolveFields(declaration.node.fields, owner: declaration.name), forKey: declaration.name)
    }
    thresholdFacts = NameTable(capacity: thresholds.count)
    ir.thresholds.reserveCapacity(thresholds.count)
    for declaration in inOrder(thresholds) { resolveThreshold(declaration) }
    derivationFacts = NameTable(capacity: derives.count)
    for declaration in inOrder(derives) { resolveSignature(of: declaration) }
    for declaration in inOrder(metrics) {
      tree = declaration.tree
      let type = declaration.node.type.flatMap { resolveType($0, naming: declaration.name, at: declaration.span) }
      let isWrong = declaration.node.type != nil && type == nil
      metricFacts[declaration.name] = MetricFacts(type: type, state: isWrong ? .done(nil) : .pending)
    }
    for declaration in inOrder(actions) { resolveAction(declaration) }
    reportHeldRelations()
  }

  private mutating func resolveThreshold(_ declaration: Declared<ThresholdItem>) {
    tree = declaration.tree
    var number: String?
    var type = TypeIR.decimal
    let written = expr(declaration.node.value)
    if case .hole = written.kind {
      if let known = holeTypes[declaration.name] { type = known } else { openThresholds.insert(declaration.name) }
      let field = FieldIR(name: declaration.name, type: type, doc: doc(declaration.doc), origin: origin(declaration.span))
      addParameter(field, at: written.span)
    } else if !isWrittenOut(declaration.node.value) {
      // Nothing that a name could mean is known yet, and none of it is a number that is written out.
      if case .error = written.kind { return }
      report(.badThreshold, Self.whatThresholdsAre, at: written.span)
      return
    } else if let value = check(declaration.node.value, Scope()) {
      switch value.constant {
      case .int(let whole): number = String(whole)
      case .decimal(let digits):
        number = digits
        type = value.type
      case .money(let digits, _):
        number = digits
        type = value.type
      case .duration(let milliseconds):
        number = String(milliseconds)
        type = .duration
      default:
        report(.badThreshold, Self.whatThresholdsAre, at: written.span)
        return
      }
    } else {
      return
    }
    thresholdFacts.insert(type, as: declaration.name)
    ir.thresholds.append(
      ThresholdIR(
        name: declaration.name, isBelow: declaration.node.direction == .below, number: number, doc: doc(declaration.doc),
        origin: origin(declaration.span)))
  }

  private static let whatThresholdsAre = "a threshold is a number, an amount of money, a duration or `?`"

  /// `true` iff it is a literal, perhaps behind a `-`.
  private func isWrittenOut(_ id: ExprID) -> Bool {
    switch expr(id).kind {
    case .literal: true
    case .negate(let inner): isWrittenOut(inner)
    default: false
    }
  }

  private mutating func resolveSignature(of declaration: Declared<DeriveItem>) {
    tree = declaration.tree
    let node = declaration.node
    let facts = DerivationFacts(parameters: resolveParameters(node.parameters, owner: declaration.name))
    if let result = node.result {
      if case .record(let fields) = trees[tree][result].kind {
        facts.resultFields = resolveFields(fields, owner: declaration.name)
        facts.result = .record(declaration.name)
      } else {
        facts.result = resolveType(result, naming: declaration.name, at: declaration.span)
        if facts.result == nil { facts.state = .done(nil) }
      }
    }
    derivationFacts.updateValue(facts, forKey: declaration.name)
  }

  private mutating func resolveAction(_ declaration: Declared<ActionItem>) {
    tree = declaration.tree
    let node = declaration.node
    let parameters = resolveParameters(node.parameters, owner: declaration.name)
    var evidence = ActionIR.Evidence.done
    if let emits = node.emits {
      let event = text(emits)
      evidence = .event(event)
      if let fields = eventFacts[event] {
        checkEmitted(event, fields, parameters, emits, declaration)
      } else if entities[event] != nil {
        report(.badEmits, "`\(event)` is an entity, no event", at: emits.span)
      } else {
        eventFacts[event] = parameters
        emittedEvents.append(event)
        ir.events.append(
          EventIR(
            name: event, fields: parameters.compactMap(\.ir), doc: doc(declaration.doc), origin: origin(declaration.span)))
      }
    }
    guard let number = actionTable.number(of: node.name.symbol) else { return }
    let facts = ActionFacts(parameters: actionTable.add(parameters), isInferred: false, origin: origin(declaration.span))
    actionTable.settle(number, facts, evidence: evidence, doc: doc(declaration.doc))
  }

  /// An event that is the evidence of an action carries every parameter, whatever its value, for these tell one call from another.
  private mutating func checkEmitted(
    _ event: String, _ fields: [FieldFact], _ parameters: [FieldFact], _ emits: Name, _ declaration: Declared<ActionItem>
  ) {
    for parameter in parameters {
      guard let field = fields.first(where: { $0.name == parameter.name }) else { continue }
      guard let wanted = parameter.ir?.type, let given = field.ir?.type, !holds(given, everyValueOf: wanted) else { continue }
      report(
        .badEmits,
        "`\(parameter.name)` of `\(declaration.name)` is `\(wanted.described)`, and of event `\(event)` it is `\(given.described)`",
        at: parameter.span, notes: [DiagnosticNote("the event's field stands here", field.span)])
    }
    // A field that could not be read may be the one.
    if mayBeLost(event) { return }
    let missing = parameters.filter { parameter in !fields.contains { $0.name == parameter.name } }
    if let first = missing.first, let type = first.type {
      report(
        .badEmits,
        "event `\(event)` has no field for \(missing.map { "`\($0.name)`" }.joined(separator: " and ")), so it could not tell one call of "
          + "`\(declaration.name)` from another: give it `\(first.name): \(type.described)`",
        at: emits.span)
      return
    }
    // Which of its actions declares an event must not depend on the order of the items.
    guard emittedEvents.contains(event), fields.count > parameters.count else { return }
    let more = fields.filter { field in !parameters.contains { $0.name == field.name } }
    report(
      .badEmits,
      "another action declares `\(event)` with \(more.map { "`\($0.name)`" }.joined(separator: " and ")) too: write the event out, "
        + "`event \(event) { … }`",
      at: emits.span, notes: more.first.map { [DiagnosticNote("the other action stands here", $0.span)] } ?? [])
  }

  /// `true` iff a field of type `given` can have each value that a `wanted` has.
  private func holds(_ given: TypeIR, everyValueOf wanted: TypeIR) -> Bool {
    if given == wanted { return true }
    if wanted.isOptional, !given.isOptional { return false }
    let (given, wanted) = (given.unwrapped, wanted.unwrapped)
    return commonType(given, wanted) != nil && isRefined(wanted, asMuchAs: given)
  }

  /// Adds a parameter that the app must give.
  mutating func addParameter(_ field: FieldIR, at span: Span) {
    if let other = ir.parameters.first(where: { $0.name == field.name }) {
      if other.origin != field.origin || other.type != field.type {
        report(
          .badHole, "two values that the app gives would be named `\(field.name)`: declare a threshold or a derive for one", at: span)
      }
      return
    }
    ir.parameters.append(field)
  }
}
