import IntentSource

/// How much a finding matters.
public enum Severity: String, Hashable, Sendable {
  /// The program is wrong; nothing is generated from it.
  case error
  /// The program means something, but perhaps not what its author wants.
  case warning
  /// A fact worth knowing.
  case note
}

/// One replacement of text. An empty span inserts, an empty replacement deletes.
public struct Edit: Hashable, Sendable {
  public let span: Span
  public let replacement: String

  public init(span: Span, replacement: String) {
    self.span = span
    self.replacement = replacement
  }
}

/// A change that would answer a diagnostic, offered to the author. Once it is made, the diagnostic is gone and nothing new is wrong.
public struct Fix: Hashable, Sendable {
  /// What it does, as a command: "replace `//` with `#`".
  public let title: String
  /// Edits that do not overlap.
  public let edits: [Edit]
  /// `true` iff it is one possibility among several, such as the declaration of what is undeclared: `intent fix` leaves it to the author.
  public let isGuess: Bool

  public init(_ title: String, _ edits: [Edit], isGuess: Bool = false) {
    self.title = title
    self.edits = edits
    self.isGuess = isGuess
  }

  public init(_ title: String, replace span: Span, with replacement: String, isGuess: Bool = false) {
    self.init(title, [Edit(span: span, replacement: replacement)], isGuess: isGuess)
  }
}

/// A second place that explains a diagnostic.
public struct DiagnosticNote: Hashable, Sendable {
  public let message: String
  public let span: Span

  public init(_ message: String, _ span: Span) {
    self.message = message
    self.span = span
  }
}

/// One finding about a program.
public struct Diagnostic: Hashable, Sendable {
  public var code: DiagnosticCode
  public var severity: Severity
  /// A sentence without a full stop, in lower case, names in back quotes.
  public var message: String
  public var span: Span
  /// A few words under the caret.
  public var label: String?
  public var notes: [DiagnosticNote]
  public var fixes: [Fix]

  /// The change that is likely the one cure: the only one offered, and no guess.
  public var cure: Fix? { fixes.count == 1 && !fixes[0].isGuess ? fixes[0] : nil }

  /// A finding of the code's own severity unless `severity` says another.
  public init(
    _ code: DiagnosticCode, _ message: String, at span: Span, severity: Severity? = nil, label: String? = nil,
    notes: [DiagnosticNote] = [], fixes: [Fix] = []
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.message = message
    self.span = span
    self.label = label
    self.notes = notes
    self.fixes = fixes
  }
}
