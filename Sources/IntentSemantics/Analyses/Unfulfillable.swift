import IntentDiagnostics
import IntentIR

// Finds consequences whose evidence could never be appended: an argument can have no value that the parameter's type allows.
extension SystemAnalysis {
  /// Takes out what it finds.
  mutating func findUnfulfillable(_ demands: inout [Demand], _ facts: SystemFacts) {
    findEvidenceOfGone(&demands)
    let hasRanges = shapes.values.contains { if case .range = $0.shape { true } else { false } }
    if !hasRanges { return }
    var idle: Set<Int> = []
    let actions = NameTable(ir.actions, by: \.name)
    var reader = ReactionReader(facts)
    for demand in demands {
      guard let parameters = actions[demand.obligation.call.action]?.parameters else { continue }
      for (argument, parameter) in zip(demand.obligation.call.arguments, parameters) {
        guard let argument, argument.constant == nil, argument.type.unwrapped != parameter.type.unwrapped,
          case .refined(let name) = parameter.type.unwrapped, !facts.bounds(of: parameter.type.unwrapped).isEmpty
        else { continue }
        reader.begin(demand.fact.reaction, of: ir.reactions, facts)
        let known = conditions(around: demand.fact.condition).map { reader.formula(of: $0, conditionFacts[$0.index]) }
        let inside = reader.reader.isInside(argument, parameter.type)
        guard Satisfiability.canHold(known + [inside], reader.reader.vocabulary) == false else { continue }
        tree = demand.fact.tree
        idle.insert(demand.id.index)
        report(
          .unfulfillable, "nobody can fulfil this: `\(parameter.name)` has to be in \(rangeText(of: name)), and here it never is",
          at: demand.fact.callSpan,
          notes: types[name].map { [DiagnosticNote("`\(name)` is declared here", $0.nameSpan)] } ?? [])
        break
      }
    }
    demands.removeAll { idle.contains($0.id.index) }
  }

  /// Evidence that names the instance that was deleted is refused: events name what is there.
  private mutating func findEvidenceOfGone(_ demands: inout [Demand]) {
    let isOfGone = { (demand: Demand) in if case .deleted = demand.reaction.trigger { true } else { false } }
    if !demands.contains(where: isOfGone) { return }
    let actions = NameTable(ir.actions, by: \.name)
    let waitedFor = Set(demands.compactMap(\.reaction.evidenceName))
    var idle: Set<Int> = []
    for demand in demands {
      guard case .deleted(let entity) = demand.reaction.trigger, let subject = demand.reaction.subject,
        entityFacts[entity]?.fields.contains(where: { $0.ir?.isPersonal == true }) == false
      else { continue }
      let call = demand.obligation.call
      let gone = ExprIR(.local(subject), .entity(entity))
      switch actions[call.action]?.evidence {
      case .event where call.arguments.contains(gone): break
      case .done where call.arguments.contains(gone) && waitedFor.contains("\(call.action).done"): break
      default: continue
      }
      tree = demand.fact.tree
      report(
        .unfulfillable, "nobody can fulfil this: its evidence names `\(subject)`, which is gone, and is refused", at: demand.fact.callSpan)
      idle.insert(demand.id.index)
    }
    if !idle.isEmpty { demands.removeAll { idle.contains($0.id.index) } }
  }

  /// The range of a refinement as an author writes it.
  func rangeText(of type: String) -> String {
    guard case .range(_, let lower, let upper)? = shapes[type]?.shape else { return type }
    let bounds = [lower, upper].map { $0.map { written($0, as: .refined(type)) } ?? "" }
    return bounds.joined(separator: "..")
  }
}

extension ConditionReader {
  /// That the value, where it is there, is one of the refinement `type`.
  mutating func isInside(_ value: ExprIR, _ type: TypeIR) -> Formula {
    let sums = linearCases(plain(value))
    let bounds = facts.bounds(of: type.unwrapped).compactMap { bound -> (BinaryOperator, LinearForm)? in
      guard let number = bound.bound.rational else { return nil }
      return (bound.isLower ? .greaterOrEqual : .lessOrEqual, LinearForm(constant: number))
    }
    let inside = Formula.conjunction(bounds.map { linear($0.0, sums, [(.constant(true), $0.1)]) })
    return .disjunction([presence(value).negated, inside])
  }
}
