import Foundation
import IntentIR

/// The Swift that drives generated systems: for each a main function's arm, its handlers, and how its state is shown. It is read off
/// the generated text, so that it goes with whatever the generator calls things.
struct DriverCode {
  let systems: [CompiledSystem]

  var text: String {
    let arms = systems.map { "    case \"\($0.name)\": try await run\(namespace($0))(steps)" }.joined(separator: "\n")
    return """
      import Foundation
      @_spi(Generated) import IntentRuntime

      @main struct Main {
        static func main() async throws {
          let arguments = CommandLine.arguments
          let text = String(decoding: FileManager.default.contents(atPath: arguments[2]) ?? Data(), as: UTF8.self)
          let steps = text.split(separator: "\\n").map { $0.split(separator: "\\t", omittingEmptySubsequences: false).map(String.init) }
          switch arguments[1] {
      \(arms)
          default: print("no such system")
          }
        }
      }

      \(Self.common)

      \(systems.contains { !$0.system.roles.isEmpty } ? Self.telling : Self.tellingNothing)

      \(systems.map(code).joined(separator: "\n\n"))
      """
  }

  private func namespace(_ system: CompiledSystem) -> String {
    matches(#"\nnonisolated extension (\w+)\.Model"#, system.swift).first?[1]
      ?? matches(#"nonisolated enum (\w+) \{\}"#, system.swift).first?[1] ?? "Missing"
  }

  private func code(_ system: CompiledSystem) -> String {
    let name = namespace(system)
    let text = system.swift
    let protocolText = block("protocol Handlers", text).joined(separator: "\n")
    let handlers = matches(#"func (\S+)\(\s*_ action: (\S+), _ work: Work\)\s+async throws -> Outcome<(.+)>"#, protocolText)
    let answers = handlers.map { match in
      let evidence = match[3].hasPrefix("Done<") ? "Done(action)" : "try read(arguments) { \(match[3])(from: $0) }"
      return """
            func \(match[1])(_ action: \(match[2]), _ work: Work) async throws -> Outcome<\(match[3])> {
              var writer = PayloadWriter(opensSealed: true)
              action.visit(&writer)
              let arguments = writer.finish()
              return try answer(work, arguments) { \(evidence) }
            }
        """
    }
    let tables = block("struct State: ", text).flatMap { matches(#"var (\S+) = Table<(.+)>\(\)"#, $0) }
    let state = text.contains("typealias World = State") ? "world" : "world.state"
    let shown = tables.map { "      rows += show(\"\($0[1])\", \(state).\($0[1]).all)" }
    let metrics = matches(#"// MARK: - metric (\w+)\n\n[^\n]*\n[^\n]*\n\s*(?:\w+ )*func (\S+)\("#, text)
    let values = metrics.map { "      rows.append(show(\"\($0[1])\", model.\($0[2])(world, moment)))" }
    let app = AppCode(system, namespace: name)
    let inputs = ((handlers.isEmpty ? [] : ["handlers: \(name).TestHandlers()"]) + app.inputs).joined(separator: ", ")
    return """
      \(handlers.isEmpty ? "" : "extension \(name) {\n  struct TestHandlers: Handlers {\n\(answers.joined(separator: "\n"))\n  }\n}")

      \(app.text)

      func run\(name)(_ steps: [[String]]) async throws {
        let model = \(name).Model(\(inputs))
        try await drive(model, steps, \(commands(system, name, app.types))) { world, moment in
          var rows: [String] = []
      \((shown + values).joined(separator: "\n"))
          return rows
        }
      }
      """
  }

  /// A closure that gives the system's commands and its roles, and asks its questions.
  private func commands(_ system: CompiledSystem, _ name: String, _ inputs: [String]) -> String {
    let (roles, text) = (system.system.roles, system.swift)
    if roles.isEmpty { return "{ _, _ in \"no commands\" }" }
    let swiftRoles = roles.map { role in matches("enum (\\w+): Role \\{[^}]*\"\(role.name)\"", text).first?[1] ?? role.name }
    /// The Swift names of the commands of a kind.
    func functions(_ kind: String) -> [String: String] {
      let found = matches("/// `\(kind) (\\w+)`[^\\n]*\\n\\s*func (\\S+?)\\(", text)
      return Dictionary(found.map { ($0[1], $0[2]) }) { first, _ in first }
    }
    var arms: [String] = []
    for (role, swift) in zip(roles, swiftRoles) {
      let me = role.entity == nil ? "" : "as: try EntityID(subject: step[3]), "
      arms += [
        "case \"grant \(role.name)\": try await conductor.grant(\(name).Roles.\(swift).self, to: who, \(me)by: root)",
        "case \"revoke \(role.name)\": try await conductor.revoke(\(name).Roles.\(swift).self, from: who, by: root)",
      ]
    }
    func arm(_ verb: String, _ item: String, _ function: String?, _ callers: [String], _ parameters: [FieldIR]) {
      let arguments = parameters.map { ", \($0.name): try argument(\"\($0.name)\", arguments)" }.joined()
      for (role, swift) in zip(roles, swiftRoles) where callers.contains(role.name) {
        guard let function else { continue }
        let acting = "try await conductor.acting(as: \(name).Roles.\(swift).self, for: who)"
        let call = "try await conductor.\(function)(as: \(acting)\(arguments))"
        arms.append(
          "case \"\(verb) \(item) \(role.name)\": " + (verb == "give" ? "_ = \(call)" : "return \"answer \\(tell(\(call) as Any))\""))
      }
    }
    let (mutations, queries, views) = (functions("mutation"), functions("query"), functions("view"))
    arms += moves(system, name, swiftRoles)
    for mutation in system.system.mutations { arm("give", mutation.name, mutations[mutation.name], mutation.callers, mutation.parameters) }
    for query in system.system.queries { arm("ask", query.name, queries[query.name], query.callers, query.parameters) }
    for view in system.system.views { arm("look", view.name, views[view.name], view.roles, []) }
    for permission in system.system.permissions {
      guard let type = matches("enum (\\w+): Permission \\{[^}]*\"\(permission.name)\"", text).first?[1] else { continue }
      arms.append("case \"use \(permission.name)\": return try await use(\(name).Permissions.\(type).self, who, step, conductor)")
      for (role, swift) in zip(roles, swiftRoles) where permission.grantedBy.contains(role.name) {
        let acting = "try await conductor.acting(as: \(name).Roles.\(swift).self, for: who)"
        let call = "try await conductor.grant\(type)(to: Identity(authenticated: step[4]), as: \(acting))"
        arms.append("case \"permit \(permission.name) \(role.name)\": _ = \(call)")
      }
    }
    let arguments = inputs.map { "\(name).\($0)" }.joined(separator: ", ")
    let model = "\(name).Model" + (inputs.isEmpty ? "" : "<\(arguments)>")
    return """
      { (conductor: Conductor<\(model)>, step: [String]) async throws -> String in
          let root = Identity(authenticated: "root")
          let isShort = ["grant", "revoke", "use"].contains(step[0])
          let who = Identity(authenticated: isShort ? step[2] : step[3])
          let arguments = try PayloadReader(Array((isShort || step[0] == "permit" ? "{}" : step[4]).utf8))
          switch step[0...(isShort ? 1 : 2)].joined(separator: " ") {
          \(arms.joined(separator: "\n    "))
          default: return "role \\(step[2]) may not \\(step[0]) \\(step[1])"
          }
          return "done"
        }
      """
  }

  /// Arms that load instances with their states as types, and move them.
  private func moves(_ system: CompiledSystem, _ name: String, _ swiftRoles: [String]) -> [String] {
    var arms: [String] = []
    for workflow in system.system.workflows {
      guard
        let load = matches("func (\\w+)(?:<[^>]*>)?\\(\\s*_ id: \\S+\\.ID, as actor: [^)]*\\s*\\) throws", system.swift)
          .first(where: { $0[0].lowercased().contains(".\(workflow.entity).id") })?[1]
      else { continue }
      for (role, swift) in zip(system.system.roles, swiftRoles) where role.reads.contains(where: { $0.target == workflow.entity }) {
        let acting = "let acting = try await conductor.acting(as: \(name).Roles.\(swift).self, for: who)"
        let loaded = "try await conductor.\(load)(try argument(\"id\", arguments), as: acting)"
        arms.append(
          "case \"load \(workflow.name) \(role.name)\":\n      \(acting)\n      return \"answer \\(tell(\(loaded) as Any))\"")
        let pairs = Set(workflow.moves.filter { $0.roles.contains(role.name) }.map { [$0.from, $0.to] })
        for pair in pairs.sorted(by: { $0.joined() < $1.joined() }) {
          arms.append(
            """
            case "shift \(workflow.name).\(pair[0]).\(pair[1]) \(role.name)":
                  \(acting)
                  guard case .\(pair[0])(let loaded)? = \(loaded) else { return "answer null" }
                  switch try await loaded.moveTo\(pair[1].prefix(1).uppercased() + pair[1].dropFirst())(as: acting, in: conductor) {
                  case .moved(let moved): return "answer \\(tell(moved.instance))"
                  case .stale(let now): return "stale \\(tell(now))"
                  }
            """)
        }
      }
    }
    return arms
  }

  /// What is the same for all systems.
  static let common = #"""
    struct Failure: Error, CustomStringConvertible { let description: String }

    func mark(_ text: String) -> UInt64 { UInt64(truncatingIfNeeded: Fingerprint(of: text.utf8).value) }

    func given<Value: FieldValue>(_ json: String) -> Value {
      do { return try Value.read(try JSONValue(Array(json.utf8)), field: "given") } catch { fatalError("\(json): \(error)") }
    }

    func json(_ value: some FieldValue) -> String {
      var json = JSONWriter(opensSealed: true)
      value.write(to: &json)
      return String(decoding: json.bytes, as: UTF8.self)
    }

    func isKept(_ rule: String, _ instance: some Entity) -> Bool {
      var writer = PayloadWriter(opensSealed: true)
      instance.visit(&writer)
      return mark("\(rule) \(String(decoding: writer.finish(), as: UTF8.self))") % 6 != 0
    }

    func judge(_ promise: String, _ now: Timestamp) throws -> Bool {
      switch mark("\(promise) \(now)") % 3 {
      case 0: return true
      case 1: return false
      default: throw Failure(description: "nobody knows")
      }
    }

    /// How many events there were, of each instance and of all.
    struct Counts: Sendable {
      var all = 0
      var each: [String: Int] = [:]

      mutating func note(_ event: some SystemEvent) {
        all += 1
        if let subject = event.subject { each[String(subject.drop { $0 != ":" }), default: 0] += 1 }
      }

      func of(_ id: some FieldValue) -> Int { each[":" + json(id).filter { $0 != "\"" }] ?? 0 }
    }

    /// The argument of a command or a question.
    func argument<Value: FieldValue>(_ name: String, _ payload: PayloadReader) throws -> Value {
      let value: Value = payload.field(name)
      try payload.check()
      return value
    }

    /// What the bytes hold, if they hold all of it.
    func read<Evidence>(_ bytes: [UInt8], _ make: (PayloadReader) -> Evidence) throws -> Evidence {
      let payload = try PayloadReader(bytes)
      let evidence = make(payload)
      try payload.check()
      return evidence
    }

    /// What the handler answers, given its evidence.
    func answer<Evidence>(_ work: Work, _ arguments: [UInt8], _ evidence: () throws -> Evidence) throws -> Outcome<Evidence> {
      switch mark("\(work.obligation) \(String(decoding: arguments, as: UTF8.self)) \(work.attempt)") % 32 {
      case 5, 12: return .delegated
      case let mark where mark % 8 < 4: return .met(try evidence())
      case let mark where mark % 8 < 6: return .later
      default: throw Failure(description: "failed at try \(work.attempt)")
      }
    }

    func show<E: Entity>(_ table: String, _ instances: some Sequence<E>) -> [String] {
      instances.map { instance in
        var writer = PayloadWriter(opensSealed: true)
        instance.visit(&writer)
        return "\(E.entityName) \(String(decoding: writer.finish(), as: UTF8.self))"
      }
    }

    func show(_ name: String, _ value: some FieldValue) -> String {
      var json = JSONWriter(opensSealed: true)
      value.write(to: &json)
      return "metric \(name) \(String(decoding: json.bytes, as: UTF8.self))"
    }

    /// What a question gives: the fields of instances, the parts of a view between brackets.
    func tell(_ value: Any) -> String {
      if let entity = value as? any Entity {
        var writer = PayloadWriter(opensSealed: true)
        entity.visit(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
      }
      if let field = value as? any FieldValue {
        var json = JSONWriter(opensSealed: true)
        field.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
      }
      let mirror = Mirror(reflecting: value)
      let parts = mirror.children.map { tell($0.value) }
      switch mirror.displayStyle {
      case .optional: return parts.first ?? "null"
      case .collection: return "[\(parts.joined(separator: ","))]"
      default: return "(\(parts.joined(separator: ",")))"
      }
    }

    /// The attested invariant of that name.
    func invariant<Attested: AttestedInvariant>(_ name: String, _ type: Attested.Type) -> Attested? {
      func find<Cases: CaseIterable>(_ type: Cases.Type) -> Attested? {
        type.allCases.lazy.compactMap { $0 as? Attested }.first { $0.invariantName == name }
      }
      return (type as? any CaseIterable.Type).flatMap { find($0) }
    }

    /// Uses the identity's oldest grant of the permission for the obligation that the step names.
    func use<P: Permission, System: SpecifiedSystem>(
      _ permission: P.Type, _ who: Identity, _ step: [String], _ conductor: Conductor<System>
    ) async throws -> String {
      guard let grant = await conductor.unusedGrant(permission, of: who) else { return "failed no grant" }
      let id = ObligationID(cause: Position(step[3]) ?? 0, ordinal: Int(step[4]) ?? 0)
      switch await conductor.resolve(id, using: grant) {
      case .met: return "met"
      case .later: return "later"
      case .failed(let error, _): throw error
      }
    }

    func drive<System: SpecifiedSystem>(
      _ system: System, _ steps: [[String]], _ command: (Conductor<System>, [String]) async throws -> String,
      _ describe: @escaping @Sendable (System.World, Moment) -> [String]
    ) async throws {
      let clock = ManualTime(Timestamp(milliseconds: 1_767_225_600_000))
      let store = MemoryStore()
      var conductor = try await Conductor(opening: system, store: store, clock: clock)
      var shown: Position = 1
      var number = 0
      for step in [["open"]] + steps {
        var outcome = "done"
        do {
          switch step[0] {
          case "append":
            var events: [System.Event] = []
            var rest = step[2...]
            while rest.count >= 3 {
              let part = Array(rest.prefix(3))
              let payload = try PayloadReader(Array(part[2].utf8))
              events.append(System.Event(type: part[0], subject: part[1].isEmpty ? nil : part[1], payload: payload))
              try payload.check()
              rest = rest.dropFirst(3)
            }
            let appended = try await conductor.append(events, actor: "app", cause: Position(step[1]) ?? 0)
            outcome = "appended \(appended.positions.lowerBound)..<\(appended.positions.upperBound)"
          case "jump": clock.set(max(clock.now(), Timestamp(milliseconds: Int64(step[1]) ?? 0)))
          case "run": try await conductor.run(until: Timestamp(milliseconds: Int64(step[1]) ?? 0), on: clock)
          case "settle": try await conductor.settle()
          case "attest":
            guard let invariant = invariant(step[1], System.Attested.self) else { throw Failure(description: "no such invariant") }
            try await conductor.attest(
              invariant, isKept: step[2] == "kept", by: Identity(authenticated: step[3]), because: step[4].isEmpty ? nil : step[4])
          case "check":
            outcome = await conductor.checkPromises().map { "\($0)".dropFirst("spec.intent:".count) }.joined(separator: "; ")
          case "resolve": outcome = try await conductor.resolve(Position(step[1]) ?? 0) ? "met" : "later"
          case "grant", "revoke", "give", "ask", "look", "permit", "use", "load", "shift":
            outcome = try await command(conductor, step)
          case "reopen": conductor = try await Conductor(opening: system, store: store, clock: clock)
          default: break
          }
        } catch let refusal as Refusal {
          outcome = "refused\t\(refusal.rule) | \(refusal.subject) | \(refusal.line)"
        } catch let error as LogError {
          outcome = "unreadable \(error)"
        } catch let error as any Told {
          outcome = error.told
        } catch {
          outcome = "failed \(error)"
        }
        print("step \(number) \(outcome)")
        number += 1
        for record in try await store.read(from: shown, limit: .max) {
          shown = record.position + 1
          let payload = record.type == "intent.configured" ? "" : String(decoding: record.payload, as: UTF8.self)
          let facts = "\(record.type) \(record.subject ?? "-") \(record.recorded) \(record.actor) \(record.cause)"
          print("  \(record.position) \(facts) \(payload)")
        }
        let moment = Moment(
          position: await conductor.lastPosition, recorded: await conductor.now, nominal: await conductor.now,
          calendar: SystemCalendar(timeZone: System.specification.timeZone) ?? .utc)
        for row in await conductor.read({ world in describe(copy world, moment) }) { print("  \(row)") }
        for request in await conductor.permissionRequests {
          let due = request.deadline?.description ?? "at once"
          print("  request \(request.obligation) \(request.permission) \(request.what) \(due)")
        }
        let gaps = await conductor.gaps.map(\.id).sorted().map { String($0) }.joined(separator: ",")
        let due = await conductor.nextDue.map(\.description) ?? "never"
        print("  gaps \(gaps) due \(due)")
      }
    }
    """#

  /// What a command says that does nothing.
  static let telling = #"""
    protocol Told { var told: String { get } }

    extension CommandError: Told {
      var told: String {
        switch self {
        case .refused(let name): "refused by name \(name)"
        case .rule(let refusal): "refused\t\(refusal.rule) | \(refusal.subject) | \(refusal.line)"
        case .role(let error): error.told
        default: "failed \(self)"
        }
      }
    }

    extension RoleError: Told { var told: String { "role \(self)" } }
    """#

  static let tellingNothing = "protocol Told { var told: String { get } }"
}
