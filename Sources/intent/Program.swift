import IntentDriver

/// What the verbs do with the files that a person names.
enum Program {
  /// The operands of a verb that reads specifications.
  static let operands = "[FILE | DIRECTORY]…"

  /// The files that the operands name, each once however it is named: a directory gives every `.intent` file below it. Errors: one is not
  /// there; there is none at all.
  static func inputs(_ operands: [String]) throws -> [Input] {
    var inputs: [Input] = []
    var seen: Set<String> = []
    for operand in operands.isEmpty ? ["."] : operands {
      if operand != "-" && Files.isDirectory(operand) {
        let found = try Files.intentFiles(below: operand)
        if found.isEmpty { throw FileError(operand, "no .intent file below this directory") }
        for path in found where seen.insert(Files.resolved(path) ?? path).inserted {
          // One directory is a target's; files of several keep their paths, so that no two have one name.
          let name = operands.count > 1 ? path : Files.relative(path, to: operand) ?? path
          inputs.append(Input(path: path, name: name))
        }
      } else if seen.insert(Files.resolved(operand) ?? operand).inserted {
        inputs.append(Input(path: operand, name: operand))
      }
    }
    return inputs
  }

  /// Reads, parses and analyses the files that the operands name. Errors go to standard error; warnings are the business of `intent check`.
  static func load(_ operands: [String], classifyingPromises: Bool = false) throws -> LoweredProgram {
    let program = Pipeline.lower(try Pipeline.load(try inputs(operands)), classifyingPromises: classifyingPromises)
    Memory.keep(program)
    let report = Report(.text, sources: program.loaded.shownSources, color: Terminal.error.usesColor)
    Terminal.error.write(report.text(program.diagnostics, errorsOnly: true))
    return program
  }
}
