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
    ir.contract.invariants.sort { $0.name < $1.name }
    ir.contract.capabilities.sort { $0.name < $1.name }
    ir.contract.targets.sort { $0.quantity.name < $1.quantity.name }
    ir.contract.protected.sort { $0.path < $1.path }
    ir.surface.projections.sort { $0.name < $1.name }
    ir.surface.bindings.sort { $0.name < $1.name }
    ir.evolution.renames.sort { ($0.keyword, $0.item, $0.part ?? "") < ($1.keyword, $1.item, $1.part ?? "") }
    ir.evolution.retired.sort { ($0.owner ?? "", $0.name) < ($1.owner ?? "", $1.name) }
    ir.evolution.conversions.sort { ($0.entity, $0.field) < ($1.entity, $1.field) }
    ir.evolution.weakened.sort { $0.promise < $1.promise }
    ir.unenforced.sort { ($0.keyword, $0.name, $0.text) < ($1.keyword, $1.name, $1.text) }
  }
}
