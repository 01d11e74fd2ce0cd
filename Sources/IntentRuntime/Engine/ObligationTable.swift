/// One thing that must follow from an event and has not yet.
@usableFromInline struct ObligationSlot<Action: ActionValue> {
  @usableFromInline var action: Action
  // Right after the action, whose last bytes are often free.
  @usableFromInline var flags: ObligationFlags
  @usableFromInline var reaction: Int16
  @usableFromInline var rule: Int16
  @usableFromInline var ordinal: Int32
  @usableFromInline var cause: Position
  /// The last instant at which evidence counts; the distant future where there is no `within`.
  @usableFromInline var deadline: Timestamp

  @inlinable init(
    action: Action, cause: Position, deadline: Timestamp, ordinal: Int32, reaction: Int16, rule: Int16, flags: ObligationFlags
  ) {
    self.action = action
    self.cause = cause
    self.deadline = deadline
    self.ordinal = ordinal
    self.reaction = reaction
    self.rule = rule
    self.flags = flags
  }
}

/// An entry of the index: the slot, or -1, and the hash that placed it, which in all but huge tables tells actions apart too.
@usableFromInline struct IndexEntry {
  @usableFromInline var slot: Int32
  @usableFromInline var hash: UInt32

  @inlinable init(slot: Int32, hash: UInt32) {
    self.slot = slot
    self.hash = hash
  }
}

/// The open obligations: a slab, an index to find them by, and the wheel of their deadlines. Opening, meeting and lapsing are
/// amortised O(1), whatever the length of the log.
///
/// The index is open addressing with linear probing and backward-shift deletion. The first eight obligations of a cause are hashed by
/// the cause alone, so that they are neighbours, found by id as well as by action; the further ones by cause and action. The upper
/// byte of a hash is the action's number, so that another action's slot need not be looked at.
/// Owns memory: whoever makes a table calls `deallocate` once, and only one copy is used.
@usableFromInline struct ObligationTable<Action: ActionValue> {
  @usableFromInline typealias Slot = ObligationSlot<Action>

  @usableFromInline var slots: UnsafeMutablePointer<Slot>
  /// -2 where the slot holds an obligation, else the next free slot, or -1.
  @usableFromInline var nextFree: UnsafeMutablePointer<Int32>
  @usableFromInline var capacity: Int
  /// Slots from here on were never used.
  @usableFromInline var fresh: Int32 = 0
  @usableFromInline var firstFree: Int32 = -1
  /// Number of obligations held.
  @usableFromInline var count = 0
  @usableFromInline var index: UnsafeMutablePointer<IndexEntry>
  @usableFromInline var mask: Int
  @usableFromInline var wheel = TimingWheel()
  @usableFromInline var rules: RuleTable
  /// What is rare about obligations lies aside.
  @usableFromInline var side = ObligationSideTables<Action>()

  // Where calls of the sinks belong to.
  @usableFromInline var cause: Position = 0
  @usableFromInline var nominal = Timestamp(milliseconds: 0)
  @usableFromInline var evidencePosition: Position = 0
  @usableFromInline var nextOrdinal: Int32 = 0
  @usableFromInline var reaction: Int16 = 0
  @usableFromInline var ruleStart = 0
  @usableFromInline var last: Int32 = -1
  @usableFromInline var lastAbout: Identifier?

  @inlinable init(rules: RuleTable) {
    self.rules = rules
    capacity = 64
    slots = .allocate(capacity: capacity)
    nextFree = .allocate(capacity: capacity)
    nextFree.initialize(repeating: -1, count: capacity)
    mask = 255
    index = .allocate(capacity: mask + 1)
    index.initialize(repeating: IndexEntry(slot: -1, hash: 0), count: mask + 1)
  }

  @inlinable func deallocate() {
    for slot in 0..<fresh where isUsed(slot) { (slots + Int(slot)).deinitialize(count: 1) }
    slots.deallocate()
    nextFree.deallocate()
    index.deallocate()
    wheel.deallocate()
  }

  /// True if the slot holds an obligation.
  @inlinable func isUsed(_ slot: Int32) -> Bool { nextFree[Int(slot)] == -2 }

  @inlinable static func hash(_ cause: Position) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(bitPattern: cause) &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  @usableFromInline static func hash(_ cause: Position, _ action: Action) -> UInt32 {
    var hasher = KeyHasher(seed: UInt64(bitPattern: cause))
    hasher.mix(UInt64(action.index))
    action.visit(&hasher)
    return UInt32(truncatingIfNeeded: hasher.key >> 32)
  }

  /// The hash with the action's number as its upper byte, as long as the index does not need these bits to place entries by.
  @inlinable func tagged(_ hash: UInt32, _ action: Action) -> UInt32 {
    mask < 1 << 24 ? hash & 0xFF_FFFF | UInt32(truncatingIfNeeded: action.index) << 24 : hash
  }

  /// The hash that places the obligation.
  @inlinable func placing(_ slot: UnsafePointer<Slot>) -> UInt32 {
    let cause = slot.pointee.cause
    return tagged(
      slot.pointee.ordinal < Self.neighbours ? Self.hash(cause) : Self.hash(cause, slot.pointee.action), slot.pointee.action)
  }

  /// Below this ordinal obligations are hashed by their cause alone.
  @inlinable static var neighbours: Int32 { 8 }

  // MARK: - opening

  /// From here on, what is expected follows from the event at `cause`.
  @inlinable mutating func start(cause: Position, nominal: Timestamp) {
    self.cause = cause
    self.nominal = nominal
    nextOrdinal = 0
  }

  @inlinable mutating func open(
    _ rule: Int, _ action: Action, ordinal: Int32, anchor: Timestamp, extra: ObligationFlags = []
  ) -> Int32 {
    let facts = rules.facts[ruleStart + rule]
    let deadline = facts.within < 0 ? Timestamp.distantFuture : anchor + TimeSpan(milliseconds: facts.within)
    let flags = ObligationFlags(rawValue: facts.flags).union(extra)
    let number = takeSlot()
    (slots + Int(number)).initialize(
      to: Slot(
        action: action, cause: cause, deadline: deadline, ordinal: ordinal, reaction: reaction,
        rule: Int16(truncatingIfNeeded: rule), flags: flags))
    if facts.within >= 0 { wheel.set(number, at: deadline + TimeSpan(milliseconds: 1)) }
    if ordinal < Self.neighbours {
      insert(number, tagged(Self.hash(cause), action))
    } else {
      insert(number, tagged(Self.hash(cause, action), action))
      side.distant[ObligationID(cause: cause, ordinal: Int(ordinal))] = number
    }
    if side.tracksOpened { side.opened.append(number) }
    if !flags.isEmpty { side.noteOpened(number, slots[Int(number)]) }
    return number
  }

  @inlinable mutating func takeSlot() -> Int32 {
    count += 1
    var number = firstFree
    if number >= 0 {
      firstFree = nextFree[Int(number)]
    } else {
      if Int(fresh) == capacity { grow() }
      number = fresh
      fresh += 1
    }
    nextFree[Int(number)] = -2
    return number
  }

  @usableFromInline mutating func grow() {
    let larger = capacity * 2
    let movedSlots = UnsafeMutablePointer<Slot>.allocate(capacity: larger)
    for slot in 0..<fresh where isUsed(slot) {
      (movedSlots + Int(slot)).moveInitialize(from: slots + Int(slot), count: 1)
    }
    slots.deallocate()
    slots = movedSlots
    let movedFree = UnsafeMutablePointer<Int32>.allocate(capacity: larger)
    movedFree.initialize(repeating: -1, count: larger)
    movedFree.update(from: nextFree, count: capacity)
    nextFree.deallocate()
    nextFree = movedFree
    capacity = larger
    wheel.reserve(larger)
    // At most half full, so that runs stay short.
    if larger * 2 > mask + 1 { growIndex() }
  }

  private mutating func growIndex() {
    let old = index
    let oldCount = mask + 1
    mask = oldCount * 2 - 1
    index = .allocate(capacity: oldCount * 2)
    index.initialize(repeating: IndexEntry(slot: -1, hash: 0), count: oldCount * 2)
    for place in 0..<oldCount where old[place].slot >= 0 {
      insert(old[place].slot, placing(slots + Int(old[place].slot)))
    }
    old.deallocate()
  }

  @inlinable mutating func insert(_ slot: Int32, _ hash: UInt32) {
    var place = Int(hash) & mask
    while index[place].slot >= 0 { place = (place + 1) & mask }
    index[place] = IndexEntry(slot: slot, hash: hash)
  }

  // MARK: - finding

  /// The obligation with that id, or -1.
  @usableFromInline func find(_ id: ObligationID) -> Int32 {
    if id.ordinal >= Int(Self.neighbours) { return side.distant[id] ?? -1 }
    let hash = Self.hash(id.cause)
    // Without the tag, which is not known here: it does not place entries where there is one.
    let compared: UInt32 = mask < 1 << 24 ? 0xFF_FFFF : .max
    var place = Int(hash) & mask
    while index[place].slot >= 0 {
      let slot = index[place].slot
      if index[place].hash & compared == hash & compared, slots[Int(slot)].cause == id.cause, slots[Int(slot)].ordinal == id.ordinal {
        return slot
      }
      place = (place + 1) & mask
    }
    return -1
  }

  func id(_ slot: Int32) -> ObligationID { ObligationID(cause: slots[Int(slot)].cause, ordinal: Int(slots[Int(slot)].ordinal)) }

  // MARK: - meeting

  /// Meets what waits for the action among the obligations of `evidenceCause`.
  @inlinable mutating func meet(_ action: Action, of evidenceCause: Position, hash: UInt32) {
    var place = Int(hash) & mask
    while index[place].slot >= 0 {
      let number = index[place].slot
      if index[place].hash == hash, slots[Int(number)].cause == evidenceCause, slots[Int(number)].action == action {
        let flags = slots[Int(number)].flags
        if flags.isEmpty {
          wheel.cancel(number)
          remove(at: place)
          release(number)
          continue
        }
        if !flags.contains(.awaits), meetSpecially(number) { continue }
      }
      place = (place + 1) & mask
    }
  }

  /// Meets an obligation that has flags; returns whether it left the table.
  @usableFromInline mutating func meetSpecially(_ number: Int32) -> Bool {
    let flags = slots[Int(number)].flags
    if flags.contains(.metLate) { return false }
    if flags.contains(.gap) { side.closable.append((gap: side.gapOf[id(number)] ?? 0, evidence: evidencePosition)) }
    if flags.contains(.undoBlock) { side.noteMet(slots[Int(number)], number) }
    if flags.contains(.pending) {
      slots[Int(number)].flags.insert(.metLate)
      return false
    }
    drop(number)
    return true
  }

  // MARK: - leaving

  /// Takes an obligation out, wherever it stands.
  @usableFromInline mutating func drop(_ number: Int32) {
    wheel.cancel(number)
    let slot = slots[Int(number)]
    var place = Int(placing(slots + Int(number))) & mask
    while index[place].slot != number { place = (place + 1) & mask }
    remove(at: place)
    if !slot.flags.isEmpty { side.noteDropped(number, slot) }
    release(number)
  }

  @inlinable mutating func release(_ number: Int32) {
    if slots[Int(number)].ordinal >= Self.neighbours {
      side.distant[ObligationID(cause: slots[Int(number)].cause, ordinal: Int(slots[Int(number)].ordinal))] = nil
    }
    (slots + Int(number)).deinitialize(count: 1)
    nextFree[Int(number)] = firstFree
    firstFree = number
    count -= 1
  }

  @inlinable mutating func remove(at place: Int) {
    var hole = place
    var next = (place + 1) & mask
    while index[next].slot >= 0 {
      let home = Int(index[next].hash) & mask
      if (next - home) & mask >= (next - hole) & mask {
        index[hole] = index[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    index[hole].slot = -1
  }

  // MARK: - time

  /// Lets the deadlines before `now` pass.
  @inlinable mutating func advance(to now: Timestamp) {
    if TimingWheel.key(now) < wheel.earliest {
      wheel.advance(to: now) { _ in }
      return
    }
    lapse(upTo: now)
  }

  @usableFromInline mutating func lapse(upTo now: Timestamp) {
    let slots = slots
    var lapsed: [Int32] = []
    wheel.advance(to: now) { number in
      slots[Int(number)].flags.formUnion([.lapsed, .pending])
      lapsed.append(number)
    }
    side.lapsed.append(contentsOf: lapsed)
  }
}

extension ObligationTable: EvidenceSink {
  @inlinable mutating func evidence(_ action: Action) {
    meet(action, of: cause, hash: tagged(Self.hash(cause), action))
    if !side.distant.isEmpty { meet(action, of: cause, hash: tagged(Self.hash(cause, action), action)) }
  }
}

extension ObligationTable: ExpectationSink {
  @inlinable mutating func begin(_ reaction: Int) {
    self.reaction = Int16(truncatingIfNeeded: reaction)
    ruleStart = rules.starts[reaction]
    last = -1
  }

  @inlinable mutating func expect(_ rule: Int, _ action: Action, about: Identifier?) {
    let ordinal = nextOrdinal
    nextOrdinal += 1
    last = -1
    if !rules.facts[ruleStart + rule].isInForce { return }
    last = open(rule, action, ordinal: ordinal, anchor: nominal)
    lastAbout = about
    if let about, slots[Int(last)].flags.contains(.conditional) { side.about[last] = about }
  }

  @usableFromInline mutating func awaitEvent(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey], about: Identifier?) {
    let ordinal = nextOrdinal
    nextOrdinal += 1
    last = -1
    if !rules.facts[ruleStart + rule].isInForce { return }
    last = open(rule, action, ordinal: ordinal, anchor: nominal, extra: .awaits)
    side.wait(last, for: keys)
    lastAbout = about
    if let about, slots[Int(last)].flags.contains(.conditional) { side.about[last] = about }
  }

  @usableFromInline mutating func fallback(_ rule: Int, _ action: Action) { follow(rule, action, keys: nil) }

  @usableFromInline mutating func fallbackAwait(_ rule: Int, _ action: Action, anyOf keys: [AwaitKey]) {
    follow(rule, action, keys: keys)
  }

  private mutating func follow(_ rule: Int, _ action: Action, keys: [AwaitKey]?) {
    let ordinal = nextOrdinal
    nextOrdinal += 1
    if last < 0 { return }
    slots[Int(last)].flags.insert(.followed)
    if ObligationFlags(rawValue: rules.facts[ruleStart + rule].flags).contains(.conditional) { side.lastConditionalCause = cause }
    side.fallbacks[last, default: []].append(FollowUp(rule: rule, action: action, ordinal: ordinal, keys: keys, about: lastAbout))
  }

  @usableFromInline mutating func undo(_ rule: Int, _ action: Action) {
    let ordinal = nextOrdinal
    nextOrdinal += 1
    if last < 0 { return }
    side.declareUndo(of: last, slots[Int(last)], FollowUp(rule: rule, action: action, ordinal: ordinal, keys: nil))
  }

  @inlinable func decide(_ rule: Int, _ decision: Decision) -> Bool { decision.holds }
}
