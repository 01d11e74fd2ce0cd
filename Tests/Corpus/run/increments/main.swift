// Random events; after each, what is kept equals what a plain look at all instances finds.
import Foundation
import IntentRuntime

struct Quiet: Growth.Handlers {
  func thank(_ action: Growth.Thank, _ work: Work) async throws -> Outcome<Done<Growth.Thank>> { .later }
  func cheer(_ action: Growth.Cheer, _ work: Work) async throws -> Outcome<Done<Growth.Cheer>> { .later }
}

struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
  mutating func one<E: Entity>(of count: Int, _ type: E.Type) -> EntityID<E> { EntityID(ordinal: UInt64(below(max(count, 1)) + 1)) }
}

let seed = ProcessInfo.processInfo.environment["INTENT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000_000)
var random = Generator(state: seed)
let zero = Money(FixedDecimal(0))
let model = Growth.Model(handlers: Quiet())
let store = MemoryStore(seed: 1)
let clock = ManualTime(Timestamp(milliseconds: 1_000_000))
let growth = try await Growth.open(store: store, clock: clock, handlers: Quiet())
var counts = [0, 0, 0, 0]

@MainActor func event() -> Growth.Event {
  let deal = random.one(of: counts[2], Growth.Deal.self)
  let customer = random.one(of: counts[1], Growth.Customer.self)
  let stage: Growth.Stage = [.lead, .qualified, .won, .lost][random.below(4)]
  let value = Money(FixedDecimal(random.below(8)))
  let closed = random.below(3) == 0 ? nil : Timestamp(milliseconds: Int64(random.below(50)))
  switch random.below(20) {
  case 0:
    counts[0] += 1
    return .rep(.created(Growth.Rep(id: EntityID(ordinal: UInt64(counts[0])), name: "r")))
  case 1, 2:
    counts[1] += 1
    let rep = random.below(4) == 0 ? nil : random.one(of: counts[0], Growth.Rep.self)
    return .customer(.created(Growth.Customer(id: EntityID(ordinal: UInt64(counts[1])), name: "c", rep: rep)))
  case 3, 4, 5, 6:
    counts[2] += 1
    return .deal(
      .created(
        Growth.Deal(
          id: EntityID(ordinal: UInt64(counts[2])), customer: customer, stage: stage, value: value, size: random.below(7), closed: closed,
          label: random.below(2) == 0 ? nil : "l\(random.below(5))")))
  case 7, 8, 9:
    counts[3] += 1
    return .line(
      .created(
        Growth.Line(
          id: EntityID(ordinal: UInt64(counts[3])), deal: deal, price: Money(FixedDecimal(random.below(100))), pieces: random.below(4))))
  case 10: return .deal(.updated(deal, [.customer(customer)]))
  case 11: return .deal(.updated(deal, [.stage(stage), .value(value)]))
  case 12: return .deal(.updated(deal, [.size(random.below(8) - 1), .closed(closed)]))
  case 13: return .deal(.updated(deal, [.label(random.below(2) == 0 ? nil : "l\(random.below(5))")]))
  case 14: return .customer(.updated(customer, [.rep(random.below(3) == 0 ? nil : random.one(of: counts[0], Growth.Rep.self))]))
  case 15: return .customer(.updated(customer, [.active(random.below(2) == 0)]))
  case 16: return .line(.updated(random.one(of: counts[3], Growth.Line.self), [.price(Money(FixedDecimal(random.below(100))))]))
  case 17: return .line(.deleted(random.one(of: counts[3], Growth.Line.self)))
  case 18: return .deal(.deleted(deal))
  default: return random.below(4) == 0 ? .customer(.deleted(customer)) : .rep(.deleted(random.one(of: counts[0], Growth.Rep.self)))
  }
}

/// What the spec says, kept and plain, as text.
func pictures(_ world: Growth.Model.World, _ moment: Moment) -> (kept: [String], plain: [String]) {
  let state = world.state
  let (customers, deals, lines) = (Array(state.customers.all), Array(state.deals.all), Array(state.lines.all))
  func order(_ deal: Growth.Deal) -> Money { lines.filter { $0.deal == deal.id }.reduce(zero) { $0 + $1.price * FixedDecimal($1.pieces) } }
  func ofCustomer(_ customer: Growth.Customer) -> [Growth.Deal] { deals.filter { $0.customer == customer.id } }
  func worth(_ customer: Growth.Customer) -> Money { ofCustomer(customer).reduce(zero) { $0 + order($1) } }
  let won = deals.filter { $0.stage == .won }
  var (kept, plain): ([String], [String]) = ([], [])
  func both(_ name: String, _ a: Any?, _ b: Any?) {
    kept.append("\(name) \(a.map { "\($0)" } ?? "-")")
    plain.append("\(name) \(b.map { "\($0)" } ?? "-")")
  }
  both("pipeline", model.pipeline(world, moment), deals.filter { [.lead, .qualified].contains($0.stage) }.reduce(zero) { $0 + $1.value })
  both("sizes", model.sizes(world, moment), deals.reduce(0) { $0 + $1.size })
  let sizes = FixedDecimal(deals.reduce(0) { $0 + $1.size })
  both("mean size", model.meanSize(world, moment), deals.isEmpty ? FixedDecimal(-1) : sizes.divided(by: FixedDecimal(deals.count)))
  let wonValue = won.reduce(zero) { $0 + $1.value }
  both("mean won", model.meanWon(world, moment), won.isEmpty ? Money(FixedDecimal(-1)) : wonValue.divided(by: FixedDecimal(won.count)))
  both("least", model.leastValue(world, moment), deals.map(\.value).min() ?? Money(FixedDecimal(-1)))
  both("open", model.openCount(world, moment), deals.filter { $0.stage == .lead && $0.size < 3 }.count)
  both("closed", model.lastClosed(world, moment), deals.compactMap(\.closed).max())
  both("whole", model.wholeValue(world, moment), deals.reduce(zero) { $0 + order($1) })
  let isOpen: (Growth.Deal) -> Bool = { $0.stage == .lead || $0.stage == .qualified }
  both("busy", model.busy(world, moment), customers.filter { ofCustomer($0).filter(isOpen).count > 2 }.count)
  both("without lead", model.withoutLead(world, moment), customers.filter { !ofCustomer($0).contains { $0.stage == .lead } }.count)
  let reps = state.reps.all.map { rep in customers.filter { $0.rep == rep.id }.reduce(zero) { $0 + worth($1) } }
  both("rep", model.greatestRep(world, moment), reps.max() ?? Money(FixedDecimal(-1)))
  both("with deals", model.withDeals(world, moment), customers.filter { !ofCustomer($0).isEmpty }.count)
  both("labelled", model.labelled(world, moment), deals.filter { $0.label != nil }.count)
  for deal in deals.suffix(3) {
    let own = lines.filter { $0.deal == deal.id }
    both("dearest", model.dearest(deal, world, moment), own.enumerated().max { ($0.1.price, $0.0) < ($1.1.price, $1.0) }?.1.id)
    both("first dear", model.firstDear(deal, world, moment), own.first { $0.price > Money(FixedDecimal(50)) }?.id)
  }
  let breaking: [[String]] = [
    won.filter { $0.value <= zero }.map { $0.id.reference.description },
    customers.filter { $0.active && ofCustomer($0).count > 6 }.map { $0.id.reference.description },
    lines.filter { $0.price >= Money(FixedDecimal(95)) }.map { $0.id.reference.description },
  ]
  for (result, offenders) in zip(model.assertions(in: world, at: moment), breaking) {
    both("asserted", "\(result.holds) \(result.offenders)", "\(offenders.isEmpty) \(offenders.prefix(10))")
  }
  return (kept, plain)
}

let moment = Moment(
  position: 1, recorded: Timestamp(milliseconds: 0), nominal: Timestamp(milliseconds: 0), calendar: .utc)
var (accepted, refused, wrong) = (0, 0, 0)
for step in 0..<1500 {
  // A batch whose last event is refused leaves no trace in what is kept.
  let batch = (0..<(random.below(4) == 0 ? random.below(5) + 1 : 1)).map { _ in event() }
  do {
    try await growth.append(batch, actor: "test")
    accepted += 1
  } catch {
    refused += 1
  }
  let (kept, plain) = await growth.read { pictures($0, moment) }
  for (a, b) in zip(kept, plain) where a != b {
    wrong += 1
    if wrong < 10 { print("INTENT_SEED=\(seed) step \(step): kept \(a), plain \(b)") }
  }
}
let again = try await Growth.open(store: store, clock: clock, handlers: Quiet())
let (before, after) = (await growth.read { pictures($0, moment).kept }, await again.read { pictures($0, moment).kept })
print(before == after ? "the same after a restart" : "INTENT_SEED=\(seed) another state after a restart")
print(wrong == 0 ? "what is kept is what a plain look finds" : "INTENT_SEED=\(seed) \(wrong) differences")
print(accepted > 200 && refused > 100 ? "both accepted and refused" : "INTENT_SEED=\(seed) \(accepted) accepted, \(refused) refused")
