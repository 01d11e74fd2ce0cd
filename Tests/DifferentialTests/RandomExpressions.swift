/// Expressions of a wanted type over the fields of an entity. Not all of them are right: the compiler says which.
extension RandomProgram {
  func entity(_ name: String) -> Drawn? { entities.first { $0.name == name.filter { $0 != "?" } } }

  /// Paths from an instance to values, with their types: `order.account.name`.
  func paths(_ entity: Drawn, _ prefix: String, depth: Int = 1) -> [(path: String, type: String)] {
    var found = entity.fields.map { (path: prefix + $0.name, type: $0.type) }
    if depth > 0 {
      for field in entity.fields where !field.type.hasSuffix("?") {
        if let target = self.entity(field.type) { found += paths(target, "\(prefix)\(field.name).", depth: depth - 1) }
      }
      for field in entity.fields where field.type.hasPrefix("place") && !field.type.hasSuffix("?") {
        found += [("\(prefix)\(field.name).street", "text"), ("\(prefix)\(field.name).floor", "level?")]
      }
    }
    return found
  }

  private mutating func path(_ types: [String], _ entity: Drawn, _ prefix: String) -> String? {
    pick(paths(entity, prefix).filter { types.contains($0.type) })?.path
  }

  mutating func literal(_ type: String) -> String {
    if chance(2) { return "?" }
    return switch type {
    case "int", "level": one(["0", "1", "3", "7", "12"])
    case "decimal", "score", "percent": one(["0", "0.5", "2.25", "40", "95%"])
    case "money": one(["$0", "$5", "$49.99", "$120"])
    case "text", "code": one(["\"a\"", "\"b\"", "\"abc\"", "\"\""])
    case "duration": one(["30m", "2h", "1d"])
    case "timestamp": one(["now", "now - 1d", "now + 2h"])
    case "date": one(["today"])
    case "time": one(["09:30", "17:00"])
    case "mood": one(["calm", "tense", "lost"])
    default: one(["true", "false"])
    }
  }

  /// An expression of the type.
  mutating func value(_ type: String, of entity: Drawn, _ prefix: String, _ depth: Int) -> String {
    if depth <= 0 || chance(25) {
      let types = type == "int" ? ["int", "level"] : type == "decimal" ? ["decimal", "score", "percent"] : [type]
      if chance(75), let path = path(types, entity, prefix) {
        return path
      }
      return literal(type)
    }
    func next(_ type: String) -> String { value(type, of: entity, prefix, depth - 1) }
    if chance(20), let optional = path(["\(type)?"], entity, prefix) { return "(\(optional) else \(literal(type)))" }
    if type == "int", prefix.hasSuffix("."), chance(15), let call = derived.first(where: { $0.entity == entity.name }) {
      return "\(call.name)(\(prefix.dropLast()))"
    }
    if chance(12), let call = reducer(type, of: entity, prefix) { return call }
    if chance(35), let inverse = pick(entity.inverses), let element = self.entity(inverse.entity) {
      return aggregate(type, "\(prefix)\(inverse.name)", element, depth - 1)
    }
    switch type {
    case "int": return chance(50) ? "(\(next("int")) \(one(["+", "-", "*"])) \(next("int")))" : next("int")
    case "decimal":
      return chance(40)
        ? "(\(next("decimal")) / \(next(chance(50) ? "int" : "decimal")) else \(literal("decimal")))"
        : chance(30)
          ? "round(\(next("decimal")), to: \(roll(0...2)), half_even)" : "(\(next("decimal")) \(one(["+", "-", "*"])) \(next("int")))"
    case "money": return chance(50) ? "(\(next("money")) \(one(["+", "-"])) \(next("money")))" : "(\(next("money")) * \(next("int")))"
    case "duration": return "(\(next("timestamp")) - \(next("timestamp")))"
    case "timestamp": return "(\(next("timestamp")) \(one(["+", "-"])) \(literal("duration")))"
    default: return next(type)
    }
  }

  /// A value of the type that a reducer gives, of the instance before the prefix's point or of none.
  private mutating func reducer(_ type: String, of entity: Drawn, _ prefix: String) -> String? {
    let fitting = reduced.filter { $0.type == type && ($0.entity == nil || prefix.hasSuffix(".") && $0.entity == entity.name) }
    guard let reducer = pick(fitting) else { return nil }
    return "\(reducer.call)\(reducer.entity == nil ? "" : "(\(prefix.dropLast()))")\(reducer.member)"
  }

  /// A value over the instances of a collection.
  mutating func aggregate(_ type: String, _ collection: String, _ element: Drawn, _ depth: Int) -> String {
    var filtered = chance(50) ? "\(collection).where(\(truth(of: element, "it.", max(0, depth - 1))))" : collection
    if chance(15) {
      filtered += ".order(by: \(value(one(["int", "text", "timestamp", "money"]), of: element, "it.", 1))).limit(\(roll(0...3)))"
    }
    switch type {
    case "int":
      return chance(50) ? "\(filtered).count" : "\(filtered).sum(\(value("int", of: element, "it.", min(depth, 1))))"
    case "bool":
      return "\(collection).\(one(["any", "all"]))(\(truth(of: element, "it.", depth)))"
    case "money", "decimal", "duration":
      return chance(50)
        ? "\(filtered).sum(\(value(type, of: element, "it.", min(depth, 1))))"
        : "(\(filtered).\(one(["avg", "min", "max"]))(\(value(type, of: element, "it.", min(depth, 1)))) else \(literal(type)))"
    case "text", "timestamp", "date", "time":
      let order = value(one(["int", "decimal", "money"]), of: element, "it.", 0)
      let member = element.fields.first { $0.type == type }?.name ?? "name"
      return "(\(filtered).order(by: \(order)).\(one(["first", "last"])).\(member) else \(literal(type)))"
    default: return literal(type)
    }
  }

  /// A condition.
  mutating func truth(of entity: Drawn, _ prefix: String, _ depth: Int) -> String {
    func next() -> String { truth(of: entity, prefix, depth - 1) }
    if depth > 0 {
      switch roll(1...10) {
      case 1, 2: return "(\(next()) \(one(["and", "or"])) \(next()))"
      case 3: return "not (\(next()))"
      case 4:
        if let inverse = pick(entity.inverses), let element = self.entity(inverse.entity) {
          return aggregate("bool", "\(prefix)\(inverse.name)", element, depth - 1)
        }
      default: break
      }
    }
    if chance(8) {
      if let call = reducer("bool", of: entity, prefix) { return call }
      if let call = reducer("mood", of: entity, prefix) { return "\(call) \(one(["==", "!="])) \(literal("mood"))" }
    }
    let all = paths(entity, prefix)
    let optionals = all.filter { $0.type.hasSuffix("?") }
    switch roll(1...11) {
    case 9:
      if let path = pick(all.filter { $0.type == "place" || $0.type == "place?" })?.path {
        return "\(path) \(one(["==", "!="])) place(street: \(literal("text"))\(chance(50) ? ", floor: \(roll(0...9))" : ""))"
      }
    case 10: return "\(value(one(["int", "decimal"]), of: entity, prefix, 1)) \(one(["<", ">"])) threshold.\(one(["low", "high"]))"
    case 11:
      let valid = all.filter { ["code", "level?", "score", "score?"].contains($0.type) }
      if let path = pick(valid)?.path { return "\(path) valid" }
    case 1: if let path = pick(optionals)?.path { return "\(path) exists" }
    case 2:
      if let path = pick(all.filter { ["mood", "mood?"].contains($0.type) })?.path {
        return "\(path) \(one(["==", "!="])) \(literal("mood"))"
      }
    case 3:
      if let path = pick(all.filter { $0.type == "mood" })?.path { return "\(path) \(one(["in", "not in"])) [\(literal("mood")), lost]" }
    case 4: if let path = pick(all.filter { $0.type == "means" })?.path { return "\(path) is \(one(["card", "cash", "voucher"]))" }
    case 5:
      if let path = pick(all.filter { ["int", "int?", "level"].contains($0.type) })?.path {
        return "\(path) in \(roll(0...3))..\(roll(4...9))"
      }
    case 6: if let path = pick(all.filter { $0.type == "bool" })?.path { return path }
    case 7:
      if let path = pick(optionals.filter { !["means?", "bool?", "mood?"].contains($0.type) && self.entity($0.type) == nil }) {
        return "\(path.path) \(one(["<", ">=", "==", "!="])) \(literal(String(path.type.dropLast())))"
      }
    default: break
    }
    let type = one(["int", "int", "decimal", "money", "text", "timestamp", "duration"])
    let symbol = one(type == "text" ? ["==", "!="] : ["<", "<=", ">", ">=", "==", "!="])
    return "\(value(type, of: entity, prefix, depth)) \(symbol) \(value(type, of: entity, prefix, max(0, depth - 1)))"
  }

  mutating func metric() -> String {
    guard let entity = pick(entities) else { return "int = 1" }
    let type = one(["int", "money", "decimal", "int", "duration"])
    return "\(type) = \(aggregate(type, "\(entity.name)s", entity, 2))"
  }

  mutating func assertion() -> String {
    guard let entity = pick(entities) else { return "1 == 1" }
    switch roll(1...8) {
    case 8:
      guard let time = entity.fields.first(where: { ["timestamp", "timestamp?"].contains($0.type) }) else { return "1 < 3" }
      let stretch = "\(time.name) \(one(["<", "<=", ">", ">="])) now - \(one(["2h", "1d", "3d"]))"
      return "\(entity.name)s.where(\(stretch) and \(truth(of: entity, "", 0))).count <= \(roll(0...2))"
    case 6: return "every(\(entity.name)) has \(pick(entity.fields)?.name ?? "id")"
    case 7:
      guard let inverse = pick(entity.inverses), let element = self.entity(inverse.entity) else { return "2 > 1" }
      let inner = truth(of: element, "y.", 1)
      return "every(\(entity.name) x): no(x.\(inverse.name) y where \(truth(of: element, "y.", 0))): \(inner)"
    case 4:
      guard let flag = entity.fields.first(where: { $0.type == "bool" || $0.type == "mood" }) else { return "1 < 2" }
      let state = flag.type == "mood" ? one(["calm", "tense", "lost"]) : flag.name
      return "no(\(entity.name)) is \(state) for > \(one(["2h", "1d", "3d"]))"
    case 5:
      let metric = "m\(roll(1...3))"
      return "\(metric) \(one(["<", ">=", "!="])) \(one(["3", "$20", "10h"]))"
    case 1: return "every(\(entity.name) x where \(truth(of: entity, "x.", 1))): \(truth(of: entity, "x.", 1))"
    case 2: return "no(\(entity.name) x where \(truth(of: entity, "x.", 0))): \(truth(of: entity, "x.", 2))"
    default: return "\(aggregate("int", "\(entity.name)s", entity, 1)) <= \(roll(0...4))"
    }
  }
}
