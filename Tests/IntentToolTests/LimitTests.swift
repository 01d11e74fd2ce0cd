import Foundation
import Testing

/// Files that no one writes by hand get an ordinary answer, and soon.
@Suite final class LimitTests {
  let tool = ToolProcess(name: "intent")
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  deinit { scratch.remove() }

  /// Requires: the tool answers within some seconds, in a debug build on a busy machine.
  private func check(_ name: String) throws -> ToolRun {
    let start = ContinuousClock.now
    let run = try tool.run("check", name, in: scratch.path)
    #expect(ContinuousClock.now - start < .seconds(30))
    return run
  }

  @Test(arguments: ["(", "[", "{"]) func deepNestingIsOneError(bracket: String) throws {
    let deep = String(repeating: bracket, count: 100_000)
    _ = try scratch.write("deep.intent", "system \"s\" {\n  metric a: int = \(deep)\n}\n")
    let run = try check("deep.intent")
    #expect(run.code == 2 && run.errors.hasPrefix("deep.intent:2:"))
    #expect(run.errors.utf8.count < 5_000)
  }

  @Test func aFileOf100MegabytesIsRefused() throws {
    let file = try scratch.write("long.intent", "system \"s\" {\n")
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    let part = Data(String(repeating: "  event happened { at: timestamp, what: text }\n", count: 22_000).utf8)
    for _ in 0..<100 { try handle.write(contentsOf: part) }
    try handle.close()
    let run = try check("long.intent")
    #expect(run.code == 4 && run.errors == "long.intent: error: longer than 32 MiB\n")
  }

  @Test func whatIsNotUTF8IsRefusedWithItsPlace() throws {
    try Data(Array("system \"s\" {\n  event caf".utf8) + [0xE9, 0x20, 0x7D]).write(to: scratch.url.appending(path: "latin.intent"))
    let run = try check("latin.intent")
    #expect(run.code == 4 && run.errors == "latin.intent:2:12: error: not UTF-8\n")
  }

  @Test func aNULByteIsOneError() throws {
    _ = try scratch.write("nul.intent", "system \"s\" {\n  event a\u{0}\u{0} { at: timestamp }\n  event b\u{0}\n}\n")
    let run = try check("nul.intent")
    #expect(run.code == 2 && run.errors.hasPrefix("nul.intent:2:10: error: a control character stands here, U+0000"))
    #expect(run.errors.hasSuffix("\n1 error; `intent fix` can mend 1\n") && !run.errors.contains("\u{0}"))
    let binary = try Data(contentsOf: URL(filePath: CommandLine.arguments[0])).prefix(100_000).map { $0 & 0x7F }
    try Data(binary).write(to: scratch.url.appending(path: "program.intent"))
    #expect(try check("program.intent").code == 2)
  }
}
