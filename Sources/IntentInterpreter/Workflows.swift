import IntentIR
import IntentRuntime

extension Evaluator {
  /// Why a workflow forbids the change, whoever makes it: an instance starts elsewhere than at `initial`, or no move leads there. A
  /// condition about `me` is asked of whoever makes the move, not here.
  func workflowRefusals(_ change: Change, _ entity: EntityIR) -> [Refusal] {
    guard let now = change.now else { return [] }
    return spec.system.workflows.filter { $0.entity == entity.name }.compactMap { workflow in
      func refusal(_ rule: String) -> Refusal {
        Refusal(rule: rule, subject: now.reference.description, file: workflow.origin.file, line: workflow.origin.line)
      }
      guard case .choice(let state) = now.fields[workflow.field] else { return nil }
      guard let was = change.was else {
        return state == workflow.initial ? nil : refusal("\(workflow.name): initial \(workflow.initial)")
      }
      guard case .choice(let from) = was.fields[workflow.field], from != state else { return nil }
      let judge = binding(entity.name, .snapshot(was))
      let isLed = workflow.moves.contains { move in
        guard move.from == from && move.to == state else { return false }
        return move.condition.map { $0.isAboutMe || judge.holds($0) } ?? true
      }
      return isLed ? nil : refusal("\(workflow.name): \(from) -> \(state)")
    }
  }

  /// The `no_overlap`s of the entity that the instance breaks, as things are. Ranges of days and of whole numbers hold both ends;
  /// others may touch. An absent end is open; what ends before it begins occupies nothing.
  func overlaps(_ instance: Instance, _ entity: EntityIR) -> [NoOverlapIR] {
    entity.noOverlaps.filter { range in
      func occupied(_ instance: Instance) -> (per: [Value], start: Value, end: Value)? {
        let judge = binding("it", .instance(instance.reference)).binding(entity.name, .instance(instance.reference))
        if let condition = range.condition, !judge.holds(condition) { return nil }
        let per = range.per.map { instance.fields[$0] }
        let (start, end) = (instance.fields[range.start], instance.fields[range.end])
        return per.contains(.absent) || isEmpty(start, end) ? nil : (per, start, end)
      }
      guard let own = occupied(instance) else { return false }
      return world.instances(entity.name).contains { other in
        guard other.reference != instance.reference, let its = occupied(other), its.per == own.per else { return false }
        return begins(own.start, before: its.end) && begins(its.start, before: own.end)
      }
    }
  }

  private func isEmpty(_ start: Value, _ end: Value) -> Bool { !begins(start, before: end) }

  private func begins(_ start: Value, before end: Value) -> Bool {
    guard let order = Value.order(start, end) else { return true }
    switch start {
    case .date, .int: return order <= 0
    default: return order < 0
    }
  }
}

extension NoOverlapIR {
  /// As the author wrote it, without its condition.
  var words: String { "no_overlap: \(start)..\(end)" + (per.isEmpty ? "" : " per \(per.joined(separator: ", "))") }
}

extension ExprIR {
  /// `true` iff it speaks of who makes a move.
  var isAboutMe: Bool { kind == .local("me") || children.contains { $0.isAboutMe } }
}
