import Foundation
import TestSupport
import Testing

extension SplitMix64 {
  fileprivate mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Words and signs of a text, white space between them kept with the piece before.
private func pieces(_ text: String) -> [String] {
  var result: [String] = []
  var isWord = false
  for character in text {
    let wordNow = character.isLetter || character.isNumber || character == "_"
    if (wordNow && isWord) || (character.isWhitespace && !result.isEmpty) {
      result[result.count - 1].append(character)
      if character.isWhitespace { isWord = false }
    } else {
      result.append(String(character))
      isWord = wordNow
    }
  }
  return result
}

/// Whatever is done to a program, it is analysed to the end.
@Test func brokenProgramsAreAnalysedToTheEnd() throws {
  let rounds = ProcessInfo.processInfo.environment["INTENT_ROUNDS"].flatMap { Int($0) } ?? 4
  var random = seeded()
  let texts = (intentFiles(below: "Tests/Corpus") + intentFiles(below: "Examples")).map { pieces($0.text) }
  try #require(!texts.isEmpty)
  for _ in 0..<rounds {
    for text in texts where !text.isEmpty {
      var mutated = text
      for _ in 0...random.next(below: 3) {
        let place = random.next(below: mutated.count)
        switch random.next(below: 4) {
        case 0: mutated.remove(at: place)
        case 1: mutated[place] = mutated[random.next(below: mutated.count)]
        case 2: mutated.insert(mutated[random.next(below: mutated.count)], at: place)
        default: mutated.swapAt(place, random.next(below: mutated.count))
        }
        if mutated.isEmpty { mutated = ["x"] }
      }
      let analysed = Analysed([("a.intent", mutated.joined())])
      _ = analysed.rendered
    }
  }
}

/// One token deleted, doubled, swapped with its neighbour or misspelt: a mutant is legal, or has one error (in the median), the first of
/// them within a line of the change for 95 in 100. `INTENT_MUTANTS=n` tries so many and prints the worst classes.
@Test func oneSlipIsOneErrorAtItsPlace() throws {
  let wanted = ProcessInfo.processInfo.environment["INTENT_MUTANTS"].flatMap { Int($0) }
  let seed = testSeed()
  var random = SplitMix64(seed: seed)
  let programs = MutableProgram.all
  try #require(programs.count > 5)
  var statistics = MutationStatistics()
  while statistics.tried < wanted ?? 200 {
    guard let mutant = Mutant(programs[Int.random(in: programs.indices, using: &random)], &random) else { continue }
    statistics.add(mutant, Verdict(mutant))
  }
  if wanted != nil { print(statistics.report) }
  #expect(statistics.median <= 1, "INTENT_SEED=\(seed)\n\(statistics.report)")
  // A short run may be unlucky.
  #expect(statistics.near >= (wanted == nil ? 0.9 : 0.95), "INTENT_SEED=\(seed)\n\(statistics.report)")
}

/// What many mutants gave.
private struct MutationStatistics {
  private(set) var tried = 0
  private var counts: [Int] = []
  private var nearCount = 0
  /// Mutants whose first error is far from the change, and those with many errors, by what they have in common.
  private var far: [String: [String]] = [:]
  private var many: [String: [String]] = [:]

  mutating func add(_ mutant: Mutant, _ verdict: Verdict) {
    tried += 1
    guard let first = verdict.errors.first else { return }
    counts.append(verdict.errors.count)
    let isNear = verdict.distance.map { $0 <= 1 } ?? false
    if isNear { nearCount += 1 }
    let shape = "\(mutant.kind.rawValue) \(first.code.id) \(first.message.replacing(#/`[^`]*`/#, with: "`_`").prefix(70))"
    let sample = "\(mutant.summary.replacing("\n", with: "⏎"))  distance \(verdict.distance ?? -1), \(counts[counts.count - 1]) errors"
    if !isNear { far[shape, default: []].append(sample + "\n" + verdict.rendered) }
    if verdict.errors.count > 1 { many[shape, default: []].append(sample + "\n" + verdict.rendered) }
  }

  var median: Int { counts.isEmpty ? 0 : counts.sorted()[counts.count / 2] }
  var near: Double { counts.isEmpty ? 1 : Double(nearCount) / Double(counts.count) }

  var report: String {
    func list(_ classes: [String: [String]]) -> String {
      let worst = classes.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(40)
      return worst.map { "\($0.value.count) × \($0.key)\n" + $0.value.prefix(3).map { "      \($0)\n" }.joined() }.joined()
    }
    let mean = counts.isEmpty ? 0 : Double(counts.reduce(0, +)) / Double(counts.count)
    let nearShare = (near * 1000).rounded() / 10
    return """
      \(tried) mutants, \(counts.count) wrong: median \(median), mean \((mean * 100).rounded() / 100), at most \(counts.max() ?? 0); \
      \(counts.count { $0 == 1 } * 100 / max(1, counts.count))% with one; first error within a line in \(nearShare)%
      FAR\n\(list(far))MANY\n\(list(many))
      """
  }
}
