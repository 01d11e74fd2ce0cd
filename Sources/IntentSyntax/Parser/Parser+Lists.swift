import IntentDiagnostics
import IntentSource

// Lists that stand free, without brackets: what their commas may be mistaken for, and which of them are one too many.
extension Parser {
  /// Reads `a, b, c`.
  mutating func parseNames(_ what: String) -> NodeList<Name> {
    var names = NodeListBuilder<Name>(in: tree.memory)
    names.append(parseName(what))
    while acceptListComma() { names.append(parseName(what)) }
    return names.list
  }

  /// Reads `a.b, c.d`. `beforeColon`: a colon may follow the list.
  mutating func parsePaths(_ what: String, beforeColon: Bool = false) -> NodeList<Path> {
    var paths = NodeListBuilder<Path>(in: tree.memory)
    paths.append(parsePath(what))
    while acceptListComma(beforeColon: beforeColon) { paths.append(parsePath(what)) }
    return paths.list
  }

  /// Reads the comma behind which a list of names goes on. What is written in its place, and a comma that ends the list, are reported.
  private mutating func acceptListComma(beforeColon: Bool = false) -> Bool {
    if panic { return false }
    skipDoubledWord()
    if at(.comma) {
      advance()
      skipDoubledComma()
      return !reportSurplusComma(if: endsNames && !(beforeColon && atAnyLabel))
    }
    let isForeign = at(.bar) || ((at(.or) || at(.and)) && !token.startsLine)
    guard isForeign, peek().kind == .word, peek(2).kind != .colon, peek(2).kind != .arrow else { return false }
    let start = token.startsLine ? token.start : tokens[index - 1].end
    let place = Span(file: tree.file.id, start: start, end: token.end)
    report(
      .unexpected, "the names are separated with `,`, not with \(describe(token))", at: tokenSpan,
      fixes: [Fix("write `,`", replace: place, with: ",")])
    advance()
    return true
  }

  /// Reads the comma between two fields behind `has:`; `false` if it is one too many. Requires: the parser is at a comma.
  mutating func acceptFieldComma() -> Bool {
    advance()
    skipDoubledComma()
    return !reportSurplusComma(if: endsFields)
  }

  /// Reports a comma right behind the one that was just read, and skips it.
  mutating func skipDoubledComma() {
    guard at(.comma) else { return }
    report(.unexpected, "`,` stands here twice", at: tokenSpan, fixes: removal)
    while at(.comma) { advance() }
  }

  /// Reports the comma that was just read if the list ends with it.
  private mutating func reportSurplusComma(if endsList: Bool) -> Bool {
    if endsList { reportSurplusComma(at: index - 1) }
    return endsList
  }

  /// Reads a comma between two entries of a block, or behind the last, and reports it.
  mutating func skipCommaBetweenEntries(_ begins: (Parser) -> Bool) {
    guard !panic, at(.comma) else { return }
    let comma = index
    advance()
    if at(.rightBrace) || begins(self) { return reportSurplusComma(at: comma) }
    index = comma
    token = tokens[comma]
  }

  private mutating func reportSurplusComma(at comma: Int) {
    let place = span(of: tokens[comma])
    report(
      .unexpected, "`,` cannot stand here; each entry of a block begins with its own word, without a comma", at: place,
      fixes: [Fix("remove it", replace: place, with: "")])
  }

  /// `true` iff an item's word and the item's name stand on this line, and no move of a workflow.
  private var startsNamedItem: Bool {
    guard startsItem, peek().kind == .word, peek().symbol.word == nil, !peek().startsLine else { return false }
    return ![.arrow, .bar, .colon, .comma].contains(peek(2).kind)
  }

  /// `true` iff `initial` or `final` and a state stand on this line.
  private var startsKeyOfStates: Bool { (at(.final) || at(.initial)) && peek().kind == .word && !peek().startsLine }

  /// `true` iff no name of a list begins at the token at hand, but what follows the list: the next entry, a body or a value.
  private var endsNames: Bool {
    switch token.kind {
    case .rightBrace, .leftBrace, .assign: true
    case .word:
      peek().kind == .colon || peek().kind == .arrow
        || (token.startsLine && (startsItemForCertain || startsNamedItem || startsKeyOfStates))
    default: false
    }
  }
}
