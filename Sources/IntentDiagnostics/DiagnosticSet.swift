import IntentSource

/// A warning that its author allows.
public struct AllowedDiagnostic: Hashable, Sendable {
  public let diagnostic: Diagnostic
  /// The author's words.
  public let reason: String
  /// The comment that gives them.
  public let comment: Span
}

/// The findings of a compilation. A pass takes it `inout` and goes on after each mistake.
public struct DiagnosticSet: Sendable {
  private var all: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  /// The number of errors.
  public private(set) var errorCount = 0
  /// The warnings that comments in the sources allow.
  public private(set) var allowed: [AllowedDiagnostic] = []

  public init() {}

  /// `true` iff nothing was found.
  public var isEmpty: Bool { all.isEmpty }

  /// `true` iff an error was found.
  public var hasErrors: Bool { errorCount > 0 }

  /// The number of findings.
  public var count: Int { all.count }

  /// Adds a finding, unless the very same one is there.
  public mutating func add(_ diagnostic: Diagnostic) {
    guard seen.insert(diagnostic).inserted else { return }
    all.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }

  /// Adds a finding, unless the very same one is there.
  public mutating func add(
    _ code: DiagnosticCode, _ message: String, at span: Span, label: String? = nil,
    notes: [DiagnosticNote] = [], fixes: [Fix] = []
  ) {
    add(Diagnostic(code, message, at: span, label: label, notes: notes, fixes: fixes))
  }

  /// Adds a note to the finding with that number, in the order in which they were added, while it has fewer than `limit`.
  public mutating func add(_ note: DiagnosticNote, to number: Int, atMost limit: Int) {
    let old = all[number]
    if old.notes.count >= limit || old.span == note.span || old.notes.contains(where: { $0.span == note.span }) { return }
    seen.remove(old)
    all[number].notes.append(note)
    seen.insert(all[number])
  }

  /// Lets the finding with that number, in the order in which they were added, say something else of its place.
  public mutating func replace(_ number: Int, _ code: DiagnosticCode, _ message: String, fixes: [Fix]) {
    seen.remove(all[number])
    (all[number].code, all[number].message, all[number].fixes) = (code, message, fixes)
    seen.insert(all[number])
  }

  /// Adds every finding of `other`.
  public mutating func add(contentsOf other: DiagnosticSet) {
    for diagnostic in other.all { add(diagnostic) }
    allowed += other.allowed
  }

  /// Takes out the findings for which `reason` says why they are allowed, and keeps them in `allowed`.
  public mutating func allow(_ reason: (Diagnostic) -> (reason: String, comment: Span)?) {
    var rest: [Diagnostic] = []
    for diagnostic in all {
      if let found = reason(diagnostic) {
        allowed.append(AllowedDiagnostic(diagnostic: diagnostic, reason: found.reason, comment: found.comment))
        if diagnostic.severity == .error { errorCount -= 1 }
      } else {
        rest.append(diagnostic)
      }
    }
    all = rest
  }

  /// The findings by place; those of one place in the order they were found. O(n log n).
  public var sorted: [Diagnostic] {
    all.enumerated().sorted { a, b in
      a.element.span == b.element.span ? a.offset < b.offset : a.element.span < b.element.span
    }.map(\.element)
  }
}
