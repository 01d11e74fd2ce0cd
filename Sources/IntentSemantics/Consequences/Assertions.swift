import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers `always { assert: … }`. What an `if` or a `for each` around an assertion says becomes a part of it.
extension SystemAnalysis {
  mutating func lowerAssertions() {
    let blocks = always.sorted { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }
    for block in blocks {
      tree = block.tree
      lowerAssertions(block.node, AssertionContext())
    }
  }

  private mutating func lowerAssertions(_ ids: NodeList<StatementID>, _ context: AssertionContext) {
    for id in ids {
      let statement = trees[tree][id]
      switch statement.kind {
      case .assert(let condition, let modifiers): lowerAssertion(condition, modifiers, context, at: statement.span)
      case .if(let branch):
        guard let condition = condition(branch.condition, context.scope) else { continue }
        let guarding = note(.decision, condition, in: context.guardedBy, at: expr(branch.condition).span)
        let words = "if \(sourceText(branch.condition))"
        lowerAssertions(branch.then, context.inside(words, condition, true, guarding))
        let failed = note(.otherwise, condition, false, in: context.guardedBy, at: expr(branch.condition).span)
        lowerAssertions(branch.otherwise ?? .empty, context.inside("not \(words)", condition, false, failed))
      case .forEach(let loop):
        guard let header = loopHeader(loop, context.scope), header.isKnown else { continue }
        var inner = context.inside(header, "for each \(text(loop.name))")
        inner.guardedBy = noteKnown(header, in: context.guardedBy)
        lowerAssertions(loop.body, inner)
      default: continue
      }
    }
  }

  private mutating func lowerAssertion(
    _ id: ExprID, _ modifiers: NodeList<Modifier>, _ context: AssertionContext, at span: Span
  ) {
    readsUnenforced = false
    guard let condition = condition(id, context.scope) else { return }
    let text = context.words + sourceText(id)
    if readsUnenforced {
      keepUnenforced("assert", text, span)
      return
    }
    _ = note(.claim, condition, in: context.guardedBy, at: expr(id).span)
    ir.assertions.append(AssertionIR(condition: context.wrap(condition), text: text, origin: origin(span)))
    for modifier in modifiers { keepUnenforced("assert", canonicalItemText(modifier.span), modifier.span) }
  }
}

/// What stands around an assertion.
private struct AssertionContext {
  var scope = Scope()
  var guardedBy: ConditionID?
  /// The words before the assertion's own.
  var words = ""
  /// The whole claim, made of the assertion's.
  var wrap: (ExprIR) -> ExprIR = { $0 }

  func inside(_ words: String, _ condition: ExprIR, _ truth: Bool, _ id: ConditionID?) -> AssertionContext {
    var inner = self
    inner.scope = scope.assuming(condition, truth)
    inner.guardedBy = id ?? guardedBy
    inner.words += words + ": "
    let outer = wrap
    inner.wrap = { outer(ExprIR(.binary(.or, truth ? ExprIR(.not(condition), .bool) : condition, $0), .bool)) }
    return inner
  }

  func inside(_ loop: LoopHeader, _ words: String) -> AssertionContext {
    var inner = self
    inner.scope = loop.scope
    inner.words += words + ": "
    let outer = wrap
    let range = loop.filter.map { ExprIR(.collection(.where, loop.collection, binder: loop.binder, body: $0), loop.collection.type) }
    inner.wrap = { outer(ExprIR(.quantifier(isNone: false, range ?? loop.collection, binder: loop.binder, body: $0), .bool)) }
    return inner
  }
}
