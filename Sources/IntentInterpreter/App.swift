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

/// A person's judgement of an attested invariant.
struct SignOff {
  let isKept: Bool
  /// `anna at 2026-03-01T09:00:00Z: read twice`.
  let words: String
}

/// What became of a promise that the app or a person judges.
public struct JudgedPromise {
  public let name: String
  public let origin: Origin
  public let verdict: App.Verdict
  /// Who said so; nil for a checker's verdict.
  public let person: String?
}

extension Interpreter {
  /// Asks the checkers of the app for every invariant and property that only the app can judge, and the log for those that people sign
  /// off, in the order of the spec.
  public func checkPromises() -> [JudgedPromise] {
    let contract = spec.system.contract
    var promises = contract.invariants.compactMap { invariant -> JudgedPromise? in
      switch invariant.judge {
      case .person: attested(invariant)
      case .checker: judged(invariant, app.judge(invariant.name, now))
      // An interpreter has only the events of its own spec.
      case .log: judged(invariant, .kept)
      case nil: nil
      }
    }
    for capability in contract.capabilities {
      promises += capability.properties.map { property in
        let name = "\(capability.name).\(property.name)"
        return JudgedPromise(name: name, origin: property.origin, verdict: verdict(name, property.unless), person: nil)
      }
    }
    return inTextOrder(promises, \.origin)
  }

  /// Puts on record that the person has judged the attested invariant.
  public mutating func attest(_ name: String, isKept: Bool, by person: String, because reason: String?) {
    guard let invariant = spec.system.contract.invariants.first(where: { $0.name == name && $0.isAttested }) else { return }
    let meaning = spec.system.coveredMeaning(of: invariant) ?? spec.system.fingerprint
    commit { interpreter in
      interpreter.judge()
      let fields = Record([
        ("invariant", .text(name)), ("meaning", .text(meaning.description)), ("kept", .bool(isKept)),
        ("reason", reason.map { .text($0) } ?? .absent),
      ])
      interpreter.note("intent.attested", fields, actor: person)
      let words = "\(person) at \(interpreter.now)" + (reason.map { ": \($0)" } ?? "")
      interpreter.signOffs[name] = SignOff(isKept: isKept, words: words)
      interpreter.closeGaps()
    }
  }

  private func judged(_ invariant: InvariantIR, _ verdict: App.Verdict, by person: String? = nil) -> JudgedPromise {
    JudgedPromise(name: invariant.name, origin: invariant.origin, verdict: verdict, person: person)
  }

  private func attested(_ invariant: InvariantIR) -> JudgedPromise {
    let said = signOffs[invariant.name]
    let verdict: App.Verdict = said.map { $0.isKept ? .kept : .broken } ?? .undecided("nobody has signed it off")
    return judged(invariant, verdict, by: said?.words)
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
