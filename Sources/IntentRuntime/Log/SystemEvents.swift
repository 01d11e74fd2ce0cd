/// What the runtime itself writes to a log. Their types start with `intent.`, a word that no name of an author's can start with.
enum RuntimeEvent: Sendable, Equatable {
  case configured(Configuration)
  case clockAdvanced
  /// The deadline passed without evidence, and nothing stands in.
  case late(Verdict)
  /// The handler failed on every try, and nothing stands in.
  case failed(Verdict)
  /// What stands in took over, its deadline counting from `since`.
  case fellBack(Verdict, since: Timestamp)
  /// The `unless` held.
  case waived(Verdict)
  /// The spec no longer asks for it.
  case withdrawn(Verdict)
  case gapOpened(OpenedGap)
  case gapClosed(gap: Position, evidence: Position)
  case timerFired(reaction: UInt64, trigger: String, subject: Identifier?, due: Timestamp)
  case roleGranted(RoleHolding)
  case roleRevoked(RoleHolding)
  case permissionGranted(HeldGrant)
  /// The grant is used up by what the obligation asks for.
  case permissionUsed(grant: Position, for: ObligationID)
  /// The append that follows updates instances several times: the updates at these positions are not the last of theirs.
  case updatesJoined([Position])
  /// A person judged an invariant that is `attested`.
  case attested(Attestation)

  /// Who holds which role, and what the role makes of them.
  struct RoleHolding: Sendable, Equatable {
    let role: String
    let identity: Identity
    let principal: EntityReference?
  }

  /// Which obligation a verdict is on, with its label for readers of the log.
  struct Verdict: Sendable, Equatable {
    let obligation: ObligationID
    let what: String
    var reason: String?
  }

  struct OpenedGap: Sendable, Equatable {
    let kind: Gap.Kind
    let severity: Gap.Severity
    let what: String
    let reason: String
    let obligation: ObligationID?
    let assertion: UInt64
    let deadline: Timestamp?
  }

  static let prefix = "intent."
}

/// What a log is read with from `intent.configured` on.
struct Configuration: Sendable, Equatable {
  var name: String
  var version: Int
  var spec: String
  var timeZone: String
  /// Parameters and versions of derivations, as `name=value`, in order.
  var settings: [String]
  /// Identities of the rules and reactions in force, in hexadecimal, ascending.
  var rules: [String]
  var reactions: [String]
}

extension RuntimeEvent {
  var type: String {
    switch self {
    case .configured: "intent.configured"
    case .clockAdvanced: "intent.clock_advanced"
    case .late: "intent.obligation_late"
    case .failed: "intent.obligation_failed"
    case .fellBack: "intent.obligation_fell_back"
    case .waived: "intent.obligation_waived"
    case .withdrawn: "intent.obligation_withdrawn"
    case .gapOpened: "intent.gap_opened"
    case .gapClosed: "intent.gap_closed"
    case .timerFired: "intent.timer_fired"
    case .roleGranted: "intent.role_granted"
    case .roleRevoked: "intent.role_revoked"
    case .permissionGranted: "intent.permission_granted"
    case .permissionUsed: "intent.permission_used"
    case .updatesJoined: "intent.updates_joined"
    case .attested: "intent.attested"
    }
  }

  /// The event that it follows from: the cause of the obligation it is about, or 0.
  var cause: Position {
    switch self {
    case .late(let verdict), .failed(let verdict), .fellBack(let verdict, _), .waived(let verdict), .withdrawn(let verdict):
      verdict.obligation.cause
    case .gapOpened(let gap): gap.obligation?.cause ?? 0
    case .gapClosed(_, let evidence): evidence
    case .permissionUsed(_, let obligation): obligation.cause
    case .configured, .clockAdvanced, .timerFired, .roleGranted, .roleRevoked, .permissionGranted, .updatesJoined, .attested: 0
    }
  }

  var payload: [UInt8] {
    var fields = PayloadWriter()
    switch self {
    case .configured(let configuration):
      fields.field("name", configuration.name)
      fields.field("version", configuration.version)
      fields.field("spec", configuration.spec)
      fields.field("time_zone", configuration.timeZone)
      fields.field("settings", configuration.settings)
      fields.field("rules", configuration.rules)
      fields.field("reactions", configuration.reactions)
    case .clockAdvanced: break
    case .late(let verdict), .failed(let verdict), .waived(let verdict), .withdrawn(let verdict): verdict.visit(&fields)
    case .fellBack(let verdict, let since):
      verdict.visit(&fields)
      fields.field("since", since)
    case .gapOpened(let gap): gap.visit(&fields)
    case .gapClosed(let gap, let evidence):
      fields.field("gap", Int(gap))
      if evidence > 0 { fields.field("evidence", Int(evidence)) }
    case .timerFired(let reaction, let trigger, let subject, let due):
      fields.field("reaction", hexadecimal(reaction))
      fields.field("trigger", trigger)
      fields.field("subject", subject)
      fields.field("due", due)
    case .roleGranted(let holding), .roleRevoked(let holding): holding.visit(&fields)
    case .permissionGranted(let grant):
      fields.field("permission", grant.permission)
      fields.field("identity", grant.holder.name)
    case .permissionUsed(let grant, let obligation):
      fields.field("grant", Int(grant))
      fields.field("cause", Int(obligation.cause))
      fields.field("ordinal", obligation.ordinal)
    case .updatesJoined(let positions): fields.field("superseded", positions.map { Int($0) })
    case .attested(let attestation): attestation.visit(&fields)
    }
    return fields.finish()
  }

  /// The runtime's event that the record holds; nil for a type that this version does not know, which is skipped.
  init?(_ record: EventRecord) throws(LogError) {
    let payload = try PayloadReader(record.payload)
    switch record.type {
    case "intent.configured":
      self = .configured(
        Configuration(
          name: payload.field("name"), version: payload.field("version"), spec: payload.field("spec"),
          timeZone: payload.field("time_zone"), settings: payload.field("settings"), rules: payload.field("rules"),
          reactions: payload.field("reactions")))
    case "intent.clock_advanced": self = .clockAdvanced
    case "intent.obligation_late": self = .late(Verdict(payload))
    case "intent.obligation_failed": self = .failed(Verdict(payload))
    case "intent.obligation_fell_back": self = .fellBack(Verdict(payload), since: payload.field("since"))
    case "intent.obligation_waived": self = .waived(Verdict(payload))
    case "intent.obligation_withdrawn": self = .withdrawn(Verdict(payload))
    case "intent.gap_opened": self = .gapOpened(OpenedGap(payload))
    case "intent.gap_closed":
      let gap: Int = payload.field("gap")
      self = .gapClosed(gap: Position(gap), evidence: Position(payload.field("evidence", default: 0)))
    case "intent.timer_fired":
      self = .timerFired(
        reaction: identity(payload, "reaction"), trigger: payload.field("trigger"), subject: payload.field("subject"),
        due: payload.field("due"))
    case "intent.role_granted": self = .roleGranted(RoleHolding(payload))
    case "intent.role_revoked": self = .roleRevoked(RoleHolding(payload))
    case "intent.permission_granted":
      let identity: String = payload.field("identity")
      self = .permissionGranted(
        HeldGrant(permission: payload.field("permission"), holder: Identity(authenticated: identity)))
    case "intent.permission_used":
      let (grant, cause): (Int, Int) = (payload.field("grant"), payload.field("cause"))
      let obligation = ObligationID(cause: Position(cause), ordinal: payload.field("ordinal"))
      self = .permissionUsed(grant: Position(grant), for: obligation)
    case "intent.updates_joined":
      let positions: [Int] = payload.field("superseded")
      self = .updatesJoined(positions.map { Position($0) })
    case "intent.attested": self = .attested(Attestation(payload, by: record.actor, at: record.recorded))
    default: return nil
    }
    try payload.check()
  }
}

/// The identity that a field holds in hexadecimal.
private func identity(_ payload: PayloadReader, _ field: String) -> UInt64 {
  let text: String = payload.field(field)
  if let value = UInt64(text, radix: 16) { return value }
  payload.refuse(field, expected: "an identity in hexadecimal")
  return 0
}

extension RuntimeEvent.Verdict {
  init(_ payload: PayloadReader) {
    let cause: Int = payload.field("cause")
    self.init(
      obligation: ObligationID(cause: Position(cause), ordinal: payload.field("ordinal")), what: payload.field("what"),
      reason: payload.field("reason"))
  }

  func visit(_ fields: inout PayloadWriter) {
    fields.field("cause", Int(obligation.cause))
    fields.field("ordinal", obligation.ordinal)
    fields.field("what", what)
    fields.field("reason", reason)
  }
}

extension RuntimeEvent.OpenedGap {
  init(_ payload: PayloadReader) {
    let kind: String = payload.field("kind")
    let severity: String = payload.field("severity")
    if Gap.Kind(rawValue: kind) == nil { payload.refuse("kind", expected: "a kind of gap") }
    if Gap.Severity(rawValue: severity) == nil { payload.refuse("severity", expected: "a severity") }
    let cause: Int = payload.field("cause", default: 0)
    let ordinal: Int = payload.field("ordinal", default: 0)
    self.init(
      kind: Gap.Kind(rawValue: kind) ?? .reaction, severity: Gap.Severity(rawValue: severity) ?? .must,
      what: payload.field("what"), reason: payload.field("reason"),
      obligation: cause > 0 ? ObligationID(cause: Position(cause), ordinal: ordinal) : nil,
      assertion: payload.has("assertion") ? identity(payload, "assertion") : 0, deadline: payload.field("deadline"))
  }

  func visit(_ fields: inout PayloadWriter) {
    fields.field("kind", kind.rawValue)
    fields.field("severity", severity.rawValue)
    fields.field("what", what)
    fields.field("reason", reason)
    if let obligation {
      fields.field("cause", Int(obligation.cause))
      fields.field("ordinal", obligation.ordinal)
    }
    if assertion != 0 { fields.field("assertion", hexadecimal(assertion)) }
    fields.field("deadline", deadline)
  }
}

extension RuntimeEvent.RoleHolding {
  init(_ payload: PayloadReader) {
    let identity: String = payload.field("identity")
    let me: String? = payload.field("me")
    let principal = me.flatMap { EntityReference($0) }
    if me != nil, principal == nil { payload.refuse("me", expected: "an instance, as rep:1") }
    self.init(role: payload.field("role"), identity: Identity(authenticated: identity), principal: principal)
  }

  func visit(_ fields: inout PayloadWriter) {
    fields.field("role", role)
    fields.field("identity", identity.name)
    fields.field("me", principal?.description)
  }
}
