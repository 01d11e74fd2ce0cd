extension ContractIR {
  /// Each part in canonical text.
  var texts: [String] {
    invariants.map { "invariant \($0.canonicalText)" } + capabilities.map(\.text) + targets.map(\.canonicalText)
      + protected.map { "protect \($0.path)" }
  }
}

extension InvariantIR {
  var canonicalText: String {
    let marks = (covers.isEmpty ? "" : " covers \(covers.sorted().joined(separator: ", "))") + (isAttested ? " attested" : "")
    switch claim {
    case .dataNeverLost, .authorised, .named: return name + marks
    case .condition(let condition): return "\(name)\(marks): \(condition.text)"
    case .bound(let bound): return bound.text + marks
    }
  }
}

extension BoundIR {
  /// `response_time < 500ms`.
  public var text: String {
    switch limit {
    case .value(let value): "\(quantity.name) \(comparison.rawValue) \(value.text)"
    case .rate(let amount, let period): "\(quantity.name) \(comparison.rawValue) \(amount.text)/\(period)"
    }
  }
}

extension TargetIR {
  var canonicalText: String {
    switch goal {
    case .bound(let bound): "optimise \(bound.text)"
    case .minimise: "optimise \(quantity.name) minimise"
    case .maximise: "optimise \(quantity.name) maximise"
    case .level(let level): "optimise \(quantity.name) \(level)"
    }
  }
}

extension CapabilityIR {
  /// The capability in canonical text.
  public var text: String {
    let facts = accepts.map { "\n  accepts \($0.text)" } + produces.map { "\n  produces \($0.text)" } + properties.map { "\n  \($0.text)" }
    return "capability \(name)" + facts.sorted().joined()
  }
}

extension CapabilityIR.Product {
  /// The name of what is produced.
  public var text: String {
    switch self {
    case .event(let event): event.text
    case .derivation(let name), .metric(let name): name
    }
  }
}

extension PropertyIR {
  fileprivate var text: String {
    switch unless {
    case nil: "property \(name)"
    case .named(let exception): "property \(name) unless \(exception)"
    case .condition(let condition): "property \(name) unless \(condition.text)"
    }
  }
}

extension NoOverlapIR {
  /// The fact in canonical text.
  var text: String {
    let by = per.isEmpty ? "" : " per \(per.joined(separator: ", "))"
    return "no_overlap \(start)..\(end)\(by)" + (condition.map { " where \($0.text)" } ?? "")
  }
}

extension SurfaceIR {
  /// Each part in canonical text.
  var texts: [String] {
    projections.map(\.text) + bindings.map(\.text) + agents.texts + (backfill.map { ["backfill_policy \($0.rawValue)"] } ?? [])
  }
}

extension ProjectionIR {
  /// The projection in canonical text.
  public var text: String {
    switch form {
    case .tables(let tables): "projection \(name) into tables \(tables.sorted().joined(separator: ", "))"
    case .graph(let nodes, let edges):
      "projection \(name) into graph"
        + (nodes.map { "\n  node \($0)" } + edges.map { "\n  edge \($0.entity).\($0.field)" }).sorted().joined()
    }
  }
}

extension BindingIR {
  /// The binding in canonical text.
  public var text: String {
    let entities = entities.map { entity in
      "\n  \(entity.entity) from \(LiteralIR.text(entity.source).text)"
        + entity.fields.map { "\n    \($0.ours): \($0.theirs)" }.sorted().joined()
    }
    return "binding \(name) provides \(provides.sorted().joined(separator: ", "))" + entities.sorted().joined()
  }
}

extension AgentLimitsIR {
  fileprivate var texts: [String] {
    let all: [(String, String?)] = [
      ("max_agent_depth", depth.map { String($0) }), ("max_concurrent_agents", concurrent.map { String($0) }),
      ("max_agents_per_gap", perGap.map { String($0) }), ("cooldown_per_gap", cooldown.map { "\($0)ms" }),
      ("budget", budget.map { "\($0.text)/\(budgetPeriod ?? "")" }),
    ]
    return all.compactMap { name, value in value.map { "agents \(name): \($0)" } }
  }
}

extension EvolutionIR {
  /// Each word in canonical text.
  var texts: [String] {
    renames.map { "was \($0.keyword) \($0.item)\($0.part.map { "." + $0 } ?? "") from \($0.old)" }
      + retired.map { "retired \($0.owner.map { $0 + "." } ?? "")\($0.name)" }
      + conversions.map { "convert \($0.entity).\($0.field) from \($0.old): \($0.oldType.text) = \($0.value.text)" }
      + weakened.map { "weakens \($0.promise) because \(LiteralIR.text($0.reason).text)" }
  }
}
