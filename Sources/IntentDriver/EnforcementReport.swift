import IntentIR
import IntentSwiftGen

/// Writes how each promise of a system is kept, and what goes through all instances each time it is asked.
public enum EnforcementReport {
  public enum Format: String, CaseIterable, Sendable {
    /// A table for people.
    case text
    /// A table for a page.
    case markdown
    /// One JSON object a promise, a line each; then one, with `scan`, an expression that goes through all instances.
    case json
  }

  /// The report of all systems, by name; a newline ends each line. O(promises).
  public static func text(_ systems: [SystemIR], _ format: Format) -> String {
    switch format {
    case .text: systems.map { table($0) + scanTable($0) }.joined(separator: "\n")
    case .markdown: systems.map { markdown($0) + scanMarkdown($0) }.joined(separator: "\n")
    case .json:
      systems.map { system in
        (system.promises.map { json($0, of: system) } + SwiftGenerator.scans(of: system).map { json($0, of: system) }).joined()
      }.joined()
    }
  }

  private static func table(_ system: SystemIR) -> String {
    let promises = system.promises
    if promises.isEmpty { return headline(system) + "\n" }
    let head = ("CLASS", "KIND", "PROMISE", "HOW IT IS KEPT")
    let rows = [head] + promises.map { ($0.keptBy.rawValue + ($0.isKept ? "" : "*"), $0.kind.rawValue, $0.name, $0.reason) }
    let widths = [
      rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0,
      min(longestName, rows.map(\.2.count).max() ?? 0),
    ]
    let lines = rows.map { row -> String in
      let start = "\(padded(row.0, widths[0]))  \(padded(row.1, widths[1]))  "
      // A long promise has a line of its own.
      let gap = row.2.count > widths[2] ? "\n" + String(repeating: " ", count: start.count + widths[2] + 2) : "  "
      return start + padded(row.2, widths[2]) + gap + row.3 + "\n"
    }
    let isWhole = promises.allSatisfy(\.isKept)
    return headline(system) + "\n\n" + lines.joined() + (isWhole ? "" : "\n* designed so; what is generated does not keep it yet\n")
  }

  private static func scanTable(_ system: SystemIR) -> String {
    let scans = SwiftGenerator.scans(of: system)
    if scans.isEmpty { return "" }
    let rows = scans.map { "\($0.origin.file):\($0.origin.line): \($0.text): \($0.reason)\n" }
    return "\n\(scanHead):\n\n" + rows.joined()
  }

  private static func scanMarkdown(_ system: SystemIR) -> String {
    let scans = SwiftGenerator.scans(of: system)
    if scans.isEmpty { return "" }
    let rows = scans.map { "| `\(escaped($0.text))` | \(escaped($0.reason)) | \($0.origin.file):\($0.origin.line) |\n" }
    return "\n\(scanHead):\n\n| Expression | Why | Where |\n|---|---|---|\n" + rows.joined()
  }

  private static let scanHead = "Not kept up to date, but found by going through the instances each time"

  private static let longestName = 64

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// `shop: 12 promises: 3 typed, 9 guarded; 2 of them not kept yet`.
  private static func headline(_ system: SystemIR) -> String {
    let count = system.promises.count
    if count == 0 { return "\(system.name): no promises" }
    let classes = PromiseIR.Class.allCases.compactMap { kept in
      let number = system.promises.count { $0.keptBy == kept }
      return number == 0 ? nil : "\(number) \(kept.rawValue)"
    }
    let open = system.promises.count { !$0.isKept }
    return "\(system.name): \(count) promise\(count == 1 ? "" : "s"): \(classes.joined(separator: ", "))"
      + (open == 0 ? "" : "; \(open) of them not kept yet")
  }

  private static func markdown(_ system: SystemIR) -> String {
    let rows = system.promises.map { promise in
      let cells = [
        promise.keptBy.rawValue, promise.kind.rawValue, "`\(promise.name)`", promise.reason, promise.isKept ? "yes" : "not yet",
        "\(promise.origin.file):\(promise.origin.line)",
      ]
      return "| \(cells.map { escaped($0) }.joined(separator: " | ")) |\n"
    }
    let head = "| Class | Kind | Promise | How it is kept | Kept today | Where |\n|---|---|---|---|---|---|\n"
    return "## \(headline(system))\n" + (rows.isEmpty ? "" : "\n" + head + rows.joined())
  }

  /// A `|` would end the cell, in code too.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func json(_ scan: ScannedExpression, of system: SystemIR) -> String {
    "{\"system\":\(JSONText.quoted(system.name)),\"scan\":\(JSONText.quoted(scan.text)),\"reason\":\(JSONText.quoted(scan.reason)),"
      + "\"file\":\(JSONText.quoted(scan.origin.file)),\"line\":\(scan.origin.line)}\n"
  }

  private static func json(_ promise: PromiseIR, of system: SystemIR) -> String {
    "{\"system\":\(JSONText.quoted(system.name)),\"class\":\"\(promise.keptBy.rawValue)\",\"kind\":\"\(promise.kind.rawValue)\","
      + "\"promise\":\(JSONText.quoted(promise.name)),\"reason\":\(JSONText.quoted(promise.reason)),\"kept\":\(promise.isKept),"
      + "\"file\":\(JSONText.quoted(promise.origin.file)),\"line\":\(promise.origin.line)}\n"
  }
}
