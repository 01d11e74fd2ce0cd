import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Deny by default: every read of a command is granted to each role that may give it.
extension SystemAnalysis {
  /// Notes what the value reads where it is named, if anything asks.
  mutating func noteRead(_ value: ExprIR, at span: Span) {
    commands.namedValues?.append((value, span))
    guard commands.readSites != nil, !isInferring else { return }
    switch value.kind {
    case .field(let base, let entity, _):
      if case .local(let name) = base.kind, commands.ownLocals.contains(name) { return }
      noteRead(.entity(entity), at: span)
    case .related(_, let entity, _), .instances(let entity), .isState(_, let entity, _, _): noteRead(.entity(entity), at: span)
    case .metric(let name): noteRead(.metric(name), at: span)
    case .derivation(let name, _): noteRead(.derivation(name), at: span)
    default: return
    }
  }

  private mutating func noteRead(_ target: ReadSite.Target, at span: Span) {
    commands.readSites?.append(ReadSite(target: target, tree: tree, span: span))
  }

  /// Runs `body` and gives what it reads, in the order of the text.
  mutating func readSites<Result>(of body: (inout SystemAnalysis) -> Result) -> (Result, [ReadSite]) {
    let outer = commands.readSites
    commands.readSites = []
    defer { commands.readSites = outer }
    let result = body(&self)
    return (result, commands.readSites ?? [])
  }

  /// Reports what the roles may not read, each entity once. `what` is the command as a message calls it.
  mutating func checkReads(_ sites: [ReadSite], by list: RoleList, in what: String) {
    var reported: Set<ReadSite.Target> = []
    for site in sites.sorted(by: { $0.span < $1.span }) where !reported.contains(site.target) {
      let lacking = list.names.filter { !mayRead($0, site.target) }
      if lacking.isEmpty { continue }
      reported.insert(site.target)
      reportNotGranted(site, lacking, what)
    }
  }

  /// `true` iff some `can: read` of the role covers the target, or all that the target's value is computed from.
  private mutating func mayRead(_ role: String, _ target: ReadSite.Target) -> Bool {
    guard let facts = commands.roles[role], !facts.isUncertain else { return true }
    switch target {
    case .entity(let name): return facts.reads.contains(name)
    case .metric(let name), .derivation(let name):
      return facts.reads.contains(name) || entitiesRead(by: target).allSatisfy(facts.reads.contains)
    }
  }

  private mutating func reportNotGranted(_ site: ReadSite, _ roles: [String], _ what: String) {
    let who = roles.map { "`\($0)`" }.joined(separator: " and ")
    let name: String
    var reason = ""
    switch site.target {
    case .entity(let entity): name = entity
    case .metric(let value), .derivation(let value):
      name = value
      let hidden = entitiesRead(by: site.target).filter { entity in
        roles.contains { !(commands.roles[$0]?.reads.contains(entity) ?? true) }
      }
      reason = hidden.sorted().first.map { ", which is computed from `\($0)`" } ?? ""
    }
    let edits = roles.compactMap { grant("read \(name)", to: $0) }
    let fixes = edits.isEmpty ? [] : [Fix("let \(who) read it: `can: read \(name)`", edits, isGuess: true)]
    report(
      .notGranted, "\(what) reads `\(name)`\(reason), and \(who) may not", at: site.span,
      label: "`\(roles[0])` has no `can: read \(name)`",
      notes: self.roles[roles[0]].map { [DiagnosticNote("role `\(roles[0])` is declared here", $0.nameSpan)] } ?? [], fixes: fixes)
  }

  /// Writes `can: grant` into a role.
  func grant(_ grant: String, to role: String) -> Edit? {
    guard let declaration = roles[role] else { return nil }
    let bytes = trees[declaration.tree].file.bytes
    let end = Int(declaration.span.end)
    if end > 0, end <= bytes.count, bytes[end - 1] == UInt8(ascii: "}") {
      return insertion(of: "can: \(grant)", indent: "    ", atEndOf: declaration.span, in: declaration.tree)
    }
    return Edit(span: declaration.span.endPoint, replacement: " { can: \(grant) }")
  }

  /// The entities that the body of a metric or a derivation reads, also through others.
  private mutating func entitiesRead(by target: ReadSite.Target) -> Set<String> {
    let reads: Set<String> =
      switch target {
      case .entity(let name): [name]
      case .metric(let name): readsOfBody(.metric(name))
      case .derivation(let name): readsOfBody(.derivation(name))
      }
    var found = Set(reads.compactMap { $0.split(separator: ".").first.map(String.init) }.filter { entities[$0] != nil })
    // What the app computes is known only by what it is given.
    for name in reads where derives[name] != nil {
      for parameter in derivationFacts[name]?.parameters ?? [] {
        guard let type = parameter.type else { continue }
        forEachPart(of: type) { part, _ in
          if case .entity(let entity) = part { found.insert(entity) }
        }
      }
    }
    return found
  }
}

// MARK: - what an expression reads

extension SystemAnalysis {
  /// Fields as `customer.name`, entities as `customer`, and derivations that the app computes; metrics and bodies are looked into.
  mutating func reads(of value: ExprIR) -> Set<String> {
    var found: Set<String> = []
    var bodies: [ReadSite.Target] = []
    value.forEach { part in
      switch part.kind {
      case .field(_, let entity, let name): found.insert("\(entity).\(name)")
      case .related(_, let entity, let field), .isState(_, let entity, let field, _), .isStateFor(_, let entity, let field, _, _, _):
        found.insert("\(entity).\(field)")
      case .instances(let entity): found.insert(entity)
      case .metric(let name): bodies.append(.metric(name))
      case .derivation(let name, _): bodies.append(.derivation(name))
      default: break
      }
    }
    for body in bodies { found.formUnion(readsOfBody(body)) }
    return found
  }

  private mutating func readsOfBody(_ target: ReadSite.Target) -> Set<String> {
    let key: String
    let state: CheckState?
    switch target {
    case .entity(let name): return [name]
    case .metric(let name): (key, state) = ("metric \(name)", metricFacts[name]?.state)
    case .derivation(let name):
      if derives[name]?.node.body == nil { return [name] }
      (key, state) = ("derive \(name)", derivationFacts[name]?.state)
    }
    if let known = commands.readsOfBodies[key] { return known }
    // A value that is computed from itself was reported.
    commands.readsOfBodies[key] = []
    guard case .done(let body?) = state else { return [] }
    let found = reads(of: body)
    commands.readsOfBodies[key] = found
    return found
  }
}

// MARK: - what a mutation does

extension SystemAnalysis {
  /// The effects of the statements, in canonical order.
  mutating func effects(of body: [CommandIR]) -> EffectsIR {
    var effects = EffectsIR()
    var reads: Set<String> = []
    collect(body, &effects, &reads)
    effects.reads = reads.sorted()
    effects.writes = Set(effects.writes).sorted()
    effects.creates = Set(effects.creates).sorted()
    effects.deletes = Set(effects.deletes).sorted()
    effects.moves = Set(effects.moves).sorted()
    effects.emits = Set(effects.emits).sorted()
    return effects
  }

  private mutating func collect(_ body: [CommandIR], _ effects: inout EffectsIR, _ reads: inout Set<String>) {
    for command in body {
      var values: [ExprIR] = []
      switch command.kind {
      case .require(let condition, _): values = [condition]
      case .create(let entity, let fields, _):
        effects.creates.append(entity)
        values = fields.map(\.value)
      case .update(let target, let entity, let fields):
        effects.writes += fields.map { "\(entity).\($0.label)" }
        values = [target] + fields.map(\.value)
      case .move(let target, let entity, let field, let state):
        effects.moves.append("\(entity).\(field).\(state)")
        values = [target]
      case .delete(let target, let entity):
        effects.deletes.append(entity)
        values = [target]
      case .emit(let event, let fields):
        effects.emits.append(event)
        values = fields.map(\.value)
      case .branch(let condition, let then, let otherwise):
        values = [condition]
        collect(then + otherwise, &effects, &reads)
      case .forEach(_, let collection, let condition, let inner):
        values = [collection] + (condition.map { [$0] } ?? [])
        collect(inner, &effects, &reads)
      case .bind(_, let value): values = [value]
      }
      for value in values { reads.formUnion(self.reads(of: value)) }
    }
  }
}
