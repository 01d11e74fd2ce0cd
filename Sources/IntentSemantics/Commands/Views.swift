import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Views: what the readers of a role see.
extension SystemAnalysis {
  mutating func lowerViews() {
    for declaration in inOrder(views) {
      tree = declaration.tree
      guard let facts = commands.views[declaration.name] else { continue }
      let scope = scope(for: facts.callers)
      let (shows, sites) = readSites { analysis in
        declaration.node.shows.compactMap { analysis.lowerShow($0, scope, facts.callers) }
      }
      checkReads(sites, by: facts.callers, in: "view `\(declaration.name)`")
      warnIfNobody(may: "see view `\(declaration.name)`", declaration.name, facts.callers, declaration.nameSpan)
      ir.views.append(
        ViewIR(
          name: declaration.name, roles: facts.callers.names, shows: shows, doc: doc(declaration.doc), origin: origin(declaration.span)))
    }
  }

  private mutating func lowerShow(_ show: Show, _ scope: Scope, _ readers: RoleList) -> ShowIR? {
    let content: ShowIR.Content
    let type: TypeIR
    if let (name, arguments) = queryNamed(in: show.value, scope) {
      guard let found = lowerQueryCall(name, arguments, scope, readers, at: expr(show.value).span) else { return nil }
      content = .query(text(name), found.values, found.result)
      type = found.result
    } else {
      guard let value = check(show.value, scope) else { return nil }
      content = .value(value)
      type = value.type
    }
    guard let columns = columns(show, of: type, isReadElsewhere(content, type)) else { return nil }
    return ShowIR(content, columns: columns, doc: doc(show.doc), origin: origin(show.span))
  }

  /// The query that is shown, with its arguments; `nil` where an expression is.
  private func queryNamed(in id: ExprID, _ scope: Scope) -> (Name, NodeList<Argument>)? {
    let candidate: (Name, NodeList<Argument>)?
    switch expr(id).kind {
    case .name(let name): candidate = isKnown(text(name), scope) ? nil : (name, .empty)
    case .call(let callee, let arguments):
      guard case .name(let name) = expr(callee).kind else { return nil }
      candidate = (name, arguments)
    default: candidate = nil
    }
    guard let candidate else { return nil }
    let name = text(candidate.0)
    if queries[name] != nil { return candidate }
    if derives[name] != nil || shapes[name] != nil || name == "round" { return nil }
    // Nothing is shown by this name: a query was probably meant, unless something else is nearer.
    let others = Array(metrics.keys) + plurals.keys + derives.keys
    guard let near = closestName(to: name, among: Array(queries.keys) + others), queries[near] != nil else { return nil }
    return candidate
  }

  private mutating func lowerQueryCall(
    _ name: Name, _ arguments: NodeList<Argument>, _ scope: Scope, _ readers: RoleList, at span: Span
  ) -> (values: [LabelledIR], result: TypeIR)? {
    guard let facts = commands.queries[text(name)] else {
      reportUndeclared(.undeclaredFunction, "no query is named `\(text(name))`", name, among: Array(queries.keys))
      return nil
    }
    let owner = FieldOwner(name: text(name), word: "parameter", fields: facts.parameters, isOrdered: true)
    let given = given(arguments, to: owner, scope)
    let isWhole = reportMissing(given, of: owner, scope, at: name.span, in: span)
    reportIfNotAsked(name, facts, readers)
    guard isWhole, given.isRight, let result = facts.result else { return nil }
    let values = facts.parameters.compactMap { parameter in
      given.values[parameter.name].map { LabelledIR(parameter.name, $0) }
    }
    return (values, result)
  }

  /// Who sees a view asks its queries.
  private mutating func reportIfNotAsked(_ name: Name, _ facts: CallableFacts, _ readers: RoleList) {
    guard facts.callers.isCertain, readers.isCertain, let declaration = queries[text(name)] else { return }
    let lacking = readers.names.filter { !facts.callers.names.contains($0) && commands.roles[$0]?.isUncertain == false }
    guard let first = lacking.first else { return }
    let who = lacking.map { "`\($0)`" }.joined(separator: " and ")
    let edits = lacking.compactMap { grant(text(name), to: $0) }
    report(
      .queryNotGranted, "the view shows `\(text(name))`, which \(who) may not ask", at: name.span,
      label: "`\(first)` is not in its `by`", notes: [DiagnosticNote("the query stands here", declaration.nameSpan)],
      fixes: edits.isEmpty ? [] : [Fix("let \(who) ask it: `can: \(text(name))`", edits, isGuess: true)])
  }

  /// `true` iff the rows' fields may be shown whatever this view is granted: those of `me`, and of what a query reads, where it was asked.
  private func isReadElsewhere(_ content: ShowIR.Content, _ type: TypeIR) -> Bool {
    switch content {
    // The fields of `me` need no grant.
    case .value(let value): return value.kind == .local("me")
    case .query(let name, _, _):
      var row = type.unwrapped
      if case .list(let element) = row { row = element }
      guard case .entity(let entity) = row, let query = ir.queries.first(where: { $0.name == name }) else { return false }
      return query.reads.contains { $0 == entity || $0.hasPrefix("\(entity).") }
    }
  }

  /// The columns as members of each row, or `nil` after a report.
  private mutating func columns(_ show: Show, of type: TypeIR, _ isReadElsewhere: Bool) -> [String]? {
    guard let first = show.columns.first else { return [] }
    var row = type.unwrapped
    if case .list(let element) = row { row = element }
    let names = memberNames(of: row)
    switch row {
    case .entity, .record, .event: break
    default:
      report(.badColumns, "this is `\(type.described)` and has no columns", at: first.span)
      return nil
    }
    var seen: [String: Span] = [:]
    var isRight = true
    for column in show.columns {
      let name = text(column)
      if let place = seen[name] {
        report(.badColumns, "column `\(name)` is shown twice", at: column.span, notes: [DiagnosticNote("the first stands here", place)])
        isRight = false
        continue
      }
      seen[name] = column.span
      switch field(name, of: ExprIR(.local("row"), row)) {
      case .value(let value):
        // What leads to an instance reads an id; what is shown of it is read here.
        var isRelated = false
        if case .related = value.kind { isRelated = true }
        if isRelated || !isReadElsewhere { noteRead(value, at: column.span) }
      case .broken: isRight = false
      case .nothing:
        isRight = false
        reportUndeclared(.undeclaredMember, "`\(row.described)` has no field `\(name)`", column, among: names)
      }
    }
    return isRight ? show.columns.map { text($0) } : nil
  }
}
