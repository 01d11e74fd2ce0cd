extension SystemEvent {
  /// The event that the record holds. Throws `LogError.unreadableEvent` if its payload does not fit.
  init(_ record: EventRecord) throws(LogError) {
    do {
      let payload = try PayloadReader(record.payload)
      self.init(type: record.type, subject: record.subject, payload: payload)
      try payload.check()
    } catch {
      throw .unreadableEvent(position: record.position, type: record.type, reason: error)
    }
  }
}

extension Engine {
  /// Applies the records in order. Throws `LogError.unreadableEvent` at the first that cannot be read or contradicts the log.
  public mutating func replay(_ records: [EventRecord]) throws(LogError) {
    for record in records { try apply(record) }
  }

  /// Applies one record.
  mutating func apply(_ record: EventRecord) throws(LogError) {
    do {
      if record.type.hasPrefix(RuntimeEvent.prefix) {
        if let event = try RuntimeEvent(record) {
          apply(event, at: record.position, recorded: record.recorded)
        } else {
          lastPosition = record.position
          advance(to: record.recorded)
        }
      } else {
        try apply(
          try Event(record), at: record.position, recorded: record.recorded, cause: record.cause, actor: record.actor)
      }
    } catch {
      if case .unreadableEvent = error { throw error }
      throw .unreadableEvent(position: record.position, type: record.type, reason: error)
    }
  }
}
