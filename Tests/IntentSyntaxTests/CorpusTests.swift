import Foundation
import Testing

@testable import IntentSyntax

/// The author's first drafts: those beside the package where they are there, and the copies in the corpus.
let sketches =
  intentFiles(below: packageRoot.appendingPathComponent("../shared/programs/sketches"))
  + intentFiles(below: packageRoot.appendingPathComponent("Tests/Corpus/positive/sketches"))

let positives = intentFiles(below: packageRoot.appendingPathComponent("Tests/Corpus/positive"))

@Test func sketchesParseWithoutAnError() {
  #expect(sketches.count >= 5)
  for sketch in sketches {
    let parsed = Parsed(sketch.text, path: sketch.name)
    #expect(parsed.summaries == [])
    #expect(!parsed.dump.contains("<error>"))
  }
}

@Test func positiveCorpusParses() {
  for file in positives {
    let parsed = Parsed(file.text, path: file.name)
    #expect(parsed.summaries == [], "\(file.name)")
    #expect(!parsed.dump.contains("<error>"), "\(file.name)")
  }
}
