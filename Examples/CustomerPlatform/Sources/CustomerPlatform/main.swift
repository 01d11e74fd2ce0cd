import Foundation
import IntentRuntime
import IntentSQLite

/// The generated system with this app's handlers, checkers and reducers.
typealias Platform = Conductor<CustomerPlatform.Model<Reducers>>

let usage = """
  usage: CustomerPlatform [--log FILE] [--story | --graphs]

  Plays the customer platform's story on a SQLite log, or, where the log holds the story already, one more visit.

    --log FILE   the log (default: customer_platform.sqlite)
    --story      plays the story only, as far as the log does not hold it
    --graphs     plays nothing; prints what followed from each interaction
  """

var path = "customer_platform.sqlite"
var mode = ""
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--log" where !arguments.isEmpty: path = arguments.removeFirst()
  case "--story", "--graphs": mode = argument
  case "--help", "-h":
    print(usage)
    exit(0)
  default:
    FileHandle.standardError.write(Data("CustomerPlatform: cannot make sense of '\(argument)'; --help says what there is\n".utf8))
    exit(64)
  }
}

do {
  try await run(log: path, mode: mode)
} catch {
  FileHandle.standardError.write(Data("CustomerPlatform: \(error)\n".utf8))
  exit(1)
}

func run(log: String, mode: String) async throws {
  // A seed of its own, so that two runs of the story write the same bytes.
  let store = try SQLiteStore(path: log, seed: 1)
  let tail = try await store.tail()
  let clock = ManualTime(max(Story.start, tail.recorded))
  let platform = try await CustomerPlatform.open(
    store: store, clock: clock, handlers: Desk(phoneIsOffUntil: Story.phoneIsBack), checkers: Checks(), derivations: Reducers())
  let story = Story(platform: platform, clock: clock, tell: { print($0) })
  switch mode {
  case "--graphs": try await printGraphs(platform, store)
  case "--story": try await story.play()
  default:
    if try await store.find(idempotencyKey: "seen") == nil { try await story.play() } else { try await story.visit() }
    print("The log is \(log): sqlite3 \(log) 'select position, type, subject, cause from events'")
  }
  await store.close()
}

/// The graph of each interaction in the log, in order.
func printGraphs(_ platform: Platform, _ store: SQLiteStore) async throws {
  for try await page in store.pages() {
    for record in page where record.type == "interaction.created" {
      print(try await platform.graph(of: record.position).text)
    }
  }
}
