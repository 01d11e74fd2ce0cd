import Testing

/// An expression that nests deeply.
struct DeepCondition: CustomTestStringConvertible {
  let testDescription: String
  let text: String

  init(_ name: String, _ text: String) {
    testDescription = name
    self.text = text
  }
}

/// Expressions as deep as the parser lets them be: nothing overflows the stack, which a debug build uses up soonest.
@Suite struct NestingTests {
  private static let entities = """
    entity account { has: level: int = 0, flag: bool = true, opt: int?, rate: decimal = 0, items[] }
    entity item { belongs_to: account  has: n: int = 0 }
    derive twice(level: int) = level * 2
    """

  private static let depth = 190

  private static func nested(_ before: String, _ inner: String, _ after: String, depth: Int = depth) -> String {
    String(repeating: before, count: depth) + inner + String(repeating: after, count: depth)
  }

  private static func chain(_ operand: String, _ symbol: String) -> String {
    Array(repeating: operand, count: depth).joined(separator: " \(symbol) ")
  }

  static let conditions = [
    DeepCondition("sum", chain("account.level", "+") + " > 0"),
    DeepCondition("product", chain("account.level", "*") + " > 0"),
    DeepCondition("and", chain("account.flag", "and")),
    DeepCondition("round", nested("round(", "account.rate", ", to: 2, half_even)") + " > 0.5"),
    DeepCondition("derive", nested("twice(", "account.level", ")") + " > 0"),
    DeepCondition("else", nested("(", "account.opt", " else 1)") + " > 0"),
    DeepCondition("comparison", nested("(", "account.flag", " == true)")),
    DeepCondition("not", nested("not ", "account.flag", "")),
    // A bracket is a level of its own, and so is a call behind a member.
    DeepCondition("minus", nested("-(", "account.level", ")", depth: depth / 2) + " > 0"),
    DeepCondition("where", "account.items" + nested(".where(it.n > 0)", "", "", depth: depth / 2) + ".count > 0"),
  ]

  @Test(arguments: conditions)
  func deepConditionsAreJudged(_ condition: DeepCondition) {
    let analysed = Analysed(
      items: "\(Self.entities)\n  when account.updated as account { if \(condition.text) { must: ring(account) } }")
    #expect(analysed.diagnostics.errorCount == 0, "\(analysed.summaries.prefix(3))")
    #expect(analysed.systems.first?.reactions.count == 1)
  }

  @Test func deepStatementsAreJudged() {
    let branches = (0..<Self.depth).map { "if account.level > \($0) { " }.joined()
    let ends = String(repeating: " }", count: Self.depth)
    let analysed = Analysed(items: "\(Self.entities)\n  when account.created as account { \(branches)must: ring(account)\(ends) }")
    #expect(analysed.diagnostics.errorCount == 0, "\(analysed.summaries.prefix(3))")
  }
}
