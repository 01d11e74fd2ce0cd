extension TypeIR {
  /// The type in canonical text: `customer?`, `money(EUR)[]`.
  public var text: String {
    switch self {
    case .text: "text"
    case .int: "int"
    case .decimal: "decimal"
    case .bool: "bool"
    case .timestamp: "timestamp"
    case .date: "date"
    case .time: "time"
    case .duration: "duration"
    case .percent: "percent"
    case .id: "id"
    case .money(let currency): "money(\(currency))"
    case .choice(let name), .variant(let name), .record(let name), .refined(let name), .entity(let name), .event(let name): name
    case .optional(let inner): inner.text + "?"
    case .list(let inner): inner.text + "[]"
    }
  }
}

extension LiteralIR {
  /// The literal in canonical text.
  public var text: String {
    switch self {
    case .text(let value): quoted(value)
    case .int(let value): String(value)
    case .decimal(let digits): digits
    case .bool(let value): value ? "true" : "false"
    case .duration(let milliseconds): "\(milliseconds)ms"
    case .money(let digits, let currency): digits + currency
    case .timeOfDay(let minutes): twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
    case .choice(_, let name): name
    case .absent: "absent"
    }
  }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// Text between quotation marks, escaped as the language does (LANGUAGE section 1).
private func quoted(_ text: String) -> String {
  var out = "\""
  for character in text.unicodeScalars {
    switch character {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\t": out += "\\t"
    default: out.unicodeScalars.append(character)
    }
  }
  return out + "\""
}

extension ExprIR {
  /// The expression in canonical text, fully parenthesised. O(size).
  public var text: String {
    switch kind {
    case .literal(let literal): literal.text
    case .local(let name): name
    case .now: "now"
    case .today: "today"
    case .parameter(let name): "?\(name)"
    case .threshold(let name): "threshold.\(name)"
    case .field(let base, _, let name), .member(let base, let name): base.text + "." + name
    case .instances(let entity): "all(\(entity))"
    case .related(let base, let entity, let field): "\(base.text).[\(entity).\(field)]"
    case .derivation(let name, let arguments): "\(name)(\(arguments.map(\.text).joined(separator: ", ")))"
    case .metric(let name): "metric.\(name)"
    case .collection, .quantifier, .limit: collectionText
    case .binary(let symbol, let left, let right): "(\(left.text) \(symbol.rawValue) \(right.text))"
    case .negate(let operand): "-\(operand.text)"
    case .not(let operand): "not \(operand.text)"
    case .crosses(let value, let threshold, _): "(\(value.text) crosses threshold.\(threshold))"
    case .exists(let operand): "(\(operand.text) exists)"
    case .valid(let operand): "(\(operand.text) valid)"
    case .isState(let base, _, let field, let state): "(\(base.text).\(field) is \(state ?? "true"))"
    case .isStateFor(let base, _, let field, let state, let comparison, let milliseconds):
      "(\(base.text).\(field) is \(state ?? "true") for \(comparison.rawValue) \(milliseconds)ms)"
    case .orElse(let left, let right): "(\(left.text) else \(right.text))"
    case .narrowed(let operand), .widened(let operand): operand.text
    case .isCase(let operand, _, let name): "(\(operand.text) is \(name))"
    case .payload(let operand, _, let name): "(\(operand.text) as \(name))"
    case .variant(_, let name, let fields): "\(name)(\(fields.map { "\($0.label): \($0.value.text)" }.joined(separator: ", ")))"
    case .list(let elements): "[\(elements.map(\.text).joined(separator: ", "))]"
    case .range(let lower, let upper): "\(lower.text)..\(upper.text)"
    case .record(let type, let fields): "\(type)(\(fields.map { "\($0.label): \($0.value.text)" }.joined(separator: ", ")))"
    case .round(let operand, let places): "round(\(operand.text), to: \(places), half_even)"
    }
  }

  private var collectionText: String {
    switch kind {
    case .collection(let operation, let base, let binder, let body):
      "\(base.text).\(operation.rawValue)(\(body.map { "\(binder) | \($0.text)" } ?? ""))"
    case .limit(let base, let count): "\(base.text).limit(\(count.text))"
    case .quantifier(let isNone, let base, let binder, let body):
      "\(isNone ? "no" : "every")(\(binder) in \(base.text) | \(body.text))"
    default: ""
    }
  }
}
