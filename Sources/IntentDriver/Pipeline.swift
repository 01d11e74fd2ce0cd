import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSwiftGen
import IntentSemantics
import IntentSyntax

/// One `.intent` file as the caller names it.
public struct Input: Equatable, Sendable {
  /// The path to open, which diagnostics show.
  public let path: String
  /// The path that generated code and the lowered system show, the same on every machine: relative to the target's directory.
  public let name: String

  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// The sources, read.
public struct LoadedProgram: Sendable {
  /// The files under their names, sorted by name.
  public let sources: SourceMap
  /// The same files under the paths that diagnostics show.
  public let shownSources: SourceMap
}

/// The sources, parsed.
public struct ParsedProgram: Sendable {
  public let loaded: LoadedProgram
  public let symbols: SymbolTable
  /// The files' trees, in the order of `loaded.sources`.
  public let trees: [SyntaxTree]
  public let diagnostics: DiagnosticSet
}

/// The sources, analysed and lowered.
public struct LoweredProgram: Sendable {
  public let loaded: LoadedProgram
  /// The systems by name; empty after an error.
  public let systems: [SystemIR]
  /// What parsing and analysis found.
  public let diagnostics: DiagnosticSet
}

/// From files to Swift, a phase a function. Each phase has a model of its own, so none sees what is not there yet.
public enum Pipeline {
  /// Reads the files. Errors: one cannot be read or is not UTF-8; two have one name.
  public static func load(_ inputs: [Input]) throws(FileError) -> LoadedProgram {
    var files: [(input: Input, bytes: [UInt8])] = []
    var names: Set<String> = []
    for input in inputs {
      guard names.insert(input.name).inserted else { throw FileError(input.path, "another file is named \(input.name) too") }
      files.append((input, try read(input.path)))
    }
    return load(files)
  }

  /// Takes files that are read already, in any order.
  public static func load(_ files: [(input: Input, bytes: [UInt8])]) -> LoadedProgram {
    var sources = SourceMap()
    var shown: [String] = []
    for file in files.sorted(by: { $0.input.name < $1.input.name }) {
      sources.add(path: file.input.name, bytes: file.bytes)
      shown.append(file.input.path == "-" ? "<stdin>" : file.input.path)
    }
    return LoadedProgram(sources: sources, shownSources: sources.renamed { shown[Int($0.id.rawValue)] })
  }

  /// The bytes that a source file may have: more than half a million lines. What is longer was not meant to be read.
  public static let maximumFileSize = 32 * 1_048_576

  /// The content of a source file; `-` is standard input. Errors: it cannot be read, is not UTF-8 or is longer than `maximumFileSize`.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    let bytes = try path == "-" ? Files.readStandardInput(atMost: maximumFileSize) : Files.read(path, atMost: maximumFileSize)
    try Files.validate(utf8: bytes, path)
    return bytes
  }

  /// Parses each file as a whole, going on after mistakes.
  public static func parse(_ program: LoadedProgram) -> ParsedProgram {
    var symbols = SymbolTable()
    var diagnostics = DiagnosticSet()
    let trees = program.sources.files.map { Parser.parse($0, symbols: &symbols, diagnostics: &diagnostics) }
    return ParsedProgram(loaded: program, symbols: symbols, trees: trees, diagnostics: diagnostics)
  }

  /// The files in the formatter's own layout, in order. Requires: they were parsed as a whole, and no syntax error was found.
  public static func format(_ program: ParsedProgram) -> [String] {
    program.trees.map { Printer.format($0, program.symbols) }
  }

  /// What is to be said of the sources: what `lower` finds, without the systems.
  public static func check(_ program: LoadedProgram) -> DiagnosticSet {
    var diagnostics = DiagnosticSet()
    _ = Analyzer.analyze(program.sources.files, for: .findings, diagnostics: &diagnostics)
    return diagnostics
  }

  /// Parses all files, and resolves, checks and lowers all systems. What a syntax error hides is not reported again; the rest is checked
  /// all the same. `classifyingPromises` asks for what the enforcement report shows.
  public static func lower(_ program: LoadedProgram, classifyingPromises: Bool = false) -> LoweredProgram {
    var diagnostics = DiagnosticSet()
    let systems = Analyzer.analyze(program.sources.files, for: classifyingPromises ? .promises : .systems, diagnostics: &diagnostics)
    return LoweredProgram(loaded: program, systems: diagnostics.hasErrors ? [] : systems, diagnostics: diagnostics)
  }

  /// The Swift of a program without errors: one file for each source file, in the order of their names.
  public static func generate(_ program: LoweredProgram, _ configuration: Configuration) -> [GeneratedFile] {
    SwiftGenerator.generate(
      systems: program.systems, files: program.loaded.sources.files.map(\.path),
      options: GeneratorOptions(access: configuration.access))
  }
}
