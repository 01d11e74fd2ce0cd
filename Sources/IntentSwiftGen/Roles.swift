import IntentIR

/// What generated code calls who may do something: one role, or a protocol that several have in common.
struct RoleSet: Hashable {
  /// Sorted.
  let roles: [String]

  init(_ roles: [String]) { self.roles = Set(roles).sorted() }
}

extension SystemIR {
  /// The roles that name the metric or the entity in a `can: read`. Sorted.
  func readers(of target: String) -> [String] {
    roles.filter { role in role.reads.contains { $0.target == target } }.map(\.name).sorted()
  }
}

extension SystemIR {
  /// The roles that load instances of the workflow's entity, and those that make each move of what they load.
  func workflowRoles(_ workflow: WorkflowIR) -> [[String]] {
    let loaders = Set(roles.filter { role in role.reads.contains { $0.target == workflow.entity } }.map(\.name))
    var pairs: [String: Set<String>] = [:]
    for move in workflow.moves { pairs["\(move.from) \(move.to)", default: []].formUnion(move.roles) }
    return ([loaders] + pairs.values.map { $0.intersection(loaders) }).map { $0.sorted() }
  }
}

extension SystemContext {
  /// Workflows, roles, and what these may do.
  var commandSections: [Section] {
    // What nobody may do is not generated.
    let workflows = system.workflows.inSourceOrder(\.origin).map(workflowSection)
    let roles = system.roles.inSourceOrder(\.origin).map(roleSection)
    let mutations = system.mutations.filter { !$0.callers.isEmpty }.inSourceOrder(\.origin).map(mutationSection)
    let queries = system.queries.filter { !$0.callers.isEmpty }.inSourceOrder(\.origin).map(querySection)
    let views = system.views.filter { !$0.roles.isEmpty }.inSourceOrder(\.origin).map(viewSection)
    let permissions = system.permissions.inSourceOrder(\.origin).map(permissionSection)
    return workflows + roles + rowSections + permissions + mutations + queries + views
      + [rolesSection, permissionsSection].compactMap { $0 }
  }

  /// A role: the proof of it, and which rows it reads.
  func roleSection(_ role: RoleIR) -> Section {
    let name = names.role(role.name)
    let principal = role.entity.map { "\(access) typealias Principal = \(namespace).\(names.entity($0)).ID" }
    let lines = [principal, "\(access) static var roleName: String { \(swiftQuoted(role.name)) }"].compactMap { $0 }
    let comment = self.comment(role.doc, "role \(role.name)", role.origin)
    let body = Code.group(comment + [.block("\(access) nonisolated enum \(name): Role", lines.lines)])
    return Section(title: "role \(role.name)", origin: role.origin, rank: 1, code: [extending("Roles", [body])])
  }

  /// `Roles`, and a protocol for each set of roles that may do the same.
  var rolesSection: Section? {
    guard !system.roles.isEmpty else { return nil }
    let root = Code.group([.line("/// Who may do what."), .line("\(access) nonisolated enum Roles {}")])
    var code = [extending([root])]
    for set in names.roleSets where set.roles.count > 1 {
      let entities = Set(set.roles.map { role in system.roles.first { $0.name == role }?.entity })
      var constraint = ""
      if entities.count == 1, case .some(.some(let entity)) = entities.first {
        constraint = " where Principal == \(namespace).\(names.entity(entity)).ID"
      }
      let list = set.roles.map { "`\($0)`" }.joined(separator: ", ")
      code.append(
        extending(
          "Roles",
          [
            .group([
              .line("/// One of \(list)."), .line("\(access) nonisolated protocol \(names.roleSet(set)): Role\(constraint) {}"),
            ])
          ]))
      for role in set.roles {
        code.append(.line("nonisolated extension \(roleType(role)): \(namespace).Roles.\(names.roleSet(set)) {}"))
      }
    }
    return homeSection("roles", rank: 2, [.group(code.spaced)])
  }

  /// `Commands.Roles.Seller`.
  func roleType(_ role: String) -> String { "\(namespace).Roles.\(names.role(role))" }

  /// The type of the proof that a command takes: `Acting<Commands.Roles.Seller>`.
  func actingType(_ roles: [String]) -> String {
    let set = RoleSet(roles)
    if set.roles.count == 1 { return "Acting<\(roleType(set.roles[0]))>" }
    return "Acting<some \(namespace).Roles.\(names.roleSet(set))>"
  }

  /// The entity that `me` is for all of the roles; nil where they are not of one.
  func principal(of roles: [String]) -> String? {
    let entities = Set(roles.map { role in system.roles.first { $0.name == role }?.entity })
    guard entities.count == 1, let entity = entities.first else { return nil }
    return entity
  }

  /// `has`: which of the instances that roles are bound to are there.
  var principalsCode: Code? {
    let bound = Set(system.roles.compactMap(\.entity))
    guard !bound.isEmpty else { return nil }
    let cases: [Code] = entitiesInSourceOrder.filter { bound.contains($0.name) }.map { entity in
      .line(
        "case \(swiftQuoted(entity.name)): "
          + "\(stateCode).\(names.table(entity.name)).contains(\(namespace).\(names.entity(entity.name)).ID(principal.identifier))")
    }
    return .block(
      "\(access) func has(_ principal: EntityReference, in world: World) -> Bool",
      [.block("switch principal.entity", cases + [.line("default: false")])])
  }

  // MARK: - rows

  /// The conditions under which a role reads an instance of the entity; nil where it reads none, empty where it reads all.
  func rowConditions(_ role: String, _ entity: String) -> [ExprIR]? {
    let grants = system.roles.first { $0.name == role }?.reads.filter { $0.target == entity } ?? []
    if grants.isEmpty { return nil }
    let conditions = grants.compactMap(\.condition)
    return conditions.count < grants.count ? [] : conditions
  }

  /// The entities whose rows some reader may see only in part, of those that queries and views show.
  private var filteredEntities: [EntityIR] {
    var shown: [String: Set<String>] = [:]
    for query in system.queries {
      if let entity = query.result.rowEntity, areReadable(entity, by: query.callers) { shown[entity, default: []].formUnion(query.callers) }
    }
    for view in system.views {
      for show in view.shows {
        guard case .value(let value) = show.content, let entity = value.type.rowEntity else { continue }
        if areReadable(entity, by: view.roles) { shown[entity, default: []].formUnion(view.roles) }
      }
    }
    for entity in personal.entities { shown[entity, default: []].formUnion(system.readers(of: entity)) }
    for workflow in system.workflows { shown[workflow.entity, default: []].formUnion(loaders(workflow)) }
    return entitiesInSourceOrder.filter { entity in
      (shown[entity.name] ?? []).contains { isFiltered(entity.name, for: [$0]) }
    }
  }

  /// `true` iff each of the roles may read instances of the entity, all or some.
  func areReadable(_ entity: String, by roles: [String]) -> Bool {
    !roles.isEmpty && roles.allSatisfy { rowConditions($0, entity) != nil }
  }

  /// `true` iff some of the roles may read only some instances of the entity.
  func isFiltered(_ entity: String, for roles: [String]) -> Bool {
    roles.contains { rowConditions($0, entity)?.isEmpty == false }
  }

  /// For each entity that is read only in part, which instances a caller reads.
  var rowSections: [Section] {
    filteredEntities.compactMap { entity in
      let grants = system.roles.flatMap(\.reads).filter { $0.target == entity.name && $0.condition != nil }
      guard let origin = grants.inSourceOrder(\.origin).first?.origin else { return nil }
      return Section(
        title: "rows of \(entity.name)", origin: origin, rank: 2, code: [extending("Model", [rowFilter(entity)])])
    }
  }

  private func rowFilter(_ entity: EntityIR) -> Code {
    var writer = ExpressionWriter(self, reserving: ["me", "caller"])
    let local = writer.bind(entity.name, .instance(entity.name))
    var lines: [Code] = []
    for role in system.roles.inSourceOrder(\.origin) {
      guard let conditions = rowConditions(role.name, entity.name), !conditions.isEmpty else { continue }
      var test = "caller.acts(as: \(roleType(role.name)).self)"
      if let principal = role.entity, conditions.contains(where: isAboutMe) {
        writer.locals["me"] = .init(name: "me", form: .id(principal))
        test = "let me = caller.me(as: \(roleType(role.name)).self)"
      }
      let code = conditions.map { writer.condition($0, outer: conditions.count > 1 ? .conjunction : nil) }
      lines.append(.block("if \(test)", [.line("return \(code.joined(separator: " || "))")]))
    }
    return .group([
      .line("/// Whether the caller may read the \(entity.name), given that its role reads some."),
      function(
        "func reads",
        ["_ \(local): \(namespace).\(names.entity(entity.name))", "_ caller: Caller", "_ world: World", "_ moment: Moment"],
        " -> Bool", lines + [.line("return true")]),
    ])
  }

  /// `true` iff the expression asks who the caller is.
  func isAboutMe(_ condition: ExprIR) -> Bool {
    var found = false
    condition.forEach { if case .local("me") = $0.kind { found = true } }
    return found
  }
}
