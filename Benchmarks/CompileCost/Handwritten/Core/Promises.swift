import Chronicle
import Foundation

/// What is measured while the newsroom runs.
struct Measurements: Sendable {
  var responseTime: TimeInterval?
  var costThisMonth: AUD?
}

extension Newsroom {
  func findings(in state: State, at time: Date) -> [Finding] {
    promises(in: state) + assertions(in: state, at: time) + qualities(in: state)
  }

  /// What the app judges. That sources are protected is no finding: the chief signs for it, on each change.
  private func promises(in state: State) -> [Finding] {
    var findings: [Finding] = []
    if !checkers.correctionsAreNeverHidden(in: state) { findings.append(Finding("corrections_never_hidden", .must)) }
    if !checkers.sourcesStayUnknown(in: state) { findings.append(Finding("sources_stay_unknown", .must)) }
    if !checkers.worksUnderLoad(in: state), !checkers.isInPlannedMaintenance { findings.append(Finding("works_under_load", .must)) }
    return findings
  }

  private func assertions(in state: State, at time: Date) -> [Finding] {
    var findings = offending("published_stories_have_a_body", state.stories) { $0.state == .published && $0.body == nil }
    findings += offending("no_complaint_is_legal_for_two_weeks", state.complaints) { complaint in
      state.legalSince[complaint.id].map { time.timeIntervalSince($0) > .days(14) } ?? false
    }
    // That every source has a kind, its type says.
    if state.stories.values.count(where: { $0.state == .inReview }) > 60 { findings.append(Finding("too_many_in_review", .must)) }
    if state.published > 0 {
      findings += offending("published_stories_have_words", state.stories) { $0.state == .published && $0.words <= 0 }
    }
    return findings
  }

  private func qualities(in state: State) -> [Finding] {
    var findings: [Finding] = []
    let measured = measurements()
    if let time = measured.responseTime, time >= 0.25 { findings.append(Finding("response_time", .must)) }
    if state.correctionRate >= Decimal(sign: .plus, exponent: -2, significand: 2) { findings.append(Finding("correction_rate", .must)) }
    if let cost = measured.costThisMonth, cost > AUD(5_000) { findings.append(Finding("cost", .could)) }
    return findings
  }

  private func offending<Value>(_ name: String, _ table: [ID<Value>: Value], _ isWrong: (Value) -> Bool) -> [Finding] {
    let offenders = table.filter { isWrong($0.value) }.keys.sorted()
    return offenders.isEmpty ? [] : [Finding(name, .must, offenders: offenders.map(\.description))]
  }
}
