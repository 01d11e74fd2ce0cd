import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// From syntax trees to lowered systems.
public enum Analyzer {
  /// Gives the trees their meaning: one lowered system for each name that a `system` block carries, in the order of the names.
  ///
  /// What is wrong is added to `diagnostics`, and the rest is lowered all the same; a result that came with errors is good for
  /// looking things up and for nothing else. O(size of the trees), but for the search for near names in error messages.
  public static func analyze(
    trees: [SyntaxTree], symbols: SymbolTable, sources: SourceMap, diagnostics: inout DiagnosticSet
  ) -> [SystemIR] {
    let spellings = (0..<UInt32(symbols.count)).map { symbols.text(Symbol(rawValue: $0)) }
    let systems = SystemBlocks.gather(trees, spellings).map { blocks in
      var system = SystemAnalysis(blocks, trees: trees, spellings: spellings, diagnostics: diagnostics)
      defer { diagnostics = system.diagnostics }
      system.collectDeclarations()
      system.resolveTypes()
      system.resolveEntities()
      system.resolveSignatures()
      system.resolveCommands()
      system.inferActions()
      system.lowerValues()
      system.lowerReactions()
      system.lowerAssertions()
      system.lowerCommands()
      system.lowerContract()
      system.analyseMeaning()
      system.reportSlips()
      system.classifyPromises()
      system.putInOrder()
      return system.ir
    }
    Suppressions.apply(trees, to: &diagnostics)
    return systems
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
