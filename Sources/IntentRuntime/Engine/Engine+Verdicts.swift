// What the engine does with the runtime's own events. Rare, so not inlinable.

extension Engine {
  /// Applies one of the runtime's own events. Identities that the present spec does not have are passed over: they were another's.
  mutating func apply(_ event: RuntimeEvent, at position: Position, recorded: Timestamp) {
    advance(to: recorded)
    lastPosition = position
    switch event {
    case .configured(let configuration): adopt(configuration)
    case .clockAdvanced: break
    case .late(let verdict): fail(verdict.obligation)
    case .failed(let verdict): fail(verdict.obligation)
    case .fellBack(let verdict, let since): fallBack(verdict.obligation, since: since)
    case .waived(let verdict), .withdrawn(let verdict):
      let number = obligations.find(verdict.obligation)
      if number >= 0 {
        noteClosable(number, evidence: 0)
        obligations.drop(number)
      }
    case .gapOpened(let gap): open(gap)
    case .gapClosed(let gap, _):
      gaps[gap] = nil
      obligations.side.closable.removeAll { $0.gap == gap }
    case .timerFired(let reaction, _, let subject, let due): fire(reaction, subject, due)
    case .roleGranted(let holding):
      roles[RoleKey(role: holding.role, identity: holding.identity)] = .some(holding.principal)
    case .permissionGranted(let grant): grants[position] = grant
    case .permissionUsed(let grant, let obligation): use(grant, for: obligation)
    case .updatesJoined(let positions): joined.begin(positions)
    case .attested(var attestation):
      attestation.at = recorded
      attestations.note(attestation)
    case .roleRevoked(let holding): roles.removeValue(forKey: RoleKey(role: holding.role, identity: holding.identity))
    }
  }

  /// Complexity: amortised O(1), as those that are met since are forgotten now and then.
  private mutating func use(_ grant: Position, for obligation: ObligationID) {
    grants[grant] = nil
    permitted.insert(obligation)
    if permitted.count > 64 + 2 * openCount { permitted = permitted.filter { obligations.find($0) >= 0 } }
  }

  /// A verdict that leaves the obligation unmet: late or failed.
  private mutating func fail(_ id: ObligationID) {
    let number = obligations.find(id)
    if number < 0 { return }
    permitted.remove(id)
    obligations.wheel.cancel(number)
    let slot = obligations.slots[Int(number)]
    obligations.slots[Int(number)].flags.remove(.pending)
    obligations.slots[Int(number)].flags.insert(.lapsed)
    if slot.flags.contains(.metLate) { obligations.drop(number) }
    if slot.flags.contains(.undoBlock) {
      for undo in obligations.side.takeUndos(before: slot) { open(undo, like: slot, anchor: now) }
    }
  }

  private mutating func fallBack(_ id: ObligationID, since: Timestamp) {
    let number = obligations.find(id)
    if number < 0 { return }
    let slot = obligations.slots[Int(number)]
    var rest = obligations.side.fallbacks[number] ?? []
    noteClosable(number, evidence: 0)
    if !slot.flags.contains(.metLate), !rest.isEmpty {
      // Opened before the other goes, so that their block of undos never stands empty between.
      let opened = open(rest.removeFirst(), like: slot, anchor: since)
      if !rest.isEmpty {
        obligations.slots[Int(opened)].flags.insert(.followed)
        obligations.side.fallbacks[opened] = rest
      }
    }
    obligations.drop(number)
  }

  @discardableResult
  private mutating func open(_ next: FollowUp<Action>, like slot: ObligationSlot<Action>, anchor: Timestamp) -> Int32 {
    obligations.cause = slot.cause
    obligations.begin(Int(slot.reaction))
    let number = obligations.open(
      next.rule, next.action, ordinal: next.ordinal, anchor: anchor, extra: next.keys == nil ? [] : .awaits)
    if let keys = next.keys { obligations.side.wait(number, for: keys) }
    if let about = next.about, obligations.slots[Int(number)].flags.contains(.conditional) { obligations.side.about[number] = about }
    return number
  }

  /// An obligation that goes away takes its gap along.
  private mutating func noteClosable(_ number: Int32, evidence: Position) {
    if obligations.slots[Int(number)].flags.contains(.gap), let gap = obligations.side.gapOf[obligations.id(number)] {
      obligations.side.closable.append((gap: gap, evidence: evidence))
    }
  }

  private mutating func open(_ gap: RuntimeEvent.OpenedGap) {
    gaps[position] = Gap(
      id: position, kind: gap.kind, severity: gap.severity, what: gap.what, reason: gap.reason, obligation: gap.obligation,
      assertion: gap.assertion, deadline: gap.deadline, opened: now)
    guard let id = gap.obligation else { return }
    permitted.remove(id)
    let number = obligations.find(id)
    if number < 0 {
      // Met before the gap was noted, or unknown to the present spec: nothing will ever meet it.
      obligations.side.closable.append((gap: position, evidence: 0))
    } else {
      obligations.slots[Int(number)].flags.insert(.gap)
      obligations.side.gapOf[id] = position
    }
  }

  private mutating func fire(_ reaction: UInt64, _ subject: Identifier?, _ due: Timestamp) {
    guard let index = obligations.rules.reactionIDs.firstIndex(of: reaction) else { return }
    timerReactions.insert(index)
    timers.settle(DueTimer(key: TimerKey(reaction: index, subject: subject), due: due))
    let moment = moment(nominal: due)
    obligations.start(cause: position, nominal: due)
    obligations.begin(index)
    system.consequences(ofTimer: index, subject: subject, in: world, at: moment, into: &obligations)
    system.aim(afterTimer: index, subject: subject, in: world, at: moment, into: &timers)
  }

  /// Puts the configuration's rules in force. Timers of reactions that stay in force keep their times.
  private mutating func adopt(_ configuration: Configuration) {
    configured = configuration
    let before = timers.inForce
    let isFirst = self.position == 1
    obligations.rules.adopt(
      rules: Set(configuration.rules.compactMap { UInt64($0, radix: 16) }),
      reactions: Set(configuration.reactions.compactMap { UInt64($0, radix: 16) }))
    let kept = timers.adopt(inForce: obligations.rules.reactionsInForce)
    system.aim(after: nil, in: world, at: moment(), into: &timers)
    for (key, time) in kept where !isFirst && before[key.reaction] { timers.aim(key.reaction, key.subject, at: time) }
  }

  /// What `intent.configured` says where the log is read with this program.
  var presentConfiguration: Configuration {
    let specification = System.specification
    return Configuration(
      name: specification.name, version: specification.version, spec: specification.fingerprint.description,
      timeZone: specification.timeZone, settings: system.configuration.map { "\($0.key)=\($0.value)" }.sorted(),
      rules: obligations.rules.identities.map(hexadecimal), reactions: obligations.rules.reactionIDs.sorted().map(hexadecimal))
  }
}
