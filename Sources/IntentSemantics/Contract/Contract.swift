import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers the stability contract, and what the system shows to and shares with others.
extension SystemAnalysis {
  /// Requires: values and reactions are lowered.
  mutating func lowerContract() {
    collectItemNames()
    hadErrorsBeforeContract = diagnostics.errorCount > syntaxErrorCount || !slips.isEmpty || !syntaxErrors.words.isEmpty
    for declaration in inOrder(entities) { lowerEvolutionWords(of: declaration) }
    for item in contractItems.sorted(by: { trees.isBefore(($0.tree, $0.span), ($1.tree, $1.span)) }) {
      tree = item.tree
      switch item.node {
      case .invariant(let node): lowerInvariant(node, item)
      case .capability(let node): lowerCapability(node, item)
      case .optimise(let node): lowerTarget(node, item)
      case .protect(let paths): lowerProtected(paths, item)
      case .projection(let node): lowerProjection(node, item)
      case .binding(let node): lowerBinding(node, item)
      case .agents(let settings): lowerAgents(settings, item)
      case .when(let node): lowerBackfill(node, item)
      case .retired(let paths): lowerRetired(paths, item)
      case .weakens(let path, let reason): lowerWeakened(path, reason, item)
      default: break
      }
    }
    lowerRenames()
  }
}

// MARK: - invariants

extension SystemAnalysis {
  /// What holds of each instance alone is guarded as a rule is, and so it is judged with the rules of its entity.
  private mutating func noteInvariant(_ condition: ExprIR, isAttested: Bool, at span: Span) {
    _ = note(.claim, condition, at: span)
    guard !isAttested, let each = InstanceClaim(condition), each.binders.count == 1 else { return }
    _ = note(.invariant(each.entity), each.condition, at: span)
  }

  private mutating func lowerInvariant(_ node: InvariantItem, _ item: Declared<ItemKind>) {
    let covers = node.covers.compactMap { covered($0, by: node.name) ? sourceText($0) : nil }
    reportTwice(node.covers, "covered")
    let claim: InvariantIR.Claim?
    switch node.claim {
    case .named: claim = node.attested ? .named : namedClaim(node.name)
    case .condition(let id):
      let condition = named(text(node.name)) { $0.condition(id, Scope()) }
      if let condition { noteInvariant(condition, isAttested: node.attested, at: expr(id).span) }
      claim = condition.map { .condition($0) }
    case .bound(let op, let id):
      let bound = lowerBound(node.name, op, id)
      if let bound { checkAgainstOthers(bound, isTarget: false, at: item.span) }
      claim = bound.map { .bound($0) }
    }
    guard let claim else { return }
    let invariant = InvariantIR(
      name: text(node.name), claim: claim, covers: covers, isAttested: node.attested,
      text: words(of: node, item), doc: doc(item.doc), origin: origin(item.span))
    if !PromiseSubject.invariant(invariant, .always).keeping.isGenerated { warnNotEnforced("`invariant \(invariant.name)`", item.span) }
    ir.contract.invariants.append(invariant)
  }

  /// The item as the author wrote it, without its keyword.
  private func words(of node: InvariantItem, _ item: Declared<ItemKind>) -> String {
    if case .bound(let op, let id) = node.claim { return "\(text(node.name)) \(op.text) \(sourceText(id))" }
    return String(canonicalItemText(item.span).drop { $0 != " " }.dropFirst())
  }

  /// What an invariant claims that has no more than a name: one that is built in, or a checker's.
  private mutating func namedClaim(_ name: Name) -> InvariantIR.Claim? {
    let text = text(name)
    if text.hasSuffix(Self.neverLost), text.utf8.count > Self.neverLost.utf8.count {
      return entity(in: name, String(text.dropLast(Self.neverLost.utf8.count)), suffix: Self.neverLost).map { .dataNeverLost(entity: $0) }
    }
    if text.hasPrefix(Self.authRequired), text.hasSuffix("_data") {
      let entity = String(text.dropFirst(Self.authRequired.utf8.count).dropLast("_data".utf8.count))
      return self.entity(in: name, entity, prefix: Self.authRequired, suffix: "_data").map { .authorised(entity: $0) }
    }
    return .named
  }

  private static let neverLost = "_data_never_lost"
  private static let authRequired = "auth_required_for_"

  /// The entity in the name of a built-in invariant, or `nil` after a report.
  private mutating func entity(in name: Name, _ entity: String, prefix: String = "", suffix: String) -> String? {
    if entities[entity] != nil { return entity }
    if mayBeLost(entity) { return nil }
    let message = "no entity is named `\(entity)`, of which `\(text(name))` speaks"
    if let near = nearName(to: entity, among: entities.keys) {
      addSlip(.undeclaredType, message, name.span, near.inside(prefix: prefix, suffix: suffix))
    } else if reportedNames.insert("\(DiagnosticCode.undeclaredType.id) no entity is named `\(entity)`").inserted {
      let fix = fix(declaring: .item("entity \(entity) { }"), usedAt: name.span)
      report(.undeclaredType, message, at: name.span, fixes: fix.map { [$0] } ?? [])
    }
    return nil
  }
}

// MARK: - protected and covered items

extension SystemAnalysis {
  /// What every system has, and no agent may change.
  static let coreWords = ["identity", "roles", "permissions", "audit", "keys", "policy"]

  private mutating func lowerProtected(_ paths: NodeList<Path>, _ item: Declared<ItemKind>) {
    warnNotEnforced("`protect`", item.span)
    for path in paths {
      let text = sourceText(path)
      if let first = protectedPaths[text] {
        report(
          .badProtection, "`\(text)` is protected already", at: path.span, notes: [DiagnosticNote("the first stands here", first)])
        continue
      }
      protectedPaths[text] = path.span
      if path.names.count == 1, Self.coreWords.contains(text) {
        ir.contract.protected.append(ProtectedIR(path: text, kind: .core))
      } else if isDeclared(path, "protected", among: Self.coreWords) {
        ir.contract.protected.append(ProtectedIR(path: text, kind: .declared))
      }
    }
  }

  private mutating func covered(_ path: Path, by invariant: Name) -> Bool {
    if path.names.count == 1, path.names[0].symbol == invariant.symbol, itemsByName[text(invariant)]?.count == 1 {
      report(.badProtection, "an invariant covers what it speaks of, and `\(text(invariant))` is itself", at: path.span)
      return false
    }
    return isDeclared(path, "covered")
  }

  /// Reports each path that stands in the list a second time.
  mutating func reportTwice(_ paths: NodeList<Path>, _ verb: String) {
    var seen: [String: Span] = [:]
    for path in paths {
      let text = sourceText(path)
      if let first = seen.updateValue(path.span, forKey: text) {
        report(
          .badProtection, "`\(text)` is \(verb) already", at: path.span, notes: [DiagnosticNote("the first stands here", first)])
      }
    }
  }
}
