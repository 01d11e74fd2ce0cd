import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax
import Testing

@testable import IntentSemantics

/// Several systems in one file, with what stands between them: comments, docs, a warning and one that is allowed.
private let several = """
  # Before all of them.
  ## The first.
  system "first" version 2 {
    entity order { has: total: money, paid: bool }  # behind an entity
    ## What must follow.
    when order.created as order {
      if order.paid or not order.paid { must: thank(order) }
    }
  }  # behind the first
  ## The second.
  system "second" {
    # intent:allow W0501 because it is written so on purpose
    when ping { if 1 == 1 { must: answer } }
    event ping { at: timestamp }
  }
  # Between.
  system "third" { metric n: int = things.count  entity thing { has: name: text = "{" } }
  # After all of them.
  """

private func analysed(
  _ text: String, _ parse: ([SourceFile], inout SymbolTable, inout DiagnosticSet) -> [SyntaxTree]
) -> (systems: [SystemIR], findings: String, trees: Int) {
  var sources = SourceMap()
  sources.add(path: "a.intent", text: text)
  var symbols = SymbolTable()
  var diagnostics = DiagnosticSet()
  let trees = parse(sources.files, &symbols, &diagnostics)
  let systems = Analyzer.analyze(trees: trees, symbols: symbols, sources: sources, diagnostics: &diagnostics, classifyingPromises: true)
  return (systems, DiagnosticRenderer(sources: sources, showsEdits: true).render(diagnostics), trees.count)
}

/// A file that is read system by system means what it means as a whole, whatever is wrong with it.
@Test(
  arguments: [
    several, several.replacing("\"third\"", with: "third"), several.replacing("# Between.", with: "entity stray { }"),
    several.replacing("order.paid {", with: "order.payd {"), several.replacing("must: answer", with: "must answer"),
    several.replacing("}  # behind the first", with: ""), several.replacing("\"second\"", with: "\"first\""), "",
  ])
func systemsReadBesideEachOtherMeanTheSame(text: String) {
  let whole = analysed(text) { files, symbols, diagnostics in
    files.map { Parser.parse($0, symbols: &symbols, diagnostics: &diagnostics) }
  }
  let parts = analysed(text) { Parser.parseSystems($0, symbols: &$1, diagnostics: &$2) }
  #expect(parts.systems == whole.systems)
  #expect(parts.findings == whole.findings)
  #expect(parts.trees == (text == several || text.contains("payd") || text.components("\"first\"") == 2 ? 3 : 1))
}

@Test func eachThreadsResultStandsInItsPlace() {
  #expect(Parallel.map(Array(0..<1000)) { "\($0)" } == (0..<1000).map { "\($0)" })
  #expect(Parallel.map([]) { (element: Int) in element }.isEmpty)
}

@Test func tableFindsWhatWasPutIn() {
  var table: NameTable<Int> = [:]
  #expect(table["a"] == nil && table.isEmpty)
  for number in 0..<500 {
    table["name_\(number)"] = number
    #expect(table["name_\(number)"] == number && table["name_\(number + 1)"] == nil)
  }
  table["name_7"] = -7
  table["list", default: 3] += 1
  #expect(table.count == 501 && table["name_7"] == -7 && table["list"] == 4 && table["name_499"] == 499)
  #expect(table.updateValue(5, forKey: "list") == 4 && table.keys[8] == "name_8" && table.values[8] == 8)
  #expect(NameTable([3, 1, 2, 1], by: { "\($0)" }).sorted.map(\.value) == [1, 2, 3])
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }

  /// How often `part` is in it.
  fileprivate func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
