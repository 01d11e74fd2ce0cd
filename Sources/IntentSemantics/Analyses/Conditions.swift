import IntentDiagnostics
import IntentIR
import IntentSource

// Finds decisions that are no decisions: a condition that can never be true where it stands, or always is. Exact over choices, bools,
// states, presence and linear comparisons; what it cannot judge it takes for open.
extension SystemAnalysis {
  /// Judges every condition, and returns those that nothing gets past.
  mutating func judgeConditions(_ facts: SystemFacts) -> Set<ConditionID> {
    var dead: Set<ConditionID> = []
    var always: Set<Span> = []
    var reader = ReactionReader(facts)
    var seen: [(entity: String, field: String)] = []
    for index in conditionFacts.indices {
      let id = ConditionID(index: index)
      if let outer = conditionFacts[index].outer, dead.contains(outer) {
        dead.insert(id)
        continue
      }
      switch conditionFacts[index].kind {
      case .rule, .invariant, .known: continue
      case .trigger:
        if !canFire(id, facts, &seen) { dead.insert(id) }
        continue
      case .otherwise:
        if !conditionFacts[index].isWrong, always.contains(conditionFacts[index].span) { dead.insert(id) }
        continue
      case .loop where conditionFacts[index].condition == ExprIR(.literal(.bool(true)), .bool): continue
      case .decision, .loop, .filter, .claim, .check, .move, .exception: break
      }
      if conditionFacts[index].isWrong { continue }
      seen.removeAll(keepingCapacity: true)
      if isPlainlyOpen(id, facts, &seen) { continue }
      let fact = conditionFacts[index]
      if let reaction = fact.reaction {
        reader.begin(reaction, of: ir.reactions, facts)
      } else {
        reader = ReactionReader(facts)
      }
      let around = conditions(around: fact.outer).suffix(Self.mostConditions)
      let known = around.map { (id: $0, formula: reader.formula(of: $0, conditionFacts[$0.index])) }
      switch judge(reader.formula(of: id, fact), known.map(\.formula), reader.reader.vocabulary) {
      case false:
        dead.insert(id)
        reportDecision(fact, isNever: true, known, &reader)
      case true where !fact.kind.isDecision: break
      case true:
        always.insert(fact.span)
        reportDecision(fact, isNever: false, known, &reader)
      case nil: break
      }
    }
    return dead
  }

  /// `false` after a report: rules exclude the state that the trigger waits for.
  private mutating func canFire(_ id: ConditionID, _ facts: SystemFacts, _ seen: inout [(entity: String, field: String)]) -> Bool {
    let fact = conditionFacts[id.index]
    seen.removeAll(keepingCapacity: true)
    if fact.isWrong || isPlainlyOpen(id, facts, &seen) { return true }
    // A new one is judged by its beginnings.
    if let reaction = fact.reaction, reaction < ir.reactions.count, case .created = ir.reactions[reaction].trigger { return true }
    var reader = ConditionReader(facts)
    let formula = reader.formula(fact.condition)
    guard Satisfiability.canHold([formula], reader.vocabulary) == false else { return true }
    // A state of a workflow was reported there.
    switch fact.condition.kind {
    case .isState(_, let entity, let field, _), .isStateFor(_, let entity, let field, _, _, _):
      if entityFacts[entity]?.field(field)?.ir?.role == .workflow { return false }
    default: break
    }
    tree = fact.tree
    report(
      .badTrigger, "this never happens, so nothing here is ever due", at: fact.span,
      notes: rules(excluding: fact.condition).map { DiagnosticNote("this rule excludes it", $0.span) })
    return false
  }

  /// `true` only if the condition and those around it may each hold and may not, whatever the others do.
  private func isPlainlyOpen(_ id: ConditionID, _ facts: SystemFacts, _ seen: inout [(entity: String, field: String)]) -> Bool {
    var next: ConditionID? = id
    while let condition = next {
      guard facts.isPlainlyOpen(conditionFacts[condition.index].condition, &seen) else { return false }
      next = conditionFacts[condition.index].outer
    }
    return true
  }

  /// `true` iff the condition holds of every state, by types alone. Requires: all is lowered.
  func isAlways(_ condition: ExprIR) -> Bool {
    guard let systemFacts else { return false }
    var reader = ConditionReader(systemFacts)
    let formula = reader.formula(condition, false)
    return Satisfiability.canHold([formula], reader.vocabulary) == false
  }

  /// Of the conditions around one so many are taken into account, the innermost ones.
  static let mostConditions = 40

  /// Whether the formula always or never holds where `known` does, or `nil` where it is open.
  private func judge(_ formula: Formula, _ known: [Formula], _ vocabulary: Vocabulary) -> Bool? {
    let known = known.isEmpty ? [] : related(to: formula, known, vocabulary)
    var seen: [Int] = []
    if known.isEmpty, formula.isOpen(vocabulary, &seen) { return nil }
    if Satisfiability.canHold(known + [formula], vocabulary) == false { return false }
    return Satisfiability.canHold(known + [formula.negated], vocabulary) == false ? true : nil
  }

  /// Those of the formulas that speak of something that `formula` speaks of, or of what these speak of.
  func related(to formula: Formula, _ known: [Formula], _ vocabulary: Vocabulary) -> [Formula] {
    func reach(_ formula: Formula) -> Set<Int> {
      Set(formula.variables + vocabulary.axioms(for: [formula]).flatMap(\.variables))
    }
    var reached = reach(formula)
    var rest = known.map { (formula: $0, variables: reach($0)) }
    var result: [Formula] = []
    while let place = rest.firstIndex(where: { !$0.variables.isDisjoint(with: reached) }) {
      let next = rest.remove(at: place)
      reached.formUnion(next.variables)
      result.append(next.formula)
    }
    return result
  }
}

// MARK: - messages

extension SystemAnalysis {
  /// As few of `items` as are needed to exclude the formula. Requires: all of them do.
  static func core<Item>(
    of items: [(fact: Item, formula: Formula)], excluding formula: Formula, _ vocabulary: Vocabulary
  ) -> [(fact: Item, formula: Formula)] {
    var needed = items
    for place in items.indices.reversed() {
      var fewer = needed
      fewer.remove(at: place)
      if Satisfiability.canHold(fewer.map(\.formula) + [formula], vocabulary) == false { needed = fewer }
    }
    return needed
  }

  fileprivate mutating func reportDecision(
    _ fact: ConditionFact, isNever: Bool, _ known: [(id: ConditionID, formula: Formula)], _ reader: inout ReactionReader
  ) {
    let formula = reader.reader.formula(fact.condition, fact.truth == isNever)
    let around = known.map { (fact: conditionFacts[$0.id.index], formula: $0.formula) }
    let reasons = Self.core(of: around, excluding: formula, reader.reader.vocabulary)
    var notes = reasons.map { reason in
      let isCreation = reason.fact.kind == .trigger && trees[reason.fact.tree].file.text(reason.fact.span).hasSuffix(".created")
      let holds = isCreation ? "a new one is in its `initial` state" : "this holds here"
      return DiagnosticNote(reason.fact.truth ? holds : "this does not hold here", reason.fact.span)
    }
    let isItself = Satisfiability.canHold([formula], reader.reader.vocabulary, alone: true) == false
    if reasons.isEmpty, !isItself {
      notes += rules(excluding: fact.condition, fact.truth == isNever).map {
        DiagnosticNote("this rule says \(isNever ? "otherwise" : "so already")", $0.span)
      }
    }
    var label = reasons.isEmpty && !isItself ? boundsText(of: fact.condition) : nil
    if let newborn = reader.reader.newborn, readsWhatIsYetToCome(fact.condition, newborn, reader.reader) {
      label = "this is judged just after `\(newborn)` was created, and nothing belongs to it yet"
    }
    switch fact.kind {
    case .move(let state, let move):
      report(
        .noSuchMove, "nothing can move to `\(state)` here: what the move asks is never true", at: fact.span, label: label,
        notes: notes + [DiagnosticNote("the move stands here", move)])
    case .exception(let property) where isNever:
      report(
        .idleException, "this can never be true, so nothing of `\(property)` is ever waived by it", at: fact.span, label: label,
        notes: notes)
    case .exception(let property):
      report(
        .neverDue, "`\(property)` is never asked for: what stands behind `unless` is always true", at: fact.span, label: label,
        notes: notes)
    default: reportDecision(isNever, fact.span, label, notes)
    }
  }

  private mutating func reportDecision(_ isNever: Bool, _ span: Span, _ label: String?, _ notes: [DiagnosticNote]) {
    if isNever {
      report(.neverTrue, "this can never be true here", at: span, label: label, notes: notes)
    } else {
      report(.alwaysTrue, "this is always true here", at: span, label: label, notes: notes)
    }
  }

  /// `true` iff the condition, or what it is derived from, asks for instances that point at the one that was just created.
  private func readsWhatIsYetToCome(_ condition: ExprIR, _ newborn: String, _ reader: ConditionReader) -> Bool {
    condition.contains { part in
      part.isReached(from: newborn) || reader.inlined(part).map { readsWhatIsYetToCome($0, newborn, reader) } ?? false
    }
  }

  /// The rules that say that the condition is not `truth`; where it cannot be told which do, those that speak of a field that it reads.
  func rules(excluding condition: ExprIR, _ truth: Bool = true) -> [ConditionFact] {
    let all = rules(about: condition)
    guard all.count > 1, let systemFacts else { return all }
    var reader = ConditionReader(systemFacts)
    let formula = reader.formula(condition, truth)
    let instances = instances(in: condition, reader)
    let said = all.map { rule -> (fact: ConditionFact, formula: Formula) in
      guard let entity = rule.kind.entityOfRule else { return (rule, .constant(true)) }
      let conditions = instances.filter { $0.type == .entity(entity) }.compactMap { rule.condition.replacing([entity: $0]) }
      return (rule, .conjunction(conditions.map { reader.formula($0) }))
    }
    guard Satisfiability.canHold(said.map(\.formula) + [formula], reader.vocabulary) == false else { return all }
    return Self.core(of: said, excluding: formula, reader.vocabulary).map(\.fact)
  }

  /// The instances of which the condition, or a body in it, reads fields.
  private func instances(in condition: ExprIR, _ reader: ConditionReader) -> [ExprIR] {
    var found: [ExprIR] = []
    condition.forEach { part in
      switch part.kind {
      case .field(let base, _, _), .isState(let base, _, _, _), .isStateFor(let base, _, _, _, _, _):
        let instance = reader.plain(base)
        if !found.contains(instance) { found.append(instance) }
      default: if let body = reader.inlined(part) { found += instances(in: body, reader) }
      }
    }
    return found
  }

  /// The rules that speak of a field that the condition reads.
  func rules(about condition: ExprIR) -> [ConditionFact] {
    func fields(_ expression: ExprIR) -> Set<String> {
      var found: Set<String> = []
      func visit(_ part: ExprIR) {
        switch part.kind {
        case .field(_, let entity, let name), .isState(_, let entity, let name, _): found.insert("\(entity).\(name)")
        case .isStateFor(_, let entity, let name, _, _, _): found.insert("\(entity).\(name)")
        default: break
        }
        if case .derivation(let name, _) = part.kind, case .done(let body?)? = derivationFacts[name]?.state { visit(body) }
        part.children.forEach(visit)
      }
      visit(expression)
      return found
    }
    let read = fields(condition)
    return conditionFacts.filter { fact in
      fact.kind.entityOfRule != nil && !fields(fact.condition).isDisjoint(with: read)
    }
  }

  /// What the types of the values in `condition` say of them, where a range does.
  func boundsText(of condition: ExprIR) -> String? {
    var found: [String] = []
    func visit(_ part: ExprIR) {
      if case .refined(let name) = part.type.unwrapped, case .range? = shapes[name]?.shape,
        systemFacts?.keptBounds(of: part).isEmpty == false
      {
        let text = "`\(name)` is \(rangeText(of: name))"
        if !found.contains(text) { found.append(text) }
      }
      part.children.forEach(visit)
    }
    visit(condition)
    return found.isEmpty ? nil : found.joined(separator: ", ")
  }
}
