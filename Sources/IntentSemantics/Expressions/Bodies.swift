import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Bodies of derivations and metrics, checked once: when they are first used, or at the latest when they are lowered.
extension SystemAnalysis {
  /// The result of the derivation `name`, or `nil` where it is wrong and was reported. Requires: it is declared.
  mutating func derivationResult(_ name: String) -> TypeIR? {
    guard let facts = derivationFacts[name], let declaration = derives[name] else { return nil }
    guard case .pending = facts.state else {
      if case .running = facts.state { reportEndless(name, declaration.nameSpan) }
      return facts.result
    }
    guard let body = declaration.node.body else {
      facts.state = .done(nil)
      return facts.result
    }
    facts.state = .running
    var scope = Scope()
    bind(facts.parameters, in: &scope)
    let value = checkBody(body, scope, facts.result, name, declaration.tree)
    facts.state = .done(value)
    if facts.result == nil { facts.result = value?.type }
    return facts.result
  }

  /// Puts the parameters of a declaration into its scope; of one whose type is wrong nothing is known but its name.
  func bind(_ parameters: [FieldFact], in scope: inout Scope) {
    for parameter in parameters {
      if let ir = parameter.ir {
        scope.bindParameter(parameter.name, ir.type)
      } else {
        scope.bindParameter(parameter.name, to: nil)
        if let near = closestName(to: parameter.name, among: entities.keys) { scope.bindParameter(near, to: nil) }
      }
    }
  }

  /// The metric `name` as a value. Requires: it is declared.
  mutating func checkMetric(_ name: String) -> ExprIR? {
    guard let facts = metricFacts[name], let declaration = metrics[name] else { return nil }
    if case .pending = facts.state {
      metricFacts[name]?.state = .running
      runningMetrics.append(name)
      let value = checkBody(declaration.node.value, Scope(), facts.type, name, declaration.tree)
      runningMetrics.removeLast()
      metricFacts[name]?.state = .done(value)
      if facts.type == nil { metricFacts[name]?.type = value?.type }
    } else if case .running = facts.state {
      reportEndless(name, declaration.nameSpan)
      return nil
    }
    return metricFacts[name]?.type.map { ExprIR(.metric(name), $0) }
  }

  private mutating func checkBody(_ body: ExprID, _ scope: Scope, _ type: TypeIR?, _ name: String, _ tree: Int) -> ExprIR? {
    let (outerTree, outerCrossings, outerInferring, outerSites) = (self.tree, crossings, isInferring, commands.readSites)
    self.tree = tree
    crossings = nil
    isInferring = false
    let (outerNamed, outerMutation) = (commands.namedValues, commands.isInMutation)
    (commands.readSites, commands.namedValues, commands.isInMutation) = (nil, nil, false)
    defer {
      (self.tree, crossings, isInferring, commands.readSites) = (outerTree, outerCrossings, outerInferring, outerSites)
      (commands.namedValues, commands.isInMutation) = (outerNamed, outerMutation)
    }
    let value = named(name) { analysis in
      if let type { return analysis.value(body, scope, as: type) }
      return analysis.check(body, scope)
    }
    // What a syntax error has cut off is only the beginning of a body.
    return syntaxErrors.touches(span(of: body)) ? nil : value
  }

  private mutating func reportEndless(_ name: String, _ span: Span) {
    report(.endlessValue, "`\(name)` is computed from itself", at: span)
  }
}
