import IntentDiagnostics

/// The command line of `intentc`, the tool that the build plugin runs.
public enum Compiler {
  static let syntax = CommandSyntax(
    "intentc", "Compile the .intent files of one Swift target", operands: "FILE…", count: 1...Int.max,
    options: [
      .init("output-dir", "where the Swift files go, one for each FILE", value: "DIR"),
      .init("root", "the target's directory; generated code names files relative to it", value: "DIR"),
      .init("config", "the target's intent.json", value: "FILE"),
      .init("format", "how findings are written", choices: ReportFormat.allCases.map(\.rawValue)),
    ],
    details: """
      Exit codes: 0 compiled, 1 the output could not be written, 2 the specification has errors, 4 a file cannot be read, 64 wrong usage.
      """)

  /// Runs the tool with the words after its name. Results are files; findings go to standard error.
  public static func run(_ words: ArraySlice<String>) -> ExitCode {
    do throws(UsageError) {
      let arguments = try syntax.parse(words)
      if arguments.has("help") {
        Terminal.output.write(syntax.help)
        return .clean
      }
      guard let directory = arguments.value("output-dir") else { throw UsageError("missing `--output-dir`", in: "intentc") }
      return compile(arguments, into: directory)
    } catch {
      Terminal.error.write("intentc: \(error.message)\n")
      return .usage
    }
  }

  /// The path below the target's directory; of a file elsewhere, its name alone, so that no generated file shows where it was made.
  private static func name(of path: String, root: String) -> String {
    Files.relative(path, to: root) ?? (path.hasPrefix("/") ? Files.baseName(of: path) : path)
  }

  private static func compile(_ arguments: CommandSyntax.Arguments, into directory: String) -> ExitCode {
    let root = arguments.value("root") ?? Files.currentDirectory
    let inputs = arguments.operands.map { Input(path: $0, name: name(of: $0, root: root)) }
    var configuration = Configuration()
    let program: LoweredProgram
    do throws(FileError) {
      if let path = arguments.value("config") { configuration = try Configuration(reading: path) }
      program = Pipeline.lower(try Pipeline.load(inputs))
    } catch {
      Terminal.error.write("\(error.place): error: \(error.reason)\n")
      return .unreadable
    }
    Memory.keep(program)
    let format = arguments.value("format").flatMap { ReportFormat(rawValue: $0) } ?? .compact
    let report = Report(format, sources: program.loaded.shownSources, color: format == .text && Terminal.error.usesColor)
    // A build that fails says why, and nothing else.
    Terminal.error.write(report.text(program.diagnostics, errorsOnly: program.diagnostics.hasErrors))
    if program.diagnostics.hasErrors { return .findings }
    do throws(FileError) {
      try Files.makeDirectory(directory)
      for file in Pipeline.generate(program, configuration) {
        try Files.writeIfChanged(Files.join(directory, file.name), Array(file.text.utf8))
      }
    } catch {
      Terminal.error.write("\(error.place): error: \(error.reason)\n")
      return .failed
    }
    return .clean
  }
}
