import IntentDriver
import IntentIR

/// `intent emit`.
enum EmitCommand: Command {
  static let syntax = CommandSyntax(
    "intent emit", "Print what specifications compile to", operands: Program.operands,
    options: [
      .init("ir", "the lowered systems, in canonical text, each with the fingerprint of its meaning"),
      .init("swift", "the generated Swift"),
      .init("config", "the target's intent.json", value: "FILE"),
      .init("output-dir", "write a file each instead of printing", value: "DIR"),
    ],
    details: """
      Examples:
        intent emit --ir Sources/Support
        intent emit --swift --output-dir /tmp/support Sources/Support

      Exit codes: 0 done, 1 a result could not be written, 2 the specification has errors, 4 a file cannot be read.
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    if arguments.has("ir") == arguments.has("swift") { throw UsageError("say either `--ir` or `--swift`", in: syntax.name) }
    let configuration = try arguments.value("config").map { try Configuration(reading: $0) } ?? Configuration()
    let program = try Program.load(arguments.operands)
    if program.diagnostics.hasErrors { return .findings }
    let results =
      arguments.has("ir")
      ? program.systems.map { ("\($0.name).ir", "# fingerprint \($0.fingerprint)\n\($0.text)\n") }
      : Pipeline.generate(program, configuration).map { ($0.name, $0.text) }
    guard let directory = arguments.value("output-dir") else {
      Terminal.output.write(results.map(\.1).joined(separator: "\n"))
      return .clean
    }
    do throws(FileError) {
      try Files.makeDirectory(directory)
      for (name, text) in results { try Files.writeIfChanged(Files.join(directory, name), Array(text.utf8)) }
    } catch {
      throw OutputError(cause: error)
    }
    return .clean
  }
}
