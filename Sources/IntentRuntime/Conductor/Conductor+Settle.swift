/// Why the conductor cannot do what it was asked for.
public enum ConductorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no open gap with that id.
  case noSuchGap(Position)
  /// No handler can close the gap: what is missing is an event, or a state of the world.
  case notPerformable(Position)
  /// The log has no event at that position.
  case noSuchEvent(Position)
  /// There is no open obligation with that id that a handler can meet.
  case noSuchObligation(ObligationID)
  /// What the obligation asks for needs a permission: resolve it with a grant.
  case needsPermission(ObligationID, String)
  /// What the obligation asks for needs another permission, or none.
  case otherPermission(ObligationID, needs: String?)
  /// The grant is used up.
  case grantUsed(Position)

  public var description: String {
    switch self {
    case .noSuchGap(let id): "there is no open gap \(id)"
    case .notPerformable(let id): "gap \(id) cannot be closed by a handler: it waits for an event, or for a state of the world"
    case .noSuchEvent(let position): "the log has no event \(position)"
    case .noSuchObligation(let id): "there is no open obligation \(id) that a handler can meet"
    case .needsPermission(let id, let permission): "obligation \(id) needs the permission \(permission); resolve it with a grant"
    case .otherPermission(let id, let needs):
      needs.map { "obligation \(id) needs the permission \($0)" } ?? "obligation \(id) needs no permission; resolve it without"
    case .grantUsed(let grant): "grant \(grant) is used up"
    }
  }
}

extension Conductor {
  /// Judges what is due, then gives open obligations to their handlers, the most urgent first, and appends what they answer, until
  /// there is nothing left to do; then opens gaps for what is due at once and has no evidence, and for assertions that do not hold.
  ///
  /// Handlers run one after the other, outside the conductor's turn: they may read and append, but not settle. A handler that throws
  /// is tried as often as its rule's `retry` says; then the fallback takes over, or the failure is recorded and a gap opened.
  /// Throws `StoreError` if the store fails and `CancellationError` if the task is cancelled between handlers.
  /// Complexity: that of what is done, and of the assertions, which look at all the instances that they range over.
  public func settle() async throws {
    try await settlingExclusively {
      try await advance()
      repeat {
        while let item = ready.pop() {
          try Task.checkCancellation()
          guard engine.isReady(item), !handedOver.contains(item.id), let obligation = engine.find(item.id) else { continue }
          try await dispatch(obligation)
        }
        try await exclusively {
          try await commit { batch in
            judge(into: &batch)
            for obligation in engine.takeOverdueAtOnce() { openGap(obligation, reason: "no evidence", into: &batch) }
            judgeAssertions(into: &batch)
            closeGaps(into: &batch)
          }
        }
      } while !ready.isEmpty
    }
  }

  /// Lets time pass up to `time` on a clock that is moved by hand: settles what is due now, then goes from one time at which something is
  /// due to the next, settles at each, and at the end. A clock that is later already stays.
  public func run(until time: Timestamp, on clock: ManualTime) async throws {
    try await settle()
    while let due = nextDue, due <= time {
      clock.set(max(clock.now(), due))
      try await settle()
    }
    clock.set(max(clock.now(), time))
    try await settle()
  }

  /// Calls the handler of the obligation behind the gap once and appends its evidence, which closes the gap.
  ///
  /// Returns false if the handler answers that evidence will come later. Throws `ConductorError` if there is no such gap or no handler
  /// for it, and what the handler throws.
  @discardableResult
  public func resolve(_ gap: Gap.ID) async throws -> Bool {
    try await settlingExclusively {
      guard let open = engine.gaps[gap] else { throw ConductorError.noSuchGap(gap) }
      guard let id = open.obligation, let obligation = engine.find(id), !engine.isAwaiting(id) else {
        throw ConductorError.notPerformable(gap)
      }
      if let permission = engine.rule(of: obligation).requires { throw ConductorError.needsPermission(id, permission) }
      let answer = try await engine.system.handling(of: obligation.action)(work(obligation, attempt: 1))
      guard case .met(let evidence) = answer else { return false }
      try await appendEvidence(evidence, of: obligation)
      return true
    }
  }

  // MARK: - handlers

  private func dispatch(_ obligation: OpenObligation<System.Action>) async throws {
    var failure = ""
    for attempt in 1...engine.rule(of: obligation).retry + 1 {
      do {
        switch try await engine.system.handling(of: obligation.action)(work(obligation, attempt: attempt)) {
        case .later: noteHandedOver(obligation.id)
        case .delegated: try await delegate(obligation)
        case .met(let evidence): try await appendEvidence(evidence, of: obligation)
        }
        return
      } catch let error as StoreError {
        throw error
      } catch is CancellationError where Task.isCancelled {
        throw CancellationError()
      } catch {
        failure = String(describing: error)
      }
    }
    try await exclusively {
      try await commit { batch in
        judge(into: &batch)
        // What is judged here may end gaps, whatever became of this one.
        defer { closeGaps(into: &batch) }
        guard let open = engine.find(obligation.id), !open.isLapsed else { return }
        let verdict = RuntimeEvent.Verdict(obligation: obligation.id, what: obligation.action.label, reason: failure)
        if engine.hasFallback(obligation.id) {
          emit(.fellBack(verdict, since: batch.time), into: &batch)
        } else {
          emit(.failed(verdict), into: &batch)
          openGap(obligation, reason: failure, into: &batch)
        }
      }
    }
  }

  /// Opens the gap of an obligation that an agent or a person meets.
  private func delegate(_ obligation: OpenObligation<System.Action>) async throws {
    noteHandedOver(obligation.id)
    try await exclusively {
      try await commit { batch in
        judge(into: &batch)
        defer { closeGaps(into: &batch) }
        guard let open = engine.find(obligation.id), !open.isLapsed, !engine.hasGap(obligation.id) else { return }
        openGap(open, reason: "delegated", into: &batch)
      }
    }
  }

  /// Remembers that evidence will come, and now and then forgets those for which it has. Complexity: amortised O(1).
  func noteHandedOver(_ id: ObligationID) {
    handedOver.insert(id)
    if handedOver.count > 64 + 2 * engine.openCount { handedOver = handedOver.filter { engine.find($0) != nil } }
  }

  func work(_ obligation: OpenObligation<System.Action>, attempt: Int, for holder: Identity? = nil) -> Work {
    Work(
      obligation: obligation.id, idempotencyKey: "\(System.specification.name)/\(obligation.id)", attempt: attempt,
      deadline: obligation.deadline, now: max(clock.now(), engine.now), fencingToken: store.fencingToken, permittedTo: holder,
      key: obligation.action.key)
  }

  /// Appends evidence for the obligation, unless it was met meanwhile; with a grant, that this is used.
  func appendEvidence(
    _ evidence: Event, of obligation: OpenObligation<System.Action>, using grant: Position? = nil
  ) async throws {
    let cause = try await store.read(from: obligation.id.cause, limit: 1).first
    try await exclusively {
      var refusal: (any Error)?
      try await commit { batch in
        judge(into: &batch)
        do {
          guard engine.find(obligation.id) != nil else {
            if grant == nil { return closeGaps(into: &batch) }
            throw ConductorError.noSuchObligation(obligation.id)
          }
          let header = EventHeader(actor: EventHeader.handler, cause: obligation.id.cause, correlation: cause?.correlation)
          try emit([evidence], header, into: &batch)
          if let grant { emit(.permissionUsed(grant: grant, for: obligation.id), into: &batch) }
        } catch {
          refusal = error
        }
        closeGaps(into: &batch)
      }
      if let refusal { throw refusal }
    }
  }

  // MARK: - assertions

  /// Opens a gap for each assertion that does not hold, and closes those of assertions that hold again.
  private func judgeAssertions(into batch: inout PendingBatch) {
    var open: [UInt64: Position] = [:]
    for gap in engine.gaps.values where gap.assertion != 0 { open[gap.assertion] = gap.id }
    let results = engine.system.assertions(in: engine.fold, at: engine.moment())
    for (assertion, result) in zip(System.specification.assertions, results) {
      if result.holds {
        if let gap = open[assertion.id] { emit(.gapClosed(gap: gap, evidence: 0), into: &batch) }
      } else if open[assertion.id] == nil {
        let offenders = result.offenders.prefix(10).joined(separator: ", ")
        emit(
          .gapOpened(
            RuntimeEvent.OpenedGap(
              kind: assertion.kind == .always ? .consistency : .quality,
              severity: assertion.kind == .target ? .could : .invariant, what: assertion.text,
              reason: offenders.isEmpty ? "does not hold" : "does not hold for \(offenders)", obligation: nil,
              assertion: assertion.id, deadline: nil)), into: &batch)
      }
    }
  }
}
