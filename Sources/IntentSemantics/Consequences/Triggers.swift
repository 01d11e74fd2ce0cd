import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// What starts a reaction, and the scope that its body is read in. A class, for it is large and is kept from the inference to the lowering.
final class ResolvedTrigger {
  let trigger: TriggerIR
  let text: String
  let subject: String?
  var other: String?
  var scope: Scope
  /// `true` iff an event of the log is the cause, so that `crosses` has a before and an after.
  let isEvent: Bool

  init(_ trigger: TriggerIR, text: String, subject: String?, scope: Scope, isEvent: Bool) {
    self.trigger = trigger
    self.text = text
    self.subject = subject
    self.scope = scope
    self.isEvent = isEvent
  }
}

// What a `when` waits for.
extension SystemAnalysis {
  mutating func resolveTrigger(_ node: WhenItem) -> ResolvedTrigger? {
    if let binder = node.binder { reportBuiltIn(binder) }
    switch node.trigger {
    case .error, .evolved: return nil
    case .event(let path): return resolveEvent(path, node)
    case .lasting(let path, let duration):
      guard let entity = triggerEntity(path), !reportMoment(path.names[1], of: entity, "for"), canLast(path.names[1], of: entity)
      else { return nil }
      let found = state(of: entity, path.names[1])
      guard let milliseconds = constantDuration(duration), let state = found else { return nil }
      let trigger = TriggerIR.aged(entity: entity, field: state.field, state: state.state, milliseconds: milliseconds)
      return resolved(trigger, node, entity, isEvent: false)
    case .before(let duration, let path): return resolveRelative(duration, path, node, sign: -1)
    case .after(let duration, let path): return resolveRelative(duration, path, node, sign: 1)
    }
  }

  private mutating func resolved(_ trigger: TriggerIR, _ node: WhenItem, _ entity: String, isEvent: Bool = true) -> ResolvedTrigger {
    var scope = Scope()
    let subject = node.binder.map { text($0) } ?? entity
    scope.bindSubject(subject, .entity(entity))
    return ResolvedTrigger(trigger, text: sourceText(node.trigger), subject: subject, scope: scope, isEvent: isEvent)
  }

  /// `true` after a report: an event where what lasts or a time is wanted.
  private mutating func reportMoment(_ name: Name, of entity: String, _ word: String) -> Bool {
    let written = text(name)
    let prefixes = ["entered_", "assigned_", "unassigned_"]
    guard ["created", "updated", "deleted"].contains(written) || prefixes.contains(where: written.hasPrefix),
      entityFacts[entity]?.field(written) == nil, states(written, of: entity).isEmpty
    else { return false }
    let state = written.hasPrefix("entered_") ? String(written.dropFirst(8)) : nil
    let advice =
      if let state { "`\(entity).\(state) for 24h` waits for a state that lasts" } else if word == "for" {
        "what lasts is a state or a flag"
      } else { "a time is reckoned from a field, such as `has: since: timestamp = now`" }
    report(.badTrigger, "`\(written)` is an event, which happens at once: \(advice)", at: name.span)
    return true
  }

  /// `false` after a report: the field is there, and is neither a flag nor a choice.
  private mutating func canLast(_ name: Name, of entity: String) -> Bool {
    guard let type = entityFacts[entity]?.field(text(name))?.type, states(text(name), of: entity).isEmpty else { return true }
    if case .choice(let choice) = type.unwrapped {
      let example = cases(of: choice).first.map { ", such as `\(entity).\($0)`" } ?? ""
      report(.badTrigger, "`\(entity).\(text(name))` is `\(type.described)`: what lasts is one of its cases\(example)", at: name.span)
    } else {
      report(.badTrigger, "`\(entity).\(text(name))` is `\(type.described)`: a state or a flag can last, a value cannot", at: name.span)
    }
    return false
  }

  /// The entity at the start of `entity.something`, or `nil` after a report.
  private mutating func triggerEntity(_ path: Path) -> String? {
    guard path.names.count == 2 else {
      report(.badTrigger, "a trigger speaks of an entity and one of its states or fields, such as `alert.unacknowledged`", at: path.span)
      return nil
    }
    let entity = text(path.names[0])
    if entities[entity] != nil { return entity }
    if eventFacts.contains(entity) {
      report(.badTrigger, "`\(entity)` is an event: what lasts or comes near is a state or a time of an entity", at: path.names[0].span)
    } else if actionTable.contains(entity) {
      reportEvidence(of: entity, at: path.span)
    } else {
      reportNoEntity(path.names[0])
    }
    return nil
  }

  /// An action where an event is wanted.
  private mutating func reportEvidence(of action: String, at place: Span) {
    var meant = "\(action).done"
    if case .event(let event)? = actionTable.evidence(ofActionNamed: action) { meant = event }
    report(
      .badTrigger, "`\(action)` is an action, and its evidence is `\(meant)`", at: place,
      fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
  }

  /// `24h before appointment.starts`, `24h after appointment.ends`.
  private mutating func resolveRelative(_ duration: ExprID, _ path: Path, _ node: WhenItem, sign: Int64) -> ResolvedTrigger? {
    guard let entity = triggerEntity(path), !reportMoment(path.names[1], of: entity, sign < 0 ? "before" : "after") else { return nil }
    let index = fieldIndex(path.names[1], of: entity, .undeclaredMember)
    guard let milliseconds = constantDuration(duration), let index, let field = entityFacts[entity]?.fields[index],
      let type = field.ir?.type
    else { return nil }
    let plain = baseType(type.unwrapped)
    guard plain == .timestamp || plain == .date else {
      report(
        .badTrigger, "a time is reckoned from a timestamp or a date, and `\(entity).\(field.name)` is `\(type.described)`",
        at: path.names[1].span)
      return nil
    }
    let result = resolved(
      .relative(entity: entity, field: field.name, milliseconds: sign * milliseconds), node, entity, isEvent: false)
    // Without the time there is nothing to reckon from.
    if let subject = result.scope.subject { result.scope.prove(ExprIR(.field(subject, entity: entity, name: field.name), type)) }
    return result
  }

  private mutating func resolveEvent(_ path: Path, _ node: WhenItem) -> ResolvedTrigger? {
    let first = text(path.names[0])
    if path.names.count == 1 {
      if eventFacts[first] != nil { return resolvedPayload(.event(first), first, first, node) }
      if entities[first] != nil {
        report(
          .badTrigger, "`\(first)` is an entity: write `\(first).created`, `\(first).updated` or another of its events", at: path.span)
      } else if actionTable.contains(first) {
        reportEvidence(of: first, at: path.span)
      } else {
        reportUndeclared(
          .undeclaredEvent, "no event is named `\(first)`", path.names[0], among: Array(eventFacts.keys),
          missing: .item("event \(first) { }"))
      }
      return nil
    }
    if path.names.count == 2, text(path.names[1]) == "done", entities[first] == nil { return resolveDone(first, path, node) }
    guard let entity = triggerEntity(path) else { return nil }
    return resolveEntityEvent(entity, path.names[1], node)
  }

  private mutating func resolvedPayload(_ trigger: TriggerIR, _ event: String, _ name: String, _ node: WhenItem) -> ResolvedTrigger {
    var scope = Scope()
    let subject = node.binder.map { text($0) } ?? name
    scope.bindSubject(subject, .event(event))
    return ResolvedTrigger(trigger, text: sourceText(node.trigger), subject: subject, scope: scope, isEvent: true)
  }

  /// `action.done`.
  private mutating func resolveDone(_ action: String, _ path: Path, _ node: WhenItem) -> ResolvedTrigger? {
    guard let number = actionTable.number(of: path.names[0].symbol) else {
      reportUndeclared(
        .undeclaredEvent, "no action or entity is named `\(action)`", path.names[0], among: actionTable.names + entities.keys)
      return nil
    }
    guard let evidence = actionTable.evidence(of: number) else {
      reportCircularSignature(number, path)
      return nil
    }
    switch evidence {
    case .done: return resolvedPayload(.done(action: action), "\(action).done", action, node)
    case .event(let event), .awaited(let event):
      // What follows speaks of the evidence by the action's name.
      let meant = node.binder == nil ? "\(event) as \(action)" : event
      report(
        .badTrigger, "the evidence of `\(action)` is the event `\(event)`, so there is no `\(action).done`", at: path.span,
        fixes: [Fix("wait for `\(event)`", replace: path.span, with: meant)])
      return nil
    }
  }

  /// An action whose only uses read the evidence of actions that wait for its signature in turn.
  private mutating func reportCircularSignature(_ number: Int, _ path: Path) {
    if isInferring || actionTable[number].uses != nil || diagnostics.hasErrors { return }
    let action = actionTable[number].name
    report(
      .circularSignature, "`\(action)` has no signature: it is used only in what follows from its own evidence", at: path.span,
      label: "declare it: `action \(action)(…)`",
      notes: calls.filter { $0.action == number }.prefix(3).map { DiagnosticNote("it is used here", $0.span) })
  }

  /// `entity.created` and its kin.
  private mutating func resolveEntityEvent(_ entity: String, _ name: Name, _ node: WhenItem) -> ResolvedTrigger? {
    let word = text(name)
    switch word {
    case "created": return resolved(.created(entity: entity), node, entity)
    case "deleted":
      if entityFacts[entity]?.isImmutable == true {
        report(.badTrigger, "`\(entity)` is immutable, so it is never deleted", at: name.span)
        return nil
      }
      return resolved(.deleted(entity: entity), node, entity)
    case "updated":
      if let reason = whyFixed(entity) {
        report(.badTrigger, "`\(entity)` \(reason), so it is never updated", at: name.span)
        return nil
      }
      let result = resolved(.updated(entity: entity), node, entity)
      _ = result.scope.bind("before", .entity(entity))
      return result
    default: break
    }
    if word.hasPrefix("assigned_") { return resolveAssigned(entity, String(word.dropFirst(9)), name, node, isAssigned: true) }
    if word.hasPrefix("unassigned_") { return resolveAssigned(entity, String(word.dropFirst(11)), name, node, isAssigned: false) }
    if word.hasPrefix("entered_") {
      let state = String(word.dropFirst(8))
      let found = states(state, of: entity).filter { $0.state != nil }
      if let match = found.count > 1 ? self.state(state, of: entity, at: name.span) : found.first, let case_ = match.state {
        return resolved(.entered(entity: entity, field: match.field, state: case_), node, entity)
      }
      if found.isEmpty, !hasUnknownStates(entity) { reportNoEvent(entity, name) }
      return nil
    }
    reportNoEvent(entity, name)
    return nil
  }

  /// Why nothing of an instance of `entity` ever changes, or `nil` where something may.
  private func whyFixed(_ entity: String) -> String? {
    guard let facts = entityFacts[entity] else { return nil }
    if facts.isImmutable { return "is immutable" }
    // One without any field is a sketch still.
    if mayBeLost(entity) || facts.memberNames.isEmpty { return nil }
    let isFixed = facts.fields.allSatisfy { $0.ir.map { [.belongsTo, .partOf].contains($0.role) } ?? false }
    return isFixed ? "has nothing that can change" : nil
  }

  private mutating func resolveAssigned(
    _ entity: String, _ field: String, _ name: Name, _ node: WhenItem, isAssigned: Bool
  ) -> ResolvedTrigger? {
    guard let fact = entityFacts[entity]?.field(field) else {
      reportNoEvent(entity, name)
      return nil
    }
    guard let type = fact.ir?.type else { return nil }
    guard case .entity = type.unwrapped else {
      report(
        .badTrigger, "`\(entity).\(field)` is `\(type.described)`, no relation to one instance, so nothing is assigned to it",
        at: name.span)
      return nil
    }
    if !isAssigned, fact.ir?.role != .plain || entityFacts[entity]?.isImmutable == true {
      report(
        .badTrigger, "`\(entity).\(field)` is fixed at creation, so nothing is ever unassigned from it", at: name.span,
        notes: [DiagnosticNote("it is declared here", fact.span)])
      return nil
    }
    guard isAssigned else { return resolved(.unassigned(entity: entity, field: field), node, entity) }
    let result = resolved(.assigned(entity: entity, field: field), node, entity)
    if let subject = result.scope.subject { result.scope.prove(ExprIR(.field(subject, entity: entity, name: field), type)) }
    if result.subject != field {
      _ = result.scope.bind(field, type.unwrapped)
      result.other = field
    }
    return result
  }

  private mutating func reportNoEvent(_ entity: String, _ name: Name) {
    if mayBeLost(entity) { return }
    reportUndeclared(
      .undeclaredEvent, "`\(entity)` has no event `\(text(name))`", name, among: eventNames(of: entity),
      missing: missingRelation(text(name), of: entity),
      advice: states(text(name), of: entity).isEmpty ? nil : "a state is waited on with `for`, or as it is entered")
  }

  /// `assigned_rep` needs a relation `rep`.
  private func missingRelation(_ event: String, of entity: String) -> MissingDeclaration? {
    let relation = event.hasPrefix("assigned_") ? event.dropFirst(9) : event.hasPrefix("unassigned_") ? event.dropFirst(11) : ""
    return relation.isEmpty ? nil : .member("has: \(relation): \(relation)?", of: entity)
  }

  /// The derived events of an entity.
  private func eventNames(of entity: String) -> [String] {
    guard let facts = entityFacts[entity] else { return [] }
    var names = ["created"] + (facts.isImmutable ? [] : ["deleted"]) + (whyFixed(entity) == nil ? ["updated"] : [])
    for field in facts.fields {
      switch field.ir?.type.unwrapped {
      case .entity: names += ["assigned_\(field.name)", "unassigned_\(field.name)"]
      case .choice(let choice): names += cases(of: choice).map { "entered_\($0)" }
      default: break
      }
    }
    return names
  }
}
