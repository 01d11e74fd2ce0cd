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

/// One parsed file: an arena of nodes, each named by its id.
public struct SyntaxTree: Sendable {
  public let file: SourceFile
  /// The file's systems, in the order of the text.
  public internal(set) var systems: [SystemID] = []
  /// Every comment, in the order of the text.
  public internal(set) var comments: [Comment] = []

  var systemNodes: [SystemBlock] = []
  var itemNodes: [Item] = []
  var memberNodes: [EntityMember] = []
  var fieldNodes: [Field] = []
  var typeNodes: [TypeNode] = []
  var statementNodes: [Statement] = []
  var consequenceNodes: [Consequence] = []
  var exprNodes: [Expr] = []

  init(file: SourceFile) { self.file = file }

  public subscript(id: SystemID) -> SystemBlock { systemNodes[Int(id.rawValue)] }
  public subscript(id: ItemID) -> Item { itemNodes[Int(id.rawValue)] }
  public subscript(id: MemberID) -> EntityMember { memberNodes[Int(id.rawValue)] }
  public subscript(id: FieldID) -> Field { fieldNodes[Int(id.rawValue)] }
  public subscript(id: TypeID) -> TypeNode { typeNodes[Int(id.rawValue)] }
  public subscript(id: StatementID) -> Statement { statementNodes[Int(id.rawValue)] }
  public subscript(id: ConsequenceID) -> Consequence { consequenceNodes[Int(id.rawValue)] }
  public subscript(id: ExprID) -> Expr { exprNodes[Int(id.rawValue)] }

  /// The number of expressions; their ids are dense, so an array of this length can hold a fact for each.
  public var exprCount: Int { exprNodes.count }

  /// The number of types.
  public var typeCount: Int { typeNodes.count }

  /// The lines of a doc comment, without `##` and the space behind it, joined by newlines.
  public func text(of doc: DocComment) -> String {
    comments[doc.first..<doc.first + doc.count].map { comment in
      var text = Substring(file.text(comment.span))
      while text.first == "#" { text.removeFirst() }
      if text.first == " " { text.removeFirst() }
      return String(text)
    }.joined(separator: "\n")
  }
}
