/// The text of a condition as the graph shows it: paths that the event has values for are replaced by these.
struct ConditionText {
  /// What stands for a path: `interaction` → `i1`, `interaction.customer` → `c1`.
  let values: [String: String]

  /// The widest text that is shown whole.
  static let width = 56

  /// The condition with values; shortened where the `if` does not hold and the text is too wide.
  func shown(_ condition: String, holds: Bool) -> String {
    let text = substituted(condition)
    return holds || text.count <= Self.width ? text : Self.shortened(text)
  }

  /// Replaces the longest path that has a value wherever one starts, and drops `threshold.`.
  func substituted(_ condition: String) -> String {
    var result = ""
    var rest = condition[...]
    while let character = rest.first {
      if character == "\"" {
        let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.index(before: rest.endIndex)
        result += rest[...end]
        rest = rest[rest.index(after: end)...]
      } else if Self.isNameStart(character) {
        let path = rest.prefix { Self.isNameStart($0) || $0.isNumber || $0 == "." }
        result += value(of: String(path))
        rest = rest.dropFirst(path.count)
      } else {
        result.append(character)
        rest = rest.dropFirst()
        // A name after `).` belongs to what the call gives, not to the event.
        if character == ")", rest.first == "." {
          let member = rest.prefix { Self.isNameStart($0) || $0.isNumber || $0 == "." }
          result += member
          rest = rest.dropFirst(member.count)
        }
      }
    }
    return result
  }

  private func value(of path: String) -> String {
    if path.hasPrefix("threshold.") { return String(path.dropFirst(10)) }
    var parts = path.split(separator: ".", omittingEmptySubsequences: false)
    var members: [Substring] = []
    while !parts.isEmpty {
      if let value = values[parts.joined(separator: ".")] { return ([value] + members.map(String.init)).joined(separator: ".") }
      members.insert(parts.removeLast(), at: 0)
    }
    return path
  }

  /// Leaves of each operand of `and` and `or` only which threshold it crosses.
  static func shortened(_ text: String) -> String {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    var result: [String] = []
    var operand: [String] = []
    func close() {
      if let crosses = operand.firstIndex(of: "crosses") { result += ["…"] + operand[crosses...] } else { result.append("…") }
      operand = []
    }
    while let word = words.popFirst() {
      if ["and", "or", "AND", "OR"].contains(word) {
        close()
        result.append(word.lowercased())
      } else {
        operand.append(word)
      }
    }
    close()
    return result.joined(separator: " ")
  }

  private static func isNameStart(_ character: Character) -> Bool { character.isLetter || character == "_" }
}
