import IntentIR

extension SystemContext {
  /// A declared type.
  func typeSection(_ type: TypeDeclarationIR) -> Section {
    let comment = self.comment(type.doc, "type \(type.name)", type.origin)
    var declarations: [Code] = []
    var beside: [Code] = []
    switch type.shape {
    case .choice(let cases): declarations.append(choice(type, cases, comment))
    case .variant(let cases): declarations += variant(type, cases, comment, &beside)
    case .record(let fields):
      let shape = StructCode(
        name: names.type(type.name), conformances: ["RecordValue", "Hashable"], members: members(fields, of: "type \(type.name)"),
        isMutable: { _ in true })
      declarations += declaration(shape, comment: comment)
      beside += extensions(shape)
    case .range(let base, _, _), .pattern(let base, _):
      declarations.append(.group(comment + [.line("\(access) typealias \(names.type(type.name)) = \(swiftType(base))")]))
    }
    declarations += validity(of: type)
    return Section(title: "type \(type.name)", origin: type.origin, rank: 1, code: [extending(declarations)] + beside)
  }

  private func choice(_ type: TypeDeclarationIR, _ cases: [String], _ comment: [Code]) -> Code {
    let owner = "type \(type.name)"
    let entries = cases.map { name -> String in
      let member = names.member(owner, name)
      let bare = member.filter { $0 != "`" }
      return bare == name ? member : "\(member) = \(swiftQuoted(name))"
    }
    let line = "case " + entries.joined(separator: ", ")
    let body = line.count <= 110 ? [line] : entries.map { "case \($0)" }
    return .group(comment + [.block("\(access) nonisolated enum \(names.type(type.name)): String, ChoiceValue", body.lines)])
  }

  private func variant(_ type: TypeDeclarationIR, _ cases: [VariantCaseIR], _ comment: [Code], _ beside: inout [Code]) -> [Code] {
    let name = names.type(type.name)
    let owner = "type \(type.name)"
    var parts: [Code] = [
      .group(
        cases.map { variantCase in
          let data = variantCase.fields.isEmpty ? "" : "(\(Naming.upperCamel(variantCase.name)))"
          return .line("case \(names.member(owner, variantCase.name))\(data)")
        })
    ]
    for variantCase in cases where !variantCase.fields.isEmpty {
      let shape = StructCode(
        name: Naming.upperCamel(variantCase.name), conformances: ["RecordValue", "Hashable"],
        members: members(variantCase.fields, of: "\(owner).\(variantCase.name)"), isMutable: { _ in true }, outer: name)
      parts += declaration(shape, comment: [.line("/// What the case `\(variantCase.name)` carries.")])
      beside += extensions(shape)
      let member = names.member(owner, variantCase.name)
      let data = Naming.upperCamel(variantCase.name)
      parts.append(
        .group([
          .line("/// What it carries, if it is `\(variantCase.name)`."),
          .block("\(access) var as\(data): \(data)?", [.line("if case .\(member)(let data) = self { data } else { nil }")]),
        ]))
    }
    parts.append(variantVisitor(owner, cases))
    parts.append(variantReader(owner, cases))
    return [.group(comment + [.block("\(access) nonisolated enum \(name): RecordValue, Hashable", parts.spaced)])]
  }

  private func variantVisitor(_ owner: String, _ cases: [VariantCaseIR]) -> Code {
    var lines: [Code] = []
    for variantCase in cases {
      let member = names.member(owner, variantCase.name)
      let write = "fields.field(\"case\", \(swiftQuoted(variantCase.name)))"
      if variantCase.fields.isEmpty {
        lines.append(.line("case .\(member): \(write)"))
      } else {
        lines += [.line("case .\(member)(let data):"), .indented([.line(write), .line("fields.field(\"data\", data)")])]
      }
    }
    return .block("\(access) func visit(_ fields: inout some FieldVisitor)", [.block("switch self", lines)])
  }

  private func variantReader(_ owner: String, _ cases: [VariantCaseIR]) -> Code {
    var lines: [Code] = []
    for variantCase in cases {
      let member = names.member(owner, variantCase.name)
      let data = variantCase.fields.isEmpty ? "" : "(try payload.field(\"data\"))"
      lines.append(.line("case \(swiftQuoted(variantCase.name)): self = .\(member)\(data)"))
    }
    let expected = "one of " + cases.map(\.name).joined(separator: ", ")
    lines.append(.line("default: throw .badField(\"case\", expected: \(swiftQuoted(expected)))"))
    return .block(
      "\(access) init(from payload: PayloadReader) throws(LogError)",
      [.line("let name: String = try payload.field(\"case\")"), .block("switch name", lines)])
  }
}
