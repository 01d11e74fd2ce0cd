import IntentSwiftGen
import Testing

/// A change of a spec, and what it may change in the generated Swift.
struct SpecChange: CustomTestStringConvertible, Sendable {
  let what: String
  /// The text that is replaced, and what takes its place.
  let old: String
  let new: String
  /// The generated lines that may come, go or change, counted once each way.
  let lines: Int
  /// The declarations that may change, by the beginnings of their titles; besides them only the system's fingerprint and the tables of
  /// what there is.
  let declarations: [String]

  init(_ what: String, _ old: String, _ new: String, lines: Int, in declarations: String...) {
    (self.what, self.old, self.new, self.lines, self.declarations) = (what, old, new, lines, declarations)
  }

  var testDescription: String { what }
}

/// One line of a spec changes: how much of the generated Swift does a reviewer read?
@Suite struct DiffTests {
  static let spec = """
    system "shop" {
      type quantity = int in 1..100
      type channel = mail | phone
      entity customer {
        has: name: text, email: text?, credit: money = $0, channel: channel = mail, orders[]
        key: email
        rule: credit_not_negative: credit >= $0
      }
      entity order {
        belongs_to: customer
        has: placed: timestamp = now, number: int = next, total: money = $0, quantity: quantity = 1
        rule: total_not_negative: total >= $0
      }
      entity note { belongs_to: order  immutable: true  has: text: text }
      event paid { order: order, amount: money }

      threshold big = above 1_000
      metric turnover: money = orders.sum(total)
      derive spent(customer) = customer.orders.sum(total)

      workflow fulfilment on order.status {
        initial open
        open -> packed by clerk
        packed -> sent by clerk
        open -> cancelled by clerk
        final sent, cancelled
      }
      role clerk { can: read customer, order  can: read turnover }
      role boss { can: read customer, order, note  can: read turnover }

      mutation place(customer: customer, total: money) by clerk {
        require: total > $0 else nothing_wanted
        create order(customer: customer, total: total) as order
      }
      mutation pack(order: order) by clerk { move order to packed }
      query large(least: money) by clerk = orders.where(total >= least).order(by: placed)
      view desk for clerk { show: turnover }

      action greet(customer: customer)
      when customer.created {
        must: greet(customer) within: 5s
      }
      when order.entered_sent { should: thank(order.customer) within: 1d }
      every day at 09:00 { could: count_stock }
      always { assert: every(order): order.total >= $0 }
    }

    """

  static let changes = [
    SpecChange("a consequence's deadline", "within: 5s", "within: 9s", lines: 4, in: "when customer.created"),
    SpecChange("a consequence's severity", "must: greet", "should: greet", lines: 4, in: "when customer.created"),
    SpecChange("a consequence more", "within: 5s", "within: 5s\n      could: smile(customer)",
      lines: 60, in: "when customer.created", "action smile"),
    SpecChange("an optional field", "email: text?,", "email: text?, phone: text?,", lines: 16, in: "entity customer"),
    SpecChange("a field with a default", "credit: money = $0,", "credit: money = $0, open: bool = true,",
      lines: 16, in: "entity customer"),
    SpecChange("a field's default", "quantity: quantity = 1", "quantity: quantity = 2", lines: 6, in: "entity order"),
    SpecChange("a case of a choice", "mail | phone", "mail | phone | chat", lines: 4, in: "type channel"),
    SpecChange("a bound of a refinement", "in 1..100", "in 1..50", lines: 4, in: "type quantity"),
    SpecChange("a rule's condition", "rule: credit_not_negative: credit >= $0", "rule: credit_not_negative: credit <= $5",
      lines: 4, in: "entity customer"),
    SpecChange("a rule more", "key: email", "key: email\n    rule: named: name != \"\"", lines: 9, in: "entity customer"),
    SpecChange("a key more", "key: email", "key: email\n    key: name", lines: 20, in: "entity customer"),
    SpecChange("a personal field", "key: email", "key: email\n    personal: email", lines: 44, in: "entity customer"),
    SpecChange("a domain event", "event paid", "event opened\n  event paid", lines: 40, in: "event opened"),
    SpecChange("an entity", "event paid", "entity tag { has: name: text }\n  event paid", lines: 110, in: "entity tag"),
    SpecChange("a metric's formula", "orders.sum(total)\n  derive", "orders.where(total > $1).sum(total)\n  derive",
      lines: 30, in: "metric turnover", "entity order"),
    SpecChange("a metric", "derive spent", "metric orders_open: int = orders.where(status == open).count\n  derive spent",
      lines: 40, in: "metric orders_open", "entity order"),
    SpecChange("a threshold's number", "above 1_000", "above 2_000", lines: 4, in: "threshold big"),
    SpecChange("a move's guard", "open -> packed by clerk", "open -> packed if total > $0 by clerk",
      lines: 24, in: "workflow fulfilment", "entity order"),
    SpecChange("a move's role", "packed -> sent by clerk", "packed -> sent by clerk, boss", lines: 24, in: "workflow fulfilment", "role"),
    SpecChange("a requirement of a command", "as order\n", "as order\n    require: customer.credit > $0 else no_credit\n",
      lines: 12, in: "mutation place"),
    SpecChange("a command's parameter", "place(customer: customer, total: money)", "place(customer: customer, total: money, note: text?)",
      lines: 12, in: "mutation place"),
    SpecChange("a query's filter", "orders.where(total >= least)", "orders.where(total > least)", lines: 8, in: "query large"),
    SpecChange("a query", "view desk", "query all_orders() by boss = orders\n  view desk", lines: 30, in: "query all_orders"),
    SpecChange("a part of a view", "show: turnover", "show: turnover  show: large(least: $5)", lines: 16, in: "view desk"),
    SpecChange("a schedule's time", "at 09:00", "at 10:00", lines: 12, in: "every day"),
    SpecChange("an assertion more", "always {", "always { assert: every(order): order.number > 0",
      lines: 40, in: "assert every(order)", "entity order"),
    SpecChange("a promise that a person signs off", "always {", "invariant prices_are_fair covers turnover attested\n  always {",
      lines: 20, in: "attested"),
    SpecChange("a promise that a checker judges", "always {", "invariant prices_are_fair\n  always {", lines: 36,
      in: "checkers", "open"),
    SpecChange("a promise that the log judges", "always {", "invariant order_data_never_lost\n  always {", lines: 12),
    SpecChange("a doc comment", "  event paid", "  ## Money came.\n  event paid", lines: 6, in: "event paid"),
    SpecChange("an empty line", "  event paid", "\n  event paid", lines: 4),
  ]

  /// What there is of a system as a whole: each new declaration has its row in these.
  private static let tables = ["specification", "events", "actions", "handlers", "state", "model", "lines", "roles", "commands", "checkers"]

  @Test(arguments: changes) func oneLineChangesLittle(_ change: SpecChange) throws {
    let spec = Self.spec
    #expect(spec.contains(change.old), "the change is of something that is there")
    let range = try #require(spec.firstRange(of: change.old))
    let before = try generate([(name: "shop.intent", text: spec)])
    let after = try generate([(name: "shop.intent", text: spec.replacingCharacters(in: range, with: change.new))])
    let (old, new) = (titledLines(before.map(\.text).joined()), titledLines(after.map(\.text).joined()))
    let difference = new.map(\.line).difference(from: old.map(\.line))
    #expect(difference.count <= change.lines, "\(change.what): \(difference.count) lines")
    let allowed = change.declarations + Self.tables
    let touched = difference.map { step -> (title: String, line: String) in
      switch step {
      case .insert(let offset, _, _): new[offset]
      case .remove(let offset, _, _): old[offset]
      }
    }
    // Which of two equal lines is the new one is a matter of taste.
    let expected = Set(new.filter { section in change.declarations.contains { section.title.hasPrefix($0) } }.map(\.line))
    for (title, line) in touched where !expected.contains(line) && !line.isEmpty && !line.hasPrefix("// MARK")
      && line.drop(while: { $0 == " " }) != "}"
    {
      #expect(allowed.contains { title.hasPrefix($0) }, "\(change.what) changes \(title): \(line)")
    }
    print("diff: \(change.what): \(difference.count) lines")
  }

  /// The lines with the titles of the sections that they stand in.
  private func titledLines(_ text: String) -> [(title: String, line: String)] {
    var title = ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.hasPrefix("// MARK: - ") { title = String(line.dropFirst(11)) }
      return (title, String(line))
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
