@testable import IntentRuntime
import TestSupport
import Testing

/// Ordered stores against the plainest of models.
@Suite struct OrderTests {
  @Test func sortedChunksAgreeWithASortedArray() {
    let seed = testSeed()
    var random = SplitMix64(seed: seed)
    var chunks = SortedChunks<Int>()
    var model: [Int] = []
    for step in 0..<20_000 {
      // Grows for a while, then shrinks.
      let grows = Int.random(in: 0..<10, using: &random) < (step % 8_000 < 5_000 ? 8 : 2)
      let value = step % 3 == 0 ? step : Int.random(in: 0..<4_000, using: &random)
      let place = model.firstIndex { $0 >= value } ?? model.count
      let isThere = place < model.count && model[place] == value
      if grows {
        #expect(chunks.insert(value) == !isThere)
        if !isThere { model.insert(value, at: place) }
      } else {
        let value = model.isEmpty || step % 5 == 0 ? value : model[Int.random(in: 0..<model.count, using: &random)]
        let index = model.firstIndex(of: value)
        #expect(chunks.remove(value) == (index != nil))
        if let index { model.remove(at: index) }
      }
      guard step % 50 == 0 else { continue }
      #expect(chunks.count == model.count && chunks.first == model.first && chunks.last == model.last, "INTENT_SEED=\(seed)")
      #expect(chunks.last(before: value) == model.last { $0 < value }, "INTENT_SEED=\(seed)")
      #expect(chunks.first(after: value) == model.first { $0 > value }, "INTENT_SEED=\(seed)")
      #expect(chunks.prefix(step % 700) == Array(model.prefix(step % 700)), "INTENT_SEED=\(seed)")
    }
  }

  @Test func stretchesOfAnOrderAgreeWithAFilter() {
    let seed = testSeed()
    var random = SplitMix64(seed: seed)
    var order = KeptOrder<Desk.Customer, Int>()
    var model: [Ranked<Desk.Customer, Int>] = []
    for rank in 0..<3_000 {
      let member = Ranked<Desk.Customer, Int>(Int.random(in: 0..<900, using: &random), EntityID(ordinal: UInt64(rank + 1)), at: rank)
      order.add(member)
      model.append(member)
      if rank % 3 == 0 { order.remove(model.remove(at: Int.random(in: 0..<model.count, using: &random))) }
      guard rank % 40 == 0 else { continue }
      let bound = Int.random(in: -5..<905, using: &random)
      let stretches: [(OrderStretch<Desk.Customer, Int>, (Int) -> Bool)] = [
        (order.below(bound), { $0 < bound }), (order.below(bound, orAt: true), { $0 <= bound }),
        (order.above(bound), { $0 > bound }), (order.above(bound, orAt: true), { $0 >= bound }),
      ]
      for (stretch, isIn) in stretches {
        let expected = model.filter { $0.value.map(isIn) == true }
        #expect(stretch.count == expected.count && stretch.isEmpty == expected.isEmpty, "INTENT_SEED=\(seed)")
        #expect(stretch.names(10) == expected.prefix(10).map { $0.id.reference.description }, "INTENT_SEED=\(seed)")
      }
    }
  }

  @Test(arguments: [true, false])
  func rangesOverlapWhereAModelSaysSo(_ includesEnd: Bool) {
    typealias Range = OccupiedRange<Int, Int>
    let seed = testSeed()
    var random = SplitMix64(seed: seed)
    var index = RangeIndex<Desk.Customer, Int, Int>(includesEnd: includesEnd)
    var model: [UInt64: Range] = [:]
    func before(_ start: Int?, _ end: Int?) -> Bool {
      guard let start, let end else { return true }
      return includesEnd ? start <= end : start < end
    }
    for _ in 0..<10_000 {
      let id = UInt64.random(in: 1...30, using: &random)
      let start = Int.random(in: 0..<60, using: &random)
      let range = Range(
        per: Int.random(in: 0..<3, using: &random), start: Bool.random(using: &random) || start > 3 ? start : nil,
        end: start < 57 ? start + Int.random(in: -1..<6, using: &random) : nil)
      let isTaken =
        before(range.start, range.end)
        && model.contains { other, held in
          other != id && held.per == range.per && before(held.start, held.end) && before(range.start, held.end)
            && before(held.start, range.end)
        }
      #expect(index.isTaken(range, besides: Desk.Customer.ID(ordinal: id)) == isTaken, "INTENT_SEED=\(seed) \(range) \(model)")
      let new: Range? = isTaken ? nil : range
      index.move(Desk.Customer.ID(ordinal: id), model[id], new)
      model[id] = new
    }
  }
}
