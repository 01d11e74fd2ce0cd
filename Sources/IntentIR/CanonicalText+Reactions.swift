extension ReactionIR {
  /// The reaction in canonical text, one node a line: what its `meaning` is the fingerprint of. Rule numbers, places and
  /// comments are no part of it.
  public var text: String {
    var lines = ["when \(trigger.text)" + (subject.map { " as \($0)" } ?? "")]
    for statement in body { statement.append(to: &lines, depth: 1) }
    return lines.joined(separator: "\n")
  }

  /// The fingerprint of the reaction's meaning.
  public var meaning: Fingerprint { Fingerprint(of: text) }
}

extension TriggerIR {
  /// The trigger in canonical text.
  public var text: String {
    switch self {
    case .created(let entity): "\(entity).created"
    case .updated(let entity): "\(entity).updated"
    case .deleted(let entity): "\(entity).deleted"
    case .assigned(let entity, let field): "\(entity).assigned_\(field)"
    case .unassigned(let entity, let field): "\(entity).unassigned_\(field)"
    case .entered(let entity, let field, let state): "\(entity).entered_\(state) of \(field)"
    case .event(let name): name
    case .done(let action): "\(action).done"
    case .aged(let entity, let field, let state, let milliseconds):
      "\(entity).\(field) is \(state ?? "true") for \(milliseconds)ms"
    case .relative(let entity, let field, let milliseconds): "\(milliseconds)ms from \(entity).\(field)"
    case .schedule(let schedule): schedule.text
    }
  }
}

extension ScheduleIR {
  /// The schedule in canonical text.
  public var text: String {
    let name =
      switch period {
      case .hour: "hour"
      case .day: "day"
      case .week: "week"
      case .month: "month"
      case .year: "year"
      case .weekday(let number): "weekday \(number)"
      case .milliseconds(let count): "\(count)ms"
      }
    return "every \(name)" + (at.map { " at \($0.text)" } ?? "") + (perEntity.map { " per \($0)" } ?? "")
  }
}

extension StatementIR {
  fileprivate func append(to lines: inout [String], depth: Int) {
    let indent = String(repeating: "  ", count: depth)
    switch self {
    case .obligation(let obligation):
      lines.append(indent + obligation.text)
    case .branch(let branch):
      lines.append("\(indent)if \(branch.condition.text)")
      for statement in branch.then { statement.append(to: &lines, depth: depth + 1) }
      if !branch.otherwise.isEmpty { lines.append("\(indent)else") }
      for statement in branch.otherwise { statement.append(to: &lines, depth: depth + 1) }
    case .forEach(let loop):
      let filter = loop.condition.map { " with \($0.text)" } ?? ""
      lines.append("\(indent)for each \(loop.binder) in \(loop.collection.text)\(filter)")
      for statement in loop.body { statement.append(to: &lines, depth: depth + 1) }
    }
  }
}

extension ActionCallIR {
  /// The call in canonical text, from the lowered arguments: positions stand for labels, `_` for an omitted one.
  public var canonicalText: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the canonical text.
  func write(to out: inout some TextOutputStream) {
    out.write(action)
    out.write("(")
    out.append(list: arguments) { out, argument in
      if let argument { argument.write(to: &out) } else { out.write("_") }
    }
    out.write(")")
  }
}

extension ObligationIR {
  /// The obligation with its modifiers in canonical text, on one line.
  public var text: String {
    var text = "\(severity.rawValue) \(call.canonicalText)"
    if let within { text += " within \(within)ms" }
    if retry > 0 { text += " retry \(retry)" }
    if let requires { text += " requires \(requires)" }
    if let unless { text += " unless \(unless.text)" }
    if let undo { text += " undo \(undo.call.canonicalText)" }
    for replacement in fallback { text += " fallback (\(replacement.text))" }
    return text
  }
}
