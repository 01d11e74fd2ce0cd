// How events get into a batch: each changes the engine at once, so that the next is judged with it.

extension Conductor {
  /// Emits one of the runtime's own events.
  func emit(_ event: RuntimeEvent, by actor: String = EventHeader.conductor, into batch: inout PendingBatch) {
    let position = engine.position + 1
    engine.apply(event, at: position, recorded: batch.time)
    batch.drafts.append(
      EventDraft(type: event.type, actor: actor, cause: event.cause, spec: batch.spec, payload: event.payload))
    if case .timerFired(_, _, let subject, _) = event { noteConditions(at: position, .timer(subject: subject)) }
  }

  /// Emits the app's events. Throws `Refusal` or `LogError` if one may not be appended; none is then emitted.
  func emit(_ events: [Event], _ header: EventHeader, into batch: inout PendingBatch) throws {
    if events.isEmpty { throw StoreError.badBatch("it has no events") }
    try emit(accepted: try accepted(events, header, batch), header, into: &batch)
  }

  /// Emits events that were judged already.
  func emit(accepted events: [Event], _ header: EventHeader, into batch: inout PendingBatch) throws {
    let superseded = engine.system.superseded(in: events)
    if !superseded.isEmpty {
      let first = engine.position + 2
      emit(.updatesJoined(superseded.map { first + Position($0) }), into: &batch)
    }
    for event in events {
      let position = engine.position + 1
      let draft = draft(of: event, header, batch)
      try engine.apply(event, at: position, recorded: batch.time, cause: header.cause, actor: header.actor)
      batch.drafts.append(draft)
      noteConditions(at: position, .event(event))
    }
  }

  /// The events with what the log fills in, if all may be appended. One event is judged on the world as it is; several, or what is
  /// judged at the end of the append, in a rehearsal, so that a refusal leaves no trace.
  private func accepted(_ events: [Event], _ header: EventHeader, _ batch: PendingBatch) throws -> [Event] {
    let first = moment(at: engine.position + 1, header, batch)
    if events.count == 1, var event = events.first, !engine.system.judgesAppends {
      engine.system.complete(&event, in: engine.fold, at: first)
      if let refusal = engine.system.refusal(of: event, in: engine.fold, at: first) { throw refusal }
      return [event]
    }
    return try engine.rehearse { (system, world) throws in
      var accepted: [Event] = []
      var moment = first
      for (index, event) in events.enumerated() {
        var event = event
        moment.position = first.position + Position(index)
        system.complete(&event, in: world, at: moment)
        if let refusal = system.refusal(of: event, in: world, at: moment) { throw refusal }
        try system.apply(event, to: &world, at: moment)
        accepted.append(event)
      }
      if let refusal = system.refusal(afterAppend: world, at: moment) { throw refusal }
      return accepted
    }
  }

  func moment(at position: Position, _ header: EventHeader, _ batch: PendingBatch) -> Moment {
    Moment(
      position: position, recorded: batch.time, cause: header.cause, nominal: batch.time, calendar: engine.calendar,
      actor: header.actor)
  }

  private func draft(of event: Event, _ header: EventHeader, _ batch: PendingBatch) -> EventDraft {
    var fields = PayloadWriter(recorded: batch.time, opensSealed: true)
    event.visit(&fields)
    return EventDraft(
      type: event.type, subject: event.subject, effective: header.effective, actor: header.actor, cause: header.cause,
      correlation: header.correlation, spec: batch.spec, payload: fields.finish())
  }

  /// Keeps the event if an obligation with an `unless` follows from it, and now and then forgets those of which nothing is open.
  /// Complexity: amortised O(1).
  private func noteConditions(at position: Position, _ cause: ConditionalCause<Event>) {
    guard engine.hasConditionals(of: position) else { return }
    conditionalCauses[position] = cause
    if conditionalCauses.count > 64 + 2 * engine.openCount {
      let causes = engine.conditionalCauses
      conditionalCauses = conditionalCauses.filter { causes.contains($0.key) }
    }
  }

  // MARK: - what time makes due

  /// Emits what time has made due: first that the clock went on, if something depends on it, then verdicts and timers in the order
  /// of their times, until nothing more is due.
  func judge(into batch: inout PendingBatch) {
    if engine.now < batch.time, let due = engine.nextDue, due <= batch.time { emit(.clockAdvanced, into: &batch) }
    while true {
      engine.advanceOverdue()
      let items = engine.dueItems()
      if items.isEmpty { return }
      for item in items {
        switch item {
        case .lapsed(let obligation, let hasFallback, let isMetLate): emitLapse(obligation, hasFallback, isMetLate, into: &batch)
        case .timer(let timer):
          emit(
            .timerFired(
              reaction: engine.reactionID(timer.key.reaction), trigger: System.specification.reactions[timer.key.reaction].trigger,
              subject: timer.key.subject, due: timer.due), into: &batch)
        }
      }
    }
  }

  private func emitLapse(
    _ obligation: OpenObligation<System.Action>, _ hasFallback: Bool, _ isMetLate: Bool, into batch: inout PendingBatch
  ) {
    let verdict = RuntimeEvent.Verdict(obligation: obligation.id, what: obligation.action.label)
    if hasFallback, !isMetLate, let deadline = obligation.deadline {
      emit(.fellBack(verdict, since: deadline), into: &batch)
    } else {
      emit(.late(verdict), into: &batch)
      if !isMetLate, !engine.hasGap(obligation.id) { openGap(obligation, reason: "no evidence", into: &batch) }
    }
  }

  func openGap(_ obligation: OpenObligation<System.Action>, reason: String, into batch: inout PendingBatch) {
    emit(
      .gapOpened(
        RuntimeEvent.OpenedGap(
          kind: engine.gapKind(of: obligation), severity: engine.rule(of: obligation).severity, what: obligation.action.label,
          reason: reason, obligation: obligation.id, assertion: 0, deadline: obligation.deadline)), into: &batch)
  }

  /// Emits that gaps are closed whose obligation is met or gone.
  func closeGaps(into batch: inout PendingBatch) {
    for item in engine.closableGaps { emit(.gapClosed(gap: item.gap, evidence: item.evidence), into: &batch) }
  }

  /// Emits that obligations are waived whose `unless` holds.
  func waive(into batch: inout PendingBatch) {
    let conditional = engine.conditionalObligations
    if conditional.isEmpty { return }
    let moment = engine.moment()
    for (obligation, about) in conditional {
      var (event, subject): (Event?, Identifier?) = (nil, nil)
      switch conditionalCauses[obligation.id.cause] {
      case .event(let cause): event = cause
      case .timer(let instance): subject = instance
      case nil: continue
      }
      if engine.system.isWaived(
        reaction: obligation.reaction, rule: obligation.rule, cause: event, subject: subject, about: about, in: engine.fold,
        at: moment)
      {
        emit(.waived(RuntimeEvent.Verdict(obligation: obligation.id, what: obligation.action.label)), into: &batch)
      }
    }
    closeGaps(into: &batch)
  }
}
