import IntentDiagnostics
import IntentSource

/// Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code hosts and editors read. Columns count characters
/// (code points), from 1; an end is the column behind the last character.
struct SarifReport {
  let sources: SourceMap
  /// Paths below it are written relative to it.
  let root: String

  /// The whole log: one run, the codes that were found as its rules, warnings that comments allow as suppressed results.
  func text(_ diagnostics: DiagnosticSet) -> String {
    let findings = diagnostics.sorted
    let allowed = diagnostics.allowed.sorted { $0.diagnostic.span < $1.diagnostic.span }
    let codes = Set(findings.map(\.code) + allowed.map(\.diagnostic.code)).sorted { $0.id < $1.id }
    let indices = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    let results = findings.map { result($0, indices, []) } + allowed.map { result($0.diagnostic, indices, [suppression($0)]) }
    let driver: [(String, JSONText)] = [
      ("name", .string("intent")), ("semanticVersion", .string(intentVersion)), ("rules", .array(codes.map(rule))),
    ]
    let run: [(String, JSONText)] = [
      ("tool", .object([("driver", .object(driver))])), ("columnKind", .string("unicodeCodePoints")), ("results", .array(results)),
    ]
    let log: [(String, JSONText)] = [
      ("$schema", .string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")),
      ("version", .string("2.1.0")), ("runs", .array([.object(run)])),
    ]
    return JSONText.object(log).text + "\n"
  }

  /// A code, with its page as the help.
  private func rule(_ code: DiagnosticCode) -> JSONText {
    .object([
      ("id", .string(code.id)),
      ("shortDescription", message(code.title)),
      ("fullDescription", .object([("text", .string(code.explanation)), ("markdown", .string(code.explanation))])),
      ("help", .object([("text", .string(DiagnosticPage.text(code))), ("markdown", .string(DiagnosticPage.markdown(code)))])),
      ("defaultConfiguration", .object([("level", .string(code.severity.rawValue))])),
    ])
  }

  /// Either no result of a run has `suppressions` or each has: an empty list says that the finding stands.
  private func result(_ finding: Diagnostic, _ indices: [DiagnosticCode: Int], _ suppressions: [JSONText]) -> JSONText {
    var entries: [(String, JSONText)] = [
      ("ruleId", .string(finding.code.id)), ("ruleIndex", .number(indices[finding.code] ?? -1)),
      ("level", .string(finding.severity.rawValue)), ("message", message(finding.message)),
      ("locations", .array([location(finding.span, finding.label)])),
    ]
    if !finding.notes.isEmpty {
      let related = finding.notes.enumerated().map { location($1.span, $1.message, id: $0 + 1) }
      entries.append(("relatedLocations", .array(related)))
    }
    if !finding.fixes.isEmpty { entries.append(("fixes", .array(finding.fixes.map(fix)))) }
    entries.append(("suppressions", .array(suppressions)))
    return .object(entries)
  }

  private func suppression(_ allowed: AllowedDiagnostic) -> JSONText {
    .object([("kind", .string("inSource")), ("justification", .string(allowed.reason)), ("location", location(allowed.comment, nil))])
  }

  private func fix(_ fix: Fix) -> JSONText {
    let files = Set(fix.edits.map(\.span.file)).sorted()
    let changes = files.map { file in
      let replacements = fix.edits.filter { $0.span.file == file }.sorted { $0.span < $1.span }.map { edit in
        JSONText.object([("deletedRegion", region(edit.span)), ("insertedContent", message(edit.replacement))])
      }
      return JSONText.object([("artifactLocation", artifact(file)), ("replacements", .array(replacements))])
    }
    return .object([("description", message(fix.title)), ("artifactChanges", .array(changes))])
  }

  private func location(_ span: Span, _ text: String?, id: Int? = nil) -> JSONText {
    let place = JSONText.object([("artifactLocation", artifact(span.file)), ("region", region(span))])
    return .object(
      (id.map { [("id", .number($0))] } ?? []) + [("physicalLocation", place)] + (text.map { [("message", message($0))] } ?? []))
  }

  private func region(_ span: Span) -> JSONText {
    let start = sources.position(span)
    let end = sources.position(span.endPoint)
    return .object([
      ("startLine", .number(start.line)), ("startColumn", .number(start.column)),
      ("endLine", .number(end.line)), ("endColumn", .number(end.column)),
    ])
  }

  private func artifact(_ file: FileID) -> JSONText { .object([("uri", .string(Self.uri(sources[file].path, root: root)))]) }

  private func message(_ text: String) -> JSONText { .object([("text", .string(text))]) }

  /// The path as a URI reference: relative where it can be, and with every byte escaped that a path segment may not have.
  static func uri(_ path: String, root: String) -> String {
    var path = Files.relative(path, to: root) ?? path
    while path.hasPrefix("./") { path = String(path.dropFirst(2)) }
    var out = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}
