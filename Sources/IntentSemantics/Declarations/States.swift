import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// States and flags: what `is`, `entered_`, `for 4h` and `every(alert.critical)` speak of.
extension SystemAnalysis {
  /// The states and flags of `entity` by that name; more than one is an error where the entity is declared.
  func states(_ name: String, of entity: String) -> [StateFact] {
    guard let facts = entityFacts[entity] else { return [] }
    return facts.fields.compactMap { field in
      switch field.type {
      case .bool where field.name == name: StateFact(field: name, state: nil)
      case .choice(let choice):
        cases(of: choice).contains(name) ? StateFact(field: field.name, state: name) : nil
      default: nil
      }
    }
  }

  /// `true` iff a field of `entity` is wrong, so that it cannot be said which states there are.
  func hasUnknownStates(_ entity: String) -> Bool {
    entityFacts[entity].map { facts in facts.lacksField || facts.fields.contains { $0.ir == nil } } ?? true
  }

  /// Every name of a state or a flag of `entity`.
  func stateNames(of entity: String) -> [String] {
    (entityFacts[entity]?.fields ?? []).flatMap { field -> [String] in
      switch field.type {
      case .bool: [field.name]
      case .choice(let choice): cases(of: choice)
      default: []
      }
    }
  }

  /// The cases of a choice or a variant, in source order.
  func cases(of type: String) -> [String] {
    switch shapes[type]?.shape {
    case .choice(let names): names
    case .variant(let cases): cases.map(\.name)
    default: []
    }
  }

  /// Two workflows whose states share a name, or a flag by the name of a workflow's state, leave `is` undecided.
  mutating func reportAmbiguousStates(of declaration: Declared<EntityItem>) {
    guard let facts = entityFacts[declaration.name] else { return }
    for (index, field) in facts.fields.enumerated() {
      guard field.ir?.role == .workflow, case .choice(let choice)? = field.type else { continue }
      for state in cases(of: choice) {
        let others = states(state, of: declaration.name).filter { $0.field != field.name }
        guard let other = others.first, let otherIndex = facts.fieldIndex(other.field) else { continue }
        let isFlagOrWorkflow = other.state == nil || facts.fields[otherIndex].ir?.role == .workflow
        if !isFlagOrWorkflow || (other.state != nil && otherIndex < index) { continue }
        report(
          .ambiguousState, "`\(state)` is two states of `\(declaration.name)`: of `\(field.name)` and of `\(other.field)`",
          at: field.span, notes: [DiagnosticNote("`\(other.field)` is declared here", facts.fields[otherIndex].span)])
      }
    }
  }

  /// The one state or flag `name` of `entity`, a workflow's before others; `nil` after a report.
  mutating func state(_ name: String, of entity: String, at span: Span) -> StateFact? {
    let found = states(name, of: entity)
    if found.count > 1 {
      let workflow = found.filter { entityFacts[entity]?.field($0.field)?.ir?.role == .workflow }
      if workflow.count == 1 { return workflow[0] }
      let names = found.map { "`\($0.field)`" }.joined(separator: " and ")
      report(.ambiguousState, "`\(name)` is a state of \(names): compare the field instead", at: span)
      return nil
    }
    return found.first
  }
}
