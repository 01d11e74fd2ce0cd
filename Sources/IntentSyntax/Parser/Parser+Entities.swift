import IntentDiagnostics
import IntentSource

extension Parser {
  mutating func parseEntity() -> ItemKind {
    let name = parseDeclaredName("the entity's name")
    let plural = !panic && accept(.plural) ? parseName("the plural") : nil
    var members = NodeListBuilder<MemberID>(in: tree.memory)
    if !panic, ["extends", "inherits", "implements"].contains(where: { token.isWord($0, in: symbols) }) || atForeignColon {
      let first = index
      fail(.unexpected, "no entity takes over another's fields: list them", at: tokenSpan)
      skipToBody(from: first)
    }
    if !panic {
      parseBlock("the entity", begins: { $0.startsMember }) { members.append($0.parseMember()) }
    }
    return .entity(EntityItem(name: name, plural: plural, members: members.list))
  }

  /// `true` iff a colon stands behind an entity's name, and no member behind it: `entity dog: animal`.
  private var atForeignColon: Bool { at(.colon) && !peek().startsLine && peek(2).kind != .colon }

  private var comparesHere: Bool {
    switch token.kind {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: !token.startsLine
    default: false
    }
  }

  static let memberWords: [Word] = [
    .has, .belongs_to, .part_of, .key, .unique, .personal, .rule, .immutable, .was, .retired, .convert, .no_overlap,
  ]

  /// `true` iff a member begins here, or a line that was meant as one.
  private var startsMember: Bool { atAnyLabel && (token.startsLine || token.symbol.word.map(Self.memberWords.contains) ?? false) }

  private mutating func parseMember() -> MemberID {
    let first = index
    let doc = docHere
    var kind = MemberKind.error
    skipDoubledLabel()
    if atAnyLabel, let word = token.symbol.word, Self.memberWords.contains(word) {
      advance()
      advance()
      kind = parseMemberKind(word)
    } else if let word = parseMistakenMember() {
      kind = parseMemberKind(word)
    }
    if panic { kind = .error }
    tree.memberNodes.append(EntityMember(kind: kind, doc: doc, span: span(from: first)))
    return MemberID(rawValue: UInt32(tree.memberNodes.count - 1))
  }

  /// Reports what stands where a member should, and reads it as far as it can only be meant as one; `nil` where nothing is to be read.
  private mutating func parseMistakenMember() -> Word? {
    if at(.question), peek().kind == .colon {
      fail(.unexpected, "the `?` stands behind the type: `name: text?`", at: tokenSpan)
      return nil
    }
    guard token.kind == .word else {
      failExpected("a member such as `has:` or `rule:`")
      return nil
    }
    let text = symbols.text(token.symbol)
    if !atAnyLabel, failGoingOn(ForeignWords.member(text.lowercased())) { return nil }
    if let word = token.symbol.word, Self.memberWords.contains(word) {
      let next = peek()
      let goesOn = !next.startsLine && (next.kind == .word || next.kind == .leftParen)
      // A sign alone does not mend a member without content.
      if word == .immutable, !goesOn {
        let fix = Fix("add `: true`", replace: tokenSpan.endPoint, with: ": true")
        fail(.unexpected, "it is written `immutable: true`", at: tokenSpan, fixes: [fix])
        return nil
      }
      reportMissingColon(after: token, addingIt: goesOn)
      panic = !goesOn
      if goesOn { advance() }
      return goesOn ? word : nil
    }
    guard atAnyLabel else {
      failExpected("a member such as `has:` or `rule:`")
      return nil
    }
    return parseUnknownLabel(text)
  }

  /// `text:`, which begins no member.
  private mutating func parseUnknownLabel(_ text: String) -> Word? {
    if let cure = ForeignWords.memberLabel(text.lowercased()) {
      report(.unexpected, "an entity has no `\(text):`; \(cure.advice)", at: tokenSpan, fixes: hint(cure).fixes)
      panic = cure.replacement == nil
      if panic { return nil }
      advance()
      advance()
      return .has
    }
    if let near = closestName(to: text, among: Self.memberWords.map(\.text)) {
      let fix = Fix("write `\(near)`", replace: tokenSpan, with: near)
      report(.unexpected, "an entity has no `\(text):`; did you mean `\(near):`?", at: tokenSpan, fixes: [fix])
      advance()
      advance()
      return Self.memberWords.first { $0.text == near }
    }
    guard startsTypedField else {
      fail(.unexpected, "an entity has no `\(text):`; a field stands behind `has:`", at: tokenSpan)
      return nil
    }
    let fix = Fix("write `has: \(text)`", replace: tokenSpan.startPoint, with: "has: ")
    report(.unexpected, "an entity has no `\(text):`; a field stands behind `has:`", at: tokenSpan, fixes: [fix])
    return .has
  }

  /// `true` iff `name:` and a type alone come next.
  private var startsTypedField: Bool {
    guard peek(2).kind == .word, !peek(2).startsLine, !peek(2).isWord(.true), !peek(2).isWord(.false) else { return false }
    let next = peek(3)
    switch next.kind {
    case .comma, .rightBrace, .question, .assign: return true
    case .leftBracket: return peek(4).kind == .rightBracket
    case .word: return next.startsLine || next.isWord(.in) || next.isWord(.matching) || peek(4).kind == .colon
    default: return next.startsLine
    }
  }

  /// `true` iff no field begins behind the comma that was just read, but the end of the entity, the next item, or a member. A field may
  /// have the name of a member's word: taken for a member is what can be nothing else.
  var endsFields: Bool {
    if at(.rightBrace) { return true }
    guard token.kind == .word else { return false }
    if token.startsLine, startsItemForCertain { return true }
    guard atAnyLabel, let word = token.symbol.word, Self.memberWords.contains(word) else { return false }
    let (first, second) = (peek(2), peek(3))
    if word == .convert, second.isWord(.from), !second.startsLine { return true }
    if word == .has, second.kind == .leftBracket, peek(5).isWord(.of) { return true }
    if first.kind == .leftParen || first.isWord(.true) || first.isWord(.false) { return true }
    return first.kind == .word && (second.kind == .colon || second.kind == .dotDot || second.isWord(.where))
  }

  /// After a mistake in the field at `first`, skips to the comma before the next one, or to what follows the fields. Then the panic is
  /// over.
  private mutating func skipField(from first: Int) {
    let level = brackets.around(first)
    let close = level >= 0 ? brackets.close(of: level) ?? tokens.count : tokens.count
    while token.kind != .end, index < close {
      let isMember = token.kind == .word && (token.symbol.word.map(Self.memberWords.contains) ?? false) && atAnyLabel
      if brackets.around(index) == level, isMember || (token.startsLine && startsItem) { break }
      if token.kind == .comma, brackets.around(index) == level, peek().kind == .word { break }
      advance()
    }
    lose(from: first)
  }

  /// `true` iff what stands behind a field belongs to it, so that the fields go on behind that.
  private var goesOnBehindField: Bool {
    guard !panic, !token.startsLine, token.kind != .comma, token.kind != .rightBrace, token.kind != .end, !atAnyLabel else { return false }
    return !(token.kind == .word && (token.symbol.word.map(Self.memberWords.contains) ?? false))
  }

  private mutating func failBehindField() {
    let first = index
    let cure = token.kind == .word ? ForeignWords.member(symbols.text(token.symbol).lowercased()) : nil
    if !failGoingOn(cure) { failExpected("a member such as `has:` or `rule:`") }
    skipField(from: first)
  }

  private mutating func parseMemberKind(_ word: Word) -> MemberKind {
    switch word {
    case .has:
      var fields = NodeListBuilder<FieldID>(in: tree.memory)
      repeat {
        let first = index
        let field = parseField()
        if !panic { fields.append(field) } else { skipField(from: first) }
        if goesOnBehindField { failBehindField() }
      } while at(.comma) && acceptFieldComma()
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
      let lacksColon = at(.word) && !token.startsLine && !atAnyLabel
      guard !panic, at(.colon) || at(.assign) || lacksColon else { return .rule(name, condition: nil) }
      if lacksColon { reportMissingColon(after: tokens[index - 1]) } else { expectSign(.colon, "after the rule's name") }
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
    if at(.rightBrace) || token.startsLine {
      // `immutable:` and nothing else.
      let gap = span(of: tokens[index - 1]).endPoint
      report(.unexpected, "expected `true` or `false`", at: gap, fixes: [Fix("add `true`", replace: gap, with: " true")])
      return .immutable(true)
    }
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
    if at(.minus) || at(.to) { acceptMistaken(for: "..") } else { expect(.dotDot, "between the two fields") }
    let end = parseName("the field where the range ends")
    let per = !panic && accept(.per) ? parseNames("a field") : .empty
    return .noOverlap(start: start, end: end, per: per, condition: parseWhere())
  }
}
