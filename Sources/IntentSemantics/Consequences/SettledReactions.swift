import IntentIR
import IntentSyntax

/// What the inference of signatures has found of the reactions, where it had nothing to tell of it and lowering would find the same.
struct SettledReactions {
  private var triggers: [ResolvedTrigger?] = []
  /// Where the values of each reaction stand in `values`.
  private var places: [Range<Int>] = []
  /// The ids rise within a reaction, for both passes go through it in the order of the text.
  private var values: [(id: ExprID, value: ExprIR?)] = []
  private var isOpen = false
  /// Of the reaction at hand, the first value that may still be asked for.
  private var next = 0
  private var end = 0

  init() {}

  init(count: Int, calls: Int) {
    values.reserveCapacity(calls)
    triggers = [ResolvedTrigger?](repeating: nil, count: count)
    places = [Range<Int>](repeating: 0..<0, count: count)
  }

  /// Opens a reaction of which values will be kept.
  mutating func begin(_ reaction: Int, _ trigger: ResolvedTrigger) {
    triggers[reaction] = trigger
    next = values.count
    isOpen = true
  }

  /// Closes the reaction, if it was opened.
  mutating func end(_ reaction: Int) {
    if isOpen { places[reaction] = next..<values.count }
    isOpen = false
  }

  mutating func keep(_ value: ExprIR, for id: ExprID) {
    if isOpen { values.append((id, value)) }
  }

  /// The trigger of a reaction that was kept; its values can be taken from here on.
  mutating func open(_ reaction: Int) -> ResolvedTrigger? {
    (next, end) = (places[reaction].lowerBound, places[reaction].upperBound)
    return triggers[reaction]
  }

  /// The value that was kept, once. Requires: ids are asked for as they rise.
  mutating func take(_ id: ExprID) -> ExprIR? {
    while next < end, values[next].id < id { next += 1 }
    guard next < end, values[next].id == id else { return nil }
    next += 1
    return values[next - 1].value.take()
  }
}

extension SystemAnalysis {
  /// What `check` finds of the expression `id` of a reaction; once where there is nothing to tell of it.
  mutating func settle(_ id: ExprID, _ check: (inout SystemAnalysis) -> ExprIR?) -> ExprIR? {
    if !isInferring { return settled.take(id) ?? check(&self) }
    let before = withheld
    guard let value = check(&self) else { return nil }
    if withheld == before { settled.keep(value, for: id) }
    return value
  }
}
