import IntentDiagnostics
import IntentSource

/// What does not belong in a file: each gets an error with the fix, and what was probably meant is read instead.
extension Lexer {
  mutating func foreign(_ b: UInt8) {
    let start = index
    let next = byte(1)
    switch b {
    case UInt8(ascii: "/") where next == b:
      index += 2
      report("a comment begins with `#`", from: start, fix: "write `#`", "#")
      skipLine()
    case UInt8(ascii: "/") where atPattern: text(closing: [b])
    case UInt8(ascii: "/"): blockComment()
    case UInt8(ascii: ";"):
      index += 1
      report("nothing ends with `;` here", from: start, fix: "remove it", "")
    case UInt8(ascii: "&") where next == b: meant("&&", .and)
    case UInt8(ascii: "|"): twoBars()
    case UInt8(ascii: "!") where endsType(next): endOfType()
    case UInt8(ascii: "!") where standsBetweenValues(next):
      index += 1
      report("two values are compared with `!=`", from: start, fix: "write `!=`", "!=")
      emit(.notEqual, from: start)
    case UInt8(ascii: "!"):
      index += 1
      report("negation is written `not`", from: start, fix: "write `not`", "not ")
      emit(.word, from: start, payload: Word.not.number)
    case UInt8(ascii: "'"): text(closing: [b])
    case UInt8(ascii: "%") where loosePercent(): break
    case UInt8(ascii: "$") where looseDollar() || trailingSign("USD", length: 1): break
    case 0xC3 where foreignOperator() != nil, 0xE2 where foreignOperator() != nil: mathematicalSign()
    case 0xE2 where next == 0x82 && byte(2) == 0xAC && isDigit(byte(3)): foreignMoney("EUR", signLength: 3)
    case 0xC2 where next == 0xA3 && isDigit(byte(2)): foreignMoney("GBP", signLength: 2)
    case 0xC2 where next == 0xA5 && isDigit(byte(2)): foreignMoney("JPY", signLength: 2)
    case 0xE2 where next == 0x82 && byte(2) == 0xAC && trailingSign("EUR", length: 3): break
    case 0xC2 where next == 0xA3 && trailingSign("GBP", length: 2): break
    case 0xC2 where next == 0xA5 && trailingSign("JPY", length: 2): break
    case 0xE2 where next == 0x80 && (byte(2) == 0x9C || byte(2) == 0x9D): text(closing: [0xE2, 0x80, 0x9D])
    default: stray()
    }
  }

  private mutating func meant(_ sign: String, _ word: Word) {
    let start = index
    index += 2
    report("`\(sign)` is written `\(word.text)`", from: start, fix: "write `\(word.text)`", word.text)
    emit(.word, from: start, payload: word.number)
  }

  /// `||`: between the cases of a choice `|` is meant.
  private mutating func twoBars() {
    let start = index
    guard bytes[..<index].reversed().prefix(while: { $0 != 0x0A }).reversed().drop(while: { $0 == 0x20 }).starts(with: "type ".utf8) else {
      return meant("||", .or)
    }
    index += 2
    report("the cases of a choice are separated with `|`", from: start, fix: "write `|`", "|")
    emit(.bar, from: start)
  }

  /// The `!` behind a type; with it the one of the list around, `[item!]!`.
  private mutating func endOfType() {
    let start = index
    index += 1
    let isTold = start > 1 && bytes[start - 1] == UInt8(ascii: "]") && bytes[start - 2] == UInt8(ascii: "!")
    if isTold { return }
    let message = "a field is always there, unless its type ends in `?`"
    guard byte() == UInt8(ascii: "]"), let name = tokens.last, let open = tokens.secondToLast, open.kind == .leftBracket else {
      return report(message, from: start, fix: "remove it", "")
    }
    let meant = String(decoding: bytes[Int(name.start)..<Int(name.end)], as: UTF8.self) + "[]"
    let end = UInt32(start + (byte(1) == UInt8(ascii: "!") ? 3 : 2))
    let fix = Fix("write `\(meant)`", replace: Span(file: file, start: open.start, end: end), with: meant)
    diagnostics.add(.foreignSign, "\(message), and a list is written `\(meant)`", at: span(from: start), fixes: [fix])
  }

  /// `true` iff `!` stands right behind a word or a list's `]`, and `next` goes on with something else.
  private func endsType(_ next: UInt8) -> Bool {
    guard let last = tokens.last, last.kind == .word || last.kind == .rightBracket, Int(last.end) == index else { return false }
    return !isNameByte(next) && next != UInt8(ascii: "(")
  }

  /// `true` iff `!` has a value on its left and a space on its right.
  private func standsBetweenValues(_ next: UInt8) -> Bool {
    guard next == 0x20, !startsLine, let last = tokens.last else { return false }
    switch last.kind {
    case .literal, .text, .rightParen, .rightBracket: return true
    case .word: return ![Word.if, .and, .or, .not, .else, .where, .in].contains { last.isWord($0) }
    default: return false
    }
  }

  /// `true` iff a pattern between slashes begins here: `text matching /^a$/`.
  var atPattern: Bool {
    guard let last = tokens.last, last.isWord(.matching), let type = tokens.secondToLast, type.isWord(.text) else { return false }
    return bytes[(index + 1)...].prefix { $0 != 0x0A }.contains(UInt8(ascii: "/"))
  }

  /// A sign such as `→`, `≥`, `×` or `…` before something else, as it is written here.
  private func foreignOperator(_ ahead: Int = 0) -> (text: String, kind: TokenKind, length: Int)? {
    let sign: (String, TokenKind, Int)? =
      switch (byte(ahead), byte(ahead + 1), byte(ahead + 2)) {
      case (0xC3, 0x97, _): ("*", .star, 2)
      case (0xC3, 0xB7, _): ("/", .slash, 2)
      case (0xE2, 0x80, 0x90...0x95), (0xE2, 0x88, 0x92): ("-", .minus, 3)
      case (0xE2, 0x80, 0xA6): ("..", .dotDot, 3)
      case (0xE2, 0x86...0x87, 0x92): ("->", .arrow, 3)
      case (0xE2, 0x89, 0xA0): ("!=", .notEqual, 3)
      case (0xE2, 0x89, 0xA4): ("<=", .lessOrEqual, 3)
      case (0xE2, 0x89, 0xA5): (">=", .greaterOrEqual, 3)
      default: nil
      }
    guard let sign else { return nil }
    let behind = ahead + sign.2
    let next = byte(behind) == 0x20 ? byte(behind + 1) : byte(behind)
    return isNameByte(next) || next == UInt8(ascii: "$") || next == UInt8(ascii: "(") ? sign : nil
  }

  private mutating func mathematicalSign() {
    guard let (sign, kind, length) = foreignOperator() else { return }
    let start = index
    index += length
    report("this is written `\(sign)`", from: start, fix: "write `\(sign)`", sign)
    emit(kind, from: start)
  }

  /// A carriage return that no line feed follows; it ends a line all the same. Told once a file.
  mutating func loneReturn() {
    let start = index
    index += 1
    startsLine = true
    if reportedReturns { return }
    reportedReturns = true
    let lone = bytes.indices.dropFirst(start).filter { bytes[$0] == 0x0D && ($0 + 1 == bytes.count || bytes[$0 + 1] != 0x0A) }
    let edits = lone.map { Edit(span: Span(file: file, start: UInt32($0), end: UInt32($0 + 1)), replacement: "\n") }
    diagnostics.add(
      .badCharacter, "U+000D stands here alone: a line ends in a line feed, with or without it", at: span(from: start),
      fixes: [Fix("write line feeds", edits)])
  }

  private mutating func blockComment() {
    let start = index
    index += 2
    report("a comment begins with `#` and ends with its line", from: start, fix: nil, "")
    while index < bytes.count, !(bytes[index] == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) { index += 1 }
    index = min(index + 2, bytes.count)
  }

  private mutating func report(_ message: String, from start: Int, fix: String?, _ replacement: String) {
    let place = span(from: start)
    diagnostics.add(.foreignSign, message, at: place, fixes: fix.map { [Fix($0, replace: place, with: replacement)] } ?? [])
  }

  /// A bad character: part of the name that it touches, or dropped.
  private mutating func stray() {
    if let blank = blankLength() {
      let start = index
      index += blank
      let place = span(from: start)
      if hiddenLength(at: start) > 0 { return reportHidden(place, isText: false) }
      diagnostics.add(.badCharacter, "this is not an ordinary space", at: place, fixes: [Fix("write a space", replace: place, with: " ")])
      return
    }
    var ahead = 0
    var looksLatin = true
    while let length = strayLength(ahead) {
      looksLatin = looksLatin && Lookalike.latin(bytes[index + ahead..<index + ahead + length]) != nil
      ahead += length
    }
    if ahead > 0, looksLatin || isLetter(byte(ahead)) || byte(ahead) == 0x5F {
      word()
    } else {
      let length = max(ahead, 1)
      reportStray(at: index..<index + length)
      index += length
    }
  }

  mutating func reportStray(at range: Range<Int>) {
    let place = Span(file: file, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    let first = bytes[range.lowerBound]
    if first < 0x20 || first == 0x7F { return reportControl(at: place) }
    if hiddenLength(at: range.lowerBound) > 0 { return reportHidden(place, isText: false) }
    let text = String(decoding: bytes[range], as: UTF8.self)
    diagnostics.add(.badCharacter, "`\(text)` is not a character that names or signs are made of", at: place)
  }

  /// Reports a letter of another script that looks like one of a name, `latin` as it should be.
  mutating func reportLookalike(at range: Range<Int>, in name: Span, _ latin: [UInt8]) {
    let place = Span(file: file, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    let letter = Lookalike.latin(bytes[range]).map { String(decoding: [$0], as: UTF8.self) } ?? ""
    let text = String(decoding: bytes[range], as: UTF8.self)
    let meant = String(decoding: latin, as: UTF8.self)
    diagnostics.add(
      .badCharacter, "`\(text)` is \(codePoint(place)), not a Latin `\(letter)`", at: place,
      fixes: [Fix("write `\(meant)`", replace: name, with: meant)])
  }

  /// One such character is a slip; many are another kind of file, and the first tells it.
  private mutating func reportControl(at place: Span) {
    if reportedHidden { return }
    reportedHidden = true
    diagnostics.add(
      .badCharacter, "a control character stands here, \(codePoint(place)): is this a text file?", at: place,
      fixes: [Fix("remove it", replace: place, with: "")])
  }

  /// Where the first character in a comment or a string stands that does not show, or turns the direction of what stands around it: a
  /// reader would see something else than what is compiled. Source: Unicode Technical Standard 55, "Source Code Handling".
  func placeOfHidden(in range: Range<Int>) -> Int? { range.first { hiddenLength(at: $0) > 0 } }

  /// Reports the character at `place` that does not show; once a file.
  mutating func reportHidden(at place: Int, isText: Bool) {
    reportHidden(Span(file: file, start: UInt32(place), end: UInt32(place + hiddenLength(at: place))), isText: isText)
  }

  private mutating func reportHidden(_ place: Span, isText: Bool) {
    if reportedHidden { return }
    reportedHidden = true
    let code = codePoint(place)
    let harm = place.end - place.start == 3 ? "turns the direction of the text: it is not what it looks like" : "does not show"
    let escape = "\\u{\(code.dropFirst(2).drop { $0 == "0" })}"
    diagnostics.add(
      .badCharacter, "\(code) stands here, and \(harm)", at: place,
      fixes: [
        isText && code != "U+0000" ? Fix("write `\(escape)`", replace: place, with: escape) : Fix("remove it", replace: place, with: "")
      ])
  }

  /// The bytes of a control character other than a tab, or of one of those that embed, override or isolate a direction; 0 if there is none.
  @inline(__always) private func hiddenLength(at place: Int) -> Int {
    let b = bytes[place]
    if b >= 0x20 && b < 0x7F || b == 0x09 { return 0 }
    func next(_ distance: Int) -> UInt8 { place + distance < bytes.count ? bytes[place + distance] : 0 }
    return switch (b, next(1), next(2)) {
    case (..<0x20, _, _), (0x7F, _, _): 1
    case (0xC2, 0x80...0x9F, _): 2
    case (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9): 3
    default: 0
    }
  }

  /// `U+0007`.
  private func codePoint(_ place: Span) -> String {
    let text = String(decoding: bytes[Int(place.start)..<Int(place.end)], as: UTF8.self)
    let code = String(text.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
  }

  /// The bytes of a space that is none: a no-break space, a zero-width one or a byte order mark.
  private func blankLength() -> Int? {
    switch (byte(), byte(1), byte(2)) {
    case (0xC2, 0xA0, _): 2
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xAF), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): 3
    default: nil
    }
  }

  /// The length of the bad character `ahead` that a name takes in, or `nil` if another token or white space begins there.
  func strayLength(_ ahead: Int = 0) -> Int? {
    let b = byte(ahead)
    switch b {
    case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "\\"): return 1
    case 0x80...:
      let lead = (b, byte(ahead + 1), byte(ahead + 2))
      switch lead {
      case (0xC2, 0xA0, _), (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0x9C...0x9D), (0xE2, 0x80, 0xA8...0xAF): return nil
      case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return nil
      default: if foreignOperator(ahead) != nil { return nil }
      }
      var length = 1
      while length < 4, byte(ahead + length) & 0xC0 == 0x80 { length += 1 }
      return length
    default: return nil
    }
  }
}
