/// A consequence that is held back until another lapses or fails.
@usableFromInline struct FollowUp<Action: ActionValue> {
  let rule: Int
  let action: Action
  let ordinal: Int32
  /// What it waits for, if it is an `await_x`.
  let keys: [AwaitKey]?
  /// The instance of the innermost `for each`.
  var about: Identifier?
}

/// The obligations of one cause and block that have an undo.
struct UndoBlock<Action: ActionValue> {
  struct Entry {
    let ordinal: Int32
    let undo: FollowUp<Action>
    var isMet = false
  }
  var entries: [Entry] = []
  /// How many obligations of the block are still held.
  var open = 0
}

/// Names a block: what stands under one `if`, or at the top of a reaction, for one cause.
struct BlockKey: Hashable {
  let cause: Position
  let reaction: Int16
  let parent: Int
}

/// What few obligations have, kept apart so that the many pay nothing for it.
@usableFromInline struct ObligationSideTables<Action: ActionValue> {
  /// Ids of the obligations that are not hashed by their cause alone.
  @usableFromInline var distant: [ObligationID: Int32] = [:]
  /// Lapsed obligations, the earlier ones first; those with a verdict leave when the list is next read.
  @usableFromInline var lapsed: [Int32] = []
  /// True if `opened` is kept: someone dispatches.
  @usableFromInline var tracksOpened = false
  /// Slots opened since the list was last taken.
  @usableFromInline var opened: [Int32] = []
  /// Obligations without a deadline, until someone has looked whether they were met at once.
  var atOnce: [ObligationID] = []
  /// The instance of the innermost `for each`, for rules with `unless`.
  @usableFromInline var about: [Int32: Identifier] = [:]
  var fallbacks: [Int32: [FollowUp<Action>]] = [:]
  /// Obligations with an `unless`.
  var conditional: Set<Int32> = []
  /// The last cause of an obligation that has an `unless`, or of one that is held back and has.
  @usableFromInline var lastConditionalCause: Position = 0
  var waiting: [AwaitKey: [Int32]] = [:]
  var waitKeys: [Int32: [AwaitKey]] = [:]
  var gapOf: [ObligationID: Position] = [:]
  /// Gaps whose obligation is met, until the log says that they are closed.
  var closable: [(gap: Position, evidence: Position)] = []
  var undoBlocks: [BlockKey: UndoBlock<Action>] = [:]
  /// The `if` or `else` that holds each rule, by reaction: for blocks.
  var parents: [[Int]] = []

  @usableFromInline init() {}

  @usableFromInline mutating func noteOpened(_ number: Int32, _ slot: ObligationSlot<Action>) {
    if slot.flags.contains(.conditional) {
      conditional.insert(number)
      lastConditionalCause = slot.cause
    }
    if slot.flags.contains(.undoBlock) { undoBlocks[block(of: slot), default: UndoBlock()].open += 1 }
  }

  @usableFromInline mutating func noteDropped(_ number: Int32, _ slot: ObligationSlot<Action>) {
    conditional.remove(number)
    about[number] = nil
    fallbacks[number] = nil
    stopWaiting(number)
    gapOf[ObligationID(cause: slot.cause, ordinal: Int(slot.ordinal))] = nil
    if slot.flags.contains(.undoBlock) {
      let key = block(of: slot)
      undoBlocks[key]?.open -= 1
      if undoBlocks[key]?.open == 0 { undoBlocks[key] = nil }
    }
  }

  private func block(of slot: ObligationSlot<Action>) -> BlockKey {
    BlockKey(cause: slot.cause, reaction: slot.reaction, parent: parents[Int(slot.reaction)][Int(slot.rule)])
  }

  // MARK: - waiting

  mutating func wait(_ number: Int32, for keys: [AwaitKey]) {
    waitKeys[number] = keys
    for key in keys { waiting[key, default: []].append(number) }
  }

  @usableFromInline var awaitsAnything: Bool { !waitKeys.isEmpty }

  /// Who waits for any of the keys, the earliest first.
  mutating func waiters(for keys: [AwaitKey]) -> [Int32] {
    var found: [Int32] = []
    for key in keys { for number in waiting[key] ?? [] where !found.contains(number) { found.append(number) } }
    return found
  }

  private mutating func stopWaiting(_ number: Int32) {
    for key in waitKeys.removeValue(forKey: number) ?? [] {
      waiting[key]?.removeAll { $0 == number }
      if waiting[key]?.isEmpty == true { waiting[key] = nil }
    }
  }

  // MARK: - undo

  mutating func declareUndo(of number: Int32, _ slot: ObligationSlot<Action>, _ undo: FollowUp<Action>) {
    undoBlocks[block(of: slot), default: UndoBlock()].entries.append(UndoBlock.Entry(ordinal: slot.ordinal, undo: undo))
  }

  mutating func noteMet(_ slot: ObligationSlot<Action>, _ number: Int32) {
    let key = block(of: slot)
    guard let index = undoBlocks[key]?.entries.firstIndex(where: { $0.ordinal == slot.ordinal }) else { return }
    undoBlocks[key]?.entries[index].isMet = true
  }

  /// The undos that become due when the obligation fails for good, last first; each is handed out once.
  mutating func takeUndos(before slot: ObligationSlot<Action>) -> [FollowUp<Action>] {
    let key = block(of: slot)
    guard let block = undoBlocks[key] else { return [] }
    let due = block.entries.filter { $0.isMet && $0.ordinal < slot.ordinal }
    undoBlocks[key]?.entries.removeAll { entry in due.contains { $0.ordinal == entry.ordinal } }
    return due.reversed().map(\.undo)
  }
}
