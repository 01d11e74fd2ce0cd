import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// From sources to lowered systems.
public enum Analyzer {
  /// What somebody wants to know of the sources. All of them are read, checked and lowered for each of these.
  public enum Purpose: Sendable {
    /// What is to be said of them, for a tool that then ends: no system is kept, so that its memory serves the next one, and systems that
    /// no other follows are left to the end of the process.
    case findings
    /// The lowered systems too.
    case systems
    /// The lowered systems with how each promise is kept: `SystemIR.promises`.
    case promises
  }

  /// Reads `files` and gives them their meaning: one lowered system for each name that a `system` block carries, in the order of the names;
  /// none for `.findings`.
  ///
  /// What is wrong is added to `diagnostics`, and the rest is lowered all the same; a result that came with errors is good for
  /// looking things up and for nothing else.
  /// O(bytes), shared by the cores system by system, but for the search for near names in error messages.
  public static func analyze(
    _ files: [SourceFile], for purpose: Purpose = .systems, diagnostics: inout DiagnosticSet
  ) -> [SystemIR] {
    joined(analyzeApart(files, purpose) ?? analyzeTogether(files, purpose), &diagnostics)
  }

  /// The systems, with what is to be said of all in `diagnostics`.
  static func joined(_ parts: [Analyzed], _ diagnostics: inout DiagnosticSet) -> [SystemIR] {
    var suppressions = Suppressions()
    for part in parts {
      diagnostics.add(contentsOf: part.diagnostics)
      suppressions.add(part.suppressions)
    }
    reportSameNames(of: parts, &diagnostics)
    suppressions.apply(to: &diagnostics)
    return parts.flatMap(\.systems)
  }

  /// Two systems whose generated Swift would have one name.
  private static func reportSameNames(of parts: [Analyzed], _ diagnostics: inout DiagnosticSet) {
    if parts.count < 2 { return }
    var names: [String: (name: String, span: Span)] = [:]
    let named = parts.compactMap { part in part.span.map { (name: part.name, span: $0) } }.filter { !$0.name.isEmpty }
    for system in named.sorted(by: { $0.span < $1.span }) {
      let words = system.name.split { !$0.isLetter && !$0.isNumber }
      let swiftName = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
      guard let first = names[swiftName] else {
        names[swiftName] = system
        continue
      }
      diagnostics.add(
        .duplicate, "`\(system.name)` and `\(first.name)` are two systems, and both are `\(swiftName)` in Swift", at: system.span,
        notes: [DiagnosticNote("the other stands here", first.span)])
    }
  }

  /// What was made of one system, or of what belongs to none.
  struct Analyzed: Sendable {
    var name = ""
    /// Where the name stands first; `nil` for what belongs to no system.
    var span: Span?
    /// One at most, in a list, for a system is large and this is moved about.
    var systems: [SystemIR] = []
    var diagnostics = DiagnosticSet()
    var suppressions = Suppressions()
  }

  /// The systems, each read and analysed by itself on one thread, so that little is in memory at a time; `nil` where something is to be
  /// said of how one is written, or a file holds anything else.
  static func analyzeApart(_ files: [SourceFile], _ purpose: Purpose) -> [Analyzed]? {
    let texts = SystemText.cut(files)
    if texts.isEmpty { return nil }
    let words = SymbolTable()
    let systems = Parallel.map(texts) { text -> Analyzed? in
      guard let (trees, symbols) = text.parse(words) else { return nil }
      let spellings = symbols.spellings
      let blocks = SystemBlocks.gather(trees, spellings)
      var system = analyze(blocks[0], trees, spellings, DiagnosticSet(), purpose, isLast: texts.count == 1)
      system.suppressions = Suppressions(trees, &system.diagnostics)
      return system
    }
    let whole = systems.compactMap { $0 }
    return whole.count < systems.count ? nil : whole.sorted { $0.name < $1.name }
  }

  /// The systems of files that are read as a whole, after what is to be said of the reading.
  static func analyzeTogether(_ files: [SourceFile], _ purpose: Purpose) -> [Analyzed] {
    // The reading has a deep stack there.
    let parsed = Parallel.map([files]) { files in
      var symbols = SymbolTable()
      var found = Analyzed()
      let trees = files.map { Parser.parse($0, symbols: &symbols, diagnostics: &found.diagnostics) }
      var comments = Analyzed()
      comments.suppressions = Suppressions(trees, &comments.diagnostics)
      return (trees: trees, spellings: symbols.spellings, found: found, comments: comments)
    }[0]
    // A system knows nothing of the others.
    let systems = Parallel.map(SystemBlocks.gather(parsed.trees, parsed.spellings)) { blocks in
      analyze(blocks, parsed.trees, parsed.spellings, parsed.found.diagnostics, purpose, isLast: true)
    }
    return [parsed.found] + systems + [parsed.comments]
  }

  private static func analyze(
    _ blocks: SystemBlocks, _ trees: [SyntaxTree], _ spellings: [String], _ syntax: DiagnosticSet, _ purpose: Purpose, isLast: Bool = false
  ) -> Analyzed {
    var system = SystemAnalysis(blocks, trees: trees, spellings: spellings, diagnostics: syntax)
    system.run(for: purpose)
    if system.wasToldLate {
      let types = system.holeTypes
      system = SystemAnalysis(blocks, trees: trees, spellings: spellings, diagnostics: syntax)
      system.holeTypes = types
      system.run(for: purpose)
    }
    let first = blocks.blocks[0]
    let result = Analyzed(
      name: blocks.name, span: trees[first.tree][first.id].name.span, systems: purpose == .findings ? [] : [system.ir],
      diagnostics: system.diagnostics)
    if isLast, purpose == .findings { _ = Unmanaged.passRetained(LeftBehind(system)) }
    return result
  }
}

/// An analysis that is left to the end of the process, which frees all at once what takes a while piece by piece.
private final class LeftBehind {
  private let system: SystemAnalysis

  init(_ system: consuming SystemAnalysis) { self.system = system }
}

extension SystemAnalysis {
  fileprivate mutating func run(for purpose: Analyzer.Purpose) {
    collectDeclarations()
    resolveTypes()
    resolveEntities()
    resolveSignatures()
    resolveCommands()
    inferActions()
    lowerValues()
    lowerReactions()
    lowerAssertions()
    lowerCommands()
    lowerContract()
    analyseMeaning()
    reportSlips()
    if purpose == .promises { classifyPromises() }
    putInOrder()
  }
}

/// The blocks of one system, over all files, by path and then by place.
struct SystemBlocks {
  struct Block {
    /// The index of the file's tree.
    let tree: Int
    let id: SystemID
  }

  let name: String
  var blocks: [Block] = []

  /// The systems that the trees speak of, by name.
  static func gather(_ trees: [SyntaxTree], _ spellings: [String]) -> [SystemBlocks] {
    var systems: [String: SystemBlocks] = [:]
    func name(_ tree: SyntaxTree, _ id: SystemID) -> String { spellings[Int(tree[id].name.value.rawValue)] }
    let names = Set(trees.flatMap { tree in tree.systems.map { name(tree, $0) } }).subtracting([""])
    for tree in trees.indices.sorted(by: { trees[$0].file.path < trees[$1].file.path }) {
      for id in trees[tree].systems {
        // A block whose name is missing belongs to the only system that there is.
        let written = name(trees[tree], id)
        let name = written.isEmpty && names.count == 1 ? names.first ?? "" : written
        systems[name, default: SystemBlocks(name: name)].blocks.append(Block(tree: tree, id: id))
      }
    }
    return systems.values.sorted { $0.name < $1.name }
  }
}
