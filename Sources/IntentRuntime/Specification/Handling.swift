/// The app's handler of an action with its arguments, and the event that its answer becomes.
///
/// What is done before and after the handler stands here and not in generated code: `swiftc` spends on an async function what it
/// spends on ten others.
public struct Handling<Event: Sendable>: Sendable {
  private let call: @Sendable (Work) async throws -> Outcome<Event>

  public init(_ call: @escaping @Sendable (Work) async throws -> Outcome<Event>) { self.call = call }

  /// The handler of an action that default evidence says is done: the event. Its call throws `WrongEvidence` if the handler says
  /// that it did something else.
  public init<Arguments: Equatable & Sendable>(
    _ arguments: Arguments, done event: Event,
    by handler: @escaping @Sendable (Arguments, Work) async throws -> Outcome<Done<Arguments>>
  ) {
    call = { work in
      try await handler(arguments, work).map { done in
        if done.action != arguments { throw WrongEvidence(action: "\(done.action)", asked: "\(arguments)") }
        return event
      }
    }
  }

  /// The handler of an action whose evidence is a domain event.
  public init<Arguments: Sendable, Evidence: Sendable>(
    _ arguments: Arguments, emits event: @escaping @Sendable (Evidence) -> Event,
    by handler: @escaping @Sendable (Arguments, Work) async throws -> Outcome<Evidence>
  ) {
    call = { work in try await handler(arguments, work).map(event) }
  }

  /// Nothing is called: what is awaited comes by itself.
  public static var later: Handling { Handling { _ in .later } }

  public func callAsFunction(_ work: Work) async throws -> Outcome<Event> { try await call(work) }
}

/// A handler said that it did something else than it was asked for.
public struct WrongEvidence: Error, Equatable, CustomStringConvertible {
  let action: String
  let asked: String

  public var description: String { "the handler was asked for \(asked) and says that it did \(action)" }
}
