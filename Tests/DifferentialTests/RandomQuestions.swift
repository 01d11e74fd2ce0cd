/// Queries and views.
extension RandomProgram {
  mutating func query(_ number: Int) -> String {
    guard let entity = pick(entities) else { return "" }
    let callers = one(["clerk", "boss", "guest", "clerk, boss", "boss, guest", "clerk, boss, guest"])
    var parameters: [String] = []
    let isAboutOne = chance(50)
    if isAboutOne { parameters.append("a: \(entity.name)") }
    parameters.append("n: int")
    if chance(30) { parameters.append("wanted: money?") }
    let isClerk = callers == "clerk" && chance(60)
    let (start, name) = isAboutOne ? (entity, "a") : isClerk ? (entities[0], "me") : (entity, "")
    let body = name.isEmpty ? answer(entity, "\(entity.name)s") : answer(about: start, name)
    return "query q\(number)(\(parameters.joined(separator: ", "))) by \(callers) = \(body)"
  }

  /// What is asked about an instance.
  private mutating func answer(about entity: Drawn, _ name: String) -> String {
    switch roll(1...8) {
    case 1, 2, 3:
      if let inverse = pick(entity.inverses), let element = self.entity(inverse.entity) {
        return answer(element, "\(name).\(inverse.name)")
      }
    case 4: if let field = pick(entity.fields.filter { self.entity($0.type) != nil }) { return "\(name).\(field.name)" }
    case 5: return name
    case 6: if let path = pick(paths(entity, "\(name).")) { return path.path }
    default: break
    }
    return value(one(["int", "money", "decimal", "text", "timestamp", "duration"]), of: entity, "\(name).", 2)
  }

  /// What is asked about a collection.
  private mutating func answer(_ element: Drawn, _ collection: String) -> String {
    var rows = collection
    switch roll(1...6) {
    case 1: return aggregate(one(["int", "money", "decimal", "text"]), collection, element, 2)
    case 2: rows += ".where(\(truth(of: element, "it.", 2)))"
    case 3: rows += ".where(\(truth(of: element, "it.", 0)) or \(value("int", of: element, "it.", 1)) > n)"
    case 4: return "\(rows).\(one(["first", "last"]))"
    default: break
    }
    if chance(50) {
      rows += ".order(by: \(value(one(["int", "text", "timestamp", "money"]), of: element, "it.", 1)))"
      if chance(60) { rows += ".limit(\(chance(50) ? "n" : String(roll(0...3))))" }
      if chance(15) { rows += ".\(one(["first", "last"]))" }
    }
    return rows
  }

  mutating func view(_ number: Int) -> String {
    let readers = one(["clerk", "boss", "guest", "clerk, boss"])
    var shows: [String] = []
    for _ in 0..<roll(1...4) { shows.append("show: \(show(readers))") }
    return "view v\(number) for \(readers) { \(shows.joined(separator: "  ")) }"
  }

  private mutating func show(_ readers: String) -> String {
    guard let entity = pick(entities) else { return "m1" }
    let (subject, name) = readers == "clerk" && chance(60) ? (entities[0], "me") : (entity, "")
    switch roll(1...6) {
    case 1: return "m\(roll(1...3))"
    case 2, 3:
      let optional = chance(40) ? ", wanted: \(literal("money"))" : ""
      let about = readers == "clerk" && chance(50) ? "a: me, " : ""
      return "q\(roll(1...5))(\(about)n: \(roll(0...4))\(optional))\(columns(entity))"
    case 4: return answer(entity, "\(entity.name)s") + columns(entity)
    default:
      if name.isEmpty { return "\(entity.name)s\(columns(entity))" }
      return answer(about: subject, name) + columns(subject)
    }
  }

  private mutating func columns(_ entity: Drawn) -> String {
    guard chance(60) else { return "" }
    var names = entity.fields.map(\.name) + entity.inverses.map(\.name)
    names.shuffle(using: &random)
    return " columns \(names.prefix(roll(1...3)).joined(separator: ", "))"
  }
}
