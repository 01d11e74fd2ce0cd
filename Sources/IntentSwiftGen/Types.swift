import IntentIR

extension SystemContext {
  /// The type as Swift writes it inside the namespace.
  func swiftType(_ type: TypeIR) -> String {
    switch type {
    case .text: "String"
    case .int: "Int"
    case .decimal, .percent: "FixedDecimal"
    case .bool: "Bool"
    case .timestamp: "Timestamp"
    case .date: "CalendarDate"
    case .time: "TimeOfDay"
    case .duration: "TimeSpan"
    case .id: "Identifier"
    case .money: "Money"
    case .choice(let name), .variant(let name), .refined(let name): names.type(name)
    case .record(let name): recordType(name)
    case .entity(let name): names.entity(name) + ".ID"
    case .event(let name): payloadType(name)
    case .optional(let inner): swiftType(inner) + "?"
    case .list(let inner): "[\(swiftType(inner))]"
    }
  }

  /// The type as Swift writes it in an extension of a nested type, where the namespace's names must be qualified.
  func qualifiedType(_ type: TypeIR) -> String {
    switch type {
    case .choice, .variant, .refined, .record, .entity, .event: "\(namespace).\(swiftType(type))"
    case .optional(let inner): qualifiedType(inner) + "?"
    case .list(let inner): "[\(qualifiedType(inner))]"
    default: swiftType(type)
    }
  }

  /// A record's Swift type: a declared one, a derivation's result, or what a variant's case carries (`payment.card`).
  private func recordType(_ name: String) -> String {
    if types[name] != nil { return names.type(name) }
    if let derivation = derivations[name], !derivation.resultFields.isEmpty { return names.result(name) }
    let parts = name.split(separator: ".").map(String.init)
    return parts.count == 2 ? names.type(parts[0]) + "." + Naming.upperCamel(parts[1]) : names.type(name)
  }

  /// The struct of a domain event, or of the arguments that an action's default evidence repeats (`<action>.done`).
  func payloadType(_ name: String) -> String {
    if events[name] != nil { return names.event(name) }
    return names.action(name.hasSuffix(".done") ? String(name.dropLast(5)) : name)
  }

  /// Whose members a value of a record type has, for `SwiftNames.member`.
  func recordOwner(_ name: String) -> String {
    if types[name] != nil { return "type \(name)" }
    return derivations[name] != nil ? "result \(name)" : "type \(name)"
  }

  /// The fields of a record type.
  func recordFields(_ name: String) -> [FieldIR] {
    if case .record(let fields) = types[name]?.shape { return fields }
    if let derivation = derivations[name] { return derivation.resultFields }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2, case .variant(let cases) = types[parts[0]]?.shape else { return [] }
    return cases.first { $0.name == parts[1] }?.fields ?? []
  }

  /// The type that a refinement refines; every other type is itself.
  func base(_ type: TypeIR) -> TypeIR {
    guard case .refined(let name) = type else { return type }
    switch types[name]?.shape {
    case .range(let inner, _, _), .pattern(let inner, _): return base(inner)
    default: return type
    }
  }

  /// The entity that a relation field points at, with `isMany` for `T[]`.
  func target(of field: FieldIR) -> (entity: String, isMany: Bool)? {
    switch field.type.unwrapped {
    case .entity(let name): (name, false)
    case .list(.entity(let name)): (name, true)
    default: nil
    }
  }
}

/// A field with its Swift name and type, as structs, initialisers, visitors and readers list it.
struct Member {
  var field: FieldIR
  var name: String
  var type: String
  var isSealed = false
}

extension SystemContext {
  func members(_ fields: [FieldIR], of owner: String) -> [Member] {
    fields.map { field in
      Member(
        field: field, name: names.member(owner, field.name), type: swiftType(field, of: owner),
        isSealed: personal.holds(owner, field.name))
    }
  }
}
