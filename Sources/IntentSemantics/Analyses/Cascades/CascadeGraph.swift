import IntentIR
import IntentSource

/// One step of a cascade: an event asks for an action, whose evidence is an event again.
struct CascadeHop {
  enum Way: Equatable { case asked, fallback, undo }

  /// Numbers of events.
  let from: Int
  let to: Int
  let demand: Demand
  let call: ActionCallIR
  let way: Way
  let span: Span
  /// `true` iff nothing but the event decides whether it is taken.
  let isFree: Bool
}

/// Which events lead to which.
struct CascadeGraph {
  private(set) var events: [String] = []
  private(set) var hops: [CascadeHop] = []
  /// Numbers of hops, by the event that they start from.
  private(set) var leaving: [[Int]] = []

  private var numbers: [String: Int] = [:]

  fileprivate mutating func number(of event: String) -> Int {
    if let known = numbers[event] { return known }
    numbers[event] = events.count
    events.append(event)
    leaving.append([])
    return events.count - 1
  }

  fileprivate mutating func add(_ hop: CascadeHop) {
    leaving[hop.from].append(hops.count)
    hops.append(hop)
  }

  /// Takes the hops out of the graph; their numbers stay. O(hops).
  mutating func remove(_ gone: Set<Int>) {
    if gone.isEmpty { return }
    for event in leaving.indices { leaving[event].removeAll(where: gone.contains) }
  }

  /// The groups of events that lead to each other, in the order of their first events; one alone only where it leads to itself.
  /// O(events + hops).
  var circles: [[Int]] {
    let components = components
    var members: [Int: [Int]] = [:]
    for event in events.indices { members[components[event], default: []].append(event) }
    return members.values.filter { group in
      group.count > 1 || leaving[group[0]].contains { hops[$0].to == group[0] }
    }.sorted { $0[0] < $1[0] }
  }

  /// The number of each event's group. Source: R. Tarjan, 1972, without recursion.
  private var components: [Int] {
    var order = [Int](repeating: -1, count: events.count)
    var low = order
    var component = order
    var stack: [Int] = []
    var next = 0
    for start in events.indices where order[start] < 0 {
      var path: [(event: Int, hop: Int)] = [(start, 0)]
      while let (event, hop) = path.last {
        if hop == 0 {
          (order[event], low[event]) = (next, next)
          next += 1
          stack.append(event)
        } else {
          let target = hops[leaving[event][hop - 1]].to
          if component[target] < 0 { low[event] = min(low[event], low[target]) }
        }
        if hop < leaving[event].count {
          path[path.count - 1].hop += 1
          let target = hops[leaving[event][hop]].to
          if order[target] < 0 { path.append((target, 0)) }
          continue
        }
        if low[event] == order[event] {
          while let member = stack.popLast() {
            component[member] = event
            if member == event { break }
          }
        }
        path.removeLast()
      }
    }
    return component
  }

  /// The shortest way round among `events` over the hops whose numbers `isOpen` admits.
  func shortestCircle(among events: [Int], where isOpen: (Int) -> Bool) -> [Int]? {
    let inside = Set(events)
    var best: [Int]?
    for start in events.prefix(200) {
      var arrived: [Int: Int] = [:]
      var pending = [start]
      var index = 0
      search: while index < pending.count {
        for hop in leaving[pending[index]] where isOpen(hop) && inside.contains(hops[hop].to) && arrived[hops[hop].to] == nil {
          arrived[hops[hop].to] = hop
          if hops[hop].to == start { break search }
          pending.append(hops[hop].to)
        }
        index += 1
      }
      guard var hop = arrived[start] else { continue }
      var circle = [hop]
      while hops[hop].from != start, let before = arrived[hops[hop].from] {
        hop = before
        circle.append(hop)
      }
      if circle.count < best?.count ?? .max { best = circle.reversed() }
      if best?.count == 1 { break }
    }
    return best
  }
}

extension SystemAnalysis {
  /// The hops of all consequences that an event of a cascade can make due.
  func cascadeGraph(_ demands: [Demand]) -> CascadeGraph {
    var graph = CascadeGraph()
    let waitedFor = Set(demands.indices.compactMap { demands[$0].reaction.evidenceName })
    for index in demands.indices {
      guard let event = demands[index].reaction.evidenceName else { continue }
      let demand = demands[index]
      let isFree = demand.fact.condition == nil && demand.obligation.unless == nil && demand.fact.replaced == nil
      func add(_ call: ActionCallIR, _ way: CascadeHop.Way, _ span: Span, isFree: Bool) {
        guard let evidence = evidence(of: call), waitedFor.contains(evidence) else { return }
        let (from, to) = (graph.number(of: event), graph.number(of: evidence))
        graph.add(CascadeHop(from: from, to: to, demand: demand, call: call, way: way, span: span, isFree: isFree))
      }
      add(demand.obligation.call, demand.fact.replaced == nil ? .asked : .fallback, demand.fact.callSpan, isFree: isFree)
      if let undo = demand.obligation.undo {
        add(undo.call, .undo, place(of: "undo", in: demand.fact) ?? demand.fact.callSpan, isFree: false)
      }
    }
    return graph
  }

  /// The event that a call's evidence is; nobody acts on an `await`, so it goes no further.
  private func evidence(of call: ActionCallIR) -> String? {
    switch actionTable.evidence(ofActionNamed: call.action) {
    case .done?: "\(call.action).done"
    case .event(let event)?: event
    case .awaited?, nil: nil
    }
  }
}
