import IntentSource

extension SyntaxTree {
  /// The spans of all items, members, fields and statements: what an author would call one thing. O(nodes).
  public var entrySpans: [Span] {
    itemNodes.map(\.span) + memberNodes.map(\.span) + fieldNodes.map(\.span) + statementNodes.map(\.span)
  }
}
