import IntentIR
import IntentRuntime

/// Names a timer: the reaction that it fires, and for which instance.
struct TimerKey: Hashable {
  let reaction: Int
  let subject: EntityReference?
}

extension Interpreter {
  /// Records what time has made due, in the order of the times: verdicts before timers, until nothing more is due.
  mutating func judge() {
    if now < batchTime, let due = nextDue, due <= batchTime { note("intent.clock_advanced", Record()) }
    while true {
      let lapsed = obligations.filter { obligation in !obligation.isLapsed && obligation.deadline.map { $0 < now } ?? false }
      let fired = timers.filter { $0.value <= now }
      if lapsed.isEmpty && fired.isEmpty { return }
      var items: [(order: (Timestamp, Int, Int64, UInt64, UInt64), run: (inout Interpreter) -> Void)] = []
      for obligation in lapsed {
        let deadline = obligation.deadline ?? now
        items.append(
          ((deadline, 0, obligation.id.cause, UInt64(obligation.id.ordinal), 0), { $0.lapse(obligation.id, reason: nil, since: deadline) }))
      }
      for (key, due) in fired {
        timers[key] = nil
        let subject = key.subject?.identifier ?? Identifier(high: 0, low: 0)
        items.append(((due, 1, Int64(key.reaction), subject.high, subject.low), { $0.fire(key, due) }))
      }
      for item in items.sorted(by: { $0.order < $1.order }) { item.run(&self) }
    }
  }

  private mutating func fire(_ key: TimerKey, _ due: Timestamp) {
    let reaction = spec.reactions[key.reaction]
    note(
      "intent.timer_fired",
      Record([
        ("reaction", identity(spec.reactionIDs[key.reaction])), ("trigger", .text(reaction.triggerText)),
        ("subject", key.subject.map { .id($0.identifier) } ?? .absent), ("due", .timestamp(due)),
      ]))
    var scope = evaluator
    if let subject = key.subject {
      guard world.isLive(subject) else { return }
      if let name = reaction.subject { scope.locals[name] = .instance(subject) }
    }
    var body = BodyRun(reaction)
    body.run(reaction.body, scope)
    open([(key.reaction, body.expected)], cause: position, anchor: due)
    if case .schedule(let schedule) = reaction.trigger { timers[key] = tick(schedule, reaction, key.subject, after: due) }
  }

  // MARK: - aiming

  /// Sets the timers that the change of an instance moves: those that read a field that has changed.
  mutating func aim(after change: Change) {
    guard let reference = (change.now ?? change.was)?.reference else { return }
    for (number, reaction) in spec.reactions.enumerated() where reaction.trigger.isTimed && reaction.trigger.entity == reference.entity {
      let key = TimerKey(reaction: number, subject: reference)
      guard let now = change.now else {
        timers[key] = nil
        continue
      }
      if let was = change.was, fields(of: reaction).allSatisfy({ was.fields[$0] == now.fields[$0] }) { continue }
      timers[key] = instant(number, reference)
    }
  }

  /// Sets all timers that the world asks for, from now on.
  mutating func aimAll() {
    for (number, reaction) in spec.reactions.enumerated() where reaction.trigger.isTimed && reaction.trigger.entity == nil {
      timers[TimerKey(reaction: number, subject: nil)] = instant(number, nil)
    }
  }

  /// The fields of the instance that say when the reaction fires.
  private func fields(of reaction: ReactionIR) -> [String] {
    switch reaction.trigger {
    case .aged(_, let field, _, _), .relative(_, let field, _): return [field]
    case .schedule(let schedule):
      var fields: [String] = []
      schedule.at?.forEach { if case .field(_, schedule.perEntity, let name) = $0.kind { fields.append(name) } }
      return fields
    default: return []
    }
  }

  /// When the reaction next fires for the instance; nil if it does not.
  private func instant(_ number: Int, _ subject: EntityReference?) -> Timestamp? {
    let reaction = spec.reactions[number]
    if case .schedule(let schedule) = reaction.trigger { return tick(schedule, reaction, subject, after: now) }
    guard let subject, let row = world.row(subject) else { return nil }
    switch reaction.trigger {
    case .aged(_, let field, let state, let milliseconds):
      let value = row.instance.fields[field]
      guard state.map({ value == .choice($0) }) ?? value.holds, let since = row.since[field] else { return nil }
      return since + .milliseconds(milliseconds)
    case .relative(_, let field, let milliseconds):
      switch row.instance.fields[field] {
      case .timestamp(let time): return time + .milliseconds(milliseconds)
      case .date(let date): return calendar.start(of: date) + .milliseconds(milliseconds)
      default: return nil
      }
    default: return nil
    }
  }

  private func tick(_ schedule: ScheduleIR, _ reaction: ReactionIR, _ subject: EntityReference?, after time: Timestamp) -> Timestamp? {
    let period: SchedulePeriod =
      switch schedule.period {
      case .hour: .hour
      case .day: .day
      case .week: .week
      case .month: .month
      case .year: .year
      case .weekday(let number): .weekday(number)
      case .milliseconds(let count): .every(.milliseconds(count))
      }
    guard let at = schedule.at else { return calendar.next(period, after: time) }
    var scope = evaluator
    if let subject {
      for name in [reaction.subject, schedule.perEntity].compactMap({ $0 }) { scope.locals[name] = .instance(subject) }
    }
    guard case .time(let timeOfDay) = scope.value(at) else { return nil }
    return calendar.next(period, at: timeOfDay, after: time)
  }
}
