import IntentIR

// Puts the lowered system in its canonical order: by name, but reactions and assertions as they stand in the text. Actions are in it as
// they are lowered.
extension SystemAnalysis {
  mutating func putInOrder() {
    ir.entities.sort(byName: \.name)
    ir.events.sort(byName: \.name)
    ir.thresholds.sort(byName: \.name)
    ir.parameters.sort(byName: \.name)
    ir.derivations.sort(byName: \.name)
    ir.metrics.sort(byName: \.name)
    ir.workflows.sort(byName: \.name)
    ir.roles.sort(byName: \.name)
    ir.permissions.sort(byName: \.name)
    ir.mutations.sort(byName: \.name)
    ir.queries.sort(byName: \.name)
    ir.views.sort(byName: \.name)
    ir.contract.invariants.sort(byName: \.name)
    ir.contract.capabilities.sort(byName: \.name)
    ir.contract.targets.sort { $0.quantity.name < $1.quantity.name }
    ir.contract.protected.sort { $0.path < $1.path }
    ir.surface.projections.sort(byName: \.name)
    ir.surface.bindings.sort(byName: \.name)
    ir.evolution.renames.sort { ($0.keyword, $0.item, $0.part ?? "") < ($1.keyword, $1.item, $1.part ?? "") }
    ir.evolution.retired.sort { ($0.owner ?? "", $0.name) < ($1.owner ?? "", $1.name) }
    ir.evolution.conversions.sort { ($0.entity, $0.field) < ($1.entity, $1.field) }
    ir.evolution.weakened.sort { $0.promise < $1.promise }
    ir.unenforced.sort { ($0.keyword, $0.name, $0.text) < ($1.keyword, $1.name, $1.text) }
  }
}
