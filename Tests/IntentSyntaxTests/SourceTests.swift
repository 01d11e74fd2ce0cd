import IntentDiagnostics
import IntentSource
import TestSupport
import Testing

@testable import IntentSyntax

@Test func positionsCountCharacters() {
  let file = SourceFile(id: FileID(rawValue: 0), path: "a.intent", text: "aé─b\n\r\nx")
  #expect(file.position(of: 0) == Position(line: 1, column: 1))
  #expect(file.position(of: 6) == Position(line: 1, column: 4))
  #expect(file.position(of: 8) == Position(line: 2, column: 1))
  #expect(file.position(of: 10) == Position(line: 3, column: 1))
  #expect(Array(file.lineBytes(1)) == [])
}

@Test func symbolsOfWordsAreConstants() {
  var table = SymbolTable()
  for word in Word.allCases { #expect(table.intern(word.text) == Symbol(word)) }
  #expect(table.spellings == Word.allCases.map(\.text))
  #expect(table.intern("within").word == .within)
  for (number, word) in Word.allCases.enumerated() { #expect(Word(number: UInt32(number)) == word && word.number == number) }
  #expect(Word(number: UInt32(Word.allCases.count)) == nil && Word.USD != .and && Word.true.text == "true")
  let names = (0..<5_000).map { table.intern("name_\($0)") }
  #expect(Set(names).count == 5_000)
  #expect(table.text(names[4_321]) == "name_4321")
  #expect(table.find("name_17") == names[17])
  #expect(table.find("absent") == nil)
  #expect(table.spellings == (0..<UInt32(table.count)).map { table.text(Symbol(rawValue: $0)) })
  // Names that differ in one byte, of every length that the table looks at by itself.
  for length in 1...20 {
    let spellings = (0..<length).map { String(repeating: "a", count: $0) + "b" + String(repeating: "a", count: length - 1 - $0) }
    #expect(Set(spellings.map { table.intern($0) }).count == length)
    #expect(spellings.allSatisfy { table.text(table.intern($0)) == $0 })
  }
}

@Test func shortTextsAreTheirBytes() {
  for text in ["", "a", "é", "name", "eight___", "nine_____", "fifteen_bytes__", "日本語日本", "a\u{0}", "\u{7F}", "e\u{301}"] {
    var moved = text
    moved.reserveCapacity(100)
    let bytes = Array(text.utf8).withUnsafeBytes { ShortText($0) }
    #expect(ShortText(text) == bytes && ShortText(moved) == bytes && Array(bytes.string.utf8) == Array(text.utf8), "\(text)")
    #expect(bytes.string == text && bytes.string + "_and_more_of_it" == text + "_and_more_of_it", "\(text)")
  }
  #expect(ShortText("a") != ShortText("a\u{0}") && ShortText("sixteen_bytes___") == nil && ShortText("日本語日本語") == nil)
}

@Test func rendererShowsLineAndCaret() {
  var sources = SourceMap()
  let id = sources.add(path: "a.intent", text: "system \"x\" {\n\tentity é costumer\n}\n")
  let span = Span(file: id, start: 24, end: 32)
  let diagnostic = Diagnostic(
    .unexpected, "no entity `costumer`", at: span, label: "did you mean `customer`?",
    notes: [DiagnosticNote("declared here", Span(file: id, start: 0, end: 6))],
    fixes: [Fix("write `customer`", replace: span, with: "customer")])
  #expect(
    DiagnosticRenderer(sources: sources).render(diagnostic) == """
      a.intent:2:11: error: no entity `costumer` [E0106]
      1 | system "x" {
        | ------ note: declared here
      2 |     entity é costumer
        |              ^^^^^^^^ did you mean `customer`?
        = fix: write `customer`

      """)
}

@Test func closestNameFindsSlips() {
  let names = ["customer", "interaction", "deal", "rep"]
  #expect(closestName(to: "costumer", among: names) == "customer")
  #expect(closestName(to: "cutsomer", among: names) == "customer")
  #expect(closestName(to: "dael", among: names) == "deal")
  #expect(closestName(to: "invoice", among: names) == nil)
  #expect(closestName(to: "x", among: ["y"]) == nil)
}

/// The whole table of distances, as the textbooks fill it.
private func plainDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count {
    for j in 0...b.count {
      if i == 0 || j == 0 {
        table[i][j] = i + j
        continue
      }
      table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1) }
    }
  }
  return table[a.count][b.count]
}

@Test func editDistanceIsExactUpToItsLimit() {
  var random = seeded()
  for _ in 0..<3_000 {
    let words = (0..<2).map { _ in (0..<Int.random(in: 0...9, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) } }
    let limit = Int.random(in: 0...4, using: &random)
    let distance = plainDistance(words[0], words[1])
    let (a, b) = (String(decoding: words[0], as: UTF8.self), String(decoding: words[1], as: UTF8.self))
    #expect(editDistance(a, b, atMost: limit) == (distance <= limit ? distance : nil), "\(a) \(b) \(limit)")
  }
}

/// The marks of one finding in one or two files.
private func rendered(_ text: String, at span: Range<UInt32>, label: String? = nil, notes: [(String, Range<UInt32>)] = []) -> [String] {
  var sources = SourceMap()
  let id = sources.add(path: "a.intent", text: text)
  func place(_ range: Range<UInt32>) -> Span { Span(file: id, start: range.lowerBound, end: range.upperBound) }
  let notes = notes.map { DiagnosticNote($0.0, place($0.1)) }
  let finding = Diagnostic(.unexpected, "m", at: place(span), label: label, notes: notes)
  return DiagnosticRenderer(sources: sources).render(finding).split(separator: "\n").dropFirst().map(String.init)
}

@Test func excerptStandsUnderWideCharactersAndTabs() {
  #expect(rendered("\tx", at: 1..<2) == ["1 |     x", "  |     ^"])
  #expect(rendered("名前 = x", at: 9..<10) == ["1 | 名前 = x", "  |        ^"])
  #expect(rendered("e\u{301}t x", at: 5..<6) == ["1 | e\u{301}t x", "  |    ^"])
  #expect(rendered("🙂x", at: 0..<4) == ["1 | 🙂x", "  | ^^"])
  #expect(rendered("a\u{1B}[31mb", at: 6..<7) == ["1 | a␛[31mb", "  |       ^"])
}

@Test func excerptJoinsMarksOfNearLines() {
  let text = "one two\nthree\nfour\nfive\nsix\n"
  #expect(
    rendered(text, at: 4..<7, label: "here", notes: [("a", 0..<3), ("b", 14..<18)]) == [
      "1 | one two", "  |     ^^^ here", "  | --- note: a", "2 | three", "3 | four", "  | ---- note: b",
    ])
  #expect(rendered(text, at: 24..<27, notes: [("a", 0..<3)]) == ["1 | one two", "  | --- note: a", "...", "5 | six", "  | ^^^"])
  #expect(rendered(text, at: 4..<18, label: "all") == ["1 | one two", "  |     ^^^", "2 | three", "3 | four", "  | ^^^^ all"])
  #expect(rendered("a", at: 1..<1) == ["1 | a", "  |  ^"])
  #expect(rendered("", at: 0..<0) == ["1 |", "  | ^"])
}

@Test func excerptOfALongLineIsCutAroundItsMark() {
  let text = String(repeating: "x", count: 500) + "y" + String(repeating: "x", count: 500)
  let lines = rendered(text, at: 500..<501)
  #expect(lines[0].count == 4 + 162 && lines[0].hasPrefix("1 | …x") && lines[0].hasSuffix("x…"))
  #expect(lines[0].firstIndex(of: "y").map { lines[0].distance(from: lines[0].startIndex, to: $0) } == lines[1].count - 1)
}

@Test func excerptOfAnotherFileNamesIt() {
  var sources = SourceMap()
  let first = sources.add(path: "a.intent", text: "one\n")
  let second = sources.add(path: "b.intent", text: "two\nthree\n")
  let finding = Diagnostic(
    .unexpected, "m", at: Span(file: first, start: 0, end: 3),
    notes: [DiagnosticNote("the other", Span(file: second, start: 4, end: 9))])
  #expect(
    DiagnosticRenderer(sources: sources).render(finding) == """
      a.intent:1:1: error: m [E0106]
      1 | one
        | ^^^
       --> b.intent:2:1
      2 | three
        | ----- note: the other

      """)
}

/// Every byte in every place among bytes that belong to names.
@Test func nameEndsWhereNoneOfItsBytesStands() {
  var wrong: [(byte: UInt8, place: Int, others: UInt8)] = []
  for byte in UInt8.min...UInt8.max {
    for place in 0..<8 {
      for other in "aZ_09".utf8 {
        var bytes = [UInt8](repeating: other, count: 8)
        bytes[place] = byte
        let word = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self).littleEndian }
        if nameLength(word) != bytes.firstIndex(where: { !isNameByte($0) }) ?? 8 { wrong.append((byte, place, other)) }
      }
    }
  }
  #expect(wrong.isEmpty)
  let isNamed = { (byte: UInt8) in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8.contains(byte) }
  #expect((UInt8.min...UInt8.max).allSatisfy { isNameByte($0) == isNamed($0) })
}

@Test func aByteOrderMarkTakesNoColumn() {
  var sources = SourceMap()
  sources.add(path: "a.intent", bytes: [0xEF, 0xBB, 0xBF] + Array("abc\ndef".utf8))
  let file = sources.files[0]
  #expect(file.position(of: 3).column == 1 && file.position(of: 5).column == 3)
  #expect(file.position(of: 8).line == 2 && file.position(of: 8).column == 2)
  #expect(Array(file.lineBytes(0)) == Array("abc".utf8))
}
