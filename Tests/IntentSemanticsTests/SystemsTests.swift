import IntentDiagnostics
import IntentIR
import IntentSource
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
  _ text: String, for purpose: Analyzer.Purpose = .promises, _ analyze: ([SourceFile], Analyzer.Purpose) -> [Analyzer.Analyzed]
) -> (systems: [SystemIR], findings: String) {
  var sources = SourceMap()
  sources.add(path: "a.intent", text: text)
  var diagnostics = DiagnosticSet()
  let systems = Analyzer.joined(analyze(sources.files, purpose), &diagnostics)
  return (systems, DiagnosticRenderer(sources: sources, showsEdits: true).render(diagnostics))
}

/// One system alone.
private let single = String(several.split(separator: "## The second.")[0])

/// A file that is read system by system means what it means as a whole, whatever is wrong with it.
@Test(
  arguments: [
    several, several.replacing("\"third\"", with: "third"), several.replacing("# Between.", with: "entity stray { }"),
    several.replacing("order.paid {", with: "order.payd {"), several.replacing("must: answer", with: "must answer"),
    several.replacing("}  # behind the first", with: ""), several.replacing("\"second\"", with: "\"first\""), "",
    single, single.replacing("order.paid {", with: "order.payd {"), single.replacing("must: thank", with: "must thank"),
  ])
func systemsReadBesideEachOtherMeanTheSame(text: String) {
  let whole = analysed(text, Analyzer.analyzeTogether)
  var isReadApart = false
  func apartIfPossible(_ files: [SourceFile], _ purpose: Analyzer.Purpose) -> [Analyzer.Analyzed] {
    let apart = Analyzer.analyzeApart(files, purpose)
    isReadApart = apart != nil
    return apart ?? Analyzer.analyzeTogether(files, purpose)
  }
  let parts = analysed(text, apartIfPossible)
  #expect(parts.systems == whole.systems)
  #expect(parts.findings == whole.findings)
  for analyze in [apartIfPossible, Analyzer.analyzeTogether] {
    let checked = analysed(text, for: .findings, analyze)
    #expect(checked.systems.isEmpty)
    #expect(checked.findings == whole.findings)
  }
  #expect(isReadApart == ([several, single].contains(text) || text.contains("payd") || text.components("\"first\"") == 2))
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

@Test func namesAreTheSameWhereverTheyStand() {
  var moved = "short"
  moved.reserveCapacity(100)
  var index = NameIndex()
  let isNew = (index.insert(moved), index.insert("short"))
  #expect(isNew == (true, false) && index.find("short").index == 0 && index.find(moved).index == 0)
  let names = (0..<40).map { "a_name_that_is_too_long_\($0)" } + (0..<40).map { String(repeating: "x", count: $0) }
  for name in names { index.add(name, index.find(name).hash) }
  for (place, name) in names.enumerated() { #expect(index.find(String(Array(name))).index == place + 1, "\(name)") }
  #expect(index.find(moved).index == 0 && index.find("a_name_that_is_too_long_40").index == nil && index.find("shorter").index == nil)
}

@Test func namesAreOrderedAsTextsAre() {
  let names = [
    "", "a", "A", "b", "ab", "a_name_of_15___", "a_name_of_16____", "a_name_of_15____and_more", "a_name_of_15____and_less",
    "a_name_of_14_é", "é",
    "e\u{301}", "e", "f", "zebra", "await_answered_1", "await_answered_10", "await_answered_9", "a\u{0}", "a_name_of_15___\u{301}",
  ]
  for a in names {
    for b in names {
      var both = [a, b]
      both.sort(byName: { $0 })
      #expect(both == [a, b].sorted(), "\(a) and \(b)")
    }
  }
  #expect(NameTable(names, by: { $0 }).sorted.map { $0.key } == NameTable(names, by: { $0 }).keys.sorted())
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }

  /// How often `part` is in it.
  fileprivate func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
