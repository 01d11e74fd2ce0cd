import IntentIR

/// What a promise is about, as far as it decides how the promise is kept.
enum PromiseSubject {
  case immutable
  case requiredRelation
  case personal
  /// Of a value that is refined, or has a refined one in it, and of an amount, which is of one currency.
  case refinement(isRefined: Bool, isMoney: Bool)
  case key, unique, noOverlap
  case rule(EntityRuleIR, PromiseReach)
  case invariant(InvariantIR, PromiseReach)
  case property
  case assertion(PromiseReach)
  /// `assert: every(e) is reachable_through_projection`.
  case reachableThroughProjection
  /// With the milliseconds until it is due, or `nil` for at once.
  case deadline(ObligationIR.Severity, within: Int64?)
  case undo(ObligationIR.Severity)
  case requires
  case permission
  case move
  /// `asksWho`: it depends on who makes the move.
  case moveGuard(PromiseReach, asksWho: Bool)
  /// `isOpen: false`: no role may.
  case access(isOpen: Bool)
  case rowFilter
  case require
  case target(TargetIR)
}

/// What a condition depends on, if it is not true of every state.
enum PromiseReach {
  case always
  case depends(on: ConditionReach)
}

/// How a promise is kept.
struct Keeping {
  let by: PromiseIR.Class
  /// `false` where generated code does not do it yet.
  let isGenerated: Bool
  /// Why, in one line.
  let reason: String

  init(_ by: PromiseIR.Class, generated: Bool, _ reason: String) {
    self.by = by
    isGenerated = generated
    self.reason = reason
  }
}

extension PromiseSubject {
  /// The strongest way in which the promise can be kept. No promise is without one.
  var keeping: Keeping {
    switch self {
    case .immutable: Keeping(.typed, generated: true, "its Swift type has no update")
    case .requiredRelation:
      Keeping(.typed, generated: true, "an instance cannot be made without it, and no update of it exists")
    case .personal:
      Keeping(.typed, generated: true, "its Swift type is sealed, and is opened with the instance's own key")
    case .requires: Keeping(.typed, generated: true, "its handler is called with a grant of the permission")
    case .permission: Keeping(.typed, generated: true, "a grant is made with proof of a role that may")
    case .move:
      Keeping(.typed, generated: true, "each state has a Swift type with the moves that leave it, for the roles that may")
    case .moveGuard(.always, _): .proved
    case .moveGuard(_, asksWho: true): Keeping(.guarded, generated: true, "the command is refused; an append does not say who moves")
    case .moveGuard: Keeping(.guarded, generated: true, "a move without it is refused")
    case .access(isOpen: true): Keeping(.typed, generated: true, "its function takes proof of a role")
    case .access: Keeping(.typed, generated: true, "its function takes proof of a role, and there is none that may")
    case .rowFilter: Keeping(.typed, generated: true, "no function gives the role an instance that does not match")
    case .refinement(_, isMoney: false): Keeping(.guarded, generated: true, "a value outside of it is refused")
    case .refinement(isRefined: true, _): Keeping(.guarded, generated: true, "a value outside of it, or in another currency, is refused")
    case .refinement: Keeping(.guarded, generated: true, "an amount in another currency is refused")
    case .key, .unique: Keeping(.guarded, generated: true, "a second instance with the same values is refused")
    case .noOverlap: Keeping(.guarded, generated: true, "a range that overlaps another is refused")
    case .require: Keeping(.guarded, generated: true, "the command is refused, and nothing is written")
    case .rule(let rule, let reach): Self.keeping(rule, reach)
    case .invariant(let invariant, let reach): Self.keeping(invariant, reach)
    case .assertion(.always): .proved
    case .assertion:
      Keeping(.monitored, generated: true, "the conductor judges it whenever it comes to rest; while it is broken, a gap is open")
    case .reachableThroughProjection: Keeping(.gated, generated: false, "each draft must show it in a projection")
    case .deadline(let severity, let within): Self.keeping(severity, within)
    case .undo(let severity):
      Keeping(
        .monitored, generated: true,
        "when a later consequence of its block has failed for good, \(Self.weight(of: severity)) is open until the evidence is there")
    case .target(let target): Self.keeping(target)
    case .property: Keeping(.gated, generated: true, "the app must have a checker, which is asked before a release")
    }
  }

  private static func keeping(_ rule: EntityRuleIR, _ reach: PromiseReach) -> Keeping {
    guard case .depends(on: let reach) = reach else { return .proved }
    switch (reach, rule.body) {
    case (.own, .builtIn): return Keeping(.guarded, generated: true, "an event that breaks it is refused")
    case (.own, .checker): return Keeping(.guarded, generated: true, "the app's checker is asked at each append of an instance")
    case (.own, .condition(let condition)) where condition.readsTime:
      return Keeping(.guarded, generated: true, "an event that breaks it is refused, and time can only make it true")
    case (.own, .condition):
      return Keeping(.guarded, generated: true, "it depends on the instance alone, and an event that breaks it is refused")
    case (.family, _):
      return Keeping(.guarded, generated: true, "it is judged at the end of each append of the whole or a part, which it may refuse")
    case (.beyond(let other), _):
      return Keeping(
        .monitored, generated: true,
        "judged when an instance is written; a change of `\(other)` can break it later, and then a gap opens")
    case (.time, _):
      return Keeping(
        .monitored, generated: true, "judged when an instance is written; time can break it later, and then a gap opens")
    }
  }

  private static func keeping(_ invariant: InvariantIR, _ reach: PromiseReach) -> Keeping {
    let keeping = claimKeeping(invariant, reach)
    guard invariant.isAttested, keeping.by != .attested else { return keeping }
    return Keeping(keeping.by, generated: keeping.isGenerated, "\(keeping.reason); besides, \(signOff(invariant))")
  }

  private static func claimKeeping(_ invariant: InvariantIR, _ reach: PromiseReach) -> Keeping {
    switch invariant.claim {
    case .authorised: Keeping(.typed, generated: true, "every command takes proof of a role")
    case .condition(let condition): conditionKeeping(condition, reach)
    case .bound(let bound):
      if case .metric = bound.quantity {
        Keeping(
          .monitored, generated: true, "the metric is judged whenever the conductor comes to rest; outside of the bound a gap is open")
      } else {
        Keeping(.monitored, generated: false, "the quantity is measured; outside of the bound a gap is open")
      }
    case .dataNeverLost:
      Keeping(.gated, generated: true, "the log is asked before a release whether the spec has a place for all that its events hold")
    case .named where invariant.isChecker:
      Keeping(.gated, generated: true, "the app must have a checker, which is asked with the state of the log")
    case .named:
      Keeping(.attested, generated: true, signOff(invariant))
    }
  }

  /// What asks for a person's sign-off.
  private static func signOff(_ invariant: InvariantIR) -> String {
    let covered = invariant.covers.map { "`\($0)`" }.joined(separator: ", ")
    return "a person signs off, on record, \(covered.isEmpty ? "each change of the spec" : "each change of \(covered)")"
  }

  /// An invariant that says a condition.
  private static func conditionKeeping(_ condition: ExprIR, _ reach: PromiseReach) -> Keeping {
    switch reach {
    case .always: .proved
    case .depends(on: .own) where condition.readsTime:
      Keeping(.guarded, generated: true, "an event that breaks it is refused, and time can only make it true")
    case .depends(on: .own):
      Keeping(.guarded, generated: true, "it depends on one instance alone, and an event that breaks it is refused")
    case .depends(on: .family):
      Keeping(.guarded, generated: true, "it depends on a whole and its parts, and an append that breaks it is refused")
    case .depends(on: .beyond(let other)):
      Keeping(.monitored, generated: true, "a change of `\(other)` can break it, and then a gap opens")
    case .depends(on: .time): Keeping(.monitored, generated: true, "time can break it, and then a gap opens")
    }
  }

  private static func keeping(_ target: TargetIR) -> Keeping {
    if case .bound(let bound) = target.goal, case .metric = bound.quantity {
      return Keeping(
        .monitored, generated: true,
        "the metric is judged whenever the conductor comes to rest; outside of the target a gap of severity could is open")
    }
    switch target.goal {
    case .minimise, .maximise:
      return Keeping(.monitored, generated: false, "the quantity is measured; how much of it is enough is not said, so no gap opens")
    case .bound, .level:
      return Keeping(.monitored, generated: false, "the quantity is measured; outside of the target a gap of severity could is open")
    }
  }

  private static func weight(of severity: ObligationIR.Severity) -> String {
    switch severity {
    case .must: "a hard gap"
    case .should: "a soft gap"
    case .could: "an opportunity"
    }
  }

  private static func keeping(_ severity: ObligationIR.Severity, _ within: Int64?) -> Keeping {
    let weight = weight(of: severity)
    let reason = within == nil ? "\(weight) is open until the evidence is there" : "without evidence by then, \(weight) opens"
    return Keeping(.monitored, generated: true, reason)
  }
}

extension Keeping {
  fileprivate static let proved = Keeping(.proved, generated: true, "it holds in every state")
}
