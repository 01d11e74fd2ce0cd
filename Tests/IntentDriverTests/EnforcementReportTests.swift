import Foundation
import IntentDriver
import Testing

private let packageRoot = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }

/// The report of a program of the positive corpus, as its golden under `Tests/Corpus/enforcement` has it.
@Test(arguments: ["stability", "consequences"], EnforcementReport.Format.allCases)
func enforcementReportIsAsBlessed(program: String, format: EnforcementReport.Format) throws {
  let source = packageRoot.appendingPathComponent("Tests/Corpus/positive/meaning/\(program).intent")
  let input = Input(path: source.path, name: "\(program).intent")
  let lowered = Pipeline.lower(try Pipeline.load([input]), classifyingPromises: true)
  #expect(!lowered.diagnostics.hasErrors)
  let report = EnforcementReport.text(lowered.systems, format)
  let golden = packageRoot.appendingPathComponent("Tests/Corpus/enforcement/\(program).\(format.rawValue)")
  if ProcessInfo.processInfo.environment["INTENT_BLESS"] == "1" { try report.write(to: golden, atomically: true, encoding: .utf8) }
  let blessed = try? String(contentsOf: golden, encoding: .utf8)
  #expect(report == blessed, "\(report)")
}

@Test func systemWithoutPromisesSaysSo() throws {
  let input = Input(path: "a.intent", name: "a.intent")
  let program = Pipeline.lower(
    Pipeline.load([(input, Array("system \"quiet\" { }".utf8))]), classifyingPromises: true)
  #expect(EnforcementReport.text(program.systems, .text) == "quiet: no promises\n")
  #expect(EnforcementReport.text(program.systems, .json).isEmpty)
}
