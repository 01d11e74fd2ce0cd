import Foundation
import TestSupport
import Testing

/// Systems and streams of events through the generated Swift and through the interpreter: every line that they print of what they do
/// is the same.
///
/// `INTENT_SYSTEMS` says how many random systems, `INTENT_STEPS` how many steps each, `INTENT_SEED` where to begin. `INTENT_KEEP` names
/// a folder that keeps all of them with what both sides print; `INTENT_SHOW=1` prints what was drawn and what the compiler refused of it.
/// What disagrees is made smaller; `INTENT_SHRINK` says how many smaller systems are given to Swift's compiler for that.
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
      if let found = try Disagreement(item.compiled, item.steps.steps, driver) {
        let least = try found.smaller(item.compiled, driver, compiling: Self.setting("INTENT_SHRINK").flatMap { Int($0) } ?? 6)
        let steps = least.steps.map(\.line).joined(separator: "\n")
        Issue.record("INTENT_SEED=\(item.seed) \(found.words)\nand with less, \(least.words)\n\(least.text)\n\(steps)")
      }
    }
    let steps = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    print("compared \(count - failures.count) systems, \(events) events; steps: \(steps)")
  }

  @Test func whatFailsIsMadeSmaller() {
    var tried = 0
    let least = shrunk(Array(1...200), tries: 300) { list in
      tried += 1
      return list.contains(37) && list.contains(164)
    }
    #expect(least == [37, 164])
    #expect(tried < 60)
    #expect(shrunk([1, 2, 3], tries: 1) { _ in true }.count < 3)
    #expect(shrunk([Int](), tries: 9) { _ in true } == [])
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
