import IntentDiagnostics
import IntentSource
import Testing

/// The text with the edits made.
func applied(_ fix: Fix, to text: String) -> String {
  var bytes = Array(text.utf8)
  for edit in fix.edits.sorted(by: { $0.span > $1.span }) {
    bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.replacement.utf8))
  }
  return String(decoding: bytes, as: UTF8.self)
}

extension Analysed {
  /// The errors without their places, each as often as it is found.
  var errors: [String: Int] {
    diagnostics.sorted.filter { $0.severity == .error }.reduce(into: [:]) { $0["\($1.message) [\($1.code.id)]", default: 0] += 1 }
  }
}

/// Each fix of each negative program, made alone, removes its finding and makes nothing else wrong. Once the text can be read, or what a
/// guess declares is there, more may come to light.
@Test(arguments: intentFiles(below: "Tests/Corpus/negative").map(\.path))
func fixesOfTheCorpusAreRight(path: String) throws {
  let file = try #require(intentFiles(below: "Tests/Corpus/negative").first { $0.path == path })
  let before = Analysed([file])
  for finding in before.diagnostics.sorted {
    let key = "\(finding.message) [\(finding.code.id)]"
    for fix in finding.fixes {
      let after = Analysed([(file.path, applied(fix, to: file.text))])
      let same = after.diagnostics.sorted.count { $0.code == finding.code && $0.message == finding.message }
      let old = before.diagnostics.sorted.count { $0.code == finding.code && $0.message == finding.message }
      #expect(same < old, "\(fix.title) leaves \(key)\n\(after.rendered)")
      if fix.isGuess { continue }
      var new = after.errors.filter { $0.value > before.errors[$0.key, default: 0] }.keys.sorted()
      if finding.code.id.hasPrefix("E01") { new = new.filter { $0.contains("[E01") } }
      #expect(new.isEmpty, "\(fix.title) of \(key) gives \(new)\n\(after.rendered)")
    }
  }
}
