import Foundation
import IntentDiagnostics
import IntentIR
import IntentSemantics
import IntentSource
import IntentSwiftGen

/// A system as text, lowered, and as Swift.
struct CompiledSystem {
  let text: String
  let system: SystemIR
  let swift: String

  var name: String { system.name }
}

/// What the compiler has against the text, or the system that it is.
func lower(_ text: String, file: String) -> Result<SystemIR, Refused> {
  var map = SourceMap()
  map.add(path: file, bytes: Array(text.utf8))
  var diagnostics = DiagnosticSet()
  let systems = Analyzer.analyze(map.files, diagnostics: &diagnostics)
  guard !diagnostics.hasErrors, let system = systems.first else {
    let renderer = DiagnosticRenderer(sources: map)
    return .failure(Refused(words: diagnostics.sorted.filter { $0.severity == .error }.map(renderer.render).joined()))
  }
  return .success(system)
}

/// What the compiler says of a text that has errors.
struct Refused: Error, CustomStringConvertible {
  let words: String
  var description: String { words }
  /// Each error's first line.
  var lines: String { words.split(separator: "\n").filter { $0.contains(": error: ") }.joined(separator: "\n") }
}

/// The text's only system with the Swift that it becomes.
func compile(_ text: String) throws -> CompiledSystem {
  let file = "spec.intent"
  let system = try lower(text, file: file).get()
  let files = SwiftGenerator.generate(systems: [system], files: [file], options: GeneratorOptions(access: .internal))
  return CompiledSystem(text: text, system: system, swift: files.map(\.text).joined(separator: "\n"))
}
