// Permissions: granted in the log, used up in the log, together with the evidence of what they were used for.

extension Conductor {
  /// Grants the permission once. What generated methods are made of: they take the roles that the spec names. Throws
  /// `RoleError.mayNotGrant` for any other.
  public func issue<P: Permission, R: Role>(
    _ permission: P.Type, to holder: Identity, _ actor: Acting<R>
  ) async throws(CommandError<Never>) -> Grant<P> {
    let position: Position
    do {
      position = try await exclusively {
        try checkHolds(actor.caller)
        guard P.grantedBy.contains(R.roleName) else {
          throw RoleError.mayNotGrant(role: R.roleName, permission: P.permissionName)
        }
        var position: Position = 0
        try await commit { batch in
          judge(into: &batch)
          emit(
            .permissionGranted(HeldGrant(permission: P.permissionName, holder: holder)), by: actor.identity.name, into: &batch)
          position = engine.position
          closeGaps(into: &batch)
        }
        return position
      }
    } catch let error as RoleError {
      throw .role(error)
    } catch {
      throw .failed(error)
    }
    return Grant(position, holder)
  }

  /// The identity's oldest grant of the permission that is not used yet; nil if it has none. For a program that has started anew.
  public func unusedGrant<P: Permission>(_ permission: P.Type, of holder: Identity) -> Grant<P>? {
    let held = HeldGrant(permission: P.permissionName, holder: holder)
    guard let id = engine.grants.filter({ $0.value == held }).keys.min() else { return nil }
    return Grant(id, holder)
  }

  /// What waits for somebody with a permission, by deadline and age. What a handler took over for a grant is left out until it lapses or
  /// a gap opens for it. Complexity: O(*n* log *n*) in the number of open obligations.
  public var permissionRequests: [PermissionRequest] {
    engine.waitingForGrants.map { obligation in
      PermissionRequest(
        obligation: obligation.id, what: obligation.action.label, permission: engine.rule(of: obligation).requires ?? "",
        deadline: obligation.deadline)
    }
  }

  /// Calls the handler of the obligation behind the gap, which needs the permission, once.
  public func resolve<P: Permission>(_ gap: Gap.ID, using grant: consuming Grant<P>) async -> Resolution<P> {
    guard let open = engine.gaps[gap] else { return .failed(ConductorError.noSuchGap(gap), grant) }
    guard let id = open.obligation else { return .failed(ConductorError.notPerformable(gap), grant) }
    return await resolve(id, using: grant)
  }

  /// Calls the handler of an open obligation, which needs the permission, once, and appends its evidence and that the grant is used.
  public func resolve<P: Permission>(_ id: ObligationID, using grant: consuming Grant<P>) async -> Resolution<P> {
    let (number, holder) = (grant.id, grant.holder)
    do {
      let isMet = try await settlingExclusively {
        guard let obligation = engine.find(id), !engine.isAwaiting(id) else { throw ConductorError.noSuchObligation(id) }
        guard engine.rule(of: obligation).requires == P.permissionName else {
          throw ConductorError.otherPermission(id, needs: engine.rule(of: obligation).requires)
        }
        guard engine.grants[number] == HeldGrant(permission: P.permissionName, holder: holder) else {
          throw ConductorError.grantUsed(number)
        }
        let answer = try await engine.system.handling(of: obligation.action)(work(obligation, attempt: 1, for: holder))
        if case .met(let evidence) = answer {
          try await appendEvidence(evidence, of: obligation, using: number)
          return true
        }
        noteHandedOver(id)
        try await exclusively {
          try await commit { batch in
            judge(into: &batch)
            emit(.permissionUsed(grant: number, for: id), into: &batch)
            closeGaps(into: &batch)
          }
        }
        return false
      }
      return isMet ? .met : .later
    } catch {
      return .failed(error, grant)
    }
  }
}

extension Engine {
  /// Open obligations that wait for somebody with a permission, by deadline and age.
  var waitingForGrants: [OpenObligation<Action>] {
    (0..<obligations.fresh).filter { number in
      guard obligations.isUsed(number), !obligations.slots[Int(number)].flags.contains(.awaits) else { return false }
      let slot = obligations.slots[Int(number)]
      return obligations.rules.facts[obligations.rules.starts[Int(slot.reaction)] + Int(slot.rule)].needsGrant
    }.map { view($0) }.filter { !permitted.contains($0.id) }.sorted { a, b in
      let none = Timestamp(milliseconds: .min)
      return (a.deadline ?? none, a.id) < (b.deadline ?? none, b.id)
    }
  }
}
