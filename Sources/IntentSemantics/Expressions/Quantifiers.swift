import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `every(path) p`, `every(E e where c): p`, `no(…)`.
extension SystemAnalysis {
  mutating func checkQuantifier(_ quantifier: Quantifier, _ scope: Scope, at span: Span) -> ExprIR? {
    if let binder = quantifier.binder { reportBuiltIn(binder) }
    guard let (range, element) = checkRange(of: quantifier, scope) else { return nil }
    let isNone = quantifier.kind == .no
    guard case .list(let type) = range.type else { return nil }
    if let element {
      // The path ends in a field of an entity: the quantifier ranges over the field's values.
      let (inner, instance) = scope.inside(type)
      guard case .local(let binder) = instance.kind, let value = member(element, of: instance) else { return nil }
      return checkValues(quantifier, value, inner, isNone).map {
        ExprIR(.quantifier(isNone: isNone && !isCollection(value), range, binder: binder, body: $0), .bool)
      }
    }
    let name = quantifier.binder.map { text($0) } ?? entityBinder(type, quantifier)
    let (inner, instance) = scope.inside(type, named: name)
    guard case .local(let binder) = instance.kind else { return nil }
    guard let (guarded, filtered) = filter(quantifier, range, inner, binder) else {
      var scope = inner
      scope.quantified = instance
      // What the wrong filter would have proved is not known, and the body is read all the same.
      _ = self.guarded(byKnown: false) { $0.condition(quantifier.body, scope) }
      return nil
    }
    var scope = guarded
    scope.quantified = instance
    return condition(quantifier.body, scope).map {
      ExprIR(.quantifier(isNone: isNone, filtered, binder: binder, body: $0), .bool)
    }
  }

  private func isCollection(_ value: ExprIR) -> Bool {
    if case .list = value.type { true } else { false }
  }

  /// In `every(customer): …` the instance goes by the entity's name.
  private func entityBinder(_ type: TypeIR, _ quantifier: Quantifier) -> String? {
    guard case .entity(let entity) = type, text(quantifier.path.names[0]) == entity else { return nil }
    return entity
  }

  /// The range filtered by `where`, and the scope in which it held.
  private mutating func filter(
    _ quantifier: Quantifier, _ range: ExprIR, _ scope: Scope, _ binder: String
  ) -> (Scope, ExprIR)? {
    guard let id = quantifier.condition else { return (scope, range) }
    guard let condition = condition(id, scope) else { return nil }
    _ = note(.filter, condition, at: expr(id).span)
    return (scope.assuming(condition), ExprIR(.collection(.where, range, binder: binder, body: condition), range.type))
  }

  /// `every(customer.email) p`, `every(customer.deals) p`: the body speaks of the value, or of each in it.
  private mutating func checkValues(_ quantifier: Quantifier, _ value: ExprIR, _ scope: Scope, _ isNone: Bool) -> ExprIR? {
    guard case .list(let type) = value.type else {
      // What is absent is no value.
      let rangesOverAll = !value.type.isOptional || asksPresence(of: value, quantifier, scope)
      var condition = rangesOverAll ? nil : ExprIR(.exists(value), .bool)
      var guarded = scope.assuming(condition)
      if let id = quantifier.condition {
        guard let known = narrowed(value, guarded), let filter = self.condition(id, inside(known, quantifier, guarded)) else { return nil }
        guarded = guarded.assuming(filter)
        condition = condition.map { ExprIR(.binary(.and, $0, filter), .bool) } ?? filter
      }
      guard let present = narrowed(value, guarded), let body = self.condition(quantifier.body, inside(present, quantifier, guarded))
      else { return nil }
      guard let condition else { return body }
      return isNone ? ExprIR(.binary(.and, condition, body), .bool) : ExprIR(.binary(.or, ExprIR(.not(condition), .bool), body), .bool)
    }
    let (inner, instance) = scope.inside(type, named: quantifier.binder.map { text($0) })
    guard case .local(let binder) = instance.kind, let (guarded, filtered) = filter(quantifier, value, inner, binder) else { return nil }
    var quantified = guarded
    quantified.quantified = instance
    return condition(quantifier.body, quantified).map {
      ExprIR(.quantifier(isNone: isNone, filtered, binder: binder, body: $0), .bool)
    }
  }

  /// `true` iff the quantifier asks whether the value is there, so that it speaks of each instance and not only of the values that exist.
  private mutating func asksPresence(of value: ExprIR, _ quantifier: Quantifier, _ scope: Scope) -> Bool {
    let inner = inside(value, quantifier, scope)
    let known = inside(ExprIR(.narrowed(value), value.type.unwrapped), quantifier, scope)
    return silently { analysis in
      let parts = [quantifier.condition, quantifier.body].compactMap { $0 }
      return parts.contains { id in
        guard let asking = analysis.condition(id, inner) else {
          // What asks for one that is there has become `true`.
          return analysis.condition(id, known)?.contains(ExprIR(.literal(.bool(true)), .bool)) ?? false
        }
        return asking.contains { part in
          switch part.kind {
          case .exists(let asked), .valid(let asked): asked.unnarrowed == value
          default: false
          }
        }
      }
    }
  }

  /// The scope in one value that a quantifier ranges over.
  private func inside(_ value: ExprIR, _ quantifier: Quantifier, _ scope: Scope) -> Scope {
    var scope = scope.inside(value, named: quantifier.binder.map { text($0) })
    scope.quantified = value
    return scope
  }

  /// What the path ranges over, and the field at its end where the values of a field are meant.
  private mutating func checkRange(of quantifier: Quantifier, _ scope: Scope) -> (ExprIR, Name?)? {
    let names = quantifier.path.names
    if case .value(let first) = find(text(names[0]), scope), !isEntityMeant(names, first) {
      return checkRange(from: first, names.dropFirst(), quantifier)
    }
    let entity = text(names[0])
    guard entities[entity] != nil || plurals[entity] != nil else {
      reportNoEntity(names[0])
      return nil
    }
    let meant = entities[entity] != nil ? entity : plurals[entity] ?? entity
    let all = ExprIR(.instances(entity: meant), .list(.entity(meant)))
    noteRead(all, at: names[0].span)
    guard names.count > 1 else { return (all, nil) }
    guard names.count == 2 else {
      report(.badQuantifier, "a quantifier ranges over an entity, its states or one of its fields", at: quantifier.path.span)
      return nil
    }
    // A state or a flag selects instances; any other field gives its values.
    let isField = entityFacts[meant]?.field(text(names[1])) != nil && states(text(names[1]), of: meant).isEmpty
    let isInverse = entityFacts[meant]?.inverses[text(names[1])] != nil
    if isField || isInverse || text(names[1]) == "encryption_key" { return (all, names[1]) }
    let (inner, instance) = scope.inside(.entity(meant))
    _ = inner
    guard case .local(let binder) = instance.kind,
      let state = state(of: meant, names[1], or: memberNames(of: .entity(meant)))
    else { return nil }
    let body = ExprIR(.isState(instance, entity: meant, field: state.field, state: state.state), .bool)
    return (ExprIR(.collection(.where, all, binder: binder, body: body), all.type), nil)
  }

  /// `every(deal)` means all deals also where a `deal` is in scope.
  private func isEntityMeant(_ names: NodeList<Name>, _ first: ExprIR) -> Bool {
    if names.count > 1 || entities[text(names[0])] == nil { return false }
    if case .list = first.type { return false }
    return true
  }

  private mutating func checkRange(from first: ExprIR, _ names: Slice<NodeList<Name>>, _ quantifier: Quantifier) -> (ExprIR, Name?)? {
    var value = first
    for name in names {
      guard let next = member(name, of: value) else { return nil }
      value = next
    }
    guard case .list = value.type else {
      report(.badQuantifier, "a quantifier ranges over a collection, and this is `\(value.type.described)`", at: quantifier.path.span)
      return nil
    }
    return (value, nil)
  }
}
