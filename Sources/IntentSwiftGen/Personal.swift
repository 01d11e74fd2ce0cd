import IntentIR

// What is personal is `Sealed` wherever it stands: in instances, events, arguments and answers. Generated expressions open what they read
// and seal what they give away.

extension SystemContext {
  /// The type of a field of the owner (`entity customer`, `action notify`), as Swift writes it inside the namespace.
  func swiftType(_ field: FieldIR, of owner: String) -> String {
    personal.holds(owner, field.name) ? sealedType(field.type, swiftType) : swiftType(field.type)
  }

  /// `Sealed<String>?` for an optional text.
  func sealedType(_ type: TypeIR, _ swift: (TypeIR) -> String) -> String {
    "Sealed<\(swift(type.unwrapped))>\(type.isOptional ? "?" : "")"
  }

  /// What stands behind the name of a field for its value to be read.
  func opening(_ field: FieldIR, of owner: String) -> String {
    guard personal.holds(owner, field.name) else { return "" }
    return field.type.isOptional ? "?.opened" : ".opened"
  }

  /// The member of an instance, opened if it is personal: `customer.name.opened`.
  func openedMember(_ field: FieldIR, of owner: String, on instance: String) -> String {
    "\(instance).\(names.member(owner, field.name))\(opening(field, of: owner))"
  }

  /// The same where something follows behind a point: `(customer.email?.opened)`.
  func openedReceiver(_ field: FieldIR, of owner: String, on instance: String) -> String {
    let code = openedMember(field, of: owner, on: instance)
    return field.type.isOptional && personal.holds(owner, field.name) ? "(\(code))" : code
  }

  /// The function by which the personal data of an instance becomes its own; nil where it has none.
  func sealFunction(_ entity: EntityIR) -> Code? {
    let owner = "entity \(entity.name)"
    let own = members(entity.fields, of: owner).filter { personal.holds(owner, $0.field.name) }
    guard !own.isEmpty else { return nil }
    let comment = Code.line("/// Makes its personal data its own: only its key opens it then.")
    if !entity.isImmutable {
      let lines = own.map { "\($0.name)\($0.field.type.isOptional ? "?" : "").belong(to: id)" }
      return .group([comment, .block("\(access) mutating func seal()", lines.lines)])
    }
    // What is never changed is made anew.
    let arguments = members(entity.fields, of: owner).map { member -> String in
      let label = Naming.label(member.name)
      guard personal.holds(owner, member.field.name) else { return "\(label): \(member.name)" }
      if member.field.type.isOptional { return "\(label): \(member.name).map { Sealed($0.opened, of: id) }" }
      return "\(label): Sealed(\(member.name).opened, of: id)"
    }
    let make = "self = \(names.entity(entity.name))(\((["id: id"] + arguments).joined(separator: ", ")))"
    return .group([comment, .block("\(access) mutating func seal()", [.line(make)])])
  }

  /// `==` of a struct that holds sealed values, which have none of their own.
  func equality(_ shape: StructCode) -> Code {
    let tests = shape.members.map { member in
      member.isSealed ? "haveSameValue(a.\(member.name), b.\(member.name))" : "a.\(member.name) == b.\(member.name)"
    }
    return .block(
      "\(access) static func == (a: \(shape.name), b: \(shape.name)) -> Bool", [.line(tests.joined(separator: " && "))])
  }

  // MARK: - keys

  /// The method that gives the key of an instance to those who may read it; nil where it has no personal data, or nobody may.
  func keyMethod(_ entity: EntityIR) -> Code? {
    let readers = system.readers(of: entity.name)
    guard personal.entities.contains(entity.name), !readers.isEmpty else { return nil }
    let place = "\(swiftQuoted(entity.origin.file)), \(line(entity.origin))"
    let filter = isFiltered(entity.name, for: readers) ? " { run.system.reads($0, run.caller, run.world, run.moment) }" : ""
    let call = "try run.key(of: id, in: run.state.\(names.table(entity.name)), \(place))\(filter)"
    let method = self.method(
      "func key", ["of id: \(namespace).\(names.entity(entity.name)).ID", "as actor: \(actingType(readers))"],
      " throws(CommandError<Never>) -> SubjectKey", asking("actor", call))
    let comment = Code.line("/// The key to the personal data of \(article(entity.name)), for those who may read it.")
    return .block("extension Conductor", [.group([comment, method])])
  }
}

extension ExpressionWriter {
  /// The value, sealed, as a place of the type holds it. With `isOwned`, by the subject that it derives from.
  func sealed(_ expression: ExprIR, for type: TypeIR, isOwned: Bool = true) -> Value {
    let plain = value(expression, for: type)
    if plain.code == value(expression).code, let same = sealedAlready(expression) { return same }
    if case .literal(.absent) = expression.kind { return plain }
    let owner = isOwned ? subject(of: expression).map { ", of: \($0)" } ?? "" : ""
    guard plain.isOptional else { return Value(code: "Sealed(\(plain.spelled)\(owner))", form: plain.form) }
    let receiver = plain.precedence == .primary && !plain.code.contains("?") ? plain.code : "(\(plain.code))"
    return Value(code: "\(receiver).map { Sealed($0\(owner)) }", form: plain.form, isOptional: true)
  }

  /// The value for a place that is personal or not.
  func value(_ expression: ExprIR, for type: TypeIR, isSealed: Bool, isOwned: Bool = true) -> Value {
    isSealed ? sealed(expression, for: type, isOwned: isOwned) : value(expression, for: type)
  }

  /// What is sealed before it is read, as it is.
  private func sealedAlready(_ expression: ExprIR) -> Value? {
    let found: Value
    switch expression.kind {
    case .narrowed(let inner): return sealedAlready(inner)
    case .field(_, let entity, let name) where context.personal.holds("entity \(entity)", name): found = value(expression)
    case .member(let base, let name):
      guard case .event(let event) = base.type.unwrapped, context.personal.holds(eventMembers(event).owner, name) else { return nil }
      found = value(expression)
    case .derivation(let name, _) where context.personal.gives("derive \(name)"): found = value(expression)
    case .metric(let name) where context.personal.gives("metric \(name)"): found = value(expression)
    default: return nil
    }
    let code = found.code.hasSuffix("?.opened") ? found.code.dropLast(8) : found.code.dropLast(7)
    return Value(code: String(code), form: found.form, isOptional: found.isOptional)
  }

  /// The id of the one instance whose personal data the expression reads; nil where it is not one, or not known here.
  private func subject(of expression: ExprIR) -> String? {
    guard let bases = personalBases(of: expression), bases.count == 1, case .entity = bases[0].type.unwrapped else { return nil }
    return asID(value(bases[0])).code
  }

  /// The instances whose personal data the expression reads; nil where others may be among them.
  func personalBases(of expression: ExprIR) -> [ExprIR]? {
    var bases: [ExprIR] = []
    var isOther = false
    expression.forEach { part in
      switch part.kind {
      case .field(let base, let entity, let name), .isState(let base, let entity, let name, _),
        .isStateFor(let base, let entity, let name, _, _, _):
        if context.personal.holds("entity \(entity)", name), !bases.contains(base) { bases.append(base) }
      case .local(let name):
        guard let local = locals[name] else { return isOther = true }
        for base in local.personalBases where !bases.contains(base) {
          // What a path led to when the name was given may not be where it leads to now.
          if case .local = base.kind { bases.append(base) } else { isOther = true }
        }
      case .derivation(let name, _): isOther = isOther || context.personal.gives("derive \(name)")
      case .metric(let name): isOther = isOther || context.personal.gives("metric \(name)")
      default: break
      }
    }
    return isOther ? nil : bases
  }
}
