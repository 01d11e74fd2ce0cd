import IntentDiagnostics
import IntentSource

extension Parser {
  /// The trees of `files`, in their order: one for each system of a file that has several and of which nothing is to be said, so that they
  /// can be read and analysed beside each other; else one. O(bytes), shared by the cores.
  public static func parseSystems(
    _ files: [SourceFile], symbols: inout SymbolTable, diagnostics: inout DiagnosticSet
  ) -> [SyntaxTree] {
    let missing = symbols.intern("")
    var lexed: [(list: TokenList, findings: DiagnosticSet)] = []
    var pieces: [Piece] = []
    for (index, file) in files.enumerated() {
      var findings = DiagnosticSet()
      let list = Lexer.lex(file, symbols: &symbols, diagnostics: &findings)
      let systems = findings.isEmpty ? list.systems : nil
      pieces += systems?.map { Piece(file: index, tokens: $0) } ?? [Piece(file: index, tokens: nil)]
      lexed.append((list, findings))
    }
    let (lists, table) = (lexed.map(\.list), symbols)
    let parsed = Parallel.map(pieces) { piece in
      let list = piece.tokens.map { lists[piece.file].part($0) } ?? lists[piece.file]
      var parser = Parser(file: files[piece.file], list: list, symbols: table, missing: missing)
      parser.parseFile()
      return (tree: parser.tree, findings: parser.diagnostics)
    }
    var trees: [SyntaxTree] = []
    var next = 0
    for (index, file) in files.enumerated() {
      let count = pieces[next...].prefix { $0.file == index }.count
      var results = parsed[next..<next + count]
      next += count
      if count > 1, results.contains(where: { !$0.findings.isEmpty }) {
        // What is wrong in one system may have to do with the next.
        var parser = Parser(file: file, list: lists[index], symbols: table, missing: missing)
        parser.parseFile()
        results = [(parser.tree, parser.diagnostics)]
      }
      for (tree, findings) in results {
        trees.append(tree)
        trees[trees.count - 1].hasErrors = lexed[index].findings.hasErrors || findings.hasErrors
        diagnostics.add(contentsOf: lexed[index].findings)
        diagnostics.add(contentsOf: findings)
      }
    }
    return trees
  }

  /// A file, or one system of it.
  private struct Piece {
    let file: Int
    let tokens: Range<Int>?
  }
}

extension TokenList {
  /// The tokens of each system, with the comments before it; `nil` unless there are two or more, and nothing beside them.
  fileprivate var systems: [Range<Int>]? {
    var systems: [Range<Int>] = []
    var start = 0
    while tokens[start].kind != .end {
      guard tokens[start].isWord(.system), let end = closeOfBlock(from: start) else { return nil }
      systems.append(start..<end + 1)
      start = end + 1
    }
    return systems.count > 1 ? systems : nil
  }

  /// The brace that closes the first one that opens at or after `start`.
  private func closeOfBlock(from start: Int) -> Int? {
    tokens.withUnsafeBufferPointer { tokens in
      var depth = 0
      for index in start..<tokens.count {
        switch tokens[index].kind {
        case .leftBrace: depth += 1
        case .rightBrace where depth < 2: return depth == 1 ? index : nil
        case .rightBrace: depth -= 1
        default: break
        }
      }
      return nil
    }
  }

  /// The tokens in `range` as a file of their own, with the comments before them; behind the last ones those at the file's end too.
  fileprivate func part(_ range: Range<Int>) -> TokenList {
    let first = range.lowerBound == 0 ? 0 : tokens[range.lowerBound - 1].commentsBefore
    let isLast = tokens[range.upperBound].kind == .end
    let last = isLast ? UInt32(comments.count) : tokens[range.upperBound - 1].commentsBefore
    var part = TokenList()
    part.literals = literals
    part.comments = Array(comments[Int(first)..<Int(last)])
    part.tokens.reserveCapacity(range.count + 1)
    for index in range { part.tokens.append(tokens[index].after(comments: first)) }
    part.tokens.append(tokens[range.upperBound].after(comments: first).asEnd)
    return part
  }
}

extension Token {
  /// The token where so many comments of the file are left out before it.
  fileprivate func after(comments left: UInt32) -> Token {
    Token(kind: kind, startsLine: startsLine, start: start, end: end, payload: payload, commentsBefore: commentsBefore - left)
  }

  /// The end of a file in the token's place.
  fileprivate var asEnd: Token {
    Token(kind: .end, startsLine: startsLine, start: start, end: end, payload: 0, commentsBefore: commentsBefore)
  }
}
