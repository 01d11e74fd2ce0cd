import IntentIR

/// The Swift by which a generated system asks the test's app: reducers, checkers and the values of holes. Handlers stand in the driver.
struct AppCode {
  private let system: CompiledSystem
  private let name: String
  private let test: TestApp

  init(_ system: CompiledSystem, namespace: String) {
    (self.system, name, test) = (system, namespace, TestApp(system.system))
  }

  private var derivations: [DerivationIR] { inTextOrder(system.system.derivations.filter { $0.body == nil }, \.origin) }
  private var checkerLines: [String] { block("protocol Checkers", system.swift) }

  /// The model's generic arguments.
  var types: [String] { derivations.isEmpty ? [] : ["TestDerivations"] }

  /// What the model is made with, behind its handlers.
  var inputs: [String] {
    var inputs: [String] = []
    if !checkerLines.isEmpty { inputs.append("checkers: \(name).TestCheckers()") }
    if !derivations.isEmpty { inputs.append("derivations: \(name).TestDerivations()") }
    let holes = inTextOrder(system.system.parameters, \.origin)
    let names = block("struct Parameters", system.swift).flatMap { matches(#"var (\S+): (.+)$"#, $0) }
    let values = zip(names, holes).map { "\($0[1].filter { $0 != "`" }): given(\(quoted(test.json($1))))" }
    if !values.isEmpty { inputs.append("parameters: \(name).Parameters(\(values.joined(separator: ", ")))") }
    return inputs
  }

  var text: String {
    let parts = [checkers, reducers].filter { !$0.isEmpty }
    return parts.isEmpty ? "" : "extension \(name) {\n\(parts.joined(separator: "\n"))\n}"
  }

  private var checkers: String {
    if checkerLines.isEmpty { return "" }
    let text = checkerLines.joined(separator: "\n")
    let rules = matches(#"`rule: (\w+)[^`]*` of[^\n]*\n\s*func (.+) -> Bool"#, text).map { match in
      let local = matches(#"_ (\S+):"#, match[2]).first?[1] ?? "it"
      return "    func \(match[2]) -> Bool { isKept(\"\(match[1])\", \(local)) }"
    }
    let promises = matches(#"/// (?:`invariant (\w+)`|`property` `(\S+)`|The exception to `(\S+)`)[^\n]*\n\s*func (\S+)\((.+)$"#, text)
    let judged = promises.map { match in
      let known = match[1] + match[2]
      let promise = known.isEmpty ? exception(to: match[3]) : known
      return "    func \(match[4])(\(match[5]) { try judge(\"\(promise)\", now) }"
    }
    return "  struct TestCheckers: Checkers {\n\((rules + judged).joined(separator: "\n"))\n  }"
  }

  /// What a property's `unless` names.
  private func exception(to property: String) -> String {
    for capability in system.system.contract.capabilities {
      for candidate in capability.properties where "\(capability.name).\(candidate.name)" == property {
        if case .named(let exception)? = candidate.unless { return exception }
      }
    }
    return property
  }

  private var reducers: String {
    if derivations.isEmpty { return "" }
    let text = block("protocol Derivations", system.swift).joined(separator: "\n")
    let versions = matches(#"var (\w+Version): Int"#, text).map { "    var \($0[1]): Int { 1 }" }
    let memories = matches(#"associatedtype (\w+): Sendable"#, text).map { "    typealias \($0[1]) = Counts" }
    let initials = matches(#"var (initial\w+): (\w+) \{ get \}"#, text).map { "    var \($0[1]): Counts { Counts() }" }
    let folds = matches(#"func (fold\w+\(.+\))"#, text).map { "    func \($0[1]) { memory.note(event) }" }
    let heads = matches(#"func (\w+\((.*)in memory: \w+, at now: Timestamp(?:, with key: SubjectKey)?\) -> .+)"#, text)
    let functions = zip(heads, derivations).map { match, derivation in
      let values = (0..<TestApp.variety).map { quoted(test.json(derivation, $0)) }.joined(separator: ", ")
      var count = "memory.all"
      if case .entity? = derivation.parameters.first?.type {
        count = "memory.of(\(matches(#"of (\S+):"#, match[2]).first?[1] ?? "it"))"
      }
      return "    func \(match[1]) { given([\(values)][\(count) % \(TestApp.variety)]) }"
    }
    let lines = memories + versions + initials + folds + functions
    return "  struct TestDerivations: Derivations {\n\(lines.joined(separator: "\n"))\n  }"
  }

  private func quoted(_ text: String) -> String { "#\"\(text)\"#" }
}

/// The whole match and its groups, of each place that fits.
func matches(_ pattern: String, _ text: String) -> [[String]] {
  guard let regex = try? Regex(pattern) else { return [] }
  return text.matches(of: regex.anchorsMatchLineEndings()).map { match in match.output.map { String($0.substring ?? "") } }
}

/// The lines of the block that begins with the head, without it.
func block(_ head: String, _ text: String) -> [String] {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  guard let start = lines.firstIndex(where: { $0.contains(head) }) else { return [] }
  let indent = lines[start].prefix { $0 == " " }
  let rest = lines[(start + 1)...]
  guard let end = rest.firstIndex(where: { $0.hasPrefix(indent + "}") }) else { return [] }
  return Array(rest[..<end])
}
