import IntentIR
import IntentSource
import IntentSyntax

/// Finds the lines of places. Most are a few lines behind the one before.
final class LineCursor {
  private var tree = -1
  private var line = 0
  private var path = SourcePath("")

  /// Where `span` of the tree at hand stands. O(1) a few lines behind the place before, else O(log lines).
  func origin(_ span: Span, _ tree: Int, _ trees: [SyntaxTree]) -> Origin {
    if tree != self.tree {
      self.tree = tree
      line = 0
      path = SourcePath(trees[tree].file.path)
    }
    line = trees[tree].file.lineIndex(of: span.start, near: line)
    return Origin(path: path, line: line + 1)
  }
}

extension [SyntaxTree] {
  /// The order of places: by path, then by offset.
  func isBefore(_ a: (tree: Int, span: Span), _ b: (tree: Int, span: Span)) -> Bool {
    if a.tree == b.tree { return a.span.start < b.span.start }
    return (self[a.tree].file.path, a.tree) < (self[b.tree].file.path, b.tree)
  }
}
