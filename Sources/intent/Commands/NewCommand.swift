import IntentDriver

/// `intent new`.
enum NewCommand: Command {
  static let syntax = CommandSyntax(
    "intent new", "Write a package that builds and runs at once", operands: "NAME", count: 1...1,
    options: [
      .init("intent-path", "a checkout of Intent to depend on (the one that this tool was built in, where there is one)", value: "DIR"),
      .init("intent-url", "a repository of Intent to depend on instead, from its version \(intentVersion)", value: "URL"),
    ],
    details: """
      NAME is the package's, its program's and its directory's name: letters, digits and `_`.

      Example:
        intent new Support && cd Support && swift run

      Exit codes: 0 done, 1 a file could not be written or is there already, 64 wrong usage.
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    let name = arguments.operands[0]
    guard isModuleName(name) else {
      throw UsageError("`\(name)` cannot name a Swift module; take letters, digits and `_`, a letter first", in: syntax.name)
    }
    guard !taken.contains(name.lowercased()) else {
      throw UsageError("`\(name)` is the name of a module that the package uses", in: syntax.name)
    }
    let template = PackageTemplate(name: name, dependency: try dependency(arguments))
    do throws(FileError) {
      if Files.exists(name) { throw FileError(name, "is there already") }
      for (path, text) in template.files {
        let file = Files.join(name, path)
        try Files.makeDirectory(Files.directory(of: file))
        try Files.writeIfChanged(file, Array(text.utf8))
      }
    } catch {
      throw OutputError(cause: error)
    }
    Terminal.output.write("Wrote the package \(name). Next: cd \(name) && swift run\n")
    return .clean
  }

  /// Modules that the new one would hide.
  private static let taken: Set = ["swift", "foundation", "glibc", "darwin", "intent", "intentc", "intentruntime", "intentsqlite"]

  private static func isModuleName(_ name: String) -> Bool {
    let letters = "a"..."z"
    guard let first = name.lowercased().first, letters.contains(String(first)) else { return false }
    return name.lowercased().allSatisfy { letters.contains(String($0)) || $0 == "_" || ("0"..."9").contains($0) }
  }

  /// How the manifest names Intent: by the path or URL that was given, else by the checkout that this tool was built in.
  private static func dependency(_ arguments: CommandSyntax.Arguments) throws -> String {
    if let url = arguments.value("intent-url") {
      if arguments.has("intent-path") { throw UsageError("say either `--intent-path` or `--intent-url`", in: syntax.name) }
      return ".package(url: \"\(url)\", from: \"\(intentVersion)\")"
    }
    if let path = arguments.value("intent-path") {
      let absolute = path.hasPrefix("/") ? path : Files.join(Files.currentDirectory, path)
      guard isCheckout(absolute) else { throw UsageError("no checkout of Intent at `\(path)`", in: syntax.name) }
      return ".package(name: \"intent\", path: \"\(absolute)\")"
    }
    guard let checkout = ownCheckout() else {
      throw UsageError("say where Intent is, with `--intent-path` or `--intent-url`", in: syntax.name)
    }
    return ".package(name: \"intent\", path: \"\(checkout)\")"
  }

  private static func isCheckout(_ directory: String) -> Bool { Files.exists(Files.join(directory, "Plugins/IntentPlugin")) }

  /// The package in whose `.build` this tool stands.
  private static func ownCheckout() -> String? {
    guard let tool = Files.runningExecutable else { return nil }
    var directory = Files.directory(of: tool)
    while directory != "/" && directory != "." {
      if isCheckout(directory) { return directory }
      directory = Files.directory(of: directory)
    }
    return nil
  }
}
