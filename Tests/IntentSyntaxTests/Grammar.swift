import Foundation
import TestSupport

/// A part of a grammar's rule.
indirect enum GrammarPart {
  case text(String)
  case range(Unicode.Scalar, Unicode.Scalar)
  case rule(String)
  /// `? … ?`.
  case described(String)
  case sequence([GrammarPart])
  case choice([GrammarPart])
  case optional(GrammarPart)
  case many(GrammarPart)
  /// `^`.
  case sameLine
}

/// A grammar as `Grammar/Intent.ebnf` writes it.
struct Grammar {
  private(set) var rules: [String: GrammarPart] = [:]
  /// The least depth that each rule needs to come to an end.
  private(set) var heights: [String: Int] = [:]

  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  init(_ text: String) throws {
    var reader = Reader(tokens: try Self.tokens(text))
    while let name = reader.next() {
      guard reader.next() == "=" else { throw Mistake(description: "expected `=` after \(name)") }
      guard rules[name] == nil else { throw Mistake(description: "two rules \(name)") }
      rules[name] = try reader.choice()
      guard reader.next() == ";" else { throw Mistake(description: "expected `;` at the end of \(name)") }
    }
    for (name, part) in rules { try check(part, in: name) }
    computeHeights()
  }

  private func check(_ part: GrammarPart, in name: String) throws {
    switch part {
    case .rule(let other): if rules[other] == nil { throw Mistake(description: "\(name) names \(other), which has no rule") }
    case .sequence(let parts), .choice(let parts): for part in parts { try check(part, in: name) }
    case .optional(let part), .many(let part): try check(part, in: name)
    case .text, .range, .described, .sameLine: break
    }
  }

  private mutating func computeHeights() {
    var changed = true
    while changed {
      changed = false
      for (name, part) in rules {
        let height = height(of: part) + 1
        if height < heights[name] ?? Int.max / 2 {
          heights[name] = height
          changed = true
        }
      }
    }
  }

  func height(of part: GrammarPart) -> Int {
    switch part {
    case .text, .range, .described, .sameLine, .optional, .many: 0
    case .rule(let name): heights[name] ?? Int.max / 4
    case .sequence(let parts): parts.map(height).max() ?? 0
    case .choice(let parts): parts.map(height).min() ?? 0
    }
  }

  /// Names, quoted texts with their quote in front, descriptions with `?` in front, and signs.
  private static func tokens(_ text: String) throws -> [String] {
    var tokens: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if rest.hasPrefix("(*") {
        guard let end = rest.range(of: "*)") else { throw Mistake(description: "a comment that does not end") }
        rest = rest[end.upperBound...]
      } else if first == "\"" || first == "'" || first == "?" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: first) else { throw Mistake(description: "a text that does not end") }
        tokens.append("\(first)\(rest[..<end])")
        rest = rest[rest.index(after: end)...]
      } else if rest.hasPrefix("..") {
        tokens.append("..")
        rest = rest.dropFirst(2)
      } else if first.isLetter {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        tokens.append(String(name))
        rest = rest.dropFirst(name.count)
      } else {
        tokens.append(String(first))
        rest.removeFirst()
      }
    }
    return tokens
  }

  private struct Reader {
    let tokens: [String]
    var index = 0

    var peek: String? { index < tokens.count ? tokens[index] : nil }

    mutating func next() -> String? {
      defer { index += 1 }
      return peek
    }

    mutating func choice() throws -> GrammarPart {
      var parts = [try sequence()]
      while peek == "|" {
        index += 1
        parts.append(try sequence())
      }
      return parts.count == 1 ? parts[0] : .choice(parts)
    }

    mutating func sequence() throws -> GrammarPart {
      var parts: [GrammarPart] = []
      while let token = peek, !["|", ";", ")", "]", "}"].contains(token) { parts.append(try part()) }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    mutating func part() throws -> GrammarPart {
      guard let token = next() else { throw Mistake(description: "the grammar ends within a rule") }
      switch token {
      case "^": return .sameLine
      case "(": return try closed(")")
      case "[": return .optional(try closed("]"))
      case "{": return .many(try closed("}"))
      default: break
      }
      guard let first = token.first else { throw Mistake(description: "an empty token") }
      if first == "?" { return .described(token.dropFirst().trimmingCharacters(in: .whitespaces)) }
      guard first == "\"" || first == "'" else { return .rule(token) }
      let text = String(token.dropFirst())
      guard peek == ".." else { return .text(text) }
      index += 1
      guard let high = next()?.dropFirst().unicodeScalars.first, let low = text.unicodeScalars.first else {
        throw Mistake(description: "a range needs two characters")
      }
      return .range(low, high)
    }

    mutating func closed(_ bracket: String) throws -> GrammarPart {
      let part = try choice()
      guard next() == bracket else { throw Mistake(description: "expected `\(bracket)`") }
      return part
    }
  }
}

extension SplitMix64 {
  /// `true` once in `n` times.
  mutating func once(in n: Int) -> Bool { Int.random(in: 0..<n, using: &self) == 0 }

  mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &self)] }
}
