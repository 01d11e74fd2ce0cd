import Foundation

/// The `CrashWriter` program, started with a pipe to each end.
final class ChildProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  init(_ arguments: [String]) throws {
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// Built beside the tests.
  private static var program: URL {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.executableURL
    let directory = (bundle ?? URL(fileURLWithPath: CommandLine.arguments[0])).deletingLastPathComponent()
    return directory.appendingPathComponent("CrashWriter")
  }

  /// The next line of output without its end; nil when the child has ended. A line that was cut off is dropped.
  func line() -> String? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending.removeSubrange(...end) }
        return String(decoding: pending[..<end], as: UTF8.self)
      }
      let more = read()
      if more.isEmpty { return nil }
      pending += more
    }
  }

  /// What stands in the pipe; nothing at its end. `FileHandle.availableData` would trap where a signal interrupts it.
  private func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 13)
    while true {
      let count = Foundation.read(output.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
      if count >= 0 || errno != EINTR { return Array(buffer.prefix(max(count, 0))) }
    }
  }

  /// Ends the child at once, without a chance to tidy up.
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  var processIdentifier: Int32 { process.processIdentifier }

  /// Ends the child's input and waits until it has ended.
  func wait() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
