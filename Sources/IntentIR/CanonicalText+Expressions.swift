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
    case .local(let name): return name
    case .literal(let literal): return literal.text
    default: break
    }
    var out = ""
    write(to: &out)
    return out
  }

  /// Appends the canonical text.
  func write(to out: inout some TextOutputStream) {
    switch kind {
    case .literal(let literal): out.write(literal.text)
    case .local(let name): out.write(name)
    case .now: out.write("now")
    case .today: out.write("today")
    case .parameter(let name): out.append("?", name)
    case .threshold(let name): out.append("threshold.", name)
    case .field(let base, _, let name), .member(let base, let name): out.append(base, ".", name)
    case .instances(let entity): out.append("all(", entity, ")")
    case .related(let base, let entity, let field):
      out.append(base, ".[", entity)
      out.append(".", field, "]")
    case .derivation(let name, let arguments):
      out.append(name, "(")
      out.append(list: arguments) { $1.write(to: &$0) }
      out.write(")")
    case .metric(let name): out.append("metric.", name)
    case .binary(let symbol, let left, let right):
      out.append("(", left, " ")
      out.append(symbol.rawValue, " ")
      out.append(right, ")")
    case .negate(let operand): out.append("-", operand)
    case .not(let operand): out.append("not ", operand)
    case .narrowed(let operand), .widened(let operand): operand.write(to: &out)
    case .list(let elements):
      out.write("[")
      out.append(list: elements) { $1.write(to: &$0) }
      out.write("]")
    case .range(let lower, let upper):
      out.append(lower, "..")
      upper.write(to: &out)
    case .variant(_, let name, let fields): out.append(name, fields)
    case .record(let type, let fields): out.append(type, fields)
    default: out.write(rareText)
    }
  }

  /// The text of what is written once in a while.
  private var rareText: String {
    switch kind {
    case .collection(let operation, let base, let binder, let body):
      "\(base.text).\(operation.rawValue)(\(body.map { "\(binder) | \($0.text)" } ?? ""))"
    case .limit(let base, let count): "\(base.text).limit(\(count.text))"
    case .quantifier(let isNone, let base, let binder, let body):
      "\(isNone ? "no" : "every")(\(binder) in \(base.text) | \(body.text))"
    case .crosses(let value, let threshold, _): "(\(value.text) crosses threshold.\(threshold))"
    case .exists(let operand): "(\(operand.text) exists)"
    case .valid(let operand): "(\(operand.text) valid)"
    case .isState(let base, _, let field, let state): "(\(base.text).\(field) is \(state ?? "true"))"
    case .isStateFor(let base, _, let field, let state, let comparison, let milliseconds):
      "(\(base.text).\(field) is \(state ?? "true") for \(comparison.rawValue) \(milliseconds)ms)"
    case .orElse(let left, let right): "(\(left.text) else \(right.text))"
    case .isCase(let operand, _, let name): "(\(operand.text) is \(name))"
    case .payload(let operand, _, let name): "(\(operand.text) as \(name))"
    case .round(let operand, let places): "round(\(operand.text), to: \(places), half_even)"
    // What `write` appends itself.
    case .literal, .local, .now, .today, .parameter, .threshold, .field, .member, .instances, .related, .derivation, .metric, .binary,
      .negate, .not, .narrowed, .widened, .list, .range, .variant, .record:
      ""
    }
  }
}

// Texts are written to one string or fingerprint: there are many, and each part of one would be a string of its own.
extension TextOutputStream {
  fileprivate mutating func append(_ first: String, _ second: String, _ third: String = "") {
    write(first)
    write(second)
    write(third)
  }

  fileprivate mutating func append(_ base: ExprIR, _ text: String, _ more: String = "") {
    base.write(to: &self)
    write(text)
    write(more)
  }

  fileprivate mutating func append(_ text: String, _ operand: ExprIR, _ more: String = "") {
    write(text)
    operand.write(to: &self)
    write(more)
  }

  /// `name(label: value, …)`.
  fileprivate mutating func append(_ name: String, _ fields: [LabelledIR]) {
    append(name, "(")
    append(list: fields) { out, field in
      out.append(field.label, ": ")
      field.value.write(to: &out)
    }
    write(")")
  }

  /// The elements with commas between them.
  mutating func append<Element>(list elements: [Element], _ writeElement: (inout Self, Element) -> Void) {
    for (index, element) in elements.enumerated() {
      if index > 0 { write(", ") }
      writeElement(&self, element)
    }
  }
}
