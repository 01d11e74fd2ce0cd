import Foundation
import TestSupport
import Testing

/// Random systems and random streams of events through the generated Swift and through the interpreter: every line that they print of
/// what they do is the same.
@Suite struct DifferentialTests {
  /// `INTENT_SYSTEMS` says how many systems, `INTENT_SEED` where to begin.
  @Test func generatedSwiftAndTheInterpreterAgree() throws {
    let seed = testSeed()
    let count = ProcessInfo.processInfo.environment["INTENT_SYSTEMS"].flatMap { Int($0) } ?? 4
    var systems: [(compiled: CompiledSystem, run: RandomSteps)] = []
    for number in 0..<count {
      var program = RandomProgram(seed: seed &+ UInt64(number), name: "s\(number)")
      program.draw()
      if ProcessInfo.processInfo.environment["INTENT_SHOW"] != nil { print(program.text, program.refused.joined(separator: "\n")) }
      let compiled = try compile(program.text)
      var steps = try #require(RandomSteps(seed: seed &+ UInt64(number), compiled.system))
      steps.draw(60)
      systems.append((compiled, steps))
    }
    let (driver, failures) = try Driver.ofThoseThatCompile(systems.map(\.compiled))
    for failure in failures { Issue.record("\(failure.name) is not Swift that compiles:\n\(failure.words)") }
    var events = 0
    for (number, system) in systems.enumerated() where !failures.contains(where: { $0.name == system.compiled.name }) {
      events += system.run.run.interpreter.log.count
      let generated = try driver.lines(of: system.compiled.name, system.run.steps)
      guard let difference = disagreement(generated: generated, interpreted: system.run.run.lines) else { continue }
      Issue.record("seed \(seed &+ UInt64(number))\n\(difference)\n\(system.compiled.text)")
      keep(system.compiled.text, system.run.steps, generated, system.run.run.lines, seed: seed &+ UInt64(number))
    }
    print("compared \(count) systems, \(events) events")
  }

  /// Keeps what disagreed for a look, where `INTENT_KEEP` names a folder.
  private func keep(_ text: String, _ steps: [Step], _ generated: [String], _ interpreted: [String], seed: UInt64) {
    guard let folder = ProcessInfo.processInfo.environment["INTENT_KEEP"] else { return }
    let url = URL(filePath: folder).appending(path: "seed\(seed)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try? text.write(to: url.appending(path: "system.intent"), atomically: true, encoding: .utf8)
    for (name, lines) in [("generated", generated), ("interpreted", interpreted)] {
      try? lines.joined(separator: "\n").write(to: url.appending(path: "\(name).txt"), atomically: true, encoding: .utf8)
    }
    try? steps.map(\.line).joined(separator: "\n").write(to: url.appending(path: "steps.txt"), atomically: true, encoding: .utf8)
  }
}
