import Foundation
import IntentDiagnostics
import Testing

/// What the findings about a file are compared with: paths as its directory sees them.
private func findings(in file: (path: String, text: String)) -> String {
  let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
  return Analysed([(name, file.text)]).rendered
}

private func golden(of path: String) -> String { String(path.dropLast("intent".count)) + "diagnostics" }

/// `negative/syntax` is the parser's.
@Test(arguments: intentFiles(below: "Tests/Corpus/negative").map(\.path).filter { !$0.contains("/syntax/") })
func negativeCorpus(path: String) throws {
  let file = try #require(intentFiles(below: "Tests/Corpus/negative").first { $0.path == path })
  let found = findings(in: file)
  #expect(!found.isEmpty, "nothing is wrong in \(path)")
  let isAsBlessed = try matchesGolden(found, golden(of: path))
  #expect(isAsBlessed, "\(path):\n\(found)")
}

/// A file of the positive corpus has no findings but those of its golden, which are warnings. `language` and `sketches` hold programs
/// that only parse: what a sketch leaves undeclared stands in its golden. `programs` and `near` have a test of their own.
@Test(arguments: intentFiles(below: "Tests/Corpus/positive").map(\.path).filter { path in
  !["/language/", "/programs/", "/near/"].contains { path.contains($0) }
})
func positiveCorpus(path: String) throws {
  let file = try #require(intentFiles(below: "Tests/Corpus/positive").first { $0.path == path })
  let found = findings(in: file)
  let hasErrors = found.contains(": error: ")
  if !path.contains("/sketches/") { #expect(!hasErrors, "\(path):\n\(found)") }
  let isAsBlessed = try matchesGolden(found, golden(of: path))
  #expect(isAsBlessed, "\(path):\n\(found)")
}

/// The lowered form of the programs that are fully declared.
@Test(arguments: intentFiles(below: "Tests/Corpus/positive/meaning").map(\.path))
func positiveCorpusIsLowered(path: String) throws {
  let file = try #require(intentFiles(below: "Tests/Corpus/positive/meaning").first { $0.path == path })
  let text = Analysed([file]).systems.map(\.text).joined()
  let isAsBlessed = try matchesGolden(text, String(path.dropLast("intent".count)) + "ir")
  #expect(isAsBlessed, "\(path):\n\(text)")
}

/// The codes and the corpus are held together: each code is shown by two programs, and each golden shows codes that there are.
@Test func everyCodeHasTwoNegatives() {
  var programs: [String: Int] = [:]
  for file in intentFiles(below: "Tests/Corpus/negative") {
    let text = try? String(contentsOf: packageRoot.appendingPathComponent(golden(of: file.path)), encoding: .utf8)
    let ids = (text ?? "").matches(of: #/: (?:error|warning|note): .* \[([EW]\d+)\]/#).map { String($0.1) }
    for id in Set(ids) { programs[id, default: 0] += 1 }
  }
  for code in DiagnosticCode.all {
    #expect(programs[code.id, default: 0] >= 2, "\(programs[code.id, default: 0]) programs of the negative corpus show \(code.id)")
  }
  #expect(Set(programs.keys).isSubset(of: DiagnosticCode.all.map(\.id)))
}

@Test func everyCodeIsExplainedAndItsIdIsItsOwn() {
  #expect(Set(DiagnosticCode.all.map(\.id)).count == DiagnosticCode.all.count)
  for code in DiagnosticCode.all {
    #expect(!code.title.isEmpty && code.explanation.count > 40, "\(code.id)")
    #expect(code.example != nil || code == .tooDeep, "the page of \(code.id) has no `wrong:` and `right:`")
    #expect(code.severity == (code.id.hasPrefix("W") ? .warning : .error))
  }
}

@Test func exampleIsWithoutAnError() {
  let files = intentFiles(below: "Examples/CustomerPlatform")
  let analysed = Analysed(files)
  #expect(!files.isEmpty)
  let hasErrors = analysed.diagnostics.hasErrors
  #expect(!hasErrors, "\(analysed.rendered)")
}
