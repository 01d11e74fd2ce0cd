/// What followed, or should have, from one event: a tree of consequences and decisions with how each stands.
public struct ConsequenceGraph: Sendable, Equatable {
  /// How a node stands.
  public enum Status: Sendable, Equatable {
    /// An `if` that holds or not, with what decided it.
    case decided(holds: Bool, detail: String)
    /// An `else`: its consequences stand below.
    case branch
    /// Met by the event at the position.
    case met(by: Position)
    /// Open, and not yet due.
    case open
    /// Due, and not met: why.
    case gap(reason: String)
    /// Lapsed or failed, and met since by the event at the position.
    case metLate(by: Position)
    /// What stands in took over.
    case fellBack(reason: String)
    case waived
    case withdrawn
    /// Held back: a fallback or undo that is not due.
    case dormant
  }

  /// A consequence, a decision, or an `else`.
  public struct Node: Sendable, Equatable {
    /// Index in the specification.
    public let reaction: Int
    public let rule: Int
    /// In the spec's words with the values of the case: `must alert_rep(c1)`, `if engagement(c1).trend crosses churn_warning`.
    public let text: String
    public let within: TimeSpan?
    public internal(set) var status: Status
    public internal(set) var children: [Node] = []
    /// The action, for consequences.
    let ordinal: Int
  }

  /// The event at the root.
  public let position: Position
  /// `interaction.created(i1, customer: c1)`.
  public let title: String
  public internal(set) var nodes: [Node] = []

  /// Number of consequences that are due and not met.
  public var gapCount: Int { nodes.reduce(0) { $0 + $1.gapCount } }
}

extension ConsequenceGraph.Node {
  var gapCount: Int {
    var count = children.reduce(0) { $0 + $1.gapCount }
    if case .gap = status { count += 1 }
    return count
  }
}

extension ConsequenceGraph {
  /// The graph as text, columns aligned, with the number of gaps as the last line.
  public var text: String {
    var rows: [Row] = []
    Self.collect(nodes, indent: "", isTop: true, into: &rows)
    // The column of marks stands one place right of the widest row; the column of deadlines is twelve wide before it, but right of all
    // consequences at the top. A deeper one that is longer pushes its own deadline on.
    var marks = 1 + (rows.map { $0.text.count + ($0.due.isEmpty ? 0 : 1 + $0.due.count) }.max() ?? 0)
    let dues = max(marks - Self.dueWidth, 1 + (rows.filter(\.isTop).map { $0.due.isEmpty ? 0 : $0.text.count }.max() ?? 0))
    marks = max(marks, dues + 1 + (rows.map(\.due.count).max() ?? 0))
    var lines = [title]
    for row in rows {
      var line = row.text
      if !row.due.isEmpty {
        line += String(repeating: " ", count: max(dues - line.count, 1)) + row.due
      }
      if !row.mark.isEmpty { line += String(repeating: " ", count: max(marks - line.count, 1)) + row.mark }
      lines.append(line)
    }
    let gaps = gapCount
    lines.append(gaps == 0 ? "no gaps" : gaps == 1 ? "1 gap" : "\(gaps) gaps")
    return lines.joined(separator: "\n")
  }

  private static let dueWidth = 12

  private struct Row {
    let text: String
    let isTop: Bool
    let due: String
    let mark: String
  }

  private static func collect(_ nodes: [Node], indent: String, isTop: Bool, into rows: inout [Row]) {
    for (index, node) in nodes.enumerated() {
      let isLast = index == nodes.count - 1
      var due = node.within.map { "within \($0)" } ?? ""
      if due.isEmpty, isTop, node.ordinal >= 0 { due = "now" }
      rows.append(Row(text: indent + (isLast ? "└─ " : "├─ ") + node.text, isTop: isTop, due: due, mark: node.status.mark))
      collect(node.children, indent: indent + (isLast ? "    " : "│   "), isTop: false, into: &rows)
    }
  }
}

extension ConsequenceGraph.Status {
  /// `✓ e4021`, `✗ gap: no evidence`, `– 42, not below 20`.
  var mark: String {
    switch self {
    case .decided(true, let detail): detail.isEmpty ? "✓" : "✓ \(detail)"
    case .decided(false, let detail): detail.isEmpty ? "–" : "– \(detail)"
    case .branch: ""
    case .met(let position): "✓ e\(position)"
    case .open: "○ open"
    case .gap(let reason): "✗ gap: \(reason)"
    case .metLate(let position): "✓ e\(position), late"
    case .fellBack(let reason): "✗ \(reason), fell back"
    case .waived: "– waived"
    case .withdrawn: "– withdrawn"
    case .dormant: "–"
    }
  }
}
