import IntentDiagnostics
import IntentDriver
import IntentIR

/// `intent graph`.
enum GraphCommand: Command {
  static let syntax = CommandSyntax(
    "intent graph", "Draw what a specification expects to follow", operands: Program.operands,
    options: [
      .init("trigger", "only what this starts, such as interaction.created", value: "TRIGGER"),
      .init("format", "text (the default), mermaid, dot", choices: ["text", "mermaid", "dot"]),
    ],
    details: """
      This is the specification's own graph: each consequence that may be due, with its deadline. The graph of an event that
      happened, with what was met and what is missing, is printed by the app that holds the log.

      Examples:
        intent graph Sources/Support --trigger ticket.created
        intent graph --format dot | dot -Tsvg > graph.svg

      Exit codes: 0 done, 2 the specification has errors, 4 a file cannot be read.
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    let program = try Program.load(arguments.operands)
    if program.diagnostics.hasErrors { return .findings }
    var reactions = program.systems.flatMap(\.reactions)
    if let trigger = arguments.value("trigger") {
      let triggers = reactions.map(\.triggerText)
      // `every day` means `every day at doctor.opens`, too.
      reactions = reactions.filter { $0.triggerText == trigger || $0.triggerText.hasPrefix(trigger + " ") }
      if reactions.isEmpty {
        let nearest = closestName(to: trigger, among: triggers)
        let hint = nearest.map { "; did you mean `\($0)`?" } ?? (triggers.isEmpty ? "" : "; there is \(triggers.joined(separator: ", "))")
        throw UsageError("nothing is triggered by `\(trigger)`\(hint)", in: syntax.name)
      }
    }
    let nodes = reactions.map { ConsequenceNode($0) }
    switch arguments.value("format") {
    case "mermaid": Terminal.output.write(ConsequenceDrawing.mermaid(nodes))
    case "dot": Terminal.output.write(ConsequenceDrawing.dot(nodes))
    default: Terminal.output.write(nodes.map(ConsequenceDrawing.text).joined(separator: "\n"))
    }
    return .clean
  }
}
