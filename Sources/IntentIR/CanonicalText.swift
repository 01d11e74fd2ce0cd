extension SystemIR {
  /// The system in canonical text, one fact a line, items sorted: comments, order and layout of the sources leave no trace.
  /// O(n log n) in the size of the system.
  public var text: String {
    (header + declarationTexts.sorted() + reactions.map(\.text).sorted()).joined(separator: "\n") + "\n"
  }

  /// The fingerprint of everything but the reactions.
  public var declarationsFingerprint: Fingerprint {
    Fingerprint(of: (header + declarationTexts.sorted()).joined(separator: "\n"))
  }

  /// The fingerprint of the system's meaning: its declarations' and its reactions', combined whatever their order.
  public var fingerprint: Fingerprint {
    Fingerprint.combine([declarationsFingerprint] + reactions.map(\.meaning))
  }

  private var header: [String] { ["system \(name)", "version \(version)", "time_zone \(timeZone)"] }

  private var declarationTexts: [String] {
    var texts: [String] = []
    texts += types.map(\.text)
    texts += entities.map(\.text)
    texts += events.map(\.text)
    texts += thresholds.map(\.text)
    texts += parameters.map { "parameter \($0.name): \($0.type.text)" }
    texts += derivations.map(\.text)
    texts += metrics.map(\.text)
    texts += actions.map(\.text)
    texts += assertions.map { "assert \($0.condition.text)" }
    texts += workflows.map(\.text) + roles.map(\.text) + permissions.map(\.text)
    texts += mutations.map(\.text) + queries.map(\.text) + views.map(\.text)
    texts += contract.texts + surface.texts + evolution.texts
    texts += unenforced.map(\.text)
    return texts
  }
}

extension [FieldIR] {
  /// The fields sorted by name, each on a line of its own below its owner.
  fileprivate var canonicalLines: String {
    map { "\n  field \($0.text)" }.sorted().joined()
  }

  /// The fields as parameters, in order: `(a: int, b: text)`.
  var parameterList: String { "(\(map(\.text).joined(separator: ", ")))" }
}

extension FieldIR {
  /// The field in canonical text.
  public var text: String {
    var text = "\(name): \(type.text)"
    if role != .plain { text += " \(role.rawValue)" }
    if isPersonal { text += " personal" }
    switch defaultValue {
    case .now: text += " = now"
    case .next: text += " = next"
    case .value(let value): text += " = \(value.text)"
    case nil: break
    }
    return text
  }
}

extension TypeDeclarationIR {
  /// The declaration in canonical text.
  public var text: String {
    switch shape {
    case .choice(let cases): "type \(name) = \(cases.joined(separator: " | "))"
    case .variant(let cases): "type \(name) = \(cases.map { $0.name + $0.fields.parameterList }.joined(separator: " | "))"
    case .record(let fields): "type \(name)" + fields.canonicalLines
    case .range(let base, let lower, let upper): "type \(name) = \(base.text) in \(lower?.text ?? "")..\(upper?.text ?? "")"
    case .pattern(let base, let pattern): "type \(name) = \(base.text) matching \(LiteralIR.text(pattern).text)"
    }
  }
}

extension EntityIR {
  /// The entity in canonical text.
  public var text: String {
    var lines = ["entity \(name) plural \(plural)" + (isImmutable ? " immutable" : "") + fields.canonicalLines]
    var facts = inverses.map { "  inverse \($0.name) of \($0.entity).\($0.field)" }
    facts += keys.map { "  key \($0.joined(separator: ", "))" }
    facts += uniques.map { "  unique \($0.fields.joined(separator: ", "))" + ($0.condition.map { " where \($0.text)" } ?? "") }
    facts += noOverlaps.map { "  \($0.text)" }
    facts += rules.map(\.canonicalText)
    lines += facts.sorted()
    return lines.joined(separator: "\n")
  }
}

extension EntityRuleIR {
  fileprivate var canonicalText: String {
    if case .condition(let condition) = body { "  rule \(name): \(condition.text)" } else { "  rule \(name)" }
  }
}

extension EventIR {
  /// The event in canonical text.
  public var text: String { "event \(name)" + fields.canonicalLines }
}

extension ThresholdIR {
  /// The threshold in canonical text.
  public var text: String { "threshold \(name) = \(isBelow ? "below" : "above") \(number ?? "?")" }
}

extension MetricIR {
  /// The metric in canonical text.
  public var text: String { "metric \(name): \(type.text) = \(body.text)" }
}

extension DerivationIR {
  /// The derivation in canonical text.
  public var text: String {
    let result = resultFields.isEmpty ? ": \(self.result.text)" : " -> \(resultFields.parameterList)"
    return "derive \(name)\(parameters.parameterList)\(result)" + (body.map { " = \($0.text)" } ?? "")
  }
}

extension ActionIR {
  /// The action in canonical text; whether it was inferred leaves no trace.
  public var text: String {
    let evidenceText =
      switch evidence {
      case .done: "\(name).done"
      case .event(let event): event
      case .awaited(let event): "awaited \(event)"
      }
    return "action \(name)\(parameters.parameterList) emits \(evidenceText)"
  }
}
