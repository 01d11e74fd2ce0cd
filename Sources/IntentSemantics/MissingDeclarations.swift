import IntentDiagnostics
import IntentSource
import IntentSyntax

/// A declaration whose absence an error reports, as it could be written.
enum MissingDeclaration {
  /// An item of the system.
  case item(String)
  /// A member of the entity `of`.
  case member(String, of: String)

  /// Of several that one name would need, the one that answers most: an entity with a relation, an entity, anything else.
  fileprivate var rank: Int {
    guard case .item(let text) = self, text.hasPrefix("entity ") else { return 0 }
    return text.hasSuffix("{ }") ? 1 : 2
  }
}

/// A use of a name that nothing declares, where a near one is declared.
struct Slip {
  let code: DiagnosticCode
  let message: String
  let tree: Int
  let span: Span
  /// What is written, and what was probably meant.
  let near: NearName
  /// The same as it is declared: of a plural that nobody wrote, the entity.
  let declared: NearName
  /// The one place that declares what was meant, where that is known.
  var declaredAt: Span?
  /// `true` iff an item is named.
  var isItem = false
}

// Reports undeclared names, with what was probably meant or with the declaration that is missing.
extension SystemAnalysis {
  /// Reports a name that nothing declares, once: with a near name the message and a fix say which was probably meant, and other places
  /// of the same slip are its notes; without one, a fix offers the declaration.
  mutating func reportUndeclared(
    _ code: DiagnosticCode, _ message: String, _ name: Name, among candidates: [String], missing: MissingDeclaration? = nil,
    advice: String? = nil, isItem: Bool = false
  ) {
    let text = text(name)
    if isInferring {
      withheld += 1
      return
    }
    if mayBeLost(text) || isItem && reportNamedInPlural(name) { return }
    nearNameBudget -= candidates.count
    let isMissing = isItem && numberOfMissing[missingItem(text)] != nil
    if nearNameBudget >= 0, !isMissing, let near = nearName(to: text, among: candidates) {
      addSlip(code, message, name.span, near, isItem: isItem)
    } else if !syntaxErrors.isNameLost {
      reportMissing(code, message, name, missing, advice, isItem: isItem)
    }
  }

  /// What stands for an item that nothing declares, named in the singular or in the plural, among what was reported.
  private func missingItem(_ name: String) -> String { "item \(englishSingular(of: name))" }

  /// Reports an entity that is named in the plural, once, where one of its instances goes by the singular; `false` if it is something else.
  mutating func reportNamedInPlural(_ name: Name) -> Bool {
    let written = text(name)
    let key = "plural \(entities.contains(written) ? written : englishPlural(of: written))"
    let note = DiagnosticNote("`\(written)` stands here", name.span)
    if let number = numberOfMissing[key] {
      diagnostics.add(note, to: number, atMost: 9)
      return true
    }
    guard let entity = entities[englishPlural(of: written)], entity.node.plural == nil else { return false }
    let before = diagnostics.count
    report(
      .undeclaredType, "an entity is named in the singular, `\(written)`, and all of them are `\(entity.name)`", at: entity.nameSpan,
      notes: [note], fixes: [Fix("write `\(written)`", replace: entity.nameSpan, with: written, isGuess: true)])
    if diagnostics.count > before { numberOfMissing[key] = before }
    return true
  }

  /// Reports it where it is met first; other places are notes, for a change may have left many behind.
  private mutating func reportMissing(
    _ code: DiagnosticCode, _ message: String, _ name: Name, _ missing: MissingDeclaration?, _ advice: String?, isItem: Bool
  ) {
    let key = isItem ? missingItem(text(name)) : "\(code.id) \(message)"
    let fixes = missing.flatMap { fix(declaring: $0, usedAt: name.span) }.map { [$0] } ?? []
    let rank = missing?.rank ?? 0
    guard reportedNames.insert(key).inserted else {
      guard let number = numberOfMissing[key] else { return }
      diagnostics.add(DiagnosticNote("and here", name.span), to: number, atMost: 9)
      if isItem, rank > rankOfMissing[number, default: 0] {
        rankOfMissing[number] = rank
        diagnostics.replace(number, .undeclaredType, "no entity is named `\(englishSingular(of: text(name)))`", fixes: fixes)
      }
      return
    }
    let before = diagnostics.count
    report(code, message + (advice.map { "; \($0)" } ?? ""), at: name.span, fixes: fixes)
    if diagnostics.count > before { (numberOfMissing[key], rankOfMissing[before]) = (before, rank) }
  }

  mutating func addSlip(
    _ code: DiagnosticCode, _ message: String, _ span: Span, _ near: NearName, declaredAt place: Span? = nil, isItem: Bool = false
  ) {
    if isInferring {
      withheld += 1
      return
    }
    var declared = near
    if isItem, near.rival == nil, let entity = plurals[near.name], entities[entity]?.node.plural == nil {
      declared = NearName(englishSingular(of: near.written), near: entity)
    }
    slips["\(declared.written) \(declared.name)", default: []].append(
      Slip(code: code, message: message, tree: tree, span: span, near: near, declared: declared, declaredAt: place, isItem: isItem))
  }

  /// Reports each slip at its first place. It may be that the declaration is misspelt and not its uses: so all places are one mistake, and
  /// where a name that is used more than once stands against one that is only declared, it is the declaration's.
  mutating func reportSlips() {
    var slipsByNear: [String: Int] = [:]
    for uses in slips.values { slipsByNear[uses[0].declared.name, default: 0] += 1 }
    let standing = places(of: Set(slipsByNear.filter { $0.value == 1 }.keys))
    for (_, uses) in slips.sorted {
      var places: [Slip] = []
      for use in uses.sorted(by: { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }) where places.last?.span != use.span {
        places.append(use)
      }
      guard let first = places.first else { continue }
      if first.isItem, let number = numberOfMissing[missingItem(first.near.written)] {
        for place in places { diagnostics.add(DiagnosticNote("and here", place.span), to: number, atMost: 9) }
        continue
      }
      let rivals = places.first { $0.near.rival != nil }?.near
      let meant = NearName(first.declared.name, near: first.declared.written)
      if places.count > 1, rivals == nil, let place = declaration(of: first, among: standing[meant.written] ?? []) {
        report(
          first.code, "`\(meant.written)` stands only here, and `\(meant.name)` is declared nowhere; \(meant.question)", at: place,
          notes: places.prefix(3).map { DiagnosticNote("`\($0.near.written)` stands here", $0.span) }, fixes: meant.fixes(at: [place]))
        continue
      }
      let near = rivals ?? first.near
      let notes = places.dropFirst().prefix(3).map { DiagnosticNote("`\($0.near.written)` stands here too", $0.span) }
      let fix = Fix(
        "change `\(near.written)` to `\(near.name)`", places.map { Edit(span: $0.span, replacement: $0.near.name) }, isGuess: !near.isSure)
      report(
        first.code, "\(first.message); \(near.question)", at: first.span, notes: notes,
        fixes: rivals?.fixes(at: places.map(\.span)) ?? [fix])
    }
  }

  /// Where what was meant is declared, if it stands nowhere else; behind the `on` of other workflows it is another one.
  private func declaration(of slip: Slip, among places: [Span]) -> Span? {
    if places.count == 1 { return places[0] }
    guard let place = slip.declaredAt, places.contains(place) else { return nil }
    let others = workflows.values.compactMap { $0.node.on.names.last?.span }
    return places.allSatisfy { others.contains($0) } ? place : nil
  }

  /// Where those of the names stand that stand in one place alone. O(size of the sources), where there are names.
  func solePlaces(of names: Set<String>) -> [String: Span] {
    places(of: names).filter { $0.value.count == 1 }.mapValues { $0[0] }
  }

  /// Where the names stand, whatever they mean there. O(size of the sources), where there are names.
  private func places(of names: Set<String>) -> [String: [Span]] {
    var places: [String: [Span]] = [:]
    guard let longest = names.map(\.utf8.count).max() else { return [:] }
    let first = Set(names.compactMap(\.utf8.first))
    for (index, tree) in trees.enumerated() where index == 0 || trees[index - 1].file.id != tree.file.id {
      let bytes = tree.file.bytes
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
        if end > start, end - start <= longest, first.contains(bytes[start]) {
          let word = String(decoding: bytes[start..<end], as: UTF8.self)
          if names.contains(word) {
            places[word, default: []].append(Span(file: tree.file.id, start: UInt32(start), end: UInt32(end)))
          }
        }
        start = max(end, start + 1)
      }
    }
    return places
  }

  /// `true` iff the byte may stand in a name.
  func isWordByte(_ byte: UInt8) -> Bool {
    byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte > 0x7F
  }

  mutating func reportNoEntity(_ name: Name) {
    let text = text(name)
    reportUndeclared(
      .undeclaredType, "no entity is named `\(text)`", name, among: Array(entities.keys), missing: .item("entity \(text) { }"),
      isItem: true)
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
