import IntentIR
import IntentRuntime

extension Evaluator {
  /// The record of a payload's fields. What is missing has its default where there is one that is no hole, else is absent where it may be.
  func read(_ fields: [FieldIR], _ members: [JSONValue.Member]) throws(LogError) -> Record {
    var record = Record()
    for field in fields {
      if let member = members.first(where: { $0.name == field.name }) {
        record.fields.append((field.name, try read(field.type, member.value, field.name)))
      } else if case .value(let value) = field.defaultValue, value.kind != .today, !spec.isOpen(value) {
        record.fields.append((field.name, coerced(self.value(value), to: field.type)))
      } else if case .list = field.type {
        record.fields.append((field.name, .list([])))
      } else if field.type.isOptional {
        record.fields.append((field.name, .absent))
      } else {
        throw .missingField(field.name)
      }
    }
    return record
  }

  /// A value of the type.
  func read(_ type: TypeIR, _ json: JSONValue, _ field: String) throws(LogError) -> Value {
    switch spec.base(type) {
    case .text: return .text(try String.read(json, field: field))
    case .int: return .int(try Int.read(json, field: field))
    case .decimal, .percent: return .decimal(try FixedDecimal.read(json, field: field))
    case .bool: return .bool(try Bool.read(json, field: field))
    case .timestamp: return .timestamp(try Timestamp.read(json, field: field))
    case .date: return .date(try CalendarDate.read(json, field: field))
    case .time: return .time(try TimeOfDay.read(json, field: field))
    case .duration: return .duration(try TimeSpan.read(json, field: field))
    case .id: return .id(try Identifier.read(json, field: field))
    case .money: return .money(try Money.read(json, field: field))
    case .entity(let name): return .instance(EntityReference(name, try Identifier.read(json, field: field)))
    case .choice(let name): return .choice(try caseName(choice(name), json, field))
    case .variant(let name): return try variant(name, json, field)
    case .record(let name): return .record(try read(spec.fields(ofRecord: name), try members(json, field)))
    case .event(let name): return .record(try read(spec.fields(ofEvent: name) ?? [], try members(json, field)))
    case .optional(let inner):
      if case .null = json { return .absent }
      return try read(inner, json, field)
    case .list(let element):
      guard case .array(let items) = json else { throw .badField(field, expected: "a list") }
      var elements: [Value] = []
      for item in items { elements.append(try read(element, item, field)) }
      return .list(elements)
    case .refined: throw .badField(field, expected: "a value of a declared type")
    }
  }

  private func members(_ json: JSONValue, _ field: String) throws(LogError) -> [JSONValue.Member] {
    guard case .object(let members) = json else { throw .badField(field, expected: "an object") }
    return members
  }

  private func choice(_ name: String) -> [String] {
    if case .choice(let cases)? = spec.types[name]?.shape { cases } else { [] }
  }

  private func caseName(_ cases: [String], _ json: JSONValue, _ field: String) throws(LogError) -> String {
    guard case .string(let text) = json, cases.contains(text) else {
      throw .badField(field, expected: "one of \(cases.joined(separator: ", "))")
    }
    return text
  }

  private func variant(_ type: String, _ json: JSONValue, _ field: String) throws(LogError) -> Value {
    let members = try members(json, field)
    guard case .variant(let cases)? = spec.types[type]?.shape else { throw .badField(field, expected: "a variant") }
    guard let tag = members.first(where: { $0.name == "case" }) else { throw .missingField("case") }
    let name = try caseName(cases.map(\.name), tag.value, "case")
    let fields = cases.first { $0.name == name }?.fields ?? []
    if fields.isEmpty { return .variant(name, Record()) }
    guard let data = members.first(where: { $0.name == "data" }) else { throw .missingField("data") }
    return .variant(name, try read(fields, try self.members(data.value, "data")))
  }

  /// The value as a place of the type holds it: an int where a decimal is wanted becomes one, an instance its id.
  func coerced(_ value: Value, to type: TypeIR) -> Value {
    let stored = value.stored
    switch spec.base(type.unwrapped) {
    case .decimal, .percent: return stored.widened
    case .list(let element):
      guard case .list(let elements) = stored else { return stored == .absent ? .list([]) : stored }
      return .list(elements.map { coerced($0, to: element) })
    default: return stored
    }
  }

  /// `true` iff the value, if there is one, keeps what its type and the types inside it demand.
  func isValid(_ value: Value, _ type: TypeIR) -> Bool {
    switch (type, value) {
    case (_, .absent): return true
    case (.optional(let inner), _): return isValid(value, inner)
    case (.list(let inner), .list(let elements)): return elements.allSatisfy { isValid($0, inner) }
    case (.record(let name), .record(let record)):
      return spec.fields(ofRecord: name).allSatisfy { isValid(record[$0.name], $0.type) }
    case (.variant(let name), .variant(let tag, let record)):
      return spec.fields(ofRecord: "\(name).\(tag)").allSatisfy { isValid(record[$0.name], $0.type) }
    case (.refined(let name), _):
      switch spec.types[name]?.shape {
      case .range(let base, let lower, let upper):
        return isValid(value, base) && (lower.map { isOrdered(literal($0, base), .lessOrEqual, value) } ?? true)
          && (upper.map { isOrdered(value, .lessOrEqual, literal($0, base)) } ?? true)
      case .pattern(let base, let pattern):
        guard case .text(let text) = value else { return false }
        return isValid(value, base) && TextPattern(pattern).matches(text)
      default: return true
      }
    default: return true
    }
  }

  /// `true` iff the value may stand where one of the type is given.
  func isAllowed(_ value: Value, _ type: TypeIR) -> Bool { isValid(value, type) && hasItsCurrency(value, type) }

  /// `true` iff money in the value is of the currency that its type names.
  func hasItsCurrency(_ value: Value, _ type: TypeIR) -> Bool {
    guard case .money(let currency) = spec.base(type.unwrapped), case .money(let money) = value else { return true }
    return money.currency.code == currency
  }
}
