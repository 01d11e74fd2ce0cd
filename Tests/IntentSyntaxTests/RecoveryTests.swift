import Foundation
import IntentDiagnostics
import IntentSource
import Testing

@testable import IntentSyntax

let negatives = packageRoot.appendingPathComponent("Tests/Corpus/negative/syntax")

/// Every broken file gives just the messages of its golden file; `INTENT_BLESS=1` writes those anew.
@Test func messagesOfBrokenFiles() throws {
  let files = intentFiles(below: negatives)
  var seen: Set<String> = []
  for file in files {
    let parsed = Parsed(file.text, path: file.name)
    let text = DiagnosticRenderer(sources: parsed.sources, showsEdits: true).render(parsed.diagnostics)
    seen.formUnion(parsed.diagnostics.sorted.map(\.code.id))
    let golden = negatives.appendingPathComponent(file.name.replacingOccurrences(of: ".intent", with: ".diagnostics"))
    if ProcessInfo.processInfo.environment["INTENT_BLESS"] != nil { try text.write(to: golden, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text, "\(file.name)")
  }
  let codes = Set(DiagnosticCode.all.map(\.id).filter { $0.hasPrefix("E01") })
  #expect(seen == codes)
}

@Test func everyCodeIsOnce() {
  let ids = DiagnosticCode.all.map(\.id)
  #expect(Set(ids).count == ids.count)
  #expect(DiagnosticCode.all.allSatisfy { !$0.title.isEmpty && !$0.explanation.isEmpty })
  #expect(DiagnosticCode.find("e0101") == .badCharacter)
}

/// Applying the fixes that are offered for signs of other languages leaves nothing to report.
@Test func fixesAreRight() throws {
  for name in ["E0105_foreign_signs", "E0108_missing_comma", "E0106_call_on_next_line"] {
    var text = try String(contentsOf: negatives.appendingPathComponent(name + ".intent"), encoding: .utf8)
    text = text.replacingOccurrences(of: "  /* and one\n     more */\n", with: "").replacingOccurrences(of: "  rule_less: 3\n", with: "")
    let parsed = Parsed(text)
    var bytes = Array(text.utf8)
    for edit in parsed.diagnostics.sorted.flatMap(\.fixes).flatMap(\.edits).sorted(by: { $0.span > $1.span }) {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.replacement.utf8))
    }
    #expect(Parsed(bytes: bytes).summaries == [], "\(name)")
  }
}

/// What stands behind a mistake is read: each broken file's last event is in its tree.
@Test func theRestOfTheFileIsRead() throws {
  for (name, marker) in [
    ("E0106_misspelt_words", "event fine"), ("E0106_heads", "event last"), ("E0107_missing_close", "event last"),
    ("E0109_misplaced", "event inside"), ("E0110_too_deep", "event e"), ("E0102_unclosed_text", "event f"),
  ] {
    let text = try String(contentsOf: negatives.appendingPathComponent(name + ".intent"), encoding: .utf8)
    #expect(Parsed(text).dump.contains(marker), "\(name)")
  }
}
