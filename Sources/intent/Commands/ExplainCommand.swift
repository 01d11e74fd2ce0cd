import IntentDiagnostics
import IntentDriver

/// `intent explain`.
enum ExplainCommand: Command {
  static let syntax = CommandSyntax(
    "intent explain", "Say more about a diagnostic's code", operands: "[CODE]", choices: DiagnosticCode.all.map(\.id), count: 0...1,
    options: [.init("markdown", "print all pages as one document")],
    details: """
      Without a code, every code is listed. The code stands at the end of a diagnostic, in brackets.

      Example:
        intent explain E0106
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    if arguments.has("markdown") {
      if !arguments.operands.isEmpty { throw UsageError("`--markdown` prints all pages", in: syntax.name) }
      Terminal.output.write(DiagnosticPage.document)
      return .clean
    }
    guard let id = arguments.operands.first else {
      Terminal.output.write(CommandSyntax.table(DiagnosticCode.all.map { ($0.id, $0.title) }))
      return .clean
    }
    guard let code = DiagnosticCode.find(id) else {
      let nearest = closestName(to: id.uppercased(), among: DiagnosticCode.all.map(\.id))
      throw UsageError(
        "no code is called `\(id)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "; `intent explain` lists them"), in: syntax.name)
    }
    Terminal.output.write(DiagnosticPage.text(code))
    return .clean
  }
}
