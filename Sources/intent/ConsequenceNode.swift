import IntentIR

/// A node of a reaction's graph, ready to be drawn.
struct ConsequenceNode {
  /// How it hangs below its parent.
  enum Link {
    case consequence
    /// Taken in the parent's stead.
    case replacement
  }

  var text: String
  /// When it is due and what modifies it, or empty for a node that asks for nothing itself.
  var due = ""
  var link = Link.consequence
  var children: [ConsequenceNode] = []

  /// The whole reaction; its root is the trigger.
  init(_ reaction: ReactionIR) {
    self.init(text: reaction.triggerText, children: Self.nodes(reaction.body))
  }

  private init(text: String, due: String = "", link: Link = .consequence, children: [ConsequenceNode] = []) {
    self.text = text
    self.due = due
    self.link = link
    self.children = children
  }

  private static func nodes(_ statements: [StatementIR]) -> [ConsequenceNode] {
    statements.flatMap { statement in
      switch statement {
      case .obligation(let obligation): [node(obligation)]
      case .branch(let branch): nodes(branch, keyword: "if")
      case .forEach(let loop):
        [ConsequenceNode(text: "for each \(loop.text)", children: nodes(loop.body))]
      }
    }
  }

  /// A decision and, beside it, what comes instead; an `else if` stands on the same level as its `if`.
  private static func nodes(_ branch: BranchIR, keyword: String) -> [ConsequenceNode] {
    let then = ConsequenceNode(text: "\(keyword) \(branch.text)", children: nodes(branch.then))
    if branch.otherwise.isEmpty { return [then] }
    if branch.otherwise.count == 1, case .branch(let next) = branch.otherwise[0] { return [then] + nodes(next, keyword: "else if") }
    return [then, ConsequenceNode(text: "else", children: nodes(branch.otherwise))]
  }

  private static func node(_ obligation: ObligationIR, asFallback: Bool = false) -> ConsequenceNode {
    var due = [obligation.within.map { "within \(duration($0))" } ?? "now"]
    if obligation.retry > 0 { due.append("retry \(obligation.retry)") }
    if let permission = obligation.requires { due.append("requires \(permission)") }
    if let waiver = obligation.unless { due.append("unless \(waiver.text)") }
    var node = ConsequenceNode(
      text: "\(asFallback ? "fallback" : obligation.severity.rawValue) \(obligation.call.text)", due: due.joined(separator: ", "),
      link: asFallback ? .replacement : .consequence)
    node.children = obligation.fallback.map { Self.node($0, asFallback: true) }
    if let undo = obligation.undo { node.children.append(ConsequenceNode(text: "undo \(undo.call.text)", link: .replacement)) }
    return node
  }

  /// `milliseconds` in the largest unit that leaves no rest, hours up to two days.
  static func duration(_ milliseconds: Int64) -> String {
    let units: [(String, Int64, from: Int64)] = [
      ("d", 86_400_000, 2), ("h", 3_600_000, 1), ("m", 60_000, 1), ("s", 1000, 1),
    ]
    for (name, length, from) in units where milliseconds % length == 0 && milliseconds / length >= from {
      return "\(milliseconds / length)\(name)"
    }
    return "\(milliseconds)ms"
  }
}

/// The forms in which a graph is drawn.
enum ConsequenceDrawing {
  /// A tree in box-drawing characters; the deadlines of siblings stand in one column.
  static func text(_ root: ConsequenceNode) -> String { root.text + "\n" + text(root.children, indent: "") }

  private static func text(_ nodes: [ConsequenceNode], indent: String) -> String {
    let width = nodes.filter { !$0.due.isEmpty }.map(\.text.count).max() ?? 0
    var out = ""
    for (index, node) in nodes.enumerated() {
      let isLast = index == nodes.count - 1
      out += "\(indent)\(isLast ? "└─ " : "├─ ")\(node.text)"
      if !node.due.isEmpty { out += String(repeating: " ", count: width - node.text.count + 2) + node.due }
      out += "\n" + text(node.children, indent: indent + (isLast ? "    " : "│   "))
    }
    return out
  }

  /// A flowchart in Mermaid; a replacement hangs on a dotted edge.
  static func mermaid(_ roots: [ConsequenceNode]) -> String {
    var out = "flowchart LR\n"
    number(roots) { id, node in
      out += "  n\(id)[\"\(label(node).replacing("\"", with: "#quot;").replacing("\n", with: "<br/>"))\"]\n"
    } edge: { parent, child, node in
      out += "  n\(parent) \(node.link == .replacement ? "-.->" : "-->") n\(child)\n"
    }
    return out
  }

  /// A digraph in the language of Graphviz; a replacement hangs on a dashed edge.
  static func dot(_ roots: [ConsequenceNode]) -> String {
    var out = "digraph consequences {\n  rankdir=LR\n  node [shape=box fontname=\"sans-serif\"]\n"
    number(roots) { id, node in
      let text = label(node).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      out += "  n\(id) [label=\"\(text)\"]\n"
    } edge: { parent, child, node in
      out += "  n\(parent) -> n\(child)\(node.link == .replacement ? " [style=dashed]" : "")\n"
    }
    return out + "}\n"
  }

  private static func label(_ node: ConsequenceNode) -> String { node.due.isEmpty ? node.text : "\(node.text)\n\(node.due)" }

  /// Visits the nodes before their children, numbered from 0, and the edge to each after it.
  private static func number(
    _ roots: [ConsequenceNode], node visit: (Int, ConsequenceNode) -> Void, edge: (Int, Int, ConsequenceNode) -> Void
  ) {
    var next = 0
    func walk(_ node: ConsequenceNode, below parent: Int?) {
      let id = next
      next += 1
      visit(id, node)
      if let parent { edge(parent, id, node) }
      for child in node.children { walk(child, below: id) }
    }
    for root in roots { walk(root, below: nil) }
  }
}
