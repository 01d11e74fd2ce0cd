// What the conductor asks the engine for: what is due, what can be dispatched, what can be closed.

/// An obligation as the conductor sees it.
struct OpenObligation<Action: ActionValue> {
  let id: ObligationID
  let reaction: Int
  let rule: Int
  let action: Action
  /// Nil for what is due at once.
  let deadline: Timestamp?
  let isLapsed: Bool
}

/// What time has made due and the log does not say yet.
enum DueItem<Action: ActionValue> {
  case lapsed(OpenObligation<Action>, hasFallback: Bool, isMetLate: Bool)
  case timer(DueTimer)
}

extension Engine {
  /// The earliest time at which a deadline passes or a timer fires; nil if none is set.
  /// Complexity: O(*n*) in the number of those that share the wheel's first slot.
  var nextDue: Timestamp? {
    let times = [obligations.wheel.first, timers.wheel.first].compactMap { $0 }
    return times.min()
  }

  /// What is due by `now` and has no record yet, earlier ones first. Complexity: O(*n* log *n*).
  mutating func dueItems() -> [DueItem<Action>] {
    let pending = obligations.side.lapsed.filter { number in
      obligations.isUsed(number) && obligations.slots[Int(number)].flags.contains(.pending)
    }
    obligations.side.lapsed = pending
    var items: [(order: (Timestamp, Int, Int64, Int), item: DueItem<Action>)] = []
    for number in Set(pending) {
      let slot = obligations.slots[Int(number)]
      let view = view(number)
      items.append(
        (
          (slot.deadline, 0, slot.cause, Int(slot.ordinal)),
          .lapsed(
            view, hasFallback: obligations.side.fallbacks[number]?.isEmpty == false, isMetLate: slot.flags.contains(.metLate))
        ))
    }
    for (index, timer) in timers.due.sorted().enumerated() {
      items.append(((timer.due, 1, Int64(timer.key.reaction), index), .timer(timer)))
    }
    return items.sorted { $0.order < $1.order }.map(\.item)
  }

  func view(_ number: Int32) -> OpenObligation<Action> {
    let slot = obligations.slots[Int(number)]
    return OpenObligation(
      id: obligations.id(number), reaction: Int(slot.reaction), rule: Int(slot.rule), action: slot.action,
      deadline: slot.deadline == .distantFuture ? nil : slot.deadline, isLapsed: slot.flags.contains(.lapsed))
  }

  /// The obligation with that id; nil if it is not open.
  func find(_ id: ObligationID) -> OpenObligation<Action>? {
    let number = obligations.find(id)
    return number < 0 ? nil : view(number)
  }

  /// Starts to keep track of what is opened, with all that is open now as opened.
  mutating func trackOpened() {
    obligations.side.tracksOpened = true
    obligations.side.opened = (0..<obligations.fresh).filter { obligations.isUsed($0) }
  }

  /// What was opened since the last call and can be given to a handler.
  mutating func takeReady() -> [ReadyObligation] {
    let opened = obligations.side.opened
    obligations.side.opened.removeAll(keepingCapacity: true)
    return opened.compactMap { number in
      guard obligations.isUsed(number) else { return nil }
      let slot = obligations.slots[Int(number)]
      if slot.deadline == .distantFuture { obligations.side.atOnce.append(obligations.id(number)) }
      if !slot.flags.isDisjoint(with: [.lapsed, .awaits, .gap]) { return nil }
      let facts = obligations.rules.facts[obligations.rules.starts[Int(slot.reaction)] + Int(slot.rule)]
      if facts.needsGrant { return nil }
      // What is due at once comes before what has time.
      let deadline = slot.deadline == .distantFuture ? Timestamp(milliseconds: .min) : slot.deadline
      return ReadyObligation(severity: facts.severity, deadline: deadline, id: obligations.id(number), slot: number)
    }
  }

  /// True if the queue's item is still to be met and may be given to a handler.
  func isReady(_ item: ReadyObligation) -> Bool {
    guard obligations.isUsed(item.slot), obligations.id(item.slot) == item.id else { return false }
    return obligations.slots[Int(item.slot)].flags.isDisjoint(with: [.lapsed, .awaits, .gap])
  }

  /// The obligations taken by `takeReady` since the last call that are due at once, not met and not yet a gap, in order.
  /// Complexity: O(*n* log *n*) in the number of those taken.
  mutating func takeOverdueAtOnce() -> [OpenObligation<Action>] {
    defer { obligations.side.atOnce.removeAll(keepingCapacity: true) }
    // A slot that was used twice in one batch has its obligation noted twice.
    return Set(obligations.side.atOnce).compactMap { id in
      let number = obligations.find(id)
      guard number >= 0, obligations.slots[Int(number)].flags.isDisjoint(with: [.gap, .lapsed]) else { return nil }
      return view(number)
    }.sorted { $0.id < $1.id }
  }

  /// True if a gap is open for the obligation. Complexity: O(1).
  func hasGap(_ id: ObligationID) -> Bool { obligations.side.gapOf[id] != nil }

  /// Gaps whose obligation is met or gone, the earliest first.
  var closableGaps: [(gap: Position, evidence: Position)] {
    obligations.side.closable.filter { gaps[$0.gap] != nil }.sorted { $0.gap < $1.gap }
  }

  /// The obligations with an `unless`, in order, with the instance of their `for each`.
  var conditionalObligations: [(obligation: OpenObligation<Action>, about: Identifier?)] {
    obligations.side.conditional.map { (view($0), obligations.side.about[$0]) }.filter { !$0.0.isLapsed }
      .sorted { $0.0.id < $1.0.id }
  }

  /// True if an obligation with an `unless` follows from the last event, or may take another's place.
  func hasConditionals(of position: Position) -> Bool { obligations.side.lastConditionalCause == position }

  /// The causes of obligations that have an `unless`, or whose replacements have. Complexity: O(*n*) in the number of those that are
  /// conditional or have replacements.
  var conditionalCauses: Set<Position> {
    var causes = Set(obligations.side.conditional.map { obligations.slots[Int($0)].cause })
    for (number, rest) in obligations.side.fallbacks {
      let slot = obligations.slots[Int(number)]
      let start = obligations.rules.starts[Int(slot.reaction)]
      if rest.contains(where: { ObligationFlags(rawValue: obligations.rules.facts[start + $0.rule].flags).contains(.conditional) }) {
        causes.insert(slot.cause)
      }
    }
    return causes
  }

  func reactionID(_ reaction: Int) -> UInt64 { obligations.rules.reactionIDs[reaction] }

  /// Lets what was already due when it was set come due.
  mutating func advanceOverdue() {
    obligations.advance(to: now)
    timers.advance(to: now)
  }

  func hasFallback(_ id: ObligationID) -> Bool {
    let number = obligations.find(id)
    return number >= 0 && obligations.side.fallbacks[number]?.isEmpty == false
  }

  /// True for an obligation that waits for an event, which no handler can bring about.
  func isAwaiting(_ id: ObligationID) -> Bool {
    let number = obligations.find(id)
    return number >= 0 && obligations.slots[Int(number)].flags.contains(.awaits)
  }

  func rule(of obligation: OpenObligation<Action>) -> Rule {
    System.specification.reactions[obligation.reaction].rules[obligation.rule]
  }

  func gapKind(of obligation: OpenObligation<Action>) -> Gap.Kind {
    timerReactions.contains(obligation.reaction) ? .temporal : .reaction
  }
}

extension DueTimer: Comparable {
  static func < (a: DueTimer, b: DueTimer) -> Bool {
    let none = Identifier(high: 0, low: 0)
    return (a.due, a.key.reaction, a.key.subject ?? none) < (b.due, b.key.reaction, b.key.subject ?? none)
  }
}

extension TimingWheel {
  /// The earliest time that is set; nil if none is.
  var first: Timestamp? {
    var list = Self.overdue
    if heads[list] < 0 {
      guard let block = firstBlock() else { return nil }
      list = block.list
    }
    var earliest = UInt64.max
    var entry = heads[list]
    while entry >= 0 {
      earliest = min(earliest, nodes[Int(entry)].when)
      entry = nodes[Int(entry)].next
    }
    return Self.time(earliest)
  }
}

extension Rule {
  var severity: Gap.Severity {
    switch kind {
    case .must, .decision, .otherwise: .must
    case .should: .should
    case .could: .could
    }
  }
}

extension ActionValue {
  /// The action with its arguments' labels: `alert_rep(c1, churn_risk_rising)`.
  var label: String {
    var labels = LabelWriter()
    visit(&labels)
    return labels.fields.isEmpty ? name : "\(name)(\(labels.fields.map(\.label).joined(separator: ", ")))"
  }
}
