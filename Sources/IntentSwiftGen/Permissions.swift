import IntentIR

extension SystemContext {
  /// `Permissions`: what must be granted before it is done.
  var permissionsSection: Section? {
    guard !system.permissions.isEmpty else { return nil }
    let root = Code.group([
      .line("/// What is done only by somebody to whom it was granted."), .line("\(access) nonisolated enum Permissions {}"),
    ])
    return homeSection("permissions", rank: 2, [extending([root])])
  }

  /// A permission, and the method by which those who may grant it.
  func permissionSection(_ permission: PermissionIR) -> Section {
    let name = names.permissions[permission.name] ?? Naming.upperCamel(permission.name)
    let roles = permission.grantedBy.map { "\(roleType($0)).roleName" }.joined(separator: ", ")
    let lines: [Code] = [
      .line("\(access) static var permissionName: String { \(swiftQuoted(permission.name)) }"),
      .line("\(access) static var grantedBy: [String] { [\(roles)] }"),
    ]
    let comment = self.comment(permission.doc, "permission \(permission.name)", permission.origin)
    var code = [extending("Permissions", [.group(comment + [.block("\(access) nonisolated enum \(name): Permission", lines)])])]
    if !permission.grantedBy.isEmpty {
      let type = "\(namespace).Permissions.\(name)"
      let method = self.method(
        "func grant\(name)", ["to holder: Identity", "as actor: \(actingType(permission.grantedBy))"],
        " async throws(CommandError<Never>) -> Grant<\(type)>",
        [.line("try await issue(\(type).self, to: holder, actor)")])
      code.append(.block("extension Conductor", [.group([.line("/// Grants `\(permission.name)` once."), method])]))
    }
    return Section(title: "permission \(permission.name)", origin: permission.origin, rank: 1, code: code)
  }
}
