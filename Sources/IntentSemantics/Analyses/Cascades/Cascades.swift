import IntentDiagnostics
import IntentIR
import IntentSource

// Finds cascades that trigger themselves: an error where nothing stops them, a note where a condition on the way may.
extension SystemAnalysis {
  mutating func findCascades(_ demands: [Demand], _ facts: SystemFacts) {
    var graph = cascadeGraph(demands)
    let circles = graph.circles
    if circles.isEmpty { return }
    let cascade = CascadeFacts(self, facts)
    // Events belong together only where some values lead from the one to the other.
    graph.remove(Set(circles.flatMap { impossibleHops(among: $0, graph, cascade) }))
    for events in graph.circles {
      if let free = graph.shortestCircle(among: events, where: { graph.hops[$0].isFree && cascade.canCarryOn(graph.hops[$0], in: graph) }) {
        reportEndless(free.map { graph.hops[$0] }, graph)
        continue
      }
      var walker = CascadeWalker(graph, cascade, among: events, isForced: true)
      if let circle = walker.endlessCircle() {
        reportEndless(circle.map { graph.hops[$0] }, graph)
        continue
      }
      let trapped = graph.inescapableHops(among: events, cascade)
      if let circle = graph.shortestCircle(among: events, where: trapped.contains) {
        reportEndless(circle.map { graph.hops[$0] }, graph, how: "without end, whichever way its conditions go")
        continue
      }
      walker = CascadeWalker(graph, cascade, among: events, isForced: false)
      if let circle = walker.endlessCircle() ?? (walker.isComplete ? nil : walker.firstReturn() ?? walker.undecidedCircle) {
        reportBounded(circle.map { graph.hops[$0] }, graph, cascade)
      }
    }
  }
}

/// The hops among the events that no values of the event they start from let happen.
private func impossibleHops(among events: [Int], _ graph: CascadeGraph, _ cascade: CascadeFacts) -> [Int] {
  if events.count == 1 { return [] }
  var walker = CascadeWalker(graph, cascade, among: events, isForced: false)
  return events.flatMap { event in
    graph.leaving[event].filter { walker.inside.contains(graph.hops[$0].to) && walker.cannotTake($0) }
  }
}

extension CascadeWalker {
  /// `true` iff it is certain that the hop is never taken.
  fileprivate mutating func cannotTake(_ hop: Int) -> Bool { step(start(at: graph.hops[hop].from), hop) == nil && budget >= 0 }

  /// A way round that can be gone for ever, or `nil`; shorter walks first.
  mutating func endlessCircle() -> [Int]? {
    var pending = events.map { start(at: $0) }
    var index = 0
    while index < pending.count {
      let walk = pending[index]
      index += 1
      guard let event = walk.stops.last?.event, walk.hops.count < Self.longest else {
        isComplete = false
        continue
      }
      for hop in graph.leaving[event] where inside.contains(graph.hops[hop].to) {
        guard let next = step(walk, hop) else { continue }
        if let from = repeats(next) { return Array(next.hops[from...]) }
        pending.append(next)
      }
      if budget < 0 {
        isComplete = false
        return nil
      }
    }
    return nil
  }

  /// A way round, where there were too many ways to follow: nobody knows whether one of them ends.
  fileprivate var undecidedCircle: [Int]? { budget > 0 ? nil : graph.shortestCircle(among: events) { _ in true } }

  /// A way from an event back to one of its kind.
  mutating func firstReturn() -> [Int]? {
    budget = Self.mostSteps
    var pending = events.map { start(at: $0) }
    var index = 0
    while index < pending.count, budget > 0 {
      let walk = pending[index]
      index += 1
      guard let event = walk.stops.last?.event else { continue }
      for hop in graph.leaving[event] where inside.contains(graph.hops[hop].to) {
        let target = graph.hops[hop].to
        let isHome = target == walk.stops[0].event
        if !isHome, walk.stops.contains(where: { $0.event == target }) { continue }
        guard let next = step(walk, hop) else { continue }
        if isHome { return next.hops }
        pending.append(next)
      }
    }
    return nil
  }
}

extension CascadeWalker {
  /// Where on the walk the same can begin again for ever, or `nil`.
  mutating func repeats(_ walk: CascadeWalk) -> Int? {
    guard let last = walk.stops.last else { return nil }
    for (place, stop) in walk.stops.dropLast().enumerated() where stop.event == last.event {
      let fields = analysis.fields(of: graph.events[stop.event]).map(\.name).filter { isRelevant(stop.event, $0) }
      var same: [Formula] = []
      for field in fields {
        guard let before = stop.values[field], let now = last.values[field] else { continue }
        let isOlder = analysis.facts.isOlder(now, than: before)
        let equal = isOlder ? Formula.constant(false) : reader.comparison(.equal, before, now)
        same.append(isForced ? CascadeForce.forced(equal, reader.vocabulary) : equal)
      }
      if canHold(walk.conditions + same) { return place }
      if place == 0, keepsItself(walk) { return 0 }
    }
    return nil
  }

  /// `true` iff what let the walk come round once lets it come round again: `n > 0`, and then `n + 1 > 0`.
  private mutating func keepsItself(_ walk: CascadeWalk) -> Bool {
    guard let last = walk.stops.last else { return false }
    var again = CascadeWalk(stops: [last])
    for hop in walk.hops {
      guard let next = step(again, hop) else { return false }
      again = next
    }
    let goal = Formula.conjunction(again.conditions)
    return Satisfiability.canHold(walk.conditions + [goal.negated], reader.vocabulary) == false
  }
}

extension CascadeFacts {
  /// `false` for a hop whose evidence might be refused because an argument is outside of its type: its values must be followed.
  func canCarryOn(_ hop: CascadeHop, in graph: CascadeGraph) -> Bool {
    zip(parameters(of: hop.call.action), hop.call.arguments).allSatisfy { name, argument in
      guard let argument, let type = fields(of: graph.events[hop.to]).first(where: { $0.name == name })?.type.unwrapped else { return true }
      return type == argument.type.unwrapped || argument.constant != nil || facts.bounds(of: type).isEmpty && !facts.hasPattern(type)
    }
  }
}

// MARK: - messages

extension SystemAnalysis {
  private mutating func reportEndless(_ circle: [CascadeHop], _ graph: CascadeGraph, how: String = "without end") {
    let hops = fromFirstPlace(circle)
    if let fallback = hops.first(where: { $0.way == .fallback }) {
      tree = fallback.demand.fact.tree
      report(
        .idleFallback, "this fallback goes in a circle: \(path(hops, graph))", at: fallback.span, label: "and from the start again",
        notes: notes(hops.filter { $0.span != fallback.span }, graph))
      return
    }
    tree = hops[0].demand.fact.tree
    report(
      .endlessCascade, "this triggers itself \(how): \(path(hops, graph))", at: hops[0].span,
      label: hops.count == 1 ? "and from the start again" : nil, notes: notes(hops.dropFirst(), graph))
  }

  private mutating func reportBounded(_ circle: [CascadeHop], _ graph: CascadeGraph, _ facts: CascadeFacts) {
    let hops = fromFirstPlace(circle)
    let fact = hops[0].demand.fact
    tree = fact.tree
    let bound = bound(of: hops, facts)
    let notes = (bound.map { [DiagnosticNote("this bounds it", $0.span)] } ?? []) + notes(hops.dropFirst(), graph)
    let reason = bound.map { "`\(words($0.span, in: $0.tree))` bounds it" } ?? "the ranges of its values bound it"
    diagnostics.add(
      Diagnostic(
        .boundedCascade, "this can trigger itself, and \(reason): \(path(hops, graph))", at: hops[0].span, severity: .note, notes: notes))
  }

  /// The circle, begun where the text begins.
  private func fromFirstPlace(_ circle: [CascadeHop]) -> [CascadeHop] {
    let first = circle.indices.min { trees.isBefore(place(circle[$0]), place(circle[$1])) } ?? 0
    return Array(circle[first...] + circle[..<first])
  }

  private func place(_ hop: CascadeHop) -> (tree: Int, span: Span) { (hop.demand.fact.tree, hop.span) }

  private func path(_ hops: [CascadeHop], _ graph: CascadeGraph) -> String {
    (hops.map { "`\(graph.events[$0.from])`" } + ["`\(graph.events[hops[0].from])`"]).joined(separator: " → ")
  }

  private func notes(_ hops: some Sequence<CascadeHop>, _ graph: CascadeGraph) -> [DiagnosticNote] {
    hops.map { hop in
      let verb =
        switch hop.way {
        case .asked: "asks for"
        case .fallback: "falls back to"
        case .undo: "takes back by"
        }
      return DiagnosticNote("`\(graph.events[hop.from])` \(verb) `\(hop.call.action)`, and so `\(graph.events[hop.to])` comes", hop.span)
    }
  }

  /// The condition that bounds a circle: one that reads the state, else the first.
  private func bound(of hops: [CascadeHop], _ facts: CascadeFacts) -> (tree: Int, span: Span)? {
    var all: [(tree: Int, span: Span, isPassing: Bool)] = []
    for hop in hops {
      for fact in facts.conditions(of: hop) { all.append((fact.tree, fact.span, facts.facts.isPassing(fact.condition))) }
      for (fact, exception) in facts.exceptions(of: hop) {
        if let span = place(of: "unless", in: fact) { all.append((fact.tree, span, facts.facts.isPassing(exception))) }
      }
    }
    return (all.first(where: \.isPassing) ?? all.first).map { ($0.tree, $0.span) }
  }

  private func words(_ span: Span, in tree: Int) -> String {
    trees[tree].file.text(span).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
