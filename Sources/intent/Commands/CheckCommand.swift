import IntentDriver

/// `intent check`.
enum CheckCommand: Command {
  static let syntax = CommandSyntax(
    "intent check", "Report what is wrong with specifications", operands: Program.operands,
    options: [
      .init(
        "format", "text for people (the default), compact for builds, json (an object a line), sarif, github (annotations)",
        value: ReportFormat.allCases.map(\.rawValue).joined(separator: "|"), choices: ReportFormat.allCases.map(\.rawValue))
    ],
    details: """
      All files are checked together, as one target is compiled. `-` is standard input. `intent explain CODE` says more about a finding.
      The forms json, sarif and github are results, on standard output; the others are diagnostics, on standard error.

      Exit codes: 0 no errors, 2 errors, 4 a file cannot be read.
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    let format = arguments.value("format").flatMap { ReportFormat(rawValue: $0) } ?? .text
    let program = Pipeline.lower(Pipeline.parse(try Pipeline.load(try Program.inputs(arguments.operands))))
    let stream = Report.isResult(format) ? Terminal.output : Terminal.error
    let report = Report(format, sources: program.loaded.shownSources, color: format == .text && stream.usesColor)
    stream.write(report.text(program.diagnostics) + (report.summary(program.diagnostics) ?? ""))
    return program.diagnostics.hasErrors ? .findings : .clean
  }
}
