import IntentDiagnostics
import IntentSource

extension Parser {
  /// The trees of `files`, in their order: one for each system of a file that has several and of which nothing is to be said, so that they
  /// can be read and analysed beside each other; else one. O(bytes), shared by the cores.
  public static func parseSystems(
    _ files: [SourceFile], symbols: inout SymbolTable, diagnostics: inout DiagnosticSet
  ) -> [SyntaxTree] {
    let missing = symbols.intern("")
    let base = symbols
    let pieces = files.indices.flatMap { Piece.pieces(of: files[$0], number: $0) }
    let lexed = Parallel.map(pieces) { LexedPiece($0, of: files[$0.file], base) }
    let work = lexed.map { (piece: $0, numbers: symbols.merge($0.symbols, common: base.count)) }
    let table = symbols
    let parsed = Parallel.map(work) { piece, numbers in
      var parser = Parser(file: files[piece.piece.file], list: piece.list.renumbered(numbers), symbols: table, missing: missing)
      parser.parseFile()
      parser.tree.hasErrors = piece.findings.hasErrors || parser.diagnostics.hasErrors
      return (tree: parser.tree, findings: parser.diagnostics)
    }
    var trees: [SyntaxTree] = []
    var next = 0
    for (index, file) in files.enumerated() {
      let parts = next..<(pieces[next...].firstIndex { $0.file != index } ?? pieces.count)
      next = parts.upperBound
      if parts.count > 1, parts.contains(where: { !lexed[$0].isOneSystem || !parsed[$0].findings.isEmpty }) {
        // What is wrong in one system may have to do with the next.
        trees.append(parse(file, symbols: &symbols, diagnostics: &diagnostics))
        continue
      }
      for part in parts {
        trees.append(parsed[part].tree)
        diagnostics.add(contentsOf: lexed[part].findings)
        diagnostics.add(contentsOf: parsed[part].findings)
      }
    }
    return trees
  }
}

/// Lines of a file that can be read by themselves: all of it, or one system with the comments before it.
private struct Piece {
  let file: Int
  let bytes: Range<Int>

  /// The pieces of `file` as far as the beginnings of its lines tell. O(lines).
  static func pieces(of file: SourceFile, number: Int) -> [Piece] {
    var starts: [Int] = []
    file.bytes.withUnsafeBytes { bytes in
      // Where the comments begin that stand on the lines right before.
      var comments: Int?
      for start in file.lineStarts.map(Int.init) where start < bytes.count {
        switch bytes[start] {
        case UInt8(ascii: "#"): comments = comments ?? start
        case UInt8(ascii: "s") where UnsafeRawBufferPointer(rebasing: bytes[start...]).starts(with: "system ".utf8):
          starts.append(comments ?? start)
          comments = nil
        default: comments = nil
        }
      }
    }
    // What stands before the first system belongs to its piece.
    let ends = starts.dropFirst() + [file.bytes.count]
    return zip([0] + starts.dropFirst(), ends).map { Piece(file: number, bytes: $0..<$1) }
  }
}

/// The tokens of a piece, their names numbered by a table of its own.
private struct LexedPiece {
  let piece: Piece
  let list: TokenList
  let symbols: SymbolTable
  let findings: DiagnosticSet

  /// `base` is what the piece's own table begins with.
  init(_ piece: Piece, of file: SourceFile, _ base: SymbolTable) {
    var symbols = base
    var findings = DiagnosticSet()
    list = Lexer.lex(file, piece.bytes, symbols: &symbols, diagnostics: &findings)
    self.piece = piece
    self.symbols = symbols
    self.findings = findings
  }

  /// `true` iff it is `system … { … }` and nothing else, as far as brackets tell.
  var isOneSystem: Bool { findings.isEmpty && list.tokens[0].isWord(.system) && list.closeOfBlock == list.tokens.count - 2 }
}

extension TokenList {
  /// The index of the brace that closes the first one that opens.
  fileprivate var closeOfBlock: Int? {
    tokens.withUnsafeBufferPointer { tokens in
      var depth = 0
      for index in tokens.indices {
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

  /// The same with each name's number exchanged for `numbers` of it.
  fileprivate func renumbered(_ numbers: [UInt32]) -> TokenList {
    var list = self
    list.tokens = tokens.map { token in
      var token = token
      if token.kind == .word || token.kind == .text { token.payload = numbers[Int(token.payload)] }
      return token
    }
    func renumbered(_ symbol: Symbol) -> Symbol { Symbol(rawValue: numbers[Int(symbol.rawValue)]) }
    for index in list.literals.indices {
      switch list.literals[index] {
      case .text(let text): list.literals[index] = .text(renumbered(text))
      case .money(let amount, let currency): list.literals[index] = .money(amount, currency: renumbered(currency))
      case .rate(let amount, let currency, let unit): list.literals[index] = .rate(amount, currency: renumbered(currency), per: unit)
      case .number, .percent, .bool, .duration, .time: break
      }
    }
    return list
  }
}
