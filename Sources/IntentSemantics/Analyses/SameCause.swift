import IntentDiagnostics
import IntentIR
import IntentSource

// Consequences of one cause, compared with each other.
extension SystemAnalysis {
  /// The consequences by what makes them due. A timer's reaction has a cause of its own; all reactions to one event share it.
  func byCause(_ demands: [Demand]) -> [ArraySlice<Demand>] {
    var groups = NameIndex()
    // Those of one reaction stand beside each other.
    var starts: [(demand: Int, group: Int)] = []
    for index in demands.indices where index == 0 || demands[index].fact.reaction != demands[index - 1].fact.reaction {
      let cause = demands[index].reaction
      starts.append((index, groups.place(of: cause.trigger.isEvent ? cause.text : "\(cause.reaction)")))
    }
    let ends = starts.dropFirst().map(\.demand) + [demands.count]
    var runs = zip(starts, ends).map { start, end in (group: start.group, demands: demands[start.demand..<end]) }
    // Most events have one reaction.
    if groups.count < runs.count {
      var joined = [[Demand]](repeating: [], count: groups.count)
      for run in runs { joined[run.group] += run.demands }
      runs = joined.enumerated().map { (group: $0.offset, demands: $0.element[...]) }
    }
    return runs.map(\.demands)
  }

  /// The `for each` around a consequence, the outermost first.
  func loops(around demand: Demand) -> [ConditionID] {
    conditions(around: demand.fact.condition).filter { id in
      if case .loop = conditionFacts[id.index].kind { true } else { false }
    }
  }

  /// `true` iff one of `others` is due whenever `demand` is, for the same instances of `for each`. Requires: they have one cause.
  func implies(_ demand: Demand, anyOf others: [Demand], _ facts: SystemFacts) -> Bool {
    let around = conditions(around: demand.fact.condition)
    let loops = loops(around: demand)
    var reader = ConditionReader(facts)
    var formulas = around.map { formula(of: $0, demand, &reader) }
    for other in others where loops.starts(with: self.loops(around: other)) {
      let wanted = conditions(around: other.fact.condition).filter { !around.contains($0) }
      if wanted.isEmpty { return true }
      formulas.append(Formula.conjunction(wanted.map { formula(of: $0, other, &reader) }).negated)
    }
    return Satisfiability.canHold(formulas, reader.vocabulary) == false
  }

  /// `false` iff the two are never due from the same cause. Requires: they have one cause.
  func canBeDueTogether(_ demand: Demand, _ other: Demand, _ facts: SystemFacts) -> Bool {
    var reader = ConditionReader(facts)
    let first = conditions(around: demand.fact.condition).map { formula(of: $0, demand, &reader) }
    let second = conditions(around: other.fact.condition).map { formula(of: $0, other, &reader) }
    return Satisfiability.canHold(first + second, reader.vocabulary) ?? false
  }

  private func formula(of id: ConditionID, _ demand: Demand, _ reader: inout ConditionReader) -> Formula {
    let fact = conditionFacts[id.index]
    return reader.formula(demand.inSharedNames(fact.condition), fact.truth)
  }

  /// Deletes a whole consequence, with its line where nothing else stands on it.
  func removal(of fact: ConsequenceFact) -> Fix? {
    let bytes = trees[fact.tree].file.bytes
    var start = Int(fact.span.start)
    func skipSpaces() { while start > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start - 1]) { start -= 1 } }
    skipSpaces()
    guard start > 0, bytes[start - 1] == UInt8(ascii: ":") else { return nil }
    start -= 1
    skipSpaces()
    let end = start
    while start > 0, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[start - 1]) { start -= 1 }
    let word = String(decoding: bytes[start..<end], as: UTF8.self)
    guard ["must", "should", "could"].contains(word) else { return nil }
    let span = Span(file: fact.span.file, start: UInt32(start), end: fact.span.end)
    return Fix("leave this `\(word)` out", replace: wholeLines(span, in: bytes), with: "", isGuess: isAlone(span, in: bytes))
  }

  /// Deletes a modifier and the white space before it.
  func removal(of modifier: Span, _ word: String, in tree: Int, isGuess: Bool = false) -> Fix {
    let bytes = trees[tree].file.bytes
    var start = Int(modifier.start)
    while start > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start - 1]) { start -= 1 }
    let place = Span(file: modifier.file, start: UInt32(start), end: modifier.end)
    return Fix("leave `\(word)` out", replace: place, with: "", isGuess: isGuess)
  }

  /// `true` iff nothing else stands in the braces around it: what is left would ask for nothing.
  private func isAlone(_ span: Span, in bytes: [UInt8]) -> Bool {
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    return bytes[..<Int(span.start)].last { !isBlank($0) } == UInt8(ascii: "{")
      && bytes[Int(span.end)...].first { !isBlank($0) } == UInt8(ascii: "}")
  }

  private func wholeLines(_ span: Span, in bytes: [UInt8]) -> Span {
    var start = Int(span.start)
    while start > 0, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    var end = Int(span.end)
    while end < bytes.count, [0x20, 0x09].contains(bytes[end]) { end += 1 }
    guard start == 0 || bytes[start - 1] == 0x0A, end < bytes.count, bytes[end] == 0x0A else {
      // Something else stands on the line: the space before goes along.
      return Span(file: span.file, start: UInt32(start > 0 && start < Int(span.start) ? start : Int(span.start)), end: span.end)
    }
    return Span(file: span.file, start: UInt32(start), end: UInt32(end + 1))
  }
}

extension TriggerIR {
  /// `true` iff an event of the log is the cause, one for all reactions to it.
  var isEvent: Bool {
    switch self {
    case .aged, .relative, .schedule: false
    default: true
    }
  }

  /// The event of a declared or inferred name that this waits for: `<action>.done`, or a declared one.
  var evidenceName: String? {
    switch self {
    case .event(let name): name
    case .done(let action): "\(action).done"
    default: nil
    }
  }
}

extension Demand {
  /// The expression with names for the subject that all reactions to the event share.
  func inSharedNames(_ value: ExprIR) -> ExprIR {
    value.rewritten { part in
      guard case .local(let name) = part.kind else { return nil }
      if name == reaction.subject { return ExprIR(.local("$subject"), part.type) }
      return name == reaction.other ? ExprIR(.local("$other"), part.type) : nil
    }
  }

  /// The call in names that all reactions to the event share.
  func key(of call: ActionCallIR) -> String {
    "\(call.action)(\(call.arguments.map { $0.map { inSharedNames($0).text } ?? "_" }.joined(separator: ", ")))"
  }

  /// Milliseconds from the cause until it is late; at once where there is no `within`.
  var deadline: Int64 { obligation.within ?? 0 }
}

extension ObligationIR.Severity {
  /// The stronger, the greater.
  var strength: Int {
    switch self {
    case .could: 0
    case .should: 1
    case .must: 2
    }
  }
}
