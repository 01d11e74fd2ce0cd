import Foundation
import Testing

/// What CONTRIBUTING says about style, enforced. A finding is `path:line: what`.
@Suite struct TidyTests {
  let package = Package()

  /// The floors from the top: what each may import of this package.
  static let floors: [String: Set<String>] = [
    "IntentSource": [],
    "IntentDiagnostics": ["IntentSource"],
    "IntentSyntax": ["IntentSource", "IntentDiagnostics"],
    "IntentIR": [],
    "IntentSemantics": ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentIR"],
    "IntentSwiftGen": ["IntentIR"],
    "IntentDriver": ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentIR", "IntentSemantics", "IntentSwiftGen"],
    "intent": ["IntentDiagnostics", "IntentIR", "IntentDriver"],
    "intentc": ["IntentDriver"],
    "IntentRuntime": [],
    "IntentInterpreter": ["IntentIR", "IntentRuntime"],
    "CSQLite": [],
    "IntentSQLite": ["IntentRuntime", "CSQLite"],
    "IntentTesting": ["IntentRuntime"],
  ]

  private func report(_ findings: [String]) {
    #expect(findings.count == 0, Comment(rawValue: "\n" + findings.joined(separator: "\n")))
  }

  @Test func topLevelHoldsWhatItShould() throws {
    let known: Set = [
      "Package.swift", "Sources", "Tests", "Plugins", "Grammar", "Generated", "Examples", "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
      "LICENSE", "Makefile", "Docs", "Benchmarks", "Package.resolved",
    ]
    let present = try FileManager.default.contentsOfDirectory(atPath: package.root).filter { !$0.hasPrefix(".") }
    report(present.filter { !known.contains($0) }.sorted().map { "\($0): the top level has no place for it" })
  }

  @Test func linesAndFilesAreShort() {
    var findings: [String] = []
    for file in package.swiftFiles() {
      if file.lines.count > 600 { findings.append(file.finding(600, "the file has \(file.lines.count) lines, 600 are allowed")) }
      for (index, line) in file.lines.enumerated() {
        // A URL cannot be broken.
        if line.count > 140 && !line.contains("https://") { findings.append(file.finding(index, "\(line.count) columns, 140 are allowed")) }
        if line.last == " " || line.contains("\t") { findings.append(file.finding(index, "a tab, or a space at the end")) }
      }
    }
    report(findings)
  }

  @Test func functionsAreShort() {
    var findings: [String] = []
    for file in package.swiftFiles() {
      for function in file.functions where function.length > 70 {
        findings.append(file.finding(function.line, "the function has \(function.length) lines, 70 are allowed"))
      }
    }
    report(findings)
  }

  @Test func nothingIsLeftForLaterOrForced() {
    // Put together here so that this file does not find itself.
    let forbidden = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "tr" + "y!", "fatal" + "Error(\"not implemented"]
    var findings: [String] = []
    for file in package.swiftFiles() {
      for (index, line) in file.lines.enumerated() {
        for word in forbidden where line.contains(word) { findings.append(file.finding(index, "`\(word)`")) }
      }
    }
    report(findings)
  }

  @Test func uncheckedConcurrencyGivesAReason() {
    let marks = ["@unchecked " + "Sendable", "nonisolated" + "(unsafe)"]
    var findings: [String] = []
    for file in package.swiftFiles() {
      for (index, line) in file.lines.enumerated() {
        for mark in marks {
          guard let range = line.range(of: mark) else { continue }
          let isExplained = line.drop { $0 == " " }.hasPrefix("//") || line[range.upperBound...].contains("//")
          if !isExplained { findings.append(file.finding(index, "`\(mark)` without a reason on the line")) }
        }
      }
    }
    report(findings)
  }

  @Test func floorsKnowOnlyTheFloorsBelow() {
    var findings: [String] = []
    for file in package.swiftFiles(in: ["Sources"]) {
      guard let allowed = Self.floors[file.target] else {
        findings.append(file.finding(0, "the floor `\(file.target)` has no place in this test's table"))
        continue
      }
      for (line, module) in file.imports where Self.floors[module] != nil && !allowed.contains(module) {
        findings.append(file.finding(line, "`\(file.target)` must not know `\(module)`"))
      }
    }
    report(findings)
  }

  @Test func theCompilerDoesWithoutFoundation() {
    let runtime: Set = ["IntentRuntime", "IntentSQLite", "IntentTesting"]
    var findings: [String] = []
    for file in package.swiftFiles(in: ["Sources"]) where !runtime.contains(file.target) {
      for (line, module) in file.imports where module.hasPrefix("Foundation") {
        findings.append(file.finding(line, "`import \(module)`: the tools start in milliseconds without it"))
      }
    }
    report(findings)
  }

  /// Types and functions. A name may say all there is to say of a nested type, a property, an initialiser or an operator; what a
  /// function of a conforming type does is said by its protocol, and overloads share what one of them says.
  @Test func publicDeclarationsAreDocumented() {
    let kinds: Set<Substring> = ["struct", "enum", "class", "actor", "protocol", "func"]
    var findings: [String] = []
    for file in package.swiftFiles(in: ["Sources"]) {
      for (index, line) in file.lines.enumerated() {
        let words = line.prefix { $0 != "(" && $0 != "{" && $0 != "=" }.split(separator: " ").drop { $0.hasPrefix("@") }
        guard words.first == "public", let kind = words.firstIndex(where: { kinds.contains($0) }) else { continue }
        let name = words.dropFirst(kind - words.startIndex + 1).first ?? ""
        if words[kind] == "func" && (name == "hash" || !(name.first.map { $0.isLetter || $0 == "_" || $0 == "`" } ?? false)) { continue }
        if words[kind] == "func" ? file.isInConformance(index) || file.documents(function: name) : line.first == " " { continue }
        if !file.isDocumented(index) { findings.append(file.finding(index, "a public declaration without a doc comment")) }
      }
    }
    report(findings)
  }
}

extension SourceText {
  /// `true` iff the declaration that encloses the line names a protocol or a superclass.
  fileprivate func isInConformance(_ line: Int) -> Bool {
    let indent = Self.indent(of: lines[line])
    let enclosing = lines[..<line].last { !$0.isEmpty && !$0.hasPrefix("#") && Self.indent(of: $0) < indent }
    return enclosing?.prefix { $0 != "{" }.contains(":") ?? false
  }

  /// `true` iff the file has a function of that name with a doc comment.
  fileprivate func documents(function name: Substring) -> Bool {
    let plain = name.prefix { $0 != "<" }
    return lines.indices.contains { lines[$0].contains("func \(plain)") && isDocumented($0) }
  }

  /// `true` iff a doc comment ends just above the line, attributes aside.
  fileprivate func isDocumented(_ line: Int) -> Bool {
    var index = line - 1
    while index >= 0 {
      let text = lines[index].drop { $0 == " " }
      if text.hasPrefix("///") { return true }
      if !text.hasPrefix("@") && !text.hasPrefix("#if") { return false }
      index -= 1
    }
    return false
  }
}

/// The reader that the rules stand on.
@Suite struct SourceTextTests {
  @Test func findsFunctionsAndTheirLengths() {
    let text = SourceText(
      path: "Sources/A/a.swift",
      text: """
        struct S {
          func oneLine() -> Int { 1 }
          func long(
            a: Int
          ) -> Int {
            if true {
            }
            return a
          }
          init() {
            x = 1
          }
        }
        protocol P {
          func requirement()
          func other()
        }
        """)
    #expect(text.functions.map(\.line) == [2, 9])
    #expect(text.functions.map(\.length) == [7, 3])
    #expect(text.target == "A")
  }

  @Test func findsImports() {
    let text = SourceText(path: "Tests/A/a.swift", text: "import Foundation\n@testable import IntentIR\n// import Nothing\n")
    #expect(text.imports.map(\.module) == ["Foundation", "IntentIR"])
  }
}
