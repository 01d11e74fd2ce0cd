import IntentDriver

/// `intent fmt`.
enum FmtCommand: Command {
  static let syntax = CommandSyntax(
    "intent fmt", "Format specifications in place", operands: Program.operands,
    options: [.init("check", "write nothing; name the files that are not formatted")],
    details: """
      Every comment and every group of lines is kept. `-` formats standard input to standard output. A file with a syntax error is reported
      and left as it is.

      Exit codes: 0 done, 2 syntax errors or, with --check, files that are not formatted, 4 a file cannot be read.
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    var code = ExitCode.clean
    for input in try Program.inputs(arguments.operands) {
      if try format(input, isCheck: arguments.has("check")) == .findings { code = .findings }
    }
    return code
  }

  private static func format(_ input: Input, isCheck: Bool) throws -> ExitCode {
    let bytes = try Pipeline.read(input.path)
    let program = Pipeline.parse(Pipeline.load([(input, bytes)]))
    if program.diagnostics.hasErrors {
      let report = Report(.text, sources: program.loaded.shownSources, color: Terminal.error.usesColor)
      Terminal.error.write(report.text(program.diagnostics))
      return .findings
    }
    let formatted = Pipeline.format(program).joined()
    if isCheck {
      if Array(formatted.utf8) == bytes { return .clean }
      Terminal.output.write("\(input.path)\n")
      return .findings
    }
    if input.path == "-" {
      Terminal.output.write(formatted)
    } else {
      do throws(FileError) { try Files.writeIfChanged(input.path, Array(formatted.utf8)) } catch { throw OutputError(cause: error) }
    }
    return .clean
  }
}
