import IntentDriver

/// `intent check`.
enum CheckCommand: Command {
  static let syntax = CommandSyntax(
    "intent check", "Report what is wrong with specifications", operands: Program.operands,
    options: [
      .init(
        "format", "text for people (the default), compact for builds, json (an object a line), sarif, github (annotations)",
        choices: formats),
      .init("enforcement", "print how each promise is kept: typed, proved, guarded, monitored, gated or attested"),
    ],
    details: """
      All files are checked together, as one target is compiled. `-` is standard input. `intent explain CODE` says more about a finding.
      The forms json, sarif and github are results, on standard output; the others are diagnostics, on standard error.

      With `--enforcement` the report is a result, as text, markdown or json; a `*`, or `"kept":false`, marks what generated code does not
      keep yet.

      Exit codes: 0 no errors, 2 errors, 4 a file cannot be read.
      """)

  private static let formats = ReportFormat.allCases.map(\.rawValue) + [EnforcementReport.Format.markdown.rawValue]

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    if arguments.has("enforcement") { return try printEnforcement(arguments) }
    if arguments.value("format") == "markdown" { throw UsageError("`--format markdown` is for `--enforcement`", in: syntax.name) }
    let format = arguments.value("format").flatMap { ReportFormat(rawValue: $0) } ?? .text
    let program = try Pipeline.load(try Program.inputs(arguments.operands))
    let findings = Pipeline.check(program)
    Memory.keep((program, findings))
    let stream = Report.isResult(format) ? Terminal.output : Terminal.error
    let report = Report(format, sources: program.shownSources, color: format == .text && stream.usesColor)
    stream.write(report.text(findings) + (report.summary(findings) ?? ""))
    return findings.hasErrors ? .findings : .clean
  }

  private static func printEnforcement(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    guard let format = EnforcementReport.Format(rawValue: arguments.value("format") ?? "text") else {
      let choices = EnforcementReport.Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("`--enforcement` is written as \(choices)", in: syntax.name)
    }
    let program = try Program.load(arguments.operands, classifyingPromises: true)
    if program.diagnostics.hasErrors { return .findings }
    Terminal.output.write(EnforcementReport.text(program.systems, format))
    return .clean
  }
}
