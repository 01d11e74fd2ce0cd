import IntentIR

extension SystemContext {
  /// `Attested`: the invariants that people sign off, for `Conductor.attest`.
  var attestedSection: Section? {
    let invariants = system.contract.invariants.filter(\.isAttested).inSourceOrder(\.origin)
    guard !invariants.isEmpty else { return nil }
    let cases: [Code] = invariants.map { invariant in
      let name = names.member("attested", invariant.name)
      return .group(
        comment(invariant.doc, "invariant \(invariant.name)", invariant.origin) + [
          .line("case \(name) = \(swiftQuoted(invariant.name))")
        ])
    }
    let body = Code.group([
      .line("/// What people sign off: it stands in the log who did, and for which meaning of what it covers."),
      .block("\(access) nonisolated enum Attested: String, CaseIterable, AttestedInvariant", cases),
    ])
    return homeSection("attested", rank: 3, [extending([body])])
  }
}
