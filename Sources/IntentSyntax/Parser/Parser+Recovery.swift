import IntentDiagnostics
import IntentSource

extension Parser {
  // MARK: - Reporting

  /// Reports a mistake after which reading can go on as if it were not there.
  mutating func report(_ code: DiagnosticCode, _ message: String, at span: Span, notes: [DiagnosticNote] = [], fixes: [Fix] = []) {
    if !panic { diagnostics.add(code, message, at: span, notes: notes, fixes: fixes) }
  }

  /// Reports a mistake and begins to panic.
  mutating func fail(_ code: DiagnosticCode, _ message: String, at span: Span, notes: [DiagnosticNote] = [], fixes: [Fix] = []) {
    report(code, message, at: span, notes: notes, fixes: fixes)
    panic = true
  }

  /// Reports that something else than the token at hand was expected.
  mutating func failExpected(_ what: String) {
    if panic { return }
    if failLooseUnit(at: index) { return }
    if token.kind == .end, let open = openBracket() {
      let note = DiagnosticNote("the \(open.kind.description) that is open", span(of: open))
      return fail(.missingClose, "expected \(what) before the end of the file", at: tokenSpan, notes: [note])
    }
    let hint = hintHere()
    let advice = hint.map { "; \($0.advice)" } ?? ""
    fail(.unexpected, "expected \(what), not \(describe(token))\(advice)", at: tokenSpan, fixes: hint?.fixes ?? [])
  }

  mutating func failTooDeep() {
    fail(.tooDeep, "nested more than \(Self.maximumDepth) deep", at: tokenSpan)
  }

  /// The last bracket that is never closed.
  private mutating func openBracket() -> Token? {
    let brackets = brackets
    return tokens.indices.last { tokens[$0].kind.isOpener && brackets.close(of: $0) == nil }.map { tokens[$0] }
  }

  // MARK: - Going on

  /// Skips to the next entry of the block that opened at `open`: a token for which `begins` holds, the block's end, or an item that begins
  /// a line. Then the panic is over. O(skipped).
  mutating func recover(in open: Int, _ begins: (Parser) -> Bool) {
    let close = brackets.close(of: open)
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
    panic = false
  }

  /// Reads the entries of a block in braces. `begins` says whether the token at hand can begin one, for recovery; `entry` reads one.
  /// Returns the index of the opening brace, or `nil` if there is none.
  mutating func parseBlock(_ what: String, begins: (Parser) -> Bool, entry: (inout Parser) -> Void) {
    let open = index
    if at(.leftBrace) { mark(.block) } else if !panic, index > 0, begins(self) { return parseUnopenedBlock(what, entry) }
    guard expect(.leftBrace, "to begin \(what)") else { return }
    if at(.leftBrace) {
      report(.unexpected, "one `{` begins \(what)", at: tokenSpan, fixes: [Fix("remove it", replace: tokenSpan, with: "")])
      advance()
    }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { return failTooDeep() }
    while token.kind != .rightBrace, token.kind != .end {
      if token.startsLine, startsItem, !begins(self) { break }
      let before = index
      mark(.entry)
      entry(&self)
      if panic {
        if index == before { advance() }
        recover(in: open, begins)
      }
    }
    if accept(.rightBrace) { return }
    // The blocks around it end here too, for the same reason.
    if missingCloseAt != index {
      missingCloseAt = index
      let note = DiagnosticNote("this `{` is open", span(of: tokens[open]))
      report(.missingClose, "expected `}` before \(describe(token))", at: tokenSpan, notes: [note])
    }
    if token.kind == .end { panic = true }
  }

  /// Reads the entries of a block whose `{` is missing: as many as there are if its `}` is there, else one.
  private mutating func parseUnopenedBlock(_ what: String, _ entry: (inout Parser) -> Void) {
    let gap = span(of: tokens[index - 1]).endPoint
    report(.unexpected, "expected `{` to begin \(what), not \(describe(token))", at: gap, fixes: [Fix("add `{`", replace: gap, with: " {")])
    let brackets = brackets
    let isClosed = tokens[index...].indices.contains { tokens[$0].kind == .rightBrace && brackets.isAlone($0) }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { return failTooDeep() }
    repeat {
      mark(.entry)
      entry(&self)
    } while isClosed && !panic && token.kind != .rightBrace && token.kind != .end && !(token.startsLine && startsItem)
    if isClosed, !panic { _ = accept(.rightBrace) }
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
      if accept(.comma) { continue }
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

  /// `true` iff an item begins at the token at hand, where a name could stand too: a name and a sign come next, and no operator.
  var startsItemForCertain: Bool {
    guard startsItem, peek().kind == .word, [.assign, .leftParen, .leftBrace].contains(peek(2).kind) else { return false }
    let operators: [Word?] = [
      .is, .in, .has, .exists, .valid, .crosses, .and, .or, .not, .else, .for, .as, .where, .AND, .OR, .NOT,
    ]
    return !operators.contains(peek().symbol.word)
  }

  /// `true` iff a statement begins at the token at hand, or a line that was meant as one.
  var resemblesStatement: Bool {
    if startsStatement { return true }
    guard token.kind == .word, token.startsLine, let word = token.symbol.word else { return false }
    return [.must, .should, .could, .assert, .require].contains(word)
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
