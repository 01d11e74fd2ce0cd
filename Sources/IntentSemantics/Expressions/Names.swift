import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// What a lookup found.
enum Found {
  case nothing
  /// It is declared, but wrong, and that was reported.
  case broken
  case value(ExprIR)

  init(_ name: ScopeName) {
    if let value = name.value { self = .value(value) } else { self = .broken }
  }
}

// Resolves bare names, innermost first.
extension SystemAnalysis {
  mutating func checkName(_ name: Name, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    let text = text(name)
    if let wanted = expected?.unwrapped, let value = choiceCase(text, of: wanted) { return value }
    return checkName(name, as: find(text, scope), scope, expected)
  }

  /// The name, for which `find` has found something or nothing.
  mutating func checkName(_ name: Name, as found: Found, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    switch found {
    case .broken: return nil
    case .value(let value):
      if reportIfAmbiguous(name, value, scope) || reportIfOwnName(name, value, scope) { return nil }
      noteRead(value, at: name.span)
      return reportIfDeleted(name, value, scope) ? nil : value
    case .nothing: break
    }
    if let value = checkItemName(name, text(name)) {
      noteRead(value, at: name.span)
      return value
    }
    return reportUnknown(name, scope, expected)
  }

  /// A case without data of the choice or variant `type`.
  private func choiceCase(_ name: String, of type: TypeIR) -> ExprIR? {
    switch type {
    case .choice(let choice) where cases(of: choice).contains(name): ExprIR(.literal(.choice(type: choice, name: name)), type)
    case .variant(let variant):
      variantCase(name, of: variant)?.fields.isEmpty == true ? ExprIR(.variant(type: variant, name: name, []), type) : nil
    case .list(let element): choiceCase(name, of: element)
    default: nil
    }
  }

  /// The case `name` of a variant.
  func variantCase(_ name: String, of variant: String) -> VariantCaseIR? {
    guard case .variant(let cases)? = shapes[variant]?.shape else { return nil }
    return cases.first { $0.name == name }
  }

  /// The value that `name` stands for in `scope`, the system's items left out.
  func find(_ name: String, _ scope: Scope) -> Found {
    var next = scope.innermost
    // Found on the way to the outermost instance.
    var (local, subject): (ScopeName?, ScopeName?)
    while let bound = next {
      next = bound.outer
      switch bound.role {
      case .instance:
        if let instance = bound.value {
          switch field(name, of: instance) {
          case .nothing: break
          case let found: return found
          }
        }
      case .subject: if subject == nil { subject = bound }
      case .local: break
      case .broken: if bound.name == name { return .broken }
      case .parameter, .taken: continue
      }
      if local == nil, bound.name == name { local = bound }
    }
    if let local { return Found(local) }
    if let value = subject?.value {
      switch field(name, of: value) {
      case .nothing: break
      case let found: return found
      }
    }
    if let parameter = scope.parameter(name) { return Found(parameter) }
    switch name {
    case "now": return .value(ExprIR(.now, .timestamp))
    case "today": return .value(ExprIR(.today, .date))
    case "it": return scope.it.map { .value($0) } ?? .nothing
    default: return .nothing
    }
  }

  /// `true` iff an item of that name is a value.
  func isItem(_ name: String) -> Bool { metrics.contains(name) || plurals.contains(name) }

  /// `true` iff `name` means something without help from an expected type.
  func isKnown(_ name: String, _ scope: Scope) -> Bool {
    if case .nothing = find(name, scope) { return isItem(name) }
    return true
  }

  /// Reports a name that is a field and a parameter, once a line; `false` where it is one of them.
  mutating func reportIfAmbiguous(_ name: Name, _ value: ExprIR, _ scope: Scope) -> Bool {
    guard scope.hasParameters, case .field(let base, let entity, let field) = value.kind, scope.parameter(field) != nil
    else { return false }
    guard reportedNames.insert("ambiguous \(field) of \(entity) in \(origin(name.span))").inserted || isInferring else { return true }
    report(
      .ambiguousName, "`\(field)` is both a field of `\(entity)` and a parameter", at: name.span,
      label: "write `\(base.text).\(field)` for the field, or rename the parameter")
    return true
  }

  /// Reports the name of an instance that is also the name of a field of its type: `rep == me` of a `rep` with a `rep`.
  mutating func reportIfOwnName(_ name: Name, _ value: ExprIR, _ scope: Scope) -> Bool {
    guard case .entity(let entity) = value.type.unwrapped, case .field(let base, entity, entity) = value.kind,
      scope.isInstance(entity, base)
    else { return false }
    guard reportedNames.insert("own name \(entity) in \(origin(name.span))").inserted || isInferring else { return true }
    report(
      .ambiguousName, "`\(entity)` is both the `\(entity)` at hand and its field `\(entity)`", at: name.span,
      label: "write `it` for the one at hand, and `it.\(entity)` for its field")
    return true
  }

  /// Reports a name of an instance that the statements before have deleted, or of a field of it.
  mutating func reportIfDeleted(_ name: Name, _ value: ExprIR, _ scope: Scope) -> Bool {
    let deleted = scope.deleted
    if deleted.isEmpty { return false }
    switch value.kind {
    case .local(let local):
      guard let deletion = deleted[local] else { return false }
      reportDeleted(text(name), deletion, at: name.span)
    case .field(let base, _, _), .related(let base, _, _):
      guard case .local(let local) = base.kind, let deletion = deleted[local] else { return false }
      reportDeleted(local, deletion, at: name.span)
    default: return false
    }
    return true
  }

  /// A metric, the instances of an entity by its plural, or a case that one choice alone has.
  private mutating func checkItemName(_ name: Name, _ text: String) -> ExprIR? {
    if metrics[text] != nil { return checkMetric(text) }
    if let entity = plurals[text] { return ExprIR(.instances(entity: entity), .list(.entity(entity))) }
    guard let choices = choicesByCase[text], choices.count == 1, !mayBeLost(text) else { return nil }
    switch shapes[choices[0]]?.shape {
    case .choice: return choiceCase(text, of: .choice(choices[0]))
    case .variant: return choiceCase(text, of: .variant(choices[0]))
    default: return nil
    }
  }

  private mutating func reportUnknown(_ name: Name, _ scope: Scope, _ expected: TypeIR?) -> ExprIR? {
    let text = text(name)
    if metrics[text] != nil { return nil }
    if text == "me" {
      if let why = scope.withoutMe, !isInferring, !reportedNames.insert("me: \(why)").inserted { return nil }
      report(.noPrincipal, scope.withoutMe ?? "`me` is who acts, and nobody acts here", at: name.span)
      return nil
    }
    if isFieldOfWorkflow(name, scope) { return nil }
    switch expected?.unwrapped {
    case .choice(let type), .variant(let type):
      if variantCase(text, of: type) != nil {
        report(.badCall, "case `\(text)` of `\(type)` carries data: write `\(text)(…)`", at: name.span)
        return nil
      }
      let candidates = cases(of: type)
      // A workflow without any state was reported.
      if candidates.isEmpty { return nil }
      reportUndeclared(
        .undeclaredName, "`\(text)` is no case of `\(type)`", name, among: candidates + names(in: scope, of: type),
        advice: "it has \(candidates.map { "`\($0)`" }.joined(separator: ", "))")
      return nil
    default: break
    }
    if reportForeignValue(name, expected) || reportUncalled(name, text) { return nil }
    if let choices = choicesByCase[text], choices.count > 1 {
      let types = choices.map { "`\($0)`" }.joined(separator: " and ")
      report(.ambiguousCase, "`\(text)` is a case of \(types), and nothing here says which is meant", at: name.span)
      return nil
    }
    if let entity = entityFacts[text], !mayBeLost(text), closestName(to: text, among: visibleNames(scope)) == nil {
      if !isInferring, reportNamedInPlural(name) { return nil }
      if !isInferring, !reportedNames.insert("\(text) is an entity").inserted { return nil }
      report(
        .undeclaredName, "`\(text)` is an entity, and no instance of it is meant here; all of them are `\(entity.plural)`", at: name.span)
      return nil
    }
    // What is near is likelier meant than what is far.
    let visible = visibleNames(scope)
    let isNear = closestName(to: text, among: visible) != nil
    reportUndeclared(
      .undeclaredName, "no value is named `\(text)` here", name,
      among: isNear ? visible : visible + choicesByCase.keys + metrics.keys + plurals.keys,
      missing: expected == nil ? holeName.flatMap { isTypeNameFree($0) ? .item("type \($0) = | \(text)") : nil } : nil,
      isItem: englishSingular(of: text) != text)
    return nil
  }

  /// Reports a derivation that is not called; `false` if it is something else.
  private mutating func reportUncalled(_ name: Name, _ text: String) -> Bool {
    guard let derive = derives[text] else { return false }
    let takesNothing = derive.node.parameters.isEmpty
    report(
      .undeclaredName, "`\(text)` is a derivation, and has a value where it is called: write `\(text)(\(takesNothing ? "" : "…"))`",
      at: name.span, fixes: takesNothing ? [Fix("write `\(text)()`", replace: name.span.endPoint, with: "()")] : [])
    return true
  }

  /// The names that stand for a value of the choice or variant `type`.
  private func names(in scope: Scope, of type: String) -> [String] {
    visibleNames(scope).filter { name in
      guard case .value(let value) = find(name, scope) else { return false }
      return value.type.unwrapped == .choice(type) || value.type.unwrapped == .variant(type)
    }
  }

  /// Takes the name for the field of the workflow of an instance whose fields are in scope, innermost first.
  private mutating func isFieldOfWorkflow(_ name: Name, _ scope: Scope) -> Bool {
    let instances = scope.instances.reversed() + (scope.subject.map { [$0] } ?? [])
    for case .entity(let entity) in instances.map(\.type.unwrapped) where reportFieldOfWorkflow(name, of: entity) { return true }
    return false
  }

  private func isTypeNameFree(_ name: String) -> Bool {
    types[name] == nil && entities[name] == nil && derives[name] == nil && metrics[name] == nil && TypeIR.builtIn(name) == nil
  }

  /// The names that `find` would find.
  func visibleNames(_ scope: Scope) -> [String] {
    let instances = scope.instances + (scope.subject.map { [$0] } ?? [])
    return instances.flatMap { memberNames(of: $0.type) } + scope.names
  }
}

// MARK: - names for holes and inferred parameters

extension SystemAnalysis {
  /// Runs `body` with `name` as the name of any hole in it, unless it is nil.
  mutating func named<Result>(_ name: String?, _ body: (inout SystemAnalysis) -> Result) -> Result {
    let outer = holeName
    holeName = name ?? outer
    defer { holeName = outer }
    return body(&self)
  }

  /// The last word of an expression, by which a parameter or a hole can be named.
  func wordOf(_ id: ExprID) -> String? {
    switch expr(id).kind {
    case .name(let name), .member(_, let name): return text(name)
    case .call(let callee, _):
      guard case .name(let name) = expr(callee).kind else { return nil }
      return text(name)
    case .repeated(let subject): return wordOf(subject)
    default: return nil
    }
  }
}
