#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Synchronization

/// Why standard output did not take all that was written to it.
private let outputFailure = Mutex<FileError?>(nil)

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

  /// Writes `text`. A stream that nobody reads any more is no error; a result that finds no room makes `exit` say so.
  public func write(_ text: String) {
    if Files.writeAll(descriptor, Array(text.utf8)) || self == .error || [EPIPE, EBADF].contains(errno) { return }
    let failure = FileError.lastCall("standard output")
    outputFailure.withLock { $0 = failure }
  }

  /// `true` iff a person sees the stream and wants colour: it is a terminal, `NO_COLOR` is unset or empty, `TERM` is not `dumb`.
  public var usesColor: Bool {
    isatty(descriptor) == 1 && (Self.environment("NO_COLOR") ?? "").isEmpty && Self.environment("TERM") != "dumb"
  }

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Ends the process: with `code`, unless a result could not be written.
  public static func exit(_ code: ExitCode) -> Never {
    guard let failure = outputFailure.withLock({ $0 }) else { systemExit(code.rawValue) }
    error.write("\(failure.place): error: \(failure.reason)\n")
    systemExit(ExitCode.failed.rawValue)
  }
}

/// The C library's `exit`, whose name `Terminal` uses for its own.
private func systemExit(_ code: Int32) -> Never { exit(code) }
