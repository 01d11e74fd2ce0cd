// Commands: each runs in one turn of the conductor, sees what those before it have changed, and is in the log as a whole or not at all.

extension Conductor {
  /// Gives a command: runs `body` on a rehearsal of the world and, if it succeeds, appends its events as one batch. What generated
  /// commands are made of.
  ///
  /// Nothing is appended if `body` throws. The command is refused if its key was seen before: see `CommandError.repeated`.
  public func perform<R: Role, Refused: Error, Result: Sendable>(
    _ actor: Acting<R>, _ idempotencyKey: String?,
    _ body: (inout CommandRun<System, Refused>) throws(CommandError<Refused>) -> Result
  ) async throws(CommandError<Refused>) -> (result: Result, appended: Appended) {
    do {
      return try await exclusively {
        if let idempotencyKey, let earlier = try await store.find(idempotencyKey: idempotencyKey) {
          throw CommandError<Refused>.repeated(
            Appended(positions: earlier.positions, recorded: earlier.recorded, isRepetition: true))
        }
        try await judgeDue()
        return try await append(of: actor.caller, idempotencyKey, body)
      }
    } catch let error as CommandError<Refused> {
      throw error
    } catch {
      throw .failed(error)
    }
  }

  private func append<Refused: Error, Result: Sendable>(
    of caller: Caller, _ idempotencyKey: String?, _ body: (inout CommandRun<System, Refused>) throws(CommandError<Refused>) -> Result
  ) async throws -> (result: Result, appended: Appended) {
    var outcome: Swift.Result<Result, any Error>?
    var given: [System.Event] = []
    let appended = try await commit(idempotencyKey: idempotencyKey) { batch in
      do {
        try checkCaller(caller, Refused.self)
        let (result, events) = try rehearse(caller, batch, body)
        try emit(accepted: events, EventHeader(actor: caller.identity.name), into: &batch)
        closeGaps(into: &batch)
        given = events
        outcome = .success(result)
      } catch let refusal as Refusal {
        outcome = .failure(CommandError<Refused>.rule(refusal))
      } catch {
        outcome = .failure(error)
      }
    }
    guard let result = try outcome?.get() else { throw CancellationError() }
    // A command may find nothing to do.
    let next = engine.position + 1
    let positions = appended.map { places(of: given, from: $0) } ?? next..<next
    return (result, Appended(positions: positions, recorded: appended?.recorded ?? engine.now, isRepetition: false))
  }

  private func checkCaller<Refused: Error>(_ caller: Caller, _ refused: Refused.Type) throws(CommandError<Refused>) {
    do {
      try checkHolds(caller)
    } catch {
      throw .role(error)
    }
  }

  private func rehearse<Refused: Error, Result>(
    _ caller: Caller, _ batch: PendingBatch,
    _ body: (inout CommandRun<System, Refused>) throws(CommandError<Refused>) -> Result
  ) throws(CommandError<Refused>) -> (Result, [System.Event]) {
    let header = EventHeader(actor: caller.identity.name)
    let moment = moment(at: engine.position + 1, header, batch)
    return try engine.rehearse { (system, world) throws(CommandError<Refused>) in
      try withUnsafeMutablePointer(to: &world) { place throws(CommandError<Refused>) in
        var run = CommandRun<System, Refused>(system, place, caller, moment)
        let result = try body(&run)
        if !run.events.isEmpty, let refusal = system.refusal(afterAppend: place.pointee, at: run.moment) { throw .rule(refusal) }
        return (result, run.events)
      }
    }
  }

  /// Answers a question about the world as it is now, which may be ahead of what is durable by the batch that is being written. What
  /// generated queries are made of. Throws if the role is no longer held.
  public func ask<R: Role, Answer: Sendable>(
    _ actor: Acting<R>, _ body: (Reading<System>) throws(CommandError<Never>) -> Answer
  ) throws(CommandError<Never>) -> Answer {
    try checkCaller(actor.caller, Never.self)
    let now = max(clock.now(), engine.now)
    let moment = Moment(
      position: engine.position, recorded: now, nominal: now, calendar: engine.calendar, actor: actor.identity.name)
    return try body(Reading(system: engine.system, world: engine.fold, moment: moment, caller: actor.caller))
  }
}
