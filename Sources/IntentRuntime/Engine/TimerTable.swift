/// Names a timer: the reaction that it fires, and for which instance.
@usableFromInline struct TimerKey: Hashable {
  @usableFromInline let reaction: Int
  @usableFromInline let subject: Identifier?

  @usableFromInline init(reaction: Int, subject: Identifier?) {
    self.reaction = reaction
    self.subject = subject
  }
}

/// A timer whose time has come, until the log says that it fired.
struct DueTimer: Hashable {
  let key: TimerKey
  let due: Timestamp
}

/// The times at which reactions fire. Setting, cancelling and firing are amortised O(1). Owns memory: see `TimingWheel`.
@usableFromInline struct TimerTable: TimerSink {
  @usableFromInline var wheel = TimingWheel()
  private var numbers: [TimerKey: Int32] = [:]
  private var keys: [TimerKey] = []
  private var free: [Int32] = []
  /// Timers whose time has come, in no order.
  private(set) var due: Set<DueTimer> = []
  /// Reactions of the current spec that were in force when the log was here.
  var inForce: [Bool] = []

  @usableFromInline init() {}

  @usableFromInline mutating func aim(_ reaction: Int, _ subject: Identifier?, at time: Timestamp?) {
    if !inForce[reaction] { return }
    let key = TimerKey(reaction: reaction, subject: subject)
    if let number = numbers[key] {
      wheel.cancel(number)
      if let time {
        wheel.set(number, at: time)
      } else {
        forget(number)
      }
    } else if let time {
      let number = free.popLast() ?? Int32(keys.count)
      if Int(number) == keys.count {
        keys.append(key)
        wheel.reserve(keys.count)
      }
      keys[Int(number)] = key
      numbers[key] = number
      wheel.set(number, at: time)
    }
  }

  /// When the timer will fire, if it is set.
  func time(of key: TimerKey) -> Timestamp? {
    numbers[key].map { TimingWheel.time(wheel.nodes[Int($0)].when) }
  }

  @inlinable mutating func advance(to now: Timestamp) {
    if TimingWheel.key(now) < wheel.earliest {
      wheel.advance(to: now) { _ in }
    } else {
      fire(upTo: now)
    }
  }

  @usableFromInline mutating func fire(upTo now: Timestamp) {
    var fired: [Int32] = []
    wheel.advance(to: now) { fired.append($0) }
    for number in fired {
      due.insert(DueTimer(key: keys[Int(number)], due: TimingWheel.time(wheel.nodes[Int(number)].when)))
      forget(number)
    }
  }

  /// The log says that the timer fired. One that was due when it was set may not have come due here yet.
  mutating func settle(_ timer: DueTimer) {
    guard due.remove(timer) == nil, let number = numbers[timer.key], time(of: timer.key) == timer.due else { return }
    wheel.cancel(number)
    forget(number)
  }

  /// Drops all timers and dues of reactions that are not in force, and returns what is set.
  mutating func adopt(inForce: [Bool]) -> [TimerKey: Timestamp] {
    self.inForce = inForce
    due = due.filter { inForce[$0.key.reaction] }
    var kept: [TimerKey: Timestamp] = [:]
    for (key, number) in numbers {
      if inForce[key.reaction] {
        kept[key] = TimingWheel.time(wheel.nodes[Int(number)].when)
      } else {
        wheel.cancel(number)
        forget(number)
      }
    }
    return kept
  }

  private mutating func forget(_ number: Int32) {
    numbers[keys[Int(number)]] = nil
    free.append(number)
  }
}
