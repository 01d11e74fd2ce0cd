import IntentIR
import IntentRuntime

/// A permission that somebody may use once.
public struct HeldPermission: Equatable, Sendable {
  public let permission: String
  public let holder: String
}

/// An open obligation that waits for somebody with a permission.
public struct RequestedPermission: Equatable, Sendable {
  public let obligation: ObligationID
  public let what: String
  public let permission: String
  public let deadline: Timestamp?
}

/// What became of an attempt to close a gap, or to do what needs a permission.
public enum ResolveOutcome: Equatable, Sendable {
  case met
  /// The handler has taken it over, and the evidence will come.
  case later
  /// The evidence may not be appended, for any of these reasons.
  case rule([Refusal])
  case failed(String)
}

extension Interpreter {
  /// Grants the permission to the holder, once.
  public mutating func issue(_ permission: String, to holder: String, by actor: Actor) -> CommandOutcome {
    if case .failure(let lost) = principal(of: actor) { return .role(lost.words) }
    guard let declared = spec.system.permissions.first(where: { $0.name == permission }), declared.grantedBy.contains(actor.role) else {
      return .role("a \(actor.role) may not grant \(permission)")
    }
    commit { interpreter in
      interpreter.judge()
      let fields = Record([("permission", .text(permission)), ("identity", .text(holder))])
      interpreter.note("intent.permission_granted", fields, actor: actor.identity)
      interpreter.grants[interpreter.position] = HeldPermission(permission: permission, holder: holder)
      interpreter.closeGaps()
    }
    return .done
  }

  /// The grants that are not used up, in the order in which they were given.
  public var unusedGrants: [HeldPermission] { grants.sorted { $0.key < $1.key }.map(\.value) }

  /// What waits for somebody with a permission, by deadline and age.
  public var permissionRequests: [RequestedPermission] {
    obligations.filter { $0.requires != nil && $0.expected.awaited == nil && !$0.isPermitted }.sorted { a, b in
      let none = Timestamp(milliseconds: .min)
      return (a.deadline ?? none, a.id) < (b.deadline ?? none, b.id)
    }.map {
      RequestedPermission(
        obligation: $0.id, what: $0.expected.call.label(spec.personal), permission: $0.requires ?? "", deadline: $0.deadline)
    }
  }

  /// Gives the obligation to its handler, once, with the holder's oldest grant of the permission, which is then used up.
  public mutating func resolve(_ id: ObligationID, using permission: String, of holder: String) -> ResolveOutcome {
    let held = HeldPermission(permission: permission, holder: holder)
    guard let grant = grants.filter({ $0.value == held }).keys.min() else { return .failed("no grant") }
    guard let index = index(of: id), obligations[index].expected.awaited == nil else { return failed(.noSuchObligation(id)) }
    let obligation = obligations[index]
    if obligation.requires != permission { return failed(.otherPermission(id, needs: obligation.requires)) }
    return resolve(obligation, using: grant)
  }

  /// Gives the obligation behind the gap to its handler, once.
  public mutating func resolve(_ gap: Position) -> ResolveOutcome {
    guard let open = gaps[gap] else { return failed(.noSuchGap(gap)) }
    guard let id = open.obligation, let index = index(of: id), obligations[index].expected.awaited == nil else {
      return failed(.notPerformable(gap))
    }
    if let permission = obligations[index].requires { return failed(.needsPermission(id, permission)) }
    return resolve(obligations[index], using: nil)
  }

  private func failed(_ error: ConductorError) -> ResolveOutcome { .failed(error.description) }

  private mutating func resolve(_ obligation: Obligation, using grant: Position?) -> ResolveOutcome {
    let call = obligation.expected.call
    switch app.handle(obligation.id, call.name, call.arguments.json, 1) {
    case .failed(let reason): return .failed(reason)
    case .met:
      do {
        let refusals = try appendEvidence(of: call, for: obligation, using: grant)
        if let refusals { return refusals.isEmpty ? failed(.noSuchObligation(obligation.id)) : .rule(refusals) }
        return .met
      } catch {
        return .failed(error.description)
      }
    case .later, .delegated:
      guard let grant else { return .later }
      commit { interpreter in
        interpreter.judge()
        interpreter.use(grant, for: obligation.id)
        interpreter.closeGaps()
      }
      return .later
    }
  }

  mutating func use(_ grant: Position, for id: ObligationID) {
    note(
      "intent.permission_used",
      Record([("grant", .int(Int(grant))), ("cause", .int(Int(id.cause))), ("ordinal", .int(id.ordinal))]), cause: id.cause)
    grants[grant] = nil
    if let index = index(of: id) { obligations[index].isPermitted = true }
  }
}
