import IntentDiagnostics
import Testing

/// The example of a page: items of a system, or whole systems.
private func analysed(_ example: String) -> Analysed {
  let isWhole = example.hasPrefix("system ") || example.contains("\nsystem ")
  return Analysed([("page.intent", isWhole ? example + "\n" : "system \"example\" {\n\(example)\n}\n")])
}

/// `make diagnostics` writes it.
@Test func theDocumentOfTheCodesIsUpToDate() throws {
  let isUpToDate = try matchesGolden(DiagnosticPage.document, "Docs/DIAGNOSTICS.md")
  #expect(isUpToDate, "run `make diagnostics`")
}

/// The wrong example of each page has that finding and no other error; cured, it has none.
@Test(arguments: DiagnosticCode.all.map(\.id))
func examplesOfPagesAreRight(id: String) throws {
  let code = try #require(DiagnosticCode.find(id))
  guard let example = code.example else { return }
  let wrong = analysed(example.wrong)
  let found = wrong.diagnostics.sorted.filter { $0.severity == .error || $0.code == code }.map(\.code.id)
  #expect(found == [id], "\(wrong.rendered)")
  let cured = analysed(example.right)
  #expect(cured.codes.isEmpty, "\(cured.rendered)")
}
