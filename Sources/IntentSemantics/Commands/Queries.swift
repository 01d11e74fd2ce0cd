import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Queries: a typed answer, and who may ask.
extension SystemAnalysis {
  /// Finds who may give each command and what it takes, before any body is read.
  mutating func resolveCommands() {
    resolveRoles()
    for declaration in inOrder(mutations) {
      tree = declaration.tree
      commands.mutations[declaration.name] = callable(declaration.name, declaration.node.parameters, by: declaration.node.by)
    }
    for declaration in inOrder(queries) {
      tree = declaration.tree
      commands.queries[declaration.name] = callable(declaration.name, declaration.node.parameters, by: declaration.node.by)
    }
    for declaration in inOrder(views) {
      tree = declaration.tree
      commands.views[declaration.name] = callable(declaration.name, .empty, by: declaration.node.roles)
    }
    reportCommandClashes()
  }

  private mutating func callable(_ name: String, _ parameters: NodeList<Parameter>, by: NodeList<Name>) -> CallableFacts {
    var callers = roleList(by)
    callers.names = Set(callers.names + (commands.grantees[name] ?? [])).sorted()
    if callers.names.isEmpty, mayBeLost(name) || commands.hasUnknownGrants { callers.isCertain = false }
    return CallableFacts(parameters: resolveParameters(parameters, owner: name), callers: callers)
  }

  /// A `can:` names a command without its kind.
  private mutating func reportCommandClashes() {
    var all = inOrder(mutations).map { ("mutation", $0.name, $0.nameSpan) }
    all += inOrder(queries).map { ("query", $0.name, $0.nameSpan) }
    all += inOrder(views).map { ("view", $0.name, $0.nameSpan) }
    var seen: [String: (kind: String, span: Span)] = [:]
    for (kind, name, span) in all {
      if let first = seen[name] {
        report(
          .duplicate, "`\(name)` is both a \(first.kind) and a \(kind)", at: span,
          notes: [DiagnosticNote("the \(first.kind) stands here", first.span)])
      } else {
        seen[name] = (kind, span)
      }
    }
  }

  /// Lowers all that section 7 of the language speaks of.
  mutating func lowerCommands() {
    lowerRoles()
    lowerWorkflows()
    lowerPermissions()
    lowerQueries()
    lowerMutations()
    lowerViews()
  }

  private mutating func lowerQueries() {
    for declaration in inOrder(queries) {
      tree = declaration.tree
      guard let facts = commands.queries[declaration.name] else { continue }
      let (parameters, scope) = parameters(of: facts, for: facts.callers)
      let (body, sites) = readSites { analysis in
        analysis.named(declaration.name) { $0.check(declaration.node.value, scope) }
      }
      checkReads(sites, by: facts.callers, in: "`\(declaration.name)`")
      warnIfNobody(may: "ask query `\(declaration.name)`", declaration.name, facts.callers, declaration.nameSpan)
      if let body {
        commands.queries[declaration.name]?.result = body.type
        ir.queries.append(
          QueryIR(
            name: declaration.name, parameters: parameters, callers: facts.callers.names, body: body, reads: reads(of: body).sorted(),
            doc: doc(declaration.doc), origin: origin(declaration.span)))
      }
    }
  }
}
