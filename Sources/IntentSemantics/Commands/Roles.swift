import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// Who `me` is in an expression.
enum Principal {
  case entity(String)
  /// Something was wrong and has been reported.
  case unknown
  /// There is no `me`, and why.
  case nobody(String)
}

// Roles: whom they bind `me` to, what they may read and call.
extension SystemAnalysis {
  /// Finds what each role is, and whom each `can:` gives a command to.
  mutating func resolveRoles() {
    for declaration in inOrder(roles) {
      tree = declaration.tree
      var facts = RoleFacts()
      // Where something in it or just behind it could not be read, it may say more.
      facts.isUncertain = mayBeLost(declaration.name) || syntaxErrors.touches(declaration.span.endPoint)
      if let name = declaration.node.entity {
        facts.binding = entities[text(name)] != nil ? .entity(text(name)) : .broken
        if entities[text(name)] == nil, !reportOtherKind(name, "a role is bound to an entity", .undeclaredType) { reportNoEntity(name) }
      }
      if facts.isUncertain, facts.binding == .nothing { facts.binding = .broken }
      commands.roles[declaration.name] = facts
      for grant in declaration.node.grants {
        guard case .call(let names) = grant.kind else { continue }
        for name in names {
          commands.grantees[text(name), default: []].append(declaration.name)
          if !isCommand(text(name)) { commands.hasUnknownGrants = true }
        }
      }
    }
  }

  /// The names as roles; one that is not declared is reported.
  mutating func roleList(_ names: NodeList<Name>) -> RoleList {
    var list = RoleList()
    var seen: [String: Span] = [:]
    for name in names {
      let role = text(name)
      if let first = seen[role] {
        report(
          .duplicate, "role `\(role)` is named twice", at: name.span, notes: [DiagnosticNote("the first stands here", first)])
        continue
      }
      seen[role] = name.span
      if roles[role] != nil {
        list.names.append(role)
        continue
      }
      list.isCertain = false
      let binding = entities[role] != nil ? " is \(role)" : ""
      reportUndeclared(
        .undeclaredRole, "no role is named `\(role)`", name, among: Array(roles.keys), missing: .item("role \(role)\(binding) { }"))
    }
    return list
  }

  /// Who `me` is for all of these roles.
  func principal(_ list: RoleList) -> Principal {
    if !list.isCertain { return .unknown }
    var found: [(role: String, entity: String)] = []
    for role in list.names {
      switch commands.roles[role]?.binding {
      case .entity(let entity): found.append((role, entity))
      case .broken: return .unknown
      case .nothing, nil: return .nobody("role `\(role)` is bound to no entity, so `me` has no type: write `role \(role) is entity`")
      }
    }
    guard let first = found.first else { return .nobody("no role is named here, so there is nobody whom `me` could be") }
    if let other = found.first(where: { $0.entity != first.entity }) {
      return .nobody("`me` is a `\(first.entity)` for role `\(first.role)` and a `\(other.entity)` for role `\(other.role)`")
    }
    return .entity(first.entity)
  }

  /// The scope in which `me` is one of these roles.
  func scope(for list: RoleList, _ scope: Scope = Scope()) -> Scope {
    var scope = scope
    switch principal(list) {
    case .entity(let entity): _ = scope.bind("me", .entity(entity))
    case .unknown: scope.bind("me", to: nil)
    case .nobody(let why): scope.withoutMe = why
    }
    // In the lowered form nothing else goes by the name.
    scope.take("me")
    return scope
  }

  mutating func lowerRoles() {
    for declaration in inOrder(roles) {
      tree = declaration.tree
      var role = RoleIR(name: declaration.name, doc: doc(declaration.doc), origin: origin(declaration.span))
      if case .entity(let entity)? = commands.roles[declaration.name]?.binding { role.entity = entity }
      var calls: [String: Span] = [:]
      var places: [(text: String, span: Span)] = []
      for grant in declaration.node.grants {
        switch grant.kind {
        case .read(let names, let condition):
          for name in names { lowerReadGrant(name, condition, grant, &role, &places) }
        case .call(let names): lowerCallGrant(names, &role, &calls)
        }
      }
      ir.roles.append(role)
    }
  }

  /// `can: read x where c`.
  private mutating func lowerReadGrant(
    _ name: Name, _ condition: ExprID?, _ grant: Grant, _ role: inout RoleIR, _ places: inout [(text: String, span: Span)]
  ) {
    let target = text(name)
    guard entities[target] != nil || metrics[target] != nil || derives[target] != nil else {
      commands.roles[role.name]?.isUncertain = true
      let wanted = isCommand(target) ? "what is done is granted by `can: \(target)`" : "what is read is an entity, a metric or a derivation"
      if reportOtherKind(name, wanted, .undeclaredGrant) { return }
      let advice = plurals[target].map { "an entity is named in the singular, `\($0)`" }
      reportUndeclared(
        .undeclaredGrant, "no entity, metric or derivation is named `\(target)`", name,
        among: Array(entities.keys) + metrics.keys + derives.keys, missing: .item("entity \(target) { }"), advice: advice,
        isItem: true)
      return
    }
    commands.roles[role.name]?.reads.insert(target)
    var filter: ExprIR?
    if let condition {
      if entities[target] == nil {
        report(.emptyGrant, "`\(target)` is one value and has no rows that a `where` could choose among", at: expr(condition).span)
        return
      }
      let outer = scope(for: RoleList(names: [role.name]))
      let (inner, _) = outer.inside(.entity(target), named: target)
      filter = self.condition(condition, inner)
      guard let filter else { return }
      _ = note(.filter, filter, at: expr(condition).span)
    }
    let said = filter?.text
    // A `where` that could not be read is no grant without one.
    let isCertain = commands.roles[role.name]?.isUncertain == false
    let others = isCertain ? zip(role.reads, places).filter { $0.0.target == target } : []
    if let moot = others.first(where: { $0.0.condition == nil || $0.0.condition?.text == said }) {
      report(
        .emptyGrant, "`\(role.name)` may read \(moot.0.condition == nil ? "every" : "such a") `\(target)` already", at: name.span,
        notes: [DiagnosticNote("by what stands here", moot.1.span)])
      return
    }
    if filter == nil, let moot = others.first {
      report(
        .emptyGrant, "`\(role.name)` may read every `\(target)` by this, so a `where` for it has no effect", at: name.span,
        notes: [DiagnosticNote("the `where` stands here", moot.1.span)])
      return
    }
    role.reads.append(ReadGrantIR(target: target, condition: filter, origin: origin(grant.span)))
    places.append((target, grant.span))
  }

  /// `can: log_interaction`. Where `read` is left out, or what stands behind it, that is one mistake.
  private mutating func lowerCallGrant(_ names: NodeList<Name>, _ role: inout RoleIR, _ calls: inout [String: Span]) {
    func isThing(_ name: String) -> Bool { (entities[name] != nil || metrics[name] != nil) && !isCommand(name) }
    let things = names.filter { isThing(text($0)) }
    if let first = things.first {
      commands.roles[role.name]?.isUncertain = true
      if text(names[0]) == "read", !isCommand("read") {
        report(.undeclaredGrant, "behind `read` stands an entity, a metric or a derivation", at: names[0].span)
        return
      }
      let fix = Fix("write `read \(text(first))`", replace: first.span.startPoint, with: "read ")
      report(
        .undeclaredGrant, "`\(text(first))` is nothing that is done: write `can: read \(text(first))`", at: first.span,
        fixes: things.count == names.count ? [fix] : [])
    }
    for name in names where !isThing(text(name)) { lowerCallGrant(name, &role, &calls) }
  }

  private func isCommand(_ name: String) -> Bool {
    mutations[name] != nil || queries[name] != nil || views[name] != nil || actionTable.contains(name)
  }

  private mutating func lowerCallGrant(_ name: Name, _ role: inout RoleIR, _ calls: inout [String: Span]) {
    let target = text(name)
    if let first = calls[target] {
      report(
        .emptyGrant, "`\(role.name)` may do `\(target)` already", at: name.span, notes: [DiagnosticNote("by what stands here", first)])
      return
    }
    calls[target] = name.span
    if isCommand(target) {
      role.calls.append(target)
    } else {
      commands.roles[role.name]?.isUncertain = true
      let wanted =
        permissions[target] == nil
        ? "a mutation, a query, a view or an action is done" : "a permission is given by who may, with `granted by`"
      if reportOtherKind(name, wanted, .undeclaredGrant) { return }
      reportUndeclared(
        .undeclaredGrant, "no mutation, query, view or action is named `\(target)`", name,
        among: Array(mutations.keys) + queries.keys + views.keys + actionTable.names, missing: .item("mutation \(target)() { }"))
    }
  }

  mutating func lowerPermissions() {
    for declaration in inOrder(permissions) {
      tree = declaration.tree
      let roles = roleList(declaration.node.grantedBy)
      if roles.names.isEmpty, roles.isCertain, !mayBeLost(declaration.name), !syntaxErrors.touches(declaration.span.endPoint) {
        report(.nobodyGrants, "no role grants `\(declaration.name)`: write `granted by` and a role", at: declaration.nameSpan)
      }
      ir.permissions.append(
        PermissionIR(name: declaration.name, grantedBy: roles.names, doc: doc(declaration.doc), origin: origin(declaration.span)))
    }
  }
}
