import Foundation
import IntentDiagnostics
import IntentIR
import IntentSemantics
import IntentSource
@testable import IntentSyntax
import TestSupport
import Testing

/// How many things of each kind there are.
private struct Tally: Equatable, CustomStringConvertible {
  private var counts: [String: Int] = [:]

  mutating func add(_ what: String, _ count: Int = 1) { counts[what, default: 0] += count }

  var hasEvolved: Bool { counts["evolved"] != nil }

  var description: String { counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ") }
}

extension Tally {
  /// What stands in the files.
  init(read files: [(path: String, text: String)]) {
    var symbols = SymbolTable()
    var diagnostics = DiagnosticSet()
    var sources = SourceMap()
    for file in files { sources.add(path: file.path, text: file.text) }
    for file in sources.files {
      let tree = Parser.parse(file, symbols: &symbols, diagnostics: &diagnostics)
      for _ in tree.consequenceNodes { add("consequence") }
      for statement in tree.statementNodes { add(statement) }
      for item in tree.itemNodes { add(item) }
    }
  }

  private mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .require: add("require")
    case .create: add("create")
    case .update: add("update")
    case .move: add("move")
    case .delete: add("delete")
    case .emit: add("emit")
    // In `always` these are lowered into the assertions, of which some are kept as not enforced.
    case .if, .forEach, .assert: break
    case .consequence, .backfillPolicy, .error: break
    }
  }

  private mutating func add(_ item: Item) {
    switch item.kind {
    case .entity: add("entity")
    case .threshold: add("threshold")
    case .derive: add("derive")
    case .metric: add("metric")
    case .when(let item): if case .evolved = item.trigger { add("evolved") } else { add("reaction") }
    case .schedule: add("reaction")
    case .workflow: add("workflow")
    case .role: add("role")
    case .mutation: add("mutation")
    case .query: add("query")
    case .view: add("view")
    case .invariant: add("invariant")
    case .capability: add("capability")
    default: break
    }
  }
}

extension Tally {
  /// What is left of it in the lowered systems.
  init(lowered systems: [SystemIR]) {
    for system in systems {
      count("entity", system.entities)
      count("threshold", system.thresholds)
      count("derive", system.derivations)
      count("metric", system.metrics)
      count("reaction", system.reactions)
      count("workflow", system.workflows)
      count("role", system.roles)
      count("mutation", system.mutations)
      count("query", system.queries)
      count("view", system.views)
      count("invariant", system.contract.invariants)
      count("capability", system.contract.capabilities)
      for reaction in system.reactions { add(reaction.body) }
      for mutation in system.mutations { add(mutation.body) }
    }
  }

  private mutating func count<Part>(_ what: String, _ parts: [Part]) { if !parts.isEmpty { add(what, parts.count) } }

  private mutating func add(_ statements: [StatementIR]) {
    for statement in statements {
      switch statement {
      case .obligation(let obligation): add(obligation)
      case .branch(let branch):
        add(branch.then)
        add(branch.otherwise)
      case .forEach(let loop): add(loop.body)
      }
    }
  }

  private mutating func add(_ obligation: ObligationIR) {
    add("consequence")
    for fallback in obligation.fallback { add(fallback) }
  }

  private mutating func add(_ commands: [CommandIR]) {
    for command in commands {
      switch command.kind {
      case .require: add("require")
      case .create: add("create")
      case .update: add("update")
      case .move: add("move")
      case .delete: add("delete")
      case .emit: add("emit")
      case .branch(_, let then, let otherwise):
        add(then)
        add(otherwise)
      case .forEach(_, _, _, let body): add(body)
      case .bind: continue
      }
    }
  }
}

/// Nothing that was read is missing in the lowered form, unless an error says so.
private func expectComplete(_ files: [(path: String, text: String)], _ origin: @autoclosure () -> String) {
  let analysed = Analysed(files)
  if analysed.diagnostics.hasErrors { return }
  let (read, lowered) = (Tally(read: files), Tally(lowered: analysed.systems))
  // What is due as the meaning changes stands in no reaction.
  if read.hasEvolved { return }
  #expect(read == lowered, "\(origin())")
}

@Test(arguments: ["Tests/Corpus/positive", "Tests/Corpus/negative", "Examples"])
func whatIsRightIsLoweredWhole(_ directory: String) {
  for file in intentFiles(below: directory) { expectComplete([file], file.path) }
}

/// One slip in a right program: either an error tells it, or all of what is written means something. `INTENT_MUTANTS=n` tries so many.
@Test func whatIsReadIsLoweredOrWrong() throws {
  let wanted = ProcessInfo.processInfo.environment["INTENT_MUTANTS"].flatMap { Int($0) } ?? 200
  let seed = testSeed()
  var random = SplitMix64(seed: seed)
  let programs = MutableProgram.all
  try #require(programs.count > 5)
  for _ in 0..<wanted {
    guard let mutant = Mutant(programs[Int.random(in: programs.indices, using: &random)], &random) else { continue }
    expectComplete(mutant.files, "INTENT_SEED=\(seed): \(mutant.summary)")
  }
}
