import Foundation
import IntentDiagnostics
import IntentSemantics
import IntentSource
import TestSupport
import Testing

/// The compiler's word on an `undo` against what happens: random systems run in the interpreter, and none that was called never due is.
/// `INTENT_SYSTEMS` says how many systems, `INTENT_SEED` where to begin.
@Suite struct UndoTests {
  @Test func whatIsCalledNeverDueNeverIs() throws {
    let seed = testSeed()
    let count = DifferentialTests.setting("INTENT_SYSTEMS").flatMap { Int($0) } ?? 12
    var (idle, due) = (0, 0)
    for number in 0..<count {
      let own = seed &+ UInt64(number)
      var program = RandomProgram(seed: own, name: "s\(number)")
      program.draw()
      let verdict = UndoVerdict(program.text)
      let system = try lower(program.text, file: "spec.intent").get()
      var steps = try #require(RandomSteps(seed: own, system))
      steps.draw(60)
      let log = steps.run.interpreter.log.map { "\($0)" }
      idle += verdict.idle.count
      for action in verdict.idle {
        let found = log.filter { $0.contains(action) }
        #expect(found.isEmpty, "INTENT_SEED=\(own) \(action) is due after all:\n\(found.joined(separator: "\n"))\n\(program.text)")
      }
      due += verdict.possible.filter { action in log.contains { $0.contains(action) } }.count
    }
    print("\(count) systems: \(idle) undos that are called never due, \(due) others came")
  }
}

/// The actions that take something back, by what the compiler says of them.
private struct UndoVerdict {
  /// Those of which every use is called never due.
  var idle: Set<String> = []
  var possible: Set<String> = []

  init(_ text: String) {
    var map = SourceMap()
    map.add(path: "spec.intent", bytes: Array(text.utf8))
    var diagnostics = DiagnosticSet()
    _ = Analyzer.analyze(map.files, diagnostics: &diagnostics)
    var warned: [String: Int] = [:]
    for finding in diagnostics.sorted where finding.code.id == "W0515" {
      guard let call = finding.message.split(separator: "`").first?.prefix(while: { $0 != "(" }) else { continue }
      warned[String(call), default: 0] += 1
    }
    var used: [String: Int] = [:]
    for use in text.matches(of: /undo: (undo_\w+)\(/) { used[String(use.1), default: 0] += 1 }
    for (action, count) in used {
      if warned[action] == count { idle.insert(action) } else { possible.insert(action) }
    }
  }
}
