import IntentIR

// Puts the lowered system in its canonical order: by name, but reactions and assertions as they stand in the text.
extension SystemAnalysis {
  mutating func putInOrder() {
    ir.entities.sort { isNameBefore($0.name, $1.name) }
    ir.events.sort { isNameBefore($0.name, $1.name) }
    ir.thresholds.sort { isNameBefore($0.name, $1.name) }
    ir.parameters.sort { isNameBefore($0.name, $1.name) }
    ir.derivations.sort { isNameBefore($0.name, $1.name) }
    ir.metrics.sort { isNameBefore($0.name, $1.name) }
    ir.actions.sort { isNameBefore($0.name, $1.name) }
    ir.workflows.sort { isNameBefore($0.name, $1.name) }
    ir.roles.sort { isNameBefore($0.name, $1.name) }
    ir.permissions.sort { isNameBefore($0.name, $1.name) }
    ir.mutations.sort { isNameBefore($0.name, $1.name) }
    ir.queries.sort { isNameBefore($0.name, $1.name) }
    ir.views.sort { isNameBefore($0.name, $1.name) }
    ir.contract.invariants.sort { isNameBefore($0.name, $1.name) }
    ir.contract.capabilities.sort { isNameBefore($0.name, $1.name) }
    ir.contract.targets.sort { $0.quantity.name < $1.quantity.name }
    ir.contract.protected.sort { $0.path < $1.path }
    ir.surface.projections.sort { isNameBefore($0.name, $1.name) }
    ir.surface.bindings.sort { isNameBefore($0.name, $1.name) }
    ir.evolution.renames.sort { ($0.keyword, $0.item, $0.part ?? "") < ($1.keyword, $1.item, $1.part ?? "") }
    ir.evolution.retired.sort { ($0.owner ?? "", $0.name) < ($1.owner ?? "", $1.name) }
    ir.evolution.conversions.sort { ($0.entity, $0.field) < ($1.entity, $1.field) }
    ir.evolution.weakened.sort { $0.promise < $1.promise }
    ir.unenforced.sort { ($0.keyword, $0.name, $0.text) < ($1.keyword, $1.name, $1.text) }
  }
}
