/// One node of a reaction's tree, as data: what it says, where, and by when.
public struct Rule: Sendable {
  public enum Kind: Sendable, Equatable {
    case must, should, could
    /// An `if` with the text of its condition.
    case decision(String)
    case otherwise
  }

  public let kind: Kind
  /// The consequence as the spec writes it, without modifiers; empty for `if` and `else`.
  public let text: String
  /// What the rule is known by in logs: its trigger, path, action and arguments, hashed. 0 for `if` and `else`.
  public let id: UInt64
  /// Index of the `if` or `else` that holds it, or -1.
  public let parent: Int
  /// How long after its anchor the consequence is due; nil if it is due at once.
  public let within: TimeSpan?
  /// How many more times a failed handler is tried.
  public let retry: Int
  /// Index of the rule that this one stands in for when that lapses or fails, or -1.
  public let fallbackOf: Int
  /// Index of the rule that this one takes back, or -1.
  public let undoOf: Int
  /// The permission that whoever performs the action must hold.
  public let requires: String?
  /// True if the rule has an `unless`.
  public let hasUnless: Bool
  /// How many lines it stands below the reaction's first.
  public let line: Int

  public init(
    _ kind: Kind, _ text: String = "", id: UInt64 = 0, in parent: Int = -1, within: TimeSpan? = nil, retry: Int = 0,
    fallbackOf: Int = -1, undoOf: Int = -1, requires: String? = nil, hasUnless: Bool = false, line: Int
  ) {
    self.kind = kind
    self.text = text
    self.id = id
    self.parent = parent
    self.within = within
    self.retry = retry
    self.fallbackOf = fallbackOf
    self.undoOf = undoOf
    self.requires = requires
    self.hasUnless = hasUnless
    self.line = line
  }
}

/// A `when` or `every` with its rules in source order.
public struct Reaction: Sendable {
  /// The trigger as the spec writes it: `interaction.created`, `alert.unacknowledged for 4h`, `day at 09:00`.
  public let trigger: String
  /// What the whole reaction means, deadlines and severities included.
  public let meaning: Fingerprint
  public let file: String
  public let line: Int
  public let rules: [Rule]

  public init(trigger: String, meaning: Fingerprint, file: String, line: Int, rules: [Rule]) {
    self.trigger = trigger
    self.meaning = meaning
    self.file = file
    self.line = line
    self.rules = rules
  }
}

/// What is judged whenever the conductor comes to rest: an `assert`, an invariant, a bound of a metric.
public struct Assertion: Sendable {
  public enum Kind: Sendable, Equatable {
    /// What must always hold.
    case always
    /// A metric that must stay within its bound.
    case bound
    /// A metric that ought to: `optimise`.
    case target
  }

  /// As the spec writes it.
  public let text: String
  /// What it is known by in logs.
  public let id: UInt64
  public let kind: Kind
  public let file: String
  public let line: Int

  public init(_ text: String, id: UInt64, kind: Kind = .always, file: String, line: Int) {
    self.text = text
    self.id = id
    self.kind = kind
    self.file = file
    self.line = line
  }
}

/// An invariant or a property by its name, which `Conductor.checkPromises` asks for.
public struct CheckedPromise: Sendable, Equatable {
  public enum Judge: Sendable, Equatable {
    /// A checker of the app.
    case checker
    /// A person, who signs off what has that fingerprint; with nil the spec as it is.
    case person(Fingerprint?)
    /// The log: all that its events of the entity hold is known to the spec.
    case log(of: String)
  }

  /// As the spec writes it: `consent_is_kept`, `track_interactions.works_offline`.
  public let name: String
  public let file: String
  public let line: Int
  public let judge: Judge

  public init(_ name: String, file: String, line: Int, by judge: Judge = .checker) {
    self.name = name
    self.file = file
    self.line = line
    self.judge = judge
  }
}

/// What the runtime knows of a spec apart from its generated code.
public struct Specification: Sendable {
  public let name: String
  public let version: Int
  /// IANA name of the system's zone, `UTC` where the spec says nothing.
  public let timeZone: String
  /// What all items but the reactions mean.
  public let declarations: Fingerprint
  public let reactions: [Reaction]
  public let assertions: [Assertion]
  /// What `Conductor.checkPromises` asks for.
  public let promises: [CheckedPromise]
  /// What the whole spec means: equal to the compiler's hash of it.
  public let fingerprint: Fingerprint

  public init(
    name: String, version: Int = 1, timeZone: String = "UTC", declarations: Fingerprint, reactions: [Reaction],
    assertions: [Assertion] = [], promises: [CheckedPromise] = []
  ) {
    self.name = name
    self.version = version
    self.timeZone = timeZone
    self.declarations = declarations
    self.reactions = reactions
    self.assertions = assertions
    self.promises = promises
    fingerprint = .combine([declarations] + reactions.map(\.meaning))
  }
}
