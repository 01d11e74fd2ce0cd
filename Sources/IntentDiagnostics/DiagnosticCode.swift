/// A kind of finding. Its id never changes and is never used again for another kind.
///
/// Each phase keeps its codes in a file of its own: `DiagnosticCode+Syntax.swift` for E01xx, `+Names` for E02xx, `+Types` for E03xx,
/// `+Consequences` for E04xx, `+Commands` for E06xx, `+Contract` for E07xx, `+Analyses` for E08xx and `+Warnings` for W05xx;
/// `+Keys` has further ones of E02xx and E03xx.
public struct DiagnosticCode: Hashable, Sendable {
  /// `E0101`, `W0501`.
  public let id: String
  public let severity: Severity
  /// The kind in a few words.
  public let title: String
  /// What is wrong, why it matters and how to put it right, in Markdown.
  public let explanation: String
  /// A specification with this finding and no other error, and the same one cured: items of a system, or whole systems.
  public let example: (wrong: String, right: String)?

  /// A code with its page. Only where no small program can show it, the example may be left out.
  public init(
    _ id: String, _ severity: Severity, _ title: String, _ explanation: String, wrong: String? = nil, right: String? = nil
  ) {
    self.id = id
    self.severity = severity
    self.title = title
    self.explanation = explanation
    if let wrong, let right { example = (wrong, right) } else { example = nil }
  }

  public static func == (a: DiagnosticCode, b: DiagnosticCode) -> Bool { a.id == b.id }

  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// Every code there is, in the order of the ids.
  public static let all: [DiagnosticCode] = [
    syntax, names, types, consequences, commands, contract, analyses,
    warnings, analysisWarnings, commandWarnings, aboutSuppressions,
  ].flatMap { $0 }

  /// The code of that id, in any case of letters. O(codes).
  public static func find(_ id: String) -> DiagnosticCode? {
    let wanted = id.uppercased()
    return all.first { $0.id == wanted }
  }
}
