/// What one call of a sink said: kept in order, made into a tree afterwards.
struct TraceEntry<Action: ActionValue> {
  enum Content {
    case consequence(Action, keys: [AwaitKey]?)
    /// A fallback or an undo of the entry with that index.
    case followUp(Action, keys: [AwaitKey]?, of: Int)
    case decision(Decision)
  }
  let reaction: Int
  let rule: Int
  /// The obligation's ordinal, or -1 for a decision.
  let ordinal: Int
  let content: Content
}

/// Keeps what a dispatcher states, numbering obligations as the engine does.
struct TraceSink<Action: ActionValue>: ExpectationSink {
  private(set) var entries: [TraceEntry<Action>] = []
  private var reaction = 0
  private var nextOrdinal = 0
  private var last = -1
  /// Whether each rule of each reaction is in force: others state nothing.
  let isInForce: (_ reaction: Int, _ rule: Int) -> Bool

  init(isInForce: @escaping (Int, Int) -> Bool) { self.isInForce = isInForce }

  mutating func begin(_ reaction: Int) {
    self.reaction = reaction
    last = -1
  }

  mutating func expect(_ rule: Int, _ action: Action, about: Identifier?) { consequence(rule, action, nil) }

  mutating func awaitEvent(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey], about: Identifier?) {
    consequence(rule, action, keys)
  }

  mutating func fallback(_ rule: Int, _ action: Action) { followUp(rule, action, nil) }

  mutating func fallbackAwait(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey]) { followUp(rule, action, keys) }

  mutating func undo(_ rule: Int, _ action: Action) { followUp(rule, action, nil) }

  mutating func decide(_ rule: Int, _ decision: Decision) -> Bool {
    entries.append(TraceEntry(reaction: reaction, rule: rule, ordinal: -1, content: .decision(decision)))
    return decision.holds
  }

  private mutating func consequence(_ rule: Int, _ action: Action, _ keys: [AwaitKey]?) {
    last = -1
    if isInForce(reaction, rule) {
      last = entries.count
      entries.append(
        TraceEntry(reaction: reaction, rule: rule, ordinal: nextOrdinal, content: .consequence(action, keys: keys)))
    }
    nextOrdinal += 1
  }

  private mutating func followUp(_ rule: Int, _ action: Action, _ keys: [AwaitKey]?) {
    if last >= 0 {
      entries.append(
        TraceEntry(reaction: reaction, rule: rule, ordinal: nextOrdinal, content: .followUp(action, keys: keys, of: last)))
    }
    nextOrdinal += 1
  }
}
