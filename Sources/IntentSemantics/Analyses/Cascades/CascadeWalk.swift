import IntentIR

/// A cascade as far as it was followed, from an event with any values.
struct CascadeWalk {
  /// An event on the way, with its fields in terms of the first event's.
  struct Stop {
    let event: Int
    let values: [String: ExprIR]
  }

  var stops: [Stop]
  /// What must be true of the first event's values, and of what was met on the way.
  var conditions: [Formula] = []
  var hops: [Int] = []
}

/// Follows cascades with symbols for values.
struct CascadeWalker {
  let graph: CascadeGraph
  let analysis: CascadeFacts
  var reader: ConditionReader
  /// Only what no change of the state could stop counts.
  let isForced: Bool
  /// The events that lead to each other.
  let events: [Int]
  let inside: Set<Int>
  /// Fields, as `event field`, that decide something.
  let relevant: Set<String>
  /// Steps that may still be tried.
  var budget = mostSteps
  /// `false` once a walk was left that might go on.
  var isComplete = true

  static let mostSteps = 600
  /// The hops of a walk.
  static let longest = 24

  init(_ graph: CascadeGraph, _ analysis: CascadeFacts, among events: [Int], isForced: Bool) {
    self.graph = graph
    self.analysis = analysis
    self.isForced = isForced
    reader = ConditionReader(analysis.facts)
    reader.distrustsComputed = isForced
    self.events = events
    inside = Set(events)
    relevant = analysis.relevantFields(graph, among: inside)
  }

  /// An event with a symbol for each field.
  func start(at event: Int) -> CascadeWalk {
    var values: [String: ExprIR] = [:]
    for field in analysis.fields(of: graph.events[event]) {
      values[field.name] = ExprIR(.local("$.\(field.name)"), field.type)
    }
    return CascadeWalk(stops: [CascadeWalk.Stop(event: event, values: values)])
  }

  /// The walk one hop further, or `nil` where it cannot be taken.
  mutating func step(_ walk: CascadeWalk, _ hop: Int) -> CascadeWalk? {
    budget -= 1
    guard budget >= 0, let last = walk.stops.last else { return nil }
    let place = walk.hops.count
    let step = graph.hops[hop]
    let values = last.values
    reader.moment = "\(place)|"
    var walk = walk
    for guarding in analysis.guards(of: step) {
      walk.conditions.append(condition(of: guarding, values, step, place))
    }
    let target = graph.events[step.to]
    let parameters = analysis.parameters(of: step.call.action)
    var next: [String: ExprIR] = [:]
    for field in analysis.fields(of: target) {
      let free = ExprIR(.local("~\(place).\(field.name)"), field.type)
      guard let index = parameters.firstIndex(of: field.name), index < step.call.arguments.count else {
        next[field.name] = free
        continue
      }
      guard let argument = step.call.arguments[index] else {
        next[field.name] = ExprIR(.literal(.absent), field.type)
        continue
      }
      let value = rewritten(argument, values, step, place)
      // Whether a text matches a pattern is not known.
      let type = field.type.unwrapped
      let isMatched = argument.constant != nil || type == argument.type.unwrapped || !analysis.facts.hasPattern(type)
      if isForced, !isMatched { return nil }
      if !isRelevant(step.to, field.name) {
        next[field.name] = free
        continue
      }
      // What the event carries stays as it was, whatever the state becomes; a value outside of its type is refused.
      next[field.name] = analysis.facts.isPassing(value) ? free : value
      walk.conditions.append(reader.isInside(next[field.name] ?? free, field.type))
    }
    walk.stops.append(CascadeWalk.Stop(event: step.to, values: next))
    walk.hops.append(hop)
    return canHold(walk.conditions) ? walk : nil
  }

  func isRelevant(_ event: Int, _ field: String) -> Bool { relevant.contains("\(graph.events[event]) \(field)") }

  func canHold(_ formulas: [Formula]) -> Bool { Satisfiability.canHold(formulas, reader.vocabulary) ?? !isForced }

  private mutating func condition(
    of guarding: CascadeGuard, _ values: [String: ExprIR], _ step: CascadeHop, _ place: Int
  ) -> Formula {
    let read: Formula
    switch guarding {
    case .condition(let condition, let truth): read = reader.formula(rewritten(condition, values, step, place), truth)
    case .someInstance(let name): read = .atom(.flag(reader.variable("some \(name)", isPassing: true), true))
    }
    return isForced ? CascadeForce.forced(read, reader.vocabulary) : read
  }

  /// The expression with the event's values in it; what `for each` binds is told from what another hop binds.
  private func rewritten(_ value: ExprIR, _ values: [String: ExprIR], _ step: CascadeHop, _ place: Int) -> ExprIR {
    value.rewritten { part in
      switch part.kind {
      case .member(let base, let name):
        guard case .local(step.demand.reaction.subject) = base.kind else { return nil }
        return values[name]
      case .local(let name): return name.hasPrefix("$") ? nil : ExprIR(.local("~\(place).\(name)"), part.type)
      default: return nil
      }
    }
  }
}

/// What decides whether a hop is taken.
enum CascadeGuard {
  case condition(ExprIR, Bool)
  /// There is an instance for `for each` to go over.
  case someInstance(String)
}

/// What a walk asks of the system.
struct CascadeFacts {
  let facts: SystemFacts
  private let fieldsByEvent: [String: [FieldIR]]
  private let parametersByAction: [String: [String]]
  private let conditionFacts: [ConditionFact]
  private let consequenceFacts: [ConsequenceFact]

  init(_ analysis: borrowing SystemAnalysis, _ facts: SystemFacts) {
    self.facts = facts
    conditionFacts = analysis.conditionFacts
    consequenceFacts = analysis.consequenceFacts
    var fields: [String: [FieldIR]] = [:]
    var parameters: [String: [String]] = [:]
    for action in analysis.ir.actions {
      parameters[action.name] = action.parameters.map(\.name)
      if case .done = action.evidence { fields["\(action.name).done"] = action.parameters }
    }
    for (event, all) in zip(analysis.eventFacts.keys, analysis.eventFacts.values) { fields[event] = all.compactMap(\.ir) }
    fieldsByEvent = fields
    parametersByAction = parameters
  }

  func fields(of event: String) -> [FieldIR] { fieldsByEvent[event] ?? [] }

  func parameters(of action: String) -> [String] { parametersByAction[action] ?? [] }

  /// The conditions around a hop, the outermost first.
  func conditions(of hop: CascadeHop) -> [ConditionFact] {
    var result: [ConditionFact] = []
    var next = hop.demand.fact.condition
    while let id = next {
      result.append(conditionFacts[id.index])
      next = conditionFacts[id.index].outer
    }
    return result.reversed()
  }

  func guards(of hop: CascadeHop) -> [CascadeGuard] {
    var result: [CascadeGuard] = []
    for fact in conditions(of: hop) {
      if case .loop(let binder) = fact.kind { result.append(.someInstance(binder)) }
      result.append(.condition(fact.condition, fact.truth))
    }
    for (_, exception) in exceptions(of: hop) { result.append(.condition(exception, false)) }
    return result
  }

  /// What stands behind the `unless` of what a hop asks for, and of what that stands in for: any of these ends it.
  func exceptions(of hop: CascadeHop) -> [(fact: ConsequenceFact, condition: ExprIR)] {
    var result: [(fact: ConsequenceFact, condition: ExprIR)] = []
    var next: ConsequenceFact? = hop.demand.fact
    while let fact = next {
      if let exception = fact.obligation?.unless { result.append((fact, exception)) }
      next = fact.replaced.map { consequenceFacts[$0.index] }
    }
    return result
  }

  /// The fields that a guard reads, or that flow into one that is read; an argument that is computed is judged against its type.
  func relevantFields(_ graph: CascadeGraph, among events: Set<Int>) -> Set<String> {
    var relevant: Set<String> = []
    let hops = graph.hops.filter { events.contains($0.from) && events.contains($0.to) }
    for hop in hops {
      for case .condition(let condition, _) in guards(of: hop) { relevant.formUnion(reads(condition, hop, graph)) }
    }
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for hop in hops {
        for (name, argument) in zip(parameters(of: hop.call.action), hop.call.arguments) {
          guard let argument else { continue }
          let target = "\(graph.events[hop.to]) \(name)"
          let type = fields(of: graph.events[hop.to]).first { $0.name == name }?.type.unwrapped
          let isJudged = type.map { $0 != argument.type.unwrapped && !facts.bounds(of: $0).isEmpty && argument.constant == nil } ?? false
          if isJudged, relevant.insert(target).inserted { hasGrown = true }
          guard relevant.contains(target) else { continue }
          for read in reads(argument, hop, graph) where relevant.insert(read).inserted { hasGrown = true }
        }
      }
    }
    return relevant
  }

  private func reads(_ value: ExprIR, _ hop: CascadeHop, _ graph: CascadeGraph) -> Set<String> {
    var found: Set<String> = []
    func visit(_ part: ExprIR) {
      if case .member(let base, let name) = part.kind, case .local(hop.demand.reaction.subject) = base.kind {
        found.insert("\(graph.events[hop.from]) \(name)")
      }
      part.children.forEach(visit)
    }
    visit(value)
    return found
  }
}
