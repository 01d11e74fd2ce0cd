import Foundation

/// How much it matters that a duty is done.
public enum Severity: Int, Codable, Comparable, Sendable {
  case could, should, must

  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// One thing to do by a time; the next step stands in for it when it was not done.
public struct Step<Task: Codable & Hashable & Sendable>: Codable, Sendable {
  public let task: Task
  /// Without it the task is due at once and never late.
  public let within: TimeInterval?
  public let retries: Int

  public init(_ task: Task, within: TimeInterval? = nil, retries: Int = 0) {
    (self.task, self.within, self.retries) = (task, within, retries)
  }
}

/// What must, should or could follow an event.
public struct Duty<System: EventSourced>: Codable, Sendable {
  public let severity: Severity
  public let steps: [Step<System.Task>]
  /// Wanted before anybody starts.
  public let permission: System.Permission?
  /// What makes it needless, read again until done or due.
  public let waiver: System.Waiver?
  /// Takes back what was done, if a later duty of the same cause fails for good.
  public let undo: System.Task?

  public init(
    _ severity: Severity, _ task: System.Task, within: TimeInterval? = nil, retries: Int = 0, requires permission: System.Permission? = nil,
    unless waiver: System.Waiver? = nil, undo: System.Task? = nil, fallback: [Step<System.Task>] = []
  ) {
    (self.severity, self.permission, self.waiver, self.undo) = (severity, permission, waiver, undo)
    steps = [Step(task, within: within, retries: retries)] + fallback
  }
}

/// A duty at work.
public struct Obligation<System: EventSourced>: Sendable {
  public enum Status: Codable, Sendable { case open, late, met, failed, waived }

  public let number: Int
  public let cause: Int
  public let duty: Duty<System>
  public internal(set) var status = Status.open
  public internal(set) var step = 0
  public internal(set) var due: Date?
  public internal(set) var tries = 0
  public internal(set) var isGranted: Bool

  public var current: Step<System.Task> { duty.steps[step] }
  public var isWaiting: Bool { status == .open || status == .late }
}
