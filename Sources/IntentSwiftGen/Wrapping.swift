/// Breaks lines of Swift that are too long: at the commas of their longest call, and at `&&` and `||`.
enum Wrapping {
  static let width = 120

  /// The line, or the lines that it becomes, each with the indent and a newline. Comments stay as they are. O(length × depth).
  static func wrap(_ line: String, indent: String) -> String {
    if line.isEmpty { return "\n" }
    let inset = line.prefix { $0 == " " }
    if !inset.isEmpty { return wrap(String(line.dropFirst(inset.count)), indent: indent + inset) }
    if indent.count + line.count <= width || line.hasPrefix("//") { return indent + line + "\n" }
    let scan = Scan(line)
    if let statement = scan.bracedStatement {
      return wrap(statement.head, indent: indent) + wrap(statement.body, indent: indent + "  ") + wrap(statement.tail, indent: indent)
    }
    if let label = scan.caseLabel {
      return wrap(label.head, indent: indent) + wrap(label.body, indent: indent + "  ")
    }
    if let parts = scan.logicalParts ?? scan.chainParts { return rows(parts, indent: indent) }
    guard let call = scan.widestCall, call.arguments.count > 1 || call.arguments[0].count > 30 else { return indent + line + "\n" }
    return indent + call.head + "\n" + packed(call.arguments, tail: call.tail, indent: indent + "  ")
  }

  /// As many arguments a line as fit.
  private static func packed(_ arguments: [String], tail: String, indent: String) -> String {
    var lines: [String] = []
    for (offset, argument) in arguments.enumerated() {
      let row = argument + (offset == arguments.count - 1 ? tail : ",")
      if let last = lines.last, indent.count + last.count + 1 + row.count <= width {
        lines[lines.count - 1] = last + " " + row
      } else {
        lines.append(row)
      }
    }
    return lines.map { wrap($0, indent: indent) }.joined()
  }

  private static func rows(_ parts: [String], indent: String) -> String {
    parts.enumerated().map { wrap($0.element, indent: $0.offset == 0 ? indent : indent + "  ") }.joined()
  }
}

/// The brackets of a line, with strings left alone.
private struct Scan {
  /// The line's UTF-8: everything that matters here is ASCII.
  let characters: [UInt8]
  /// For each opening bracket its closing one, by index.
  private var closing: [Int: Int] = [:]
  /// Depth before each character; -1 inside a string.
  private var depths: [Int] = []

  init(_ line: String) {
    characters = Array(line.utf8)
    var stack: [Int] = []
    var isString = false
    var isEscaped = false
    for (index, character) in characters.enumerated() {
      depths.append(isString ? -1 : stack.count)
      if isString {
        if isEscaped {
          isEscaped = false
        } else {
          isEscaped = character == UInt8(ascii: "\\")
          isString = character != UInt8(ascii: "\"")
        }
        continue
      }
      switch character {
      case UInt8(ascii: "\""): isString = true
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): stack.append(index)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): if let open = stack.popLast() { closing[open] = index }
      default: break
      }
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// A statement whose braces hold one statement: its head with the brace, what the braces hold, and the rest.
  var bracedStatement: (head: String, body: String, tail: String)? {
    let line = text(characters[...])
    guard ["if ", "for ", "guard ", "do {", "} catch"].contains(where: { line.hasPrefix($0) }) else { return nil }
    let brace = characters.indices.first { characters[$0] == UInt8(ascii: "{") && depths[$0] == 0 && $0 > 0 }
    guard let open = brace, let close = closing[open], close > open + 3 else { return nil }
    return (
      text(characters[...open]), text(characters[open + 2..<close - 1]), text(characters[close...])
    )
  }

  /// A case of a `switch` with its statement on the same line.
  var caseLabel: (head: String, body: String)? {
    guard text(characters[...]).hasPrefix("case ") else { return nil }
    guard
      let colon = characters.indices.first(where: {
        characters[$0] == UInt8(ascii: ":") && depths[$0] == 0 && $0 + 2 < characters.count && characters[$0 + 1] == UInt8(ascii: " ")
      })
    else { return nil }
    return (text(characters[...colon]), text(characters[(colon + 2)...]))
  }

  /// The steps of a chain of calls with closures, outside all brackets: `a.filter { … }`, `.map { … }`.
  var chainParts: [String]? {
    var parts: [String] = []
    var start = 0
    for index in characters.indices.dropFirst() where characters[index] == UInt8(ascii: ".") && depths[index] == 0 {
      guard characters[index - 1] == UInt8(ascii: "}") else { continue }
      parts.append(text(characters[start..<index]))
      start = index
    }
    guard !parts.isEmpty else { return nil }
    return parts + [text(characters[start...])]
  }

  /// The operands of a chain of `&&` or `||` outside all brackets, each but the first with its operator before it.
  var logicalParts: [String]? {
    var parts: [String] = []
    var start = 0
    for index in characters.indices where index > start && depths[index] == 0 && index + 3 < characters.count {
      let operatorText = text(characters[index...index + 2])
      if characters[index - 1] == UInt8(ascii: " ") && (operatorText == "&& " || operatorText == "|| ") {
        parts.append(text(characters[start..<index - 1]))
        start = index
      }
    }
    guard !parts.isEmpty else { return nil }
    return parts + [text(characters[start...])]
  }

  /// The widest bracketed argument list outside all others: what stands before its arguments, they, and what follows.
  var widestCall: (head: String, arguments: [String], tail: String)? {
    let candidates = closing.filter { depths[$0.key] == 0 && characters[$0.key] != UInt8(ascii: "{") && $0.value > $0.key + 1 }
    guard let (open, close) = candidates.max(by: { ($0.value - $0.key, $0.key) < ($1.value - $1.key, $1.key) }) else { return nil }
    var arguments: [String] = []
    var start = open + 1
    for index in open + 1..<close where depths[index] == depths[open] + 1 && characters[index] == UInt8(ascii: ",") {
      arguments.append(text(characters[start..<index]))
      start = index + 2
    }
    guard start < close else { return nil }
    arguments.append(text(characters[start..<close]))
    return (text(characters[...open]), arguments, text(characters[close...]))
  }
}
