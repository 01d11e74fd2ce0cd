import IntentDriver

/// `intent fix`.
enum FixCommand: Command {
  static let syntax = CommandSyntax(
    "intent fix", "Make the changes that specifications are told to need", operands: Program.operands,
    options: [
      .init("check", "write nothing; name the files that would change"),
      .init("dry-run", "write nothing; print the changes as a unified diff"),
    ],
    details: """
      A change is made where a finding has one likely cure: a misspelt name, a missing comma, a sign from another language. What is only one
      possibility of several is left to you. All files are mended together; none has more errors afterwards than before.

      Exit codes: 0 done and no errors are left, 2 errors are left or, with --check, a file would change, 4 a file cannot be read.
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    if arguments.has("check"), arguments.has("dry-run") { throw UsageError("say either `--check` or `--dry-run`", in: syntax.name) }
    let inputs = try Program.inputs(arguments.operands).sorted { $0.name < $1.name }
    let files = zip(inputs, try Pipeline.load(inputs).sources.files).map { (input: $0, bytes: $1.bytes) }
    let fixer = Fixer(files)
    let changed = zip(files, fixer.files).filter { $0.bytes != $1.bytes }
    if arguments.has("check") {
      for (old, _) in changed { Terminal.output.write("\(old.input.path)\n") }
      return changed.isEmpty && !fixer.program.diagnostics.hasErrors ? .clean : .findings
    }
    if arguments.has("dry-run") {
      for (old, new) in changed { Terminal.output.write(UnifiedDiff.text(old.input.path, old.bytes, new.bytes)) }
    } else {
      for (_, new) in changed { try write(new.input.path, new.bytes) }
      if files.map(\.input.path) == ["-"], changed.isEmpty { Terminal.output.write(String(decoding: files[0].bytes, as: UTF8.self)) }
    }
    for change in fixer.changes { Terminal.error.write("\(change.place): \(change.title) [\(change.code)]\n") }
    report(fixer)
    return fixer.program.diagnostics.hasErrors ? .findings : .clean
  }

  private static func write(_ path: String, _ bytes: [UInt8]) throws {
    if path == "-" { return Terminal.output.write(String(decoding: bytes, as: UTF8.self)) }
    do throws(FileError) { try Files.writeIfChanged(path, bytes) } catch { throw OutputError(cause: error) }
  }

  private static func report(_ fixer: Fixer) {
    let errors = fixer.program.diagnostics.errorCount
    func number(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
    if fixer.changes.isEmpty && errors == 0 { return }
    let left = errors == 0 ? "no error is left" : "\(number(errors, "error")) \(errors == 1 ? "is" : "are") left"
    Terminal.error.write("\(number(fixer.changes.count, "change")); \(left)\n")
  }
}
