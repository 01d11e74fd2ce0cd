/// A JSON value that is written, in the order in which it was made.
indirect enum JSONText {
  case string(String)
  case number(Int)
  case bool(Bool)
  case array([JSONText])
  case object([(key: String, value: JSONText)])

  /// The value on lines of its own, two spaces a level; a short object of plain values stays on one line.
  var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .string(let text): return Self.quoted(text)
    case .number(let number): return "\(number)"
    case .bool(let bool): return bool ? "true" : "false"
    case .array(let values):
      if values.isEmpty { return "[]" }
      return "[\n" + values.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let entries):
      let isFlat = entries.allSatisfy { $0.value.isPlain }
      let parts = entries.map { "\(Self.quoted($0.key)): \($0.value.text(indent: inner))" }
      let line = "{ " + parts.joined(separator: ", ") + " }"
      if isFlat, line.utf8.count <= 100 { return entries.isEmpty ? "{}" : line }
      return "{\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array(let values): values.isEmpty
    case .object: false
    default: true
    }
  }

  /// `text` as a JSON string. Control characters are escaped, all others stand for themselves.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
