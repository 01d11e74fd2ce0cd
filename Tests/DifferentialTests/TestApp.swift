import Foundation
import IntentIR
import IntentInterpreter
import IntentRuntime

/// What the app answers in these tests, in Swift and in the interpreter alike: functions of a few bytes.
struct TestApp {
  let types: [String: TypeDeclarationIR]
  let derivations: [String: DerivationIR]

  init(_ system: SystemIR) {
    types = Dictionary(system.types.map { ($0.name, $0) }) { first, _ in first }
    derivations = Dictionary(system.derivations.map { ($0.name, $0) }) { first, _ in first }
  }

  /// How many values there are of each type.
  static let variety = 6

  var app: App {
    var app = App { obligation, _, arguments, attempt in
      switch Self.mark("\(obligation) \(String(decoding: arguments, as: UTF8.self)) \(attempt)") % 32 {
      case 5, 12: .delegated
      case let mark where mark % 8 < 4: .met
      case let mark where mark % 8 < 6: .later
      default: .failed("failed at try \(attempt)")
      }
    }
    app.reduce = { name, arguments, log in
      guard let derivation = derivations[name] else { return Array("null".utf8) }
      // What the reducer remembers is how many events there were, of each instance and of all.
      var count = log.count
      if case .entity? = derivation.parameters.first?.type, let id = arguments.fields.first?.value {
        let subject = ":" + text(id).filter { $0 != "\"" }
        count = log.count { $0.subject?.hasSuffix(subject) ?? false }
      }
      return Array(json(derivation, count % Self.variety).utf8)
    }
    app.isKept = { rule, instance in Self.mark("\(rule) \(String(decoding: instance, as: UTF8.self))") % 6 != 0 }
    app.judge = { promise, now in
      switch Self.mark("\(promise) \(now)") % 3 {
      case 0: .kept
      case 1: .broken
      default: .undecided("nobody knows")
      }
    }
    return app
  }

  static func mark(_ text: String) -> UInt64 { UInt64(truncatingIfNeeded: IntentRuntime.Fingerprint(of: text.utf8).value) }

  private func text(_ value: Value) -> String {
    var json = JSONWriter()
    value.write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// The value of that number, of what the derivation gives.
  func json(_ derivation: DerivationIR, _ number: Int) -> String {
    if derivation.resultFields.isEmpty { return json(derivation.result, number) }
    return object(derivation.resultFields, number)
  }

  private func object(_ fields: [FieldIR], _ number: Int) -> String {
    let members = fields.enumerated().map { "\"\($1.name)\":\(json($1.type, (number + $0) % Self.variety))" }
    return "{\(members.joined(separator: ","))}"
  }

  /// One of a few values of the type, in JSON.
  func json(_ type: TypeIR, _ number: Int) -> String {
    switch type {
    case .optional(let inner): return number == 2 ? "null" : json(inner, number)
    case .text: return "\"\(["a", "b", "abc", "", "zoë", "c"][number])\""
    case .int: return String([3, 0, 12, 7, -1, 9][number])
    case .decimal, .percent: return "\"\(["0.5", "3", "40", "0", "-2.25", "11"][number])\""
    case .bool: return number % 2 == 0 ? "true" : "false"
    case .money: return "\"\(["5", "49.99", "0", "120", "-3", "20"][number]) USD\""
    case .duration: return String([30, 60, 120, 0, 1440, 5][number] * 60_000)
    case .timestamp: return "\"2026-01-0\(number + 1)T00:00:00.000Z\""
    case .date: return "\"2026-01-0\(number + 1)\""
    case .time: return "\"0\(number):30\""
    case .choice(let name):
      guard case .choice(let cases)? = types[name]?.shape else { return "null" }
      return "\"\(cases[number % cases.count])\""
    case .record(let name):
      guard case .record(let fields)? = types[name]?.shape else { return "null" }
      return object(fields, number)
    case .refined(let name):
      switch types[name]?.shape {
      case .range(let base, _, _): return base == .int ? String([3, 0, 12, 7, 1, 9][number]) : "\"\([3, 0, 12, 7, 1, 9][number])\""
      case .pattern: return "\"\(["a", "b", "c", "ab", "bc", "ca"][number])\""
      default: return "null"
      }
    default: return "null"
    }
  }

  /// The value of a hole.
  func json(_ hole: FieldIR) -> String { json(hole.type, Int(Self.mark(hole.name) % UInt64(Self.variety))) }
}
