/// A command on its way: the world as its statements so far have left it, and the events that they made.
///
/// What it changes is a rehearsal. The events are appended, and the world changed for good, once the whole command has succeeded.
public struct CommandRun<System: SpecifiedSystem, Refused: Error>: ~Copyable {
  public let system: System
  /// Who gives the command.
  public let caller: Caller
  /// Where and when the next event is judged.
  public private(set) var moment: Moment
  private let place: UnsafeMutablePointer<System.World>
  private(set) var events: [System.Event] = []

  /// Requires: `world` outlives the run.
  init(_ system: System, _ world: UnsafeMutablePointer<System.World>, _ caller: Caller, _ moment: Moment) {
    self.system = system
    self.caller = caller
    self.moment = moment
    place = world
  }

  /// What is, after the statements so far.
  public var world: System.World { _read { yield place.pointee } }

  /// Makes the event happen, unless a rule of the spec forbids it.
  public mutating func emit(_ event: System.Event) throws(CommandError<Refused>) {
    var event = event
    system.complete(&event, in: place.pointee, at: moment)
    if let refusal = system.refusal(of: event, in: place.pointee, at: moment) { throw .rule(refusal) }
    do {
      try system.apply(event, to: &place.pointee, at: moment)
    } catch {
      throw .failed(error)
    }
    events.append(event)
    moment.position += 1
  }

  /// Goes on only where nothing is refused.
  public func check(_ refusal: Refusal?) throws(CommandError<Refused>) {
    if let refusal { throw .rule(refusal) }
  }

  /// Goes on only where the instance is there: what a command is given must be.
  public func check<E>(_ id: EntityID<E>?, in table: Table<E>, _ file: String, _ line: Int) throws(CommandError<Refused>) {
    try check(Refusal(missing: id, in: table, file, line))
  }

  /// Goes on only where a value that the command is given is one that its type, which `rule` names, allows.
  public func check(_ isAllowed: Bool, _ rule: String, _ file: String, _ line: Int) throws(CommandError<Refused>) {
    if !isAllowed { throw refusal(rule, file, line) }
  }

  /// The instance, if the caller may read it: what it may not read is not there for it.
  public func readable<E: Entity>(
    _ instance: E, _ file: String, _ line: Int, _ reads: (E) -> Bool
  ) throws(CommandError<Refused>) -> E {
    if reads(instance) { return instance }
    throw .rule(Refusal(unknown: instance.id, file, line))
  }

  /// The value that a statement needs. Throws if it is absent after all: it was divided by zero, say.
  public func given<Value>(_ value: Value?, _ what: String, _ file: String, _ line: Int) throws(CommandError<Refused>) -> Value {
    guard let value else { throw refusal("\(what) is absent", file, line) }
    return value
  }

  /// The refusal of the command by a rule at that place of the spec.
  public func refusal(_ rule: String, _ file: String, _ line: Int) -> CommandError<Refused> {
    .rule(caller.refusal(rule, file, line))
  }
}

extension CommandRun where System.World: SystemWorld {
  /// What is, after the statements so far.
  public var state: System.World.Facts { _read { yield place.pointee.state } }
}

/// A question on its way.
public struct Reading<System: SpecifiedSystem> {
  public let system: System
  public let world: System.World
  /// When it is asked.
  public let moment: Moment
  /// Who asks.
  public let caller: Caller
}

extension Reading where System.World: SystemWorld {
  public var state: System.World.Facts { _read { yield world.state } }
}

extension Reading {
  /// Goes on only where the instance is there: what a question is about must be.
  public func check<E>(_ id: EntityID<E>?, in table: Table<E>, _ file: String, _ line: Int) throws(CommandError<Never>) {
    if let refusal = Refusal(missing: id, in: table, file, line) { throw .rule(refusal) }
  }

  /// Goes on only where a value that the question is given is one that its type, which `rule` names, allows.
  public func check(_ isAllowed: Bool, _ rule: String, _ file: String, _ line: Int) throws(CommandError<Never>) {
    if !isAllowed { throw .rule(caller.refusal(rule, file, line)) }
  }

  /// The value that a question needs. Throws if it is absent after all.
  public func given<Value>(_ value: Value?, _ what: String, _ file: String, _ line: Int) throws(CommandError<Never>) -> Value {
    if let value { return value }
    throw .rule(caller.refusal("\(what) is absent", file, line))
  }
}

extension Caller {
  /// The refusal of what the caller asks for by a rule at that place of the spec.
  fileprivate func refusal(_ rule: String, _ file: String, _ line: Int) -> Refusal {
    Refusal(rule: rule, subject: principal?.description ?? role, file: file, line: line)
  }
}

extension Refusal {
  /// Nil if the instance is there, or none is named.
  init?<E>(missing id: EntityID<E>?, in table: Table<E>, _ file: String, _ line: Int) {
    guard let id, !table.contains(id) else { return nil }
    self.init(unknown: id, file, line)
  }

  /// Of an instance that is not there, or not for whoever asks.
  init<E>(unknown id: EntityID<E>, _ file: String, _ line: Int) {
    let subject = id.reference.description
    self.init(rule: LogError.unknownInstance(subject).description, subject: subject, file: file, line: line)
  }
}
