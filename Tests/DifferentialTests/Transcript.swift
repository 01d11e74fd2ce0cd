import Foundation
import IntentIR
import IntentInterpreter
import IntentRuntime

/// One thing that is done to a system; the fields of a line, between tabs.
struct Step: Equatable {
  var fields: [String]

  var line: String { fields.joined(separator: "\t") }

  init(_ fields: [String]) { self.fields = fields }
  init(line: Substring) { fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }

  static func append(_ events: [GivenEvent], cause: Position = 0) -> Step {
    Step(["append", String(cause)] + events.flatMap { [$0.type, $0.subject ?? "", String(decoding: $0.payload, as: UTF8.self)] })
  }
}

/// A system in the interpreter, and what is printed of it.
struct InterpretedSystem {
  let system: SystemIR
  var interpreter: Interpreter
  private var shown = 0
  private var number = 0
  /// What the generated driver is expected to print.
  private(set) var lines: [String] = []

  /// Where all logs begin: 2026-01-01.
  static let start = Timestamp(milliseconds: 1_767_225_600_000)

  init?(_ system: SystemIR) {
    let test = TestApp(system)
    let holes = Dictionary(system.parameters.map { ($0.name, Array(test.json($0).utf8)) }) { first, _ in first }
    guard let interpreter = Interpreter(system, parameters: holes, at: Self.start, app: test.app) else { return nil }
    self.system = system
    self.interpreter = interpreter
    show("done")
  }

  /// Does the step and notes what came of it.
  mutating func take(_ step: Step) {
    var outcome = "done"
    switch step.fields[0] {
    case "append":
      var events: [GivenEvent] = []
      var rest = step.fields.dropFirst(2)
      while rest.count >= 3 {
        let part = Array(rest.prefix(3))
        events.append(GivenEvent(type: part[0], subject: part[1].isEmpty ? nil : part[1], payload: Array(part[2].utf8)))
        rest = rest.dropFirst(3)
      }
      switch interpreter.append(events, actor: "app", cause: Position(step.fields[1]) ?? 0) {
      case .appended(let positions): outcome = "appended \(positions.lowerBound)..<\(positions.upperBound)"
      case .refused(let refusals): outcome = refused(refusals)
      case .unreadable(let reason): outcome = "unreadable \(reason)"
      }
    case "jump": interpreter.setClock(time(step))
    case "settle": interpreter.settle()
    case "run": run(until: time(step))
    case "reopen": interpreter.reopen()
    case "grant": outcome = told(interpreter.grant(step.fields[1], to: step.fields[2], as: EntityReference(step.fields[3])))
    case "revoke": interpreter.revoke(step.fields[1], from: step.fields[2])
    case "give": outcome = told(interpreter.give(step.fields[1], Array(step.fields[4].utf8), by: actor(step)))
    case "ask": outcome = told(interpreter.ask(step.fields[1], Array(step.fields[4].utf8), by: actor(step)))
    case "look": outcome = told(interpreter.look(at: step.fields[1], by: actor(step)))
    case "load":
      // What is loaded stands in its state, which is a type.
      let loaded = told(interpreter.load(subject(step, step.fields[1]), by: actor(step)))
      outcome = loaded.hasPrefix("answer {") ? "answer ((\(loaded.dropFirst("answer ".count))))" : loaded
    case "shift":
      let parts = step.fields[1].split(separator: ".").map(String.init)
      outcome = told(interpreter.shift(subject(step, parts[0]), in: parts[0], from: parts[1], to: parts[2], by: actor(step)))
    case "permit": outcome = told(interpreter.issue(step.fields[1], to: step.fields[4], by: actor(step)))
    case "use":
      let id = ObligationID(cause: Position(step.fields[3]) ?? 0, ordinal: Int(step.fields[4]) ?? 0)
      outcome = told(interpreter.resolve(id, using: step.fields[1], of: step.fields[2]))
    case "attest":
      let reason = step.fields[4].isEmpty ? nil : step.fields[4]
      interpreter.attest(step.fields[1], isKept: step.fields[2] == "kept", by: step.fields[3], because: reason)
    case "check":
      outcome = interpreter.checkPromises().map { promise in
        let verdict =
          switch promise.verdict {
          case .kept: "kept"
          case .broken: "broken"
          case .undecided(let reason): "undecided: \(reason)"
          }
        return "\(promise.origin.line): \(promise.name) is \(verdict)" + (promise.person.map { ", says \($0)" } ?? "")
      }.joined(separator: "; ")
    case "resolve": outcome = told(interpreter.resolve(Position(step.fields[1]) ?? 0))
    default: break
    }
    show(outcome)
  }

  private func told(_ outcome: CommandOutcome) -> String {
    switch outcome {
    case .done: "done"
    case .refused(let name): "refused by name \(name)"
    case .rule(let refusals): refused(refusals)
    case .role(let words): "role \(words)"
    case .unreadable(let words): "unreadable \(words)"
    }
  }

  private func told(_ outcome: QuestionOutcome) -> String {
    switch outcome {
    case .answered(let reply): "answer \(told(reply))"
    case .rule(let refusals): refused(refusals)
    case .role(let words): "role \(words)"
    case .unreadable(let words): "unreadable \(words)"
    }
  }

  private func told(_ outcome: ResolveOutcome) -> String {
    switch outcome {
    case .met: "met"
    case .later: "later"
    case .rule(let refusals): refused(refusals)
    case .failed(let words): "failed \(words)"
    }
  }

  private func told(_ reply: Reply) -> String {
    switch reply {
    case .value(let value):
      var json = JSONWriter()
      value.write(to: &json)
      return String(decoding: json.bytes, as: UTF8.self)
    case .row(let instance): return row(instance)
    case .list(let rows): return "[\(rows.map(told).joined(separator: ","))]"
    case .columns(let parts): return "(\(parts.map(told).joined(separator: ",")))"
    }
  }

  private func row(_ instance: Instance) -> String {
    String(decoding: instance.json, as: UTF8.self)
  }

  /// The instance of the workflow that the step's arguments name.
  private func subject(_ step: Step, _ workflow: String) -> EntityReference {
    let entity = system.workflows.first { $0.name == workflow }?.entity ?? ""
    return EntityReference("\(entity):\(step.fields[4].filter(\.isNumber))") ?? EntityReference(entity, Identifier(ordinal: 0))
  }

  private func actor(_ step: Step) -> Actor { Actor(identity: step.fields[3], role: step.fields[2]) }

  private func time(_ step: Step) -> Timestamp { Timestamp(milliseconds: Int64(step.fields[1]) ?? 0) }

  private func refused(_ refusals: [Refusal]) -> String {
    "refused\t" + refusals.map { "\($0.rule) | \($0.subject) | \($0.line)" }.joined(separator: "\t")
  }

  private mutating func run(until time: Timestamp) {
    interpreter.settle()
    while let due = interpreter.nextDue, due <= time {
      interpreter.setClock(due)
      interpreter.settle()
    }
    interpreter.setClock(time)
    interpreter.settle()
  }

  private mutating func show(_ outcome: String) {
    lines.append("step \(number) \(outcome)")
    number += 1
    for entry in interpreter.log.dropFirst(shown) {
      let payload = entry.type == "intent.configured" ? "" : String(decoding: entry.payload, as: UTF8.self)
      lines.append(
        "  \(entry.position) \(entry.type) \(entry.subject ?? "-") \(entry.recorded) \(entry.actor) \(entry.cause) \(payload)")
    }
    shown = interpreter.log.count
    for entity in inTextOrder(system.entities, \.origin) {
      for instance in interpreter.instances(entity.name) { lines.append("  \(entity.name) \(row(instance))") }
    }
    for metric in inTextOrder(system.metrics, \.origin) {
      var json = JSONWriter()
      interpreter.metric(metric.name).write(to: &json)
      lines.append("  metric \(metric.name) \(String(decoding: json.bytes, as: UTF8.self))")
    }
    for request in interpreter.permissionRequests {
      lines.append("  request \(request.obligation) \(request.permission) \(request.what) \(request.deadline?.description ?? "at once")")
    }
    let gaps = interpreter.openGaps.map { String($0) }.joined(separator: ",")
    lines.append("  gaps \(gaps) due \(interpreter.nextDue.map(\.description) ?? "never")")
  }
}

/// The items by file and line; those of one line stay as they are.
func inTextOrder<Item>(_ items: [Item], _ origin: (Item) -> Origin) -> [Item] {
  items.enumerated().sorted { left, right in
    let (a, b) = (origin(left.element), origin(right.element))
    return (a.file, a.line, left.offset) < (b.file, b.line, right.offset)
  }.map(\.element)
}

/// The first line at which the two differ, with what each says; nil if they agree. A refusal agrees if its reason is one of those found.
func disagreement(generated: [String], interpreted: [String]) -> String? {
  for index in 0..<max(generated.count, interpreted.count) {
    let a = generated.indices.contains(index) ? generated[index] : "(nothing)"
    let b = interpreted.indices.contains(index) ? interpreted[index] : "(nothing)"
    if a == b { continue }
    let (left, right) = (a.split(separator: "\t"), b.split(separator: "\t"))
    let isRefusal = left.count == 2 && left[0].hasSuffix(" refused") && right.count > 1 && left[0] == right[0]
    if isRefusal, right.dropFirst().contains(left[1]) { continue }
    let step = interpreted[...min(index, interpreted.count - 1)].last { $0.hasPrefix("step ") } ?? ""
    return "at \(step)\n  generated:   \(a)\n  interpreted: \(b)"
  }
  return nil
}
