/// The place of an event in its log: dense, from 1, in commit order. 0 stands for no event.
public typealias Position = Int64

/// An event as the log holds it: the envelope and its payload.
public struct EventRecord: Sendable, Equatable {
  /// The event's place in the log.
  public var position: Position
  /// A UUIDv7, made of the recorded time and a seeded function of the position.
  public var id: Identifier
  /// What happened, in the spec's words: `interaction.created`.
  public var type: String
  /// What it happened to: `interaction:1`; nil for an event without a subject.
  public var subject: String?
  /// When the log took it: never earlier than the event before.
  public var recorded: Timestamp
  /// When it happened, by the word of whoever reported it.
  public var effective: Timestamp
  /// Who did it.
  public var actor: String
  /// The event that this one follows from, or 0.
  public var cause: Position
  /// What ties the events of one undertaking together: the id of the first of them.
  public var correlation: Identifier
  /// The fingerprint of the spec that wrote it.
  public var spec: Fingerprint
  /// Canonical JSON.
  public var payload: [UInt8]
  /// Which subject keys sealed what in the payload; nil where nothing is sealed.
  public var key: String?
  /// The hash that chains this event to the one before; nil in a log that is kept without links.
  public var link: [UInt8]?

  public init(
    position: Position, id: Identifier, type: String, subject: String?, recorded: Timestamp, effective: Timestamp, actor: String,
    cause: Position, correlation: Identifier, spec: Fingerprint, payload: [UInt8], key: String? = nil, link: [UInt8]? = nil
  ) {
    self.position = position
    self.id = id
    self.type = type
    self.subject = subject
    self.recorded = recorded
    self.effective = effective
    self.actor = actor
    self.cause = cause
    self.correlation = correlation
    self.spec = spec
    self.payload = payload
    self.key = key
    self.link = link
  }
}

/// An event that the program that reads it no longer knows: kept whole, understood by nobody.
public struct RawEvent: Sendable, Hashable {
  /// The type under which it was written.
  public let type: String
  public let subject: String?
  /// Canonical JSON.
  public let payload: [UInt8]

  public init(type: String, subject: String?, payload: [UInt8]) {
    self.type = type
    self.subject = subject
    self.payload = payload
  }
}
