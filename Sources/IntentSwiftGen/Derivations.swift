import IntentIR

extension SystemContext {
  /// `true` iff the world holds more than the state: what the app's reducers remember.
  var hasMemories: Bool { !uses.bodilessDerivations.isEmpty }

  /// A derived value may be absent: by its type, or since its formula may divide by zero or meet something absent.
  func derivationIsOptional(_ derivation: DerivationIR) -> Bool {
    guard let body = derivation.body else { return derivation.result.isOptional }
    return derivation.result.isOptional || derivationWriter(derivation).value(body).isOptional
  }

  func metricIsOptional(_ metric: MetricIR) -> Bool {
    metric.type.isOptional || ExpressionWriter(self).value(metric.body).isOptional
  }

  private func derivationWriter(_ derivation: DerivationIR) -> ExpressionWriter {
    var writer = ExpressionWriter(self)
    for parameter in derivation.parameters {
      if case .entity(let entity) = parameter.type.unwrapped {
        _ = writer.bind(parameter.name, .instance(entity), isOptional: parameter.type.isOptional)
      } else {
        _ = writer.bind(parameter.name, writer.form(of: parameter.type), isOptional: parameter.type.isOptional)
      }
    }
    return writer
  }

  /// A `derive`: a formula as a function; without one, the type of its result and a function that asks the app's reducer.
  func derivationSection(_ derivation: DerivationIR) -> Section {
    let name = names.derivations[derivation.name] ?? derivation.name
    var code: [Code] = []
    let comment = self.comment(derivation.doc, "derive \(derivation.name)", derivation.origin)
    if !derivation.resultFields.isEmpty {
      let shape = StructCode(
        name: names.result(derivation.name), conformances: ["RecordValue"],
        members: members(derivation.resultFields, of: "result \(derivation.name)"), isMutable: { _ in true })
      code.append(extending(declaration(shape, comment: comment)))
      code += extensions(shape)
    }
    let writer = derivationWriter(derivation)
    var parameters: [String] = []
    for parameter in derivation.parameters {
      let local = writer.locals[parameter.name]?.name ?? parameter.name
      let isSealed = personal.holds("derive \(derivation.name)", parameter.name)
      var type = isSealed ? sealedType(parameter.type, qualifiedType) : qualifiedType(parameter.type)
      if derivation.body != nil, case .entity(let entity) = parameter.type.unwrapped {
        type = "\(namespace).\(names.entity(entity))" + (parameter.type.isOptional ? "?" : "")
      }
      parameters.append("_ \(local): \(type)")
    }
    parameters += ["_ world: World", "_ moment: Moment"]
    let isSealed = personal.gives("derive \(derivation.name)")
    let plain = derivation.result.unwrapped
    let result = (isSealed ? sealedType(plain, qualifiedType) : qualifiedType(plain)) + (derivationIsOptional(derivation) ? "?" : "")
    let body: [Code]
    if let formula = derivation.body {
      body = [.line(returned(writer, formula, derivation.result, isSealed: isSealed))]
    } else {
      let separator = derivation.parameters.isEmpty ? "" : ", "
      let list = reducerArguments(derivation, writer) + separator
      body = [.line("derivations.\(name)(\(list)in: world.\(memoryName(derivation)), at: moment.now\(keyArgument(derivation)))")]
    }
    let head = derivation.resultFields.isEmpty ? comment : self.comment(nil, "derive \(derivation.name)", derivation.origin)
    let function = Code.group(head + [self.function("\(access) func \(name)", parameters, " -> \(result)", body)])
    code.append(extending("Model", [function]))
    return Section(title: "derive \(derivation.name)", origin: derivation.origin, rank: 1, code: code)
  }

  private func reducerArguments(_ derivation: DerivationIR, _ writer: ExpressionWriter) -> String {
    derivation.parameters.enumerated().map { offset, parameter in
      let local = writer.locals[parameter.name]?.name ?? parameter.name
      return offset == 0 ? "of: \(local)" : "\(Naming.lowerCamel(parameter.name)): \(local)"
    }.joined(separator: ", ")
  }

  /// The value that a formula's function returns: ids for instances, decimals for ints where the result is one.
  private func returned(_ writer: ExpressionWriter, _ formula: ExprIR, _ type: TypeIR, isSealed: Bool) -> String {
    writer.value(formula, for: type, isSealed: isSealed).code
  }

  /// The key for a `derive` of the app's that is given personal data.
  private func keyArgument(_ derivation: DerivationIR) -> String { isGivenPersonal(derivation) ? ", with: .everybody" : "" }

  private func isGivenPersonal(_ derivation: DerivationIR) -> Bool {
    derivation.parameters.contains { personal.holds("derive \(derivation.name)", $0.name) }
  }

  func memoryName(_ derivation: DerivationIR) -> String { (names.derivations[derivation.name] ?? derivation.name) + "Memory" }

  private func memoryType(_ derivation: DerivationIR) -> String { Naming.upperCamel(names.derivations[derivation.name] ?? "") + "Memory" }

  /// A metric as a function of the world.
  func metricSection(_ metric: MetricIR) -> Section {
    let isSealed = personal.gives("metric \(metric.name)")
    let plain = metric.type.unwrapped
    let type = (isSealed ? sealedType(plain, qualifiedType) : qualifiedType(plain)) + (metricIsOptional(metric) ? "?" : "")
    let body = returned(ExpressionWriter(self), metric.body, metric.type, isSealed: isSealed)
    let name = names.metrics[metric.name] ?? metric.name
    let function = Code.group(
      comment(metric.doc, "metric \(metric.name)", metric.origin)
        + [self.function("\(access) func \(name)", ["_ world: World", "_ moment: Moment"], " -> \(type)", [.line(body)])])
    let code = [extending("Model", [function])] + (readMethod(metric, type).map { [$0] } ?? [])
    return Section(title: "metric \(metric.name)", origin: metric.origin, rank: 1, code: code)
  }

  /// `Derivations`: the reducers that the app writes.
  var derivationsSection: Section? {
    guard hasMemories else { return nil }
    let key = personal.isEmpty ? "" : ", with key: SubjectKey"
    var groups: [Code] = []
    for derivation in derivationsInSourceOrder where derivation.body == nil {
      let name = names.derivations[derivation.name] ?? derivation.name
      let memory = memoryType(derivation)
      var parameters = derivation.parameters.enumerated().map { offset, parameter in
        let local = Naming.escaped(Naming.lowerCamel(parameter.name))
        return "\(offset == 0 ? "of " : "")\(local): \(swiftType(parameter, of: "derive \(derivation.name)"))"
      }
      parameters += ["in memory: \(memory)", "at now: Timestamp"] + (isGivenPersonal(derivation) ? ["with key: SubjectKey"] : [])
      var lines = (derivation.doc ?? "").split(separator: "\n").map { "/// \(String($0).trimmingSpaces)" }
      if lines.isEmpty { lines = ["/// What `derive \(derivation.name)` remembers, how it folds the log, and its value."] }
      lines += [
        "associatedtype \(memory): Sendable", "/// Higher whenever the meaning of the functions below changes.",
        "var \(name)Version: Int { get }", "var initial\(Naming.upperCamel(name)): \(memory) { get }",
        "func fold\(Naming.upperCamel(name))(_ memory: inout \(memory), _ event: Event, _ moment: Moment\(key))",
        "func \(name)(\(parameters.joined(separator: ", "))) -> \(swiftType(derivation.result))",
      ]
      groups.append(.group(lines.lines))
    }
    let comment: [Code] = [.line("/// Values that the app computes: pure functions of the log so far.")]
    let body = Code.group(comment + [.block("\(access) nonisolated protocol Derivations: Sendable", groups.spaced)])
    return homeSection("derivations", rank: 3, [extending([body])])
  }

  /// `Parameters`: the holes of the spec.
  var parametersSection: Section? {
    let holes = system.parameters.inSourceOrder(\.origin)
    guard !holes.isEmpty else { return nil }
    var lines: [Code] = []
    for hole in holes {
      lines += (hole.doc ?? "").split(separator: "\n").map { .line("/// \(String($0).trimmingSpaces)") }
      lines.append(.line("/// A hole in \(hole.origin.file)."))
      lines.append(.line("\(access) var \(parameterName(hole.name)): \(swiftType(hole.type))"))
    }
    let parameters = holes.map { "\(parameterName($0.name)): \(swiftType($0.type))" }
    let assignments: [Code] = holes.map { .line("self.\(parameterName($0.name)) = \(parameterName($0.name))") }
    let comment: [Code] = [.line("/// What the spec leaves open (`?`).")]
    let body = Code.group(
      comment + [
        .block(
          "\(access) nonisolated struct Parameters: Sendable",
          [.group(lines), .blank, function("\(access) init", parameters, "", assignments)])
      ])
    return homeSection("parameters", rank: 3, [extending([body])])
  }

  func parameterName(_ name: String) -> String { Naming.escaped(names.parameters[name] ?? Naming.lowerCamel(name)) }

  /// The threshold as Swift code in the model.
  func thresholdCode(_ name: String) -> String {
    let member = Naming.escaped(names.thresholds[name] ?? Naming.lowerCamel(name))
    guard let threshold = thresholds[name], threshold.number == nil else { return "Thresholds.\(member)" }
    let number = "parameters.\(parameterName(name))"
    return "Threshold.\(threshold.isBelow ? "below" : "above")(\(thresholdNumber(number, name)))"
  }

  /// A hole's number as a decimal, whatever its type.
  private func thresholdNumber(_ code: String, _ name: String) -> String {
    guard let hole = system.parameters.first(where: { $0.name == name }) else { return code }
    switch base(hole.type.unwrapped) {
    case .money: return "\(code).amount"
    case .duration: return "FixedDecimal(Int(\(code).milliseconds))"
    case .int: return "FixedDecimal(\(code))"
    default: return code
    }
  }

  /// `Thresholds`: the numbers with a direction.
  var thresholdSections: [Section] {
    let declared = system.thresholds.inSourceOrder(\.origin).filter { $0.number != nil }
    guard !declared.isEmpty else { return [] }
    let root = Code.group([
      .line("/// Numbers with a direction, which conditions compare with."), .line("\(access) nonisolated enum Thresholds {}"),
    ])
    return [homeSection("thresholds", rank: 3, [extending([root])])]
      + declared.map { threshold in
        let member = Naming.escaped(names.thresholds[threshold.name] ?? threshold.name)
        let number = decimalCode(threshold.number ?? "0")
        let code = Code.group(
          comment(threshold.doc, "threshold \(threshold.name)", threshold.origin) + [
            .line("\(access) static var \(member): Threshold { .\(threshold.isBelow ? "below" : "above")(\(number)) }")
          ])
        return Section(
          title: "threshold \(threshold.name)", origin: threshold.origin, rank: 1, code: [extending("Thresholds", [code])])
      }
  }
}
