import Foundation
import IntentDiagnostics
import IntentIR
import IntentSemantics
import IntentSource

/// The root of the package.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Files that were parsed and analysed together.
struct Analysed {
  let systems: [SystemIR]
  let diagnostics: DiagnosticSet
  let sources: SourceMap

  init(_ files: [(path: String, text: String)]) {
    var sources = SourceMap()
    var diagnostics = DiagnosticSet()
    for file in files { sources.add(path: file.path, text: file.text) }
    systems = Analyzer.analyze(sources.files, for: .promises, diagnostics: &diagnostics)
    self.diagnostics = diagnostics
    self.sources = sources
  }

  /// The items of one system `s`.
  init(items: String) {
    self.init([("a.intent", "system \"s\" {\n\(items)\n}\n")])
  }

  /// Every finding in full, with the edits of its fixes.
  var rendered: String { DiagnosticRenderer(sources: sources, showsEdits: true).render(diagnostics) }

  /// The first line of each finding, by place.
  var summaries: [String] {
    let renderer = DiagnosticRenderer(sources: sources)
    return diagnostics.sorted.map(renderer.summary)
  }

  /// The codes of the findings, by place.
  var codes: [String] { diagnostics.sorted.map(\.code.id) }
}

/// Every `.intent` file below a directory of the package, by path from the package's root, with its text.
func intentFiles(below directory: String) -> [(path: String, text: String)] {
  let root = packageRoot.appendingPathComponent(directory)
  guard let all = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
  let files = all.compactMap { $0 as? URL }.filter { $0.pathExtension == "intent" }.sorted { $0.path < $1.path }
  return files.compactMap { url in
    let path = String(url.path.dropFirst(packageRoot.path.count + 1))
    return (try? String(contentsOf: url, encoding: .utf8)).map { (path, $0) }
  }
}

/// Compares `actual` with the golden file at `path` from the package's root, or writes it where INTENT_BLESS is 1. An empty golden is
/// no file.
func matchesGolden(_ actual: String, _ path: String) throws -> Bool {
  let url = packageRoot.appendingPathComponent(path)
  if ProcessInfo.processInfo.environment["INTENT_BLESS"] == "1" {
    if actual.isEmpty {
      try? FileManager.default.removeItem(at: url)
    } else {
      try actual.write(to: url, atomically: true, encoding: .utf8)
    }
    return true
  }
  let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  return actual == expected
}
