import Foundation
import IntentDiagnostics
import IntentSource
import IntentSyntax
import Testing

/// Where whole programs stand, and programs that come near to a mistake without making it: a file each, or a folder whose files are
/// compiled together.
private let folders = ["Tests/Corpus/positive/programs", "Tests/Corpus/positive/near"]

/// The programs by path without an extension, each with its files as its own directory sees them.
private func rightPrograms() -> [String: [(path: String, text: String)]] {
  var programs: [String: [(path: String, text: String)]] = [:]
  for folder in folders {
    for file in intentFiles(below: folder) {
      let path = String(file.path.dropFirst(folder.count + 1))
      programs["\(folder)/\(path.prefix { $0 != "/" && $0 != "." })", default: []].append((path, file.text))
    }
  }
  return programs
}

/// A right program is never refused. What nothing enforces yet is left out: it says nothing about the program.
@Test(arguments: rightPrograms().keys.sorted())
func rightProgramIsNotRefused(name: String) throws {
  let analysed = Analysed(try #require(rightPrograms()[name]))
  let hasErrors = analysed.diagnostics.hasErrors
  let renderer = DiagnosticRenderer(sources: analysed.sources)
  let found = analysed.diagnostics.sorted.filter { $0.code != .notEnforced }.map(renderer.render).joined()
  #expect(!hasErrors, "\(name):\n\(found)")
  let isAsBlessed = try matchesGolden(found, "\(name).diagnostics")
  #expect(isAsBlessed, "\(name):\n\(found)")
}

/// They stand in the formatter's own layout.
@Test func formattingARightProgramChangesNothing() {
  for file in folders.flatMap(intentFiles(below:)) {
    var symbols = SymbolTable()
    var sources = SourceMap()
    var diagnostics = DiagnosticSet()
    let id = sources.add(path: file.path, text: file.text)
    let tree = Parser.parse(sources[id], symbols: &symbols, diagnostics: &diagnostics)
    let isUnchanged = Printer.format(tree, symbols) == file.text
    #expect(isUnchanged, "\(file.path) is not as the formatter would write it")
  }
}
