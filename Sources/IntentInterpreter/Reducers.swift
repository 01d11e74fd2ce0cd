import IntentIR
import IntentRuntime

/// Derivations without a body: functions of the log that the app writes.
struct Reducers {
  let reduce: (_ derivation: String, _ arguments: Record, _ log: [Interpreter.Entry]) -> [UInt8]
  /// What they have read. A rehearsal adds nothing to it.
  let log: [Interpreter.Entry]
}

extension Evaluator {
  /// What the app's reducer answers; absent where that does not fit.
  func reduced(_ derivation: DerivationIR, _ arguments: Record) -> Value {
    guard let reducers else { return .absent }
    let json = reducers.reduce(derivation.name, arguments, reducers.log.filter { !$0.type.hasPrefix("intent.") })
    guard let value = try? JSONValue(json) else { return .absent }
    return (try? read(derivation.result, value, derivation.name)) ?? .absent
  }
}
