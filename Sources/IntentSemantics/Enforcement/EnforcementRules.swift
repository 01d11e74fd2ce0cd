import IntentIR

/// What a promise is about, as far as it decides how the promise is kept.
enum PromiseSubject {
  case immutable
  case requiredRelation
  case personal
  case refinement
  case key, unique, noOverlap
  case rule(EntityRuleIR, PromiseReach)
  case invariant(InvariantIR, PromiseReach)
  case property
  case assertion(PromiseReach)
  /// `assert: every(e) is reachable_through_projection`.
  case reachableThroughProjection
  /// With the milliseconds until it is due, or `nil` for at once.
  case deadline(ObligationIR.Severity, within: Int64?)
  case requires
  case permission
  case move
  case moveGuard(PromiseReach)
  case access
  case require
  case target(TargetIR)
}

/// What a condition depends on, if it is not true of every state.
enum PromiseReach {
  case always
  case depends(on: ConditionReach)
}

/// One way to keep a promise.
struct EnforcementRule: Sendable {
  let keptBy: PromiseIR.Class
  /// `false` where generated code does not do it yet.
  let isGenerated: Bool
  /// Why, in one line, or `nil` where the promise is not kept so.
  let reason: @Sendable (PromiseSubject) -> String?

  init(_ keptBy: PromiseIR.Class, generated: Bool, _ reason: @escaping @Sendable (PromiseSubject) -> String?) {
    self.keptBy = keptBy
    isGenerated = generated
    self.reason = reason
  }
}

extension EnforcementRule {
  /// Every way to keep a promise, the strongest first: the first one that gives a reason is a promise's class.
  static let all = typed + proved + guarded + monitored + gated + attested

  private static let typed = [
    EnforcementRule(.typed, generated: true) { if case .immutable = $0 { "its Swift type has no update" } else { nil } },
    EnforcementRule(.typed, generated: true) {
      if case .requiredRelation = $0 { "an instance cannot be made without it, and no update of it exists" } else { nil }
    },
    EnforcementRule(.typed, generated: false) {
      if case .personal = $0 { "its Swift type is sealed, and is opened with the instance's own key" } else { nil }
    },
    EnforcementRule(.typed, generated: false) {
      if case .requires = $0 { "its handler is called with a grant of the permission" } else { nil }
    },
    EnforcementRule(.typed, generated: false) {
      if case .permission = $0 { "a grant is made with proof of a role that may" } else { nil }
    },
    EnforcementRule(.typed, generated: false) {
      if case .move = $0 { "each state has a Swift type with the moves that leave it, for the roles that may" } else { nil }
    },
    EnforcementRule(.typed, generated: false) { if case .access = $0 { "its function takes proof of a role" } else { nil } },
    EnforcementRule(.typed, generated: false) {
      if case .invariant(let invariant, _) = $0, case .authorised = invariant.claim { "every command takes proof of a role" } else { nil }
    },
  ]

  private static let proved = [
    EnforcementRule(.proved, generated: true) { subject in
      switch subject {
      case .rule(_, .always), .invariant(_, .always), .assertion(.always), .moveGuard(.always): "it holds in every state"
      default: nil
      }
    }
  ]

  private static let guarded = [
    EnforcementRule(.guarded, generated: true) { subject in
      switch subject {
      case .refinement: "a value outside of it is refused"
      case .key, .unique: "a second instance with the same values is refused"
      case .noOverlap: "a range that overlaps another is refused"
      case .rule(_, .depends(on: .family)): "it is judged at the end of each append of the whole or a part, which it may refuse"
      case .invariant(_, .depends(on: .family)): "it depends on a whole and its parts, and an append that breaks it is refused"
      case .rule(let rule, .depends(on: .own)):
        switch rule.body {
        case .builtIn: "an event that breaks it is refused"
        case .checker: "the app's checker is asked at each append of an instance"
        case .condition: "it depends on the instance alone, and an event that breaks it is refused"
        }
      case .invariant(_, .depends(on: .own)): "it depends on one instance alone, and an event that breaks it is refused"
      default: nil
      }
    },
    EnforcementRule(.guarded, generated: false) { subject in
      switch subject {
      case .require: "the command is refused, and nothing is written"
      case .moveGuard: "a move without it is refused"
      default: nil
      }
    },
  ]

  private static let monitored = [
    EnforcementRule(.monitored, generated: true) { subject in
      switch subject {
      case .assertion: return "the conductor judges it whenever it comes to rest; while it is broken, a gap is open"
      case .deadline(let severity, let within):
        let weight = severity == .must ? "a hard gap" : severity == .should ? "a soft gap" : "an opportunity"
        return within == nil ? "\(weight) is open until the evidence is there" : "without evidence by then, \(weight) opens"
      case .rule(_, .depends(on: .beyond(let other))):
        return "judged when an instance is written; a change of `\(other)` can break it later, and then a gap opens"
      case .rule(_, .depends(on: .time)): return "judged when an instance is written; time can break it later, and then a gap opens"
      case .invariant(let invariant, let reach):
        if case .bound(let bound) = invariant.claim {
          guard case .metric = bound.quantity else { return nil }
          return "the metric is judged whenever the conductor comes to rest; outside of the bound a gap is open"
        }
        guard case .condition = invariant.claim else { return nil }
        if case .depends(on: .beyond(let other)) = reach { return "a change of `\(other)` can break it, and then a gap opens" }
        return "time can break it, and then a gap opens"
      case .target(let target):
        guard case .bound(let bound) = target.goal, case .metric = bound.quantity else { return nil }
        return "the metric is judged whenever the conductor comes to rest; outside of the target a gap of severity could is open"
      default: return nil
      }
    },
    EnforcementRule(.monitored, generated: false) { subject in
      switch subject {
      case .invariant(let invariant, _):
        if case .bound = invariant.claim { return "the quantity is measured; outside of the bound a gap is open" }
        return nil
      case .target: return "the quantity is measured; outside of the target a gap of severity could is open"
      default: return nil
      }
    },
  ]

  private static let gated = [
    EnforcementRule(.gated, generated: true) { subject in
      switch subject {
      case .invariant(let invariant, _) where invariant.isChecker: "the app must have a checker, which is asked with the state of the log"
      case .property: "the app must have a checker, which is asked before a release"
      default: nil
      }
    },
    EnforcementRule(.gated, generated: false) { subject in
      switch subject {
      case .invariant(let invariant, _):
        if case .dataNeverLost = invariant.claim { "every event of it must be readable by each draft" } else { nil }
      case .reachableThroughProjection: "each draft must show it in a projection"
      default: nil
      }
    }
  ]

  private static let attested = [
    EnforcementRule(.attested, generated: false) { subject in
      guard case .invariant(let invariant, _) = subject, invariant.isAttested else { return nil }
      let what = invariant.covers.isEmpty ? "" : " that touches \(invariant.covers.map { "`\($0)`" }.joined(separator: ", "))"
      return "a person signs off each draft\(what)"
    }
  ]
}
