#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The exit codes of every tool.
public enum ExitCode: Int32, Sendable {
  /// Nothing was found.
  case clean = 0
  /// The tool itself failed: it could not write what it made.
  case failed = 1
  /// There are findings: errors, gaps, a difference.
  case findings = 2
  /// An input could not be read.
  case unreadable = 4
  /// The command line is wrong.
  case usage = 64
}

/// Standard output and standard error.
public enum Terminal: Sendable {
  /// Results.
  case output
  /// Diagnostics.
  case error

  private var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }

  /// Writes `text`. A stream that is closed is no error.
  public func write(_ text: String) { _ = Files.writeAll(descriptor, Array(text.utf8)) }

  /// `true` iff a person sees the stream and wants colour: it is a terminal, `NO_COLOR` is unset or empty, `TERM` is not `dumb`.
  public var usesColor: Bool {
    isatty(descriptor) == 1 && (Self.environment("NO_COLOR") ?? "").isEmpty && Self.environment("TERM") != "dumb"
  }

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Ends the process.
  public static func exit(_ code: ExitCode) -> Never { systemExit(code.rawValue) }
}

/// The C library's `exit`, whose name `Terminal` uses for its own.
private func systemExit(_ code: Int32) -> Never { exit(code) }
