import Foundation
import Testing

/// The command line of `intent`, as a person or a script sees it.
@Suite final class IntentToolTests {
  let tool = ToolProcess(name: "intent")
  let scratch: Scratch

  static let spec = """
    system "support" version 1 {
      type mood = calm | angry
      entity customer { has: name: text }
      entity ticket { belongs_to: customer  immutable: true  has: mood: mood, text: text }
      when ticket.created {
        must: acknowledge(ticket) within: 5m
        if ticket.mood == angry { must: call_back(ticket.customer) within: 1h  fallback: alert_lead within: 4h }
      }
    }

    """

  init() throws { scratch = try Scratch() }

  deinit { scratch.remove() }

  @Test(arguments: ["check", "fix", "fmt", "emit", "graph", "explain", "new", "completion"])
  func everyVerbHasHelp(verb: String) throws {
    let run = try tool.run(verb, "--help")
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(run.output.contains("Usage: intent \(verb)") && run.output.contains("--help"))
    #expect(try tool.run("help", verb).output == run.output)
    #expect(try tool.run("--help").output.contains("\n  \(verb) "))
  }

  @Test func printsItsVersion() throws {
    let run = try tool.run("--version")
    #expect(run.code == 0)
    #expect(run.output.wholeMatch(of: /intent \d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: [
    ([], "Usage: intent VERB"),
    (["chek"], "unknown verb `chek`; did you mean `check`?\nSee `intent --help`."),
    (["fmt", "--chek"], "unknown option `--chek`; did you mean `--check`?\nSee `intent fmt --help`."),
    (["emit", "--ir", "--swift"], "say either `--ir` or `--swift`"),
    (["explain", "E9999"], "no code is called `E9999`"),
    (["completion", "tcsh"], "there is bash, zsh and fish"),
    (["new"], "missing NAME"),
    (["new", "not a name"], "not a name"),
  ] as [([String], String)])
  func wrongCommandLinesEndWith64(words: [String], message: String) throws {
    let run = try runWords(words)
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(message))
  }

  private func runWords(_ words: [String]) throws -> ToolRun {
    switch words.count {
    case 0: try tool.run()
    case 1: try tool.run(words[0])
    case 2: try tool.run(words[0], words[1])
    default: try tool.run(words[0], words[1], words[2])
    }
  }

  @Test func saysHowPromisesAreKept() throws {
    let file = try scratch.write("s.intent", Self.spec)
    let run = try tool.run("check", "--enforcement", file.path)
    #expect(run.code == 0 && run.output.contains("\ntyped      immutable  ticket "))
    let json = try tool.run("check", "--enforcement", "--format", "json", file.path)
    let lines = json.output.split(separator: "\n").map { Data($0.utf8) }
    let promises = try lines.map { try #require(try JSONSerialization.jsonObject(with: $0) as? [String: Any]) }
    #expect(promises.contains { $0["class"] as? String == "monitored" && $0["kept"] as? Bool == true })
    #expect(try tool.run("check", "--enforcement", "--format", "sarif", file.path).code == 64)
    #expect(try tool.run("check", "--format", "markdown", file.path).code == 64)
    let wrong = try scratch.write("wrong.intent", "system \"s\" { entity a { has: b: c } }")
    #expect(try tool.run("check", "--enforcement", wrong.path).code == 2)
  }

  @Test func checksADirectory() throws {
    _ = try scratch.write("a/support.intent", Self.spec)
    let clean = try tool.run("check", scratch.path)
    #expect(clean.code == 0 && clean.output.isEmpty)
    let wrong = try scratch.write("b/wrong.intent", Self.spec.replacing("ticket.mood", with: "ticket.moood"))
    let run = try tool.run("check", wrong.path)
    #expect(run.code == 2 && run.output.isEmpty)
    let first = run.errors.prefix { $0 != "\n" }
    #expect(first.hasPrefix("\(wrong.path):7:") && first.contains(": error: ") && first.contains("mood"))
    #expect(run.errors.hasSuffix("1 error; `intent fix` can mend 1\n"))
    #expect(!run.errors.contains("\u{1B}"))
  }

  @Test func machineFormsAreResults() throws {
    let wrong = try scratch.write("wrong.intent", Self.spec.replacing("ticket.mood", with: "ticket.moood"))
    let json = try tool.run("check", "--format", "json", wrong.path)
    #expect(json.code == 2 && json.errors.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["line"] as? Int == 7 && object?["severity"] as? String == "error")
    #expect(try tool.run("check", "--format", "github", wrong.path).output.hasPrefix("::error file="))
  }

  @Test func unreadableInputEndsWith4() throws {
    let missing = try tool.run("check", "missing.intent", in: scratch.path)
    #expect(missing.code == 4 && missing.errors == "missing.intent: error: no such file or directory\n")
    let empty = try tool.run("check", scratch.path)
    #expect(empty.code == 4 && empty.errors.hasSuffix("no .intent file below this directory\n"))
    let bytes = scratch.url.appending(path: "bytes.intent")
    try Data([0x23, 0xFF]).write(to: bytes)
    let notText = try tool.run("fmt", bytes.path)
    #expect(notText.code == 4 && notText.errors == "\(bytes.path):1:2: error: not UTF-8\n")
  }

  @Test func formatsInPlaceAndChecks() throws {
    let file = try scratch.write("s.intent", Self.spec.replacing("  type mood =", with: "      type   mood   ="))
    let check = try tool.run("fmt", "--check", file.path)
    #expect(check.code == 2 && check.output == "\(file.path)\n")
    #expect(try tool.run("fmt", file.path).code == 0)
    let formatted = try String(contentsOf: file, encoding: .utf8)
    #expect(formatted.contains("\n  type mood = calm | angry\n"))
    #expect(try tool.run("fmt", "--check", file.path).code == 0)
    #expect(try tool.run("fmt", "-", input: formatted).output == formatted)
  }

  @Test func mendsInPlaceAndShowsWhatItWouldDo() throws {
    let wrong = Self.spec.replacing("ticket.mood", with: "ticket.moood")
    let file = try scratch.write("s.intent", wrong)
    let check = try tool.run("fix", "--check", file.path)
    #expect(check.code == 2 && check.output == "\(file.path)\n")
    let dry = try tool.run("fix", "--dry-run", "s.intent", in: scratch.path)
    #expect(dry.code == 0 && dry.output.hasPrefix("--- s.intent\n+++ s.intent\n@@ -4,6 +4,6 @@\n"))
    #expect(dry.output.contains("\n-    if ticket.moood == angry") && dry.output.contains("\n+    if ticket.mood == angry"))
    #expect(try String(contentsOf: file, encoding: .utf8) == wrong)
    let fixed = try tool.run("fix", "s.intent", in: scratch.path)
    #expect(fixed.code == 0 && fixed.output.isEmpty)
    #expect(fixed.errors == "s.intent:7:15: change `moood` to `mood` [E0203]\n1 change; no error is left\n")
    #expect(try String(contentsOf: file, encoding: .utf8) == Self.spec)
    #expect(try tool.run("fix", "--check", file.path).code == 0)
    #expect(try tool.run("fix", "-", input: wrong).output == Self.spec)
    #expect(try tool.run("fix", "-", input: Self.spec).output == Self.spec)
    let left = try tool.run("fix", "-", input: "system \"s\" { entity a { belongs_to: elsewhere } }")
    #expect(left.code == 2 && left.errors == "0 changes; 1 error is left\n")
  }

  @Test func aFileWithASyntaxErrorIsNotFormatted() throws {
    let text = "system \"s\" { entity }\n"
    let file = try scratch.write("s.intent", text)
    let run = try tool.run("fmt", file.path)
    #expect(run.code == 2 && run.errors.hasPrefix("\(file.path):1:"))
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
    #expect(try tool.run("check", "-", input: text).errors.hasPrefix("<stdin>:1:"))
  }

  @Test func emitsTheLoweredSystemAndSwift() throws {
    let file = try scratch.write("support.intent", Self.spec)
    let lowered = try tool.run("emit", "--ir", file.path)
    #expect(lowered.code == 0 && lowered.output.hasPrefix("# fingerprint "))
    let commented = try scratch.write("commented.intent", "# A comment.\n\n" + Self.spec)
    #expect(try tool.run("emit", "--ir", commented.path).output.prefix(60) == lowered.output.prefix(60))
    let swift = try tool.run("emit", "--swift", "--output-dir", scratch.path, "support.intent", in: scratch.path)
    #expect(swift.code == 0)
    let generated = try String(contentsOf: scratch.url.appending(path: "support.intent.swift"), encoding: .utf8)
    #expect(try tool.run("emit", "--swift", "support.intent", in: scratch.path).output == generated)
    #expect(generated.contains("enum Support") && !generated.contains(scratch.path))
  }

  @Test func drawsWhatShouldFollow() throws {
    let file = try scratch.write("support.intent", Self.spec)
    let text = try tool.run("graph", file.path, "--trigger", "ticket.created")
    #expect(
      text.output == """
        ticket.created
        ├─ must acknowledge(ticket)  within 5m
        └─ if ticket.mood == angry
            └─ must call_back(ticket.customer)  within 1h
                └─ fallback alert_lead  within 4h

        """)
    #expect(try tool.run("graph", "--format", "mermaid", file.path).output.hasPrefix("flowchart LR\n  n0[\"ticket.created\"]\n"))
    #expect(try tool.run("graph", "--format=dot", file.path).output.hasPrefix("digraph consequences {\n"))
    let wrong = try tool.run("graph", file.path, "--trigger", "ticket.create")
    #expect(wrong.code == 64 && wrong.errors.contains("did you mean `ticket.created`?"))
  }

  @Test func explainsCodesAndListsThem() throws {
    let list = try tool.run("explain")
    #expect(list.code == 0 && list.output.contains("E0106"))
    let page = try tool.run("explain", "e0106")
    #expect(page.code == 0 && page.output.hasPrefix("E0106 (error): "))
    #expect(page.output.contains("\nWrong:\n") && page.output.contains("\nCured:\n"))
    let document = try tool.run("explain", "--markdown")
    #expect(document.code == 0 && document.output.contains("\n## E0106\n"))
    #expect(try tool.run("explain", "E0160").errors.contains("did you mean `E0"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completesInEveryShell(shell: String) throws {
    let run = try tool.run("completion", shell)
    #expect(run.code == 0)
    for verb in ["check", "fix", "fmt", "emit", "graph", "explain", "new", "completion"] { #expect(run.output.contains(verb)) }
  }

  /// What bash offers behind the words, the last of which is begun.
  private func offered(_ words: String...) throws -> [String] {
    let script = try scratch.write("completion.bash", try tool.run("completion", "bash").output)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.currentDirectoryURL = scratch.url
    let body = "source \(script.lastPathComponent); COMP_WORDS=(\"$@\"); COMP_CWORD=$(($#-1)); _intent; printf '%s\\n' \"${COMPREPLY[@]}\""
    process.arguments = ["bash", "-c", body, "bash"] + words
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func bashOffersWhatCanStandThere() throws {
    _ = try scratch.write("my spec.intent", Self.spec)
    _ = try scratch.write("notes.txt", "")
    _ = try scratch.write("more.intent/a.intent", Self.spec)
    #expect(try offered("intent", "com") == ["completion"])
    #expect(try offered("intent", "check", "--format", "s") == ["sarif"])
    #expect(try offered("intent", "check", "--en") == ["--enforcement"])
    #expect(try offered("intent", "check", "m") == ["more.intent", "my spec.intent"])
    #expect(try offered("intent", "emit", "--config", "n") == ["notes.txt"])
    #expect(try offered("intent", "explain", "E010") .contains("E0106"))
    #expect(try offered("intent", "completion", "") == ["bash", "zsh", "fish"])
    #expect(try offered("intent", "help", "ch") == ["check"])
  }

  @Test func aFileThatIsNamedTwiceIsReadOnce() throws {
    let file = try scratch.write("d/support.intent", Self.spec)
    try FileManager.default.createSymbolicLink(at: scratch.url.appending(path: "d/again.intent"), withDestinationURL: file)
    let run = try tool.run("check", "d", "./d", "d/support.intent", in: scratch.path)
    #expect(run.code == 0, "\(run.errors)")
  }

  #if os(Linux)
    @Test func aResultThatFindsNoRoomIsAFailure() throws {
      let file = try scratch.write("support.intent", Self.spec)
      let process = Process()
      process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "intent")
      process.arguments = ["emit", "--ir", file.path]
      process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      let words = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 1)
      #expect(words.contains("standard output: error: no space left"))
    }
  #endif
}
