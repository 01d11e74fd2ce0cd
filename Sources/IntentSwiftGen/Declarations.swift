import IntentIR

/// A struct of named fields, as records, entities, events and arguments are generated.
struct StructCode {
  var name: String
  var conformances: [String]
  var members: [Member]
  /// Members that code outside may assign to.
  var isMutable: (FieldIR) -> Bool = { _ in false }
  /// The entity whose instances these are, if any.
  var entity: EntityIR?
  /// `true` iff payloads are read into it.
  var isRead = true
  /// Types inside.
  var nested: [Code] = []
  /// The type that it is nested in, if it is no direct member of the namespace.
  var outer: String?
}

extension SystemContext {
  /// `nonisolated extension CustomerPlatform { … }` around declarations.
  func extending(_ body: [Code]) -> Code {
    .block("nonisolated extension \(namespace)", body.spaced)
  }

  /// The same around members of a type in the namespace.
  func extending(_ nested: String, _ body: [Code]) -> Code {
    .block("nonisolated extension \(namespace).\(nested)", body.spaced)
  }

  /// `true` iff Swift's own memberwise initialiser serves: it is as visible as the struct, and every default stands at a `var`.
  private func hasImplicitInitializer(_ shape: StructCode) -> Bool {
    access == "internal" && shape.members.allSatisfy { shape.isMutable($0.field) || defaultCode($0, in: shape) == nil }
  }

  /// The struct itself. Where its memberwise initialiser is implicit, what reads payloads stands in an extension: see `extensions`.
  func declaration(_ shape: StructCode, comment: [Code]) -> [Code] {
    let isImplicit = hasImplicitInitializer(shape)
    var parts: [Code] = []
    var stored: [Code] = []
    if let entity = shape.entity {
      parts.append(
        .group([
          .line("\(access) typealias ID = EntityID<\(shape.name)>"),
          .line("\(access) static var entityName: String { \(swiftQuoted(entity.name)) }"),
        ]))
      stored.append(.line("\(access) let id: ID"))
    }
    for member in shape.members {
      if let doc = member.field.doc { stored += doc.split(separator: "\n").map { .line("/// \(String($0).trimmingSpaces)") } }
      let isMutable = shape.isMutable(member.field)
      let hasDefault = isImplicit && isMutable && !member.field.type.isOptional
      let fallback = hasDefault ? defaultCode(member, in: shape).map { " = \($0)" } ?? "" : ""
      stored.append(.line("\(access) \(isMutable ? "var" : "let") \(member.name): \(member.type)\(fallback)"))
    }
    if !stored.isEmpty { parts.append(.group(stored)) }
    if !isImplicit { parts.append(initializer(shape)) }
    parts.append(visitor(shape))
    if shape.conformances.contains("Equatable"), shape.members.contains(where: \.isSealed) { parts.append(equality(shape)) }
    if shape.isRead && !isImplicit { parts.append(reader(shape)) }
    parts += shape.nested
    let head = "\(access) nonisolated struct \(shape.name): \(shape.conformances.joined(separator: ", "))"
    return [.group(comment + [.block(head, parts.spaced)])]
  }

  /// What stands beside the struct.
  func extensions(_ shape: StructCode) -> [Code] {
    guard shape.isRead && hasImplicitInitializer(shape) else { return [] }
    return [extending((shape.outer.map { $0 + "." } ?? "") + shape.name, [reader(shape)])]
  }

  private func initializer(_ shape: StructCode) -> Code {
    var parameters = shape.entity == nil ? [] : ["id: ID"]
    var assignments = shape.entity == nil ? [] : ["self.id = id"]
    for member in shape.members {
      parameters.append("\(member.name): \(member.type)\(defaultCode(member, in: shape).map { " = \($0)" } ?? "")")
      assignments.append("self.\(member.name) = \(member.name)")
    }
    return function("\(access) init", parameters, "", assignments.lines)
  }

  /// What a parameter for the field is where the caller leaves it out, or nil where it may not.
  private func defaultCode(_ member: Member, in shape: StructCode) -> String? {
    guard let code = plainDefault(member.field, in: shape) else { return nil }
    return member.isSealed && code != "nil" ? "Sealed(\(code))" : code
  }

  private func plainDefault(_ field: FieldIR, in shape: StructCode) -> String? {
    switch field.defaultValue {
    case .now: return ".recorded"
    case .next: return "0"
    // The append fills it in for what it creates; in a record or an event the caller says the day.
    case .value where field.isToday: return shape.entity == nil ? nil : ".recorded"
    case .value(let expression) where openDefault(field) == nil:
      return ExpressionWriter(self).value(expression, for: field.type).code
    case .value, nil:
      if field.role == .belongsTo || field.role == .partOf { return nil }
      if field.type.isOptional { return "nil" }
      if case .list = field.type { return "[]" }
      return nil
    }
  }

  /// The field's default, where it is a hole: it is known only where the app's parameters are, so an initialiser asks for it.
  func openDefault(_ field: FieldIR) -> ExprIR? {
    guard let value = field.defaultExpression else { return nil }
    var isOpen = false
    value.forEach { part in
      switch part.kind {
      case .parameter: isOpen = true
      case .threshold(let name): isOpen = isOpen || thresholds[name]?.number == nil
      default: break
      }
    }
    return isOpen ? value : nil
  }

  private func visitor(_ shape: StructCode) -> Code {
    var lines = shape.entity == nil ? [] : ["fields.field(\"id\", id)"]
    lines += shape.members.map { "fields.field(\(swiftQuoted($0.field.name)), \(stored($0, beside: "fields")))" }
    return body("\(access) func visit(_ fields: inout some FieldVisitor)", lines)
  }

  private func reader(_ shape: StructCode) -> Code {
    var lines = shape.entity == nil ? [] : ["id = payload.field(\"id\")"]
    for member in shape.members {
      // What an earlier spec wrote may lack a field that has a default now.
      var fallback = ""
      if case .value = member.field.defaultValue, !member.field.isToday, openDefault(member.field) == nil {
        fallback = defaultCode(member, in: shape).map { ", default: \($0)" } ?? ""
      }
      lines.append("\(stored(member, beside: "payload")) = payload.field(\(swiftQuoted(member.field.name))\(fallback))")
    }
    return body("\(access) init(from payload: PayloadReader)", lines)
  }

  /// The stored property where a parameter of that name is in scope.
  private func stored(_ member: Member, beside parameter: String) -> String {
    member.name == parameter ? "self.\(member.name)" : member.name
  }

  /// A function of plain statements; on one line where there is only one and it fits.
  private func body(_ head: String, _ lines: [String]) -> Code {
    if lines.isEmpty { return .line(head + " {}") }
    if lines.count == 1, head.utf8.count + lines[0].utf8.count <= 106 { return .line("\(head) { \(lines[0]) }") }
    return .block(head, lines.lines)
  }

  /// A function on one line where it fits, with its parameters on a line of their own where it does not.
  func function(_ head: String, _ parameters: [String], _ result: String, _ body: [Code]) -> Code {
    let line = "\(head)(\(parameters.joined(separator: ", ")))\(result)"
    if body.isEmpty { return .line(line + " {}") }
    if line.utf8.count <= 116 { return .block(line, body) }
    return .group([.line("\(head)("), .indented(rows(parameters).lines), .block(")\(result)", body)])
  }

  /// The parameters, as many on a line as fit.
  func rows(_ parameters: [String]) -> [String] {
    var rows: [String] = []
    for (index, parameter) in parameters.enumerated() {
      let text = parameter + (index == parameters.count - 1 ? "" : ",")
      if let last = rows.last, last.utf8.count + text.utf8.count < 112 {
        rows[rows.count - 1] = last + " " + text
      } else {
        rows.append(text)
      }
    }
    return rows
  }
}

extension FieldIR {
  /// `true` iff the field's default is the day of the append.
  var isToday: Bool {
    if case .value(let value) = defaultValue { return value.kind == .today }
    return false
  }
}
