import IntentIR
import IntentRuntime

/// The meaning of a system, executed: an event log with what the spec makes of it. Plain and slow, and independent of what the
/// compiler generates, so that the two can be held against each other.
public struct Interpreter {
  /// What a handler answers.
  public enum Answer: Equatable, Sendable {
    /// It was done: the evidence is appended.
    case met
    /// The evidence will come by itself.
    case later
    /// An agent or a person does it.
    case delegated
    case failed(String)
  }

  /// An event of the log.
  public struct Entry: Equatable, Sendable {
    public let position: Position
    public let type: String
    public let subject: String?
    public let recorded: Timestamp
    public let actor: String
    public let cause: Position
    public let payload: [UInt8]
  }

  /// What became of an append.
  public enum Outcome: Equatable, Sendable {
    case appended(Range<Position>)
    /// Nothing was appended, for any of these reasons.
    case refused([Refusal])
    /// The payload of an event does not fit.
    case unreadable(String)
  }

  let spec: Spec
  let calendar: SystemCalendar
  let parameters: [String: Value]
  let app: App

  /// What the clock shows.
  public private(set) var clock: Timestamp
  public internal(set) var log: [Entry] = []
  var world = World()
  /// The greatest recorded time of the log.
  var now = Timestamp(milliseconds: .min)
  var obligations: [Obligation] = []
  var timers: [TimerKey: Timestamp] = [:]
  var gaps: [Position: OpenGap] = [:]
  /// Gaps whose obligation is met or gone, until the log says that they are closed.
  var closable: [(gap: Position, evidence: Position)] = []
  /// The undos of what was met, by block.
  var undos: [Block: [FollowUp]] = [:]
  /// Who acts in which role, and as which instance.
  var holders: [Holding: EntityReference?] = [:]
  /// The grants of permissions that are not used yet, by the position at which they were given.
  var grants: [Position: HeldPermission] = [:]
  /// What was last said of each attested invariant.
  var signOffs: [String: SignOff] = [:]
  /// Instances that the append at hand updates several times, as they were before the first of these updates.
  private var joinedUpdates: [EntityReference: Joined] = [:]

  var position: Position { Position(log.count) }

  /// The system at the start of a log, which begins with its configuration. `parameters` are the values of holes, in JSON. Nil
  /// if this machine does not know its time zone.
  public init?(
    _ system: SystemIR, parameters: [String: [UInt8]] = [:], at clock: Timestamp, app: App
  ) {
    guard let calendar = SystemCalendar(timeZone: system.timeZone) else { return nil }
    spec = Spec(system)
    self.calendar = calendar
    self.clock = clock
    self.app = app
    var given: [String: Value] = [:]
    let reader = Evaluator(spec: spec, world: World(), now: clock, calendar: calendar)
    for parameter in system.parameters {
      guard let json = parameters[parameter.name].flatMap({ try? JSONValue($0) }) else { continue }
      given[parameter.name] = try? reader.read(parameter.type, json, parameter.name)
    }
    self.parameters = given
    note("intent.configured", Record(), at: clock)
    aimAll()
    commit { $0.judge() }
  }

  /// Sets the clock; it never goes back.
  public mutating func setClock(_ time: Timestamp) { clock = max(clock, time) }

  /// Goes on as a program does that is started anew: what was to come by itself is asked for again.
  public mutating func reopen() {
    for index in obligations.indices {
      obligations[index].isDispatched = false
      obligations[index].isJudgedAtOnce = false
    }
    advance()
  }

  // MARK: - reading

  var evaluator: Evaluator { evaluator(at: now) }

  func evaluator(at time: Timestamp) -> Evaluator {
    var evaluator = Evaluator(spec: spec, world: world, now: time, calendar: calendar, parameters: parameters)
    evaluator.reducers = Reducers(reduce: app.reduce, log: log)
    evaluator.isKept = app.isKept
    return evaluator
  }

  /// The live instances of an entity, in order of creation.
  public func instances(_ entity: String) -> [Instance] { world.instances(entity) }

  /// The metric's value; absent if there is none of that name.
  public func metric(_ name: String) -> Value { spec.metrics[name].map { evaluator.metric($0) } ?? .absent }

  /// The positions at which the open gaps were opened, in order.
  public var openGaps: [Position] { gaps.keys.sorted() }

  /// When something is due though nothing happens; nil if never.
  public var nextDue: Timestamp? {
    let deadlines = obligations.compactMap { $0.isLapsed ? nil : $0.deadline.map { $0 + .milliseconds(1) } }
    return (deadlines + timers.values).min()
  }

  // MARK: - writing

  /// Appends the events as one batch, or nothing.
  public mutating func append(_ given: [GivenEvent], actor: String, cause: Position = 0) -> Outcome {
    var happenings: [Happening] = []
    for event in given {
      do { happenings.append(try evaluator.read(event)) } catch { return .unreadable(error.description) }
    }
    advance()
    return commit { interpreter in
      defer { interpreter.closeGaps() }
      return interpreter.emit(happenings, actor: actor, cause: cause)
    }
  }

  /// Emits the app's events if none of them, nor all of them together, is refused.
  mutating func emit(_ happenings: [Happening], actor: String, cause: Position) -> Outcome {
    var trial = self
    trial.now = max(now, batchTime)
    var written: [EntityReference] = []
    var created: Set<EntityReference> = []
    for happening in happenings {
      var scope = trial.evaluator
      scope.created = created
      let completed = scope.completed(happening)
      let refusals = scope.refusals(of: completed)
      if !refusals.isEmpty { return .refused(refusals) }
      trial.fold(completed)
      written += [completed.reference].compactMap { $0 }
      if case .created(let instance) = completed { created.insert(instance.reference) }
    }
    let refusals = trial.evaluator.familyRefusals(written)
    if !refusals.isEmpty { return .refused(refusals) }
    return .appended(append(accepted: happenings, actor: actor, cause: cause))
  }

  /// Appends events that are not refused; where an instance is updated several times, it is `updated` with the last.
  mutating func append(accepted happenings: [Happening], actor: String, cause: Position) -> Range<Position> {
    let superseded = happenings.indices.filter { index in
      guard case .updated(let reference, _) = happenings[index], spec.awaitsUpdates(of: reference.entity) else { return false }
      return happenings[(index + 1)...].contains { later in
        if case .updated(reference, _) = later { true } else { false }
      }
    }
    if !superseded.isEmpty {
      now = max(now, batchTime)
      let first = Int(position) + 2
      note("intent.updates_joined", Record([("superseded", .list(superseded.map { .int(first + $0) }))]))
    }
    let first = position + 1
    for (index, happening) in happenings.enumerated() {
      happen(happening, actor: actor, cause: cause, isSuperseded: superseded.contains(index))
    }
    return first..<first + Position(happenings.count)
  }

  /// Changes the world.
  mutating func fold(_ happening: Happening) {
    guard let reference = happening.reference, let entity = spec.entities[reference.entity],
      let change = try? evaluator.change(happening)
    else { return }
    world.replace(change.was, by: change.now, of: entity, at: now)
  }

  /// Appends one event that is not refused, meets what it is evidence of, and opens what follows from it.
  mutating func happen(_ given: Happening, actor: String, cause: Position, isSuperseded: Bool = false) {
    now = max(now, batchTime)
    let happening = evaluator.completed(given)
    guard let change = try? evaluator.change(happening) else { return }
    let before = crossings(before: happening, change)
    let joined = join(change, isSuperseded: isSuperseded)
    fold(happening)
    note(happening.type, subject: happening.reference?.description, happening.json, actor: actor, cause: cause)
    if cause > 0 { for call in evaluator.evidence(happening) { meet(call, of: cause) } }
    endWaiting(happening)
    var run: [(reaction: Int, expected: [Expected])] = []
    for (number, reaction) in spec.reactions.enumerated() {
      let isUpdate = reaction.trigger.isUpdate
      if isUpdate && isSuperseded { continue }
      let whole = Change(was: isUpdate ? joined?.instance ?? change.was : change.was, now: change.now)
      guard let locals = evaluator.scope(of: reaction, after: happening, whole) else { continue }
      var scope = evaluator
      scope.locals = locals
      scope.before = (isUpdate ? joined?.crossings[number] : nil) ?? before[number] ?? []
      var body = BodyRun(reaction)
      body.run(reaction.body, scope)
      run.append((number, body.expected))
    }
    open(run, cause: position, anchor: now)
    aim(after: change)
  }

  /// Holds what the instance is before the first of several updates in one append; gives it back at the last.
  private mutating func join(_ change: Change, isSuperseded: Bool) -> Joined? {
    guard let was = change.was, change.now != nil else { return nil }
    if !isSuperseded { return joinedUpdates.removeValue(forKey: was.reference) }
    if joinedUpdates[was.reference] != nil { return nil }
    var joined = Joined(instance: was)
    for (number, reaction) in spec.reactions.enumerated() where reaction.trigger == .updated(entity: was.reference.entity) {
      var scope = evaluator
      if let subject = reaction.subject { scope.locals[subject] = .snapshot(was) }
      scope.locals["before"] = .snapshot(was)
      joined.crossings[number] = reaction.crossings.map { scope.value($0).crossed }
    }
    joinedUpdates[was.reference] = joined
    return nil
  }

  /// The values that `crosses` compares with, by reaction, read before the event.
  private func crossings(before happening: Happening, _ change: Change) -> [Int: [FixedDecimal?]] {
    var values: [Int: [FixedDecimal?]] = [:]
    for (number, reaction) in spec.reactions.enumerated() where !reaction.crossings.isEmpty {
      guard var locals = evaluator.scope(of: reaction, after: happening, change) else { continue }
      // What changed is read as it was.
      if let was = change.was, let subject = reaction.subject { locals[subject] = .snapshot(was) }
      var scope = evaluator
      scope.locals = locals
      values[number] = reaction.crossings.map { scope.value($0).crossed }
    }
    return values
  }

  // MARK: - the log

  /// The recorded time of what is appended now.
  var batchTime: Timestamp { max(clock, now) }

  mutating func note(
    _ type: String, _ fields: Record, at time: Timestamp? = nil, actor: String = "intent.conductor", cause: Position = 0
  ) {
    now = max(now, time ?? batchTime)
    note(type, subject: nil, fields.json, actor: actor, cause: cause)
  }

  private mutating func note(_ type: String, subject: String?, _ payload: [UInt8], actor: String, cause: Position) {
    log.append(
      Entry(position: position + 1, type: type, subject: subject, recorded: now, actor: actor, cause: cause, payload: payload))
  }

  /// Runs what belongs to one batch, then waives what an `unless` lets go.
  @discardableResult
  mutating func commit<Result>(_ body: (inout Interpreter) -> Result) -> Result {
    let result = body(&self)
    waive()
    for index in obligations.indices { obligations[index].isTaken = true }
    return result
  }
}

/// An instance before the first of several updates in one append, with what crossings of its reactions compare with, by reaction.
private struct Joined {
  let instance: Instance
  var crossings: [Int: [FixedDecimal?]] = [:]
}
