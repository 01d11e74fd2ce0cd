import IntentIR
import IntentSource
import IntentSyntax

// `threshold.t`. One that is a hole has the type that its uses ask for, and is a number where none does.
extension SystemAnalysis {
  /// The type of the threshold `name`, or `nil` after a report.
  mutating func checkThreshold(_ name: Name, expecting expected: TypeIR?) -> TypeIR? {
    let text = text(name)
    if openThresholds.contains(text) { settle(text, expected) }
    if let type = thresholdFacts[text] { return type }
    if thresholds[text] == nil {
      reportUndeclared(
        .undeclaredThreshold, "no threshold is named `\(text)`", name, among: Array(thresholds.keys),
        missing: .item("threshold \(text) = below ?"))
    }
    return nil
  }

  /// `true` iff `id` is a threshold whose type no use has told yet.
  func isOpenThreshold(_ id: ExprID, _ scope: Scope) -> Bool {
    guard !openThresholds.isEmpty, case .member(let base, let name) = expr(id).kind, case .name(let word) = expr(base).kind,
      word.symbol == Symbol(.threshold), openThresholds.contains(text(name)), case .nothing = find("threshold", scope)
    else { return false }
    return true
  }

  /// The type of a threshold that is added to or taken from a value of `type`; `nil` where it may be any number.
  func termType(_ op: IntentIR.BinaryOperator, beside type: TypeIR) -> TypeIR? {
    guard op == .add || op == .subtract else { return nil }
    switch baseType(type.unwrapped) {
    case .timestamp, .date, .time: return .duration
    default: return type
    }
  }

  private mutating func settle(_ name: String, _ expected: TypeIR?) {
    let type: TypeIR
    switch expected.map({ baseType($0.unwrapped) }) {
    case .money(let currency): type = .money(currency)
    case .duration: type = .duration
    case .int, .decimal, .percent: type = .decimal
    default:
      untoldThresholds.insert(name)
      return
    }
    openThresholds.remove(name)
    holeTypes[name] = type
    if type == .decimal { return }
    if untoldThresholds.contains(name) { wasToldLate = true }
    thresholdFacts[name] = type
    guard let index = ir.parameters.firstIndex(where: { $0.name == name }) else { return }
    let field = ir.parameters[index]
    ir.parameters[index] = FieldIR(name: name, type: type, doc: field.doc, origin: field.origin)
  }
}
