import TestSupport

/// A system drawn at random: each item is tried by the compiler and kept only if the whole stays right.
struct RandomProgram {
  var random: SplitMix64
  let name: String
  private(set) var items: [String] = []
  private(set) var entities: [Drawn] = []
  /// Derived numbers, and of which entity.
  private(set) var derived: [(name: String, entity: String)] = []
  /// What reducers give: the call before and behind an instance of the entity, if it takes one, and its type.
  private(set) var reduced: [(call: String, entity: String?, member: String, type: String)] = []
  /// Items that were tried and refused.
  private(set) var refused: [String] = []

  /// An entity as far as the generator needs to know it.
  struct Drawn {
    var name: String
    var fields: [(name: String, type: String)] = []
    /// Inverse sides: what it calls them, and of which entity.
    var inverses: [(name: String, entity: String)] = []
    /// States and flags that can be waited on.
    var states: [String] = []
    var isImmutable = false
    /// What it is a part of.
    var whole: String?
  }

  private let head: String

  private static let types = """
      type mood = calm | tense | lost
      type level = int in 0..20
      type score = decimal in -5..100
      type code = text matching "^[a-c]+$"
      type place = { street: text, floor: level? }
      type means = card { last4: text, limit: money } | cash | voucher { worth: money }
    """

  init(seed: UInt64, name: String) {
    var random = SplitMix64(seed: seed)
    self.name = name
    let thresholds = [("low", "below 3"), ("high", "above 10"), ("dear", "above 50")].map { name, value in
      let isHole = Int.random(in: 1...6, using: &random) == 1
      return "\n  threshold \(name) = \(isHole ? value.split(separator: " ")[0] + " ?" : value)"
    }
    head = Self.types + thresholds.joined()
    self.random = random
  }

  var text: String { text(items) }

  private func text(_ items: [String]) -> String {
    "system \"\(name)\" {\n\(head)\n" + items.map { "  \($0)\n" }.joined() + "}\n"
  }

  /// Draws the whole system.
  mutating func draw() {
    drawEntities()
    for index in entities.indices where !entities[index].inverses.isEmpty && chance(60) {
      offer("rule: family_1: \(mild(entities[index], ""))", to: index)
    }
    drawWorkflow()
    for index in 0..<roll(0...2) {
      guard let entity = pick(entities) else { continue }
      offer("invariant holds_\(index + 1): every(\(entity.name)): \(mild(entity, "\(entity.name)."))")
    }
    if chance(40) { offer("time_zone \"\(one(["Europe/Lisbon", "America/New_York", "Asia/Kolkata"]))\"") }
    if !items.contains(where: { $0.hasPrefix("role") }) { drawRoles() }
    for item in ["p1 granted by boss", "p2 granted by clerk, boss"] { offer("permission \(item)") }
    for index in 0..<2 { offer("event note_\(index + 1) { \(eventFields(index)) }") }
    for index in 0..<roll(2...4) { offer("metric m\(index + 1): \(metric())") }
    for index in 0..<roll(0...2) {
      guard let entity = pick(entities) else { continue }
      let isKept = offer("derive d\(index + 1)(\(entity.name)) = \(value("int", of: entity, "\(entity.name).", 2))")
      if isKept { derived.append(("d\(index + 1)", entity.name)) }
    }
    drawReducers()
    drawContract()
    offer("action ring(who: \(entities[0].name), size: int) emits rang")
    offer("event rang { who: \(entities[0].name), size: int, by: text? }")
    if chance(50) { offer("when rang as r { must: log_ring(size: r.size) within: 1h unless: r.by exists }") }
    for _ in 0..<roll(4...8) { offer(reaction()) }
    for index in 0..<roll(2...4) { offer(mutation(index + 1)) }
    for index in 0..<roll(3...5) { offer(tries: 2) { $0.query(index + 1) } }
    for index in 0..<2 { offer(tries: 3) { $0.view(index + 1) } }
    if chance(50), let item = items.compactMap({ $0.split(separator: "ping_").dropFirst().first }).first {
      let action = "ping_" + item.prefix { $0 != "(" }
      offer("when \(action).done as e { could: note_ping(who: e.who) }")
    }
    for _ in 0..<roll(1...3) { offer("always { assert: \(assertion()) }") }
  }

  private mutating func drawReducers() {
    for index in 0..<roll(0...3) {
      guard let entity = pick(entities) else { continue }
      let name = "r\(index + 1)"
      switch roll(1...4) {
      case 1:
        if offer("derive \(name) -> int") { reduced.append((name, nil, "", "int")) }
      case 2:
        if offer("derive \(name)(\(entity.name)) -> { heat: decimal, mood: mood, due: timestamp? }") {
          reduced += [("heat", "decimal"), ("mood", "mood")].map { (name, entity.name, ".\($0.0)", $0.1) }
        }
      default:
        let type = one(["int", "int", "money", "decimal", "bool"])
        if offer("derive \(name)(\(entity.name)) -> \(type)") { reduced.append((name, entity.name, "", type)) }
      }
    }
  }

  /// Promises that the app judges.
  private mutating func drawContract() {
    if chance(25) { offer("invariant books_are_sound") }
    if chance(25) { offer("invariant looks_fair attested") }
    if chance(25), let entity = pick(entities) { offer("invariant \(entity.name)_data_never_lost") }
    if chance(25), let entity = pick(entities) {
      offer("invariant reads_well covers \(entity.name), m1 attested\(one(["", ": \(assertion())"]))")
    }
    for index in 1...3 {
      let bound = "m\(index) \(one(["<", "<=", ">", ">=", "=="])) \(one(["3", "$20", "2.5", "3h"]))"
      if chance(30) { offer("\(one(["invariant", "optimise"])) \(bound)") }
    }
    if chance(25) {
      let exception = one(["", " unless somebody_allows", " unless m1 == m1", " unless \(assertion())"])
      offer("capability watch { accepts: note_1  property: works_offline\(exception)  property: stays_calm }")
    }
  }

  /// Gives an entity a field that a workflow moves, most of the time.
  private mutating func drawWorkflow() {
    guard chance(60), let index = entities.indices.filter({ !entities[$0].isImmutable }).randomElement(using: &random) else { return }
    let before = (items, entities, bodies)
    bodies[index].append("has: stage")
    entities[index].fields.append(("stage", "stage"))
    entities[index].states.append("stage")
    items = entityItems
    for isPlain in [false, false, false, false, true, true] {
      let kept = (isPlain ? plainRoles() : roles()) + [workflow(entities[index])]
      guard case .success = lower(text(items + kept), file: "spec.intent") else { continue }
      items += kept
      return
    }
    (items, entities, bodies) = before
  }

  /// Keeps each role as soon as the compiler takes it; where it never does, the role reads everything.
  private mutating func drawRoles() {
    for number in 0..<3 {
      if (0..<6).contains(where: { _ in offer(roles()[number]) }) { continue }
      offer(plainRoles()[number])
    }
  }

  /// Keeps the line of the entity if the compiler takes it. Requires: no other items were drawn yet.
  private mutating func offer(_ line: String, to index: Int) {
    bodies[index].append(line)
    if case .failure(let error) = lower(text(entityItems), file: "spec.intent") {
      refused.append("\(line)\n\(error.lines)")
      bodies[index].removeLast()
    }
    items = entityItems
  }

  /// Keeps the item if the compiler takes it.
  @discardableResult
  private mutating func offer(_ item: String) -> Bool {
    switch lower(text(items + [item]), file: "spec.intent") {
    case .success:
      items.append(item)
      return true
    case .failure(let error):
      refused.append("\(item)\n\(error.lines)")
      return false
    }
  }

  /// Draws the item until the compiler takes it, so many times at most.
  private mutating func offer(tries: Int, _ item: (inout RandomProgram) -> String) {
    for _ in 0..<tries where offer(item(&self)) { return }
  }

  mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }
  mutating func pick<Element>(_ list: [Element]) -> Element? { list.randomElement(using: &random) }
  mutating func one(_ list: [String]) -> String { pick(list) ?? "" }

  // MARK: - entities

  private mutating func drawEntities() {
    let names = ["account", "order", "ticket", "parcel"]
    for index in 0..<roll(2...4) {
      var drawn = Drawn(name: names[index], isImmutable: index > 0 && chance(10))
      var lines: [String] = []
      if index > 0, let owner = pick(Array(entities.indices)) {
        let keyword = chance(25) && !entities[owner].isImmutable ? "part_of" : "belongs_to"
        lines.append("\(keyword): \(entities[owner].name)")
        if keyword == "part_of" { drawn.whole = entities[owner].name }
        drawn.fields.append((entities[owner].name, entities[owner].name))
        entities[owner].inverses.append(("\(names[index])s", names[index]))
      }
      for number in 0..<roll(3...7) { lines.append(field(number, of: &drawn, names[index])) }
      if index > 0, chance(40), let friend = pick(entities) {
        lines.append("has: friend: \(friend.name)?")
        drawn.fields.append(("friend", friend.name + "?"))
      }
      if index > 0, chance(30), let friend = pick(entities) {
        lines.append("has: peers: \(friend.name)[]")
        drawn.inverses.append(("peers", friend.name))
      }
      if drawn.isImmutable { lines.append("immutable: true") }
      entities.append(drawn)
      extras(of: entities.count - 1, &lines)
      rebuild(index, lines)
    }
  }

  private var bodies: [[String]] = []

  private var entityItems: [String] {
    entities.indices.map { number in
      let name = entities[number].name
      let inverse = entities[number].inverses.filter { $0.name != "peers" }.map { "has: \($0.name)[] of \($0.entity).\(name)" }
      return "entity \(name) { \((bodies[number] + inverse).joined(separator: "  ")) }"
    }
  }

  /// Entities refer to each other, so they are kept together: a line that is refused is left out.
  private mutating func rebuild(_ index: Int, _ lines: [String]) {
    bodies.append(lines)
    items = entityItems
    var position = 0
    while case .failure(let error) = lower(text(items), file: "spec.intent"), position < bodies[index].count {
      // Rules and keys are at the end: leave out the last line that is one.
      let words = ["rule", "key", "unique", "no_overlap", "personal"]
      guard let last = bodies[index].lastIndex(where: { line in words.contains { line.hasPrefix($0) } }) else { break }
      refused.append("\(bodies[index][last])\n\(error.lines)")
      bodies[index].remove(at: last)
      position += 1
      items = entityItems
    }
  }

  private mutating func field(_ number: Int, of drawn: inout Drawn, _ entity: String) -> String {
    let kinds = [
      "text", "int", "int", "decimal", "bool", "money", "money", "timestamp", "duration", "date", "time", "percent", "mood", "mood",
      "level", "score", "code", "place", "means", "text?", "int?", "decimal?", "money?", "timestamp?", "mood?", "bool?", "score?", "means?",
    ]
    let type = one(kinds)
    let name = "f\(number)_\(type.filter { $0 != "?" })\(entity.prefix(1))"
    drawn.fields.append((name, type))
    if type.hasPrefix("bool") { drawn.states.append(name) }
    if type == "mood" { drawn.states += ["\(name)"] }
    let defaults = [
      "int": "7", "decimal": "2.5", "bool": "true", "money": "$9.99", "mood": "tense", "duration": "90m", "text": "\"d\"", "score": "50",
      "timestamp": "now", "date": "today",
    ]
    if let value = defaults[type], chance(20) { return "has: \(name): \(type) = \(chance(15) ? "?" : value)" }
    if type == "int", chance(15) { return "has: \(name): int = next" }
    return "has: \(name): \(type)"
  }

  private mutating func extras(of index: Int, _ lines: inout [String]) {
    let drawn = entities[index]
    let plain = drawn.fields.filter { ["text", "int", "mood", "level", "code", "date"].contains($0.type.filter { $0 != "?" }) }
    if chance(30), let field = pick(plain) { lines.append("key: \(field.name)") }
    if chance(30), let field = pick(plain) { lines.append("unique: \(field.name) where \(own(drawn))") }
    if chance(25) {
      let type = one(["timestamp", "date", "int"])
      lines.append("has: from_f: \(type)\(chance(20) ? "?" : ""), to_f: \(type)\(chance(30) ? "?" : "")")
      let per = pick(drawn.fields.filter { ["mood", "bool", "level"].contains($0.type) || entity($0.type) != nil })?.name
      lines.append("no_overlap: from_f..to_f\(per.map { " per \($0)" } ?? "")\(chance(30) ? " where \(own(drawn))" : "")")
    }
    if chance(40) {
      let values = drawn.fields.filter { entity($0.type.filter { $0.isLetter || $0.isNumber || $0 == "_" }) == nil && chance(50) }
      if !values.isEmpty { lines.append("personal: \(values.map(\.name).joined(separator: ", "))") }
    }
    for number in 0..<roll(0...2) { lines.append("rule: kept_\(number + 1): \(mild(drawn, ""))") }
    if chance(10) { lines.append("rule: well_formed") }
    if chance(20), let field = drawn.fields.first(where: { $0.type.hasPrefix("timestamp") }) {
      lines.append("rule: \(field.name)_never_in_future")
    }
  }

  /// A condition that many instances keep.
  private mutating func mild(_ drawn: Drawn, _ prefix: String) -> String {
    "(\(truth(of: drawn, prefix, 2)) or \(truth(of: drawn, prefix, 1)) or \(truth(of: drawn, prefix, 0)))"
  }

  /// A condition over the instance's own fields.
  private mutating func own(_ drawn: Drawn) -> String {
    let fields = drawn.fields.filter { ["mood", "bool", "int"].contains($0.type) }
    guard let field = pick(fields) else { return "id exists" }
    return field.type == "mood" ? "\(field.name) != lost" : field.type == "bool" ? field.name : "\(field.name) > 2"
  }

  private mutating func eventFields(_ index: Int) -> String {
    let entity = pick(entities)?.name ?? "account"
    let other = pick(entities)?.name ?? "account"
    return "about: \(entity), size: \(one(["int", "level", "money", "decimal?"])), also: \(other)?"
  }
}
