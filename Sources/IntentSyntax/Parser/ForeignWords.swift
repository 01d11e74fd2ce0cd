import IntentDiagnostics
import IntentSource

/// What people write by habit from other languages, and what is said here instead, by the place where it is met.
enum ForeignWords {
  /// What to say, and what to write in place of the word where that alone is the cure.
  struct Cure {
    let advice: String
    let replacement: String?

    init(_ advice: String, _ replacement: String? = nil) {
      self.advice = advice
      self.replacement = replacement
    }
  }

  /// Where an item should begin.
  static func item(_ word: String) -> Cure? {
    switch word {
    case "struct", "class", "model", "table", "interface", "record", "object", "message", "create", "schema":
      Cure("what is stored is an `entity`")
    case "enum": Cure("a choice is written `type state = open | closed`")
    case "func", "function", "def", "fn", "fun": Cure("what is computed is a `derive`, what changes data is a `mutation`")
    case "let", "const", "var", "val": Cure("a number with a meaning is a `threshold`, what is computed is a `derive` or a `metric`")
    case "import", "use", "using", "include", "require": Cure("all files of a target belong together; nothing is imported")
    case "given", "scenario", "feature", "then", "on", "if", "trigger": Cure("what must follow is written `when order.created { must: … }`")
    case "permit", "policy", "allow", "grant", "deny", "forbid": Cure("what a role may do is written `role rep { can: read customer }`")
    case "select", "find": Cure("a question with a name is a `query`")
    case "constraint", "check", "ensure": Cure("what must always hold is an `invariant`, or a `rule` of an entity")
    case "version": Cure("it stands behind the system's name: `system \"shop\" version 3`")
    case "test", "namespace", "module", "package": Cure("there is nothing like it in a spec")
    default: nil
    }
  }

  /// Where a statement should begin.
  static func statement(_ word: String, in purpose: BlockPurpose) -> Cure? {
    switch word {
    case "elif", "elsif", "elseif": Cure("it is written `else if`", "else if")
    case "foreach": Cure("it is written `for each`", "for each")
    case "set", "assign", "change": purpose == .mutation ? Cure("a change is written `update order(status: open)`") : nil
    case "insert", "add", "new": purpose == .mutation ? Cure("it is written `create order(total: total)`", "create") : nil
    case "remove", "destroy", "drop": purpose == .mutation ? Cure("it is written `delete`", "delete") : nil
    case "return": Cure("nothing is returned: what is asked is a `query`, what is computed a `derive`")
    case "shall", "will", "ensure", "always": purpose.hasConsequences ? Cure("it is written `must:`") : nil
    case "may", "can": purpose.hasConsequences ? Cure("it is written `could:`") : nil
    case "then", "do", "begin": Cure("what follows stands in `{ … }`")
    case "else": Cure("behind a consequence, what takes its place is its `fallback:`")
    default: nil
    }
  }

  /// Behind a field, where the next member should begin.
  static func member(_ word: String) -> Cure? {
    switch word {
    case "not", "required", "null", "optional": Cure("a field is always there, unless its type ends in `?`")
    case "references", "foreign": Cure("a relation is a field whose type is the entity: `buyer: customer`")
    case "primary", "pk": Cure("what tells one from another is a line `key: number`")
    case "unique": Cure("it is a line of its own: `unique: name`")
    case "default": Cure("a default is written `= 5`", "=")
    case "check", "constraint": Cure("a condition is a line of its own: `rule: positive: total > 0`")
    default: nil
    }
  }

  /// Behind a consequence, with or without a colon, where a modifier should stand.
  static func modifier(_ word: String) -> Word? {
    switch word {
    case "in", "for", "deadline", "timeout", "due", "until": .within
    case "retries", "attempts", "times": .retry
    case "permission", "needs": .requires
    case "otherwise", "else": .fallback
    case "except": .unless
    default: nil
    }
  }

  /// As `word:`, where a member should begin.
  static func memberLabel(_ word: String) -> Cure? {
    switch word {
    case "fields", "attributes", "properties", "columns", "props": Cure("fields stand behind `has:`", "has")
    case "has_many", "hasmany", "many", "children", "one_to_many": Cure("its other instances are written `has: tools[]`")
    case "has_one", "hasone", "one": Cure("a relation is a field whose type is the entity: `has: tool: tool`")
    case "references", "ref", "foreign_key", "parent", "many_to_one": Cure("what it belongs to is written `belongs_to: customer`")
    case "readonly", "read_only", "constant", "frozen", "mutable": Cure("what never changes says `immutable: true`")
    case "check", "constraint", "invariant", "ensure", "validate", "validates", "assert", "require", "requires", "condition":
      Cure("a condition is written `rule: positive: total > 0`")
    case "primary_key", "primary", "pk", "id_field", "identifier": Cure("what tells one from another is written `key: number`")
    case "pii", "private", "sensitive", "secret", "encrypted": Cure("what is sealed is written `personal: name`")
    case "required", "mandatory", "optional", "nullable": Cure("a field is always there, unless its type ends in `?`")
    case "default", "defaults": Cure("a default stands behind the type: `has: count: int = 0`")
    case "plural": Cure("the plural stands behind the entity's name: `entity person plural people`")
    case "extends", "inherits": Cure("no entity takes over another's fields: list them")
    default: nil
    }
  }

  /// Where an operator, or the end of an expression, should stand.
  static func operation(_ word: String) -> Cure? {
    switch word {
    case "like", "matches", "regex": Cure("a pattern belongs to a type: `type email = text matching \"…\"`")
    case "between": Cure("a range is written `in 1..5`")
    case "desc", "asc", "descending", "ascending": Cure("the order is the field's own; turn it round by ordering by the negated number")
    case "equals", "eq": Cure("two values are compared with `==`", "==")
    case "isnt", "isn", "ne": Cure("it is written `is not`", "is not")
    case "contains", "includes": Cure("it is asked from the other side: `x in list`, or `list.any(it == x)`")
    case "times": Cure("the number says it alone", "")
    case "extends": Cure("no role takes over another's grants: list them")
    case "in": Cure("it is written `in`", "in")
    case "where": Cure("what is asked of a collection stands in brackets: `orders.where(open)`")
    case "div": Cure("it is written `/`", "/")
    case "then": Cure("what follows stands in `{ … }`")
    default: nil
    }
  }

  /// Behind what a role may read, where `where` should stand.
  static func connective(_ word: String) -> Cure? {
    switch word {
    case "if", "when", "unless": Cure("it is written `where`", "where")
    default: nil
    }
  }
}

extension DurationUnit {
  /// The unit that is spelled out otherwise: `min`, `hours`.
  static func meant(by word: String) -> DurationUnit? {
    switch word.lowercased() {
    case "ms", "msec", "msecs", "millisecond", "milliseconds", "millis": .milliseconds
    case "s", "sec", "secs", "second", "seconds": .seconds
    case "m", "min", "mins", "minute", "minutes": .minutes
    case "h", "hr", "hrs", "hour", "hours": .hours
    case "d", "day", "days": .days
    case "w", "wk", "wks", "week", "weeks": .weeks
    default: nil
    }
  }
}
