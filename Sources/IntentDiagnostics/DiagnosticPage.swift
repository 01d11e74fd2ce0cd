/// The page of a code, which `intent explain` prints and `Docs/DIAGNOSTICS.md` holds.
public enum DiagnosticPage {
  /// The page for a terminal: a headline, what is wrong, and an example with its cure, indented.
  public static func text(_ code: DiagnosticCode) -> String {
    var out = "\(code.id) (\(code.severity.rawValue)): \(code.title)\n\n\(code.explanation)\n"
    if let example = code.example { out += "\nWrong:\n\n\(indented(example.wrong))\nCured:\n\n\(indented(example.right))" }
    return out
  }

  /// The same in Markdown, without the headline: what the tools of others show.
  public static func markdown(_ code: DiagnosticCode) -> String {
    var out = "\(code.explanation)\n"
    if let example = code.example {
      out += "\nWrong:\n\n```intent\n\(example.wrong)\n```\n\nCured:\n\n```intent\n\(example.right)\n```\n"
    }
    return out
  }

  /// All pages in one document.
  public static var document: String {
    let introduction = """
      # Diagnostics

      What the compiler can find: errors (`E`) and warnings (`W`). `intent explain CODE` prints the page of one. A warning that is meant to
      stay is allowed with a comment before it, or at the end of its line: `# intent:allow W0501 because the reason`.
      This page is made from the compiler's own texts by `make diagnostics`.

      | code | what |
      |---|---|

      """
    let rows = DiagnosticCode.all.map { "| [\($0.id)](#\($0.id.lowercased())) | \($0.title) |\n" }
    let pages = DiagnosticCode.all.map { "\n## \($0.id)\n\n**\($0.severity.rawValue): \($0.title).** \(markdown($0))" }
    return introduction + rows.joined() + pages.joined()
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }
}
