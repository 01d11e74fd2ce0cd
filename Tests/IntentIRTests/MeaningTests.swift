import Foundation
import IntentDriver
import IntentIR
import IntentRuntime
import IntentSyntax
import TestSupport
import Testing

/// The hash of a system names its meaning: comments, order and layout do not change it, and everything else does.
@Suite struct MeaningTests {
  /// The example's three files, by name.
  static let example: [String: String] = {
    let folder = packageRoot.appendingPathComponent("Examples/CustomerPlatform/Sources/CustomerPlatform")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return Dictionary(
      uniqueKeysWithValues: files.filter { $0.pathExtension == "intent" }.map {
        ($0.lastPathComponent, (try? String(contentsOf: $0, encoding: .utf8)) ?? "")
      })
  }()

  @Test func layoutAndCommentsLeaveNoTrace() throws {
    let system = try lower(Self.example)
    var variants: [[String: String]] = []
    variants.append(Self.example.mapValues { Printer.format(parse($0).trees[0], parse($0).symbols) })
    variants.append(Self.example.mapValues { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "   " + $0 + " # said in passing" }.joined(separator: "\n\n")
    })
    for variant in variants {
      let other = try lower(variant)
      #expect(other.text == system.text)
      #expect(other.fingerprint == system.fingerprint)
    }
  }

  @Test func orderLeavesNoTrace() throws {
    var random = seeded()
    let expected = try lower(Self.example)
    for _ in 0..<50 {
      let shuffled = try lower(shuffle(Self.example, using: &random))
      #expect(shuffled.text == expected.text)
      #expect(shuffled.fingerprint == expected.fingerprint)
    }
  }

  @Test(arguments: [
    ("within: 5s", "within: 6s"), ("must: log_alert_event", "should: log_alert_event"), ("below 45", "below 44"),
    ("call | email", "email | call"), ("version 1", "version 2"), ("name: text, preferences", "name: text?, preferences"),
    ("every day", "every week"), ("> 24h", "> 25h"), ("immutable: true", ""), ("for 4h", "for 3h"),
    ("crosses threshold.churn_critical\n        and", "crosses threshold.churn_critical\n        or"),
    ("reason: churn_risk_rising, actionable: true", "reason: churn_risk_critical, actionable: true"),
  ])
  func whatMatters(change: (from: String, to: String)) throws {
    let before = try lower(Self.example)
    let changed = Self.example.mapValues { $0.replacingOccurrences(of: change.from, with: change.to) }
    #expect(changed != Self.example, "nothing to change")
    #expect(try lower(changed).fingerprint != before.fingerprint)
  }

  /// A sign-off is for what the invariant covers: another change asks for no new one.
  @Test(arguments: [
    ("advice", "reason: text,", "reason: text?,", true), ("advice", "urgent: bool", "urgent: bool = true", true),
    ("advice", "urgent <= 3", "urgent <= 4", false), ("advice.text", "reason: text,", "reason: text?,", false),
    ("advice.text", "has: text: text", "has: text: text?", true), ("advice.short", "\"no\"", "\"yes\"", true),
    ("advice.short", "reason: text,", "reason: text?,", false), ("urgent", "where(urgent)", "where(not urgent)", true),
    ("write, urgent", "must: write", "should: write", false), ("write", "write(a:", "write(b:", true),
    ("write", "urgent <= 3", "urgent <= 4", false), ("flow", "done by desk", "done by chief", true),
    ("desk", "read advice", "read urgent", true), ("publish", "by desk", "by desk, chief", true),
    ("spoken.loud", "loud: bool", "loud: bool?", true), ("spoken.loud", "whom: text", "whom: text?", false),
    ("warm", "above 3", "above 4", true), ("tone", "plain | rude", "plain | kind", true),
  ])
  func signOffIsForWhatIsCovered(covers: String, from: String, to: String, matters: Bool) throws {
    let spec = """
      system "s" {
        type tone = plain | rude
        entity advice { has: text: text, reason: text, urgent: bool  rule: short: text != "no" or urgent }
        event spoken { whom: text, loud: bool }
        workflow flow on advice.stage { initial open  open -> done by desk  final done }
        role desk { can: read advice }
        role chief { can: read advice }
        threshold warm = above 3
        metric urgent = advices.where(urgent).count
        action write(a: advice)
        when advice.created { must: write(advice) }
        mutation publish(text: text) by desk { create advice(text: text, urgent: false, reason: text) }
        invariant fair covers \(covers) attested
        invariant few: urgent <= 3
      }
      """
    let changed = spec.replacingOccurrences(of: from, with: to)
    #expect(changed != spec, "nothing to change")
    let scopes = try [spec, changed].map { text in
      let system = try lower(["s.intent": text])
      return try #require(system.contract.invariants.first { $0.name == "fair" }.flatMap { system.coveredMeaning(of: $0) })
    }
    #expect((scopes[0] != scopes[1]) == matters)
  }

  /// Generated code carries the compiler's fingerprints, and the runtime combines them: both must hash alike.
  @Test func compilerAndRuntimeHashAlike() {
    var random = SplitMix64(seed: 7)
    for count in 0..<40 {
      let texts = (0..<count).map { _ in String(random.next(), radix: 36) }
      let compiler = texts.map { IntentIR.Fingerprint(of: $0) }
      let runtime = texts.map { IntentRuntime.Fingerprint(of: $0.utf8) }
      #expect(compiler.map(\.description) == runtime.map(\.description))
      #expect(IntentIR.Fingerprint.combine(compiler).description == IntentRuntime.Fingerprint.combine(runtime).description)
    }
  }

  // MARK: - helpers

  private func parse(_ text: String) -> ParsedProgram {
    Pipeline.parse(Pipeline.load([(Input(path: "a.intent", name: "a.intent"), Array(text.utf8))]))
  }

  /// The one system of the files.
  private func lower(_ files: [String: String]) throws -> SystemIR {
    let inputs = files.map { (Input(path: $0.key, name: $0.key), Array($0.value.utf8)) }
    let program = Pipeline.lower(Pipeline.load(inputs))
    return try #require(program.systems.first, "\(program.diagnostics)")
  }

  /// The items of all files in random order, each in a random one of the files; `version` goes where it may.
  private func shuffle(_ files: [String: String], using random: inout SplitMix64) -> [String: String] {
    var items: [String] = []
    for text in files.values {
      let program = parse(text)
      for system in program.trees[0].systems {
        for item in program.trees[0][system].items { items.append(program.trees[0].file.text(program.trees[0][item].span)) }
      }
    }
    var bodies = Dictionary(uniqueKeysWithValues: files.keys.sorted().map { ($0, "") })
    let names = files.keys.sorted()
    for item in items.shuffled(using: &random) { bodies[names[Int(random.next() % UInt64(names.count))], default: ""] += item + "\n" }
    let home = names[Int(random.next() % UInt64(names.count))]
    return Dictionary(uniqueKeysWithValues: bodies.map { name, body in
      (name, "system \"customer_platform\" \(name == home ? "version 1" : "") {\n\(body)}\n")
    })
  }
}

let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
