import IntentIR
import IntentSource
import IntentSyntax

/// Finds the lines of places. Most are a few lines behind the one before.
final class LineCursor {
  private var tree = -1
  private var line = 0
  /// The offsets of the line.
  private var offsets: Range<UInt32> = 0..<0
  private var path = SourcePath("")

  /// Where `span` of the tree at hand stands. O(1) a few lines behind the place before, else O(log lines).
  func origin(_ span: Span, _ tree: Int, _ trees: [SyntaxTree]) -> Origin {
    if tree != self.tree || !offsets.contains(span.start) { move(to: span.start, tree, trees) }
    return Origin(path: path, line: line + 1)
  }

  private func move(to offset: UInt32, _ tree: Int, _ trees: [SyntaxTree]) {
    if tree != self.tree {
      self.tree = tree
      line = 0
      path = SourcePath(trees[tree].file.path)
    }
    (line, offsets) = trees[tree].file.line(of: offset, near: line)
  }
}

extension [SyntaxTree] {
  /// The order of places: by path, then by offset.
  func isBefore(_ a: (tree: Int, span: Span), _ b: (tree: Int, span: Span)) -> Bool {
    if a.tree == b.tree { return a.span.start < b.span.start }
    return (self[a.tree].file.path, a.tree) < (self[b.tree].file.path, b.tree)
  }
}
