import Testing

/// Expressions as deep as the parser lets them be: nothing overflows the stack, which a debug build uses up soonest.
@Suite struct NestingTests {
  private static let entities = """
    entity account { has: level: int = 0, flag: bool = true, opt: int?, rate: decimal = 0, items[], parent: account? }
    entity item { belongs_to: account  has: n: int = 0 }
    derive twice(level: int) = level * 2
    """

  private static let depth = 190

  private static func around(_ before: String, _ inner: String, _ after: String, _ count: Int = depth) -> String {
    String(repeating: before, count: count) + inner + String(repeating: after, count: count)
  }

  @Test(arguments: [
    Array(repeating: "account.level", count: depth).joined(separator: " + ") + " > 0",
    Array(repeating: "account.level", count: depth).joined(separator: " * ") + " > 0",
    Array(repeating: "account.flag", count: depth).joined(separator: " and "),
    around("round(", "account.rate", ", to: 2)") + " > 0.5",
    around("twice(", "account.level", ")") + " > 0",
    around("(", "account.opt", " else 1)") + " > 0",
    around("(", "account.flag", " == true)"),
    around("not ", "account.flag", ""),
    around("-(", "account.level", ")") + " > 0",
    // A call of a member is two levels.
    "account.items" + around(".where(it.n > 0)", "", "", depth / 2) + ".count > 0",
  ])
  func deepConditionsAreJudged(_ condition: String) {
    let analysed = Analysed(items: "\(Self.entities)\n  when account.created as account { if \(condition) { must: ring(account) } }")
    #expect(!analysed.diagnostics.hasErrors, "\(analysed.summaries.prefix(3))")
    #expect(analysed.systems.first?.reactions.count == 1)
  }

  @Test func deepStatementsAreJudged() {
    let branches = (0..<Self.depth).map { "if account.level > \($0) { " }.joined()
    let ends = String(repeating: " }", count: Self.depth)
    let analysed = Analysed(items: "\(Self.entities)\n  when account.created as account { \(branches)must: ring(account)\(ends) }")
    #expect(!analysed.diagnostics.hasErrors, "\(analysed.summaries.prefix(3))")
  }
}
