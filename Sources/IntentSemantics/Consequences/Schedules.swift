import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `every day at rep.preferred_time` and its kin.
extension SystemAnalysis {
  mutating func resolveSchedule(_ node: ScheduleItem) -> ResolvedTrigger? {
    var scope = Scope()
    var schedule: ScheduleIR
    switch node.period {
    case .unit(let unit): schedule = ScheduleIR(period: Self.period(of: unit))
    case .weekday(let day): schedule = ScheduleIR(period: .weekday(day.rawValue))
    case .interval(let id):
      guard let milliseconds = constantDuration(id) else { return nil }
      guard milliseconds > 0 else {
        report(.badTrigger, "a schedule needs some time between its ticks", at: expr(id).span)
        return nil
      }
      if milliseconds > Self.day, node.at == nil { return reportLongInterval(id, milliseconds) }
      schedule = ScheduleIR(period: .milliseconds(milliseconds))
    }
    if let at = node.at {
      if case .unit(.hour) = node.period { return reportNoTimeOfDay(at) }
      if case .interval(let length) = node.period, case .milliseconds(let interval) = schedule.period {
        return reportNoTimeOfDay(at, length, interval)
      }
      if let entity = rootEntity(of: at) {
        schedule.perEntity = entity
        scope.bindSubject(entity, .entity(entity))
      } else if let name = rootName(of: at), !isKnown(text(name), scope) {
        reportNoEntity(name)
        return nil
      }
      guard let time = value(at, scope, as: .time) else { return nil }
      schedule.at = time
    }
    return ResolvedTrigger(.schedule(schedule), text: sourceText(node), subject: schedule.perEntity, scope: scope, isEvent: false)
  }

  private mutating func reportNoTimeOfDay(_ at: ExprID) -> ResolvedTrigger? {
    report(.badTrigger, "`at` names a time of the day, and this schedule has many ticks a day", at: expr(at).span)
    return nil
  }

  private static let day: Int64 = 86_400_000

  /// `every 2d`: the ticks of a length of time begin anew at each midnight.
  private mutating func reportLongInterval(_ length: ExprID, _ interval: Int64) -> ResolvedTrigger? {
    report(
      .badTrigger, "ticks begin anew at midnight, so none is more than a day from the last: write `week`, `month`, `year` or a weekday",
      at: expr(length).span, fixes: interval == 7 * Self.day ? [Fix("write `week`", replace: expr(length).span, with: "week")] : [])
    return nil
  }

  /// `every 24h at 09:00`.
  private mutating func reportNoTimeOfDay(_ at: ExprID, _ length: ExprID, _ interval: Int64) -> ResolvedTrigger? {
    if interval % Self.day != 0 { return reportNoTimeOfDay(at) }
    let meant = interval == Self.day ? "day" : interval == 7 * Self.day ? "week" : nil
    report(
      .badTrigger, "a time of the day stands behind `day`, `week`, `month`, `year` or a weekday, not behind a length of time",
      at: expr(length).span, fixes: meant.map { [Fix("write `\($0)`", replace: expr(length).span, with: $0)] } ?? [])
    return nil
  }

  private static func period(of unit: CalendarUnit) -> ScheduleIR.Period {
    switch unit {
    case .hour: .hour
    case .day: .day
    case .week: .week
    case .month: .month
    case .year: .year
    }
  }

  /// The entity whose field a time of day reads: the schedule is each instance's own.
  private func rootEntity(of id: ExprID) -> String? {
    guard let name = rootName(of: id), entities[text(name)] != nil else { return nil }
    return text(name)
  }

  /// `rep` in `rep.preferred_time else 09:00`.
  private func rootName(of id: ExprID) -> Name? {
    switch expr(id).kind {
    case .member(let base, _):
      if case .name(let name) = expr(base).kind { return name }
      return rootName(of: base)
    case .binary(_, let left, let right): return rootName(of: left) ?? rootName(of: right)
    default: return nil
    }
  }
}
