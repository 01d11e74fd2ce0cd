/// Swift spellings of the author's `snake_case` names.
enum Naming {
  /// `churn_risk_rising` as `churnRiskRising`, without escapes.
  static func lowerCamel(_ name: String) -> String {
    let upper = upperCamel(name)
    guard let first = upper.first else { return "_" }
    return first.lowercased() + upper.dropFirst()
  }

  /// `churn_risk_rising` as `ChurnRiskRising`.
  static func upperCamel(_ name: String) -> String {
    let camel = words(name).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    guard let first = camel.unicodeScalars.first else { return "_" }
    return ("0"..."9").contains(first) ? "_" + camel : camel
  }

  /// The name of a reaction's function: `interaction.created` as `whenInteractionCreated`, `every day at …` as `everyDayAt…`.
  static func reaction(_ trigger: String) -> String {
    let text = upperCamel(trigger)
    let bare = text.hasPrefix("_") ? String(text.dropFirst()) : text
    return trigger.hasPrefix("every ") ? lowerCamel(period(trigger)) : "when" + bare
  }

  /// A schedule without its time of day, which changes more easily than what happens then.
  private static func period(_ trigger: String) -> String {
    trigger.firstRange(of: " at ").map { String(trigger[..<$0.lowerBound]) } ?? trigger
  }

  /// The name of what is judged at rest, from its first words: `assertEveryCustomerDealsCount`.
  static func claim(_ text: String) -> String {
    let words = text.split { !$0.isWordPart || $0 == "_" }.prefix(6)
    return "assert" + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// A name as it stands where it is declared or used: in backticks where Swift reserves it.
  static func escaped(_ name: String) -> String { reserved.contains(name) ? "`\(name)`" : name }

  /// An escaped name as an argument's label, where Swift takes nearly every word as it is.
  static func label(_ escaped: String) -> String {
    let bare = escaped.filter { $0 != "`" }
    return ["inout", "var", "let"].contains(bare) ? escaped : bare
  }

  /// Names of one scope: the first claim of a name gets it, later ones get it with a number.
  struct Scope {
    private var used: Set<String>
    /// Names of a scope around this one, shared with its other inner scopes.
    private let outer: Set<String>

    init(reserving used: Set<String> = [], within outer: Set<String> = []) {
      self.used = used
      self.outer = outer
    }

    mutating func claim(_ name: String) -> String {
      var candidate = name
      var number = 2
      while outer.contains(candidate) || !used.insert(candidate).inserted {
        candidate = "\(name)\(number)"
        number += 1
      }
      return candidate
    }

    /// Claims `name`, or `name` with the suffix where it is taken.
    mutating func claim(_ name: String, orWith suffix: String) -> String {
      used.contains(name) || outer.contains(name) ? claim(name + suffix) : claim(name)
    }
  }

  private static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in name {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// Swift's reserved words, in declarations, statements, expressions and patterns.
  private static let reserved: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout", "internal", "let",
    "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static", "struct", "subscript", "typealias", "var",
    "break", "case", "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if", "in", "repeat", "return",
    "throw", "switch", "where", "while", "Any", "as", "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try", "_",
  ]

  /// Types in the namespace, in the model, and of Swift's and the runtime's, that generated code names: an author's type of such a
  /// name gets a suffix.
  static let takenTypes: Set<String> = [
    "Event", "Action", "State", "World", "Model", "Handlers", "Checkers", "Derivations", "Parameters", "Thresholds", "Roles",
    "Permissions", "Permission", "Attested",
    "Type", "Self",
    "Protocol", "ID", "Change",
    "String", "Int", "Bool", "Array", "Optional", "Sendable", "Equatable", "Hashable", "StaticString", "Error", "Never", "Any",
    "FixedDecimal", "Timestamp", "CalendarDate", "TimeOfDay", "TimeSpan", "Money", "Currency", "Identifier", "EntityID", "Entity",
    "ChangeableEntity", "FieldChange", "RecordValue", "ChoiceValue", "FieldVisitor", "PayloadReader", "LogError", "Table",
    "RelationIndex", "UniqueIndex", "EntityColumn", "KeyPair", "Transition", "ImmutableEvent", "FixedEvent", "ChangeableEvent",
    "Refusing", "Refusal", "Moment", "Rule", "Reaction", "Assertion", "AssertionResult", "Specification", "SpecifiedSystem",
    "ExpectationSink", "EvidenceSink", "TimerSink", "Decision", "Threshold", "AwaitKey", "Work", "Handling", "Outcome", "Done", "RawEvent",
    "Journaled", "StoreVisitor", "Kept", "Touched", "RangeIndex", "OccupiedRange", "KeptCount", "KeptTotal", "KeptOrder", "KeptWhole",
    "KeptGroups", "NestedWhole", "NestedGroups", "Ranked",
    "SystemEvent", "SystemWorld", "ActionValue", "Conductor", "Role", "Acting", "Caller", "CommandRun", "CommandError", "InState",
    "Move", "MoveOutcome", "WorkflowState", "Reading", "Appended", "EntityReference", "Grant", "EventStore", "TimeSource",
    "SystemTime", "TextPattern", "Sealed", "SubjectKey", "CheckedPromise", "AttestedInvariant", "CaseIterable",
    "IntentRuntime", "Swift",
  ]
}
