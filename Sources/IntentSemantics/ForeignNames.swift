import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Names that people know from other languages, and names of one kind where another is wanted: what is said about them instead of
// an offer to declare them.
extension SystemAnalysis {
  /// The built-in type that a name of another language stands for.
  static func builtInType(meantBy name: String) -> String? {
    switch name.lowercased() {
    case "string", "str", "varchar", "char", "nvarchar": "text"
    case "integer", "number", "long", "bigint", "int64", "int32", "uint", "short", "smallint": "int"
    case "float", "double", "real", "numeric", "float64": "decimal"
    case "boolean": "bool"
    case "datetime", "instant", "timestamptz", "date_time": "timestamp"
    case "uuid", "guid": "id"
    case "currency", "amount": "money"
    case "interval", "timespan", "time_interval": "duration"
    case let lower: TypeIR.builtIn(lower) == nil ? nil : lower
    }
  }

  /// Reports the name of a type of another language; `false` if it is none.
  mutating func reportForeignType(_ name: Name) -> Bool {
    guard let meant = Self.builtInType(meantBy: text(name)), !mayBeLost(text(name)) else { return false }
    report(
      .undeclaredType, "no type is named `\(text(name))`; it is `\(meant)` here", at: name.span,
      fixes: [Fix("write `\(meant)`", replace: name.span, with: meant)])
    return true
  }

  /// What `True` and, where a `bool` is wanted, `yes` stand for.
  private static func bool(meantBy name: String, _ isWanted: Bool) -> String? {
    switch name.lowercased() {
    case "true": "true"
    case "false": "false"
    case "yes", "on": isWanted ? "true" : nil
    case "no", "off": isWanted ? "false" : nil
    default: nil
    }
  }

  /// Reports a value's name that another language, or another kind of item, has; `false` if it is none.
  mutating func reportForeignValue(_ name: Name, _ expected: TypeIR?) -> Bool {
    let text = text(name)
    if isInferring || mayBeLost(text) { return false }
    if let meant = Self.bool(meantBy: text, expected?.unwrapped == .bool) {
      report(
        .undeclaredName, "`\(text)` is `\(meant)` here", at: name.span, fixes: [Fix("write `\(meant)`", replace: name.span, with: meant)])
      return true
    }
    if ["nil", "null", "none", "undefined", "nothing"].contains(text.lowercased()) {
      report(
        .undeclaredName, "there is no `\(text)`: what may be absent is asked with `exists`, and an optional field needs no default",
        at: name.span)
      return true
    }
    if thresholds[text] != nil {
      report(
        .undeclaredName, "`\(text)` is a threshold: its number is `threshold.\(text)`", at: name.span,
        fixes: [Fix("write `threshold.\(text)`", replace: name.span, with: "threshold.\(text)")])
      return true
    }
    for (kind, place) in [
      ("a query: only a view shows what it answers", queries[text]?.nameSpan), ("a mutation: it has no value", mutations[text]?.nameSpan),
      ("a view: it has no value", views[text]?.nameSpan),
    ] {
      guard let place else { continue }
      report(
        .undeclaredName, "`\(text)` is \(kind)", at: name.span, notes: [DiagnosticNote("it is declared here", place)])
      return true
    }
    if let type = types[text] {
      report(
        .undeclaredName, "`\(text)` is a type, and a value is wanted here", at: name.span,
        notes: [DiagnosticNote("it is declared here", type.nameSpan)])
      return true
    }
    return false
  }

  /// Reports a name of an item of another kind than the one that is wanted; `false` if no item has it.
  mutating func reportOtherKind(_ name: Name, _ wanted: String, _ code: DiagnosticCode) -> Bool {
    let text = text(name)
    // `role rep is rep` says that there is an entity by that name.
    let role = roles[text].flatMap { role in role.node.entity.map { self.text($0) } == text ? nil : role }
    let kinds: [(String, Span?)] = [
      ("a mutation", mutations[text]?.nameSpan), ("a query", queries[text]?.nameSpan), ("a view", views[text]?.nameSpan),
      ("an action", actions[text]?.nameSpan), ("a permission", permissions[text]?.nameSpan), ("a role", role?.nameSpan),
      ("an event", events[text]?.nameSpan), ("a workflow", workflows[text]?.nameSpan), ("a threshold", thresholds[text]?.nameSpan),
      ("a type", types[text]?.nameSpan),
    ]
    guard !mayBeLost(text), let (kind, found) = kinds.first(where: { $0.1 != nil }), let place = found else { return false }
    report(code, "`\(text)` is \(kind), and \(wanted)", at: name.span, notes: [DiagnosticNote("it is declared here", place)])
    return true
  }

  /// Reports `status.open`, where the case stands by its name alone; `false` if it is something else.
  mutating func reportQualifiedCase(_ base: ExprID, _ name: Name, _ scope: Scope) -> Bool {
    guard case .name(let word) = expr(base).kind, types.contains(text(word)), cases(of: text(word)).contains(text(name))
    else { return false }
    if case .value(let value) = find(text(word), scope), !memberNames(of: value.type).isEmpty { return false }
    let place = expr(base).span.joined(name.span)
    report(
      .undeclaredName, "a case is written by its name alone: `\(text(name))`", at: place,
      fixes: [Fix("write `\(text(name))`", replace: place, with: text(name))])
    return true
  }

  /// Reports `now()` and `count(deals)`; `false` if the call is something else.
  mutating func reportForeignCall(_ name: Name, _ arguments: NodeList<Argument>, at span: Span) -> Bool {
    let text = text(name)
    if ["now", "today", "me"].contains(text), arguments.isEmpty {
      report(
        .undeclaredFunction, "`\(text)` is a value, and nothing that is called", at: name.span,
        fixes: [Fix("write `\(text)`", replace: span, with: text)])
      return true
    }
    if ["exists", "valid"].contains(text), arguments.count == 1 {
      let argument = expr(arguments[0].value)
      let meant = writtenText(at: argument.span).map { "\($0) \(text)" }
      let isPlain =
        switch argument.kind {
        case .name, .member: true
        default: false
        }
      report(
        .undeclaredFunction, "`\(text)` stands behind what it asks of" + (meant.map { ": `\($0)`" } ?? ""), at: name.span,
        fixes: isPlain ? meant.map { [Fix("write `\($0)`", replace: span, with: $0)] } ?? [] : [])
      return true
    }
    guard Self.collectionWords.contains(text), !arguments.isEmpty else { return false }
    var fixes: [Fix] = []
    if arguments.count == 1, arguments[0].label == nil, let meant = operation(text, on: arguments[0].value) {
      fixes = [Fix("write `\(meant)`", replace: span, with: meant, isGuess: true)]
    }
    let example = "deals.\(text)" + (text == "count" ? "" : "(value)")
    report(.undeclaredFunction, "`\(text)` is asked of a collection: `\(example)`", at: name.span, fixes: fixes)
    return true
  }

  /// `deals.count` for `count(deals)`, `deals.sum(value)` for `sum(deals.value)`.
  private func operation(_ word: String, on id: ExprID) -> String? {
    if case .member(let base, let field) = expr(id).kind, let collection = writtenText(at: expr(base).span),
      let last = wordOf(base), plurals.contains(last), word != "count"
    {
      return "\(collection).\(word)(\(text(field)))"
    }
    return writtenText(at: expr(id).span).map { "\($0).\(word)" }
  }

  /// The operation that a name of another language stands for, as a word of its own or as it is written.
  private static func operation(meantBy word: String) -> (word: String?, example: String)? {
    switch word.lowercased() {
    case "filter", "select", "find_all", "findall": ("where", "where(…)")
    case "size", "length", "len": ("count", "count")
    case "average", "mean": ("avg", "avg(…)")
    case "some", "contains", "includes", "exists": ("any", "any(…)")
    case "every": ("all", "all(…)")
    case "take", "top": ("limit", "limit(…)")
    case "total": ("sum", "sum(…)")
    case "maximum": ("max", "max(…)")
    case "minimum": ("min", "min(…)")
    case "sort", "sorted", "sort_by", "sortby", "order_by", "orderby": (nil, "order(by: …)")
    case "find", "detect": (nil, "where(…).first")
    case "unless", "reject": (nil, "where(not …)")
    default: nil
    }
  }

  /// Reports what collections cannot do, with what was probably meant.
  mutating func reportNoSuchOperation(_ word: String, at span: Span) {
    if isInferring { return }
    let message: String
    var fixes: [Fix] = []
    if ["map", "flat_map", "flatmap", "compact_map", "collect", "pluck"].contains(word.lowercased()) {
      message = "nothing is mapped: `sum`, `avg`, `min`, `max` and `order(by:)` take the value that each has, such as `deals.sum(value)`"
    } else if let meant = Self.operation(meantBy: word) {
      message = "a collection has no `\(word)`; it is `\(meant.example)` here"
      fixes = meant.word.map { [Fix("write `\($0)`", replace: span, with: $0)] } ?? []
    } else if let near = nearName(to: word, among: Self.collectionWords) {
      message = "a collection has no `\(word)`; \(near.question)"
      fixes = near.fixes(at: [span])
    } else {
      message = "a collection has no `\(word)`; it has \(listed(Self.collectionWords.map { "`\($0)`" }, "and"))"
    }
    report(.noSuchOperation, message, at: span, fixes: fixes)
  }

  /// Reports `email is null` and `open is true`, which are asked otherwise; `false` if the predicate is something else.
  mutating func reportForeignState(_ subject: ExprID, _ test: IsPredicate, at span: Span) -> Bool {
    let subject = writtenText(at: expr(subject).span)
    switch text(test.state).lowercased() {
    case "null", "nil", "none":
      let meant = subject.map { test.negated ? "\($0) exists" : "not \($0) exists" }
      report(
        .mismatch, "there is no `\(text(test.state))`: ask `\(meant ?? "exists")`", at: span,
        fixes: meant.map { [Fix("write `\($0)`", replace: span, with: $0)] } ?? [])
    case "true", "false":
      let meant = subject.map { (text(test.state) == "true") != test.negated ? $0 : "not \($0)" }
      report(
        .mismatch, "a `bool` is asked by its name alone" + (meant.map { ": `\($0)`" } ?? ""), at: span,
        fixes: meant.map { [Fix("write `\($0)`", replace: span, with: $0)] } ?? [])
    default: return false
    }
    return true
  }

  /// What stands at `span`, where it is short enough to be shown in a message.
  func writtenText(at span: Span) -> String? {
    guard span.length > 0, span.length <= 60 else { return nil }
    let text = trees[tree].file.text(span)
    return text.contains("\n") ? nil : text
  }
}

extension ExprIR {
  /// Why the value may be absent, where that is not said by a field's type.
  var whyAbsent: String {
    guard case .collection(let op, _, _, _) = kind else { return "" }
    switch op {
    case .avg, .min, .max, .first, .last: return ", for `\(op.rawValue)` of nothing is absent"
    default: return ""
    }
  }
}
