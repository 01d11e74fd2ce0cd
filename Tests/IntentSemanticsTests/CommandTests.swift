import IntentIR
import TestSupport
import Testing

private let shop = """
    entity agent { has: name: text, calls: int = 0 }
    entity customer { has: name: text, email: text?, agent: agent?, orders[] }
    entity order { belongs_to: customer  has: note: text?, state, lines[] }
    entity line { part_of: order  has: count: int }
    event sent { order: order }
    workflow flow on order.state { initial open  open -> gone by clerk  gone -> open by boss }
    role clerk is agent { can: read customer, order, line, agent }
    role boss is agent { can: read customer, order, line, agent }
    role guest { can: read customer }
  """

/// The findings about a mutation in the shop, without what nothing enforces yet.
private func codes(_ body: String, by: String = "clerk") -> [String] {
  let text = shop + "\nmutation m(customer: customer, order: order, count: int, email: text?, list: order[]) by \(by) {\n\(body)\n}"
  return Analysed(items: text).codes.filter { $0 != "W0501" }
}

@Test func effectsAreWhatTheStatementsDo() throws {
  let analysed = Analysed(items: shop + """

      derive busy(who: agent) = customers.where(agent == who).count > 3
      metric many = orders.where(state == open).count
      mutation m(customer: customer, counts: int[]) by clerk {
        require: not busy(me) and many < 9 else too_busy
        create order(customer: customer) as o
        for each count in counts { create line(order: o, count: count) }
        update customer(name: customer.name)
        if customer.email exists { move o to gone  emit sent(order: o) } else { delete o }
      }
    """)
  let mutation = try #require(analysed.systems.first?.mutations.first)
  #expect(analysed.codes.allSatisfy { $0 == "W0501" })
  #expect(mutation.effects.reads == ["customer", "customer.agent", "customer.email", "customer.name", "order", "order.state"])
  #expect(mutation.effects.writes == ["customer.name"])
  #expect(mutation.effects.creates == ["line", "order"])
  #expect(mutation.effects.deletes == ["order"])
  #expect(mutation.effects.moves == ["order.state.gone"])
  #expect(mutation.effects.emits == ["sent"])
  #expect(mutation.body.count == 5)
  #expect(mutation.callers == ["clerk"])
}

@Test(arguments: [
  // What is proved holds in what follows, until it may have changed.
  ("require: customer.email exists  update customer(name: customer.email)", []),
  ("update customer(name: customer.email)  require: customer.email exists", ["E0303"]),
  ("if customer.email exists { update customer(name: customer.email) }", []),
  ("if customer.email exists { } update customer(name: customer.email)", ["E0303"]),
  ("require: customer.email exists  update customer(email: email)  update customer(name: customer.email)", ["E0303"]),
  ("update customer(email: \"x\")  update customer(name: customer.email)", []),
  ("require: customer.email exists  if count > 1 { update customer(email: email) } update customer(name: customer.email)", ["E0303"]),
  ("require: customer.email exists  for each a in agents { update customer(name: customer.email, email: email) }", ["E0303"]),
  // A wrong condition proves nobody knows what.
  ("require: customer.emial exists  update customer(name: customer.email)", ["E0203"]),
  ("if customer.emial exists { update customer(name: customer.email) }", ["E0203"]),
  ("require: customer.email exists  for each a in agents { update customer(name: customer.email) }", []),
  ("update customer(email: \"x\")  if customer.email exists { }", ["W0503"]),
  // What is created is there, and only in its block.
  ("create order(customer: customer) as o  create line(order: o, count: count)  update o(note: \"x\")", []),
  ("if count > 1 { create order(customer: customer) as o } update o(note: \"x\")", ["E0201"]),
  ("create order(customer: customer) as o  delete o  update o(note: \"x\")", ["E0617"]),
  ("if count > 1 { delete order }  if count <= 1 { delete order }", []),
  // States.
  ("move order to gone", []), ("move order to open", ["E0616"]), ("move order to lost", ["E0203"]),
  ("create order(customer: customer) as o  move o to gone  move o to gone", ["E0615"]),
  ("if order is open { move order to gone }", []),
  ("if order is gone { move order to gone }", ["E0615"]),
  ("if order is not open { move order to gone }", ["E0615"]),
  ("require: order.state != gone or count > 1  move order to gone", []),
])
func statementsSeeWhatComesBefore(body: String, expected: [String]) {
  #expect(codes(body) == expected, "\(body)")
}

/// What a mutation has created it may read, and nothing else that goes by the same name.
@Test func readsAreGrantedOrOnesOwn() {
  #expect(codes("create order(customer: customer) as o  update customer(name: o.note else customer.name)", by: "guest") == [])
  let inBlock = "if count > 1 { create order(customer: customer) as o }"
  #expect(codes(inBlock + " for each o in list { require: o.note exists }", by: "guest") == ["E0618"])
  #expect(codes("for each o in list { update o(note: email) }", by: "guest") == [])
  #expect(codes("require: order.note exists  require: order is open", by: "guest") == ["E0618"])
}

@Test func whoeverMayCallActs() {
  #expect(codes("update me(calls: me.calls + 1)") == [])
  #expect(codes("update me(calls: me.calls + 1)", by: "clerk, boss") == [])
  #expect(codes("move order to open", by: "clerk, boss") == [])
  #expect(codes("require: order.state == open  move order to gone", by: "boss") == ["E0616"])
}

/// One letter wrong in what section 7 of the language speaks of is one error, and never one with followers.
@Test func aSlipInACommandIsOneError() throws {
  var random = seeded()
  let file = try #require(intentFiles(below: "Tests/Corpus/positive/meaning").first { $0.path.hasSuffix("/commands.intent") })
  let bytes = Array(file.text.utf8)
  let start = try #require(file.text.range(of: "  workflow fulfilment")).lowerBound.utf16Offset(in: file.text)
  func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte == 0x5F }
  var words: [Range<Int>] = []
  var place = start
  while place < bytes.count {
    var end = place
    while end < bytes.count, isLetter(bytes[end]) { end += 1 }
    if end - place >= 4 { words.append(place..<end) }
    place = max(end, place + 1)
  }
  try #require(words.count > 100)
  var several: [String] = []
  for _ in 0..<60 {
    let word = words[Int(random.next() % UInt64(words.count))]
    var mutated = bytes
    mutated[word.lowerBound + 1 + Int(random.next() % UInt64(word.count - 1))] = UInt8(ascii: "q")
    let analysed = Analysed([(file.path, String(decoding: mutated, as: UTF8.self))])
    let errors = analysed.summaries.filter { $0.contains(": error: ") }
    if errors.count > 1 { several.append("\(String(decoding: bytes[word], as: UTF8.self)):\n\(errors.joined(separator: "\n"))") }
  }
  #expect(several.count <= 1, "\(several.joined(separator: "\n"))")
}
