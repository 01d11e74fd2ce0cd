import IntentDiagnostics
import IntentSource

extension Parser {
  mutating func parseEntity() -> ItemKind {
    let name = parseDeclaredName("the entity's name")
    let plural = !panic && accept(.plural) ? parseName("the plural") : nil
    var members = NodeListBuilder<MemberID>(in: tree.memory)
    if !panic {
      parseBlock("the entity", begins: { $0.startsMember }) { members.append($0.parseMember()) }
    }
    return .entity(EntityItem(name: name, plural: plural, members: members.list))
  }

  private var comparesHere: Bool {
    switch token.kind {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: !token.startsLine
    default: false
    }
  }

  private static let memberWords: [Word] = [
    .has, .belongs_to, .part_of, .key, .unique, .personal, .rule, .immutable, .was, .retired, .convert, .no_overlap,
  ]

  /// `true` iff a member begins here, or a line that was meant as one.
  private var startsMember: Bool { atAnyLabel && (token.startsLine || token.symbol.word.map(Self.memberWords.contains) ?? false) }

  private mutating func parseMember() -> MemberID {
    let first = index
    let doc = docHere
    var kind = MemberKind.error
    if atAnyLabel, let word = token.symbol.word, Self.memberWords.contains(word) {
      advance()
      advance()
      kind = parseMemberKind(word)
    } else {
      failMember()
    }
    if panic { kind = .error }
    tree.memberNodes.append(EntityMember(kind: kind, doc: doc, span: span(from: first)))
    return MemberID(rawValue: UInt32(tree.memberNodes.count - 1))
  }

  private mutating func failMember() {
    if at(.question), peek().kind == .colon {
      return fail(.unexpected, "the `?` stands behind the type: `name: text?`", at: tokenSpan)
    }
    guard token.kind == .word else { return failExpected("a member such as `has:` or `rule:`") }
    let text = symbols.text(token.symbol)
    if !atAnyLabel, failGoingOn(ForeignWords.member(text.lowercased())) { return }
    if let word = token.symbol.word, Self.memberWords.contains(word) {
      // A sign alone does not mend a member without content.
      return failMissingColon(addingIt: peek().kind != .rightBrace)
    }
    guard atAnyLabel else { return failExpected("a member such as `has:` or `rule:`") }
    if let near = closestName(to: text, among: Self.memberWords.map(\.text)) {
      let fix = Fix("write `\(near)`", replace: tokenSpan, with: near)
      return fail(.unexpected, "an entity has no `\(text):`; did you mean `\(near):`?", at: tokenSpan, fixes: [fix])
    }
    let fix = Fix("write `has: \(text)`", replace: tokenSpan.startPoint, with: "has: ")
    fail(.unexpected, "an entity has no `\(text):`; a field stands behind `has:`", at: tokenSpan, fixes: [fix])
  }

  /// After a mistake in the field at `first`, skips to the comma before the next one; then the panic is over.
  private mutating func skipField(from first: Int) {
    let level = brackets.around(first)
    let close = level >= 0 ? brackets.close(of: level) ?? tokens.count : tokens.count
    while token.kind != .end, index < close {
      let isMember = token.kind == .word && (token.symbol.word.map(Self.memberWords.contains) ?? false) && atAnyLabel
      if brackets.around(index) == level, isMember || (token.startsLine && startsItem) { return }
      if token.kind == .comma, brackets.around(index) == level, peek().kind == .word {
        panic = false
        return
      }
      advance()
    }
  }

  private mutating func parseMemberKind(_ word: Word) -> MemberKind {
    switch word {
    case .has:
      var fields = NodeListBuilder<FieldID>(in: tree.memory)
      repeat {
        let first = index
        let field = parseField()
        if !panic { fields.append(field) } else { skipField(from: first) }
      } while !panic && accept(.comma)
      return .has(fields.list)
    case .belongs_to:
      let (name, entity) = parseRelation()
      return .belongsTo(name: name, entity: entity)
    case .part_of:
      let (name, entity) = parseRelation()
      return .partOf(name: name, entity: entity)
    case .key: return parseKey()
    case .unique:
      return parseUnique()
    case .personal: return .personal(parseNames("a field"))
    case .rule:
      let name = parseName("the rule's name")
      if comparesHere, !panic { fail(.unexpected, "a rule with a condition has a name: `rule: positive: total > 0`", at: tokenSpan) }
      guard !panic, at(.colon) || at(.assign) else { return .rule(name, condition: nil) }
      expectSign(.colon, "after the rule's name")
      return .rule(name, condition: parseCondition())
    case .immutable: return parseImmutable()
    case .was:
      let renames = parseRenames()
      if !panic { innerRenames += renames }
      return .was(renames)
    case .retired: return .retired(parseNames("a field"))
    case .convert: return parseConvert()
    default: return parseNoOverlap()
    }
  }

  /// `customer`, or `payer: account`.
  private mutating func parseRelation() -> (Name?, Name) {
    let first = parseName("an entity")
    // `belongs_to: customer  immutable: true`: the next member begins with a word and a colon too, but then no colon follows the entity.
    if at(.question), !panic {
      let name = symbols.text(first.symbol)
      fail(.unexpected, "what something belongs to is always there; where it may be absent, write `has: \(name): \(name)?`", at: tokenSpan)
    }
    guard !panic, accept(.colon) else { return (nil, first) }
    return (first, parseName("an entity"))
  }

  private mutating func parseKey() -> MemberKind {
    let open = index
    guard accept(.leftParen) else {
      let first = index
      let names = parseNames("a field")
      if names.count > 1, !panic {
        let place = span(from: first)
        let meant = "(\(tree.file.text(place)))"
        report(
          .unexpected, "a key of several fields stands in brackets: `key: \(meant)`", at: place,
          fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
      }
      return .key(names)
    }
    let names = parseNames("a field")
    expectClose(.rightParen, of: open, after: "`,`")
    return .key(names)
  }

  private mutating func parseUnique() -> MemberKind {
    let open = index
    let hasBrackets = accept(.leftParen)
    let names = parseNames("a field")
    if hasBrackets {
      expectClose(.rightParen, of: open, after: "`,`")
      let meant = names.map { symbols.text($0.symbol) }.joined(separator: ", ")
      let place = span(from: open)
      report(
        .unexpected, "the fields stand without brackets: `unique: \(meant)`", at: place,
        fixes: [Fix("remove the brackets", replace: place, with: meant)])
    }
    return .unique(names, condition: parseWhere())
  }

  mutating func parseWhere() -> ExprID? { !panic && accept(.where) ? parseCondition() : nil }

  private mutating func parseImmutable() -> MemberKind {
    if accept(.true) { return .immutable(true) }
    if accept(.false) { return .immutable(false) }
    failExpected("`true` or `false`")
    return .error
  }

  private mutating func parseConvert() -> MemberKind {
    let field = parseName("a field")
    expect(.from, "and a name for the old value")
    let old = parseName("a name for the old value")
    expect(.assign, "and the new value")
    return .convert(field, old: old, value: parseExpression())
  }

  private mutating func parseNoOverlap() -> MemberKind {
    let start = parseName("the field where the range begins")
    expect(.dotDot, "between the two fields")
    let end = parseName("the field where the range ends")
    let per = !panic && accept(.per) ? parseNames("a field") : .empty
    return .noOverlap(start: start, end: end, per: per, condition: parseWhere())
  }
}
