import IntentDiagnostics
import IntentDriver

/// One verb of `intent`.
protocol Command {
  /// What it takes.
  static var syntax: CommandSyntax { get }

  /// Does it. Errors: `UsageError` (exit code 64) and `FileError` (exit code 4).
  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode
}

extension Command {
  /// The verb alone.
  static var verb: String { String(syntax.name.drop { $0 != " " }.dropFirst()) }
}

/// The command line of `intent`.
enum Tool {
  static var commands: [any Command.Type] {
    [
      CheckCommand.self, FixCommand.self, FmtCommand.self, EmitCommand.self, GraphCommand.self, ExplainCommand.self, NewCommand.self,
      CompletionCommand.self,
    ]
  }

  /// Runs what `words`, the command line without the tool's name, ask for.
  static func run(_ words: [String]) -> ExitCode {
    do {
      return try dispatch(words)
    } catch let error as UsageError {
      Terminal.error.write("intent: \(error.message)\nSee `\(error.command) --help`.\n")
      return .usage
    } catch let error as FileError {
      Terminal.error.write("\(error.place): error: \(error.reason)\n")
      return .unreadable
    } catch let error as OutputError {
      Terminal.error.write("\(error.cause.place): error: \(error.cause.reason)\n")
      return .failed
    } catch {
      Terminal.error.write("intent: \(error)\n")
      return .failed
    }
  }

  private static func dispatch(_ words: [String]) throws -> ExitCode {
    guard let verb = words.first else {
      Terminal.error.write(help)
      return .usage
    }
    switch verb {
    case "--help", "-h", "help":
      guard words.count > 1, let command = try command(words[1]) else {
        Terminal.output.write(help)
        return .clean
      }
      Terminal.output.write(command.syntax.help)
      return .clean
    case "--version":
      Terminal.output.write("intent \(intentVersion)\n")
      return .clean
    default:
      guard let command = try command(verb) else { return .usage }
      let arguments = try command.syntax.parse(words.dropFirst())
      if arguments.has("help") {
        Terminal.output.write(command.syntax.help)
        return .clean
      }
      return try command.run(arguments)
    }
  }

  private static func command(_ verb: String) throws -> (any Command.Type)? {
    if let command = commands.first(where: { $0.verb == verb }) { return command }
    let candidates = commands.map { $0.verb } + ["help", "--help", "--version"]
    let nearest = closestName(to: verb, among: candidates)
    throw UsageError("unknown verb `\(verb)`" + (nearest.map { "; did you mean `\($0)`?" } ?? ""), in: "intent")
  }

  static var help: String {
    """
    Compile, format and look into .intent specifications.

    Usage: intent VERB [options] [arguments]

    Verbs:
    \(CommandSyntax.table(commands.map { ($0.verb, $0.syntax.summary.lowercasedFirst) }))
    Options:
    \(CommandSyntax.table([("--help", "print this help; `intent VERB --help` prints a verb's"), ("--version", "print the version")]))
    Where FILE stands, a directory means every .intent file below it; without any, the current directory is taken.
    Results go to standard output, diagnostics to standard error.

    Exit codes: 0 clean, 1 the tool failed, 2 findings, 4 a file cannot be read, 64 wrong usage.

    """
  }
}

/// A result that could not be written: the tool failed, while its input was right.
struct OutputError: Error {
  let cause: FileError
}

extension String {
  /// With its first letter in lower case.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
