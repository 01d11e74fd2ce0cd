/// Workflows, roles and mutations.
extension RandomProgram {
  /// A workflow's line for an entity, and the workflow.
  mutating func workflow(_ entity: Drawn) -> String {
    let condition = chance(50) ? " if \(truth(of: entity, "", 1))" : ""
    let last = chance(50) ? " if \(truth(of: entity, "", 0))" : ""
    return "workflow path on \(entity.name).stage { initial fresh  fresh -> ready\(condition) by clerk  "
      + "ready -> sent | dropped\(last) by clerk, boss  sent -> ready by boss  final dropped }"
  }

  /// A clerk, who is an instance of the first entity, a boss, and a guest who reads less than they.
  mutating func roles() -> [String] {
    let clerk = entities.map { reading($0, 50, 3) }
    let boss = entities.map { reading($0, 30, 0) }
    let guest = entities.map { reading($0, 50, 25) }
    return roles(clerk, boss, guest)
  }

  /// Roles that read everything.
  mutating func plainRoles() -> [String] {
    let all = entities.map { reading($0, 0, 0) }
    return roles(all, all, all)
  }

  private func roles(_ clerk: [String], _ boss: [String], _ guest: [String]) -> [String] {
    let heads = ["clerk is \(entities[0].name)", "boss", "guest"]
    return zip(heads, [clerk, boss, guest]).map { head, reads in
      let grants = reads.filter { !$0.isEmpty }
      return "role \(head)" + (grants.isEmpty ? "" : " { \(grants.joined(separator: " ")) }")
    }
  }

  /// What a role reads of an entity, in so many of a hundred cases some of its rows or none at all.
  private mutating func reading(_ entity: Drawn, _ some: Int, _ none: Int) -> String {
    if chance(none) { return "" }
    let name = entity.name
    guard chance(some) else { return "can: read \(name)" }
    let owner = entity.fields.first { $0.type == entities[0].name }?.name
    let condition: String
    switch roll(1...4) {
    case 1 where owner != nil: condition = "\(name).\(owner ?? "") == me"
    case 2 where owner != nil: condition = "\(name).\(owner ?? "") == me or \(truth(of: entity, "\(name).", 1))"
    case 3: condition = truth(of: entity, "\(name).", 2)
    default: condition = truth(of: entity, "\(name).", 0)
    }
    let more = chance(15) ? " can: read \(name) where \(truth(of: entity, "\(name).", 1))" : ""
    return "can: read \(name) where \(condition)\(more)"
  }

  mutating func mutation(_ number: Int) -> String {
    guard let entity = pick(entities) else { return "" }
    var parameters = ["a: \(entity.name)", "n: int"]
    if chance(50) { parameters.append("cost: money?") }
    let callers = one(["clerk", "boss", "clerk, boss"])
    var parts: [String] = []
    for _ in 0..<roll(1...4) { parts.append(statement(entity, "a", 1)) }
    return "mutation c\(number)(\(parameters.joined(separator: ", "))) by \(callers) { \(parts.joined(separator: "  ")) }"
  }

  private mutating func statement(_ entity: Drawn, _ name: String, _ depth: Int) -> String {
    let prefix = "\(name)."
    switch roll(1...10) {
    case 1: return "require: \(truth(of: entity, prefix, 1))\(chance(60) ? " else \(one(["blocked", "closed"]))" : "")"
    case 2, 3:
      guard let child = pick(entities.filter { $0.fields.contains { $0.type == entity.name } }) else { return update(entity, name) }
      if let part = pick(entities.filter { $0.whole == child.name }), chance(60) {
        let whole = create(child, owner: (entity.name, name)).replacing(" as made", with: "")
        return "\(whole) as whole  \(create(part, owner: (child.name, "whole")))"
      }
      return create(child, owner: (entity.name, name))
    case 4: if entity.states.contains("stage") { return "move \(name) to \(one(["ready", "sent", "dropped", "fresh"]))" }
    case 5:
      if depth > 0 {
        return "if \(truth(of: entity, prefix, 1)) { \(statement(entity, name, 0)) } else { \(statement(entity, name, 0)) }"
      }
    case 6:
      if depth > 0, let inverse = pick(entity.inverses.filter { $0.name != "peers" }), let element = self.entity(inverse.entity) {
        let body = chance(25) ? "delete it_1" : statement(element, "it_1", 0)
        return "for each it_1 in \(prefix)\(inverse.name) with \(truth(of: element, "it_1.", 0)) { \(body) }"
      }
    case 7: return "emit note_\(roll(1...2))(about: \(name), size: n)"
    case 9:
      if depth > 0, let paid = entity.fields.first(where: { $0.type == "means" }) {
        // What the case carried is read after it is gone.
        let words = entity.fields.first { $0.type == "text" }.map { "  update \(name)(\($0.name): c.last4)" } ?? ""
        let other = one(["cash", "voucher(worth: c.limit)", "card(last4: \"5\", limit: $1)"])
        return "if \(prefix)\(paid.name) is card as c { update \(name)(\(paid.name): \(other))\(words)  require: c.limit > $2 }"
      }
    case 8: return depth > 0 ? "delete \(name)" : update(entity, name)
    default: break
    }
    return update(entity, name)
  }

  private mutating func update(_ entity: Drawn, _ name: String) -> String {
    let able = entity.fields.filter { self.entity($0.type) == nil && !["stage", "place", "means", "means?"].contains($0.type) }
    guard let field = pick(able) else { return "require: n > 0" }
    let type = field.type.filter { $0 != "?" }
    return "update \(name)(\(field.name): \(value(type == "percent" || type == "score" ? "decimal" : type, of: entity, "\(name).", 1)))"
  }

  private mutating func create(_ entity: Drawn, owner: (type: String, name: String)) -> String {
    var fields: [String] = []
    for field in entity.fields where !field.type.hasSuffix("?") && field.name != "stage" {
      switch field.type {
      case owner.type: fields.append("\(field.name): \(owner.name)")
      case "place": fields.append("\(field.name): place(street: \"s\")")
      case "means": fields.append("\(field.name): \(one(["cash", "card(last4: \"4\", limit: $9)", "voucher(worth: $3)"]))")
      case "int", "level": fields.append("\(field.name): \(chance(50) ? "n" : literal(field.type))")
      case let type: fields.append("\(field.name): \(literal(type))")
      }
    }
    return "create \(entity.name)(\(fields.joined(separator: ", ")))\(chance(40) ? " as made" : "")"
  }
}
