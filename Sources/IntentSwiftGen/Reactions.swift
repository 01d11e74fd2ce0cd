import IntentIR

extension SystemContext {
  /// A `when` or an `every`: its table and its functions, all beside each other in the file where it stands.
  func reactionSection(_ number: Int) -> Section {
    let reaction = reactions[number]
    let name = reactionNames[number]
    let isSchedule = reaction.triggerText.hasPrefix("every ")
    let title = isSchedule ? reaction.triggerText : "when \(reaction.triggerText)"
    let table = extending([.group(comment(reaction.doc, titleOf(reaction), reaction.origin) + [reactionTable(reaction, name)])])
    var functions = [reactionFunction(number)]
    if !reaction.crossings.isEmpty { functions.append(beforeFunction(number)) }
    if let waiver = waiverFunction(number) { functions.append(waiver) }
    functions += timerFunctions(number)
    return Section(title: title, origin: reaction.origin, rank: 1, code: [table, extending("Model", functions)])
  }

  // MARK: The table

  private func reactionTable(_ reaction: ReactionIR, _ name: String) -> Code {
    let rows = RuleRows(reaction).rows
    return .group([
      .line("static let \(name) = Reaction("),
      .indented([
        .line("trigger: \(swiftQuoted(reaction.triggerText)), meaning: \(swiftQuoted(reaction.meaning.description)),"),
        .line("file: \(swiftQuoted(reaction.origin.file)), line: \(line(reaction.origin)),"),
      ]
        + (rows.isEmpty
          ? [.line("rules: [])")]
          : [.line("rules: ["), .indented(rows.map { .line($0 + ",") }), .line("])")])),
    ])
  }

  // MARK: The function

  /// What a reaction's functions take: its subject, what it was before, the other side.
  struct ReactionParameters {
    var declarations: [String] = []
    var writer: ExpressionWriter
  }

  func reactionParameters(_ reaction: ReactionIR) -> ReactionParameters {
    var result = ReactionParameters(
      writer: ExpressionWriter(self, reserving: ["before", "expect", "timers", "event", "rule", "about", "subject", "was", "id"]))
    if let subject = reaction.subject {
      if let entity = reaction.trigger.entity {
        let name = result.writer.bind(subject, .instance(entity))
        result.declarations.append("_ \(name): \(namespace).\(names.entity(entity))")
      } else if let payload = reaction.trigger.payload {
        let name = result.writer.bind(subject, .plain(.event(payload)))
        result.declarations.append("_ \(name): \(namespace).\(payloadType(payload))")
      }
    }
    if case .updated(let entity) = reaction.trigger {
      result.writer.locals["before"] = .init(name: "was", form: .instance(entity))
      result.declarations.append("_ was: \(namespace).\(names.entity(entity))")
    }
    if let other = reaction.other, let relation = otherRelation(reaction.trigger) {
      let name = result.writer.bind(other, .id(relation))
      result.declarations.append("_ \(name): \(namespace).\(names.entity(relation)).ID")
    }
    return result
  }

  private func otherRelation(_ trigger: TriggerIR) -> String? {
    switch trigger {
    case .assigned(let entity, let field), .unassigned(let entity, let field):
      entities[entity]?.fields.first { $0.name == field }.flatMap { target(of: $0)?.entity }
    default: nil
    }
  }

  private func reactionFunction(_ number: Int) -> Code {
    let reaction = reactions[number]
    let parameters = reactionParameters(reaction)
    var list = parameters.declarations + ["_ world: World"]
    if !reaction.crossings.isEmpty { list.append("_ before: [FixedDecimal?]") }
    list += ["_ moment: Moment", "_ expect: inout some ExpectationSink<Action>"]
    let body = StatementWriter(self, reaction, parameters.writer).statements(reaction.body)
    let comment: Code = .line("/// `\(titleOf(reaction))`")
    return .group([comment, function("func \(reactionNames[number])", list, "", body)])
  }

  private func titleOf(_ reaction: ReactionIR) -> String {
    reaction.triggerText.hasPrefix("every ") ? reaction.triggerText : "when \(reaction.triggerText)"
  }

  func beforeName(_ number: Int) -> String { "before" + reactionNames[number].prefix(1).uppercased() + reactionNames[number].dropFirst() }

  /// What the reaction's crossings compare with, read just before the event.
  private func beforeFunction(_ number: Int) -> Code {
    let reaction = reactions[number]
    let parameters = reactionParameters(reaction)
    let values = reaction.crossings.map { parameters.writer.crossed($0) }
    return function(
      "func \(beforeName(number))", parameters.declarations + ["_ world: World", "_ moment: Moment"], " -> [FixedDecimal?]",
      [.line("[\(values.joined(separator: ", "))]")])
  }

  func waiverName(_ number: Int) -> String { "waives" + reactionNames[number].prefix(1).uppercased() + reactionNames[number].dropFirst() }

  /// The `unless` conditions of the reaction, by rule.
  private func waiverFunction(_ number: Int) -> Code? {
    let reaction = reactions[number]
    let parameters = reactionParameters(reaction)
    var cases: [Code] = []
    for found in reaction.body.flatMap({ waivable($0, loop: nil) }) {
      var writer = parameters.writer
      var lines: [Code] = []
      if let loop = found.loop, let entity = loop.collection.elementEntity {
        let name = writer.bind(loop.binder, .instance(entity))
        let table = "\(stateCode).\(names.table(entity))"
        lines.append(
          .line("guard let about, let \(name) = \(table)[\(namespace).\(names.entity(entity)).ID(about)] else { return false }"))
      }
      lines.append(.line("return \(writer.condition(found.condition))"))
      cases += [.line("case \(found.rule):"), .indented(lines)]
    }
    guard !cases.isEmpty else { return nil }
    return function(
      "func \(waiverName(number))",
      ["rule: Int"] + parameters.declarations + ["about: Identifier?", "_ world: World", "_ moment: Moment"], " -> Bool",
      [.block("switch rule", cases + [.line("default: return false")])])
  }

  func hasWaivers(_ number: Int) -> Bool { !reactions[number].body.flatMap { waivable($0, loop: nil) }.isEmpty }

  private func waivable(_ statement: StatementIR, loop: ForEachIR?) -> [(rule: Int, condition: ExprIR, loop: ForEachIR?)] {
    switch statement {
    case .obligation(let obligation):
      var found: [(rule: Int, condition: ExprIR, loop: ForEachIR?)] = []
      var pending = [obligation]
      while let next = pending.popLast() {
        if let condition = next.unless { found.append((next.rule, condition, loop)) }
        pending += next.fallback.reversed()
      }
      return found
    case .branch(let branch): return (branch.then + branch.otherwise).flatMap { waivable($0, loop: loop) }
    case .forEach(let inner): return inner.body.flatMap { waivable($0, loop: inner.collection.elementEntity == nil ? loop : inner) }
    }
  }
}

extension ExprIR {
  /// The entity whose instances the collection holds, if it holds instances.
  var elementEntity: String? {
    switch kind {
    case .instances(let entity), .related(_, let entity, _): return entity
    case .collection(_, let base, _, _), .limit(let base, _): return base.elementEntity
    default:
      if case .list(.entity(let name)) = type.unwrapped { return name }
      return nil
    }
  }
}

/// The rows of a reaction's table of rules.
private struct RuleRows {
  /// The line of the reaction, from which the lines of its rules are counted.
  private let start: Int
  private let identities: [Int: UInt64]
  private var rules: [(number: Int, row: String)] = []

  init(_ reaction: ReactionIR) {
    start = reaction.origin.line
    identities = reaction.identities
    for statement in reaction.body { collect(statement, parent: -1) }
  }

  /// In the order of the rules' numbers.
  var rows: [String] { rules.sorted { $0.number < $1.number }.map(\.row) }

  private mutating func collect(_ statement: StatementIR, parent: Int) {
    switch statement {
    case .obligation(let obligation): collect(obligation, parent: parent, fallbackOf: -1, severity: obligation.severity)
    case .branch(let branch):
      let inside = parent >= 0 ? ", in: \(parent)" : ""
      rules.append((branch.rule, "Rule(.decision(\(swiftQuoted(branch.text)))\(inside), line: \(branch.origin.line - start))"))
      for inner in branch.then { collect(inner, parent: branch.rule) }
      if branch.otherwiseRule >= 0 {
        rules.append((branch.otherwiseRule, "Rule(.otherwise\(inside), line: \(branch.origin.line - start))"))
      }
      for inner in branch.otherwise { collect(inner, parent: branch.otherwiseRule) }
    case .forEach(let loop):
      for inner in loop.body { collect(inner, parent: parent) }
    }
  }

  private mutating func collect(
    _ obligation: ObligationIR, parent: Int, fallbackOf: Int, severity: ObligationIR.Severity
  ) {
    var row = "Rule(.\(severity.rawValue), \(swiftQuoted(obligation.call.text)), id: \(identity(obligation.rule))"
    if parent >= 0 { row += ", in: \(parent)" }
    if let within = obligation.within { row += ", within: \(durationCode(within))" }
    if obligation.retry > 0 { row += ", retry: \(obligation.retry)" }
    if fallbackOf >= 0 { row += ", fallbackOf: \(fallbackOf)" }
    if let permission = obligation.requires { row += ", requires: \(swiftQuoted(permission))" }
    if obligation.unless != nil { row += ", hasUnless: true" }
    rules.append((obligation.rule, row + ", line: \(obligation.origin.line - start))"))
    if let undo = obligation.undo {
      let inside = parent >= 0 ? ", in: \(parent)" : ""
      let identity = "\(swiftQuoted(undo.call.text)), id: \(identity(undo.rule))"
      let row = "Rule(.\(severity.rawValue), \(identity)\(inside), undoOf: \(obligation.rule), line: \(obligation.origin.line - start))"
      rules.append((undo.rule, row))
    }
    for replacement in obligation.fallback {
      collect(replacement, parent: parent, fallbackOf: obligation.rule, severity: severity)
    }
  }

  private func identity(_ rule: Int) -> String { "0x" + String(identities[rule] ?? 0, radix: 16) }
}
