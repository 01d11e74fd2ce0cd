import Foundation
import IntentDiagnostics
import IntentSource
import TestSupport

@testable import IntentSyntax

/// A positive program: its files, and what is known of their tokens.
struct MutableProgram {
  let files: [(path: String, text: String)]
  let tokens: [[Token]]

  init(_ files: [(path: String, text: String)]) {
    self.files = files
    tokens = files.map { file in
      var symbols = SymbolTable()
      var findings = DiagnosticSet()
      let source = SourceFile(id: FileID(rawValue: 0), path: file.path, text: file.text)
      return Array(Lexer.lex(source, symbols: &symbols, diagnostics: &findings).tokens.dropLast())
    }
  }

  /// The programs that compile: each file of `meaning` and `programs`, or each folder of these.
  static var all: [MutableProgram] {
    var programs: [String: [(path: String, text: String)]] = [:]
    for folder in ["Tests/Corpus/positive/meaning/", "Tests/Corpus/positive/programs/"] {
      for file in intentFiles(below: folder) {
        let rest = file.path.dropFirst(folder.count)
        programs[folder + rest.prefix { $0 != "/" }, default: []].append(file)
      }
    }
    return programs.sorted { $0.key < $1.key }.map { MutableProgram($0.value) }
  }
}

/// A program with one token changed.
struct Mutant {
  enum Kind: String, CaseIterable { case deleted, doubled, swapped, misspelt }

  let kind: Kind
  let files: [(path: String, text: String)]
  /// The file that was changed, and the lines (from 1) on which it was.
  let file: Int
  let lines: ClosedRange<Int>
  /// What was there, and what is there now.
  let old: String
  let new: String

  var summary: String { "\(files[file].path):\(lines.lowerBound): \(kind.rawValue) `\(old)` -> `\(new)`" }

  /// A mutant of the program; `nil` where the choice fell on a token that cannot be changed so.
  init?(_ program: MutableProgram, _ random: inout SplitMix64) {
    kind = Kind.allCases[Int.random(in: 0..<Kind.allCases.count, using: &random)]
    file = Int.random(in: program.files.indices, using: &random)
    let tokens = program.tokens[file]
    guard tokens.count > 2 else { return nil }
    let index = Int.random(in: 0..<tokens.count - 1, using: &random)
    let token = tokens[index]
    var bytes = Array(program.files[file].text.utf8)
    func text(_ token: Token) -> [UInt8] { Array(bytes[Int(token.start)..<Int(token.end)]) }
    let last = kind == .swapped ? tokens[index + 1] : token
    let between = Array(bytes[Int(token.end)..<Int(kind == .swapped ? last.start : token.end)])
    let replacement: [UInt8]
    switch kind {
    case .deleted: replacement = []
    case .doubled: replacement = text(token) + [0x20] + text(token)
    case .swapped:
      if text(token) == text(last) { return nil }
      replacement = text(last) + between + text(token)
    case .misspelt:
      guard token.kind == .word, token.end - token.start >= 3 else { return nil }
      replacement = Self.misspelt(text(token), &random)
      if replacement == text(token) { return nil }
    }
    let range = Int(token.start)..<Int(last.end)
    old = String(decoding: bytes[range], as: UTF8.self)
    new = String(decoding: replacement, as: UTF8.self)
    func line(_ offset: Int) -> Int { bytes[..<offset].count { $0 == 0x0A } + 1 }
    lines = line(range.lowerBound)...line(range.upperBound)
    bytes.replaceSubrange(range, with: replacement)
    var files = program.files
    files[file].text = String(decoding: bytes, as: UTF8.self)
    self.files = files
  }

  /// One or two letters changed, dropped, added or swapped.
  private static func misspelt(_ word: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var word = word
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let place = Int.random(in: word.indices, using: &random)
      let letter = UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: word[place] = letter
      case 1 where word.count > 2: word.remove(at: place)
      case 2 where place + 1 < word.count: word.swapAt(place, place + 1)
      default: word.insert(letter, at: place)
      }
    }
    // What begins with a digit is a number.
    return word.first.map { $0 >= 0x30 && $0 <= 0x39 } ?? true ? [0x78] + word : word
  }
}

/// What the front end says of a mutant.
struct Verdict {
  let errors: [Diagnostic]
  /// The lines from the mutation to the first error; none where it is in another file.
  let distance: Int?
  let rendered: String
  /// The meaning of the program.
  let meaning: String

  init(_ mutant: Mutant) {
    let analysed = Analysed(mutant.files)
    errors = analysed.diagnostics.sorted.filter { $0.severity == .error }
    let renderer = DiagnosticRenderer(sources: analysed.sources)
    rendered = errors.prefix(5).map { renderer.render($0) }.joined()
    meaning = analysed.systems.map(\.text).joined()
    distance = errors.first.flatMap { error in
      guard Int(error.span.file.rawValue) == mutant.file else { return nil }
      let line = analysed.sources.position(error.span).line
      return line < mutant.lines.lowerBound ? mutant.lines.lowerBound - line : max(0, line - mutant.lines.upperBound)
    }
  }
}
