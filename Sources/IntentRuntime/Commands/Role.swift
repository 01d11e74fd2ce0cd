/// A role of a spec. Generated as an enum without cases: `Roles.Rep`.
public protocol Role: Sendable {
  /// What `me` is: the id of the entity that the role is bound to (`role rep is rep`), or `Nobody`.
  associatedtype Principal: RolePrincipal = Nobody
  /// The role's name in the spec.
  static var roleName: String { get }
}

/// What `me` is for the holder of a role.
public protocol RolePrincipal: Hashable, Sendable {
  /// The instance; nil for a role that is bound to no entity.
  var instance: EntityReference? { get }
  /// The principal that the log holds; nil if it is another role's.
  init?(_ instance: EntityReference?)
}

extension EntityID: RolePrincipal {
  public var instance: EntityReference? { reference }

  public init?(_ instance: EntityReference?) {
    guard let instance, instance.entity == E.entityName else { return nil }
    self.init(instance.identifier)
  }
}

/// The principal of a role that is bound to no entity.
public struct Nobody: RolePrincipal {
  public init() {}
  public var instance: EntityReference? { nil }

  public init?(_ instance: EntityReference?) {
    if instance != nil { return nil }
  }
}

/// Somebody of whom the app knows who it is: an account's name, a certificate's subject. What it may do stands in the log.
public struct Identity: Hashable, Sendable, CustomStringConvertible {
  public let name: String

  /// The app states that it has authenticated whoever goes by the name.
  public init(authenticated name: String) { self.name = name }

  public var description: String { name }
}

/// The proof that an identity holds a role. Only `Conductor.acting(as:for:)` makes one, and each command asks the log again whether it
/// still holds.
public struct Acting<R: Role>: Hashable, Sendable {
  public let identity: Identity
  /// Who `me` is.
  public let me: R.Principal

  init(_ identity: Identity, me: R.Principal) {
    self.identity = identity
    self.me = me
  }

  /// The same without the role in its type.
  public var caller: Caller { Caller(identity: identity, role: R.roleName, principal: me.instance) }
}

/// Who gives a command or asks a question, where the role is no longer part of the type.
public struct Caller: Hashable, Sendable {
  public let identity: Identity
  /// The role's name in the spec.
  public let role: String
  /// Who `me` is; nil for a role that is bound to no entity.
  public let principal: EntityReference?

  /// True if the command is given in that role.
  public func acts<R: Role>(as role: R.Type) -> Bool { self.role == R.roleName }

  /// Who `me` is in that role; nil if the command is given in another.
  public func me<R: Role>(as role: R.Type) -> R.Principal? { acts(as: role) ? R.Principal(principal) : nil }
}

/// Why somebody may not act in a role.
public enum RoleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The log does not say that the identity holds the role, or says that it was taken away.
  case notHeld(role: String, identity: Identity)
  /// The instance that the role makes of the identity is not there.
  case noSuchPrincipal(role: String, EntityReference)
  /// The spec names other roles in `granted by`.
  case mayNotGrant(role: String, permission: String)

  public var description: String {
    switch self {
    case .notHeld(let role, let identity): "\(identity) does not hold the role \(role)"
    case .noSuchPrincipal(let role, let instance): "there is no \(instance) for the role \(role)"
    case .mayNotGrant(let role, let permission): "a \(role) may not grant \(permission)"
    }
  }
}
