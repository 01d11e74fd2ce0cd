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
    case .configured, .clockAdvanced, .timerFired, .roleGranted, .roleRevoked, .permissionGranted, .updatesJoined: 0
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
          name: try payload.field("name"), version: try payload.field("version"), spec: try payload.field("spec"),
          timeZone: try payload.field("time_zone"), settings: try payload.field("settings"), rules: try payload.field("rules"),
          reactions: try payload.field("reactions")))
    case "intent.clock_advanced": self = .clockAdvanced
    case "intent.obligation_late": self = .late(try Verdict(payload))
    case "intent.obligation_failed": self = .failed(try Verdict(payload))
    case "intent.obligation_fell_back": self = .fellBack(try Verdict(payload), since: try payload.field("since"))
    case "intent.obligation_waived": self = .waived(try Verdict(payload))
    case "intent.obligation_withdrawn": self = .withdrawn(try Verdict(payload))
    case "intent.gap_opened": self = .gapOpened(try OpenedGap(payload))
    case "intent.gap_closed":
      let gap: Int = try payload.field("gap")
      self = .gapClosed(gap: Position(gap), evidence: Position(try payload.field("evidence", default: 0)))
    case "intent.timer_fired":
      self = .timerFired(
        reaction: try identity(payload, "reaction"), trigger: try payload.field("trigger"), subject: try payload.field("subject"),
        due: try payload.field("due"))
    case "intent.role_granted": self = .roleGranted(try RoleHolding(payload))
    case "intent.role_revoked": self = .roleRevoked(try RoleHolding(payload))
    case "intent.permission_granted":
      let identity: String = try payload.field("identity")
      self = .permissionGranted(
        HeldGrant(permission: try payload.field("permission"), holder: Identity(authenticated: identity)))
    case "intent.permission_used":
      let (grant, cause): (Int, Int) = (try payload.field("grant"), try payload.field("cause"))
      let obligation = ObligationID(cause: Position(cause), ordinal: try payload.field("ordinal"))
      self = .permissionUsed(grant: Position(grant), for: obligation)
    case "intent.updates_joined":
      let positions: [Int] = try payload.field("superseded")
      self = .updatesJoined(positions.map { Position($0) })
    default: return nil
    }
  }
}

/// The identity that a field holds in hexadecimal.
private func identity(_ payload: PayloadReader, _ field: String) throws(LogError) -> UInt64 {
  let text: String = try payload.field(field)
  guard let value = UInt64(text, radix: 16) else { throw .badField(field, expected: "an identity in hexadecimal") }
  return value
}

extension RuntimeEvent.Verdict {
  init(_ payload: PayloadReader) throws(LogError) {
    let cause: Int = try payload.field("cause")
    self.init(
      obligation: ObligationID(cause: Position(cause), ordinal: try payload.field("ordinal")), what: try payload.field("what"),
      reason: try payload.field("reason"))
  }

  func visit(_ fields: inout PayloadWriter) {
    fields.field("cause", Int(obligation.cause))
    fields.field("ordinal", obligation.ordinal)
    fields.field("what", what)
    fields.field("reason", reason)
  }
}

extension RuntimeEvent.OpenedGap {
  init(_ payload: PayloadReader) throws(LogError) {
    let kind: String = try payload.field("kind")
    let severity: String = try payload.field("severity")
    guard let kind = Gap.Kind(rawValue: kind) else { throw .badField("kind", expected: "a kind of gap") }
    guard let severity = Gap.Severity(rawValue: severity) else { throw .badField("severity", expected: "a severity") }
    let cause: Int = try payload.field("cause", default: 0)
    let ordinal: Int = try payload.field("ordinal", default: 0)
    self.init(
      kind: kind, severity: severity, what: try payload.field("what"), reason: try payload.field("reason"),
      obligation: cause > 0 ? ObligationID(cause: Position(cause), ordinal: ordinal) : nil,
      assertion: payload.has("assertion") ? try identity(payload, "assertion") : 0, deadline: try payload.field("deadline"))
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
  init(_ payload: PayloadReader) throws(LogError) {
    let identity: String = try payload.field("identity")
    let me: String? = try payload.field("me")
    let principal = me.flatMap { EntityReference($0) }
    if me != nil, principal == nil { throw .badField("me", expected: "an instance, as rep:1") }
    self.init(role: try payload.field("role"), identity: Identity(authenticated: identity), principal: principal)
  }

  func visit(_ fields: inout PayloadWriter) {
    fields.field("role", role)
    fields.field("identity", identity.name)
    fields.field("me", principal?.description)
  }
}
