import IntentIR
import IntentInterpreter
import IntentRuntime
import TestSupport

/// Steps drawn at random as the interpreter goes along, most of which the system can take.
struct RandomSteps {
  var random: SplitMix64
  private(set) var steps: [Step] = []
  private(set) var run: InterpretedSystem
  private let entities: [EntityIR]
  private let types: [String: TypeDeclarationIR]
  private let mutations: [MutationIR]
  /// Somebody was made a clerk, and is one unless the instance went since.
  private var hasClerk = false
  /// How many instances of each entity were tried.
  private var tried: [String: Int] = [:]

  init?(seed: UInt64, _ system: SystemIR) {
    guard let run = InterpretedSystem(system) else { return nil }
    self.run = run
    random = SplitMix64(seed: seed)
    entities = inTextOrder(system.entities, \.origin)
    mutations = system.mutations
    types = Dictionary(system.types.map { ($0.name, $0) }) { first, _ in first }
  }

  mutating func draw(_ count: Int) {
    for role in run.system.roles where role.entity == nil { take(Step(["grant", role.name, who(role.name), ""])) }
    for _ in 0..<count { take(step()) }
    take(Step(["run", String(run.interpreter.clock.milliseconds + 4 * 86_400_000)]))
    take(Step(["reopen"]))
    take(Step(["settle"]))
  }

  private mutating func take(_ step: Step) {
    steps.append(step)
    run.take(step)
  }

  private mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func pick<Element>(_ list: [Element]) -> Element? { list.randomElement(using: &random) }

  private mutating func step() -> Step {
    let clock = run.interpreter.clock.milliseconds
    switch roll(1...(run.system.roles.isEmpty ? 20 : 38)) {
    case 1...8: return .append(creations())
    case 9...12: return .append(updates() + (roll(1...5) == 1 ? creations() : []))
    case 13:
      hasClerk = false
      return .append([deletion()].compactMap { $0 })
    case 14: return .append([note()].compactMap { $0 })
    case 15:
      guard let work = pick(run.interpreter.awaitedEvidence) else { return Step(["settle"]) }
      return .append([work.event], cause: work.cause)
    case 16, 17:
      if roll(1...5) == 1 { return Step(["check"]) }
      return roll(1...4) == 1 ? signOff() ?? Step(["settle"]) : Step(["settle"])
    case 18: return Step(["jump", String(clock + Int64(roll(1...600)) * 60_000)])
    case 19: return Step(["run", String(clock + Int64(roll(1...72)) * 3_600_000)])
    case 20 where roll(1...6) == 1: return Step(["reopen"])
    case 21...27 where !mutations.isEmpty: return command()
    case 28...33: return question() ?? Step(["settle"])
    case 34, 35: return permission() ?? Step(["settle"])
    case 37, 38: return move() ?? Step(["settle"])
    case 36: return pick(run.interpreter.openGaps).map { Step(["resolve", String($0)]) } ?? Step(["settle"])
    default: return .append(family() ?? creations() + creations())
    }
  }

  // MARK: - commands

  private mutating func command() -> Step {
    if let step = makeClerk() { return step }
    let able = mutations.filter { mutation in hasSubjects(mutation.parameters) }
    if able.isEmpty { return .append(creations()) }
    guard let mutation = pick(able), roll(1...20) > 1 else {
      hasClerk = false
      return Step(roll(1...3) == 1 ? ["revoke", "boss", "nobody"] : ["revoke", "clerk", "cleo"])
    }
    let role = roll(1...8) == 1 ? "boss" : pick(mutation.callers) ?? "boss"
    return Step(["give", mutation.name, role, who(role), arguments(mutation.parameters)])
  }

  /// Makes somebody a clerk, most of the time, where nobody is.
  private mutating func makeClerk() -> Step? {
    let isRole = run.system.roles.contains { $0.name == "clerk" }
    guard isRole, !hasClerk, roll(1...4) > 1, let clerk = instance(entities[0]) else { return nil }
    hasClerk = true
    return Step(["grant", "clerk", "cleo", clerk.reference.description])
  }

  /// There is something that each parameter can be.
  private func hasSubjects(_ parameters: [FieldIR]) -> Bool {
    parameters.allSatisfy { field in field.target.map { !run.interpreter.instances($0).isEmpty } ?? true }
  }

  private func who(_ role: String) -> String { ["boss": "bea", "guest": "gus"][role] ?? "cleo" }

  private mutating func arguments(_ parameters: [FieldIR]) -> String {
    let members = parameters.compactMap { field in value(field.type).map { "\"\(field.name)\":\($0)" } }
    return String(decoding: object(members), as: UTF8.self)
  }

  /// Loads an instance of a workflow, and most of the time moves it as its state's type can.
  private mutating func move() -> Step? {
    guard let workflow = pick(run.system.workflows), let row = pick(run.interpreter.instances(workflow.entity)) else { return nil }
    let loaders = run.system.roles.filter { role in role.reads.contains { $0.target == workflow.entity } }.map(\.name)
    let id = "{\"id\":\"\(row.reference.identifier)\"}"
    let able = workflow.moves.filter { !Set($0.roles).isDisjoint(with: loaders) }
    let fitting = able.filter { row.fields[workflow.field] == .choice($0.from) }
    guard roll(1...4) > 1, let move = pick(roll(1...6) == 1 || fitting.isEmpty ? able : fitting),
      let role = pick(move.roles.filter(loaders.contains))
    else { return pick(loaders).map { Step(["load", workflow.name, $0, who($0), id]) } }
    return Step(["shift", "\(workflow.name).\(move.from).\(move.to)", role, who(role), id])
  }

  /// Asks a query or looks at a view.
  private mutating func question() -> Step? {
    if let step = makeClerk() { return step }
    let views = run.system.views
    if roll(1...3) == 1, let view = pick(views), let role = pick(view.roles) { return Step(["look", view.name, role, who(role), "{}"]) }
    guard let query = pick(run.system.queries.filter { hasSubjects($0.parameters) }), let role = pick(query.callers) else { return nil }
    return Step(["ask", query.name, role, who(role), arguments(query.parameters)])
  }

  /// Grants a permission or uses one, mostly for what needs it.
  private mutating func permission() -> Step? {
    guard let permission = pick(run.system.permissions) else { return nil }
    let requests = run.interpreter.permissionRequests
    if roll(1...3) > 1, let held = pick(run.interpreter.unusedGrants) {
      let fitting = requests.filter { $0.permission == held.permission }
      guard let request = pick(roll(1...8) == 1 ? requests : fitting) else { return nil }
      return Step(["use", held.permission, held.holder, String(request.obligation.cause), String(request.obligation.ordinal)])
    }
    guard let role = pick(permission.grantedBy) else { return nil }
    if role == "clerk", let step = makeClerk() { return step }
    return Step(["permit", permission.name, role, who(role), pick(["pat", "pia"]) ?? "pat"])
  }

  /// A person's judgement of an attested invariant.
  private mutating func signOff() -> Step? {
    guard let invariant = pick(run.system.contract.invariants.filter(\.isAttested)) else { return nil }
    let said = roll(1...4) == 1 ? "broken" : "kept"
    return Step(["attest", invariant.name, said, pick(["ada", "bob"]) ?? "ada", pick(["", "read it"]) ?? ""])
  }

  // MARK: - events

  /// A new instance, most of the time with the wholes that it needs.
  private mutating func creations() -> [GivenEvent] {
    guard let entity = pick(entities) else { return [] }
    if roll(1...12) > 1, let family = whole(of: entity, parts: roll(1...2)) { return family }
    return [creation(entity)].compactMap { $0 }
  }

  /// A whole with some of its parts.
  private mutating func family() -> [GivenEvent]? {
    guard roll(1...3) > 1, let part = pick(entities.filter { entity in entity.fields.contains { $0.role == .partOf } }) else { return nil }
    return whole(of: part, parts: roll(1...3))
  }

  /// So many parts behind their whole; nil if the entity is no part.
  private mutating func whole(of part: EntityIR, parts: Int) -> [GivenEvent]? {
    guard let relation = part.fields.first(where: { $0.role == .partOf }),
      let entity = entities.first(where: { $0.name == relation.target })
    else { return nil }
    guard let events = whole(of: entity, parts: 1) ?? creation(entity).map({ [$0] }), let id = tried[entity.name] else { return nil }
    return events + (0..<parts).compactMap { _ in creation(part, [relation.name: "\"\(id)\""]) }
  }

  /// Updates, now and then several of one instance.
  private mutating func updates() -> [GivenEvent] {
    guard let first = update() else { return [] }
    if roll(1...3) > 1 { return [first] }
    let more = (0..<roll(1...3)).compactMap { _ in update(first.subject) }
    return [first] + more
  }

  private mutating func creation(_ chosen: EntityIR? = nil, _ forced: [String: String] = [:]) -> GivenEvent? {
    guard let entity = chosen ?? pick(entities) else { return nil }
    let id = tried[entity.name, default: 0] + 1
    tried[entity.name] = id
    var members = ["\"id\":\"\(roll(1...25) == 1 ? max(1, id - 1) : id)\""]
    for field in entity.fields {
      if let value = forced[field.name] {
        members.append("\"\(field.name)\":\(value)")
      } else if field.role == .workflow, roll(1...8) > 1 {
        continue
      } else if field.defaultValue == .next {
        members.append("\"\(field.name)\":0")
      } else if let value = value(field.type), !(field.defaultValue != nil && roll(1...3) == 1) {
        members.append("\"\(field.name)\":\(value)")
      }
    }
    return GivenEvent(type: "\(entity.name).created", subject: "\(entity.name):\(id)", payload: object(members))
  }

  private func object(_ members: [String]) -> [UInt8] { Array("{\(members.joined(separator: ","))}".utf8) }

  private mutating func instance(_ entity: EntityIR) -> Instance? { pick(run.interpreter.instances(entity.name)) }

  private mutating func update(_ chosen: String? = nil) -> GivenEvent? {
    let able = entities.filter { !$0.isImmutable && $0.fields.contains { $0.role == .plain } }
    let known = chosen.flatMap { EntityReference($0) }.flatMap { chosen in
      run.interpreter.instances(chosen.entity).first { $0.reference == chosen }
    }
    let picked = roll(1...4) > 1 ? known : nil
    guard let entity = picked.flatMap({ known in able.first { $0.name == known.reference.entity } }) ?? pick(able),
      let instance = picked?.reference.entity == entity.name ? picked : instance(entity)
    else { return creation() }
    var members: [String] = []
    for field in entity.fields where field.role == .plain && roll(1...3) == 1 || field.role == .workflow && roll(1...4) == 1 {
      let value = value(field.type) ?? (field.type.isOptional ? "null" : nil)
      if let value { members.append("\"\(field.name)\":\(value)") }
    }
    return GivenEvent(type: "\(entity.name).updated", subject: instance.reference.description, payload: object(members))
  }

  private mutating func deletion() -> GivenEvent? {
    guard let entity = pick(entities.filter { !$0.isImmutable }), let instance = instance(entity) else { return creation() }
    return GivenEvent(type: "\(entity.name).deleted", subject: instance.reference.description, payload: object([]))
  }

  private mutating func note() -> GivenEvent? {
    guard let event = pick(run.system.events.filter { $0.name.hasPrefix("note") }) else { return creation() }
    let members = event.fields.compactMap { field in value(field.type).map { "\"\(field.name)\":\($0)" } }
    return GivenEvent(type: event.name, subject: nil, payload: object(members))
  }

  // MARK: - values

  /// JSON of a value of the type, seldom one that is refused; nil for absent.
  private mutating func value(_ type: TypeIR) -> String? {
    switch type {
    case .optional(let inner): return roll(1...3) == 1 ? nil : value(inner)
    case .list(let inner): return "[\((0..<roll(0...2)).compactMap { _ in value(inner) }.joined(separator: ","))]"
    case .entity(let name): return reference(name)
    case .choice(let name):
      if case .choice(let cases)? = types[name]?.shape { return pick(cases).map { "\"\($0)\"" } }
      return nil
    case .record(let name):
      if case .record(let fields)? = types[name]?.shape { return record(fields) }
      return nil
    case .variant(let name):
      guard case .variant(let cases)? = types[name]?.shape, let chosen = pick(cases) else { return nil }
      return chosen.fields.isEmpty ? "{\"case\":\"\(chosen.name)\"}" : "{\"case\":\"\(chosen.name)\",\"data\":\(record(chosen.fields))}"
    case .refined(let name):
      switch types[name]?.shape {
      case .pattern: return ["\"a\"", "\"abc\"", "\"bca\"", "\"b\"", "\"d\""][roll(0...4)]
      case .range(let base, _, _): return base == .int ? String(roll(-1...14)) : decimal()
      default: return nil
      }
    default: return plain(type)
    }
  }

  private mutating func record(_ fields: [FieldIR]) -> String {
    "{\(fields.compactMap { field in value(field.type).map { "\"\(field.name)\":\($0)" } }.joined(separator: ","))}"
  }

  private mutating func reference(_ name: String) -> String {
    guard let entity = entities.first(where: { $0.name == name }), let instance = instance(entity), roll(1...30) > 1 else { return "\"9\"" }
    return "\"\(instance.reference.identifier)\""
  }

  private mutating func decimal() -> String {
    "\"\(["0", "1", "2.5", "-3", "33.333333333333333333", "7.25", "100", "101", "0.1"][roll(0...8)])\""
  }

  private mutating func plain(_ type: TypeIR) -> String? {
    let clock = run.interpreter.clock
    switch type {
    case .text: return ["\"a\"", "\"b\"", "\"abc\"", "\"\"", "\"zoë\""][roll(0...4)]
    case .int: return String(roll(-2...13))
    case .decimal, .percent: return decimal()
    case .bool: return roll(0...1) == 0 ? "false" : "true"
    case .money:
      let amounts = ["\"0 USD\"", "\"5 USD\"", "\"49.99 USD\"", "\"-20.5 USD\"", "\"120 USD\"", "\"3 EUR\""]
      return amounts[roll(0...(roll(1...9) == 1 ? 5 : 4))]
    case .timestamp: return "\"\(clock + .minutes(Int64(roll(-4000...3000))))\""
    case .duration: return String(roll(-5...500) * 60_000)
    case .date: return "\"2026-01-\(["01", "02", "05", "09"][roll(0...3)])\""
    case .time: return ["\"09:30\"", "\"17:00\"", "\"00:00\"", "\"23:59:59.999\""][roll(0...3)]
    case .id: return "\"\(roll(1...5))\""
    default: return nil
    }
  }
}

extension FieldIR {
  /// The entity that a relation to one points at.
  fileprivate var target: String? {
    if case .entity(let name) = type.unwrapped { name } else { nil }
  }
}
