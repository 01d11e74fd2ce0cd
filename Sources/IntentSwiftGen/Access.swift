import IntentIR

extension ExpressionWriter {
  func field(_ base: ExprIR, _ entity: String, _ name: String) -> Value {
    let instance = asInstance(value(base))
    let declared = context.entities[entity]?.fields.first { $0.name == name }
    return fieldValue(instance, entity, name, declared?.type ?? .text)
  }

  /// A stored field of an instance.
  func fieldValue(_ instance: Value, _ entity: String, _ name: String, _ type: TypeIR) -> Value {
    opened(instance, "entity \(entity)", name, type)
  }

  /// A member of an instance, a record or an event, opened if it is personal.
  private func opened(_ holder: Value, _ owner: String, _ name: String, _ type: TypeIR) -> Value {
    let value = Value(
      code: "\(holder.receiver)\(holder.isOptional ? "?" : "").\(context.names.member(owner, name))", form: form(of: type),
      isOptional: holder.isOptional || type.isOptional)
    return opened(value, if: context.personal.holds(owner, name), isOptional: type.isOptional)
  }

  func member(_ base: ExprIR, _ name: String, _ type: TypeIR) -> Value {
    let record = value(base)
    let (owner, fields): (String, [FieldIR]) =
      switch base.type.unwrapped {
      case .record(let record): (context.recordOwner(record), context.recordFields(record))
      case .event(let event): eventMembers(event)
      default: ("", [])
      }
    let declared = fields.first { $0.name == name }?.type ?? type
    return opened(record, owner, name, declared)
  }

  /// A domain event's fields, or those of an action's evidence.
  func eventMembers(_ name: String) -> (owner: String, fields: [FieldIR]) {
    if let event = context.events[name] { return ("event \(name)", event.fields) }
    let action = name.hasSuffix(".done") ? String(name.dropLast(5)) : name
    return ("action \(action)", context.actions[action]?.parameters ?? [])
  }

  func related(_ base: ExprIR, _ entity: String, _ field: String) -> Value {
    let owner = asID(value(base))
    let index = context.indexName(FieldKey(entity: entity, field: field))
    return Value(code: "\(state).\(index)[\(owner.code)]", form: .ids(entity))
  }

  func derivation(_ name: String, _ arguments: [ExprIR]) -> Value {
    guard let derivation = context.derivations[name] else { return Value(code: "nil", form: .plain(.text), isOptional: true) }
    var call = ArgumentList()
    for (parameter, argument) in zip(derivation.parameters, arguments) {
      let given: Value
      if derivation.body != nil, case .entity = parameter.type.unwrapped {
        given = asInstance(value(argument))
      } else {
        given = value(argument, for: parameter.type, isSealed: context.personal.holds("derive \(name)", parameter.name))
      }
      call.add(nil, given, isOptional: parameter.type.isOptional)
    }
    let isOptional = context.derivationIsOptional(derivation)
    let tail = (derivation.parameters.isEmpty ? "" : ", ") + "\(world), \(moment)"
    let result = call.value(
      of: (context.names.derivations[name] ?? name) + "(", form: form(of: derivation.result), isOptional: isOptional, tail: tail)
    return opened(result, if: context.personal.gives("derive \(name)"), isOptional: result.isOptional)
  }

  func metric(_ name: String) -> Value {
    guard let metric = context.metrics[name] else { return Value(code: "nil", form: .plain(.text), isOptional: true) }
    let isOptional = context.metricIsOptional(metric)
    return opened(
      Value(code: "\(context.names.metrics[name] ?? name)(\(world), \(moment))", form: form(of: metric.type), isOptional: isOptional),
      if: context.personal.gives("metric \(name)"), isOptional: isOptional)
  }

  /// The value, opened if it is sealed; `isOptional` says whether what stands last in it may be absent.
  private func opened(_ value: Value, if isSealed: Bool, isOptional: Bool) -> Value {
    guard isSealed else { return value }
    var value = value
    value.code += isOptional ? "?.opened" : ".opened"
    // What follows behind a point is asked of the whole.
    if value.isOptional { value.precedence = .prefix }
    return value
  }

  func exists(_ operand: ExprIR) -> Value {
    let value = self.value(operand)
    switch value.form {
    case .id(let entity) where value.isOptional:
      return Value(code: "\(state).\(context.names.table(entity))[\(value.code)] != nil", form: .plain(.bool), precedence: .comparison)
    case .ids, .list, .instanceArray, .table:
      let isEmpty = value.isOptional ? "\(value.receiver)?.isEmpty == false" : "!\(value.receiver).isEmpty"
      return Value(code: isEmpty, form: .plain(.bool), precedence: value.isOptional ? .comparison : .prefix)
    case .instances:
      return Value(code: "\(value.receiver).contains { _ in true }", form: .plain(.bool))
    default:
      guard value.isOptional else { return Value(code: "true", form: .plain(.bool)) }
      let code = value.code.hasSuffix("?.opened") ? String(value.code.dropLast(8)) : value.operand(.comparison)
      return Value(code: "\(code) != nil", form: .plain(.bool), precedence: .comparison)
    }
  }

  /// Present and within its refinement.
  func valid(_ operand: ExprIR) -> Value {
    let value = self.value(operand)
    guard let check = context.validityCheck(of: operand.type.unwrapped) else { return exists(operand) }
    if value.isOptional {
      return Value(code: "\(value.receiver).map { \(check("$0")) } == true", form: .plain(.bool), precedence: .comparison)
    }
    return Value(code: check(value.code), form: .plain(.bool))
  }

  func isState(_ base: ExprIR, _ entity: String, _ name: String, _ state: String?) -> Value {
    let declared = context.entities[entity]?.fields.first { $0.name == name }
    let field = fieldValue(asInstance(value(base)), entity, name, declared?.type ?? .bool)
    return isIn(field, state, declared)
  }

  /// The value of a state field is in the state; of a flag, true.
  func isIn(_ field: Value, _ state: String?, _ declared: FieldIR?) -> Value {
    guard let state, let declared, case .choice(let type) = declared.type.unwrapped else {
      guard field.isOptional else { return field }
      return Value(code: "\(field.operand(.comparison)) == true", form: .plain(.bool), precedence: .comparison)
    }
    let name = context.names.member("type \(type)", state)
    return Value(code: "\(field.operand(.comparison)) == .\(name)", form: .plain(.bool), precedence: .comparison)
  }

  func isStateFor(_ base: ExprIR, _ entity: String, _ name: String, _ state: String?, _ symbol: BinaryOperator, _ milliseconds: Int64)
    -> Value
  {
    let holds = isState(base, entity, name, state)
    let id = asID(value(base))
    let column = context.changeTimeName(FieldKey(entity: entity, field: name))
    let elapsed = Value(
      code: "elapsed(since: \(self.state).\(column)[\(id.code)], \(moment).recorded)", form: .plain(.duration), isOptional: true)
    let age = comparison(symbol, elapsed, Value(code: durationCode(milliseconds), form: .plain(.duration)))
    return Value(code: "\(holds.operand(.conjunction)) && \(age.code)", form: .plain(.bool), precedence: .conjunction)
  }

  func isCase(_ operand: ExprIR, _ type: String, _ name: String) -> Value {
    let value = self.value(operand)
    if case .variant(let cases) = context.types[type]?.shape, cases.first(where: { $0.name == name })?.fields.isEmpty == false {
      return Value(
        code: "\(value.receiver)\(value.isOptional ? "?" : "").as\(Naming.upperCamel(name)) != nil", form: .plain(.bool),
        precedence: .comparison)
    }
    let member = context.names.member("type \(type)", name)
    return Value(code: "\(value.operand(.comparison)) == .\(member)", form: .plain(.bool), precedence: .comparison)
  }

  func payload(_ operand: ExprIR, _ type: String, _ name: String) -> Value {
    let value = self.value(operand)
    return Value(
      code: "\(value.receiver)\(value.isOptional ? "?" : "").as\(Naming.upperCamel(name))", form: .plain(.record("\(type).\(name)")),
      isOptional: true)
  }
}
