import Foundation
import Testing

/// The demo, killed at any moment and started again, ends with the same log and the same graphs as one that nobody disturbed.
@Suite struct KillTests {
  static let kills = Int(ProcessInfo.processInfo.environment["INTENT_KILLS"] ?? "") ?? 200
  static let seed = UInt64(ProcessInfo.processInfo.environment["INTENT_SEED"] ?? "") ?? UInt64.random(in: 0...UInt64.max)

  @Test func sameLogAndGraphsHoweverOftenKilled() throws {
    print("INTENT_SEED=\(Self.seed) INTENT_KILLS=\(Self.kills)")
    var random = SplitMix64(state: Self.seed)
    let folder = try Folder()
    let calm = folder.log("calm")
    let started = Date()
    #expect(try Demo(log: calm).finish() == 0)
    let duration = Date().timeIntervalSince(started)
    let expected = try Outcome(of: calm)
    #expect(expected.log.contains("acknowledged"), "the undisturbed story wrote its log")

    var killed = 0
    var round = 0
    var disturbed = folder.log("disturbed-0")
    while killed < Self.kills {
      let demo = try Demo(log: disturbed)
      Thread.sleep(forTimeInterval: duration * Double.random(in: 0...1.1, using: &random))  // the moment is what varies here
      if demo.kill() {
        killed += 1
      } else {
        #expect(try Outcome(of: disturbed) == expected, "round \(round)")
        round += 1
        disturbed = folder.log("disturbed-\(round)")
      }
    }
    #expect(try Demo(log: disturbed).finish() == 0)
    #expect(try Outcome(of: disturbed) == expected, "round \(round), the last")
    print("\(killed) kills over \(round + 1) stories of \(Int(duration * 1000)) ms")
  }
}

/// What a story leaves: every row of its log, and the graphs of its interactions.
struct Outcome: Equatable {
  var log: String
  var graphs: String

  init(of log: URL) throws {
    self.log = try output(of: URL(fileURLWithPath: "/usr/bin/env"), ["sqlite3", log.path, "select * from log order by position"])
    graphs = try output(of: demoExecutable, ["--log", log.path, "--graphs"])
  }
}

/// One run of the demo's story.
struct Demo {
  let process = Process()

  init(log: URL) throws {
    process.executableURL = demoExecutable
    process.arguments = ["--log", log.path, "--story"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  func finish() throws -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Kills it at once; false if it had ended by itself.
  func kill() -> Bool {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }
}

/// A folder of temporary logs.
struct Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("story-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func log(_ name: String) -> URL { url.appendingPathComponent(name + ".sqlite") }
}

/// The demo's executable, which SwiftPM builds beside the tests.
let demoExecutable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  .appendingPathComponent("CustomerPlatform")

func output(of executable: URL, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = executable
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(executable.lastPathComponent) \(arguments)")
  return String(decoding: data, as: UTF8.self)
}

/// A small generator with a seed that can be printed. Source: S. Vigna, splitmix64.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
