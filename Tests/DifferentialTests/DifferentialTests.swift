import Foundation
import TestSupport
import Testing

/// Systems and streams of events through the generated Swift and through the interpreter: every line that they print of what they do
/// is the same.
///
/// `INTENT_SYSTEMS` says how many random systems, `INTENT_STEPS` how many steps each, `INTENT_SEED` where to begin. `INTENT_KEEP` names
/// a folder that keeps all of them with what both sides print; `INTENT_SHOW=1` prints what was drawn and what the compiler refused of it.
@Suite(.serialized) struct DifferentialTests {
  static func setting(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  @Test func generatedSwiftAndTheInterpreterAgree() throws {
    let seed = testSeed()
    let count = Self.setting("INTENT_SYSTEMS").flatMap { Int($0) } ?? 4
    let length = Self.setting("INTENT_STEPS").flatMap { Int($0) } ?? 60
    var drawn: [(seed: UInt64, compiled: CompiledSystem, steps: RandomSteps)] = []
    for number in 0..<count {
      let own = seed &+ UInt64(number)
      var program = RandomProgram(seed: own, name: "s\(number)")
      program.draw()
      if Self.setting("INTENT_SHOW") != nil { print(program.text, program.refused.joined(separator: "\n")) }
      let compiled = try compile(program.text)
      var steps = try #require(RandomSteps(seed: own, compiled.system))
      steps.draw(length)
      drawn.append((own, compiled, steps))
    }
    let (driver, failures) = try Driver.ofThoseThatCompile(drawn.map(\.compiled))
    for failure in failures { Issue.record("\(failure.name) is not Swift that compiles:\n\(failure.words)") }
    var counts: [String: Int] = [:]
    var events = 0
    for item in drawn where !failures.contains(where: { $0.name == item.compiled.name }) {
      events += item.steps.run.interpreter.log.count
      for step in item.steps.steps { counts[step.fields[0], default: 0] += 1 }
      let generated = try driver.lines(of: item.compiled.name, item.steps.steps)
      try keep(item.compiled.text, item.steps.steps, generated, item.steps.run.lines, seed: item.seed)
      if let difference = disagreement(generated: generated, interpreted: item.steps.run.lines) {
        Issue.record("INTENT_SEED=\(item.seed) \(difference)\n\(item.compiled.text)")
      }
    }
    let steps = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    print("compared \(count - failures.count) systems, \(events) events; steps: \(steps)")
  }

  /// What once disagreed still agrees, and says what it should.
  @Test func keptCasesAgree() throws {
    let cases = try Case.all()
    let compiled = try cases.map { try compile($0.text) }
    let driver = try Driver(compiled)
    for (item, system) in zip(cases, compiled) {
      var run = try #require(InterpretedSystem(system.system))
      for step in item.steps { run.take(step) }
      let generated = try driver.lines(of: system.name, item.steps)
      if let difference = disagreement(generated: generated, interpreted: run.lines) { Issue.record("\(item.name) \(difference)") }
      let text = generated.joined(separator: "\n") + "\n"
      if Self.setting("INTENT_BLESS") != nil { try text.write(to: item.expected, atomically: true, encoding: .utf8) }
      #expect(try String(contentsOf: item.expected, encoding: .utf8) == text, "\(item.name)")
    }
  }

  private func keep(_ text: String, _ steps: [Step], _ generated: [String], _ interpreted: [String], seed: UInt64) throws {
    guard let folder = Self.setting("INTENT_KEEP") else { return }
    let url = URL(filePath: folder).appending(path: "seed\(seed)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let files = [
      ("system.intent", [text]), ("steps.txt", steps.map(\.line)), ("generated.txt", generated), ("interpreted.txt", interpreted),
    ]
    for (name, lines) in files {
      try lines.joined(separator: "\n").write(to: url.appending(path: name), atomically: true, encoding: .utf8)
    }
  }
}
