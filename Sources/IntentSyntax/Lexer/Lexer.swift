import IntentDiagnostics
import IntentSource

/// Cuts a file into tokens, in one pass and without a string per token.
struct Lexer {
  private let passing = PassedByAddress()
  let file: FileID
  let bytes: UnsafeBufferPointer<UInt8>
  var symbols: SymbolTable
  var diagnostics = DiagnosticSet()
  var tokens: TokenBuffer
  var literals: [Literal] = []
  private var comments: [Comment] = []
  /// The next byte to read.
  var index = 0
  var startsLine = true
  /// The content of the string at hand, its escapes resolved.
  var scratch: [UInt8] = []
  /// The strings that do not end.
  var losses: [Span] = []
  /// `true` iff a character that does not show was reported.
  var reportedHidden = false
  /// `true` iff lines that end in a carriage return alone were reported.
  var reportedReturns = false

  /// The tokens of `file`; its names go to `symbols` and what is wrong to `diagnostics`. O(bytes).
  static func lex(_ file: SourceFile, symbols: inout SymbolTable, diagnostics: inout DiagnosticSet) -> TokenList {
    lex(file, 0..<file.bytes.count, symbols: &symbols, diagnostics: &diagnostics)
  }

  /// The tokens of the lines of `file` that fill `range`, as of a file of their own. O(bytes of the range).
  static func lex(
    _ file: SourceFile, _ range: Range<Int>, symbols: inout SymbolTable, diagnostics: inout DiagnosticSet
  ) -> TokenList {
    let table = symbols
    symbols = SymbolTable.empty
    var list = TokenList()
    // Each token takes in a byte, but the last.
    list.tokens = [Token](unsafeUninitializedCapacity: range.count + 1) { memory, count in
      file.bytes.withUnsafeBufferPointer { buffer in
        let bytes = UnsafeBufferPointer(rebasing: buffer[..<range.upperBound])
        var lexer = Lexer(file: file.id, bytes: bytes, symbols: table, tokens: TokenBuffer(memory))
        lexer.index = range.lowerBound
        lexer.run()
        symbols = lexer.symbols
        diagnostics.add(contentsOf: lexer.diagnostics)
        (list.literals, list.comments, count) = (lexer.literals, lexer.comments, lexer.tokens.count)
        list.losses = lexer.losses
        list.mistakes = lexer.diagnostics.isEmpty ? [] : lexer.diagnostics.sorted.map(\.span)
      }
    }
    return list
  }

  private init(file: FileID, bytes: UnsafeBufferPointer<UInt8>, symbols: consuming SymbolTable, tokens: TokenBuffer) {
    self.file = file
    self.bytes = bytes
    self.symbols = symbols
    self.tokens = tokens
  }

  /// The byte `distance` ahead, or 0 past the end.
  func byte(_ distance: Int = 0) -> UInt8 {
    let i = index + distance
    return i < bytes.count ? bytes[i] : 0
  }

  func span(from start: Int) -> Span { Span(file: file, start: UInt32(start), end: UInt32(index)) }

  @inline(__always) mutating func emit(_ kind: TokenKind, from start: Int, payload: UInt32 = 0) {
    tokens.append(
      Token(
        kind: kind, startsLine: startsLine, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: index),
        payload: payload, commentsBefore: UInt32(truncatingIfNeeded: comments.count)))
    startsLine = false
  }

  private mutating func run() {
    if index == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
    while index < bytes.count {
      let b = bytes[index]
      switch b {
      case 0x0A:
        startsLine = true
        index += 1
      case 0x0D where byte(1) != 0x0A: loneReturn()
      case 0x20, 0x09, 0x0D: skipBlanks()
      case UInt8(ascii: "#"): comment()
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): word()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
      case UInt8(ascii: "\""): text(closing: [b])
      default: sign(b)
      }
    }
    emit(.end, from: index)
  }

  private mutating func skipBlanks() {
    var end = index + 1
    while end < bytes.count, bytes[end] == 0x20 { end += 1 }
    index = end
  }

  private mutating func comment() {
    let start = index
    let isDoc = byte(1) == UInt8(ascii: "#") && byte(2) != UInt8(ascii: "#")
    skipLine()
    var end = index
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0D || bytes[end - 1] == 0x09 { end -= 1 }
    if let hidden = placeOfHidden(in: start..<end) {
      // What stands behind a carriage return is a line of its own.
      if bytes[hidden] == 0x0D { (index, end) = (hidden, hidden) } else { reportHidden(at: hidden, isText: false) }
    }
    comments.append(
      Comment(span: Span(file: file, start: UInt32(start), end: UInt32(end)), isDoc: isDoc, ownsLine: startsLine))
  }

  mutating func skipLine() {
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
  }

  private mutating func sign(_ b: UInt8) {
    let next = byte(1)
    let kind: TokenKind
    var length = 1
    switch b {
    case UInt8(ascii: "{"): kind = .leftBrace
    case UInt8(ascii: "}"): kind = .rightBrace
    case UInt8(ascii: "("): kind = .leftParen
    case UInt8(ascii: ")"): kind = .rightParen
    case UInt8(ascii: "["): kind = .leftBracket
    case UInt8(ascii: "]"): kind = .rightBracket
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: ":"): kind = .colon
    case UInt8(ascii: "?"): kind = .question
    case UInt8(ascii: "+"): kind = .plus
    case UInt8(ascii: "*"): kind = .star
    case UInt8(ascii: "."): (kind, length) = next == b ? (.dotDot, 2) : (.dot, 1)
    case UInt8(ascii: "="): (kind, length) = next == b ? (.equal, 2) : (.assign, 1)
    case UInt8(ascii: "<"): (kind, length) = next == UInt8(ascii: "=") ? (.lessOrEqual, 2) : (.less, 1)
    case UInt8(ascii: ">"): (kind, length) = next == UInt8(ascii: "=") ? (.greaterOrEqual, 2) : (.greater, 1)
    case UInt8(ascii: "-"): (kind, length) = next == UInt8(ascii: ">") ? (.arrow, 2) : (.minus, 1)
    case UInt8(ascii: "!") where next == UInt8(ascii: "="): (kind, length) = (.notEqual, 2)
    case UInt8(ascii: "|") where next != b: kind = .bar
    case UInt8(ascii: "/") where next != b && next != UInt8(ascii: "*") && !atPattern: kind = .slash
    case UInt8(ascii: "$") where isDigit(next): return money()
    default: return foreign(b)
    }
    index += length
    emit(kind, from: index - length)
  }

  /// A name, together with any bad character that touches it.
  mutating func word() {
    let start = index
    let low = bytes.eightBytes(at: start)
    var high: UInt64 = 0
    var length = nameLength(low)
    if length == 8 {
      high = bytes.eightBytes(at: start + 8)
      length += nameLength(high)
    }
    index += length
    if length == 16 { skipName() }
    if index < bytes.count, bytes[index] > 0x3F, let meant = skipStray(from: start) {
      return emit(.word, from: start, payload: meant.rawValue)
    }
    let isShort = length < 16 && index - start == length
    let symbol =
      isShort
      ? symbols.intern(ShortText(first: length, low: low, high: high)) : symbols.intern(UnsafeBufferPointer(rebasing: bytes[start..<index]))
    emit(.word, from: start, payload: symbol.rawValue)
  }

  /// Takes in the bad characters that touch the name at `start`, with what they tear from it, and reports them: the name that was meant, if
  /// each only looks like one of its letters.
  private mutating func skipStray(from start: Int) -> Symbol? {
    guard let length = strayLength() else { return nil }
    let first = index..<index + length
    var latin: [UInt8]? = Array(bytes[start..<index])
    while let length = strayLength() {
      let letter = Lookalike.latin(bytes[index..<index + length])
      index += length
      let rest = index
      skipName()
      if let letter { latin?.append(letter) } else { latin = nil }
      latin?.append(contentsOf: bytes[rest..<index])
    }
    guard let latin else {
      reportStray(at: first)
      return nil
    }
    reportLookalike(at: first, in: span(from: start), latin)
    return latin.withUnsafeBufferPointer { symbols.intern($0) }
  }

  private mutating func skipName() {
    var length = 8
    while length == 8 {
      length = nameLength(bytes.eightBytes(at: index))
      index += length
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The eight bytes from `start` on, the first the lowest, with zeros past the end.
  @inline(__always) fileprivate func eightBytes(at start: Int) -> UInt64 {
    let bytes = UnsafeRawBufferPointer(self)
    if start + 8 <= count { return bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian }
    return firstBytes(UnsafeRawBufferPointer(rebasing: bytes[start...]))
  }
}

/// How many of the eight bytes in `word`, from the lowest on, a name can be made of. All are looked at at once: below, the highest bit of a
/// byte says whether the sum in it reached 128, and no sum reaches into the next. The method: H. Warren, "Hacker's Delight", chapter 6.
func nameLength(_ word: UInt64) -> Int {
  func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
  let high = each(0x80)
  let low = word & ~high
  let lower = low | each(0x20)
  let letters = (lower &+ each(0x80 - 0x61)) & ~(lower &+ each(0x80 - 0x7B))
  let digits = (low &+ each(0x80 - 0x30)) & ~(low &+ each(0x80 - 0x3A))
  let notUnderscores = (low ^ each(0x5F)) &+ each(0x7F)
  let others = ~((letters | digits | ~notUnderscores) & ~word) & high
  return others.trailingZeroBitCount >> 3
}

func isDigit(_ b: UInt8) -> Bool { b >= 0x30 && b <= 0x39 }

func isLetter(_ b: UInt8) -> Bool { (b | 0x20) >= 0x61 && (b | 0x20) <= 0x7A }

/// A letter, a digit or `_`: each of the first 128 bytes has its bit in one of two words.
func isNameByte(_ b: UInt8) -> Bool {
  let bits: UInt64 = b & 0x40 == 0 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
  return b < 0x80 && bits >> UInt64(b & 0x3F) & 1 != 0
}
