import IntentSource
import IntentSyntax

// The author's words on one line, without comments and needless brackets: what graphs and rule tables show.
extension SystemAnalysis {
  func sourceText(_ call: ActionCall) -> String {
    var out = text(call.name)
    let arguments = call.values
    if arguments.isEmpty { return out }
    out += "("
    write(arguments, to: &out)
    out += ")"
    return out
  }

  func sourceText(_ trigger: Trigger) -> String {
    switch trigger {
    case .event(let path): sourceText(path)
    case .lasting(let path, let duration): "\(sourceText(path)) for \(sourceText(duration))"
    case .before(let duration, let path): "\(sourceText(duration)) before \(sourceText(path))"
    case .after(let duration, let path): "\(sourceText(duration)) after \(sourceText(path))"
    case .evolved: "intent.evolved"
    case .error: ""
    }
  }

  func sourceText(_ schedule: ScheduleItem) -> String {
    let period =
      switch schedule.period {
      case .unit(let unit): String(describing: unit)
      case .weekday(let day): String(describing: day)
      case .interval(let duration): sourceText(duration)
      }
    return "every \(period)" + (schedule.at.map { " at \(sourceText($0))" } ?? "")
  }

  func sourceText(_ path: Path) -> String {
    var out = text(path.names[0])
    for name in path.names.dropFirst() {
      out += "."
      out += text(name)
    }
    return out
  }

  func sourceText(_ id: ExprID) -> String {
    var out = ""
    write(id, above: 0, to: &out)
    return out
  }

  /// Appends the words of `id`. `above` is the strength of the operator around: a looser expression stands in brackets.
  private func write(_ id: ExprID, above: Int = 0, to out: inout String) {
    let expr = expr(id)
    let isLooser = strength(of: expr.kind) < above
    if isLooser { out += "(" }
    write(expr, to: &out)
    if isLooser { out += ")" }
  }

  private func write(_ arguments: [Argument], to out: inout String) {
    for (index, argument) in arguments.enumerated() {
      if index > 0 { out += ", " }
      if let label = argument.label {
        out += text(label)
        out += ": "
      }
      write(argument.value, to: &out)
    }
  }

  private func strength(of kind: ExprKind) -> Int {
    switch kind {
    case .quantifier: 0
    case .not: 3
    case .membership, .crosses, .predicate: 4
    case .range: 5
    case .negate: 8
    case .binary(let op, _, _): strength(of: op)
    case .error, .literal, .hole, .name, .member, .call, .index, .list, .quantified, .repeated: 9
    }
  }

  private func strength(of op: BinaryOperator) -> Int {
    switch op {
    case .or: 1
    case .and: 2
    case .otherwise: 5
    case .add, .subtract: 6
    case .multiply, .divide: 7
    default: 4
    }
  }

  private func write(_ expr: Expr, to out: inout String) {
    switch expr.kind {
    case .error, .quantified: break
    case .literal: out += trees[tree].file.text(expr.span)
    case .hole: out += "?"
    case .name(let name): out += text(name)
    case .member(let base, let name):
      write(base, above: 9, to: &out)
      out += "."
      out += text(name)
    case .call(let callee, let arguments):
      write(callee, above: 9, to: &out)
      out += "("
      write(arguments, to: &out)
      out += ")"
    case .index(let base, let index):
      write(base, above: 9, to: &out)
      out += "["
      write(index, to: &out)
      out += "]"
    case .list(let elements): out += "[\(elements.map { sourceText($0) }.joined(separator: ", "))]"
    case .range(let low, let high): write(low, "..", high, above: 6, to: &out)
    case .not(let operand):
      out += "not "
      write(operand, above: 3, to: &out)
    case .negate(let operand):
      out += "-"
      write(operand, above: 8, to: &out)
    case .binary(let op, let left, let right):
      let strength = strength(of: op)
      write(left, above: op.isComparison ? 5 : strength, to: &out)
      out += " "
      out += op.text
      out += " "
      write(right, above: strength + 1, to: &out)
    case .membership(let value, let set, let negated): write(value, negated ? " not in " : " in ", set, above: 5, to: &out)
    case .crosses(let value, let threshold): write(value, " crosses ", threshold, above: 5, to: &out)
    case .predicate(let subject, let predicate): writePredicate(subject, predicate, to: &out)
    case .quantifier(let quantifier): out += quantifierText(quantifier)
    case .repeated(let subject): write(subject, above: 5, to: &out)
    }
  }

  private func write(_ left: ExprID, _ word: String, _ right: ExprID, above: Int, to out: inout String) {
    write(left, above: above, to: &out)
    out += word
    write(right, above: above, to: &out)
  }

  private func writePredicate(_ subject: ExprID, _ predicate: Predicate, to out: inout String) {
    var words: String
    switch predicate {
    case .exists: words = "exists"
    case .valid: words = "valid"
    case .has(let name): words = "has \(text(name))"
    case .is(let test):
      words = "is \(test.negated ? "not " : "")\(text(test.state))"
      if let binder = test.binder { words += " as \(text(binder))" }
      if let lasting = test.lasting {
        words += " for " + (lasting.comparison.map { $0.text + " " } ?? "") + sourceText(lasting.duration)
      }
    }
    let isLeftOut =
      switch expr(subject).kind {
      case .quantified, .repeated: true
      default: false
      }
    if !isLeftOut {
      write(subject, above: 5, to: &out)
      out += " "
    }
    out += words
  }

  private func quantifierText(_ quantifier: Quantifier) -> String {
    var text = "\(quantifier.kind == .no ? "no" : "every")(\(sourceText(quantifier.path))"
    if let binder = quantifier.binder { text += " \(self.text(binder))" }
    if let condition = quantifier.condition { text += " where \(sourceText(condition))" }
    return text + ")\(speaksOfQuantified(quantifier.body) ? " " : ": ")\(sourceText(quantifier.body))"
  }

  /// `true` iff the expression begins with the instance that the text leaves out.
  private func speaksOfQuantified(_ id: ExprID) -> Bool {
    switch expr(id).kind {
    case .quantified: true
    case .predicate(let subject, _), .membership(let subject, _, _), .crosses(let subject, _): speaksOfQuantified(subject)
    case .binary(_, let left, _): speaksOfQuantified(left)
    default: false
    }
  }
}

extension ActionCall {
  /// The arguments that are values: all but `requires:`.
  var values: [Argument] {
    arguments.contains { $0.label?.symbol == Symbol(.requires) } ? arguments.filter { $0.label?.symbol != Symbol(.requires) } : arguments
  }
}
