import IntentDiagnostics
import IntentSource

/// A comment of a file.
public struct Comment: Hashable, Sendable {
  /// From the first `#` to the last character of the line.
  public let span: Span
  /// `true` iff it begins with exactly two `#`.
  public let isDoc: Bool
  /// `true` iff nothing but white space stands before it on its line.
  public let ownsLine: Bool

  public init(span: Span, isDoc: Bool, ownsLine: Bool) {
    self.span = span
    self.isDoc = isDoc
    self.ownsLine = ownsLine
  }
}

/// A role of a token that its spelling does not tell.
struct TokenMark: Hashable, Sendable {
  enum Role: Hashable, Sendable {
    /// It begins an entry of a block, or a system.
    case entry
    /// It is the `{` of a block of entries.
    case block
    /// It begins a modifier, in a fallback so deep.
    case modifier(level: Int)
    /// It is an `and` or an `or`.
    case connective
    /// It is a `not`.
    case negation
    /// No space stands before it: the bracket of a call, the `?` of a type.
    case tight
    /// No space stands behind it: the sign of a number.
    case prefix
    /// It is an `=` or a `:` behind which a line may break.
    case assignment
  }

  /// The token's index in its file.
  let token: Int
  let role: Role
}

/// One parsed file: an arena of nodes, each named by its id.
public struct SyntaxTree: Sendable {
  public let file: SourceFile
  /// The file's systems, in the order of the text.
  public internal(set) var systems: [SystemID] = []
  /// Every comment, in the order of the text.
  public internal(set) var comments: [Comment] = []

  /// `true` iff the lexer or the parser reported an error in it.
  public internal(set) var hasErrors = false

  /// `true` iff something is declared in it without its name.
  public internal(set) var lacksName = false

  /// What was skipped, or read as something else than it was meant as: what is declared there is not known.
  public internal(set) var losses: [Span] = []

  /// What the parser knows about the roles of tokens, for the printer.
  var marks: [TokenMark] = []

  @usableFromInline var systemNodes: [SystemBlock] = []
  @usableFromInline var itemNodes: [Item] = []
  @usableFromInline var memberNodes: [EntityMember] = []
  @usableFromInline var fieldNodes: [Field] = []
  @usableFromInline var typeNodes: [TypeNode] = []
  @usableFromInline var statementNodes: [Statement] = []
  @usableFromInline var consequenceNodes: [Consequence] = []
  @usableFromInline var exprNodes: [Expr] = []

  /// What the lists of the nodes lie in.
  let memory = NodeMemory()

  init(file: SourceFile) { self.file = file }

  /// Makes room for about as many nodes as so many tokens make: to grow step by step costs more than what is left over.
  mutating func reserve(tokens count: Int) {
    exprNodes.reserveCapacity(count / 4)
    itemNodes.reserveCapacity(count / 16)
    memberNodes.reserveCapacity(count / 16)
    fieldNodes.reserveCapacity(count / 10)
    typeNodes.reserveCapacity(count / 10)
    statementNodes.reserveCapacity(count / 16)
    consequenceNodes.reserveCapacity(count / 16)
  }

  @inlinable public subscript(id: SystemID) -> SystemBlock { systemNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: ItemID) -> Item { itemNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: MemberID) -> EntityMember { memberNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: FieldID) -> Field { fieldNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: TypeID) -> TypeNode { typeNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: StatementID) -> Statement { statementNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: ConsequenceID) -> Consequence { consequenceNodes[Int(id.rawValue)] }
  @inlinable public subscript(id: ExprID) -> Expr { exprNodes[Int(id.rawValue)] }

  /// The number of expressions; their ids are dense, so an array of this length can hold a fact for each.
  public var exprCount: Int { exprNodes.count }

  /// The number of types.
  public var typeCount: Int { typeNodes.count }

  /// The lines of a doc comment, without `##` and the space behind it, joined by newlines.
  public func text(of doc: DocComment) -> String { doc.text(in: comments, of: file) }
}

extension DocComment {
  /// Its lines, without `##` and the space behind it, joined by newlines. Requires: the comments are those of its file.
  public func text(in comments: [Comment], of file: SourceFile) -> String {
    func line(_ comment: Comment) -> String {
      var start = Int(comment.span.start)
      let end = Int(comment.span.end)
      while start < end, file.bytes[start] == UInt8(ascii: "#") { start += 1 }
      if start < end, file.bytes[start] == UInt8(ascii: " ") { start += 1 }
      return String(decoding: file.bytes[start..<end], as: UTF8.self)
    }
    return count == 1 ? line(comments[first]) : comments[first..<first + count].map(line).joined(separator: "\n")
  }
}
