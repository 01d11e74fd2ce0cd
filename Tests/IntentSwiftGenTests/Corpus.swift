import Foundation
import IntentDiagnostics
import IntentIR
import IntentSemantics
import IntentSource
import IntentSwiftGen

/// A program of the corpus: a folder of `.intent` files, or one file. Below `Tests/Corpus/swift` the generated Swift stands beside them.
struct Program: CustomStringConvertible, Sendable {
  let name: String
  let folder: URL

  var description: String { name }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every folder of `Tests/Corpus/swift`.
  static let all: [Program] = {
    let corpus = root.appending(path: "Tests/Corpus/swift")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.map { Program(name: $0, folder: corpus.appending(path: $0)) }
  }()

  /// Every folder of `Tests/Corpus/run`: programs that are built and run.
  static let run: [Program] = {
    let corpus = root.appending(path: "Tests/Corpus/run")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.map { Program(name: $0, folder: corpus.appending(path: $0)) }
  }()

  /// The right programs of `Tests/Corpus/positive`, of one file or a folder each.
  static let positive: [Program] = ["programs", "near"].flatMap { part in
    let corpus = root.appending(path: "Tests/Corpus/positive/\(part)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") && !$0.hasSuffix(".diagnostics") }
      .map { Program(name: $0, folder: corpus.appending(path: $0)) }
  }

  /// The example that an author reads first.
  static let example = Program(
    name: "customer_platform", folder: root.appending(path: "Examples/CustomerPlatform/Sources/CustomerPlatform"))

  /// The sources by name.
  func sources() throws -> [(name: String, text: String)] {
    if folder.pathExtension == "intent" { return [(name, try String(contentsOf: folder, encoding: .utf8))] }
    let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
    return try paths.filter { $0.hasSuffix(".intent") }.sorted().map {
      ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
    }
  }
}

/// What the compiler says of a text that should have no error.
struct UnexpectedErrors: Error, CustomStringConvertible {
  let description: String
}

/// The systems of the sources. Throws `UnexpectedErrors` where they have errors.
func lower(_ sources: [(name: String, text: String)]) throws -> [SystemIR] {
  var map = SourceMap()
  for source in sources { map.add(path: source.name, bytes: Array(source.text.utf8)) }
  var diagnostics = DiagnosticSet()
  let systems = Analyzer.analyze(map.files, diagnostics: &diagnostics)
  if diagnostics.hasErrors {
    let errors = diagnostics.sorted.filter { $0.severity == .error }
    let renderer = DiagnosticRenderer(sources: map)
    throw UnexpectedErrors(description: errors.map(renderer.render).joined())
  }
  return systems
}

/// The Swift files of the sources.
func generate(
  _ sources: [(name: String, text: String)], access: GeneratorOptions.Access = .internal
) throws -> [GeneratedFile] {
  SwiftGenerator.generate(
    systems: try lower(sources), files: sources.map(\.name), options: GeneratorOptions(access: access))
}
