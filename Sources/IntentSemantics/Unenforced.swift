import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Keeps what nothing enforces yet, and says so: no promise is dropped in silence.
extension SystemAnalysis {
  /// Keeps one promise of the tree at hand as text, and warns of it.
  mutating func keepUnenforced(_ keyword: String, _ name: String, _ span: Span) {
    let text = canonicalItemText(span)
    ir.unenforced.append(UnenforcedIR(keyword: keyword, name: name, text: text, origin: origin(span)))
    warnNotEnforced(name == text ? "`\(keyword)`" : "`\(keyword) \(name)`", span)
  }

  /// Warns that generated code does not keep a promise yet; a block is pointed at by its first line.
  mutating func warnNotEnforced(_ what: String, _ span: Span) {
    report(.notEnforced, "\(what) is kept, but not enforced yet", at: span.headline(in: trees[tree].file))
  }

  /// The text of `span` without comments and with single spaces: the same however it is laid out.
  func canonicalItemText(_ span: Span) -> String {
    let file = trees[tree].file
    var text = ""
    var previous: ItemToken?
    var offset = Int(span.start)
    while let token = ItemToken.next(in: file.bytes, from: &offset, end: Int(span.end)) {
      // A comma behind the last entry says nothing.
      if previous?.text == ",", [")", "]", "}"].contains(token.text) { text.removeLast() }
      if let previous, previous.needsSpace(before: token) { text += " " }
      text += ["AND": "and", "OR": "or", "NOT": "not"][token.text] ?? token.text
      previous = token
    }
    return text
  }
}

extension Span {
  /// The part in the first line, without a `{` at its end.
  func headline(in file: SourceFile) -> Span {
    let line = file.lineIndex(of: start)
    guard line + 1 < file.lineStarts.count else { return self }
    var end = min(end, file.lineStarts[line + 1] - 1)
    while end > start, [0x20, 0x7B, 0x0D].contains(file.bytes[Int(end) - 1]) { end -= 1 }
    return Span(file: self.file, start: start, end: end)
  }
}

/// A piece of an item's text: a string, a word or number, or a run of signs that belong together.
private struct ItemToken {
  let text: String

  /// The token at or after `offset`, white space and comments skipped.
  static func next(in bytes: [UInt8], from offset: inout Int, end: Int) -> ItemToken? {
    while offset < end {
      if bytes[offset] == UInt8(ascii: "#") {
        while offset < end, bytes[offset] != 0x0A { offset += 1 }
      } else if [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) {
        offset += 1
      } else {
        break
      }
    }
    guard offset < end else { return nil }
    let start = offset
    if bytes[offset] == UInt8(ascii: "\"") {
      offset += 1
      while offset < end, bytes[offset] != UInt8(ascii: "\"") { offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1 }
      offset = min(offset + 1, end)
    } else if isWordByte(bytes[offset]) {
      while offset < end, isWordByte(bytes[offset]) { offset += 1 }
    } else {
      let pair = offset + 1 < end ? String(decoding: bytes[offset..<offset + 2], as: UTF8.self) : ""
      offset += ["->", "..", "<=", ">=", "==", "!="].contains(pair) ? 2 : 1
    }
    return ItemToken(text: String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "%"), 0x80...0xFF:
      true
    default: false
    }
  }

  func needsSpace(before next: ItemToken) -> Bool {
    if [")", "]", ",", ":", ".", "?", "..", "["].contains(next.text) || ["(", "[", ".", ".."].contains(text) { return false }
    if next.text == "(" { return !(text.utf8.first.map(Self.isWordByte) ?? false) }
    return true
  }
}
