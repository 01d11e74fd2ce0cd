import Foundation
import Testing

/// The command line of `intentc`, as the plugin calls it.
@Suite final class IntentcTests {
  let tool = ToolProcess(name: "intentc")
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  deinit { scratch.remove() }

  @Test func writesOneFileForEachInputEvenAnEmptyOne() throws {
    let spec = try scratch.write("in/support.intent", IntentToolTests.spec)
    let part = try scratch.write("in/parts/empty.intent", "# nothing yet\n")
    let run = try tool.run(
      "--output-dir", scratch.path + "/out", "--root", scratch.path + "/in", spec.path, part.path)
    #expect(run.code == 0 && run.output.isEmpty)
    let written = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/out").sorted()
    #expect(written == ["parts+empty.intent.swift", "support.intent.swift"])
  }

  @Test func aCommentChangesNoOutput() throws {
    let spec = try scratch.write("support.intent", IntentToolTests.spec)
    func compile() throws -> (Data, Date?) {
      #expect(try tool.run("--output-dir", "out", "--root", ".", "support.intent", in: scratch.path).code == 0)
      let path = scratch.path + "/out/support.intent.swift"
      let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
      return (try Data(contentsOf: URL(filePath: path)), date)
    }
    let first = try compile()
    try Data(IntentToolTests.spec.replacing("calm | angry", with: "calm | angry # two are enough").utf8).write(to: spec)
    let second = try compile()
    #expect(first == second)
  }

  @Test func errorsAreOneLineAndNothingIsWritten() throws {
    let spec = try scratch.write("support.intent", IntentToolTests.spec.replacing("ticket.mood", with: "ticket.moood"))
    let run = try tool.run("--output-dir", scratch.path + "/out", "--root", scratch.path, spec.path)
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("\(spec.path):7:15: error: "))
    #expect(run.errors.split(separator: "\n").count { $0.contains(" error: ") } == 1)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/out"))
  }

  @Test func configurationSetsTheAccess() throws {
    let spec = try scratch.write("support.intent", IntentToolTests.spec)
    let config = try scratch.write("intent.json", "{ \"access\": \"public\" }")
    #expect(try tool.run("--output-dir", scratch.path, "--config", config.path, "--root", scratch.path, spec.path).code == 0)
    let generated = try String(contentsOf: scratch.url.appending(path: "support.intent.swift"), encoding: .utf8)
    #expect(generated.contains("public nonisolated enum Support"))
    let wrong = try scratch.write("wrong.json", "[]")
    let run = try tool.run("--output-dir", scratch.path, "--config", wrong.path, spec.path)
    #expect(run.code == 4 && run.errors.hasPrefix("\(wrong.path):1:1: error: "))
  }

  @Test func aFileFromElsewhereIsKnownByItsNameAlone() throws {
    let spec = try scratch.write("elsewhere/support.intent", IntentToolTests.spec)
    let other = try scratch.write("another/support.intent", "")
    #expect(try tool.run("--output-dir", scratch.path + "/out", "--root", scratch.path + "/in", spec.path).code == 0)
    let generated = try String(contentsOf: scratch.url.appending(path: "out/support.intent.swift"), encoding: .utf8)
    #expect(!generated.contains(scratch.path))
    let run = try tool.run("--output-dir", scratch.path + "/out", "--root", scratch.path + "/in", spec.path, other.path)
    #expect(run.code == 4 && run.errors == "\(other.path): error: another file is named support.intent too\n")
  }

  @Test func exitCodesSayWhatHappened() throws {
    let spec = try scratch.write("support.intent", IntentToolTests.spec)
    #expect(try tool.run("--output-dir", scratch.path).code == 64)
    #expect(try tool.run(spec.path).code == 64)
    #expect(try tool.run("--output-dir", scratch.path, scratch.path + "/missing.intent").code == 4)
    let blocked = try scratch.write("blocked", "")
    #expect(try tool.run("--output-dir", blocked.path + "/out", spec.path).code == 1)
    #expect(try tool.run("--help").code == 0)
  }
}
