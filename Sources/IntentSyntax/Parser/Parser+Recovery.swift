import IntentDiagnostics
import IntentSource

extension Parser {
  // MARK: - Reporting

  /// Reports a mistake after which reading can go on as if it were not there.
  mutating func report(_ code: DiagnosticCode, _ message: String, at span: Span, notes: [DiagnosticNote] = [], fixes: [Fix] = []) {
    if !panic, !followsMistake(span) { diagnostics.add(code, message, at: span, notes: notes, fixes: fixes) }
  }

  /// `true` iff the lexer has reported something there, or right before on the line: then that is the mistake.
  private func followsMistake(_ place: Span) -> Bool {
    var (low, high) = (0, mistakes.count)
    while low < high {
      let middle = (low + high) / 2
      if mistakes[middle].start <= place.end { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    let end = mistakes[low - 1].end
    return end >= place.start || tree.file.bytes[Int(end)..<Int(place.start)].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Reports a mistake and begins to panic.
  mutating func fail(_ code: DiagnosticCode, _ message: String, at span: Span, notes: [DiagnosticNote] = [], fixes: [Fix] = []) {
    report(code, message, at: span, notes: notes, fixes: fixes)
    panic = true
  }

  /// Reports that something else than the token at hand was expected. `mayBreakOff`: where the token begins a line, the one before is
  /// what lacks its end.
  mutating func failExpected(_ what: String, mayBreakOff: Bool = false) {
    if panic { return }
    if failLooseUnit(at: index) { return }
    if token.kind == .end, let open = openBracket() {
      let note = DiagnosticNote("the \(open.kind.description) that is open", span(of: open))
      return fail(.missingClose, "expected \(what) before the end of the file", at: tokenSpan, notes: [note])
    }
    if mayBreakOff, token.startsLine, index > 0 {
      let last = tokens[index - 1]
      return fail(.unexpected, "expected \(what) behind \(describe(last)), and the line ends", at: span(of: last).endPoint)
    }
    let hint = hintHere()
    let advice = hint.map { "; \($0.advice)" } ?? ""
    fail(.unexpected, "expected \(what), not \(describe(token))\(advice)", at: tokenSpan, fixes: hint?.fixes ?? [])
  }

  mutating func failTooDeep() {
    fail(.tooDeep, "nested more than \(Self.maximumDepth) deep", at: tokenSpan)
  }

  /// The last bracket that is never closed.
  mutating func openBracket() -> Token? {
    let brackets = brackets
    return tokens.indices.last { tokens[$0].kind.isOpener && brackets.close(of: $0) == nil }.map { tokens[$0] }
  }

  // MARK: - Going on

  /// Notes that what stands from the token `first` on, up to the one at hand, was not read, and ends the panic.
  mutating func lose(from first: Int) {
    if index > first { tree.losses.append(span(from: first)) }
    panic = false
  }

  /// After a mistake in the entry at `first`, skips to the next one of the block that opened at `open`: a token for which `begins` holds,
  /// the block's end, or an item that begins a line. Then the panic is over. O(skipped).
  mutating func recover(from first: Int, in open: Int, _ begins: (Parser) -> Bool) {
    // What was read on behind a block without its `{` may have gone past what counting alone takes for the end.
    let close = brackets.close(of: open).flatMap { $0 < index ? nil : $0 }
    let level = brackets.inside(open)
    while token.kind != .end {
      if let close {
        if index >= close { break }
      } else if token.kind == .rightBrace, brackets.around(index) == level {
        break
      }
      if token.startsLine, startsItem || (brackets.around(index) == level && begins(self)) { break }
      advance()
    }
    lose(from: first)
  }

  /// Reads the entries of a block in braces. `begins` says whether the token at hand can begin one, for recovery; `entry` reads one.
  /// Returns the index of the opening brace, or `nil` if there is none.
  mutating func parseBlock(
    _ what: String, begins: (Parser) -> Bool, endsAtElse: Bool = false, entry: (inout Parser) -> Void
  ) {
    if !at(.leftBrace), !panic, index > 0, !lacksOpening(begins) { failBeforeBody(what) }
    let open = index
    if at(.leftBrace) { mark(.block) } else if lacksOpening(begins) { return parseUnopenedBlock(what, begins, entry) }
    guard expect(.leftBrace, "to begin \(what)") else { return }
    if at(.leftBrace) {
      report(.unexpected, "one `{` begins \(what)", at: tokenSpan, fixes: [Fix("remove it", replace: tokenSpan, with: "")])
      advance()
    }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { return failTooDeep() }
    if open == bodyAfterMistake, token.kind != .rightBrace, token.kind != .end, !begins(self) {
      // It belongs to the head that could not be read.
      let first = index
      advance()
      recover(from: first, in: open, begins)
    }
    var isBehindNested = false
    while token.kind != .rightBrace, token.kind != .end {
      if token.startsLine {
        if endsAtElse && atElseOfIf { break }
        if startsItem && !begins(self) {
          guard isNested(in: open) else { break }
          parseNestedItem(isFirst: !isBehindNested)
          isBehindNested = true
          continue
        }
        if atEndWord {
          if acceptEndWord() { return }
          continue
        }
      }
      let before = index
      isBehindNested = false
      mark(.entry)
      entry(&self)
      if panic {
        if index == before { advance() }
        recover(from: before, in: open, begins)
      } else {
        skipCommaBetweenEntries(begins)
      }
    }
    if accept(.rightBrace) { return }
    // The blocks around it end here too, for the same reason.
    if missingCloseAt != index {
      missingCloseAt = index
      let note = DiagnosticNote("this `{` is open", span(of: tokens[open]))
      report(.missingClose, "expected `}` before \(describe(token))", at: tokenSpan, notes: [note])
    }
  }

  /// `true` iff the item at hand stands in the block at `open`, and no `}` is missing before it: the braces of the file are in order.
  private mutating func isNested(in open: Int) -> Bool {
    let brackets = brackets
    return !at(.system) && brackets.areBracesBalanced && brackets.close(of: open) != nil && brackets.around(index) == open
  }

  /// `true` iff `end` or the like stands alone on its line.
  private var atEndWord: Bool {
    token.kind == .word && token.symbol.word == nil && (peek().startsLine || peek().kind == .rightBrace || peek().kind == .end)
      && ["end", "endif", "done", "fi"].contains(symbols.text(token.symbol))
  }

  /// Reads `end` as the `}` of a block, and reports it; `false` where the `}` is there too.
  private mutating func acceptEndWord() -> Bool {
    let isClosed = openBracket() == nil
    let fix = isClosed ? removal : [Fix("write `}`", replace: tokenSpan, with: "}")]
    report(.unexpected, "a block ends with `}`, not with \(describe(token))", at: tokenSpan, fixes: fix)
    advance()
    return !isClosed
  }

  /// Reports what stands before the `{` of a block, and goes on there if it stands on this line.
  private mutating func failBeforeBody(_ what: String) {
    let first = index
    failExpected("`{` to begin \(what)")
    skipToBody(from: first)
  }

  /// `true` iff a `}` that closes nothing follows.
  var isLoneCloseAhead: Bool {
    mutating get {
      let brackets = brackets
      return tokens[index...].indices.contains { tokens[$0].kind == .rightBrace && brackets.isAlone($0) }
    }
  }

  /// `true` iff an entry stands where a `{` should, or behind a colon in its place.
  private func lacksOpening(_ begins: (Parser) -> Bool) -> Bool {
    if panic || index == 0 { return false }
    if begins(self) { return true }
    guard at(.colon) else { return false }
    var next = self
    next.advance()
    return begins(next)
  }

  /// Reads the entries of a block whose `{` is missing: all up to its `}` if that is there, else those set in as the first is.
  private mutating func parseUnopenedBlock(_ what: String, _ begins: (Parser) -> Bool, _ entry: (inout Parser) -> Void) {
    let before = span(of: tokens[index - 1]).endPoint
    let colon = at(.colon) ? tokenSpan : nil
    let message = "expected `{` to begin \(what), not \(describe(token))"
    if colon != nil { advance() }
    let isClosed = isLoneCloseAhead
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { return failTooDeep() }
    let errors = diagnostics.errorCount
    let indent = bodyIndent
    repeat {
      mark(.entry)
      let first = index
      entry(&self)
      if panic, isClosed {
        if index == first { advance() }
        recover(from: first, in: first, begins)
      } else {
        skipCommaBetweenEntries(begins)
      }
    } while !panic && token.kind != .rightBrace && token.kind != .end
      && (isClosed ? !(token.startsLine && startsItem && !begins(self)) : indent != nil && indent == self.indent(of: token) && begins(self))
    var edits = [Edit(span: colon.map { before.joined($0) } ?? before, replacement: " {")]
    if isClosed {
      _ = accept(.rightBrace)
    } else {
      edits.append(Edit(span: span(of: tokens[index - 1]).endPoint, replacement: " }"))
    }
    let fix = Fix(isClosed ? "add `{`" : "add `{` and `}`", edits)
    let isSure = isClosed || diagnostics.errorCount == errors
    diagnostics.add(.unexpected, message, at: colon ?? before, fixes: isSure ? [fix] : [])
  }

  /// How far the line of the token at hand is set in, if it begins one and is set in more than the line before; else `nil`.
  private var bodyIndent: Int? {
    guard let own = indent(of: token) else { return nil }
    let head = tokens[..<index].last { $0.startsLine }.flatMap { indent(of: $0) } ?? 0
    return own > head ? own : nil
  }

  /// How many blanks stand before a token that begins its line; `nil` for any other.
  private func indent(of token: Token) -> Int? {
    token.startsLine ? tree.file.bytes[..<Int(token.start)].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count : nil
  }

  /// Reads `entry, entry` up to `close`, a comma after the last allowed; the opening bracket has been read. A comma that is missing between
  /// entries that `begins` tells apart is reported, and reading goes on.
  mutating func parseEntries(
    until close: TokenKind, open: Int, _ what: String, begins: (Parser) -> Bool, entry: (inout Parser) -> Void
  ) {
    while token.kind != close, token.kind != .end, !panic {
      let before = index
      entry(&self)
      if panic { break }
      if accept(.comma) {
        skipDoubledComma()
        continue
      }
      if token.kind == close { break }
      let isClosed = brackets.close(of: open) != nil
      if index > before, isClosed, token.startsLine || close == .rightBrace, begins(self) {
        let gap = span(of: tokens[index - 1]).endPoint
        report(.missingComma, "expected `,` between \(what)", at: gap, fixes: [Fix("add `,`", replace: gap, with: ",")])
        continue
      }
      break
    }
    expectClose(close, of: open, after: "`,`")
  }

  // MARK: - Landmarks

  /// `true` iff an item begins at the token at hand, as far as two tokens tell.
  var startsItem: Bool {
    guard token.kind == .word, let word = token.symbol.word else { return false }
    let next = peek()
    switch word {
    case .type, .entity, .event, .threshold, .derive, .metric, .invariant, .capability, .action, .workflow, .role, .permission, .mutation,
      .query, .view, .projection, .binding, .optimise:
      return next.kind == .word && next.symbol.word != .in
    case .when: return next.kind == .word || next.kind == .literal || next.kind == .question
    case .every: return next.kind == .word || next.kind == .literal
    case .always, .agents: return next.kind == .leftBrace
    case .time_zone, .system: return next.kind == .text
    case .protect: return next.kind == .colon
    default: return false
    }
  }

  /// `true` iff an item begins at the token at hand, or a word with its colon, where an operand could stand too.
  var startsEntryForCertain: Bool { atAnyLabel || startsItemForCertain }

  /// `true` iff an item begins at the token at hand, where a name could stand too: a name and what an item goes on with come next, and no
  /// operator.
  var startsItemForCertain: Bool {
    guard startsItem, peek().kind == .word else { return false }
    let goals: [Word?] = [.minimise, .maximise, .within, .on, .into, .provides]
    if token.startsLine, !peek().startsLine, goals.contains(peek(2).symbol.word), peek(2).kind == .word { return true }
    // Behind a field called `type` may stand `unique:`; the words of members are known.
    let isNamed = peek(2).kind == .colon && peek().symbol.word == nil
    guard isNamed || [.assign, .leftParen, .leftBrace].contains(peek(2).kind) else { return false }
    let operators: [Word?] = [
      .is, .in, .has, .exists, .valid, .crosses, .and, .or, .not, .else, .for, .as, .where, .AND, .OR, .NOT,
    ]
    return !operators.contains(peek().symbol.word)
  }

  /// `true` iff a statement begins at the token at hand, or a line that was meant as one.
  var resemblesStatement: Bool {
    if startsStatement { return true }
    guard token.kind == .word, token.startsLine, let word = token.symbol.word else { return false }
    if word == .when { return whenIsCondition }
    return [.must, .should, .could, .assert, .require].contains(word)
  }

  /// `true` iff a condition stands behind the `when` at hand, and no event.
  var whenIsCondition: Bool {
    tokens[(index + 1)...].prefix { !$0.startsLine && $0.kind != .leftBrace && $0.kind != .end }.contains {
      $0.kind.isComparison || $0.isWord(.and) || $0.isWord(.or) || $0.isWord(.exists) || $0.isWord(.is)
    }
  }

  /// `true` iff a statement begins at the token at hand.
  var startsStatement: Bool {
    guard token.kind == .word, let word = token.symbol.word else { return false }
    let next = peek()
    switch word {
    case .must, .should, .could, .assert, .require, .backfill_policy: return next.kind == .colon
    case .if: return next.kind != .colon && next.kind != .dot
    case .for: return next.isWord(.each)
    case .create, .update, .move, .delete, .emit: return next.kind == .word
    default: return false
    }
  }
}
