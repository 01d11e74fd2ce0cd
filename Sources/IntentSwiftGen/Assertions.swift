import IntentIR

extension SystemContext {
  /// What the conductor judges at rest, beside each other in each file.
  var assertionSections: [Section] {
    zip(duties.standing, claimNames).map { claim, name in
      let kind =
        switch claim.kind {
        case .consistency: ""
        case .bound: ", kind: .bound"
        case .target: ", kind: .target"
        }
      let table = Code.group([
        .line("/// From \(claim.origin.file)."),
        .line("static let \(name) = Assertion("),
        .indented([
          .line("\(swiftQuoted(claim.text)), id: 0x\(String(Fingerprint(of: claim.condition.text).low, radix: 16))\(kind),"),
          .line("\(place(claim.origin)))"),
        ]),
      ])
      return Section(
        title: "assert \(claim.text)".cut(to: 110), origin: claim.origin, rank: 1,
        code: [extending([table]), extending("Model", [judgement(name, claim)])])
    }
  }

  /// How an assertion stands; where it ranges over instances, with those that break it.
  private func judgement(_ name: String, _ claim: StandingClaimIR) -> Code {
    var writer = ExpressionWriter(self)
    let head = "func \(name)(_ world: World, _ moment: Moment) -> AssertionResult"
    if let reading = CellReading.offenders(of: claim.condition), let breaking = writer.group(of: reading) {
      return .block(head, [.line("AssertionResult(holds: \(breaking).isEmpty, offenders: \(breaking).names(10))")])
    }
    if case .quantifier(let isNone, let base, let binder, let body) = claim.condition.kind {
      let (code, element, _) = writer.sequence(writer.value(base))
      if case .instance = element {
        let name = writer.bind(binder, element)
        let test = writer.condition(body)
        let used = test.mentions(name) ? name : "_"
        let breaking = isNone ? test : "!(\(test))".tidyNegation
        return .block(
          head,
          [
            .line("let offenders = \(code).filter { \(used) in \(breaking) }.map { $0.id.reference.description }"),
            .line("return AssertionResult(holds: offenders.isEmpty, offenders: offenders)"),
          ])
      }
    }
    return .block(head, [.line("AssertionResult(holds: \(writer.condition(claim.condition)))")])
  }
}

extension String {
  /// The text, ended by `…` where it is longer.
  func cut(to length: Int) -> String { count <= length ? self : prefix(length - 1) + "…" }
}
