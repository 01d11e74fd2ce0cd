import IntentIR
import Testing

@Test func blocksOfOneNameAreOneSystem() throws {
  let files = [
    ("b.intent", "system \"s\" {\n  ## Two.\n  entity b { belongs_to: a }\n  when b.created { must: m(b) }\n}"),
    ("a.intent", "system \"s\" {\n  entity a { has: bs[] }\n  when a.created { must: n(a) }\n}\nsystem \"t\" { event e { } }"),
    ("c.intent", "## The system.\nsystem \"s\" version 4 { time_zone \"Asia/Tokyo\" }"),
  ]
  let analysed = Analysed(files)
  #expect(analysed.summaries == [])
  #expect(analysed.systems.map(\.name) == ["s", "t"])
  let system = analysed.systems[0]
  #expect(system.version == 4)
  #expect(system.timeZone == "Asia/Tokyo")
  #expect(system.doc == "The system.")
  #expect(system.origin == Origin(file: "c.intent", line: 2))
  #expect(system.entities.map(\.name) == ["a", "b"])
  #expect(system.entities[1].doc == "Two.")
  #expect(system.entities[1].origin == Origin(file: "b.intent", line: 3))
  #expect(system.reactions.map(\.triggerText) == ["a.created", "b.created"])
  #expect(Analysed([files[2], files[0], files[1]]).systems == analysed.systems)
}

@Test func bothPlacesOfADuplicateAreShown() throws {
  let analysed = Analysed([
    ("a.intent", "system \"s\" { entity a { has: n: int } }"), ("b.intent", "system \"s\" { entity a { has: n: int } }"),
  ])
  let diagnostic = try #require(analysed.diagnostics.sorted.first)
  #expect(analysed.codes == ["E0208"])
  #expect(analysed.sources[diagnostic.span.file].path == "b.intent")
  #expect(diagnostic.notes.map { analysed.sources[$0.span.file].path } == ["a.intent"])
}

@Test func commentsOrderAndLayoutLeaveNoTrace() throws {
  let one = Analysed([("a.intent", """
    system "s" {
      type mood = good | bad   # how it is
      entity a { has: x: int, mood: mood = good  rule: small: x < 5 }
      event e { a: a }
      invariant few covers a: every(a): x < 5
      when a.created { must: m(a) within: 5s }
      when e { must: n(a) }
    }
    """)])
  let two = Analysed([("b.intent", """
    system "s" {
      when e { must: n(a) }
      event e { a: a }
      invariant   few
        covers a:   # all of them
        every( a ): x<5
      when a.created { must: m(a)
        within: 5s }
      entity a {
        rule: small: (x < 5)
        has: x: int
        has: mood: mood = good
      }
      type mood = good | bad
    }
    """)])
  #expect(one.systems[0].text == two.systems[0].text)
  #expect(one.systems[0].fingerprint == two.systems[0].fingerprint)
}

@Test(arguments: [
  ("box", "boxes"), ("copy", "copies"), ("day", "days"), ("class", "classes"), ("branch", "branches"), ("wish", "wishes"),
  ("deal_score", "deal_scores"), ("rep", "reps"), ("path", "paths"),
])
func pluralsAreRegular(singular: String, plural: String) {
  let analysed = Analysed(items: "entity \(singular) { has: name: text }\nmetric many = \(plural).count")
  #expect(analysed.summaries == [])
  #expect(analysed.systems[0].entities[0].plural == plural)
}

@Test func holesAreParameters() throws {
  let analysed = Analysed(items: """
      entity customer { has: credit: money, limit: int = ? }
      threshold churn = below ?
      derive rich(customer) = customer.credit > ?
      when customer.created { must: greet(customer, times: ?) }
      action greet(customer: customer, times: int)
    """)
  #expect(analysed.summaries == [])
  #expect(analysed.systems[0].parameters.map { "\($0.name): \($0.type.text)" } == [
    "churn: decimal", "credit: money(USD)", "customer_limit: int", "times: int",
  ])
}

@Test func oneMistakeIsOneError() {
  let analysed = Analysed(items: """
      type mood = good | bad
      entity customer { has: mood: mod, name: text, deals[] }
      entity deal { belongs_to: customer  has: value: money }
      derive a(customer) = customer.mood == good and customer.mood is bad
      metric b = deals.where(customer.mood == good).sum(value) + $1
      when customer.updated { if mood == good { must: m(customer.mood, c: customer) } else { must: m(mood, c: customer) } }
      when customer.entered_good { must: n(customer) }
    """)
  #expect(analysed.codes == ["E0202"])
}

@Test func aSlipInADeclarationIsReportedThere() throws {
  let analysed = Analysed(items: """
      entity customer { has: nmae: text, open: bool }
      derive long(customer) = customer.name == "x"
      metric of_y = customers.where(name == "y" and open).count
      when customer.created { must: greet(name) }
    """)
  #expect(analysed.codes == ["E0203"])
  let diagnostic = try #require(analysed.diagnostics.sorted.first)
  #expect(diagnostic.message == "`nmae` stands only here, and `name` is declared nowhere; did you mean `name`?")
  #expect(diagnostic.notes.count == 3)
  #expect(diagnostic.fixes.map(\.edits.count) == [1])
}

@Test func whatASyntaxErrorHidesIsNotReportedAgain() {
  let analysed = Analysed(items: """
      entity customer { hsa: name: text, open: bool }
      enttiy rep { has: name: text }
      derive long(customer) = customer.name == "x"
      when customer.created { must: greet(name)  must: hear(rep: reps.first) }
      when cutsomer.created { must: greet(name) }
    """)
  #expect(analysed.codes == ["E0106", "E0106", "E0202"])
}
