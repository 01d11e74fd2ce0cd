import Foundation

/// The package that this test stands in, as text.
struct Package {
  /// The package's directory, with a `/` at its end.
  let root: String

  /// The package that holds `path`, two directories below a top-level folder.
  init(holding path: String = #filePath) {
    root = path.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/"
  }

  /// The Swift files of the top-level folders named; goldens in `Tests/Corpus` are no sources.
  func swiftFiles(in folders: [String] = ["Sources", "Plugins", "Tests"]) -> [SourceText] {
    folders.flatMap { folder in
      let paths = FileManager.default.subpaths(atPath: root + folder) ?? []
      return paths.filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
        .filter { !$0.hasPrefix("Tests/Corpus/") && !$0.contains("/.build/") && !$0.contains("/Generated/") }
        .sorted().compactMap { SourceText(root: root, path: $0) }
    }
  }
}

/// One Swift file as lines.
struct SourceText {
  /// Relative to the package.
  let path: String
  let lines: [Substring]

  init?(root: String, path: String) {
    guard let data = FileManager.default.contents(atPath: root + path) else { return nil }
    self.init(path: path, text: String(decoding: data, as: UTF8.self))
  }

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
  }

  /// The target or plugin that the file belongs to.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// `path:line: what`, for a line counted from 0.
  func finding(_ line: Int, _ what: String) -> String { "\(path):\(line + 1): \(what)" }

  /// The modules that the file imports.
  var imports: [(line: Int, module: String)] {
    lines.indices.compactMap { index in
      let words = lines[index].split(separator: " ").drop { $0.hasPrefix("@") || $0 == "public" || $0 == "internal" }
      guard Self.indent(of: lines[index]) < 4, words.first == "import", let module = words.dropFirst().first else { return nil }
      return (index, String(module))
    }
  }

  /// Where functions begin, and how many lines each has. The end of a body is the first `}` that stands below its declaration.
  var functions: [(line: Int, length: Int)] {
    lines.indices.compactMap { start in
      let line = lines[start]
      guard Self.declaresFunction(line), let open = bodyStart(from: start) else { return nil }
      let indent = Self.indent(of: line)
      let end = lines[(open + 1)...].firstIndex { Self.indent(of: $0) == indent && $0.dropFirst(indent).hasPrefix("}") }
      return end.map { (start, $0 - start + 1) }
    }
  }

  static func indent(of line: Substring) -> Int { line.prefix { $0 == " " }.count }

  private static func declaresFunction(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    if text.hasPrefix("//") || text.hasPrefix("\"") { return false }
    let words = text.prefix { $0 != "(" && $0 != "{" && $0 != "\"" }.split(separator: " ")
    return words.contains("func") || words.contains("init") || words.contains("subscript") || words.first == "deinit"
  }

  /// The line that ends with the `{` of the declaration at `start`; `nil` where the body stands on one line or there is none.
  private func bodyStart(from start: Int) -> Int? {
    let indent = Self.indent(of: lines[start])
    for index in start..<lines.count {
      let line = lines[index]
      if index > start, Self.indent(of: line) <= indent, !line.drop(while: { $0 == " " }).hasPrefix(")") { return nil }
      if line.hasSuffix("{") { return index }
      if index == start || Self.indent(of: line) == indent, line.hasSuffix("}") { return nil }
    }
    return nil
  }
}
