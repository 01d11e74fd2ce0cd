import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// From syntax trees to lowered systems.
public enum Analyzer {
  /// Gives the trees their meaning: one lowered system for each name that a `system` block carries, in the order of the names.
  ///
  /// What is wrong is added to `diagnostics`, and the rest is lowered all the same; a result that came with errors is good for
  /// looking things up and for nothing else. Only `classifyingPromises` fills `SystemIR.promises`.
  /// O(size of the trees), shared by the cores system by system, but for the search for near names in error messages.
  public static func analyze(
    trees: [SyntaxTree], symbols: SymbolTable, sources: SourceMap, diagnostics: inout DiagnosticSet, classifyingPromises: Bool = false
  ) -> [SystemIR] {
    let spellings = (0..<UInt32(symbols.count)).map { symbols.text(Symbol(rawValue: $0)) }
    let syntax = diagnostics
    // A system knows nothing of the others.
    let systems = Parallel.map(SystemBlocks.gather(trees, spellings)) { blocks in
      var system = SystemAnalysis(blocks, trees: trees, spellings: spellings, diagnostics: syntax)
      system.run(classifyingPromises: classifyingPromises)
      return (ir: system.ir, diagnostics: system.diagnostics)
    }
    for system in systems { diagnostics.add(contentsOf: system.diagnostics) }
    Suppressions.apply(trees, to: &diagnostics)
    return systems.map(\.ir)
  }
}

extension SystemAnalysis {
  fileprivate mutating func run(classifyingPromises: Bool) {
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
    if classifyingPromises { classifyPromises() }
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
