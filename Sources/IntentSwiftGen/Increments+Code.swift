import IntentIR

extension ExpressionWriter {
  /// The expression as what the state keeps of it; nil where it keeps nothing of the kind.
  func kept(_ expression: ExprIR) -> Value? {
    guard let reading = CellReading(expression).flatMap(context.increments.kept), let group = group(of: reading) else { return nil }
    let bool = Value.Form.plain(.bool)
    let entity = reading.cell.entity
    switch reading.answer {
    case .count: return Value(code: "\(group).count", form: .plain(.int))
    case .isEmpty: return Value(code: "\(group).isEmpty", form: bool)
    case .isNotEmpty: return Value(code: "!\(group).isEmpty", form: bool, precedence: .prefix)
    case .total:
      return Value(code: "\(group).total ?? \(zero(expression.type))", form: form(of: expression.type), precedence: .coalescing)
    case .mean: return Value(code: "\(group).mean", form: form(of: expression.type), isOptional: true)
    case .least: return Value(code: "\(group).least", form: form(of: expression.type), isOptional: true)
    case .greatest: return Value(code: "\(group).greatest", form: form(of: expression.type), isOptional: true)
    case .first: return Value(code: "\(group).first", form: .id(entity), isOptional: true)
    case .last: return Value(code: "\(group).last", form: .id(entity), isOptional: true)
    case .ids: return Value(code: "\(group).ids", form: .ids(entity))
    case .prefix(let count):
      let limit = value(count)
      return Value(code: "\(group).prefix(\(limit.isOptional ? "\(limit.operand(.comparison)) ?? 0" : limit.code))", form: .ids(entity))
    }
  }

  /// What is kept of the instances that the reading asks for.
  func group(of reading: CellReading) -> String? {
    guard let reading = context.increments.kept(reading), let name = context.increments.name(of: reading.cell) else { return nil }
    let all = reading.owner.map { "\(state).\(name)[\(asID(value($0)).code)]" } ?? "\(state).\(name).all"
    return reading.stretch.map { all + stretch($0) } ?? all
  }

  /// `.below(moment.recorded - .days(1))`.
  private func stretch(_ stretch: CellReading.Stretch) -> String {
    let bound =
      switch stretch.bound {
      case .age(let milliseconds): "\(moment).recorded - \(durationCode(milliseconds))"
      case .time(let expression): value(expression).code
      }
    let isBelow = [.less, .lessOrEqual].contains(stretch.comparison)
    let includesBound = [.lessOrEqual, .greaterOrEqual].contains(stretch.comparison)
    return ".\(isBelow ? "below" : "above")(\(bound)\(includesBound ? ", orAt: true" : ""))"
  }
}

extension SystemContext {
  private func cells(_ entity: EntityIR) -> [KeptCell] { increments.cellsByEntity[entity.name] ?? [] }

  /// `true` iff something is kept up to date whenever an instance of the entity changes.
  func keeps(_ entity: EntityIR) -> Bool { !cells(entity).isEmpty || increments.touches[entity.name] != nil }

  private func owner(_ cell: KeptCell, _ entity: EntityIR) -> String? {
    cell.relation.flatMap { name in entity.fields.first { $0.name == name } }.flatMap { target(of: $0)?.entity }
  }

  /// What the state keeps of the entity's instances.
  func cellStores(_ entity: EntityIR) -> [StoredCode] {
    cells(entity).map { cell in
      let name = names.entity(entity.name)
      let value =
        cell.isWidened ? "FixedDecimal" : cell.value.map { swiftType($0.type.unwrapped) } ?? (cell.age == nil ? "Int" : "Timestamp")
      let aggregate =
        switch cell.summary {
        case .count: "KeptCount"
        case .total: "KeptTotal<\(value)>"
        case .extremes, .order, .timeline: "KeptOrder<\(name), \(value)>"
        }
      let owner = owner(cell, entity).map { names.entity($0) + ", " }
      let isNested = cell.isLookedAtAgain
      let type = (isNested ? "Nested" : "Kept") + (owner == nil ? "Whole" : "Groups")
      return StoredCode(
        name: cell.name, comment: comment(on: cell),
        declaration: "var \(cell.name) = \(type)<\(isNested ? name + ", " : "")\(owner ?? "")\(aggregate)>()")
    }
  }

  private func comment(on cell: KeptCell) -> String {
    var text = "Of the `\(names.table(cell.entity))`"
    if let relation = cell.relation { text += " of each `\(relation)`" }
    let filters = cell.filters.map { $0.text.replacing("\(KeptCell.instance).", with: "") }
    if !filters.isEmpty { text += " with `\(filters.joined(separator: " and "))`" }
    let value = cell.value.map { "`\($0.text.replacing("\(KeptCell.instance).", with: ""))`" }
    switch cell.summary {
    case .count: text += ": how many there are."
    case .total: text += ": the sum and the mean of \(value ?? "them")."
    case .extremes: text += ": the least and the greatest \(value ?? "")."
    case .order: text += value.map { ": these in order of \($0)." } ?? ": these in order of creation."
    case .timeline: text += value.map { ": these in order of \($0)." } ?? ": these, those first that have been so for longest."
    }
    return text.cut(to: 130)
  }

  /// Keeps up, after an event of the entity, what the spec counts, sums and orders.
  func keepFunctions(_ entity: EntityIR) -> [Code] {
    guard keeps(entity) else { return [] }
    let type = "\(namespace).\(names.entity(entity.name))"
    var lines: [Code] = []
    for cell in cells(entity) where !cell.isLookedAtAgain {
      let call = memberCall(cell, entity)
      let was = "change.was.flatMap { \(call) }"
      let now = "change.now.flatMap { \(call) }"
      if let relation = cell.relation {
        let member = names.member("entity \(entity.name)", relation)
        lines.append(.line("\(stateCode).\(cell.name).move(\(was), of: change.was?.\(member), \(now), to: change.now?.\(member))"))
      } else {
        lines.append(.line("\(stateCode).\(cell.name).move(\(was), \(now))"))
      }
    }
    if cells(entity).contains(where: \.isLookedAtAgain) {
      lines.append(.line("touch((change.now ?? change.was)?.id, in: &world, at: moment)"))
    }
    for touched in increments.touches[entity.name] ?? [] {
      let member = names.member("entity \(entity.name)", touched.relation)
      lines.append(.line("touch(change.was?.\(member), in: &world, at: moment)"))
      lines.append(
        .line("if change.now?.\(member) != change.was?.\(member) { touch(change.now?.\(member), in: &world, at: moment) }"))
    }
    if cells(entity).contains(where: { !$0.isLookedAtAgain && $0.isOrdered }) {
      lines.insert(
        .line("let rank = (change.now ?? change.was).flatMap { \(stateCode).\(names.table(entity.name)).rank(of: $0.id) } ?? 0"), at: 0)
    }
    let keep = Code.group([
      .line("/// Keeps up what the spec counts, sums and orders."),
      .block("func keep(_ change: Transition<\(type)>, in world: inout World, at moment: Moment)", lines),
    ])
    return [keep] + touchFunction(entity) + cells(entity).map { memberFunction($0, entity) }
  }

  /// Looks again at what an instance counts for, after a change of one that points at it.
  private func touchFunction(_ entity: EntityIR) -> [Code] {
    let nested = cells(entity).filter(\.isLookedAtAgain)
    guard !nested.isEmpty else { return [] }
    let local = local(entity)
    let table = "\(stateCode).\(names.table(entity.name))"
    var lines: [Code] = [.line("guard let id else { return }"), .line("let \(local) = \(table)[id]")]
    if nested.contains(where: \.isOrdered) { lines.append(.line("let rank = \(table).rank(of: id) ?? 0")) }
    for cell in nested {
      let member = "\(local).flatMap { \(memberCall(cell, entity)) }"
      guard let relation = cell.relation else {
        lines.append(.line("\(stateCode).\(cell.name).set(id, \(member))"))
        continue
      }
      let owner = "\(local)?.\(names.member("entity \(entity.name)", relation))"
      let set = "\(stateCode).\(cell.name).set(id, of: \(owner), \(member))"
      if increments.touches[entity.name]?.contains(where: { $0.relation == relation }) == true {
        lines += [
          .line("let \(cell.name)Changed = \(set)"), .line("if \(cell.name)Changed { touch(\(owner), in: &world, at: moment) }"),
        ]
      } else {
        lines.append(.line(set))
      }
    }
    let type = "\(namespace).\(names.entity(entity.name))"
    return [
      .group([
        .line("/// Looks again at what an instance counts for: it has changed, or something that points at it."),
        .block("func touch(_ id: \(type).ID?, in world: inout World, at moment: Moment)", lines),
      ])
    ]
  }

  private func memberName(_ cell: KeptCell) -> String { cell.name + "Member" }

  /// The call for the instance `$0`.
  private func memberCall(_ cell: KeptCell, _ entity: EntityIR) -> String {
    "\(memberName(cell))(\((["of: $0"] + member(cell, entity).inputs.map(\.name)).joined(separator: ", ")))"
  }

  /// What an instance counts for in the cell; nil where it does not.
  private func memberFunction(_ cell: KeptCell, _ entity: EntityIR) -> Code {
    let member = member(cell, entity)
    let instance = "of \(local(entity)): \(namespace).\(names.entity(entity.name))"
    let visibility = cell.value.map { personal.isPersonal($0) } == true ? "fileprivate " : ""
    return function(
      "\(visibility)func \(memberName(cell))", [instance] + member.inputs.map { "_ \($0.name): \($0.type)" }, " -> \(member.result)?",
      member.body)
  }

  private func member(
    _ cell: KeptCell, _ entity: EntityIR
  ) -> (result: String, body: [Code], inputs: [(name: String, type: String)]) {
    let local = local(entity)
    var writer = ExpressionWriter(self, reserving: [local, "rank"])
    writer.locals[KeptCell.instance] = .init(name: local, form: .instance(entity.name))
    var value = cell.value.map { writer.asStored(writer.value($0)) }
    if let age = cell.age {
      value = Value(code: "\(stateCode).\(changeTimeName(age))[\(local).id]", form: .plain(.timestamp), isOptional: true)
    }
    if cell.isWidened { value = value.map(writer.widened) }
    var result = cell.isWidened ? "FixedDecimal" : cell.value.map { qualifiedType($0.type.unwrapped) } ?? "Int"
    if cell.age != nil { result = "Timestamp" }
    var code = value?.spelled ?? "nil"
    if cell.summary == .count { (result, code) = ("Int", "1") }
    if cell.isOrdered {
      result = "Ranked<\(namespace).\(names.entity(entity.name)), \(result)>"
      if let value, value.isOptional, cell.summary != .order {
        code = "\(value.receiver).map { Ranked($0, \(local).id, at: rank) }"
      } else {
        code = "Ranked(\(code), \(local).id, at: rank)"
      }
    }
    let conditions = cell.filters.map { filter in
      condition(filter.isNegated ? "!(\(writer.condition(filter.condition)))".tidyNegation : writer.condition(filter.condition))
    }
    let text = (conditions + [code]).joined(separator: " ")
    var inputs: [(name: String, type: String)] = text.mentions("world") ? [("world", "World")] : []
    if text.mentions("moment") { inputs.append(("moment", "Moment")) }
    if cell.isOrdered { inputs.append(("rank", "Int")) }
    if conditions.isEmpty { return (result, [.line(code)], inputs) }
    return (result, [.line("guard \(conditions.joined(separator: ", ")) else { return nil }"), .line("return \(code)")], inputs)
  }
}

extension KeptCell {
  /// `true` iff its members stand in an order.
  fileprivate var isOrdered: Bool { [.order, .extremes, .timeline].contains(summary) }

  /// `true` iff what an instance counts for is kept beside it: others decide it too, or since when it is in its state.
  fileprivate var isLookedAtAgain: Bool { !dependencies.isEmpty || age != nil }
}
