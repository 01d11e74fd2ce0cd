/// A part of an event in the log that the spec has no place for: it is in the log, and whoever reads the state never sees it.
public struct LostData: Sendable, Equatable, CustomStringConvertible {
  /// The event's place in the log, and its type: `customer.created`.
  public let position: Position
  public let type: String
  /// The field, `address.street`; of an event that the spec does not know, its first.
  public let field: String

  /// `the spec has no place for phone of customer.created, event 17`.
  public var description: String { "the spec has no place for \(field) of \(type), event \(position)" }
}

extension Conductor {
  /// The first part of the entity's events that this program's spec has no place for. Complexity: O(`last`).
  func firstLost(of entity: String, until last: Position) async throws -> LostData? {
    var next: Position = 1
    while next <= last {
      let records = try await store.read(from: next, limit: 1_024)
      if records.isEmpty { break }
      for record in records where record.position <= last && record.type.hasPrefix(entity + ".") {
        if let lost = try lost(in: record) { return lost }
      }
      next += Position(records.count)
    }
    return nil
  }

  /// What is written anew of an event holds all that the spec knows of it.
  private func lost(in record: EventRecord) throws -> LostData? {
    let event = try System.Event(record)
    var known = PayloadWriter(opensSealed: true)
    event.visit(&known)
    let field = try JSONValue(record.payload).firstField(missingFrom: try JSONValue(known.finish()))
    return field.map { LostData(position: record.position, type: record.type, field: $0) }
  }
}

extension JSONValue {
  /// The path of the first member, at any depth, that has a value here and no place in `other`; nil if there is none.
  fileprivate func firstField(missingFrom other: JSONValue) -> String? {
    switch (self, other) {
    case (.object(let members), .object(let others)):
      for member in members where member.value != .null {
        guard let counterpart = others.first(where: { $0.name == member.name }) else { return member.name }
        if let inner = member.value.firstField(missingFrom: counterpart.value) { return "\(member.name).\(inner)" }
      }
    case (.array(let items), .array(let others)):
      for (item, counterpart) in zip(items, others) {
        if let inner = item.firstField(missingFrom: counterpart) { return inner }
      }
    default: break
    }
    return nil
  }
}
