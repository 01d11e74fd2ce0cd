import IntentIR

extension SystemContext {
  /// A function from a value's code to the code that checks it, or nil where every value of the type is valid.
  func validityCheck(of type: TypeIR) -> ((String) -> String)? {
    switch type {
    case .refined(let name), .record(let name), .variant(let name):
      guard isChecked(type) else { return nil }
      let function = "\(namespace).isValid\(checkName(type, name))"
      return { "\(function)(\($0))" }
    case .optional(let inner):
      return validityCheck(of: inner).map { check in { "\($0).map { \(check("$0")) } != false" } }
    case .list(let inner):
      return validityCheck(of: inner).map { check in { "\($0).allSatisfy { \(check("$0")) }" } }
    default: return nil
    }
  }

  private func checkName(_ type: TypeIR, _ name: String) -> String {
    if case .record = type { return swiftType(type).split(separator: ".").joined() }
    return names.type(name)
  }

  /// `true` iff the type holds a refinement somewhere. `seen` are the types that hold this one: a type may hold lists of itself.
  private func isChecked(_ type: TypeIR, _ seen: Set<TypeIR> = []) -> Bool {
    guard !seen.contains(type) else { return false }
    let inside = seen.union([type])
    switch type {
    case .refined: return true
    case .record(let name): return recordFields(name).contains { isChecked($0.type, inside) }
    case .variant(let name):
      guard case .variant(let cases) = types[name]?.shape else { return false }
      return cases.contains { $0.fields.contains { isChecked($0.type, inside) } }
    case .optional(let inner), .list(let inner): return isChecked(inner, inside)
    default: return false
    }
  }

  /// What is stored, appended or given to a command is checked, and what `valid` is asked of.
  func findCheckedTypes() -> Set<String> {
    var found: Set<String> = []
    func add(_ type: TypeIR) {
      switch type {
      case .optional(let inner), .list(let inner): add(inner)
      case .refined(let name), .variant(let name): addDeclared(name)
      // What a case carries is declared with the choice.
      case .record(let name): addDeclared(String(name.prefix { $0 != "." }))
      default: break
      }
    }
    func addDeclared(_ name: String) {
      guard found.insert(name).inserted else { return }
      switch types[name]?.shape {
      case .range(let base, _, _), .pattern(let base, _): add(base)
      case .record(let fields): for field in fields { add(field.type) }
      case .variant(let cases): for field in cases.flatMap(\.fields) { add(field.type) }
      case .choice, nil: break
      }
    }
    let events = payloadEvents.filter { $0.action == nil || isTrigger($0.type) }
    let parameters = system.mutations.flatMap(\.parameters) + system.queries.flatMap(\.parameters)
    for field in system.entities.flatMap(\.fields) + events.flatMap(\.fields) + parameters { add(field.type) }
    for expression in uses.expressions.map(\.expression) + duties.standing.map(\.condition) {
      expression.forEach { if case .valid(let operand) = $0.kind { add(operand.type) } }
    }
    return found
  }

  /// The functions that check values of a declared type.
  func validity(of type: TypeDeclarationIR) -> [Code] {
    guard checkedTypes.contains(type.name) else { return [] }
    let swift = names.type(type.name)
    switch type.shape {
    case .choice: return []
    case .range(let base, let lower, let upper):
      let writer = ExpressionWriter(self)
      let bounds = [(lower, ">="), (upper, "<=")].compactMap { bound, symbol in
        bound.map { "value \(symbol) \(writer.literal($0, base).spelled)" }
      }
      let nested = validityCheck(of: base).map { [$0("value")] } ?? []
      return [
        .block(
          "static func isValid\(swift)(_ value: \(swift)) -> Bool",
          [.line((nested + bounds).isEmpty ? "true" : (nested + bounds).joined(separator: " && "))])
      ]
    case .pattern(let base, let pattern):
      let nested = validityCheck(of: base).map { $0("value") + " && " } ?? ""
      let constant = "\(Naming.lowerCamel(swift))Pattern"
      return [
        .group([
          .line("private static let \(constant) = TextPattern(\(swiftQuoted(pattern)))"),
          .blank,
          .block("static func isValid\(swift)(_ value: \(swift)) -> Bool", [.line("\(nested)\(constant).matches(value)")]),
        ])
      ]
    case .record(let fields):
      guard isChecked(.record(type.name)) else { return [] }
      let checks = fieldChecks(fields, "type \(type.name)")
      return [.block("static func isValid\(swift)(_ value: \(swift)) -> Bool", [.line(checks.joined(separator: " && "))])]
    case .variant(let cases):
      return variantValidity(type, cases)
    }
  }

  private func variantValidity(_ type: TypeDeclarationIR, _ cases: [VariantCaseIR]) -> [Code] {
    guard isChecked(.variant(type.name)) else { return [] }
    let swift = names.type(type.name)
    var lines: [Code] = []
    var functions: [Code] = []
    for variantCase in cases {
      let owner = "type \(type.name).\(variantCase.name)"
      let checks = fieldChecks(variantCase.fields, owner)
      let member = names.member("type \(type.name)", variantCase.name)
      guard !checks.isEmpty else { continue }
      let record = swiftType(.record("\(type.name).\(variantCase.name)"))
      let function = "isValid" + record.split(separator: ".").joined()
      lines.append(.line("case .\(member)(let data): \(function)(data)"))
      functions.append(.block("static func \(function)(_ value: \(record)) -> Bool", [.line(checks.joined(separator: " && "))]))
    }
    if lines.count < cases.count { lines.append(.line("default: true")) }
    return [.block("static func isValid\(swift)(_ value: \(swift)) -> Bool", [.block("switch value", lines)])] + functions
  }

  private func fieldChecks(_ fields: [FieldIR], _ owner: String) -> [String] {
    fields.compactMap { field in
      validityCheck(of: field.type).map { $0("value.\(names.member(owner, field.name))") }
    }.map { $0.contains("!=") ? "(\($0))" : $0 }
  }
}
