import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Finds rules that no instance can keep, and what the rules of an entity exclude: what it begins with, and states of its workflows.
extension SystemAnalysis {
  /// Finds rules that no instance can keep, and takes the others for true from here on.
  mutating func judgeRules(_ facts: inout SystemFacts) {
    let rules = conditionFacts.indices.filter { conditionFacts[$0].kind.entityOfRule != nil && !conditionFacts[$0].isWrong }
    var seen: [(entity: String, field: String)] = []
    var open = rules[...]
    // Those of an entity were read one after another; invariants come behind them, and stand beside what is known by then.
    while let first = open.first, let entity = conditionFacts[first].kind.entityOfRule {
      let group = open.prefix { conditionFacts[$0].kind.entityOfRule == entity }
      open = open.dropFirst(group.count)
      seen.removeAll(keepingCapacity: true)
      let isOpen = group.allSatisfy { facts.isPlainlyOpen(conditionFacts[$0].condition, &seen) }
      guard isOpen || canBeKept(group.map { conditionFacts[$0] }, of: entity, facts) else { continue }
      for index in group { facts.assume(conditionFacts[index].condition, of: entity, isKept: conditionFacts[index].kind == .rule(entity)) }
    }
    for entity in ir.entities where !facts.lastingRules(of: entity.name).isEmpty { judgeBeginnings(of: entity, facts) }
  }

  /// Finds values that a new instance begins with, and states of its workflows, that its rules exclude.
  private mutating func judgeBeginnings(of lowered: EntityIR, _ facts: SystemFacts) {
    let rules = facts.lastingRules(of: lowered.name)
    for ir in lowered.fields {
      guard case .value(let first) = ir.defaultValue, let constant = first.constant else { continue }
      let own = rules.filter { $0.fields.contains(ir.name) }
      if own.isEmpty { continue }
      if ir.role != .workflow, own.allSatisfy({ isPlainlyKept($0.condition, by: ir.name, constant) }) { continue }
      guard let field = entityFacts[lowered.name]?.field(ir.name) else { continue }
      let value = ExprIR(.field(ExprIR(.local(lowered.name), .entity(lowered.name)), entity: lowered.name, name: field.name), ir.type)
      guard excludes(own, value, first, facts) else {
        if ir.role == .workflow { judgeStates(of: value, own, facts) }
        continue
      }
      tree = field.tree
      let notes = notes(excluding: value, first)
      if ir.role == .workflow {
        report(
          .impossibleEntity, "no `\(lowered.name)` can ever be created: it begins with `\(field.name)` as `\(first.text)`", at: field.span,
          notes: notes)
      } else {
        report(
          .outOfRange, "`\(field.name)` can never be `\(first.text)`, so whatever is created without it is refused", at: field.span,
          notes: notes)
      }
    }
  }

  /// Finds states of a workflow into which every move would be refused.
  private mutating func judgeStates(of value: ExprIR, _ rules: [LastingRule], _ facts: SystemFacts) {
    guard case .field(_, let entity, let field) = value.kind, case .choice(let type) = value.type,
      let workflow = ir.workflows.first(where: { $0.entity == entity && $0.field == field }), let declaration = workflows[workflow.name]
    else { return }
    for state in cases(of: type) {
      let constant = ExprIR(.literal(.choice(type: type, name: state)), value.type)
      guard excludes(rules, value, constant, facts) else { continue }
      let places = declaration.node.mentions.filter { text($0) == state }.map(\.span)
      tree = declaration.tree
      report(
        .unreachableState, "`\(entity)` can never be `\(state)`", at: places.min { $0.start < $1.start } ?? declaration.node.on.span,
        notes: notes(excluding: value, constant))
    }
  }

  /// `true` only if the rule compares the field with constants, and that one keeps it: most rules do, and most defaults.
  private func isPlainlyKept(_ rule: ExprIR, by field: String, _ value: LiteralIR) -> Bool {
    switch rule.kind {
    case .binary(.and, let left, let right): return isPlainlyKept(left, by: field, value) && isPlainlyKept(right, by: field, value)
    case .binary(let op, let left, let right):
      guard case .field(_, _, field) = left.kind, let limit = right.constant else { return false }
      guard let order = value == limit ? 0 : compare(value, limit) else { return false }
      switch op {
      case .equal: return order == 0
      case .notEqual: return order != 0
      case .less: return order < 0
      case .lessOrEqual: return order <= 0
      case .greater: return order > 0
      case .greaterOrEqual: return order >= 0
      default: return false
      }
    default: return false
    }
  }

  /// The rules that leave no instance whose field is that constant.
  private func notes(excluding field: ExprIR, _ constant: ExprIR) -> [DiagnosticNote] {
    rules(excluding: ExprIR(.binary(.equal, field, constant), .bool)).map { DiagnosticNote("this rule excludes it", $0.span) }
  }

  /// `true` iff the rules leave no instance whose field is that constant.
  private func excludes(_ rules: [LastingRule], _ field: ExprIR, _ constant: ExprIR, _ facts: SystemFacts) -> Bool {
    var reader = ConditionReader(facts)
    let equal = reader.comparison(.equal, field, constant)
    let known = rules.map { reader.formula($0.condition) }
    return Satisfiability.canHold(known + [equal], reader.vocabulary) == false
  }

  /// `true` iff an instance can keep all rules of its entity; else the first that none can keep is reported.
  private mutating func canBeKept(_ rules: [ConditionFact], of entity: String, _ facts: SystemFacts) -> Bool {
    var reader = ConditionReader(facts)
    var formulas: [Formula] = []
    for (index, fact) in rules.enumerated() {
      let formula = reader.formula(fact.condition)
      if Satisfiability.canHold(formulas + [formula], reader.vocabulary) == false {
        reportImpossible(entity, fact, Array(zip(rules[..<index], formulas)), formula, reader.vocabulary)
        return false
      }
      formulas.append(formula)
    }
    return true
  }

  private mutating func reportImpossible(
    _ entity: String, _ fact: ConditionFact, _ earlier: [(fact: ConditionFact, formula: Formula)], _ formula: Formula,
    _ vocabulary: Vocabulary
  ) {
    var others = Self.core(of: earlier, excluding: formula, vocabulary).map(\.fact)
    let isItself = Satisfiability.canHold([formula], vocabulary, alone: true) == false
    if others.isEmpty, !isItself { others = rules(about: fact.condition).filter { $0.span != fact.span && $0.kind.entityOfRule == entity } }
    tree = fact.tree
    report(
      .impossibleEntity,
      "no `\(entity)` can keep this rule\(others.isEmpty ? "" : " and the others"), so none can ever be created", at: fact.span,
      label: others.isEmpty && !isItself ? boundsText(of: fact.condition) : nil,
      notes: others.map { DiagnosticNote("together with this rule", $0.span) })
  }
}
