import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// What `convert: field from old = value` may say: `old` has the type that makes it right, and beside it stand the instance's own fields.
extension SystemAnalysis {
  func conversionScope(_ old: Name, _ oldType: TypeIR?, _ entity: String) -> Scope {
    var scope = Scope()
    scope.addSubject(entity, .entity(entity))
    if let oldType { _ = scope.bind(text(old), oldType) } else { scope.bind(text(old), to: nil) }
    return scope
  }

  /// The first type of `old` with which the value is right, else one with which it means something; `nil` where there is none.
  mutating func oldType(_ id: ExprID, _ old: Name, _ entity: String, _ type: TypeIR) -> TypeIR? {
    let usual = [baseType(type.unwrapped)] + Self.convertible
    let candidates = usual.flatMap { [$0, .optional($0)] }
    func fits(_ candidate: TypeIR, _ analysis: inout SystemAnalysis) -> Bool {
      analysis.silently { $0.value(id, $0.conversionScope(old, candidate, entity), as: type) != nil }
    }
    for candidate in candidates where fits(candidate, &self) { return candidate }
    let declared = usual.map { .list($0) } + shapes.values.compactMap { declaration -> TypeIR? in
      switch declaration.shape {
      case .choice: .choice(declaration.name)
      case .variant: .variant(declaration.name)
      case .record: .record(declaration.name)
      case .range, .pattern: nil
      }
    }
    for candidate in declared where fits(candidate, &self) { return candidate }
    return (candidates + declared).first { candidate in
      silently { $0.check(id, $0.conversionScope(old, candidate, entity)) } != nil
    }
  }

  private static let convertible: [TypeIR] = [
    .text, .int, .decimal, .percent, .money("USD"), .duration, .bool, .timestamp, .date, .time, .id,
  ]

  /// `true` iff nothing is wrong that does not hang on the type of `old`.
  mutating func isRight(_ id: ExprID, _ old: Name, _ entity: String) -> Bool {
    let before = withheld
    _ = silently { $0.check(id, $0.conversionScope(old, nil, entity)) }
    return withheld == before
  }

  /// `true` iff something is asked of `old` that only a type can answer which is declared no more: a case, or a member.
  func speaksOfOldType(_ id: ExprID, _ old: Name) -> Bool {
    func isOld(_ id: ExprID) -> Bool {
      if case .name(let name) = expr(id).kind { name.symbol == old.symbol } else { false }
    }
    func isBare(_ id: ExprID) -> Bool {
      if case .name = expr(id).kind { true } else { false }
    }
    switch expr(id).kind {
    case .member(let base, _): return isOld(base) || speaksOfOldType(base, old)
    case .predicate(let subject, _): return isOld(subject) || speaksOfOldType(subject, old)
    case .binary(let op, let left, let right):
      if [.equal, .notEqual].contains(op), isOld(left) && isBare(right) || isOld(right) && isBare(left) { return true }
      return speaksOfOldType(left, old) || speaksOfOldType(right, old)
    case .membership(let value, let set, _):
      if isOld(value), case .list(let elements) = expr(set).kind { return elements.contains(where: isBare) }
      return speaksOfOldType(value, old)
    case .not(let operand), .negate(let operand): return speaksOfOldType(operand, old)
    case .call(let callee, let arguments):
      return speaksOfOldType(callee, old) || arguments.contains { speaksOfOldType($0.value, old) }
    default: return false
    }
  }

  /// `false` after a report: the value reads more than `old` and the other fields of the instance.
  mutating func isOwn(
    _ value: ExprIR, _ named: [(value: ExprIR, span: Span)], of field: FieldFact, _ entity: String, _ old: Name, at span: Span
  ) -> Bool {
    let instance = ExprIR(.local(entity), .entity(entity))
    func foreign(_ part: ExprIR) -> String? {
      switch part.kind {
      case .parameter, .threshold: nil
      // What the app computes from values alone is no read.
      case .derivation(_, let arguments) where !arguments.contains { $0.type.unwrapped == instance.type }: nil
      default: foreignRead(part, instance)
      }
    }
    func place(_ isWrong: (ExprIR) -> Bool) -> Span? { named.filter { isWrong($0.value) }.map(\.span).min() }
    let itself = ExprIR(.field(instance, entity: entity, name: field.name), field.type ?? .text)
    if value.contains({ $0.kind == itself.kind }) {
      let place = place { $0.kind == itself.kind } ?? span
      report(
        .badEvolution, "`\(field.name)` is what this gives; what it was is `\(text(old))`", at: place,
        fixes: [Fix("write `\(text(old))`", replace: place, with: text(old), isGuess: true)])
      return false
    }
    var reason: String?
    var derived: [ExprIR] = []
    value.forEach { part in
      reason = reason ?? foreign(part)
      if case .derivation(let name, _) = part.kind { derived.append(ExprIR(.derivation(name, []), part.type)) }
    }
    // A body may read instances that it is not given.
    let far = reason == nil ? derived.first { reads(of: $0).contains { !derives.contains($0) } } : nil
    if case .derivation(let name, _)? = far?.kind { reason = "what `\(name)` is computed from" }
    func isFar(_ part: ExprIR) -> Bool {
      if case .derivation(let name, _) = part.kind { far?.kind == .derivation(name, []) } else { foreign(part) != nil }
    }
    guard let reason else { return true }
    report(
      .badEvolution, "this reads \(reason), and an old value is converted without it", at: place(isFar) ?? span,
      label: "`\(text(old))` and the other fields of the `\(entity)` can stand here")
    return false
  }
}
