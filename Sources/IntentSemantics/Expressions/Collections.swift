import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// `where count sum avg min max any all first last order(by:) limit`.
extension SystemAnalysis {
  static let collectionWords = ["where", "count", "sum", "avg", "min", "max", "any", "all", "first", "last", "order", "limit"]

  /// The operation `word` on a collection of `element`s.
  mutating func checkCollection(
    _ word: String, _ base: ExprIR, _ element: TypeIR, _ arguments: NodeList<Argument>, _ scope: Scope, at span: Span
  ) -> ExprIR? {
    let known = CollectionOperator(rawValue: word)
    guard known != nil || word == "limit" else {
      reportNoSuchOperation(word, at: span)
      return nil
    }
    if base.type.isOptional {
      report(.optionalValue, "this may be absent: ask with `exists` before", at: span)
      return nil
    }
    if word == "limit" { return checkLimit(base, arguments, scope, at: span) }
    guard let op = known else { return nil }
    guard let argument = soleArgument(arguments, of: word, label: op == .orderBy ? "by" : nil, at: span) else { return nil }
    guard let id = argument else { return checkBare(op, base, element, scope, at: span) }
    let (opened, instance) = scope.inside(element)
    guard case .local(let binder) = instance.kind else { return nil }
    let inner = opened.assumingFilters(of: base, binder: binder)
    func lowered(_ body: ExprIR, _ type: TypeIR) -> ExprIR { ExprIR(.collection(op, base, binder: binder, body: body), type) }
    switch op {
    case .where, .all, .any, .count:
      guard let body = condition(id, inner) else { return nil }
      if op == .all { return lowered(body, .bool) }
      _ = note(.filter, body, at: expr(id).span)
      if op != .count { return lowered(body, op == .any ? .bool : base.type) }
      let filtered = ExprIR(.collection(.where, base, binder: binder, body: body), base.type)
      return ExprIR(.collection(.count, filtered, binder: binder, body: nil), .int)
    case .first, .last:
      report(.badCall, "`\(word)` takes nothing: filter with `where` before", at: span)
      return nil
    case .orderBy: return orderedBody(id, inner, instance).map { lowered($0, base.type) }
    case .sum, .avg, .min, .max:
      guard let body = check(id, inner) else { return nil }
      return checkFold(op, base, body, binder, at: expr(id).span)
    }
  }

  /// The operation without an argument.
  private mutating func checkBare(
    _ op: CollectionOperator, _ base: ExprIR, _ element: TypeIR, _ scope: Scope, at span: Span
  ) -> ExprIR? {
    let binder = scope.unused("it")
    func lowered(_ type: TypeIR) -> ExprIR { ExprIR(.collection(op, base, binder: binder, body: nil), type) }
    switch op {
    case .any: return lowered(.bool)
    case .count: return lowered(.int)
    case .first, .last: return lowered(.optional(element))
    case .where, .all:
      reportNoArgument(op.rawValue, "a condition", at: span)
      return nil
    case .orderBy:
      reportNoArgument(op.rawValue, "what to order by", at: span)
      return nil
    case .sum, .avg, .min, .max: return checkFold(op, base, ExprIR(.local(binder), element), binder, at: span)
    }
  }

  private mutating func checkFold(
    _ op: CollectionOperator, _ base: ExprIR, _ body: ExprIR, _ binder: String, at place: Span
  ) -> ExprIR? {
    let isExtreme = op == .min || op == .max
    if body.type.isOptional, !isExtreme {
      report(.optionalValue, "this may be absent: filter with `where(… exists)` before, or give an `else`", at: place)
      return nil
    }
    let type = baseType(body.type.unwrapped)
    let adds =
      switch type {
      case .int, .decimal, .percent, .money, .duration: true
      default: false
      }
    guard isExtreme ? isOrdered(type) : adds else {
      let wanted = isExtreme ? "an order" : "numbers, money or durations"
      report(.mismatch, "`\(op.rawValue)` needs \(wanted), and this is `\(type.described)`", at: place)
      return nil
    }
    let result: TypeIR =
      switch op {
      case .sum: type
      case .avg: .optional(type == .int ? .decimal : type)
      default: .optional(type)
      }
    return ExprIR(.collection(op, base, binder: binder, body: body), result)
  }

  private mutating func orderedBody(_ id: ExprID, _ scope: Scope, _ instance: ExprIR) -> ExprIR? {
    guard let body = check(id, scope) else { return nil }
    guard isOrdered(baseType(body.type.unwrapped)) else {
      report(.mismatch, "`order` needs an order, and this is `\(body.type.described)`", at: expr(id).span)
      return nil
    }
    if body.contains(instance) { return body }
    var fixes: [Fix] = []
    if case .literal(.text(let word)) = body.kind, memberNames(of: instance.type).contains(word) {
      fixes = [Fix("write `\(word)`", replace: expr(id).span, with: word)]
    }
    report(.badCall, "this is the same for all of them: order by a value that each has", at: expr(id).span, fixes: fixes)
    return nil
  }

  private mutating func checkLimit(_ base: ExprIR, _ arguments: NodeList<Argument>, _ scope: Scope, at span: Span) -> ExprIR? {
    guard let argument = soleArgument(arguments, of: "limit", label: nil, at: span) else { return nil }
    guard let id = argument else {
      reportNoArgument("limit", "a number", at: span)
      return nil
    }
    guard let count = value(id, scope, as: .int) else { return nil }
    if case .int(let number)? = count.folded, number < 0 {
      report(.badCall, "`limit` takes a number of instances, and `\(number)` is below zero", at: expr(id).span)
      return nil
    }
    return ExprIR(.limit(base, count), base.type)
  }

  /// The one argument, `.some(nil)` for none, or `nil` after a report.
  private mutating func soleArgument(_ arguments: NodeList<Argument>, of word: String, label: String?, at span: Span) -> ExprID?? {
    if arguments.count > 1 {
      report(.badCall, "`\(word)` takes one argument", at: span)
      return nil
    }
    if let given = arguments.first?.label, text(given) != label {
      report(.badCall, "`\(word)` knows no argument `\(text(given))`", at: given.span)
      return nil
    }
    return .some(arguments.first?.value)
  }

  private mutating func reportNoArgument(_ word: String, _ what: String, at span: Span) {
    report(.badCall, "`\(word)` needs \(what) in brackets", at: span)
  }
}
