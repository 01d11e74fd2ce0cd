import IntentIR

extension ExpressionWriter {
  func literal(_ literal: LiteralIR, _ type: TypeIR) -> Value {
    switch literal {
    case .text(let text): return Value(code: swiftQuoted(text), form: .plain(.text))
    case .int(let number):
      let isDecimal = [.decimal, .percent].contains(context.base(type.unwrapped))
      return isDecimal
        ? Value(code: "FixedDecimal(\(number))", form: .plain(.decimal))
        : Value(code: String(number), form: .plain(.int), precedence: number < 0 ? .prefix : .primary)
    case .decimal(let digits): return Value(code: decimalCode(digits), form: .plain(.decimal))
    case .bool(let value): return Value(code: value ? "true" : "false", form: .plain(.bool))
    case .duration(let milliseconds): return Value(code: durationCode(milliseconds), form: .plain(.duration), implicitOwner: "TimeSpan")
    case .money(let digits, let currency):
      return Value(code: moneyCode(decimalCode(digits), currency), form: .plain(.money(currency)))
    case .timeOfDay(let minutes):
      return Value(code: "TimeOfDay(hour: \(minutes / 60), minute: \(minutes % 60))", form: .plain(.time))
    case .choice(let type, let name):
      return Value(
        code: "." + context.names.member("type \(type)", name), form: .plain(.choice(type)),
        implicitOwner: context.qualifiedType(.choice(type)))
    case .absent: return Value(code: "nil", form: form(of: type), isOptional: true)
    }
  }

  func list(_ elements: [ExprIR], _ type: TypeIR) -> Value {
    let values = elements.map { asStored(value($0)) }
    let code = "[\(values.map(\.code).joined(separator: ", "))]"
    let form = self.form(of: type)
    return Value(code: "\(code) as \(context.qualifiedType(type.unwrapped))", form: form, precedence: .coalescing)
  }

  func record(_ type: String, _ fields: [LabelledIR]) -> Value {
    let owner = context.recordOwner(type)
    return construction(context.qualifiedType(.record(type)), context.recordFields(type), owner, fields, form: .plain(.record(type)))
  }

  func variant(_ type: String, _ name: String, _ fields: [LabelledIR]) -> Value {
    let caseName = context.names.member("type \(type)", name)
    let record = "\(type).\(name)"
    let form = Value.Form.plain(.variant(type))
    guard !context.recordFields(record).isEmpty else {
      return Value(code: ".\(caseName)", form: form, implicitOwner: context.qualifiedType(.variant(type)))
    }
    let data = construction(
      context.qualifiedType(.record(record)), context.recordFields(record), "type \(record)", fields, form: .plain(.record(record)))
    guard data.isOptional else { return Value(code: "\(context.qualifiedType(.variant(type))).\(caseName)(\(data.code))", form: form) }
    return Value(code: "\(data.receiver).map { \(context.qualifiedType(.variant(type))).\(caseName)($0) }", form: form, isOptional: true)
  }

  /// A call of a memberwise initialiser, in the order of the declaration.
  private func construction(_ type: String, _ declared: [FieldIR], _ owner: String, _ given: [LabelledIR], form: Value.Form) -> Value {
    var call = ArgumentList()
    for field in declared {
      if let argument = given.first(where: { $0.label == field.name }) {
        call.add(context.names.member(owner, field.name), asStored(value(argument.value)), isOptional: field.type.isOptional)
      } else if let open = context.openDefault(field) {
        call.add(context.names.member(owner, field.name), value(open, for: field.type), isOptional: field.type.isOptional)
      }
    }
    return call.value(of: "\(type)(", form: form)
  }

  func parameter(_ name: String, _ type: TypeIR) -> Value {
    Value(code: "parameters.\(Naming.escaped(context.names.parameters[name] ?? name))", form: form(of: type), isOptional: type.isOptional)
  }

  /// The number of a threshold as a value of the expression's type.
  func threshold(_ name: String, _ type: TypeIR) -> Value {
    let number = "\(context.thresholdCode(name)).number"
    switch context.base(type.unwrapped) {
    case .money(let currency): return Value(code: moneyCode(number, currency), form: .plain(.money(currency)))
    case .duration: return Value(code: "TimeSpan(scaled: \(number))", form: .plain(.duration))
    default: return Value(code: number, form: .plain(.decimal))
    }
  }
}

/// Arguments of a call. One that is absent where the parameter wants a value makes the whole call absent.
struct ArgumentList {
  private var arguments: [String] = []
  private var bindings: [(name: String, code: String)] = []

  mutating func add(_ label: String?, _ value: Value, isOptional: Bool) {
    let prefix = label.map { "\(Naming.label($0)): " } ?? ""
    if value.isOptional && !isOptional {
      let name = "given\(bindings.count + 1)"
      bindings.append((name, value.code))
      arguments.append(prefix + name)
    } else {
      arguments.append(prefix + value.code)
    }
  }

  /// The call `head` + arguments + `)`.
  func value(of head: String, form: Value.Form, isOptional: Bool = false, tail: String = "") -> Value {
    var code = head + arguments.joined(separator: ", ") + tail + ")"
    guard !bindings.isEmpty else { return Value(code: code, form: form, isOptional: isOptional) }
    for (depth, binding) in bindings.reversed().enumerated() {
      let inner = depth == 0 && !isOptional ? "map" : "flatMap"
      code = "(\(binding.code)).\(inner) { \(binding.name) in \(code) }"
    }
    return Value(code: code, form: form, isOptional: true)
  }
}

/// A decimal as Swift code that the compiler folds: `FixedDecimal(455, places: 1)` for 45.5.
func decimalCode(_ digits: String) -> String {
  guard let point = digits.firstIndex(of: ".") else { return "FixedDecimal(\(digits))" }
  let places = digits.distance(from: point, to: digits.endIndex) - 1
  var mantissa = digits.prefix(upTo: point) + digits[digits.index(after: point)...]
  let sign = mantissa.hasPrefix("-") ? "-" : ""
  if !sign.isEmpty { mantissa.removeFirst() }
  while mantissa.count > 1, mantissa.first == "0" { mantissa.removeFirst() }
  return "FixedDecimal(\(sign)\(mantissa), places: \(places))"
}

/// An amount in a currency; US dollars are the runtime's default.
func moneyCode(_ amount: String, _ currency: String) -> String {
  currency == "USD" ? "Money(\(amount))" : "Money(\(amount), Currency(\(swiftQuoted(currency)) as StaticString))"
}

/// A duration in its largest whole unit: `.hours(4)`.
func durationCode(_ milliseconds: Int64) -> String {
  let units: [(String, Int64)] = [
    ("weeks", 604_800_000), ("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000), ("seconds", 1_000),
  ]
  for (name, size) in units where milliseconds != 0 && milliseconds % size == 0 { return ".\(name)(\(milliseconds / size))" }
  return ".milliseconds(\(milliseconds))"
}

/// A Swift string literal.
func swiftQuoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\t": out += "\\t"
    case "\r": out += "\\r"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7f {
        out += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
  }
  return out + "\""
}
