/// Workflows, roles and mutations.
extension RandomProgram {
  /// A workflow's line for an entity, and the workflow.
  mutating func workflow(_ entity: Drawn) -> String {
    let condition = chance(50) ? " if \(truth(of: entity, "", 1))" : ""
    let last = chance(50) ? " if \(truth(of: entity, "", 0))" : ""
    return "workflow path on \(entity.name).stage { initial fresh  fresh -> ready\(condition) by clerk  "
      + "ready -> sent | dropped\(last) by clerk, boss  sent -> ready by boss  final dropped }"
  }

  mutating func roles() -> [String] {
    let names = entities.map(\.name).joined(separator: ", ")
    return ["role clerk is \(entities[0].name) { can: read \(names) }", "role boss { can: read \(names) }"]
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
