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

  /// An event that is the evidence of an action carries every parameter that tells one call from another.
  private mutating func checkEmitted(
    _ event: String, _ fields: [FieldFact], _ parameters: [FieldFact], _ emits: Name, _ declaration: Declared<ActionItem>
  ) {
    for parameter in parameters {
      guard let wanted = parameter.ir?.type, let field = fields.first(where: { $0.name == parameter.name }),
        let given = field.ir?.type
      else { continue }
      if commonType(given.unwrapped, wanted.unwrapped) == nil {
        report(
          .badEmits,
          "`\(parameter.name)` of `\(declaration.name)` is `\(wanted.described)`, and of event `\(event)` it is `\(given.described)`",
          at: parameter.span, notes: [DiagnosticNote("the event's field stands here", field.span)])
      }
    }
    let shared = parameters.contains { parameter in fields.contains { $0.name == parameter.name } }
    if !parameters.isEmpty, !shared {
      report(
        .badEmits,
        "event `\(event)` has no field by the name of a parameter of `\(declaration.name)`, so it could be evidence of any call",
        at: emits.span)
    }
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
