/// Why something from a log, or for it, cannot be read.
public enum LogError: Error, Equatable, Sendable {
  /// A payload lacks the field.
  case missingField(String)
  /// A field holds something other than what the spec says.
  case badField(String, expected: String)
  /// Bytes that should be JSON are not, from this offset on.
  case badJSON(offset: Int)
  /// An event changes or deletes an instance that is not there.
  case unknownInstance(String)
  /// An event creates an instance that is there already.
  case duplicateInstance(String)
  /// An event would leave `from` with a relation to `to`, which is not there.
  case dangling(from: String, to: String)
  /// An event at `position` cannot be read, for the reason given.
  indirect case unreadableEvent(position: Position, type: String, reason: LogError)
}

extension LogError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingField(let name): "the field `\(name)` is missing"
    case .badField(let name, let expected): "the field `\(name)` is not \(expected)"
    case .badJSON(let offset): "the payload is not JSON from byte \(offset) on"
    case .unknownInstance(let reference): "there is no \(reference)"
    case .duplicateInstance(let reference): "\(reference) exists already"
    case .dangling(let from, let to): "\(from) would point at \(to), which is not there"
    case .unreadableEvent(let position, let type, let reason): "event \(position), \(type), cannot be read: \(reason)"
    }
  }
}
