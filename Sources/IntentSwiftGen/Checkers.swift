import IntentIR

/// A promise of the contract by its name.
struct JudgedPromise {

  /// `consent_is_kept`, `track_interactions.works_offline`.
  var name: String
  var unless: PropertyIR.Exception? = nil
  var judge = InvariantIR.Judge.checker
  /// What a person signs off; nil for the whole spec.
  var covered: Fingerprint?
  var origin: Origin
}

extension SystemContext {
  /// Invariants and properties that a checker, a person or the log judges, in source order.
  var judgedPromises: [JudgedPromise] {
    let invariants = system.contract.invariants.compactMap { invariant in
      invariant.judge.map {
        JudgedPromise(name: invariant.name, judge: $0, covered: system.coveredMeaning(of: invariant), origin: invariant.origin)
      }
    }
    let properties = system.contract.capabilities.flatMap { capability in
      capability.properties.map { JudgedPromise(name: "\(capability.name).\($0.name)", unless: $0.unless, origin: $0.origin) }
    }
    return (invariants + properties).inSourceOrder(\.origin)
  }

  /// `Checkers`: what the app judges.
  var checkersSection: Section? {
    let functions = ruleCheckers + promiseCheckers
    guard !functions.isEmpty else { return nil }
    let comment: [Code] = [.line("/// What the app judges: `true` iff the promise is kept.")]
    let body = Code.group(comment + [.block("\(access) nonisolated protocol Checkers: Sendable", functions.spaced)])
    return homeSection("checkers", rank: 3, [extending([body])])
  }

  /// Rules of entities: asked at each append that creates or changes an instance.
  private var ruleCheckers: [Code] {
    var functions: [Code] = []
    var seen: Set<String> = []
    for entity in entitiesInSourceOrder {
      for rule in entity.rules where rule.body == .checker {
        guard let name = names.checkers["\(entity.name).\(rule.name)"], seen.insert(name).inserted else { continue }
        let key = personal.entities.contains(entity.name) ? ", with key: SubjectKey" : ""
        functions.append(
          .group([
            .line("/// `rule: \(rule.text)` of `\(entity.name)`, asked at each append that creates or changes an instance."),
            .line("func \(name)(_ \(local(entity)): \(names.entity(entity.name)), in state: State\(key)) -> Bool"),
          ]))
      }
    }
    return functions
  }

  /// Invariants and properties by name, and the exceptions to these: asked by `checkPromises`.
  private var promiseCheckers: [Code] {
    var functions: [Code] = []
    var seen: Set<String> = []
    let key = personal.isEmpty ? "" : ", with key: SubjectKey"
    func ask(_ name: String, _ what: String, _ origin: Origin) {
      guard seen.insert(name).inserted else { return }
      functions.append(
        .group([
          .line("/// \(what), asked when the contract is checked. From \(origin.file)."),
          .line("func \(names.promise(name))(in state: State, at now: Timestamp\(key)) async throws -> Bool"),
        ]))
    }
    for promise in judgedPromises where promise.judge == .checker {
      let isProperty = promise.name.contains(".")
      ask(promise.name, isProperty ? "`property` `\(promise.name)`" : "`invariant \(promise.name)`", promise.origin)
      if case .named(let exception)? = promise.unless { ask(exception, "The exception to `\(promise.name)`", promise.origin) }
    }
    return functions
  }

  /// The promises as the runtime knows them.
  var promiseTable: [String] {
    judgedPromises.map { promise in
      let judge =
        switch promise.judge {
        case .checker: ""
        case .person: ", by: .person(\(promise.covered.map { swiftQuoted($0.description) } ?? "nil"))"
        case .log(let entity): ", by: .log(of: \(swiftQuoted(entity)))"
        }
      return "CheckedPromise(\(swiftQuoted(promise.name)), \(place(promise.origin))\(judge))"
    }
  }

  /// Asks the app's checker of a promise.
  var isKeptCode: Code? {
    let promises = judgedPromises.filter { $0.judge == .checker }
    guard !promises.isEmpty else { return nil }
    let key = personal.isEmpty ? "" : ", with: .everybody"
    func call(_ name: String) -> String { "try await checkers.\(names.promise(name))(in: \(stateCode), at: moment.now\(key))" }
    let cases: [Code] = promises.flatMap { promise -> [Code] in
      let name = swiftQuoted(promise.name)
      let kept = call(promise.name)
      switch promise.unless {
      case nil: return [.line("case \(name): return \(kept)")]
      case .named(let exception):
        return [.line("case \(name):"), .indented([.line("if \(call(exception)) { return true }"), .line("return \(kept)")])]
      case .condition(let condition):
        let excepted = IntentSwiftGen.condition(ExpressionWriter(self).condition(condition))
        return [.line("case \(name):"), .indented([.line("if \(excepted) { return true }"), .line("return \(kept)")])]
      }
    }
    return .block(
      "\(access) func isKept(promise: String, in world: World, at moment: Moment) async throws -> Bool",
      [.block("switch promise", cases + [.line("default: return true")])])
  }
}
