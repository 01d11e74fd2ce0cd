import Foundation
import IntentDiagnostics
import IntentDriver
import Testing

@Suite struct FixerTests {
  private func fixer(_ texts: (String, String)...) -> Fixer {
    Fixer(texts.map { (Input(path: $0.0, name: $0.0), Array($0.1.utf8)) })
  }

  private func texts(_ fixer: Fixer) -> [String] { fixer.files.map { String(decoding: $0.bytes, as: UTF8.self) } }

  @Test func mendsUntilNothingIsLeft() {
    let fixed = fixer(("a.intent", """
      system "s" {
        entity customer { has: name: text }   // who buys
        entity deal { belongs_to: custmer
          has: value: money; rule: big: value > $1 && valu < $9 }
      }

      """))
    #expect(
      texts(fixed) == ["""
        system "s" {
          entity customer { has: name: text }   # who buys
          entity deal { belongs_to: customer
            has: value: money rule: big: value > $1 and value < $9 }
        }

        """], "\(texts(fixed))")
    #expect(fixed.changes.map(\.code) == ["E0105", "E0202", "E0105", "E0105", "E0201"])
    #expect(!fixed.program.diagnostics.hasErrors)
  }

  @Test func mendsFilesTogether() {
    let fixed = fixer(
      ("b.intent", "system \"s\" { entity deal { belongs_to: custmer } }"),
      ("a.intent", "system \"s\" { entity customer { has: name: txt } }"))
    #expect(
      texts(fixed) == [
        "system \"s\" { entity customer { has: name: text } }", "system \"s\" { entity deal { belongs_to: customer } }",
      ])
    #expect(fixed.changes.map(\.place) == ["a.intent:1:43", "b.intent:1:40"])
    #expect(!fixed.program.diagnostics.hasErrors)
  }

  @Test func leavesGuessesAndChoicesToTheAuthor() {
    let text = "system \"s\" { entity deal { belongs_to: shipment } entity a { has: bs[] } entity b { has: x: a, y: a } }"
    let fixed = fixer(("a.intent", text))
    #expect(texts(fixed) == [text] && fixed.changes.isEmpty && fixed.program.diagnostics.errorCount == 2)
  }

  /// A cure that lets two unknown names be seen, in what could not be read, stays out. What can be read hides nothing.
  @Test func noFileHasMoreErrorsThanBefore() {
    let head = "system \"s\" { entity a { has: n: int } role r { can: m } mutation m { "
    let text = head + "insert a(n: alpha + beta) } }"
    let fixed = fixer(("a.intent", text))
    #expect(texts(fixed) == [text] && fixed.program.diagnostics.errorCount == 1)
    let read = fixer(("a.intent", "system \"s\" { event e { a: alpha  b: beta, c: gamma } }"))
    #expect(texts(read) == ["system \"s\" { event e { a: alpha,  b: beta, c: gamma } }"])
    #expect(read.program.diagnostics.errorCount == 3)
  }

  @Test func removesWhatAllowsNothing() {
    let comments = ["  # intent:allow W0502 because of old\n", "  # intent:allow W0503 because so"]
    let fixed = fixer(("a.intent", "system \"s\" {\n\(comments[0])  event e\(comments[1])\n}\n"))
    #expect(texts(fixed) == ["system \"s\" {\n  event e\n}\n"])
  }

  /// What is left of the negative corpus has no cure, and no program has more errors than it had.
  @Test func mendsTheCorpus() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus/negative")
    let paths = try Files.intentFiles(below: root.path)
    #expect(paths.count > 50)
    var mended = 0
    for path in paths {
      let file = (Input(path: path, name: "a.intent"), try Files.read(path))
      let before = Pipeline.lower(Pipeline.load([file]))
      let fixed = Fixer([file])
      #expect(fixed.program.diagnostics.errorCount <= before.diagnostics.errorCount, "\(path)")
      let again = Fixer(fixed.files)
      #expect(again.changes.isEmpty && again.files[0].bytes == fixed.files[0].bytes, "\(path)")
      mended += fixed.changes.count
      // Without syntax errors nothing can come to light: each cure is made.
      if !before.diagnostics.sorted.contains(where: { $0.code.id.hasPrefix("E01") }) {
        let left = fixed.program.diagnostics.sorted.filter { $0.cure != nil }.map(\.message)
        #expect(left.isEmpty, "\(path)")
      }
    }
    #expect(mended > 40)
  }
}

@Suite struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String) -> String { UnifiedDiff.text("f", Array(old.utf8), Array(new.utf8)) }

  @Test func equalTextsHaveNone() { #expect(diff("a\n", "a\n").isEmpty) }

  @Test func nearChangesAreOneHunkAndFarOnesTwo() {
    let old = (1...20).map { "\($0)\n" }.joined()
    #expect(
      diff(old, old.replacing("\n5\n", with: "\nfive\n").replacing("\n9\n", with: "\n")) == """
        --- f
        +++ f
        @@ -2,11 +2,10 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        -9
         10
         11
         12

        """)
    let hunks = diff(old, "0\n" + old + "21\n").split(separator: "\n").filter { $0.hasPrefix("@@") }
    #expect(hunks == ["@@ -1,3 +1,4 @@", "@@ -18,3 +19,4 @@"])
  }

  @Test func saysWhereALineEndIsMissing() {
    #expect(diff("a", "a\n") == "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n")
    #expect(diff("", "a\n") == "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n")
    #expect(diff("a\n", "") == "--- f\n+++ f\n@@ -1,1 +0,0 @@\n-a\n")
  }
}
