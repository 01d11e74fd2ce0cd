import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `was:`, `retired:`, `convert:`, `weakens:`: what they say must not contradict the system as it stands. Whether it is true of the
// system as it was, only the lock can say.
extension SystemAnalysis {
  /// The words in an entity, but `was`, which every item has.
  mutating func lowerEvolutionWords(of declaration: Declared<EntityItem>) {
    tree = declaration.tree
    for id in declaration.node.members {
      let member = trees[tree][id]
      switch member.kind {
      case .retired(let names):
        warnNotEnforced("`retired` of `\(declaration.name)`", member.span)
        lowerRetired(names, of: declaration)
      case .convert(let field, let old, let value):
        warnNotEnforced("`convert` of `\(declaration.name)`", member.span)
        lowerConversion(field, old, value, of: declaration.name)
      default: break
      }
    }
  }

  // MARK: - was

  mutating func lowerRenames() {
    var seen: [String: Span] = [:]
    var renamed: [String: Span] = [:]
    for declared in renames {
      tree = declared.tree
      warnNotEnforced("`was` of `\(declared.item)`", declared.rename.old.span)
      let (old, part) = (declared.rename.old, declared.rename.part)
      guard part.map({ isPart($0, of: declared) }) ?? true else { continue }
      let owner = part == nil ? declared.keyword : "\(declared.keyword) \(declared.item)"
      if let first = seen.updateValue(old.span, forKey: "\(owner).\(text(old))") {
        report(
          .badEvolution, "`\(text(old))` became two things: it is the earlier name of another, too", at: old.span,
          notes: [DiagnosticNote("the other stands here", first)])
        continue
      }
      let place = part.map { "\(declared.item).\(text($0))" } ?? declared.item
      if let first = renamed.updateValue(old.span, forKey: "\(declared.keyword) \(place)") {
        report(
          .badEvolution, "`\(place)` had one name before: which of the two is it?", at: old.span,
          notes: [DiagnosticNote("the other stands here", first)])
        continue
      }
      if let retired = evolutionPlaces["retired \(part == nil ? "" : declared.item + ".")\(text(old))"] {
        report(
          .badEvolution, "`\(text(old))` is retired, so `\(place)` is not the same under another name: which is it?", at: old.span,
          notes: [DiagnosticNote("it is retired here", retired)])
        continue
      }
      guard isGone(declared, old) else { continue }
      ir.evolution.renames.append(
        RenameIR(keyword: declared.keyword, item: declared.item, part: part.map { text($0) }, old: text(old)))
    }
  }

  private func item(_ declared: DeclaredRename) -> NamedItem? {
    itemsByName[declared.item]?.first { $0.keyword == declared.keyword }
  }

  /// Reports a part that the item does not have.
  private mutating func isPart(_ part: Name, of declared: DeclaredRename) -> Bool {
    guard let item = item(declared) else { return false }
    if parts(of: item)[text(part)] != nil || mayBeLost(declared.item) { return true }
    let old = text(declared.rename.old)
    reportUndeclared(
      .undeclaredMember, "\(declared.keyword) `\(declared.item)` has no `\(text(part))` that could have been `\(old)`", part,
      among: Array(parts(of: item).keys))
    return false
  }

  /// Reports an earlier name that something still has.
  private mutating func isGone(_ declared: DeclaredRename, _ old: Name) -> Bool {
    let name = text(old)
    if let part = declared.rename.part {
      guard let span = item(declared).flatMap({ parts(of: $0)[name] }) else { return true }
      let isSame = name == text(part)
      report(
        .badEvolution, isSame ? "`\(name)` is the name that it has now" : "`\(name)` is still there, so it is not what `\(text(part))` was",
        at: old.span, notes: isSame ? [] : [DiagnosticNote("it stands here", span)])
      return false
    }
    guard let other = itemsByName[name]?.first(where: { $0.keyword == declared.keyword }) else { return true }
    let isSame = name == declared.item
    let still = "\(declared.keyword) `\(name)` is still there, so it is not what `\(declared.item)` was"
    report(
      .badEvolution, isSame ? "`\(name)` is the name that it has now" : still, at: old.span,
      notes: isSame ? [] : [DiagnosticNote("it stands here", other.span)])
    return false
  }

  // MARK: - retired

  mutating func lowerRetired(_ paths: NodeList<Path>, _ item: Declared<ItemKind>) {
    warnNotEnforced("`retired`", item.span)
    for path in paths {
      let first = text(path.names[0])
      guard path.names.count <= 2 else {
        report(.badEvolution, "`retired` names an item or a part of one, such as `customer.fax`", at: path.span)
        continue
      }
      if path.names.count == 1 {
        if let still = itemsByName[first]?.first {
          report(
            .badEvolution, "\(still.keyword) `\(first)` is still there, so it is not retired", at: path.span,
            notes: [DiagnosticNote("it stands here", still.span)])
        } else if actionTable.contains(first) || eventFacts.contains(first) {
          let kind = eventFacts.contains(first) ? "event" : "action"
          report(.badEvolution, "\(kind) `\(first)` is still used, so it is not retired", at: path.span)
        } else {
          retire(nil, first, at: path.span)
        }
        continue
      }
      if itemsByName[first] == nil, Self.itemKeywords.contains(first) {
        reportKeyword(first, path.names[1], at: path.span)
        continue
      }
      guard let owner = itemsByName[first]?.first(where: { parts(of: $0)[text(path.names[1])] != nil }) ?? itemsByName[first]?.first else {
        reportUndeclared(
          .undeclaredItem, "nothing is named `\(first)`, so nothing of it is retired", path.names[0], among: Array(itemsByName.keys),
          advice: "if it is gone as a whole, write `retired: \(first)`")
        continue
      }
      lowerRetired(path.names[1], of: first, owner)
    }
  }

  /// `retired: threshold.low`: a keyword where the name of an item is expected.
  private mutating func reportKeyword(_ keyword: String, _ name: Name, at span: Span) {
    if let still = itemsByName[text(name)]?.first(where: { $0.keyword == keyword }) {
      report(
        .badEvolution, "\(keyword) `\(text(name))` is still there, so it is not retired", at: span,
        notes: [DiagnosticNote("it stands here", still.span)])
    } else {
      report(
        .undeclaredItem, "`\(keyword)` is no item: what is retired goes by its name alone, `\(text(name))`", at: span,
        fixes: [Fix("write `\(text(name))`", replace: span, with: text(name))])
    }
  }

  private mutating func lowerRetired(_ name: Name, of owner: String, _ item: NamedItem) {
    if let still = parts(of: item)[text(name)] {
      report(
        .badEvolution, "`\(owner).\(text(name))` is still there, so it is not retired", at: name.span,
        notes: [DiagnosticNote("it stands here", still)])
    } else {
      retire(owner, text(name), at: name.span)
    }
  }

  private mutating func retire(_ owner: String?, _ name: String, at span: Span) {
    let key = "retired \(owner.map { $0 + "." } ?? "")\(name)"
    if let first = evolutionPlaces.updateValue(span, forKey: key) {
      report(.badEvolution, "`\(name)` is retired twice", at: span, notes: [DiagnosticNote("the first stands here", first)])
    } else {
      ir.evolution.retired.append(RetiredIR(owner: owner, name: name))
    }
  }

  private mutating func lowerRetired(_ names: NodeList<Name>, of declaration: Declared<EntityItem>) {
    for name in names { lowerRetired(name, of: declaration.name, item(declaration)) }
  }

  // MARK: - convert

  /// `convert: field from old = value`. The type of the old value stands in the lock, so every type that fits is taken here.
  private mutating func lowerConversion(_ field: Name, _ old: Name, _ id: ExprID, of entity: String) {
    guard let index = fieldIndex(field, of: entity, .undeclaredMember) else { return }
    guard let fact = entityFacts[entity]?.fields[index] else { return }
    if let first = evolutionPlaces.updateValue(field.span, forKey: "convert \(entity).\(text(field))") {
      report(
        .badEvolution, "`\(text(field))` is converted twice", at: field.span, notes: [DiagnosticNote("the first stands here", first)])
      return
    }
    guard let type = fact.ir?.type else { return }
    let found = oldType(id, old, entity, type)
    // Of a type that is gone nothing is known.
    if found == nil, speaksOfOldType(id, old), isRight(id, old, entity) { return }
    let plain = found ?? baseType(type.unwrapped)
    let outer = commands.namedValues
    commands.namedValues = []
    let converted = value(id, conversionScope(old, plain, entity), as: type)
    let named = commands.namedValues ?? []
    commands.namedValues = outer
    guard let converted, isOwn(converted, named, of: fact, entity, old, at: expr(id).span) else { return }
    if knowsPersonalData, fact.ir?.isPersonal == false {
      storedValues.append(StoredValue(entity: entity, field: fact, value: converted, span: expr(id).span, loops: []))
    }
    ir.evolution.conversions.append(
      ConversionIR(entity: entity, field: fact.name, old: text(old), oldType: plain, value: converted))
  }

  // MARK: - weakens

  mutating func lowerWeakened(_ path: Path, _ reason: TextLiteral, _ item: Declared<ItemKind>) {
    warnNotEnforced("`weakens`", item.span)
    // A promise that is not there may be gone as a whole, which only the lock can tell; one that is nearly there is a slip.
    guard isDeclared(path, "weakened", mayBeGone: true) else { return }
    let name = sourceText(path)
    if let first = evolutionPlaces.updateValue(path.span, forKey: "weakens \(name)") {
      report(.badEvolution, "`\(name)` is weakened twice", at: path.span, notes: [DiagnosticNote("the first stands here", first)])
      return
    }
    let words = spelling(reason.value)
    guard words.contains(where: { !$0.isWhitespace }) else {
      report(.badEvolution, "a promise is not weakened without a reason: say why", at: reason.span)
      return
    }
    ir.evolution.weakened.append(WeakenedIR(promise: name, reason: words))
  }
}
