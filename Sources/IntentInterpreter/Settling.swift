import IntentIR
import IntentRuntime

extension Interpreter {
  /// Judges what is due and gives open obligations to their handlers, the most urgent first, until there is nothing left to do; then
  /// opens gaps for what is due at once and has no evidence, and for assertions that do not hold. Evidence that is refused counts as a
  /// failure of its handler.
  public mutating func settle() {
    advance()
    repeat {
      while let next = mostUrgent {
        obligations[next].isDispatched = true
        dispatch(obligations[next])
      }
      commit { interpreter in
        interpreter.judge()
        interpreter.judgeAtOnce()
        interpreter.judgeAssertions()
        interpreter.closeGaps()
      }
    } while mostUrgent != nil
  }

  /// What would meet each open obligation: its evidence, with the event that it must follow from.
  public var awaitedEvidence: [(cause: Position, event: GivenEvent)] {
    obligations.filter { $0.expected.awaited == nil }.map { obligation in
      let call = obligation.expected.call
      return (obligation.id.cause, GivenEvent(type: evidenceType(of: call), subject: nil, payload: call.arguments.json))
    }
  }

  private func evidenceType(of call: ActionCall) -> String {
    if case .event(let event)? = spec.actions[call.name]?.evidence { event } else { "\(call.name).done" }
  }

  /// Judges what has come due by the clock.
  public mutating func advance() {
    commit { interpreter in
      interpreter.judge()
      interpreter.closeGaps()
    }
  }

  /// What a handler can be given: by severity, what is due at once first, then by deadline, then by age.
  private var mostUrgent: Int? {
    func order(_ index: Int) -> (Int, Timestamp, ObligationID) {
      let obligation = obligations[index]
      let severity = [ObligationIR.Severity.must, .should, .could].firstIndex(of: obligation.expected.severity) ?? 0
      return (severity, obligation.deadline ?? Timestamp(milliseconds: .min), obligation.id)
    }
    return obligations.indices.filter { index in
      let obligation = obligations[index]
      return obligation.isTaken && !obligation.isDispatched && !obligation.isLapsed && obligation.gap == nil
        && obligation.expected.awaited == nil && obligation.requires == nil
    }.min { order($0) < order($1) }
  }

  private mutating func dispatch(_ obligation: Obligation) {
    let call = obligation.expected.call
    var failure = ""
    for attempt in 1...obligation.retry + 1 {
      switch app.handle(obligation.id, call.name, call.arguments.json, attempt) {
      case .later: return
      case .delegated:
        delegate(obligation.id)
        return
      case .failed(let reason): failure = reason
      case .met:
        do {
          guard let refusal = try appendEvidence(of: call, for: obligation)?.first else { return }
          failure = refusal.description
        } catch {
          failure = error.description
        }
      }
    }
    commit { interpreter in
      interpreter.judge()
      if let index = interpreter.index(of: obligation.id), !interpreter.obligations[index].isLapsed {
        interpreter.lapse(obligation.id, reason: failure, since: interpreter.batchTime)
      }
      interpreter.closeGaps()
    }
  }

  /// Opens the gap of an obligation that an agent or a person meets.
  private mutating func delegate(_ id: ObligationID) {
    commit { interpreter in
      interpreter.judge()
      if let index = interpreter.index(of: id), !interpreter.obligations[index].isLapsed, interpreter.obligations[index].gap == nil {
        interpreter.openGap(interpreter.obligations[index], reason: "delegated")
      }
      interpreter.closeGaps()
    }
  }

  /// Appends the evidence and that the grant is used, or answers why not: an empty list where the obligation was met or went meanwhile.
  /// Throws if the evidence has fields that the arguments do not give.
  mutating func appendEvidence(
    of call: ActionCall, for obligation: Obligation, using grant: Position? = nil
  ) throws(LogError) -> [Refusal]? {
    let evidence = try evaluator.read(GivenEvent(type: evidenceType(of: call), subject: nil, payload: call.arguments.json))
    return commit { interpreter in
      interpreter.judge()
      defer { interpreter.closeGaps() }
      guard interpreter.index(of: obligation.id) != nil else { return grant == nil ? nil : [] }
      let outcome = interpreter.emit([evidence], actor: "intent.handler", cause: obligation.id.cause)
      if case .refused(let refusals) = outcome { return refusals }
      if let grant { interpreter.use(grant, for: obligation.id) }
      return nil
    }
  }

  /// What is due at once and was not met is a gap.
  private mutating func judgeAtOnce() {
    let missed = obligations.filter { $0.isTaken && !$0.isJudgedAtOnce && $0.deadline == nil && $0.gap == nil && !$0.isLapsed }
    for obligation in missed.sorted(by: { $0.id < $1.id }) {
      if let index = index(of: obligation.id) { obligations[index].isJudgedAtOnce = true }
      openGap(obligation, reason: "no evidence")
    }
  }

  /// Opens a gap for each assertion that does not hold, and closes those of assertions that hold again.
  private mutating func judgeAssertions() {
    let scope = evaluator
    let open = gaps.filter { $0.value.assertion != 0 }
    for assertion in spec.duties.standing {
      let id = IntentIR.Fingerprint(of: assertion.condition.text).low
      let gap = open.first { $0.value.assertion == id }?.key
      if scope.holds(assertion.condition) {
        if let gap { close(gap, evidence: 0) }
        continue
      }
      if gap != nil { continue }
      let offenders = scope.offenders(of: assertion.condition).prefix(10).map(\.description).joined(separator: ", ")
      let reason = offenders.isEmpty ? "does not hold" : "does not hold for \(offenders)"
      note(
        "intent.gap_opened",
        Record([
          ("kind", .text(assertion.kind == .consistency ? "consistency" : "quality")),
          ("severity", .text(assertion.kind == .target ? "could" : "invariant")), ("what", .text(assertion.text)),
          ("reason", .text(reason)), ("assertion", identity(id)),
        ]))
      gaps[position] = OpenGap(assertion: id)
    }
  }
}

extension Evaluator {
  /// The instances that break a quantifier, in its collection's order.
  func offenders(of condition: ExprIR) -> [EntityReference] {
    guard case .quantifier(let isNone, let base, let binder, let body) = condition.kind else { return [] }
    return items(base).filter { binding(binder, $0).holds(body) == isNone }.compactMap(\.reference)
  }
}
