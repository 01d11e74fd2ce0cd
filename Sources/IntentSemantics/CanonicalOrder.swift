import IntentIR

// Puts the lowered system in its canonical order: by name, but reactions and assertions as they stand in the text.
extension SystemAnalysis {
  mutating func putInOrder() {
    ir.entities.sort { $0.name < $1.name }
    ir.events.sort { $0.name < $1.name }
    ir.thresholds.sort { $0.name < $1.name }
    ir.parameters.sort { $0.name < $1.name }
    ir.derivations.sort { $0.name < $1.name }
    ir.metrics.sort { $0.name < $1.name }
    ir.actions.sort { $0.name < $1.name }
    ir.workflows.sort { $0.name < $1.name }
    ir.roles.sort { $0.name < $1.name }
    ir.permissions.sort { $0.name < $1.name }
    ir.mutations.sort { $0.name < $1.name }
    ir.queries.sort { $0.name < $1.name }
    ir.views.sort { $0.name < $1.name }
    ir.unenforced.sort { ($0.keyword, $0.name, $0.text) < ($1.keyword, $1.name, $1.text) }
  }
}
