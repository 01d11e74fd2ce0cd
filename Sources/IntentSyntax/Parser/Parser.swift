import IntentDiagnostics
import IntentSource

/// Makes the tree of a file: by recursive descent, operators by their precedence.
///
/// A mistake is reported once. It puts the parser in `panic`, in which nothing more is reported, until the next item, member or statement
/// is found.
public struct Parser {
  /// Expressions, types and blocks nest no deeper.
  static let maximumDepth = 200

  private let passing = PassedByAddress()
  var tree: SyntaxTree
  let tokens: [Token]
  let literals: [Literal]
  /// The places of what the lexer reported.
  let mistakes: [Span]
  /// `true` iff the roles of tokens are noted.
  let isForPrinter: Bool
  /// Only what is wrong needs it.
  lazy var brackets = BracketMap(tokens)
  /// For messages, and for the symbol of what is missing.
  let symbols: SymbolTable
  let missing: Symbol
  var diagnostics = DiagnosticSet()
  /// The token to read next.
  var index = 0
  var token: Token
  var panic = false
  /// How deep the production at hand is nested.
  var depth = 0
  /// How deep the tree under each expression is, by its id.
  var expressionDepths: [UInt16] = []
  /// `false` where a bare `else` belongs to the statement around the expression.
  var elseIsOperator = true
  /// The `{` before which a head ended that could not be read.
  var bodyAfterMistake = -1
  /// The bracket that was last found open: its partner may stand behind what should stand behind it.
  var lastUnclosed = TokenKind.end
  /// The token before which a `}` was last found missing.
  var missingCloseAt = -1
  /// The items that were found in the block of another since the last item of the system.
  var nestedItems: [ItemID] = []
  /// The `was:` lines in the entity or the workflow at hand.
  var innerRenames: [Rename] = []
  /// How many fallbacks are around the modifier at hand.
  var fallbackLevel = 0
  /// `true` iff an amount can only be one of a rate here.
  var wantsRate = false

  /// The tree of `file`. Its names go to `symbols`, and what is wrong to `diagnostics`. O(bytes).
  public static func parse(_ file: SourceFile, symbols: inout SymbolTable, diagnostics: inout DiagnosticSet) -> SyntaxTree {
    let missing = symbols.intern("")
    let errors = diagnostics.errorCount
    let list = Lexer.lex(file, symbols: &symbols, diagnostics: &diagnostics)
    var parser = Parser(file: file, list: list, symbols: symbols, missing: missing)
    parser.parseFile()
    diagnostics.add(contentsOf: parser.diagnostics)
    parser.tree.hasErrors = diagnostics.errorCount > errors
    return parser.tree
  }

  init(file: SourceFile, list: TokenList, symbols: SymbolTable, missing: Symbol, isForPrinter: Bool = true) {
    tree = SyntaxTree(file: file)
    tree.comments = list.comments
    tree.losses = list.losses
    tree.reserve(tokens: list.tokens.count)
    expressionDepths.reserveCapacity(list.tokens.count / 4)
    tokens = list.tokens
    literals = list.literals
    mistakes = list.mistakes
    self.symbols = symbols
    self.isForPrinter = isForPrinter
    self.missing = missing
    token = list.tokens[0]
  }

  // MARK: - Looking

  /// The token `distance` ahead; the end of the file past the last.
  func peek(_ distance: Int = 1) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  func at(_ kind: TokenKind) -> Bool { token.kind == kind }

  func at(_ word: Word) -> Bool { token.isWord(word) }

  /// `true` iff `word:` comes next.
  func atLabel(_ word: Word) -> Bool { token.isWord(word) && peek().kind == .colon }

  /// `true` iff some `word:` comes next.
  var atAnyLabel: Bool { token.kind == .word && peek().kind == .colon }

  var tokenSpan: Span { span(of: token) }

  func span(of token: Token) -> Span { Span(file: tree.file.id, start: token.start, end: token.end) }

  /// From the token `first` to the last one that was read.
  func span(from first: Int) -> Span {
    let start = tokens[first].start
    return Span(file: tree.file.id, start: start, end: index > first ? tokens[index - 1].end : start)
  }

  /// The token as messages call it.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .word, .literal: "`\(tree.file.text(span(of: token)))`"
    default: token.kind.description
    }
  }

  // MARK: - Reading

  /// Notes a role of the token at hand for the printer.
  mutating func mark(_ role: TokenMark.Role) {
    if isForPrinter { tree.marks.append(TokenMark(token: index, role: role)) }
  }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
    token = tokens[index]
  }

  mutating func accept(_ kind: TokenKind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  mutating func accept(_ word: Word) -> Bool {
    guard token.isWord(word) else { return false }
    advance()
    return true
  }

  /// Reads `word:` if it comes next.
  mutating func acceptLabel(_ word: Word) -> Bool {
    guard atLabel(word) else { return false }
    advance()
    advance()
    return true
  }

  /// Reads a token of `kind`, or reports that it is missing.
  @discardableResult
  mutating func expect(_ kind: TokenKind, _ place: @autoclosure () -> String) -> Bool {
    if accept(kind) { return true }
    failExpected("\(kind.description) \(place())")
    return false
  }

  /// Reads `word`, or reports that it is missing.
  @discardableResult
  mutating func expect(_ word: Word, _ place: String) -> Bool {
    if accept(word) { return true }
    failExpected("`\(word.text)` \(place)")
    return false
  }

  /// Reads the closing partner of the bracket at `open`, or reports that it is missing.
  mutating func expectClose(_ kind: TokenKind, of open: Int, after last: String) {
    if accept(kind) || panic { return }
    if brackets.close(of: open) == nil {
      lastUnclosed = tokens[open].kind
      let bracket = tokens[open].kind.description
      let note = DiagnosticNote("the \(bracket) that is open", span(of: tokens[open]))
      fail(.missingClose, "expected \(kind.description) before \(describe(token))", at: tokenSpan, notes: [note])
    } else {
      failExpected("\(kind.description) or \(last)")
    }
  }

  /// Reads the name of what is declared here. Where it is missing, perhaps because the next item begins, any name may be that of it.
  mutating func parseDeclaredName(_ what: String, mayBeItem: Bool = true) -> Name {
    skipDoubledWord(isKeyword: mayBeItem)
    if token.kind == .word, !token.startsLine || !mayBeItem || !startsItemForCertain {
      let name = parseName(what)
      if at(.minus), let whole = acceptHyphens(after: name) { return whole }
      skipDoubledWord()
      return name
    }
    if !panic { tree.lacksName = true }
    failExpected(what)
    return Name(symbol: missing, span: tokenSpan.startPoint)
  }

  /// Reads a name of any spelling, or reports that `what` was expected.
  mutating func parseName(_ what: String) -> Name {
    guard token.kind == .word else {
      failExpected(what)
      return Name(symbol: missing, span: tokenSpan.startPoint)
    }
    let name = Name(symbol: token.symbol, span: tokenSpan)
    advance()
    return name
  }

  /// Reads the rest of `big-deal`, reports it, and returns the name that was meant; `nil` where something else stands.
  private mutating func acceptHyphens(after name: Name) -> Name? {
    var edits: [Edit] = []
    let first = index - 1
    while at(.minus), tokens[index - 1].end == token.start, isTight(before: peek()), peek().kind == .word {
      edits.append(Edit(span: tokenSpan, replacement: "_"))
      advance()
      advance()
    }
    guard let hyphen = edits.first else { return nil }
    let meant = tree.file.text(span(from: first)).replacing("-", with: "_")
    let fix = Fix("write `\(meant)`", edits)
    report(.unexpected, "the words of a name are joined with `_`: `\(meant)`", at: hyphen.span, fixes: [fix])
    // Without a symbol of its own nothing speaks of it.
    return Name(symbol: symbols.find(meant) ?? missing, span: span(from: first))
  }

  /// Reads `a.b.c`.
  mutating func parsePath(_ what: String) -> Path {
    let first = index
    var names = NodeListBuilder<Name>(in: tree.memory)
    if token.startsLine, startsItemForCertain {
      // What begins the next item is not the name that is missing here.
      failExpected(what, mayBreakOff: true)
      names.append(Name(symbol: missing, span: tokenSpan.startPoint))
    } else {
      names.append(parseName(what))
    }
    while !panic, accept(.dot) {
      names.append(parseName("a name after `.`"))
      if names.count > Self.maximumDepth { failTooDeep() }
    }
    return Path(names: names.list, span: span(from: first))
  }

  /// Reads a string, or reports that `what` was expected.
  mutating func parseText(_ what: String) -> TextLiteral {
    guard token.kind == .text else {
      failExpected(what)
      return TextLiteral(value: missing, span: tokenSpan.startPoint)
    }
    let text = TextLiteral(value: token.symbol, span: tokenSpan)
    advance()
    return text
  }

  /// The `##` lines right before the token at hand: the last run of them that no other comment interrupts.
  var docHere: DocComment? {
    let end = Int(token.commentsBefore)
    let low = index == 0 ? 0 : Int(tokens[index - 1].commentsBefore)
    if low == end { return nil }
    var last = end
    while last > low, !tree.comments[last - 1].isDoc { last -= 1 }
    var first = last
    while first > low, tree.comments[first - 1].isDoc, tree.comments[first - 1].ownsLine { first -= 1 }
    return first < last ? DocComment(first: first, count: last - first) : nil
  }
}

/// Which bracket closes which, so that recovery knows where a block ends however its inside is broken.
struct BracketMap {
  /// For each token: the other bracket of the pair, or -1.
  private var partner: [Int32]
  /// For each token: the innermost bracket around it that is closed, or -1.
  private var enclosing: [Int32]

  init(_ tokens: [Token]) {
    partner = [Int32](repeating: -1, count: tokens.count)
    enclosing = [Int32](repeating: -1, count: tokens.count)
    var open: [Int] = []
    var openCounts = [0, 0, 0]
    for i in tokens.indices where tokens[i].kind.isBracket {
      let kind = tokens[i].kind
      if kind.isOpener {
        open.append(i)
        openCounts[Self.slot(kind)] += 1
      } else if let opener = kind.opener, openCounts[Self.slot(opener)] > 0 {
        while let top = open.popLast() {
          openCounts[Self.slot(tokens[top].kind)] -= 1
          if tokens[top].kind == opener {
            partner[top] = Int32(i)
            partner[i] = Int32(top)
            break
          }
        }
      }
    }
    let known = partner
    areBracesBalanced = !tokens.indices.contains { known[$0] < 0 && (tokens[$0].kind == .leftBrace || tokens[$0].kind == .rightBrace) }
    var around: [Int32] = []
    var innermost: Int32 = -1
    for i in tokens.indices {
      let other = Int(partner[i])
      if other >= 0, other < i {
        around.removeLast()
        innermost = around.last ?? -1
      }
      enclosing[i] = innermost
      if other > i {
        innermost = Int32(i)
        around.append(innermost)
      }
    }
  }

  private static func slot(_ opener: TokenKind) -> Int {
    opener == .leftBrace ? 0 : opener == .leftParen ? 1 : 2
  }

  /// The bracket that closes the one at `open`, or `nil`.
  func close(of open: Int) -> Int? { partner[open] > open ? Int(partner[open]) : nil }

  /// `true` iff each brace has a partner.
  let areBracesBalanced: Bool

  /// `true` iff the bracket at `index` has no partner.
  func isAlone(_ index: Int) -> Bool { partner[index] < 0 }

  /// The innermost closed bracket around the token at `index`, or -1.
  func around(_ index: Int) -> Int { Int(enclosing[index]) }

  /// What `around` gives for the tokens directly in the bracket at `open`.
  func inside(_ open: Int) -> Int { partner[open] > open ? open : Int(enclosing[open]) }
}
