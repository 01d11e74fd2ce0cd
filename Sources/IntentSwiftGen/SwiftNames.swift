import IntentIR

/// The Swift names of a system's declarations. Where two kinds of declaration want one name, the later kind gets a suffix:
/// entities come first, then types, events, derivations' results, actions.
struct SwiftNames {
  let system: String
  private(set) var entities: [String: String] = [:]
  private(set) var types: [String: String] = [:]
  private(set) var events: [String: String] = [:]
  private(set) var results: [String: String] = [:]
  private(set) var actions: [String: String] = [:]
  /// Cases of `Event` for entities and domain events.
  private(set) var entityCases: [String: String] = [:]
  private(set) var eventCases: [String: String] = [:]
  /// Cases of `Action`, also the functions of `Handlers`.
  private(set) var actionCases: [String: String] = [:]
  /// Functions of the model.
  private(set) var derivations: [String: String] = [:]
  private(set) var metrics: [String: String] = [:]
  private(set) var tables: [String: String] = [:]
  private(set) var parameters: [String: String] = [:]
  private(set) var thresholds: [String: String] = [:]
  private(set) var checkers: [String: String] = [:]
  /// Checkers of invariants, properties (`capability.property`) and exceptions.
  private var promises: [String: String] = [:]
  /// Roles in `Roles`, and the protocols that several have in common, in the order of their names.
  private(set) var roles: [String: String] = [:]
  private(set) var roleSets: [RoleSet] = []
  private var roleSetNames: [RoleSet: String] = [:]
  /// Functions of the model and of the conductor, for mutations, queries and views.
  private(set) var commands: [String: String] = [:]
  private(set) var workflows: [String: String] = [:]
  /// The enums of their states.
  private(set) var workflowTypes: [String: String] = [:]
  private(set) var permissions: [String: String] = [:]
  /// The types of named refusals by mutation, and of views.
  private(set) var refusals: [String: String] = [:]
  private(set) var views: [String: String] = [:]
  /// Functions of the model that locals must not hide.
  private(set) var functionNames: Set<String> = []
  private var members: [String: [String: String]] = [:]
  init(_ system: SystemIR, _ personal: PersonalData) {
    let namespace = Naming.upperCamel(system.name)
    self.system = Naming.takenTypes.contains(namespace) ? namespace + "System" : namespace
    claimTypes(system)
    claimCases(system)
    claimFunctions(system)
    claimRoles(system, personal)
    var stateScope = Naming.Scope(reserving: ["apply", "index"])
    for entity in system.entities.sorted(by: { $0.name < $1.name }) {
      tables[entity.name] = stateScope.claim(Naming.lowerCamel(entity.plural))
      claimMembers("entity \(entity.name)", entity.fields.map(\.name), reserving: ["id", "visit", "entityName", "index", "seal"])
    }
    for event in system.events { claimMembers("event \(event.name)", event.fields.map(\.name), reserving: ["visit"]) }
    for action in system.actions { claimMembers("action \(action.name)", action.parameters.map(\.name), reserving: ["visit"]) }
    for derivation in system.derivations {
      claimMembers("result \(derivation.name)", derivation.resultFields.map(\.name), reserving: ["visit"])
    }
    for type in system.types { claimMembers(of: type) }
    let attested = system.contract.invariants.filter(\.isAttested).map(\.name)
    claimMembers("attested", attested, reserving: ["allCases", "rawValue", "invariantName"])
    functionNames = Set(derivations.values).union(metrics.values).union(commands.values).union(workflows.values)
  }

  /// The checker of an invariant, a property (`capability.property`) or an exception.
  func promise(_ name: String) -> String { Naming.escaped(promises[name] ?? Naming.lowerCamel(name)) }
  func entity(_ name: String) -> String { entities[name] ?? Naming.upperCamel(name) }
  func type(_ name: String) -> String { types[name] ?? Naming.upperCamel(name) }
  func event(_ name: String) -> String { events[name] ?? Naming.upperCamel(name) }
  func action(_ name: String) -> String { actions[name] ?? Naming.upperCamel(name) }
  func result(_ name: String) -> String { results[name] ?? Naming.upperCamel(name) }
  func role(_ name: String) -> String { roles[name] ?? Naming.upperCamel(name) }
  func roleSet(_ set: RoleSet) -> String { roleSetNames[set] ?? set.roles.map(role).joined(separator: "Or") }
  func table(_ entity: String) -> String { tables[entity] ?? Naming.lowerCamel(entity) }

  /// The Swift member for a field, parameter or case of `owner` (`entity customer`, `type sentiment`, `result engagement` …).
  func member(_ owner: String, _ name: String) -> String {
    Naming.escaped(members[owner]?[name] ?? Naming.lowerCamel(name))
  }

  private mutating func claimTypes(_ system: SystemIR) {
    var scope = Naming.Scope(reserving: Naming.takenTypes.union([self.system]))
    for entity in system.entities.sorted(by: { $0.name < $1.name }) {
      let name = scope.claim(Naming.upperCamel(entity.name), orWith: "Entity")
      entities[entity.name] = name
      _ = scope.claim(name + "Event")
    }
    for type in system.types.sorted(by: { $0.name < $1.name }) {
      types[type.name] = scope.claim(Naming.upperCamel(type.name), orWith: "Type")
    }
    for event in system.events.sorted(by: { $0.name < $1.name }) {
      events[event.name] = scope.claim(Naming.upperCamel(event.name), orWith: "Event")
    }
    for derivation in system.derivations.sorted(by: { $0.name < $1.name }) where !derivation.resultFields.isEmpty {
      results[derivation.name] = scope.claim(Naming.upperCamel(derivation.name), orWith: "Result")
    }
    for action in system.actions.sorted(by: { $0.name < $1.name }) {
      actions[action.name] = scope.claim(Naming.upperCamel(action.name), orWith: "Action")
    }
    for workflow in system.workflows.sorted(by: { $0.name < $1.name }) {
      workflowTypes[workflow.name] = scope.claim(Naming.upperCamel(workflow.name), orWith: "Workflow")
    }
    for view in system.views.sorted(by: { $0.name < $1.name }) {
      views[view.name] = scope.claim(Naming.upperCamel(view.name), orWith: "View")
    }
    for mutation in system.mutations.sorted(by: { $0.name < $1.name }) {
      guard mutation.body.flatMap(\.all).contains(where: { if case .require(_, .some) = $0.kind { true } else { false } }) else { continue }
      refusals[mutation.name] = scope.claim(Naming.upperCamel(mutation.name) + "Refusal")
    }
  }

  private mutating func claimRoles(_ system: SystemIR, _ personal: PersonalData) {
    var scope = Naming.Scope(reserving: Naming.takenTypes)
    for role in system.roles.sorted(by: { $0.name < $1.name }) {
      roles[role.name] = scope.claim(Naming.upperCamel(role.name), orWith: "Role")
    }
    var permissionScope = Naming.Scope(reserving: Naming.takenTypes)
    for permission in system.permissions.sorted(by: { $0.name < $1.name }) {
      permissions[permission.name] = permissionScope.claim(Naming.upperCamel(permission.name), orWith: "Permission")
    }
    let sets = system.mutations.map(\.callers) + system.queries.map(\.callers) + system.views.map(\.roles)
      + system.permissions.map(\.grantedBy) + system.metrics.map { system.readers(of: $0.name) }
      + system.workflows.flatMap { system.workflowRoles($0) } + personal.entities.map { system.readers(of: $0) }
    for set in Set(sets.map(RoleSet.init)).sorted(by: { $0.roles.lexicographicallyPrecedes($1.roles) }) where set.roles.count > 1 {
      roleSets.append(set)
      roleSetNames[set] = scope.claim(set.roles.map(role).joined(separator: "Or"), orWith: "Role")
    }
  }

  private mutating func claimCases(_ system: SystemIR) {
    var scope = Naming.Scope(reserving: ["done", "retired", "type", "subject", "visit", "evidence", "awaited"])
    for entity in system.entities.sorted(by: { $0.name < $1.name }) {
      entityCases[entity.name] = scope.claim(Naming.lowerCamel(entity.name))
    }
    for event in system.events.sorted(by: { $0.name < $1.name }) {
      eventCases[event.name] = scope.claim(Naming.lowerCamel(event.name), orWith: "Event")
    }
    var actionScope = Naming.Scope(reserving: ["name", "names", "index", "visit"])
    for action in system.actions.sorted(by: { $0.name < $1.name }) {
      let name = actionScope.claim(Naming.lowerCamel(action.name))
      actionCases[action.name] = name
    }
  }

  private mutating func claimFunctions(_ system: SystemIR) {
    var scope = Naming.Scope(reserving: [
      "handlers", "checkers", "parameters", "world", "moment", "before", "expect", "event", "timers", "apply", "consequences", "aim",
      "assertions", "refusal", "handling", "configuration", "emptyWorld", "isWaived", "complete", "has", "run",
      // Functions that the bodies of others call.
      "max", "min", "reads", "isLess", "isAtMost", "isGreater", "isAtLeast", "lifted", "elapsed", "checked", "crosses", "haveSameValue",
    ])
    for derivation in system.derivations.sorted(by: { $0.name < $1.name }) {
      derivations[derivation.name] = scope.claim(Naming.lowerCamel(derivation.name))
    }
    for metric in system.metrics.sorted(by: { $0.name < $1.name }) { metrics[metric.name] = scope.claim(Naming.lowerCamel(metric.name)) }
    for name in (system.mutations.map(\.name) + system.queries.map(\.name) + system.views.map(\.name)).sorted() {
      let camel = Naming.lowerCamel(name)
      commands[name] = scope.claim(Self.conductorProperties.contains(camel) ? camel + "Command" : camel, orWith: "Command")
    }
    for workflow in system.workflows.sorted(by: { $0.name < $1.name }) {
      workflows[workflow.name] = scope.claim(Naming.lowerCamel(workflow.name), orWith: "Workflow")
    }
    var parameterScope = Naming.Scope()
    for parameter in system.parameters.sorted(by: { $0.name < $1.name }) {
      parameters[parameter.name] = parameterScope.claim(Naming.lowerCamel(parameter.name))
    }
    var thresholdScope = Naming.Scope()
    for threshold in system.thresholds.sorted(by: { $0.name < $1.name }) {
      thresholds[threshold.name] = thresholdScope.claim(Naming.lowerCamel(threshold.name))
    }
    var checkerScope = Naming.Scope()
    for entity in system.entities.sorted(by: { $0.name < $1.name }) {
      for rule in entity.rules where rule.body == .checker && checkers["\(entity.name).\(rule.name)"] == nil {
        checkers["\(entity.name).\(rule.name)"] = checkerScope.claim(Naming.lowerCamel(rule.name), orWith: "Of" + self.entity(entity.name))
      }
    }
    for invariant in system.contract.invariants.sorted(by: { $0.name < $1.name }) where invariant.isChecker {
      promises[invariant.name] = checkerScope.claim(Naming.lowerCamel(invariant.name), orWith: "Invariant")
    }
    for capability in system.contract.capabilities.sorted(by: { $0.name < $1.name }) {
      for property in capability.properties.sorted(by: { $0.name < $1.name }) {
        promises["\(capability.name).\(property.name)"] = checkerScope.claim(
          Naming.lowerCamel(property.name), orWith: "Of" + Naming.upperCamel(capability.name))
        if case .named(let exception)? = property.unless, promises[exception] == nil {
          promises[exception] = checkerScope.claim(Naming.lowerCamel(exception), orWith: "Exception")
        }
      }
    }
  }

  /// What a method of the conductor without parameters could be taken for.
  static let conductorProperties: Set<String> = ["store", "gaps", "now", "nextDue", "lastPosition", "unownedExecutor"]

  private mutating func claimMembers(of type: TypeDeclarationIR) {
    let owner = "type \(type.name)"
    switch type.shape {
    case .choice(let cases): claimMembers(owner, cases, reserving: ["allCases", "rawValue"])
    case .variant(let cases):
      claimMembers(owner, cases.map(\.name), reserving: ["visit", "caseName"])
      for variantCase in cases {
        claimMembers("type \(type.name).\(variantCase.name)", variantCase.fields.map(\.name), reserving: ["visit"])
      }
    case .record(let fields): claimMembers(owner, fields.map(\.name), reserving: ["visit"])
    case .range, .pattern: break
    }
  }

  private mutating func claimMembers(_ owner: String, _ list: [String], reserving reserved: Set<String>) {
    var scope = Naming.Scope(reserving: reserved.union(["self", "init", "hash", "hashValue", "Type", "_"]))
    var claimed: [String: String] = [:]
    for name in list { claimed[name] = scope.claim(Naming.lowerCamel(name)) }
    members[owner] = claimed
  }
}
