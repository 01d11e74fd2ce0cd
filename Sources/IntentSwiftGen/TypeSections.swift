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
        name: names.type(type.name), conformances: recordConformances(type.name), members: members(fields, of: "type \(type.name)"),
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
        name: Naming.upperCamel(variantCase.name), conformances: recordConformances(type.name),
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
    parts += variantVisitor(owner, cases)
    parts.append(variantReader(owner, cases))
    let conformances = recordConformances(type.name).joined(separator: ", ")
    return [.group(comment + [.block("\(access) nonisolated enum \(name): \(conformances)", parts.spaced)])]
  }

  private func variantVisitor(_ owner: String, _ cases: [VariantCaseIR]) -> [Code] {
    let labels: [Code] = cases.map { .line("case .\(names.member(owner, $0.name)): \(swiftQuoted($0.name))") }
    let data: [Code] = cases.map { variantCase in
      let member = names.member(owner, variantCase.name)
      return .line(
        variantCase.fields.isEmpty ? "case .\(member): break" : "case .\(member)(let data): fields.field(\"data\", data)")
    }
    return [
      .block("private var caseName: String", [.block("switch self", labels)]),
      .block(
        "\(access) func visit(_ fields: inout some FieldVisitor)",
        [.line("fields.field(\"case\", caseName)"), .block("switch self", data)]),
    ]
  }

  /// A record's values are hashed only where they are, or are part of, a key.
  private func recordConformances(_ type: String) -> [String] { hashedTypes.contains(type) ? ["RecordValue", "Hashable"] : ["RecordValue"] }

  /// What stands for a value that cannot be read.
  private func anyCase(_ owner: String, _ cases: [VariantCaseIR]) -> String {
    if let bare = cases.first(where: { $0.fields.isEmpty }) { return ".\(names.member(owner, bare.name))" }
    return cases.first.map { ".\(names.member(owner, $0.name))(payload.field(\"data\"))" } ?? ""
  }

  private func variantReader(_ owner: String, _ cases: [VariantCaseIR]) -> Code {
    var lines: [Code] = []
    for variantCase in cases {
      let member = names.member(owner, variantCase.name)
      let data = variantCase.fields.isEmpty ? "" : "(payload.field(\"data\"))"
      lines.append(.line("case \(swiftQuoted(variantCase.name)): self = .\(member)\(data)"))
    }
    let expected = "one of " + cases.map(\.name).joined(separator: ", ")
    lines += [
      .line("default:"),
      .indented([
        .line("payload.refuse(\"case\", expected: \(swiftQuoted(expected)))"),
        .line("self = \(anyCase(owner, cases))"),
      ]),
    ]
    return .block(
      "\(access) init(from payload: PayloadReader)",
      [.line("let name: String = payload.field(\"case\")"), .block("switch name", lines)])
  }
}
