import IntentDiagnostics
import IntentSource
import IntentSyntax

/// A declaration whose absence an error reports, as it could be written.
enum MissingDeclaration {
  /// An item of the system.
  case item(String)
  /// A member of the entity `of`.
  case member(String, of: String)
}

/// A use of a name that nothing declares, where a near one is declared.
struct Slip {
  let code: DiagnosticCode
  let message: String
  let tree: Int
  let span: Span
  /// What is written, and what was probably meant.
  let written: String
  let near: String
}

// Reports undeclared names, with what was probably meant or with the declaration that is missing.
extension SystemAnalysis {
  /// Reports a name that nothing declares, once: with a near name the message and a fix say which was probably meant, and other places
  /// of the same slip are its notes; without one, a fix offers the declaration.
  mutating func reportUndeclared(
    _ code: DiagnosticCode, _ message: String, _ name: Name, among candidates: [String], missing: MissingDeclaration? = nil,
    advice: String? = nil
  ) {
    let text = text(name)
    if isInferring {
      withheld += 1
      return
    }
    if mayBeLost(text) { return }
    nearNameBudget -= candidates.count
    if nearNameBudget >= 0, let near = closestName(to: text, among: candidates) {
      addSlip(code, message, name.span, text, near)
    } else if !syntaxErrors.isNameLost {
      reportMissing(code, message, name, missing, advice)
    }
  }

  /// Reports it where it is met first; other places are notes, for a change may have left many behind.
  private mutating func reportMissing(
    _ code: DiagnosticCode, _ message: String, _ name: Name, _ missing: MissingDeclaration?, _ advice: String?
  ) {
    let key = "\(code.id) \(message)"
    guard reportedNames.insert(key).inserted else {
      if let number = numberOfMissing[key] { diagnostics.add(DiagnosticNote("and here", name.span), to: number, atMost: 9) }
      return
    }
    let fixes = missing.flatMap { fix(declaring: $0, usedAt: name.span) }.map { [$0] } ?? []
    let before = diagnostics.count
    report(code, message + (advice.map { "; \($0)" } ?? ""), at: name.span, fixes: fixes)
    if diagnostics.count > before { numberOfMissing[key] = before }
  }

  mutating func addSlip(_ code: DiagnosticCode, _ message: String, _ span: Span, _ written: String, _ near: String) {
    if isInferring {
      withheld += 1
      return
    }
    slips["\(written) \(near)", default: []].append(
      Slip(code: code, message: message, tree: tree, span: span, written: written, near: near))
  }

  /// Reports each slip at its first place. It may be that the declaration is misspelt and not its uses: so all places are one mistake, and
  /// where a name that is used more than once stands against one that is only declared, it is the declaration's.
  mutating func reportSlips() {
    var slipsByNear: [String: Int] = [:]
    for uses in slips.values { slipsByNear[uses[0].near, default: 0] += 1 }
    let declared = solePlaces(of: Set(slipsByNear.filter { $0.value == 1 }.keys))
    for (_, uses) in slips.sorted {
      var places: [Slip] = []
      for use in uses.sorted(by: { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }) where places.last?.span != use.span {
        places.append(use)
      }
      guard let first = places.first else { continue }
      if places.count > 1, let place = declared[first.near] {
        report(
          first.code, "`\(first.near)` stands only here, and `\(first.written)` is declared nowhere; did you mean `\(first.written)`?",
          at: place, notes: places.prefix(3).map { DiagnosticNote("`\(first.written)` stands here", $0.span) },
          fixes: [
            Fix(
              "change `\(first.near)` to `\(first.written)`", replace: place, with: first.written,
              isGuess: !isSlip(first.near, of: first.written))
          ])
        continue
      }
      let notes = places.dropFirst().prefix(3).map { DiagnosticNote("`\(first.written)` stands here too", $0.span) }
      let fix = Fix(
        "change `\(first.written)` to `\(first.near)`", places.map { Edit(span: $0.span, replacement: $0.near) },
        isGuess: !isSlip(first.written, of: first.near))
      report(first.code, "\(first.message); did you mean `\(first.near)`?", at: first.span, notes: notes, fixes: [fix])
    }
  }

  /// Where those of the names stand that stand in one place alone. O(size of the sources), where there are names.
  func solePlaces(of names: Set<String>) -> [String: Span] {
    var counts: [String: Int] = [:]
    var places: [String: Span] = [:]
    guard let longest = names.map(\.utf8.count).max() else { return [:] }
    let first = Set(names.compactMap(\.utf8.first))
    func isWordByte(_ byte: UInt8) -> Bool {
      byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte > 0x7F
    }
    for (index, tree) in trees.enumerated() where index == 0 || trees[index - 1].file.id != tree.file.id {
      let bytes = tree.file.bytes
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
        if end > start, end - start <= longest, first.contains(bytes[start]) {
          let word = String(decoding: bytes[start..<end], as: UTF8.self)
          if names.contains(word) {
            counts[word, default: 0] += 1
            places[word] = Span(file: tree.file.id, start: UInt32(start), end: UInt32(end))
          }
        }
        start = max(end, start + 1)
      }
    }
    return places.filter { counts[$0.key] == 1 }
  }

  mutating func reportNoEntity(_ name: Name) {
    let text = text(name)
    reportUndeclared(
      .undeclaredType, "no entity is named `\(text)`", name, among: Array(entities.keys), missing: .item("entity \(text) { }"))
  }

  /// Writes the declaration at the end of the block where it is missing.
  func fix(declaring missing: MissingDeclaration, usedAt span: Span) -> Fix? {
    switch missing {
    case .item(let text):
      let block = blocks.blocks.first { block in
        let place = trees[block.tree][block.id].span
        return block.tree == tree && place.start <= span.start && span.end <= place.end
      }
      guard let block else { return nil }
      let edit = insertion(of: text, indent: "  ", atEndOf: trees[block.tree][block.id].span, in: block.tree)
      return edit.map { Fix("declare it: `\(text)`", [$0], isGuess: true) }
    case .member(let text, let entity):
      guard let declaration = entities[entity] else { return nil }
      let edit = insertion(of: text, indent: "    ", atEndOf: declaration.span, in: declaration.tree)
      return edit.map { Fix("declare it: `\(text)`", [$0], isGuess: true) }
    }
  }

  /// Writes `text` before the brace that ends `block`: on a line of its own where the brace has one.
  func insertion(of text: String, indent: String, atEndOf block: Span, in tree: Int) -> Edit? {
    let bytes = trees[tree].file.bytes
    let end = Int(block.end) - 1
    guard end > 0, end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
    var start = end
    while start > 0, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    let ownsLine = start == 0 || bytes[start - 1] == 0x0A
    let place = UInt32(ownsLine ? start : end)
    let span = Span(file: block.file, start: place, end: place)
    return Edit(span: span, replacement: ownsLine ? "\(indent)\(text)\n" : "\(text) ")
  }

  /// A declaration of the derivation that a call would need, its parameters named by the arguments.
  func missingDerivation(_ name: String, _ arguments: NodeList<Argument>) -> MissingDeclaration? {
    let parameters = arguments.compactMap { argument in argument.label.map { text($0) } ?? wordOf(argument.value) }
    guard parameters.count == arguments.count, Set(parameters).count == parameters.count else { return nil }
    let typed = parameters.map { entities[$0] != nil || types[$0] != nil ? $0 : $0 + ": text" }
    return .item("derive \(name)(\(typed.joined(separator: ", "))) -> decimal")
  }
}

/// The name whose regular English plural is `plural`.
func englishSingular(of plural: String) -> String {
  let candidates = [
    plural.hasSuffix("ies") ? plural.dropLast(3) + "y" : "", plural.hasSuffix("es") ? String(plural.dropLast(2)) : "",
    plural.hasSuffix("s") ? String(plural.dropLast()) : "",
  ]
  return candidates.first { !$0.isEmpty && englishPlural(of: $0) == plural } ?? plural
}
