/// A permission of a spec. Generated as an enum without cases: `Permissions.Refund`.
public protocol Permission: Sendable {
  /// The permission's name in the spec.
  static var permissionName: String { get }
  /// The names of the roles that may grant it.
  static var grantedBy: [String] { get }
}

/// A permission that somebody was granted, to be used once. The log holds the same: what was used up there is worth nothing here.
public struct Grant<P: Permission>: ~Copyable, Sendable {
  /// The position of the event that granted it.
  public let id: Position
  /// Who may use it.
  public let holder: Identity

  init(_ id: Position, _ holder: Identity) {
    self.id = id
    self.holder = holder
  }
}

/// What became of an attempt to do what needs a permission.
public enum Resolution<P: Permission>: ~Copyable, Sendable {
  /// It is done; the grant is used up.
  case met
  /// The handler has taken it over, and the evidence will come; the grant is used up.
  case later
  /// Nothing was done, or not as far as the log knows: the grant is handed back.
  case failed(any Error, Grant<P>)
}

/// An open obligation that waits for somebody with a permission.
public struct PermissionRequest: Sendable, Equatable {
  public let obligation: ObligationID
  /// In the spec's words with the values of the case: `pay_back(c1)`.
  public let what: String
  /// The permission's name in the spec.
  public let permission: String
  /// When it is due; nil for what is due at once.
  public let deadline: Timestamp?
}

/// A grant as the log knows it, until it is used.
struct HeldGrant: Sendable, Equatable {
  let permission: String
  let holder: Identity
}
