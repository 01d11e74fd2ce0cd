import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Keeps what nothing enforces yet, and says so: no promise is dropped in silence.
extension SystemAnalysis {
  mutating func keepUnenforced() {
    for item in unenforcedItems {
      tree = item.tree
      if item.name == "was" {
        keepUnenforced("was", canonicalItemText(item.span), item.span)
      } else if let (keyword, name) = Self.keywordAndName(of: item.node) {
        keepUnenforced(keyword, name.map { text($0) } ?? canonicalItemText(item.span), item.span)
      }
    }
  }

  /// Keeps one promise of the tree at hand and warns of it.
  mutating func keepUnenforced(_ keyword: String, _ name: String, _ span: Span, of entity: String? = nil) {
    let text = canonicalItemText(span)
    ir.unenforced.append(UnenforcedIR(keyword: keyword, name: name, text: text, origin: origin(span)))
    let what = entity.map { "`\(keyword)` of `\($0)`" } ?? (name == text ? "`\(keyword)`" : "`\(keyword) \(name)`")
    report(.notEnforced, "\(what) is kept, but not enforced yet", at: headline(of: span))
  }

  /// Warns of an item of the tree at hand that is lowered, and that nothing enforces yet.
  mutating func warnUnenforced(_ keyword: String, _ name: String, _ span: Span) {
    report(.notEnforced, "`\(keyword) \(name)` is kept, but not enforced yet", at: headline(of: span))
  }

  mutating func keepUnenforced(_ member: EntityMember, of entity: Declared<EntityItem>) {
    let keyword =
      switch member.kind {
      case .noOverlap: "no_overlap"
      case .personal: "personal"
      case .retired: "retired"
      case .convert: "convert"
      default: "was"
      }
    keepUnenforced(keyword, "\(entity.name): \(canonicalItemText(member.span))", member.span, of: entity.name)
  }

  /// The first line of a span: a warning about a block points at its beginning.
  private func headline(of span: Span) -> Span {
    let file = trees[tree].file
    let line = file.lineIndex(of: span.start)
    guard line + 1 < file.lineStarts.count else { return span }
    var end = min(span.end, file.lineStarts[line + 1] - 1)
    while end > span.start, [0x20, 0x7B, 0x0D].contains(file.bytes[Int(end) - 1]) { end -= 1 }
    return Span(file: span.file, start: span.start, end: end)
  }

  /// The keyword of an item that nothing enforces yet, and its name where it has one.
  static func keywordAndName(of kind: ItemKind) -> (String, Name?)? {
    switch kind {
    case .retired: ("retired", nil)
    case .weakens: ("weakens", nil)
    case .invariant(let item): ("invariant", item.name)
    case .capability(let item): ("capability", item.name)
    case .optimise(let item): ("optimise", item.quantity)
    case .protect: ("protect", nil)
    case .projection(let item): ("projection", item.name)
    case .binding(let item): ("binding", item.name)
    case .agents: ("agents", nil)
    case .when: ("when", nil)
    default: nil
    }
  }

  /// The text of `span` without comments and with single spaces: the same however it is laid out.
  func canonicalItemText(_ span: Span) -> String {
    let file = trees[tree].file
    var text = ""
    var previous: ItemToken?
    var offset = Int(span.start)
    while let token = ItemToken.next(in: file.bytes, from: &offset, end: Int(span.end)) {
      if let previous, previous.needsSpace(before: token) { text += " " }
      text += ["AND": "and", "OR": "or", "NOT": "not"][token.text] ?? token.text
      previous = token
    }
    return text
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
