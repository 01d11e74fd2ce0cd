import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers `always { assert: … }`.
extension SystemAnalysis {
  mutating func lowerAssertions() {
    let blocks = always.sorted { isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }
    for block in blocks {
      tree = block.tree
      for id in block.node {
        let statement = trees[tree][id]
        guard case .assert(let condition, let modifiers) = statement.kind else { continue }
        lowerAssertion(condition, modifiers, at: statement.span)
      }
    }
  }

  private mutating func lowerAssertion(_ id: ExprID, _ modifiers: [Modifier], at span: Span) {
    readsUnenforced = false
    guard let condition = condition(id, Scope()) else { return }
    if readsUnenforced {
      keepUnenforced("assert", sourceText(id), span)
      return
    }
    ir.assertions.append(AssertionIR(condition: condition, text: sourceText(id), origin: origin(span)))
    for modifier in modifiers { keepUnenforced("assert", canonicalItemText(modifier.span), modifier.span) }
  }
}
