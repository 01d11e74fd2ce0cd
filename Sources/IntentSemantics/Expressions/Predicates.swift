import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `exists`, `valid`, `has f`, `is s`, `is s for > 24h`.
extension SystemAnalysis {
  mutating func checkPredicate(_ subject: ExprID, _ predicate: Predicate, _ scope: Scope, at span: Span) -> ExprIR? {
    guard let value = check(subject, scope) else { return nil }
    switch predicate {
    case .exists:
      if case .list = value.type { return nonEmpty(value) }
      return value.type.isOptional ? ExprIR(.exists(value), .bool) : alwaysTrue
    case .valid:
      if case .refined = value.type.unwrapped { return ExprIR(.valid(value), .bool) }
      return value.type.isOptional ? ExprIR(.exists(value), .bool) : alwaysTrue
    case .has(let name):
      guard let field = member(name, of: value) else { return nil }
      if case .list = field.type { return nonEmpty(field) }
      return field.type.isOptional ? ExprIR(.exists(field), .bool) : alwaysTrue
    case .is(let test) where isForeign(test, value):
      _ = reportForeignState(subject, test, at: span)
      return nil
    case .is(let test): return checkIs(value, test, of: subject, at: span).map { test.negated ? ExprIR(.not($0), .bool) : $0 }
    }
  }

  private var alwaysTrue: ExprIR { ExprIR(.literal(.bool(true)), .bool) }

  private func nonEmpty(_ list: ExprIR) -> ExprIR { ExprIR(.collection(.any, list, binder: "it", body: nil), .bool) }

  /// `true` iff the state is another language's, and no state of the value goes by its name.
  private func isForeign(_ test: IsPredicate, _ value: ExprIR) -> Bool {
    switch value.type.unwrapped {
    case .choice(let type), .variant(let type): !cases(of: type).contains(text(test.state)) && isAbsence(test)
    case .entity: false
    default: isAbsence(test) || ["true", "false"].contains(text(test.state))
    }
  }

  private func isAbsence(_ test: IsPredicate) -> Bool { ["null", "nil", "none"].contains(text(test.state).lowercased()) }

  private mutating func checkIs(_ value: ExprIR, _ test: IsPredicate, of subject: ExprID, at span: Span) -> ExprIR? {
    let name = text(test.state)
    if name == "reachable_through_projection" {
      readsUnenforced = true
      return alwaysTrue
    }
    if value.type.isOptional {
      reportAbsent(value, at: expr(subject).span, hasElse: false)
      return nil
    }
    switch value.type {
    case .entity(let entity):
      if states(name, of: entity).isEmpty, reportOptionalState(test, of: entity, subject, at: span) { return nil }
      guard let state = state(of: entity, test.state) else { return nil }
      noteRead(ExprIR(.isState(value, entity: entity, field: state.field, state: state.state), .bool), at: test.state.span)
      return lasting(value, entity, state, test)
    case .choice(let choice): return checkIsCase(value, choice, test, at: span)
    case .variant(let variant):
      guard variantCase(name, of: variant) != nil else { return undeclaredCase(test.state, variant) }
      if test.lasting != nil { return noDuration(at: span) }
      return ExprIR(.isCase(value, type: variant, name: name), .bool)
    default:
      report(.mismatch, "`is` asks for a state, a flag or a case, and this is `\(value.type.described)`", at: span)
      return nil
    }
  }

  /// The state or flag of `entity` that `name` names, or `nil` after a report; `candidates` are other names that could be meant.
  mutating func state(of entity: String, _ name: Name, or candidates: [String] = []) -> StateFact? {
    let text = text(name)
    if states(text, of: entity).isEmpty {
      if hasUnknownStates(entity) { return nil }
      if let (field, comparison) = optionalState(text, of: entity) {
        report(
          .undeclaredMember, "`\(entity).\(field)` may be absent, so it gives `\(entity)` no state `\(text)`: compare `\(comparison)`",
          at: name.span)
        return nil
      }
      reportUndeclared(
        .undeclaredMember, "`\(entity)` has no state or flag `\(text)`", name, among: stateNames(of: entity) + candidates,
        missing: .member("has: \(text): bool = false", of: entity))
      return nil
    }
    return state(text, of: entity, at: name.span)
  }

  /// The optional field that `name` would be a state or a flag of, with the comparison that asks for it.
  private func optionalState(_ name: String, of entity: String) -> (field: String, comparison: String)? {
    for field in entityFacts[entity]?.fields ?? [] {
      switch field.type {
      case .optional(.bool) where field.name == name: return (field.name, "\(name) == true")
      case .optional(.choice(let choice)) where cases(of: choice).contains(name): return (field.name, "\(field.name) == \(name)")
      default: continue
      }
    }
    return nil
  }

  /// Reports `c is happy` where the field may be absent, with the comparison that is meant; `false` if it is something else.
  private mutating func reportOptionalState(_ test: IsPredicate, of entity: String, _ subject: ExprID, at span: Span) -> Bool {
    let name = text(test.state)
    guard test.lasting == nil, let (field, comparison) = optionalState(name, of: entity), let base = writtenText(at: expr(subject).span)
    else { return false }
    let meant = base + "." + (test.negated ? comparison.replacing(" == ", with: " != ") : comparison)
    report(
      .undeclaredMember, "`\(entity).\(field)` may be absent, so it gives `\(entity)` no state `\(name)`: compare `\(comparison)`",
      at: test.state.span, fixes: [Fix("write `\(meant)`", replace: span, with: meant)])
    return true
  }

  /// `value is case` of a choice; with a duration only where the value is an instance's field.
  private mutating func checkIsCase(_ value: ExprIR, _ choice: String, _ test: IsPredicate, at span: Span) -> ExprIR? {
    let name = text(test.state)
    guard cases(of: choice).contains(name) else { return undeclaredCase(test.state, choice) }
    guard test.lasting != nil else {
      return ExprIR(.binary(.equal, value, ExprIR(.literal(.choice(type: choice, name: name)), .choice(choice))), .bool)
    }
    guard case .field(let base, let entity, let field) = value.kind else { return noDuration(at: span) }
    return lasting(base, entity, StateFact(field: field, state: name), test)
  }

  private mutating func undeclaredCase(_ name: Name, _ type: String) -> ExprIR? {
    reportUndeclared(.undeclaredName, "`\(text(name))` is no case of `\(type)`", name, among: cases(of: type))
    return nil
  }

  private mutating func noDuration(at span: Span) -> ExprIR? {
    report(.noSuchOperation, "only a state of an instance is known to last: `deal is won for > 3d`", at: span)
    return nil
  }

  private mutating func lasting(_ base: ExprIR, _ entity: String, _ state: StateFact, _ test: IsPredicate) -> ExprIR? {
    guard let lasting = test.lasting else {
      return ExprIR(.isState(base, entity: entity, field: state.field, state: state.state), .bool)
    }
    guard let milliseconds = constantDuration(lasting.duration) else { return nil }
    let op = lasting.comparison.flatMap { IntentIR.BinaryOperator(rawValue: $0.text) } ?? .greaterOrEqual
    return ExprIR(
      .isStateFor(base, entity: entity, field: state.field, state: state.state, op, milliseconds: milliseconds), .bool)
  }

  /// A duration that is written out, in milliseconds, or `nil` after a report.
  mutating func constantDuration(_ id: ExprID) -> Int64? {
    if case .literal(.duration(let milliseconds, _)) = trees[tree][id].kind { return milliseconds }
    let written = expr(id)
    if case .error = written.kind { return nil }
    if case .hole = written.kind {
      report(.badHole, "the app can give values, but no deadlines and periods: write a duration, such as `24h`", at: written.span)
      return nil
    }
    if case .literal(.number(let number)) = written.kind, number.isWhole {
      let count = number.significand
      report(.badModifier, "a duration has a unit: `\(count)s`, `\(count)m` or `\(count)h`", at: written.span)
      return nil
    }
    report(.badModifier, "a duration stands here, such as `24h`", at: written.span)
    return nil
  }

  /// The scope in which `as c` of the condition `id` is bound. Requires: the condition was checked.
  mutating func bindPayloads(of id: ExprID, in scope: inout Scope) {
    for (name, value) in payloads(of: id, scope) { scope.bind(name, to: value) }
  }

  /// What each `as c` of the condition `id` names, `nil` for what is wrong and was reported. Requires: the condition was checked, and
  /// `scope` knows that it holds.
  mutating func payloads(of id: ExprID, _ scope: Scope) -> [(name: String, value: ExprIR?)] {
    switch expr(id).kind {
    case .binary(.and, let left, let right): return payloads(of: left, scope) + payloads(of: right, scope)
    case .predicate(let subject, let predicate):
      guard case .is(let test) = predicate.value, let binder = test.binder else { return [] }
      let name = text(test.state)
      reportBuiltIn(binder)
      let value = silently { $0.check(subject, scope) }
      guard let value, case .variant(let variant) = value.type, !test.negated, variantCase(name, of: variant) != nil else {
        // One that may be absent was reported where it is asked.
        if let value, !value.type.isOptional, !isVariant(value) || test.negated {
          report(.badCall, "`as` names the data of a variant's case, and there is none here", at: binder.span)
        }
        return [(text(binder), nil)]
      }
      return [(text(binder), ExprIR(.payload(value, type: variant, name: name), .record("\(variant).\(name)")))]
    default: return []
    }
  }

  private func isVariant(_ value: ExprIR) -> Bool {
    if case .variant = value.type { true } else { false }
  }

  /// Runs `body` and forgets what it reports.
  mutating func silently<Result>(_ body: (inout SystemAnalysis) -> Result) -> Result {
    let (outer, reported) = (isInferring, reportedNames)
    isInferring = true
    defer { (isInferring, reportedNames) = (outer, reported) }
    return body(&self)
  }
}
