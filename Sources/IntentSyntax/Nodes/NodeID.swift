import IntentSource

/// The number of a node of one kind in its file's `SyntaxTree`.
public struct NodeID<Node>: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static func < (a: NodeID, b: NodeID) -> Bool { a.rawValue < b.rawValue }
}

public typealias SystemID = NodeID<SystemBlock>
public typealias ItemID = NodeID<Item>
public typealias MemberID = NodeID<EntityMember>
public typealias FieldID = NodeID<Field>
public typealias TypeID = NodeID<TypeNode>
public typealias StatementID = NodeID<Statement>
public typealias ConsequenceID = NodeID<Consequence>
public typealias ExprID = NodeID<Expr>

/// A name where it is written.
public struct Name: Hashable, Sendable, BitwiseCopyable {
  public let symbol: Symbol
  public let span: Span

  public init(symbol: Symbol, span: Span) {
    self.symbol = symbol
    self.span = span
  }
}

/// Names joined by points, `a.b.c`. Never empty.
public struct Path: Hashable, Sendable, BitwiseCopyable {
  public let names: NodeList<Name>
  public let span: Span

  public init(names: NodeList<Name>, span: Span) {
    self.names = names
    self.span = span
  }
}

/// The text of a string, with its escapes resolved, where it is written.
public struct TextLiteral: Hashable, Sendable, BitwiseCopyable {
  public let value: Symbol
  public let span: Span

  public init(value: Symbol, span: Span) {
    self.value = value
    self.span = span
  }
}

/// The `##` lines before a declaration, as a range of `SyntaxTree.comments`.
public struct DocComment: Hashable, Sendable, BitwiseCopyable {
  /// The index of the first line.
  public let first: Int
  /// The number of lines, at least 1.
  public let count: Int

  public init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }
}
