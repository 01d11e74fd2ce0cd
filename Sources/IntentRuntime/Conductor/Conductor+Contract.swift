/// What an app's checker said of a promise.
public struct PromiseVerdict: Sendable, Equatable {
  public enum Answer: Sendable, Equatable {
    case kept, broken
    /// The checker threw; with what it said.
    case undecided(String)
  }

  public let promise: CheckedPromise
  public let answer: Answer
}

extension PromiseVerdict: CustomStringConvertible {
  /// `crm.intent:12: consent_is_kept is broken`.
  public var description: String {
    switch answer {
    case .kept: "\(promise.file):\(promise.line): \(promise.name) is kept"
    case .broken: "\(promise.file):\(promise.line): \(promise.name) is broken"
    case .undecided(let reason): "\(promise.file):\(promise.line): \(promise.name) is undecided: \(reason)"
    }
  }
}

extension Conductor {
  /// Asks the app's checkers for every invariant and property that only the app can judge, in the order of the spec, with the state
  /// after the log so far. Each runs outside the conductor's turn, one after the other; one that throws leaves its promise undecided.
  public func checkPromises() async -> [PromiseVerdict] {
    let (system, world, moment) = (engine.system, engine.fold, engine.moment())
    var verdicts: [PromiseVerdict] = []
    for (index, promise) in System.specification.promises.enumerated() {
      let answer: PromiseVerdict.Answer
      do {
        answer = try await system.isKept(promise: index, in: world, at: moment) ? .kept : .broken
      } catch {
        answer = .undecided(String(describing: error))
      }
      verdicts.append(PromiseVerdict(promise: promise, answer: answer))
    }
    return verdicts
  }
}
