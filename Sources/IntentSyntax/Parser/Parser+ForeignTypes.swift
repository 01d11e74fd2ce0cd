import IntentDiagnostics
import IntentSource

// Types as other languages write them.
extension Parser {
  /// Reads a choice in another language's brackets or signs, `enum { a, b }`, `"a" | "b"` or `a, b`, and reports how it is written; `nil`
  /// where something else stands.
  mutating func parseForeignChoice() -> TypeID? {
    let first = index
    // What most types begin with can be none.
    let (here, next) = (token.kind, peek())
    let mayBeForeign =
      here != .word || next.kind.isOpener || next.kind == .comma || next.kind == .bar && peek(2).kind == .text || next.isWord(.or)
    guard mayBeForeign, let (cases, end) = foreignCases else { return nil }
    let place = tokenSpan.joined(span(of: tokens[end - 1]))
    let words = cases.map { tree.file.text(span(of: tokens[$0])).filter { $0 != "\"" && $0 != "'" } }
    let areNames = words.allSatisfy { $0.first?.isLetter == true && $0.utf8.allSatisfy(isNameByte) }
    let meant = words.joined(separator: " | ")
    report(
      .unexpected, areNames ? "a choice is written `\(meant)`" : "a choice is written `open | in_progress`, its cases are names", at: place,
      fixes: areNames ? [Fix("write `\(meant)`", replace: place, with: meant)] : [])
    var choice = NodeListBuilder<ChoiceCase>(in: tree.memory)
    for index in cases {
      let span = span(of: tokens[index])
      choice.append(ChoiceCase(name: Name(symbol: tokens[index].symbol, span: span), fields: .empty, doc: nil, span: span))
    }
    while index < end { advance() }
    return add(.choice(choice.list), from: first)
  }

  /// The tokens that name the cases of another language's choice, and the token behind it.
  private var foreignCases: (cases: [Int], end: Int)? {
    func kind(_ at: Int) -> TokenKind { tokens[min(at, tokens.count - 1)].kind }
    let saysEnum = at(.word) && ["enum", "oneof", "union"].contains(symbols.text(token.symbol).lowercased())
    let open = saysEnum && kind(index + 1).isOpener ? index + 1 : index
    let hasBrackets = kind(open) == .leftBracket || kind(open) == .leftParen || (open > index && kind(open) == .leftBrace)
    if !hasBrackets && open > index { return nil }
    var at = hasBrackets ? open + 1 : open
    var cases: [Int] = []
    var isForeign = hasBrackets
    while kind(at) == .word || kind(at) == .text {
      // The next item is not a case.
      let isItem = kind(at) == .word && kind(at + 1) == .word && !tokens[at + 1].startsLine && !tokens[at + 1].isWord(.or)
      if !hasBrackets, !cases.isEmpty, isItem { break }
      cases.append(at)
      if kind(at) == .text { isForeign = true }
      at += 1
      let isOr = kind(at) == .word && tokens[at].isWord(.or) && !tokens[at].startsLine
      guard kind(at) == .comma || kind(at) == .bar || isOr else { break }
      if kind(at) != .bar { isForeign = true }
      at += 1
    }
    if hasBrackets {
      guard tokens[open].kind == kind(at).opener, cases.count > 1 || (kind(at) != .rightBracket && !cases.isEmpty) else { return nil }
      return (cases, at + 1)
    }
    let isCarrying = kind(at) == .leftBrace || kind(at) == .leftParen || kind(at) == .bar || kind(at) == .comma
    return isForeign && !isCarrying && (cases.count > 1 || (cases.count == 1 && token.kind == .text)) ? (cases, at) : nil
  }

  /// `[text]` or `list<text>`, which is written `text[]`; `nil` where something else stands.
  mutating func parseForeignList() -> TypeID? {
    let first = index
    let isSwift = at(.leftBracket)
    let word = at(.word) ? symbols.text(token.symbol).lowercased() : ""
    let inner = isSwift ? 1 : 2
    let close = isSwift ? TokenKind.rightBracket : .greater
    let isGeneric = peek().kind == .less && ["list", "array", "set", "optional", "option", "maybe"].contains(word)
    guard isSwift || isGeneric, peek(inner).kind == .word, peek(inner + 1).kind == close else { return nil }
    let isOptional = ["optional", "option", "maybe"].contains(word)
    let place = tokenSpan.joined(span(of: peek(inner + 1)))
    let meant = tree.file.text(span(of: peek(inner))) + (isOptional ? "?" : "[]")
    report(
      .unexpected, isOptional ? "what may be absent is written `\(meant)`" : "a list is written `\(meant)`", at: place,
      fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
    for _ in 0..<inner { advance() }
    let element = add(.named(parseName("a type")), from: index - 1)
    advance()
    return add(isOptional ? .optional(element) : .list(element), from: first)
  }

  /// Reports what stands in brackets behind the name of a type: `text(100)`, `int(1..5)`, `enum(a, b)`.
  mutating func failTypeArguments(of name: Name) {
    let word = symbols.text(name.symbol).lowercased()
    let place = name.span.joined(tokenSpan)
    let inside = peek()
    switch word {
    case "enum", "oneof", "union":
      fail(.unnamedChoice, "a choice has a name of its own: list its cases in an item `type` and write that name here", at: place)
    case "text", "string", "varchar", "char":
      let length = inside.kind == .literal ? tree.file.text(span(of: inside)) : "100"
      fail(.unexpected, "what a text may be is said by a pattern: `text matching \"^.{0,\(length)}$\"`", at: tokenSpan)
    default: fail(.unexpected, "a type is bounded by a range: `int in 0..100`", at: tokenSpan)
    }
  }

  /// `true` iff a type stands right behind a name, without the colon between them. Requires: a name was just read.
  var lacksColon: Bool {
    guard !panic, at(.word), !token.startsLine, peek().kind != .colon, tokens[index - 1].kind == .word else { return false }
    if ForeignWords.member(symbols.text(token.symbol).lowercased()) != nil || at(.in) || at(.matching) || at(.of) { return false }
    switch peek().kind {
    case .comma, .rightBrace, .rightParen, .question, .assign: return true
    case .leftBracket: return peek(2).kind == .rightBracket
    case .word: return peek().startsLine || peek(2).kind == .colon
    default: return peek().startsLine
    }
  }
}
