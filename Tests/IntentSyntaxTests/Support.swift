import Foundation
import IntentDiagnostics
import IntentSource
import IntentSyntax

/// The root of the package.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A file that was parsed, with all that belongs to it.
struct Parsed {
  let sources: SourceMap
  let tree: SyntaxTree
  let symbols: SymbolTable
  let diagnostics: DiagnosticSet

  init(_ text: String, path: String = "a.intent") {
    self.init(bytes: Array(text.utf8), path: path)
  }

  init(bytes: [UInt8], path: String = "a.intent") {
    var sources = SourceMap()
    var symbols = SymbolTable()
    var diagnostics = DiagnosticSet()
    let id = sources.add(path: path, bytes: bytes)
    tree = Parser.parse(sources[id], symbols: &symbols, diagnostics: &diagnostics)
    self.sources = sources
    self.symbols = symbols
    self.diagnostics = diagnostics
  }

  /// The first line of each finding, by place.
  var summaries: [String] {
    let renderer = DiagnosticRenderer(sources: sources)
    return diagnostics.sorted.map(renderer.summary)
  }

  var dump: String { TreeDump.dump(tree, symbols: symbols) }
}

/// Every `.intent` file below `directory`, by path, with its text.
func intentFiles(below directory: URL) -> [(name: String, text: String)] {
  guard let all = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil) else { return [] }
  let files = all.compactMap { $0 as? URL }.filter { $0.pathExtension == "intent" }.sorted { $0.path < $1.path }
  return files.compactMap { url in (try? String(contentsOf: url, encoding: .utf8)).map { (url.lastPathComponent, $0) } }
}
