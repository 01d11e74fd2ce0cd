// W1, obligation matching: reads the benchmark's 32-byte records, gives them to the engine as events of the system that is generated
// from w1.intent, and counts the gaps. Prints one line of JSON. Usage: conductor-bench FILE
import Foundation
import IntentRuntime

struct NoHandlers: W1.Handlers {
  func updateEngagement(_ action: W1.UpdateEngagement, _ work: Work) async throws -> Outcome<W1.EngagementUpdated> { .later }
  func acknowledge(_ action: W1.Acknowledge, _ work: Work) async throws -> Outcome<W1.Acknowledged> { .later }
}

/// What a run has seen.
struct Tally {
  var events = 0
  var gaps = [0, 0]
  var sums: [UInt64] = [0, 0]
  /// Position of the event that created each interaction: what a writer of a log knows when it writes a cause.
  var positions: [Position] = [0]

  /// The interaction that the event at `position` created. Positions rise with interactions, so halving finds it.
  func interaction(at position: Position) -> UInt64 {
    var (low, high) = (0, positions.count)
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < position { low = middle + 1 } else { high = middle }
    }
    return UInt64(low)
  }
}

func feed(_ engine: inout Engine<W1.Model>, _ tally: inout Tally, _ bytes: UnsafeRawBufferPointer) throws {
  var offset = 0
  while offset < bytes.count {
    let kind = bytes.load(fromByteOffset: offset, as: UInt32.self)
    let customer = Int(bytes.load(fromByteOffset: offset + 4, as: UInt32.self))
    let time = Timestamp(milliseconds: bytes.load(fromByteOffset: offset + 24, as: Int64.self))
    tally.events += 1
    let position = Position(tally.events)
    if kind == 1 {
      let id = Int(bytes.load(fromByteOffset: offset + 8, as: UInt64.self))
      while tally.positions.count <= id { tally.positions.append(0) }
      tally.positions[id] = position
      try engine.apply(
        .interactionCreated(W1.InteractionCreated(interaction: id, customer: customer)), at: position, recorded: time)
    } else {
      let id = Int(bytes.load(fromByteOffset: offset + 16, as: UInt64.self))
      let event: W1.Event =
        kind == 2
        ? .engagementUpdated(W1.EngagementUpdated(customer: customer)) : .acknowledged(W1.Acknowledged(interaction: id))
      try engine.apply(event, at: position, recorded: time, cause: tally.positions[id])
    }
    offset += 32
  }
}

func run(_ path: String) throws -> Tally {
  var engine = try Engine(W1.Model(handlers: NoHandlers()))
  var tally = Tally()
  guard let file = FileHandle(forReadingAtPath: path) else { throw CocoaError(.fileReadNoSuchFile) }
  while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty {
    try chunk.withUnsafeBytes { try feed(&engine, &tally, $0) }
  }
  engine.advance(to: .distantFuture)
  var (gaps, sums) = (tally.gaps, tally.sums)
  engine.forEachLapsed { id, _, rule, _ in
    gaps[rule] += 1
    sums[rule] &+= tally.interaction(at: id.cause)
  }
  (tally.gaps, tally.sums) = (gaps, sums)
  return tally
}

guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: conductor-bench FILE\n".utf8))
  exit(64)
}
let clock = ContinuousClock()
var tally = Tally()
let elapsed = try clock.measure { tally = try run(CommandLine.arguments[1]) }
let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
print(
  "{\"events\":\(tally.events),\"seconds\":\(seconds),\"gaps1\":\(tally.gaps[0]),\"gaps2\":\(tally.gaps[1]),"
    + "\"sum1\":\(tally.sums[0]),\"sum2\":\(tally.sums[1])}")
