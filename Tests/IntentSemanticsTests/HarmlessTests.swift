import TestSupport
import Testing

@testable import IntentSyntax

/// Changes that the language gives no meaning: a line or a comment more between two tokens, a comma behind the last entry in brackets,
/// `AND` for `and`. The program stays right, and its lowered form the same.
@Test func harmlessChangesAreNoErrors() throws {
  let seed = testSeed()
  var random = SplitMix64(seed: seed)
  let programs = MutableProgram.all
  try #require(programs.count > 5)
  var tried = 0
  for program in programs {
    let original = Analysed(program.files).lines
    let file = Int.random(in: program.files.indices, using: &random)
    let tokens = program.tokens[file]
    var bytes = Array(program.files[file].text.utf8)
    // From the end, so that places before it stay.
    for index in tokens.indices.dropFirst().reversed() where Int.random(in: 0..<6, using: &random) == 0 {
      let (before, token) = (tokens[index - 1], tokens[index])
      let place = Int(before.end)
      let isEntry = ![.comma, .leftParen, .leftBracket].contains(before.kind)
      if token.kind == .rightParen || token.kind == .rightBracket, isEntry, isList(tokens, closedAt: index) {
        bytes.insert(UInt8(ascii: ","), at: place)
      } else if token.isWord(.and) || token.isWord(.or) || token.isWord(.not) {
        for offset in Int(token.start)..<Int(token.end) { bytes[offset] &= 0xDF }
      } else if token.kind != .leftParen, token.kind != .leftBracket, token.start > before.end {
        bytes.insert(contentsOf: Array((index % 2 == 0 ? "\n" : " # one more\n").utf8), at: place)
      } else {
        continue
      }
      tried += 1
    }
    var files = program.files
    files[file].text = String(decoding: bytes, as: UTF8.self)
    let changed = Analysed(files)
    #expect(!changed.diagnostics.hasErrors, "INTENT_SEED=\(seed)\n\(changed.rendered)")
    let differences = zip(changed.lines, original).filter { $0 != $1 }.map { "\($1)\n\($0)" }.prefix(5).joined(separator: "\n")
    let isSame = changed.lines == original
    #expect(isSame, "INTENT_SEED=\(seed) \(files[file].path)\n\(differences)")
  }
  #expect(tried > 500)
}

/// `true` iff a comma may stand before the bracket at `index`: it closes a call's arguments, parameters, or a list of values.
private func isList(_ tokens: [Token], closedAt index: Int) -> Bool {
  var depth = 0
  for place in stride(from: index - 1, through: 1, by: -1) {
    if tokens[place].kind.opener != nil { depth += 1 }
    guard tokens[place].kind.isOpener else { continue }
    if depth > 0 {
      depth -= 1
      continue
    }
    if tokens[place].kind == .leftBracket { return index > place + 1 && !tokens[place - 1].isTypeOrName }
    // Grouping, quantifiers and the key of an entity are no lists of arguments.
    let head = tokens[place - 1]
    return head.kind == .word && !(head.symbol.word.map { [.every, .no, .and, .or, .not, .in, .else, .if, .where].contains($0) } ?? false)
      && place >= 2 && (tokens[place - 2].kind == .colon || tokens[place - 2].kind == .dot) && head.end == tokens[place].start
  }
  return false
}

extension Token {
  fileprivate var isTypeOrName: Bool { kind == .word && symbol.word != .in }
}

extension Analysed {
  /// The lines of the lowered systems.
  fileprivate var lines: [Substring] { systems.flatMap { $0.text.split(separator: "\n") } }
}
