import IntentIR
import IntentRuntime

/// An action with its arguments; those that are absent stand there as absent.
public struct ActionCall: Equatable, Sendable {
  public let name: String
  public let arguments: Record

  /// `alert_rep(c1, churn_risk_rising)`; what is personal is `sealed`.
  func label(_ personal: PersonalData) -> String {
    let labels = arguments.fields.filter { $0.value != .absent }.compactMap { field in
      field.value.label.map { personal.holds("action \(name)", field.name) ? "sealed" : $0 }
    }
    return labels.isEmpty ? name : "\(name)(\(labels.joined(separator: ", ")))"
  }
}

/// What must follow, before it has a number.
struct Expected {
  enum Part: Equatable { case first, fallback, undo }

  var part: Part
  /// The consequence; for an undo the one that it takes back.
  var consequence: ObligationIR
  var severity: ObligationIR.Severity
  /// The `if` or `else` that holds it, or -1.
  var parent: Int
  var call: ActionCall
  /// The event that it waits for and the instances one of which that must name; nil where a handler acts.
  var awaited: (event: String, anyOf: [EntityReference])?
  /// The names in scope, for an `unless`.
  var locals: [String: Value]
  /// The instance of the innermost `for each`.
  var about: EntityReference?
}

/// Runs the body of a reaction.
struct BodyRun {
  let reaction: ReactionIR
  var expected: [Expected] = []

  init(_ reaction: ReactionIR) { self.reaction = reaction }

  mutating func run(_ statements: [StatementIR], _ scope: Evaluator, parent: Int = -1, about: EntityReference? = nil) {
    for statement in statements {
      switch statement {
      case .obligation(let obligation): open(obligation, .first, obligation.severity, scope, parent, about)
      case .branch(let branch):
        if scope.holds(branch.condition) {
          run(branch.then, scope, parent: branch.rule, about: about)
        } else {
          run(branch.otherwise, scope, parent: branch.otherwiseRule, about: about)
        }
      case .forEach(let loop):
        for item in scope.items(loop.collection) {
          let inner = scope.binding(loop.binder, item)
          if let condition = loop.condition, !inner.holds(condition) { continue }
          run(loop.body, inner, parent: parent, about: item.reference ?? about)
        }
      }
    }
  }

  /// A consequence with its undo and what stands in for it. Where an argument is absent that the action wants, nothing of it arises.
  private mutating func open(
    _ obligation: ObligationIR, _ part: Expected.Part, _ severity: ObligationIR.Severity, _ scope: Evaluator, _ parent: Int,
    _ about: EntityReference?
  ) {
    guard let call = scope.call(obligation.call) else { return }
    expected.append(
      Expected(
        part: part, consequence: obligation, severity: severity, parent: parent, call: call,
        awaited: awaited(call.name, scope, about), locals: scope.locals, about: about))
    if let undo = obligation.undo, let call = scope.call(undo.call) {
      expected.append(
        Expected(
          part: .undo, consequence: obligation, severity: severity, parent: parent, call: call, locals: scope.locals, about: about))
    }
    for replacement in obligation.fallback { open(replacement, .fallback, severity, scope, parent, about) }
  }

  /// What an `await_x` waits for: an event `x` that names what the reaction is about, or else one of the relations of that.
  private func awaited(_ name: String, _ scope: Evaluator, _ about: EntityReference?) -> (event: String, anyOf: [EntityReference])? {
    guard case .awaited(let event)? = scope.spec.actions[name]?.evidence else { return nil }
    let named = Set((scope.spec.events[event]?.fields ?? []).compactMap { field -> String? in
      if case .entity(let entity) = field.type.unwrapped { entity } else { nil }
    })
    let subject = about.map { Value.instance($0) } ?? reaction.subject.flatMap { scope.locals[$0] } ?? .absent
    if let own = subject.reference, named.contains(own.entity) { return (event, [own]) }
    var fields = Record()
    switch subject {
    case .snapshot(let instance): fields = instance.fields
    case .instance(let reference): fields = scope.world.row(reference)?.instance.fields ?? fields
    case .record(let record): fields = record
    default: break
    }
    let relations = fields.fields.compactMap { field -> EntityReference? in
      if case .list = field.value { nil } else { field.value.reference }
    }
    return (event, relations.filter { named.contains($0.entity) })
  }
}

extension Evaluator {
  /// The action with its arguments; nil where one is absent that the action wants.
  func call(_ call: ActionCallIR) -> ActionCall? {
    var arguments = Record()
    for (offset, parameter) in (spec.actions[call.action]?.parameters ?? []).enumerated() {
      var argument: Value = .absent
      if call.arguments.indices.contains(offset), let given = call.arguments[offset] {
        argument = coerced(value(given), to: parameter.type)
        if argument == .absent && !parameter.type.isOptional { return nil }
      } else if case .value(let fallback) = parameter.defaultValue {
        argument = coerced(value(fallback), to: parameter.type)
      } else if case .list = parameter.type {
        argument = .list([])
      }
      arguments.fields.append((parameter.name, argument))
    }
    return ActionCall(name: call.action, arguments: arguments)
  }

  /// The actions, with their arguments, that the event is evidence of.
  func evidence(_ happening: Happening) -> [ActionCall] {
    guard case .payload(let type, let record) = happening else { return [] }
    return spec.system.actions.compactMap { action in
      let names = action.parameters.map(\.name)
      switch action.evidence {
      case .done where type == "\(action.name).done": break
      case .event(type) where names.allSatisfy({ name in record.fields.contains { $0.name == name } }): break
      default: return nil
      }
      return ActionCall(name: action.name, arguments: Record(names.map { ($0, record[$0]) }))
    }
  }

  /// The names that a reaction's body and its crossings have, if the event starts it; nil if it does not.
  func scope(of reaction: ReactionIR, after happening: Happening, _ change: Change) -> [String: Value]? {
    var locals: [String: Value] = [:]
    if case .payload(let type, let record) = happening {
      switch reaction.trigger {
      case .event(type): break
      case .done(let action) where type == "\(action).done": break
      default: return nil
      }
      if let subject = reaction.subject { locals[subject] = .record(record) }
      return locals
    }
    guard let reference = happening.reference, reaction.trigger.entity == reference.entity,
      let subject = (change.now ?? change.was).map({ Value.snapshot($0) })
    else { return nil }
    if let name = reaction.subject { locals[name] = subject }
    let (was, now) = (change.was?.fields, change.now?.fields)
    switch reaction.trigger {
    case .created: return change.was == nil ? locals : nil
    case .deleted: return change.now == nil ? locals : nil
    case .updated:
      guard let was = change.was, let now = change.now, was != now else { return nil }
      locals["before"] = .snapshot(was)
      return locals
    case .entered(_, let field, let state):
      guard let now, isIn(now[field], state), !(was.map { isIn($0[field], state) } ?? false) else { return nil }
      return locals
    case .assigned(_, let field):
      guard let now, now[field] != .absent, now[field] != was?[field] ?? .absent else { return nil }
      if let other = reaction.other { locals[other] = now[field] }
      return locals
    case .unassigned(_, let field):
      guard let was, let now, was[field] != .absent, now[field] != was[field] else { return nil }
      if let other = reaction.other { locals[other] = was[field] }
      return locals
    default: return nil
    }
  }

  /// A choice's field is in the state; a flag is true.
  private func isIn(_ value: Value, _ state: String) -> Bool {
    if case .bool(let flag) = value { flag } else { value == .choice(state) }
  }
}
