import IntentIR
import IntentRuntime

/// What an app adds to its spec: handlers, reducers and checkers. Pure functions, so that another program can be given the same.
public struct App {
  /// A handler of all actions: it is told the obligation, the action, its arguments in JSON, and the number of the try, from 1.
  public typealias Handler = (_ obligation: ObligationID, _ action: String, _ arguments: [UInt8], _ attempt: Int) -> Interpreter.Answer
  /// What a checker of a promise says; `undecided` where it fails, with its reason.
  public enum Verdict: Equatable, Sendable {
    case kept, broken
    case undecided(String)
  }

  public var handle: Handler
  /// The value of a derivation without a body, in JSON, given its arguments and the app's own events so far.
  public var reduce: (_ derivation: String, _ arguments: Record, _ log: [Interpreter.Entry]) -> [UInt8] = { _, _, _ in Array("null".utf8) }
  /// Whether an instance, in JSON, keeps a rule that the app checks.
  public var isKept: (_ rule: String, _ instance: [UInt8]) -> Bool = { _, _ in true }
  /// What the checker of an invariant, a property or an exception to one says.
  public var judge: (_ promise: String, _ now: Timestamp) -> Verdict = { _, _ in .kept }

  public init(handle: @escaping Handler) { self.handle = handle }
}

extension Interpreter {
  /// Asks the checkers of the app for every invariant and property that only the app can judge, in the order of the spec.
  public func checkPromises() -> [(name: String, origin: Origin, verdict: App.Verdict)] {
    let contract = spec.system.contract
    var promises = contract.invariants.filter(\.isChecker).map { ($0.name, nil as PropertyIR.Exception?, $0.origin) }
    for capability in contract.capabilities {
      promises += capability.properties.map { ("\(capability.name).\($0.name)", $0.unless, $0.origin) }
    }
    return inTextOrder(promises, \.2).map { name, exception, origin in (name, origin, verdict(name, exception)) }
  }

  private func verdict(_ name: String, _ exception: PropertyIR.Exception?) -> App.Verdict {
    switch exception {
    case .named(let other):
      switch app.judge(other, now) {
      case .kept: return .kept
      case .undecided(let reason): return .undecided(reason)
      case .broken: break
      }
    case .condition(let condition): if evaluator.holds(condition) { return .kept }
    case nil: break
    }
    return app.judge(name, now)
  }
}
