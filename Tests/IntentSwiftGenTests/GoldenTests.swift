import Foundation
import IntentSwiftGen
import Testing

/// The generated files of the corpus, as they stand beside their sources. `INTENT_BLESS=1` writes them anew.
@Suite struct GoldenTests {
  @Test(arguments: Program.all)
  func generatedFilesAreTheGoldens(_ program: Program) throws {
    let files = try generate(try program.sources())
    for file in files {
      let golden = program.folder.appending(path: file.name)
      if ProcessInfo.processInfo.environment["INTENT_BLESS"] == "1" {
        try file.text.write(to: golden, atomically: true, encoding: .utf8)
      }
      let text = (try? String(contentsOf: golden, encoding: .utf8)) ?? ""
      #expect(file.text == text, "\(file.name) differs from its golden; INTENT_BLESS=1 rewrites it")
    }
  }
}
