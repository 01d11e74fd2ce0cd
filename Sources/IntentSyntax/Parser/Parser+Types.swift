import IntentDiagnostics
import IntentSource

extension Parser {
  mutating func add(_ kind: TypeKind, from first: Int) -> TypeID {
    tree.typeNodes.append(TypeNode(kind, span(from: first)))
    return TypeID(rawValue: UInt32(tree.typeNodes.count - 1))
  }

  /// A type anywhere but at the right of `type`.
  mutating func parseType() -> TypeID {
    let first = index
    let type = parseTypeWithoutChoice()
    if at(.bar), !panic {
      fail(
        .unnamedChoice, "a choice has a name of its own: list its cases in an item `type` and write that name here",
        at: span(from: first).joined(tokenSpan))
    }
    return type
  }

  private mutating func parseTypeWithoutChoice() -> TypeID {
    let first = index
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      failTooDeep()
      return add(.error, from: first)
    }
    var type = parseTypePrimary()
    var suffixes = 0
    while !panic {
      if at(.question) {
        mark(.tight)
        advance()
        type = add(.optional(type), from: first)
      } else if at(.leftBracket) {
        mark(.tight)
        advance()
        expect(.rightBracket, "after `[`: a list type is written `T[]`")
        type = add(.list(type), from: first)
      } else if at(.in), peek().kind != .colon {
        advance()
        type = parseRefinement(of: type, from: first)
      } else if at(.matching), peek().kind == .text {
        advance()
        type = add(.pattern(type, parseText("a pattern")), from: first)
      } else {
        break
      }
      suffixes += 1
      if suffixes > Self.maximumDepth { failTooDeep() }
    }
    return type
  }

  private mutating func parseTypePrimary() -> TypeID {
    let first = index
    if at(.leftBrace) {
      let fields = parseFieldBlock("a record")
      return add(.record(fields), from: first)
    }
    if at(.leftBracket) || peek().kind == .less, let list = parseForeignList() { return list }
    if atAnyLabel, !panic, isLoneCloseAhead { return add(.record(parseFieldBlock("a record")), from: first) }
    let name = parseName("a type")
    if !panic { skipDoubledWord(isType: true) }
    if at(.leftParen), !panic, !token.startsLine { failTypeArguments(of: name) }
    return add(panic ? .error : .named(name), from: first)
  }

  /// What follows `in`: the currency of `money`, or a range.
  private mutating func parseRefinement(of type: TypeID, from first: Int) -> TypeID {
    if case .named(let base) = tree[type].kind, base.symbol == Symbol(.money), atCurrency {
      return add(.money(currency: parseName("a currency")), from: first)
    }
    if failLowerCaseCurrency(of: type) { return add(.error, from: first) }
    let range = parseRange()
    if !panic {
      if case .range = tree[range].kind {} else {
        fail(.unexpected, "expected a range such as `0..100` after `in`", at: tree[range].span)
      }
    }
    return add(.range(type, in: range), from: first)
  }

  /// `money in eur`; `false` if it is something else.
  private mutating func failLowerCaseCurrency(of type: TypeID) -> Bool {
    guard case .named(let base) = tree[type].kind, base.symbol == Symbol(.money), at(.word), atThreeLetters, !peek().isWord(.else)
    else { return false }
    let code = tree.file.text(tokenSpan).uppercased()
    fail(
      .unexpected, "a currency is written in capital letters: `\(code)`", at: tokenSpan,
      fixes: [Fix("write `\(code)`", replace: tokenSpan, with: code)])
    return true
  }

  /// `true` iff three capital letters come next that are not the beginning of a longer expression.
  private var atCurrency: Bool {
    atThreeLetters && tree.file.bytes[Int(token.start)..<Int(token.end)].allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
  }

  private var atThreeLetters: Bool {
    guard token.kind == .word, token.end - token.start == 3 else { return false }
    switch peek().kind {
    case .dotDot, .dot, .plus, .minus, .star, .slash, .leftParen: return false
    default: return tree.file.bytes[Int(token.start)..<Int(token.end)].allSatisfy(isLetter)
    }
  }

  /// The right side of `type`.
  mutating func parseTypeDefinition() -> TypeID {
    let first = index
    if let choice = parseForeignChoice() { return choice }
    guard at(.bar) || (at(.word) && atCaseEnd(peek(), 1)) else { return parseType() }
    var cases = NodeListBuilder<ChoiceCase>(in: tree.memory)
    _ = accept(.bar)
    repeat {
      let doc = docHere
      let start = index
      let name = parseDeclaredName("a case")
      let fields = !panic && token.kind != .bar && atCaseEnd(token, 0) ? parseFieldBlock("a case") : .empty
      cases.append(ChoiceCase(name: name, fields: fields, doc: doc, span: span(from: start)))
    } while !panic && accept(.bar)
    return add(.choice(cases.list), from: first)
  }

  /// `rep?`, which is written `rep: rep?`, or `name?: text`, where the `?` belongs behind the type.
  private mutating func parseMisplacedQuestion(_ name: Name) -> TypeID {
    let place = tokenSpan
    if peek().kind == .colon {
      advance()
      advance()
      let type = parseType()
      let edits = [Edit(span: place, replacement: ""), Edit(span: tree[type].span.endPoint, replacement: "?")]
      report(.unexpected, "the `?` stands behind the type: `name: text?`", at: place, fixes: [Fix("move it", edits)])
      return type
    }
    let text = symbols.text(name.symbol)
    report(
      .unexpected, "a field that may be absent has its type written out: `\(text): \(text)?`", at: place,
      fixes: [Fix("write `\(text): \(text)?`", replace: name.span.startPoint, with: "\(text): ")])
    advance()
    let base = add(.named(name), from: index - 2)
    return add(.optional(base), from: index - 2)
  }

  /// `true` iff no space stands before the token at hand.
  private var isTight: Bool { index > 0 && tokens[index - 1].end == token.start }

  /// `true` iff `next`, so far ahead, goes on behind the name of a case: with another case, or with what the case carries, whatever its
  /// brackets.
  private func atCaseEnd(_ next: Token, _ distance: Int) -> Bool {
    switch next.kind {
    case .bar, .leftBrace: true
    case .leftParen: !next.startsLine && peek(distance + 1).kind == .word && peek(distance + 2).kind == .colon
    case .word: !next.startsLine && !Self.itemLabels.contains { next.isWord($0) } && peek(distance + 1).kind == .colon
    default: false
    }
  }

  /// `{ a: text, b: int }`. Other brackets, and a `{` that is missing, are reported.
  mutating func parseFieldBlock(_ what: String) -> NodeList<FieldID> {
    let open = index
    var close = TokenKind.rightBrace
    if at(.leftParen) {
      reportFieldBrackets(what)
      close = .rightParen
    } else if !panic, index > 0, atAnyLabel, isLoneCloseAhead {
      let gap = span(of: tokens[index - 1]).endPoint
      report(.unexpected, "expected `{` to begin the fields of \(what)", at: gap, fixes: [Fix("add `{`", replace: gap, with: " {")])
    } else {
      guard expect(.leftBrace, "to begin the fields of \(what)") else { return .empty }
    }
    var fields = NodeListBuilder<FieldID>(in: tree.memory)
    if atLabel(.has), peek(2).kind == .word, peek(3).kind == .colon { skipHas(what) }
    parseEntries(until: close, open: open, "fields", begins: { $0.atAnyLabel }) { parser in
      fields.append(parser.parseField())
      while !parser.panic, parser.atLabel(.personal) {
        parser.skipPersonal(of: what)
        if parser.atAnyLabel, !parser.atLabel(.personal) { fields.append(parser.parseField()) }
      }
    }
    return fields.list
  }

  /// `event e { words: text  personal: words }`.
  private mutating func skipPersonal(of what: String) {
    let first = index
    advance()
    advance()
    while token.kind == .word, peek().kind != .colon {
      advance()
      if token.kind != .comma || peek().kind != .word || peek(2).kind == .colon { break }
      advance()
    }
    let place = span(of: tokens[first]).joined(span(of: tokens[index - 1]))
    report(
      .unexpected, "only an entity says what is `personal`: in \(what) it is what derives from that", at: place,
      fixes: [Fix("remove it", replace: place, with: atAnyLabel ? "," : "", isGuess: true)])
  }

  /// `event paid(amount: money)`.
  private mutating func reportFieldBrackets(_ what: String) {
    let gap = Span(file: tree.file.id, start: tokens[index - 1].end, end: token.end)
    var edits = [Edit(span: gap, replacement: " { ")]
    if let close = brackets.close(of: index) { edits.append(Edit(span: span(of: tokens[close]), replacement: " }")) }
    let fixes = edits.count == 2 ? [Fix("write `{…}`", edits)] : []
    report(.unexpected, "the fields of \(what) stand in `{…}`, not in `(…)`", at: tokenSpan, fixes: fixes)
    advance()
  }

  /// `event paid { has: amount: money }`.
  private mutating func skipHas(_ what: String) {
    let place = Span(file: tree.file.id, start: token.start, end: peek(2).start)
    report(
      .unexpected, "the fields of \(what) stand without `has:`", at: tokenSpan.joined(span(of: peek())),
      fixes: [Fix("remove it", replace: place, with: "")])
    advance()
    advance()
  }

  /// `name: type = value`, `name[] of e.f` or `name`.
  mutating func parseField() -> FieldID {
    let first = index
    let doc = docHere
    let name = parseDeclaredName("a field", mayBeItem: false)
    var shape = FieldShape.untyped
    if accept(.colon) {
      shape = .typed(parseType())
    } else if at(.question), isTight, !panic {
      shape = .typed(parseMisplacedQuestion(name))
    } else if lacksColon {
      reportMissingColon(after: tokens[index - 1])
      shape = .typed(parseType())
    } else if at(.leftBracket) {
      mark(.tight)
      advance()
      expect(.rightBracket, "after `[`: the other side of a relation is written `deals[]`")
      let named = at(.of) && peek().kind == .word
      if named { advance() }
      shape = .inverse(of: named ? parsePath("a relation such as `deal.buyer`") : nil)
    }
    let value = !panic && accept(.assign) ? parseExpression() : nil
    tree.fieldNodes.append(Field(name: name, shape: shape, defaultValue: value, doc: doc, span: span(from: first)))
    return FieldID(rawValue: UInt32(tree.fieldNodes.count - 1))
  }
}
