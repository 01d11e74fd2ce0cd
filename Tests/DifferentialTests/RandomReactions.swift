/// `when` and `every`.
extension RandomProgram {
  mutating func reaction() -> String {
    guard let entity = pick(entities) else { return "every day { must: sweep }" }
    let name = entity.name
    var trigger = "\(name).created"
    switch roll(1...12) {
    case 1, 2: trigger = "\(name).updated"
    case 3: trigger = "\(name).deleted"
    case 4, 5:
      if let state = pick(entity.states) {
        let choices = choices(state)
        trigger = choices.isEmpty ? "\(name).\(state) for 15m" : "\(name).entered_\(one(choices))"
      }
    case 6:
      if let state = pick(entity.states) {
        let choices = choices(state)
        trigger = "\(name).\(choices.isEmpty ? state : one(choices)) for \(one(["30m", "4h", "2d"]))"
      }
    case 7:
      if let field = pick(entity.fields.filter { $0.type.hasPrefix("timestamp") || $0.type.hasPrefix("date") }) {
        trigger = "\(one(["2h before", "1d after", "24h before"])) \(name).\(field.name)"
      }
    case 8:
      let hasFriend = entity.fields.contains { $0.name == "friend" }
      if hasFriend { trigger = "\(name).\(one(["assigned_friend", "unassigned_friend"]))" }
    case 9: return noteReaction()
    case 10: return schedule(entity)
    default: break
    }
    return "when \(trigger) as x { \(body(entity, trigger.hasSuffix(".updated") && chance(60))) }"
  }

  /// The states of the field; none of a flag.
  private func choices(_ field: String) -> [String] {
    field == "stage" ? ["ready", "sent", "dropped"] : field.contains("mood") ? ["calm", "tense", "lost"] : []
  }

  private mutating func noteReaction() -> String {
    let number = roll(1...2)
    return "when note_\(number) as n { if n.also exists { must: tell_note(n.about) within: 2h } else { should: \(action()) } }"
  }

  private mutating func schedule(_ entity: Drawn) -> String {
    let period = one(["hour", "day", "week", "monday", "day at 09:00", "6h", "month"])
    if chance(30), let field = entity.fields.first(where: { $0.type == "time" }) {
      return "every day at \(entity.name).\(field.name) { \(severity()): \(action("\(entity.name)")) }"
    }
    if chance(50) {
      return "every \(period) { \(loop(entity)) }"
    }
    return "every \(period) { \(severity()): report(total: \(aggregate("int", "\(entity.name)s", entity, 1))) }"
  }

  private mutating func loop(_ entity: Drawn) -> String {
    let prefix = "\(entity.name)."
    return "for each \(entity.name) with \(truth(of: entity, prefix, 1)) { \(consequence(entity, prefix, entity.name)) }"
  }

  private mutating func severity() -> String { one(["must", "must", "should", "could"]) }

  private mutating func action(_ argument: String? = nil) -> String {
    let verb = one(["ping", "push", "alert", "index", "bill", "archive"])
    return argument.map { "\(verb)_\($0)(who: \($0))" } ?? "\(verb)_all"
  }

  /// A consequence with modifiers.
  private mutating func consequence(_ entity: Drawn, _ prefix: String, _ subject: String) -> String {
    let verb = one(["ping", "push", "alert", "index", "bill", "archive"])
    var call = "\(verb)_\(entity.name)(who: \(subject))"
    switch roll(1...5) {
    case 1: call = "\(verb)_\(entity.name)_size(who: \(subject), size: \(value("int", of: entity, prefix, 2)))"
    case 2: call = "\(verb)_\(entity.name)_cost(who: \(subject), cost: \(value("money", of: entity, prefix, 1)))"
    case 3:
      if let field = pick(entity.fields.filter({ ["text?", "mood?", "int?"].contains($0.type) })) {
        call = "\(verb)_\(field.name)(who: \(subject), what: \(prefix)\(field.name))"
      }
    case 4 where entity.name == entities[0].name: call = "ring(who: \(subject), size: \(value("int", of: entity, prefix, 1)))"
    default: break
    }
    if chance(12) { call = "await_note_\(roll(1...2))" }
    var text = "\(severity()): \(call)"
    let isBounded = chance(60)
    if isBounded { text += " within: \(one(["5m", "1h", "6h", "2d"]))" }
    if chance(20) { text += " retry: \(roll(1...2))" }
    if chance(12) { text += " requires: \(one(["p1", "p2"]))" }
    if chance(25) { text += " unless: \(truth(of: entity, prefix, 1))" }
    if chance(20) { text += " undo: undo_\(verb)_\(entity.name)(who: \(subject))" }
    if isBounded, chance(35) {
      text += " fallback: \(one(["escalate", "call"]))_\(entity.name)(who: \(subject)) within: \(one(["10m", "3h", "1d"]))"
      if chance(15) { text += " requires: p1" }
      if chance(25) { text += " unless: \(truth(of: entity, prefix, 0))" }
      if chance(30) { text += " fallback: give_up_\(entity.name)(who: \(subject))" }
    }
    return text
  }

  private mutating func body(_ entity: Drawn, _ hasBefore: Bool) -> String {
    var parts: [String] = []
    for _ in 0..<roll(1...3) {
      switch roll(1...8) {
      case 7:
        if let means = entity.fields.first(where: { $0.type == "means" }) {
          let call = "\(severity()): charge_\(entity.name)(last: c.last4, most: c.limit)"
          parts.append("if x.\(means.name) is card as c { \(call) within: 1h } else { \(consequence(entity, "x.", "x")) }")
        }
      case 8:
        if let optional = entity.fields.first(where: { ["int?", "text?", "money?"].contains($0.type) }) {
          parts.append("if x.\(optional.name) exists { \(severity()): tell_\(optional.name)(what: x.\(optional.name)) }")
        }
      case 1, 2:
        var condition = truth(of: entity, "x.", 2)
        if hasBefore, let field = pick(entity.fields) {
          let isNumber = ["int", "decimal", "money", "timestamp"].contains(field.type)
          condition = "before.\(field.name) \(isNumber ? one(["<", ">=", "!="]) : "!=") x.\(field.name)"
        }
        if chance(35) { condition = crossing(entity) }
        if chance(15) { condition = "\(crossing(entity)) \(one(["and", "or"])) \(condition)" }
        if chance(5) { condition = "not (\(crossing(entity)))" }
        let otherwise = chance(40) ? " else { \(consequence(entity, "x.", "x")) }" : ""
        parts.append("if \(condition) { \(consequence(entity, "x.", "x")) }\(otherwise)")
      case 3:
        if let other = pick(entities) {
          parts.append(loop(other))
        }
      default: parts.append(consequence(entity, "x.", "x"))
      }
    }
    return parts.joined(separator: "  ")
  }

  private mutating func crossing(_ entity: Drawn) -> String {
    if chance(50), let owner = entity.fields.first(where: { self.entity($0.type) != nil && !$0.type.hasSuffix("?") }),
      let target = self.entity(owner.type), let inverse = pick(target.inverses), let element = self.entity(inverse.entity)
    {
      return "\(aggregate("int", "x.\(owner.name).\(inverse.name)", element, 1)) crosses threshold.\(one(["low", "high"]))"
    }
    return "\(value("int", of: entity, "x.", 1)) crosses threshold.\(one(["low", "high"]))"
  }
}
