/// Why a command did nothing: nothing of it is in the log, save where it says `repeated`.
public enum CommandError<Refused: Error>: Error {
  /// A `require: … else name` of the command does not hold.
  case refused(Refused)
  /// A rule of the spec forbids what the command would do, or a `require:` without a name does not hold.
  case rule(Refusal)
  /// Whoever gives the command does not hold the role, or no longer.
  case role(RoleError)
  /// The log has seen the idempotency key: the command was given before, and its events are there.
  case repeated(Appended)
  /// The log or the store failed (`LogError`, `StoreError`), or the task was cancelled.
  case failed(any Error)
}

extension CommandError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .refused(let refused): "refused: \(refused)"
    case .rule(let refusal): refusal.description
    case .role(let error): error.description
    case .repeated(let appended): "given before, at \(appended.positions.lowerBound)"
    case .failed(let error): String(describing: error)
    }
  }
}

extension CommandError: Equatable where Refused: Equatable {
  /// Failures of the log or the store are equal if they say the same.
  public static func == (a: CommandError, b: CommandError) -> Bool {
    switch (a, b) {
    case (.refused(let a), .refused(let b)): a == b
    case (.rule(let a), .rule(let b)): a == b
    case (.role(let a), .role(let b)): a == b
    case (.repeated(let a), .repeated(let b)): a == b
    case (.failed(let a), .failed(let b)): String(describing: a) == String(describing: b)
    default: false
    }
  }
}
