import IntentDiagnostics

/// What a comment that speaks to the compiler says: `# intent:allow W0501 because …`.
enum SuppressionComment: Equatable {
  /// Warnings of this code are meant.
  case allow(code: String, reason: String)
  /// It resembles such a comment. The message says what is wrong, and `rewritten` is what was probably meant.
  case malformed(String, rewritten: String?)

  /// `true` iff a comment may speak to the compiler, by its first letter: most do not, and need not be read. O(signs and blanks).
  static func isLikely(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.first { $0 != UInt8(ascii: "#") && $0 != 0x20 && $0 != 0x09 }.map { $0 | 0x20 == UInt8(ascii: "i") } ?? false
  }

  /// Reads a comment, from its first `#` to its line's end; `nil` where it speaks to people.
  init?(_ comment: String) {
    let signs = comment.prefix { $0 == "#" }.count
    let words = comment.dropFirst(signs).split(maxSplits: 6) { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let (isExact, isGlued, rest) = Self.head(words) else { return nil }
    let code = rest.first.flatMap(Self.code)
    // Prose may begin with `intent`; what has neither the form nor a code is prose.
    guard let code else {
      if !isGlued { return nil }
      self = .malformed("this does not say which warning is allowed: `# intent:allow W0501 because …`", rewritten: nil)
      return
    }
    let because = rest.dropFirst().first.map { String($0.lowercased().prefix { $0.isLetter }) }
    let reason = rest.dropFirst(2).first.map { comment[$0.startIndex...].trimmingBlanks } ?? ""
    if let other = rest.dropFirst().first.flatMap(Self.code) {
      self = .malformed("one comment allows one warning: write one for \(code) and one for \(other)", rewritten: nil)
    } else if because != "because" || reason.isEmpty {
      self = .malformed("a suppression gives its reason: `# intent:allow \(code) because …`", rewritten: nil)
    } else if isExact, signs == 1, rest.first == code[...], rest.dropFirst().first == "because" {
      self = .allow(code: code, reason: reason)
    } else {
      self = .malformed(
        "this is almost a suppression, and allows nothing: one is written `# intent:allow W0501 because …`",
        rewritten: "# intent:allow \(code) because \(reason)")
    }
  }

  /// The words behind `intent:allow` or what is almost that; glued, if no space stands in it.
  private static func head(_ words: [Substring]) -> (isExact: Bool, isGlued: Bool, rest: ArraySlice<Substring>)? {
    guard let first = words.first?.lowercased() else { return nil }
    if words[0] == "intent:allow" { return (true, true, words[1...]) }
    if first.hasPrefix("intent"), words.count > 1, first.dropFirst(6).allSatisfy({ $0.isPunctuation }), isNear(words[1], "allow") {
      return (false, false, words[2...])
    }
    return isNear(words[0], "intent:allow") ? (false, first.contains(":"), words[1...]) : nil
  }

  private static func isNear(_ word: Substring, _ wanted: String) -> Bool {
    editDistance(word.lowercased(), wanted, atMost: wanted.utf8.count > 8 ? 2 : 1) != nil
  }

  /// The code that a word names, in capitals: a letter and three to five digits, with a sign behind them at most.
  private static func code(_ word: Substring) -> String? {
    let code = (word.last?.isPunctuation ?? false ? word.dropLast() : word).uppercased()
    let digits = code.dropFirst()
    guard code.first.map({ ("A"..."Z").contains($0) }) ?? false, (3...5).contains(digits.count) else { return nil }
    return digits.allSatisfy { ("0"..."9").contains($0) } ? code : nil
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(String(self).reversed().drop { $0.isWhitespace }.reversed())
  }
}
