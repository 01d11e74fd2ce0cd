import Foundation
import IntentDiagnostics
import IntentSource
import IntentSyntax
import Testing

/// Where whole programs stand: a file each, or a folder whose files are compiled together.
private let programs = "Tests/Corpus/positive/programs"

/// The programs by name, each with its files as its own directory sees them.
private func wholePrograms() -> [String: [(path: String, text: String)]] {
  Dictionary(grouping: intentFiles(below: programs)) { file in
    String(file.path.dropFirst(programs.count + 1).prefix { $0 != "/" && $0 != "." })
  }
}

/// A right program is never refused. What nothing enforces yet is left out: it says nothing about the program.
@Test(arguments: wholePrograms().keys.sorted())
func wholeProgramIsRight(name: String) throws {
  let files = try #require(wholePrograms()[name]).map { (path: String($0.path.dropFirst(programs.count + 1)), text: $0.text) }
  let analysed = Analysed(files)
  let hasErrors = analysed.diagnostics.hasErrors
  let renderer = DiagnosticRenderer(sources: analysed.sources)
  let found = analysed.diagnostics.sorted.filter { $0.code != .notEnforced }.map(renderer.render).joined()
  #expect(!hasErrors, "\(name):\n\(found)")
  let isAsBlessed = try matchesGolden(found, "\(programs)/\(name).diagnostics")
  #expect(isAsBlessed, "\(name):\n\(found)")
}

/// The programs stand in the formatter's own layout.
@Test func formattingAProgramChangesNothing() {
  for file in intentFiles(below: programs) {
    var symbols = SymbolTable()
    var sources = SourceMap()
    var diagnostics = DiagnosticSet()
    let id = sources.add(path: file.path, text: file.text)
    let tree = Parser.parse(sources[id], symbols: &symbols, diagnostics: &diagnostics)
    let isUnchanged = Printer.format(tree, symbols) == file.text
    #expect(isUnchanged, "\(file.path) is not as the formatter would write it")
  }
}
