import IntentIR

extension ExpressionWriter {
  func collection(_ expression: ExprIR) -> Value {
    switch expression.kind {
    case .collection(let operation, let base, let binder, let body): operate(operation, base, binder, body, expression.type)
    case .limit(let base, let count): limit(value(base), value(count))
    case .quantifier(let isNone, let base, let binder, let body): quantifier(isNone, value(base), binder, body)
    default: Value(code: "nil", form: .plain(.bool), isOptional: true)
    }
  }

  /// A collection as something that has Swift's sequence methods, with the form of its elements.
  func sequence(_ value: Value) -> (code: String, element: Value.Form, isArray: Bool) {
    switch value.form {
    case .table(let entity): return ("\(value.receiver).all", .instance(entity), false)
    case .ids(let entity):
      let ids = value.isOptional ? "\(value.code) ?? []" : value.code
      return ("\(state).\(context.names.table(entity)).instances(\(ids))", .instance(entity), true)
    case .instances(let entity): return (value.receiver, .instance(entity), false)
    case .instanceArray(let entity): return (value.receiver, .instance(entity), true)
    case .list(let element):
      return (value.isOptional ? "(\(value.code) ?? [])" : value.receiver, form(of: element), true)
    case .plain, .id, .instance: return ("[\(value.code)]", value.form, true)
    }
  }

  /// The body of a collection operation as a closure `{ deal in … }`.
  private func closure(_ binder: String, _ element: Value.Form, _ body: (ExpressionWriter) -> String) -> String {
    var inner = self
    let name = inner.bind(binder, element)
    let code = body(inner)
    return "{ \(code.mentions(name) ? name : "_") in \(code) }"
  }

  private func operate(_ operation: CollectionOperator, _ base: ExprIR, _ binder: String, _ body: ExprIR?, _ type: TypeIR) -> Value {
    let source = value(base)
    let (code, element, isArray) = sequence(source)
    let bool = Value.Form.plain(.bool)
    switch operation {
    case .where:
      guard let body else { return source }
      let filter = closure(binder, element) { $0.condition(body) }
      return Value(code: "\(code).filter \(filter)", form: arrayForm(element))
    case .count: return count(base, source, binder, body)
    case .any:
      guard let body else { return exists(base) }
      return Value(code: "\(code).contains \(closure(binder, element) { $0.condition(body) })", form: bool)
    case .all:
      guard let body else { return Value(code: "true", form: bool) }
      return Value(code: "\(code).allSatisfy \(closure(binder, element) { $0.condition(body) })", form: bool)
    case .first, .last:
      guard let body else { return end(operation, source, code, element, isArray) }
      let array = "\(code).filter \(closure(binder, element) { $0.condition(body) })"
      return Value(code: "\(array).\(operation.rawValue)", form: element, isOptional: true)
    case .sum, .avg, .min, .max: return aggregate(operation, code, binder, element, body, type)
    case .orderBy:
      guard let body else { return source }
      return Value(
        code: "\(code).ordered \(closure(binder, element) { $0.asStored($0.value(body)).spelled })", form: arrayForm(element))
    }
  }

  private func count(_ base: ExprIR, _ source: Value, _ binder: String, _ body: ExprIR?) -> Value {
    let int = Value.Form.plain(.int)
    if let body {
      let (code, element, _) = sequence(source)
      return Value(code: "\(code).count \(closure(binder, element) { $0.condition(body) })", form: int)
    }
    // Counting what a filter leaves needs no list of it.
    if case .collection(.where, let inner, let innerBinder, let condition?) = base.kind {
      let (code, element, _) = sequence(value(inner))
      return Value(code: "\(code).count \(closure(innerBinder, element) { $0.condition(condition) })", form: int)
    }
    switch source.form {
    case .instances: return Value(code: "\(source.receiver).count { _ in true }", form: int)
    default:
      return source.isOptional ? Value(code: "(\(source.code) ?? []).count", form: int) : Value(code: "\(source.receiver).count", form: int)
    }
  }

  private func end(_ operation: CollectionOperator, _ source: Value, _ code: String, _ element: Value.Form, _ isArray: Bool) -> Value {
    switch source.form {
    case .ids(let entity):
      let ids = source.isOptional ? "(\(source.code) ?? [])" : source.receiver
      return Value(code: "\(ids).\(operation.rawValue)", form: .id(entity), isOptional: true)
    default:
      if isArray { return Value(code: "\(code).\(operation.rawValue)", form: element, isOptional: true) }
      return Value(code: operation == .first ? "\(code).first { _ in true }" : "Array(\(code)).last", form: element, isOptional: true)
    }
  }

  private func aggregate(
    _ operation: CollectionOperator, _ code: String, _ binder: String, _ element: Value.Form, _ body: ExprIR?, _ type: TypeIR
  ) -> Value {
    let isWide = [.decimal, .percent].contains(context.base(type.unwrapped))
    let body = closure(binder, element) { writer in
      let value = body.map(writer.value) ?? writer.value(ExprIR(.local(binder), type))
      return (isWide ? writer.widened(value) : value).spelled
    }
    let form = self.form(of: type)
    switch operation {
    case .sum: return Value(code: "\(code).sum(from: \(zero(type))) \(body)", form: form)
    case .avg: return Value(code: "\(code).average \(body)", form: form, isOptional: true)
    case .min: return Value(code: "\(code).minimum \(body)", form: form, isOptional: true)
    default: return Value(code: "\(code).maximum \(body)", form: form, isOptional: true)
    }
  }

  func zero(_ type: TypeIR) -> String {
    switch context.base(type.unwrapped) {
    case .int: "0"
    case .money(let currency): moneyCode("FixedDecimal(0)", currency)
    case .duration: "TimeSpan.milliseconds(0)"
    default: "FixedDecimal(0)"
    }
  }

  private func limit(_ source: Value, _ count: Value) -> Value {
    let number = count.isOptional ? "\(count.operand(.comparison)) ?? 0" : count.code
    if case .ids(let entity) = source.form {
      return Value(code: "Array(\(source.receiver).prefix(max(0, \(number))))", form: .ids(entity))
    }
    let (code, element, _) = sequence(source)
    return Value(code: "Array(\(code).prefix(max(0, \(number))))", form: arrayForm(element))
  }

  private func quantifier(_ isNone: Bool, _ source: Value, _ binder: String, _ body: ExprIR) -> Value {
    let (code, element, _) = sequence(source)
    let test = closure(binder, element) { $0.condition(body) }
    return isNone
      ? Value(code: "!\(code).contains \(test)", form: .plain(.bool), precedence: .prefix)
      : Value(code: "\(code).allSatisfy \(test)", form: .plain(.bool))
  }

  private func arrayForm(_ element: Value.Form) -> Value.Form {
    switch element {
    case .instance(let entity): .instanceArray(entity)
    case .id(let entity): .ids(entity)
    case .plain(let type): .list(type)
    default: element
    }
  }
}

extension String {
  /// `true` iff the code uses the name as a word of its own.
  func mentions(_ name: String) -> Bool {
    var rest = self[...]
    while let range = rest.firstRange(of: name) {
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : self[range.upperBound]
      if !(before.map(\.isWordPart) ?? false) && before != "." && !(after.map(\.isWordPart) ?? false) { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

extension Character {
  var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
