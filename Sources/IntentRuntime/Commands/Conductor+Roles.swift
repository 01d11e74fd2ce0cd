// Who may act in which role. It stands in the log: `intent.role_granted` and `intent.role_revoked`.

extension Conductor {
  /// Lets the identity act in the role as `me`. `granter` stands in the log as the one who did it. An identity holds a role once: a
  /// second grant of it says anew who it is. Throws `RoleError.noSuchPrincipal`, or `StoreError`.
  public func grant<R: Role>(_ role: R.Type, to identity: Identity, as me: R.Principal, by granter: Identity) async throws {
    if let instance = me.instance, !engine.system.has(instance, in: engine.fold) {
      throw RoleError.noSuchPrincipal(role: R.roleName, instance)
    }
    try await note(.roleGranted(RuntimeEvent.RoleHolding(role: R.roleName, identity: identity, principal: me.instance)), by: granter)
  }

  /// Lets the identity act in a role that is bound to no entity.
  public func grant<R: Role>(_ role: R.Type, to identity: Identity, by granter: Identity) async throws where R.Principal == Nobody {
    try await grant(role, to: identity, as: Nobody(), by: granter)
  }

  /// Takes the role away. Proofs that were given out count no longer. Does nothing if the identity does not hold it.
  public func revoke<R: Role>(_ role: R.Type, from identity: Identity, by granter: Identity) async throws {
    let key = RoleKey(role: R.roleName, identity: identity)
    guard let held = engine.roles[key] else { return }
    try await note(.roleRevoked(RuntimeEvent.RoleHolding(role: R.roleName, identity: identity, principal: held)), by: granter)
  }

  /// The proof that the identity may act in the role. Throws if the log does not say so.
  public func acting<R: Role>(as role: R.Type, for identity: Identity) throws(RoleError) -> Acting<R> {
    guard let held = engine.roles[RoleKey(role: R.roleName, identity: identity)], let me = R.Principal(held) else {
      throw .notHeld(role: R.roleName, identity: identity)
    }
    let acting = Acting<R>(identity, me: me)
    try checkHolds(acting.caller)
    return acting
  }

  /// Throws unless the role is held now, by the same instance, and that is there.
  func checkHolds(_ caller: Caller) throws(RoleError) {
    guard let held = engine.roles[RoleKey(role: caller.role, identity: caller.identity)], held == caller.principal else {
      throw .notHeld(role: caller.role, identity: caller.identity)
    }
    if let held, !engine.system.has(held, in: engine.fold) { throw .noSuchPrincipal(role: caller.role, held) }
  }

  /// Writes down what somebody did who gave no command.
  func note(_ event: RuntimeEvent, by identity: Identity) async throws {
    try await exclusively {
      try await commit { batch in
        judge(into: &batch)
        emit(event, by: identity.name, into: &batch)
        closeGaps(into: &batch)
      }
    }
  }
}

/// A role that an identity holds, as a key.
struct RoleKey: Hashable {
  let role: String
  let identity: Identity
}
