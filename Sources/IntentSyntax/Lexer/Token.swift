import IntentSource

enum TokenKind: UInt8 {
  case word, literal, text
  case leftBrace, rightBrace, leftParen, rightParen, leftBracket, rightBracket
  case comma, colon, dot, dotDot, arrow, bar, question, assign
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case plus, minus, star, slash
  case end

  /// How messages call it.
  var description: String {
    switch self {
    case .word: "a name"
    case .literal: "a value"
    case .text: "a string"
    case .leftBrace: "`{`"
    case .rightBrace: "`}`"
    case .leftParen: "`(`"
    case .rightParen: "`)`"
    case .leftBracket: "`[`"
    case .rightBracket: "`]`"
    case .comma: "`,`"
    case .colon: "`:`"
    case .dot: "`.`"
    case .dotDot: "`..`"
    case .arrow: "`->`"
    case .bar: "`|`"
    case .question: "`?`"
    case .assign: "`=`"
    case .equal: "`==`"
    case .notEqual: "`!=`"
    case .less: "`<`"
    case .lessOrEqual: "`<=`"
    case .greater: "`>`"
    case .greaterOrEqual: "`>=`"
    case .plus: "`+`"
    case .minus: "`-`"
    case .star: "`*`"
    case .slash: "`/`"
    case .end: "the end of the file"
    }
  }

  /// The bracket that this one closes, or `nil`.
  var opener: TokenKind? {
    switch self {
    case .rightBrace: .leftBrace
    case .rightParen: .leftParen
    case .rightBracket: .leftBracket
    default: nil
    }
  }

  var isBracket: Bool { rawValue >= TokenKind.leftBrace.rawValue && rawValue <= TokenKind.rightBracket.rawValue }

  var isComparison: Bool { rawValue >= TokenKind.equal.rawValue && rawValue <= TokenKind.greaterOrEqual.rawValue }

  var isOpener: Bool { self == .leftBrace || self == .leftParen || self == .leftBracket }
}

struct Token {
  let kind: TokenKind
  /// `true` iff it is the first of its line.
  let startsLine: Bool
  let start: UInt32
  let end: UInt32
  /// A word's symbol, a string's content as a symbol, or the index of a literal.
  var payload: UInt32
  /// The number of comments before it in the file.
  let commentsBefore: UInt32

  /// Requires: it is a word or a string.
  var symbol: Symbol { Symbol(rawValue: payload) }

  func isWord(_ word: Word) -> Bool { kind == .word && payload == word.number }

  func isSameWord(as other: Token) -> Bool { kind == .word && other.kind == .word && payload == other.payload }

  func isWord(_ text: String, in symbols: SymbolTable) -> Bool { kind == .word && symbols.text(symbol) == text }
}

/// What the lexer makes of a file.
struct TokenList {
  /// Ends with one `.end`.
  var tokens: [Token] = []
  var literals: [Literal] = []
  var comments: [Comment] = []
  /// The places of what was reported, in the order of the text.
  var mistakes: [Span] = []
  /// The strings that do not end, each with what it took in.
  var losses: [Span] = []
}

/// Tokens in memory that has room for all of them.
struct TokenBuffer {
  private let memory: UnsafeMutableBufferPointer<Token>
  private(set) var count = 0

  init(_ memory: UnsafeMutableBufferPointer<Token>) { self.memory = memory }

  var last: Token? { count > 0 ? memory[count - 1] : nil }

  var secondToLast: Token? { count > 1 ? memory[count - 2] : nil }

  @inline(__always) mutating func append(_ token: Token) {
    precondition(count < memory.count)
    memory[count] = token
    count += 1
  }

  mutating func removeLast() { count -= 1 }
}
