import IntentSource

/// The lines of one file that a finding speaks of, each with marks below it:
///
///     4 |   entity customer { has: name: text }
///       |          -------- note: the other one
///     ...
///     9 |   entity customer { }
///       |          ^^^^^^^^ declared twice
struct SourceExcerpt {
  enum Style: Hashable {
    /// What the finding is about.
    case primary(Severity)
    /// What explains it.
    case secondary

    var sign: Character { self == .secondary ? "-" : "^" }

    /// The ANSI code of its colour.
    var color: String {
      switch self {
      case .primary(.error): "31;1"
      case .primary(.warning): "35;1"
      case .primary(.note): "36;1"
      case .secondary: "34;1"
      }
    }
  }

  struct Mark {
    let span: Span
    let label: String?
    let style: Style
  }

  let file: SourceFile
  let marks: [Mark]
  /// The width of the line numbers.
  let gutter: Int
  let paint: (String, String) -> String

  /// What is marked of one line: byte offsets in the file.
  private struct Piece {
    let start: UInt32
    let end: UInt32
    let label: String?
    let style: Style
  }

  /// The excerpt; each line ends with a newline.
  var text: String {
    var pieces: [Int: [Piece]] = [:]
    for mark in marks {
      for (line, piece) in split(mark) { pieces[line, default: []].append(piece) }
    }
    var out = ""
    var last: Int?
    for line in pieces.keys.sorted() {
      if let last, line == last + 2 { out += row("\(last + 2)", SourceLine(file.lineBytes(last + 1)).text(around: 0).text) }
      if let last, line > last + 2 { out += paint(String(repeating: ".", count: max(3, gutter)), Style.secondary.color) + "\n" }
      out += rows(line, pieces[line] ?? [])
      last = line
    }
    return out
  }

  /// A mark on one line is one piece; a longer one is marked on its first line and on its last, where its label stands.
  private func split(_ mark: Mark) -> [(line: Int, piece: Piece)] {
    let size = UInt32(file.bytes.count)
    let start = min(mark.span.start, size)
    let end = max(start, min(mark.span.end, size))
    let first = file.lineIndex(of: start)
    let last = file.lineIndex(of: max(start, end > 0 ? end - 1 : 0))
    if first == last { return [(first, Piece(start: start, end: end, label: mark.label, style: mark.style))] }
    let firstLine = file.lineBytes(first)
    let lastLine = file.lineBytes(last)
    let indent = lastLine.prefix { $0 == 0x20 || $0 == 0x09 }.count
    return [
      (first, Piece(start: start, end: UInt32(firstLine.endIndex), label: nil, style: mark.style)),
      (last, Piece(start: UInt32(lastLine.startIndex + indent), end: end, label: mark.label, style: mark.style)),
    ]
  }

  /// A line of the file and a line for each mark below it, what the finding is about first.
  private func rows(_ line: Int, _ pieces: [Piece]) -> String {
    let ordered = pieces.enumerated().sorted { a, b in
      let (first, second) = (a.element.style == .secondary, b.element.style == .secondary)
      return first == second ? (a.element.start, a.offset) < (b.element.start, b.offset) : !first
    }.map(\.element)
    let content = SourceLine(file.lineBytes(line))
    let shown = content.text(around: column(ordered[0].start, on: line))
    var out = row("\(line + 1)", shown.text)
    for piece in ordered {
      let start = shown.offset(column(piece.start, on: line))
      let end = shown.offset(column(piece.end, on: line))
      let under = String(repeating: piece.style.sign, count: max(1, end - start)) + (piece.label.map { " " + $0 } ?? "")
      out += row("", String(repeating: " ", count: start) + paint(under, piece.style.color))
    }
    return out
  }

  /// The number of characters before `offset` on its line.
  private func column(_ offset: UInt32, on line: Int) -> Int {
    file.position(of: min(offset, UInt32(file.lineBytes(line).endIndex))).column - 1
  }

  private func row(_ number: String, _ text: String) -> String {
    let head = String(repeating: " ", count: max(0, gutter - number.utf8.count)) + number + " |"
    return paint(head, Style.secondary.color) + (text.isEmpty ? "" : " ") + text + "\n"
  }
}

/// A line of a source as a terminal shows it.
private struct SourceLine {
  /// A line longer than this is shown around its first mark only.
  private static let longest = 160

  private let scalars: [Unicode.Scalar]

  init(_ bytes: ArraySlice<UInt8>) { scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars) }

  struct Shown {
    let text: String
    /// The number of the first character that is shown.
    let first: Int
    /// Where each character that is shown begins, in columns, and where the last one ends.
    let offsets: [Int]

    /// The column, from 0, where the character of that number is shown.
    func offset(_ character: Int) -> Int { offsets[max(0, min(character - first, offsets.count - 1))] }
  }

  /// The line, tabs as spaces up to the next fourth column and control characters as pictures; a long one around `character` only.
  func text(around character: Int) -> Shown {
    let first = scalars.count <= Self.longest ? 0 : max(0, min(character - Self.longest / 2, scalars.count - Self.longest))
    let last = min(scalars.count, first + Self.longest)
    var text = first > 0 ? "…" : ""
    var column = first > 0 ? 1 : 0
    var offsets: [Int] = []
    for scalar in scalars[first..<last] {
      offsets.append(column)
      if scalar == "\t" {
        let width = 4 - column % 4
        text += String(repeating: " ", count: width)
        column += width
      } else if scalar.value < 0x20 || scalar.value == 0x7F {
        text.unicodeScalars.append(Unicode.Scalar(scalar.value == 0x7F ? 0x2421 : 0x2400 + scalar.value) ?? "\u{FFFD}")
        column += 1
      } else if scalar.isHidden {
        text.unicodeScalars.append("\u{FFFD}")
        column += 1
      } else {
        text.unicodeScalars.append(scalar)
        column += scalar.terminalWidth
      }
    }
    offsets.append(column)
    return Shown(text: last < scalars.count ? text + "…" : text, first: first, offsets: offsets)
  }
}

extension Unicode.Scalar {
  /// What a terminal takes as an order, or what turns the direction of the text around it.
  fileprivate var isHidden: Bool { (0x80...0x9F).contains(value) || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

  /// The columns that a terminal gives it: none to what joins the character before, two to what East Asian typography calls wide.
  var terminalWidth: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
