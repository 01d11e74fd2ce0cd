import Foundation
import IntentDiagnostics
import IntentIR
import TestSupport
import Testing

/// How many random systems a test tries: `INTENT_PROGRAMS`, or as many as take a few seconds.
func programCount(_ usual: Int) -> Int { ProcessInfo.processInfo.environment["INTENT_PROGRAMS"].flatMap { Int($0) } ?? usual }

/// An entity of few values, and what can be said of it.
struct SmallWorld {
  let fields: String
  let words: ConditionWords
  /// By field, with the values that are tried.
  let domains: [(field: String, values: [SmallValue])]

  /// Every value that the types allow.
  static let closed = SmallWorld(
    fields: "x: small, y: small, m: colour, n: colour, f: bool, o: small?",
    words: ConditionWords(numbers: ["x", "y"], optionalNumbers: ["o"], choices: ["m", "n"], bools: ["f"]),
    domains: [
      ("x", numbers(0...2)), ("y", numbers(0...2)), ("m", colours), ("n", colours), ("f", [.truth(false), .truth(true)]),
      ("o", numbers(0...2) + [.absent]),
    ])

  /// Numbers without bounds, of which some are tried.
  static let open = SmallWorld(
    fields: "x: int, y: int, d: decimal, f: bool",
    words: ConditionWords(numbers: ["x", "y", "d"], choices: [], bools: ["f"], constants: ["0", "1", "2", "0.5", "-1"]),
    domains: [
      ("x", numbers(-1...3)), ("y", numbers(-1...3)), ("d", (-2...5).map { .number(Double($0) / 2) }),
      ("f", [.truth(false), .truth(true)]),
    ])

  static func numbers(_ range: ClosedRange<Int>) -> [SmallValue] { range.map { .number(Double($0)) } }
  static var colours: [SmallValue] { ConditionWords.cases.map { .name($0) } }

  var slots: [String: Int] {
    Dictionary(uniqueKeysWithValues: domains.enumerated().map { ("item.\($0.element.field)", $0.offset) })
  }

  var assignments: [[SmallValue]] { product(domains.map(\.values)) }

  /// A system of one entity and one reaction.
  func system(rule: String?, _ body: String) -> String {
    """
    system "s" {
      type small = int in 0..2
      type colour = red | green | blue
      entity item { has: \(fields) \(rule.map { "rule: kept: \($0)" } ?? "") }
      when item.updated {
    \(body)  }
    }

    """
  }
}

extension Analysed {
  /// The codes found on each line, but for those of other concern.
  func codes(_ wanted: Set<String>) -> [Int: [String]] {
    diagnostics.sorted.filter { wanted.contains($0.code.id) }.reduce(into: [:]) { result, finding in
      result[sources.position(finding.span).line, default: []].append(finding.code.id)
    }
  }
}

/// A consequence on a line of its own; some have an exception.
private func consequence(_ random: inout SplitMix64, _ words: ConditionWords, _ number: Int) -> String {
  "must: a\(number)" + (random.happens(25) ? " unless: \(random.condition(words, depth: 1))" : "") + "\n"
}

/// Nested decisions, each on a line of its own.
private func decisions(_ random: inout SplitMix64, _ words: ConditionWords, depth: Int, _ number: inout Int) -> String {
  var text = ""
  for _ in 0...random.below(2) {
    text += "if \(random.condition(words)) {\n"
    number += 1
    text += depth > 0 && random.happens(60) ? decisions(&random, words, depth: depth - 1, &number) : consequence(&random, words, number)
    if random.happens(50) {
      number += 1
      text += "}\nelse {\n"
      text += depth > 0 && random.happens(60) ? decisions(&random, words, depth: depth - 1, &number) : consequence(&random, words, number)
    }
    text += "}\n"
  }
  return text
}

/// What is true of each decision and each exception, by its line, over the assignments that reach it. An exception is also read later, when
/// any assignment may hold.
private func verdicts(
  _ statements: [StatementIR], _ reaching: [[SmallValue]], _ all: [[SmallValue]], _ slots: [String: Int], _ result: inout [Int: [String]]
) throws {
  for statement in statements where !reaching.isEmpty {
    if case .obligation(let obligation) = statement, let unless = obligation.unless {
      let exception = try #require(FiniteEvaluator(unless, slots: slots), "\(unless.text)")
      if reaching.allSatisfy({ exception.holds($0) }) {
        result[obligation.origin.line] = ["E0805"]
      } else if !all.contains(where: { exception.holds($0) }) {
        result[obligation.origin.line] = ["W0512"]
      }
    }
    guard case .branch(let branch) = statement else { continue }
    let condition = try #require(FiniteEvaluator(branch.condition, slots: slots), "\(branch.condition.text)")
    let through = reaching.filter { condition.holds($0) }
    let past = reaching.filter { !condition.holds($0) }
    if through.isEmpty {
      result[branch.origin.line] = ["E0409"]
    } else if past.isEmpty {
      result[branch.origin.line] = ["W0503"]
    }
    try verdicts(branch.then, through, all, slots, &result)
    try verdicts(branch.otherwise, past, all, slots, &result)
  }
}

/// Over finite types a decision is reported exactly where no assignment makes it true, or none makes it false; so is an exception.
@Test func decisionsAreJudgedAsTheirValuesSay() throws {
  var random = seeded()
  let world = SmallWorld.closed
  let all = world.assignments
  var found = 0
  for _ in 0..<programCount(800) {
    var number = 0
    let rule = random.happens(30) ? random.condition(world.words) : nil
    let text = world.system(rule: rule, decisions(&random, world.words, depth: 2, &number))
    let analysed = Analysed([("a.intent", text)])
    let system = try #require(analysed.systems.first)
    var kept = all
    var expected: [Int: [String]] = [:]
    if case .condition(let condition)? = system.entities.first?.rules.first?.body {
      let evaluator = try #require(FiniteEvaluator(condition, slots: world.slots))
      kept = all.filter { evaluator.holds($0) }
      // A rule that nothing keeps is reported, and assumed no further.
      if kept.isEmpty {
        expected[4] = ["E0807"]
        kept = all
      }
    }
    let reaction = try #require(system.reactions.first)
    try verdicts(reaction.body, kept, kept, world.slots, &expected)
    let reported = analysed.codes(["E0409", "W0503", "E0805", "E0807", "W0512"])
    #expect(reported == expected, "\(text)")
    if reported != expected { return }
    found += reported.count
  }
  #expect(found > 0)
}

/// Which of its values each decision is seen to take, by its line.
private func outcomes(
  _ statements: [StatementIR], _ reaching: [[SmallValue]], _ slots: [String: Int], _ result: inout [Int: Set<Bool>]
) throws {
  for case .branch(let branch) in statements where !reaching.isEmpty {
    let condition = try #require(FiniteEvaluator(branch.condition, slots: slots), "\(branch.condition.text)")
    let through = reaching.filter { condition.holds($0) }
    let past = reaching.filter { !condition.holds($0) }
    result[branch.origin.line] = Set((through.isEmpty ? [] : [true]) + (past.isEmpty ? [] : [false]))
    try outcomes(branch.then, through, slots, &result)
    try outcomes(branch.otherwise, past, slots, &result)
  }
}

/// Over unbounded numbers nothing is reported that some values belie.
@Test func decisionsOverUnboundedNumbersAreNotJudgedWrongly() throws {
  var random = seeded()
  let world = SmallWorld.open
  let all = world.assignments
  var found = 0
  for _ in 0..<programCount(200) {
    var number = 0
    let text = world.system(rule: nil, decisions(&random, world.words, depth: 1, &number))
    let analysed = Analysed([("a.intent", text)])
    var seen: [Int: Set<Bool>] = [:]
    let reaction = try #require(analysed.systems.first?.reactions.first)
    try outcomes(reaction.body, all, world.slots, &seen)
    for (line, codes) in analysed.codes(["E0409", "W0503"]) {
      let isRight = !(seen[line] ?? []).contains(codes == ["E0409"])
      #expect(isRight, "line \(line): \(codes)\n\(text)")
      if !isRight { return }
      found += 1
    }
  }
  #expect(found > 0)
}
