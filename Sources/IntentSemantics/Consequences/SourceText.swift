import IntentSource
import IntentSyntax

// The author's words on one line, without comments and needless brackets: what graphs and rule tables show.
extension SystemAnalysis {
  func sourceText(_ call: ActionCall) -> String {
    var text = text(call.name)
    let arguments = call.values
    if arguments.isEmpty { return text }
    text += "("
    text += sourceText(arguments)
    return text + ")"
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

  func sourceText(_ path: Path) -> String { path.names.map { text($0) }.joined(separator: ".") }

  /// `above` is the strength of the operator around: a looser expression stands in brackets.
  func sourceText(_ id: ExprID, above: Int = 0) -> String {
    let (text, strength) = textAndStrength(id)
    return strength < above ? "(\(text))" : text
  }

  private func sourceText(_ arguments: [Argument]) -> String {
    var text = ""
    for (index, argument) in arguments.enumerated() {
      if index > 0 { text += ", " }
      if let label = argument.label {
        text += self.text(label)
        text += ": "
      }
      text += sourceText(argument.value)
    }
    return text
  }

  private func textAndStrength(_ id: ExprID) -> (String, Int) {
    let expr = expr(id)
    switch expr.kind {
    case .error: return ("", 9)
    case .literal: return (trees[tree].file.text(expr.span), 9)
    case .hole: return ("?", 9)
    case .name(let name): return (text(name), 9)
    case .member(let base, let name): return (sourceText(base, above: 9) + "." + text(name), 9)
    case .call(let callee, let arguments): return ("\(sourceText(callee, above: 9))(\(sourceText(arguments)))", 9)
    case .index(let base, let index): return ("\(sourceText(base, above: 9))[\(sourceText(index))]", 9)
    case .list(let elements): return ("[\(elements.map { sourceText($0) }.joined(separator: ", "))]", 9)
    case .range(let low, let high): return ("\(sourceText(low, above: 6))..\(sourceText(high, above: 6))", 5)
    case .not(let operand): return ("not \(sourceText(operand, above: 3))", 3)
    case .negate(let operand): return ("-\(sourceText(operand, above: 8))", 8)
    case .binary(let op, let left, let right): return binaryText(op, left, right)
    case .membership(let value, let set, let negated):
      return ("\(sourceText(value, above: 5)) \(negated ? "not in" : "in") \(sourceText(set, above: 5))", 4)
    case .crosses(let value, let threshold): return ("\(sourceText(value, above: 5)) crosses \(sourceText(threshold, above: 5))", 4)
    case .predicate(let subject, let predicate): return predicateText(subject, predicate)
    case .quantifier(let quantifier): return (quantifierText(quantifier), 0)
    case .quantified: return ("", 9)
    case .repeated(let subject): return (sourceText(subject, above: 5), 9)
    }
  }

  private func binaryText(_ op: BinaryOperator, _ left: ExprID, _ right: ExprID) -> (String, Int) {
    let strength =
      switch op {
      case .or: 1
      case .and: 2
      case .otherwise: 5
      case .add, .subtract: 6
      case .multiply, .divide: 7
      default: 4
      }
    let leftText = sourceText(left, above: op.isComparison ? 5 : strength)
    return ("\(leftText) \(op.text) \(sourceText(right, above: strength + 1))", strength)
  }

  private func predicateText(_ subject: ExprID, _ predicate: Predicate) -> (String, Int) {
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
    return (isLeftOut ? words : "\(sourceText(subject, above: 5)) \(words)", 4)
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
