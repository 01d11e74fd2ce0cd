import IntentDiagnostics
import IntentSource

/// What the files say of one system, as far as the beginnings of lines tell: a block in each file that speaks of it, with the comments
/// before. So that systems can be read beside each other, and what is read of one is gone before the next.
public struct SystemText: Sendable {
  /// Lines of a file.
  private struct Part {
    let file: SourceFile
    let bytes: Range<Int>
  }

  private var parts: [Part] = []

  /// The systems that `files` speak of, in no order; none where a file holds anything else. O(lines).
  public static func cut(_ files: [SourceFile]) -> [SystemText] {
    var systems: [String: SystemText] = [:]
    for file in files {
      let starts = systemLines(file)
      if starts.isEmpty { return [] }
      let ends = starts.dropFirst().map(\.comments) + [file.bytes.count]
      for (index, start) in starts.enumerated() {
        guard let name = name(in: file, at: start.line) else { return [] }
        // What stands before the first system belongs to its part.
        let part = Part(file: file, bytes: (index == 0 ? 0 : start.comments)..<ends[index])
        systems[name, default: SystemText()].parts.append(part)
      }
    }
    return Array(systems.values)
  }

  /// The trees of its parts, in the order of the files, and the table of their names; `nil` where anything is to be said of them: what is
  /// wrong in one system may have to do with the next. `symbols` is what the table begins with. O(bytes).
  public func parse(_ symbols: SymbolTable) -> (trees: [SyntaxTree], symbols: SymbolTable)? {
    // About as many new names as a system of that length has: growing step by step costs more than the room.
    var symbols = symbols.withRoom(for: parts.reduce(0) { $0 + $1.bytes.count } / 64)
    let missing = symbols.intern("")
    var trees: [SyntaxTree] = []
    for part in parts {
      var findings = DiagnosticSet()
      let list = Lexer.lex(part.file, part.bytes, symbols: &symbols, diagnostics: &findings)
      guard findings.isEmpty else { return nil }
      var parser = Parser(file: part.file, list: list, symbols: symbols, missing: missing, isForPrinter: false)
      parser.parseFile()
      guard parser.diagnostics.isEmpty, parser.tree.systems.count == 1 else { return nil }
      trees.append(parser.tree)
    }
    return (trees, symbols)
  }

  /// Where the lines of `file` begin that begin with `system`, and the comments on the lines right before.
  private static func systemLines(_ file: SourceFile) -> [(line: Int, comments: Int)] {
    var starts: [(line: Int, comments: Int)] = []
    file.bytes.withUnsafeBytes { bytes in
      var comments: Int?
      for start in file.lineStarts.lazy.map(Int.init) where start < bytes.count {
        switch bytes[start] {
        case UInt8(ascii: "#"): comments = comments ?? start
        case UInt8(ascii: "s") where UnsafeRawBufferPointer(rebasing: bytes[start...]).starts(with: "system ".utf8):
          starts.append((start, comments ?? start))
          comments = nil
        default: comments = nil
        }
      }
    }
    return starts
  }

  /// What stands in quotes behind the `system` at `offset`.
  private static func name(in file: SourceFile, at offset: Int) -> String? {
    let rest = file.bytes[offset...].dropFirst("system ".utf8.count).drop { $0 == UInt8(ascii: " ") }
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    let name = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\n") }
    return name.endIndex < rest.endIndex && rest[name.endIndex] == UInt8(ascii: "\"") ? String(decoding: name, as: UTF8.self) : nil
  }
}
