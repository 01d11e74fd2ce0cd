// What an event and a question cost as a system grows: a deal changes, and then one thing is asked, as the generated code keeps it up to
// date and by a plain look at all instances. Prints one line of JSON a size and question. Usage: growth-bench [SIZE…]
import IntentRuntime

typealias Model = Growth.Model
let zero = Money(FixedDecimal(0))
let model = Model()

func moment(_ position: Int) -> Moment {
  let time = Timestamp(milliseconds: Int64(position))
  return Moment(position: Position(position), recorded: time, nominal: time, calendar: .utc)
}

func stage(_ number: Int) -> Growth.Stage { [.lead, .qualified, .won, .lost][number & 3] }

/// An engine with a deal for each number below `size`, ten to a customer.
func grown(to size: Int) throws -> Engine<Model> {
  var engine = try Engine(model)
  var position = 0
  for number in 1...max(size / 10, 1) {
    position += 1
    let customer = Growth.Customer(id: EntityID(ordinal: UInt64(number)), name: "c")
    try engine.apply(.customer(.created(customer)), at: Position(position), recorded: Timestamp(milliseconds: 0))
  }
  for number in 1...size {
    position += 1
    let deal = Growth.Deal(
      id: EntityID(ordinal: UInt64(number)), customer: EntityID(ordinal: UInt64(number % max(size / 10, 1) + 1)), stage: stage(number),
      value: Money(FixedDecimal(number &* 7919 % 1000)))
    try engine.apply(.deal(.created(deal)), at: Position(position), recorded: Timestamp(milliseconds: 0))
  }
  return engine
}

struct Question {
  let name: String
  let kept: (Model.World, Moment) -> Int
  let plain: (Growth.State, Moment) -> Int
}

func digest(_ money: Money) -> Int { Int(truncatingIfNeeded: money.amount.hashValue) }

let questions = [
  Question(
    name: "sum", kept: { digest(model.pipeline($0, $1)) },
    plain: { state, _ in digest(state.deals.all.filter { $0.stage == .lead || $0.stage == .qualified }.reduce(zero) { $0 + $1.value }) }),
  Question(
    name: "average", kept: { digest(model.meanWon($0, $1)) },
    plain: { state, _ in
      let won = state.deals.all.filter { $0.stage == .won }
      return digest(won.reduce(zero) { $0 + $1.value }.divided(by: FixedDecimal(won.count)) ?? zero)
    }),
  Question(
    name: "ten lowest in order", kept: { digest(model.bestTen($0, $1)) },
    plain: { state, _ in
      let ordered = state.deals.all.filter { $0.stage == .won }.sorted { $0.value < $1.value }
      return digest(ordered.prefix(10).reduce(zero) { $0 + $1.value })
    }),
  Question(
    name: "every", kept: { model.assertions(in: $0, at: $1).allSatisfy(\.holds) ? 1 : 0 },
    plain: { state, _ in state.deals.all.filter { $0.stage == .won }.allSatisfy { $0.value >= zero } ? 1 : 0 }),
  Question(
    name: "nested", kept: { model.busy($0, $1) },
    plain: { state, _ in
      var sums: [Growth.Customer.ID: Money] = [:]
      for deal in state.deals.all where deal.stage == .lead || deal.stage == .qualified {
        sums[deal.customer, default: zero] = sums[deal.customer, default: zero] + deal.value
      }
      return sums.values.count { $0 > Money(FixedDecimal(500)) }
    }),
  Question(
    name: "age, counted", kept: { model.stuck($0, $1) },
    plain: { state, moment in
      state.deals.all.count {
        $0.stage == .lead && isGreater(elapsed(since: state.dealsStageSince[$0.id], moment.recorded), TimeSpan(milliseconds: 500))
      }
    }),
]

/// Nanoseconds that `body` takes each time.
func cost(_ times: Int, _ body: (Int) throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  for number in 0..<times { try body(number) }
  let spent = start.duration(to: clock.now).components
  return (Double(spent.seconds) * 1e9 + Double(spent.attoseconds) / 1e9) / Double(times)
}

/// A system of one size.
final class Grown {
  let size: Int
  var engine: Engine<Model>
  var position: Int

  init(_ size: Int) throws {
    self.size = size
    engine = try grown(to: size)
    position = 2 * size + 2
  }

  /// Changes one deal.
  func change() throws {
    position += 1
    let id = Growth.Deal.ID(ordinal: UInt64(position &* 48271 % size + 1))
    let changes: [Growth.Deal.Change] = [.stage(stage(position)), .value(Money(FixedDecimal(position &* 7919 % 1000)))]
    try engine.apply(.deal(.updated(id, changes)), at: Position(position), recorded: Timestamp(milliseconds: Int64(position)))
  }
}

@MainActor func measure(_ size: Int) throws {
  let system = try Grown(size)
  let event = try cost(100_000) { _ in try system.change() }
  print("{\"instances\":\(size),\"what\":\"event\",\"kept_ns\":\(Int(event))}")
  for question in questions {
    // What is asked is summed up, so that no answer may be left out.
    var sum = 0
    let kept = try cost(50_000) { _ in
      try system.change()
      sum &+= question.kept(system.engine.world, moment(system.position))
    }
    let now = moment(system.position)
    let plain = cost(min(max(3, 2_000_000 / size), 2_000)) { _ in sum &+= question.plain(system.engine.world.state, now) }
    let agree = question.kept(system.engine.world, now) == question.plain(system.engine.world.state, now)
    print(
      "{\"instances\":\(size),\"what\":\"\(question.name)\",\"kept_ns\":\(Int(kept)),\"plain_ns\":\(Int(plain)),"
        + "\"agree\":\(agree),\"digest\":\(sum & 0xFFFF)}")
  }
}

let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
for size in sizes.isEmpty ? [1_000, 10_000, 100_000, 1_000_000] : sizes { try measure(size) }
