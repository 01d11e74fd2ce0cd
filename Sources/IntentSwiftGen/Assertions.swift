import IntentIR

extension SystemContext {
  private var assertionsInSourceOrder: [AssertionIR] { system.assertions.inSourceOrder(\.origin) }

  /// Each file's `always` assertions, beside each other.
  var assertionSections: [Section] {
    assertionsInSourceOrder.enumerated().map { number, assertion in
      let table = Code.group([
        .line("/// From \(assertion.origin.file):\(assertion.origin.line)"),
        .line("static let \(assertionName(number)) = Assertion("),
        .indented([
          .line("\(swiftQuoted(assertion.text)), id: 0x\(String(Fingerprint(of: assertion.condition.text).low, radix: 16)),"),
          .line("\(place(assertion.origin)))"),
        ]),
      ])
      return Section(
        title: "assert \(assertion.text)".cut(to: 110), origin: assertion.origin, rank: 1,
        code: [extending([table]), extending("Model", [judgement(number, assertion)])])
    }
  }

  func assertionName(_ number: Int) -> String { "assertion\(number + 1)" }

  var assertionCount: Int { system.assertions.count }

  /// How an assertion stands; where it ranges over instances, with those that break it.
  private func judgement(_ number: Int, _ assertion: AssertionIR) -> Code {
    var writer = ExpressionWriter(self)
    let head = "func \(assertionName(number))(_ world: World, _ moment: Moment) -> AssertionResult"
    if case .quantifier(let isNone, let base, let binder, let body) = assertion.condition.kind {
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
            .line("return AssertionResult(\(number), holds: offenders.isEmpty, offenders: offenders)"),
          ])
      }
    }
    return .block(head, [.line("AssertionResult(\(number), holds: \(writer.condition(assertion.condition)))")])
  }
}

extension String {
  /// The text, ended by `…` where it is longer.
  func cut(to length: Int) -> String { count <= length ? self : prefix(length - 1) + "…" }
}
