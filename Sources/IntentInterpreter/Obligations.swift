import IntentIR
import IntentRuntime

/// Something that must follow from an event and has not yet.
struct Obligation {
  let id: ObligationID
  let reaction: Int
  let expected: Expected
  /// The last instant at which evidence counts; nil for what is due at once.
  let deadline: Timestamp?
  /// What stands in for it, the first first.
  var fallbacks: [FollowUp] = []
  var undo: FollowUp?
  /// The log holds a verdict: late, or failed.
  var isLapsed = false
  /// The gap that is open for it.
  var gap: Position?
  /// What it was opened with is durable: it can be given to a handler.
  var isTaken = false
  /// It was given to its handler.
  var isDispatched = false
  /// A grant was used for it though its evidence is still to come; until it lapses.
  var isPermitted = false
  /// Looked at, at the end of a settling, whether it was met at once.
  var isJudgedAtOnce = false

  var block: Block { Block(cause: id.cause, reaction: reaction, parent: expected.parent) }
  var isUndo: Bool { expected.part == .undo }
  var unless: ExprIR? { isUndo ? nil : expected.consequence.unless }
  var retry: Int { isUndo ? 0 : expected.consequence.retry }
  /// The permission that whoever does it must have.
  var requires: String? { isUndo ? nil : expected.consequence.requires }
}

/// A consequence that is held back, with the number that it has within its cause.
struct FollowUp {
  let ordinal: Int
  let expected: Expected
  /// What takes it back, if anything does.
  var undo: [FollowUp] = []
}

/// What stands under one `if`, or at the top of a reaction, for one cause.
struct Block: Hashable {
  let cause: Position
  let reaction: Int
  let parent: Int
}

struct OpenGap {
  var obligation: ObligationID?
  var assertion: UInt64 = 0
}

extension Interpreter {
  /// Opens what follows from the event at `cause`, numbered in the order of the spec.
  mutating func open(_ run: [(reaction: Int, expected: [Expected])], cause: Position, anchor: Timestamp) {
    var ordinal = 0
    for (reaction, list) in run {
      for expected in list {
        let followUp = FollowUp(ordinal: ordinal, expected: expected)
        switch expected.part {
        case .first: open(followUp, cause: cause, reaction: reaction, anchor: anchor)
        case .fallback: obligations[obligations.count - 1].fallbacks.append(followUp)
        case .undo:
          let last = obligations.count - 1
          if let replacement = obligations[last].fallbacks.indices.last {
            obligations[last].fallbacks[replacement].undo = [followUp]
          } else {
            obligations[last].undo = followUp
          }
        }
        ordinal += 1
      }
    }
  }

  mutating func open(_ next: FollowUp, cause: Position, reaction: Int, anchor: Timestamp) {
    let within = next.expected.part == .undo ? nil : next.expected.consequence.within
    obligations.append(
      Obligation(
        id: ObligationID(cause: cause, ordinal: next.ordinal), reaction: reaction, expected: next.expected,
        deadline: within.map { anchor + .milliseconds($0) }, undo: next.undo.first))
  }

  func index(of id: ObligationID) -> Int? { obligations.firstIndex { $0.id == id } }

  // MARK: - meeting

  /// The last event is evidence of the action for the event at `cause`.
  mutating func meet(_ call: ActionCall, of cause: Position) {
    let met = obligations.filter { $0.id.cause == cause && $0.expected.awaited == nil && $0.expected.call == call }
    for obligation in met { leaveMet(obligation) }
  }

  /// Ends the waiting for the last event.
  mutating func endWaiting(_ happening: Happening) {
    guard case .payload(let type, let record) = happening else { return }
    let named = record.fields.compactMap { field -> EntityReference? in
      if case .list = field.value { nil } else { field.value.reference }
    }
    let met = obligations.filter { obligation in
      guard let awaited = obligation.expected.awaited, awaited.event == type else { return false }
      return awaited.anyOf.contains { named.contains($0) }
    }
    for obligation in met { leaveMet(obligation) }
  }

  private mutating func leaveMet(_ obligation: Obligation) {
    if let gap = obligation.gap { closable.append((gap, position)) }
    if let undo = obligation.undo { undos[obligation.block, default: []].append(undo) }
    obligations.removeAll { $0.id == obligation.id }
  }

  // MARK: - verdicts

  private func verdict(on obligation: Obligation, reason: String? = nil) -> Record {
    Record([
      ("cause", .int(Int(obligation.id.cause))), ("ordinal", .int(obligation.id.ordinal)),
      ("what", .text(obligation.expected.call.label(spec.personal))),
      ("reason", reason.map { .text($0) } ?? .absent),
    ])
  }

  /// The obligation lapses, by its deadline or since its handler failed for good: what stands in takes over, or a gap opens.
  mutating func lapse(_ id: ObligationID, reason: String?, since: Timestamp) {
    guard let index = index(of: id) else { return }
    let obligation = obligations[index]
    var fields = verdict(on: obligation, reason: reason)
    if let replacement = obligation.fallbacks.first {
      fields["since"] = .timestamp(since)
      note("intent.obligation_fell_back", fields, cause: id.cause)
      if let gap = obligation.gap { closable.append((gap, 0)) }
      obligations.removeAll { $0.id == id }
      open(replacement, cause: id.cause, reaction: obligation.reaction, anchor: since)
      obligations[obligations.count - 1].fallbacks = Array(obligation.fallbacks.dropFirst())
      return
    }
    note(reason == nil ? "intent.obligation_late" : "intent.obligation_failed", fields, cause: id.cause)
    obligations[index].isLapsed = true
    obligations[index].isPermitted = false
    let due = (undos[obligation.block] ?? []).filter { $0.ordinal < id.ordinal }
    undos[obligation.block]?.removeAll { undo in due.contains { $0.ordinal == undo.ordinal } }
    for undo in due.sorted(by: { $0.ordinal > $1.ordinal }) { open(undo, cause: id.cause, reaction: obligation.reaction, anchor: now) }
    // What was delegated has its gap already.
    if obligation.gap == nil { openGap(obligation, reason: reason ?? "no evidence") }
  }

  mutating func openGap(_ obligation: Obligation, reason: String) {
    let isTimed = spec.reactions[obligation.reaction].trigger.isTimed
    note(
      "intent.gap_opened",
      Record([
        ("kind", .text(isTimed ? "temporal" : "reaction")), ("severity", .text(obligation.expected.severity.rawValue)),
        ("what", .text(obligation.expected.call.label(spec.personal))), ("reason", .text(reason)),
        ("cause", .int(Int(obligation.id.cause))), ("ordinal", .int(obligation.id.ordinal)),
        ("deadline", obligation.deadline.map { .timestamp($0) } ?? .absent),
      ]), cause: obligation.id.cause)
    gaps[position] = OpenGap(obligation: obligation.id)
    if let index = index(of: obligation.id) {
      obligations[index].gap = position
      obligations[index].isPermitted = false
    }
  }

  /// Closes the gaps whose obligation is met or gone, the earliest first.
  mutating func closeGaps() {
    for item in closable.filter({ gaps[$0.gap] != nil }).sorted(by: { $0.gap < $1.gap }) { close(item.gap, evidence: item.evidence) }
    closable = []
  }

  func identity(_ value: UInt64) -> Value {
    let digits = String(value, radix: 16)
    return .text(String(repeating: "0", count: 16 - digits.utf8.count) + digits)
  }

  mutating func close(_ gap: Position, evidence: Position) {
    note(
      "intent.gap_closed", Record([("gap", .int(Int(gap))), ("evidence", evidence > 0 ? .int(Int(evidence)) : .absent)]), cause: evidence)
    gaps[gap] = nil
  }

  /// Lets go what an `unless` waives: the condition is read again as things are, until the obligation is met or due.
  mutating func waive() {
    let conditional = obligations.filter { $0.unless != nil && !$0.isLapsed }.sorted { $0.id < $1.id }
    for obligation in conditional {
      guard let condition = obligation.unless else { continue }
      var scope = evaluator
      scope.locals = obligation.expected.locals.mapValues(\.stored)
      let reaction = spec.reactions[obligation.reaction]
      let named = [reaction.subject, reaction.other].map { name in name.flatMap { scope.locals[$0]?.reference } }
      // Of what is gone nothing is read.
      if (named + [obligation.expected.about]).contains(where: { $0.map { !world.isLive($0) } ?? false }) { continue }
      guard scope.holds(condition) else { continue }
      note("intent.obligation_waived", verdict(on: obligation), cause: obligation.id.cause)
      if let gap = obligation.gap { closable.append((gap, 0)) }
      obligations.removeAll { $0.id == obligation.id }
    }
    if !conditional.isEmpty { closeGaps() }
  }
}
