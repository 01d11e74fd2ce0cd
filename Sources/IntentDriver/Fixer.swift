import IntentDiagnostics
import IntentSource

/// Makes the changes that are each likely the one cure of a finding, until none is left.
///
/// A change is kept only if no file has more errors after it than before: a cure may bring to light what a syntax error hid, and then it is
/// the author's to make. The result depends on the files alone.
public struct Fixer {
  /// One change that was made.
  public struct Change: Equatable, Sendable {
    /// `path:line:column` of the finding, in the text as it was when it was mended.
    public let place: String
    /// What was done, as a command.
    public let title: String
    /// The code of the finding.
    public let code: String
  }

  /// The files as they are now, in the order of their names.
  public private(set) var files: [(input: Input, bytes: [UInt8])]
  /// What was found in them.
  public private(set) var program: LoweredProgram
  /// What was done, in order.
  public private(set) var changes: [Change] = []

  /// The cures that made things worse, by what they are for: they are not tried again.
  private var refused: Set<String> = []
  /// The texts that were there already: no two cures undo each other for ever.
  private var seen: Set<[[UInt8]]> = []

  /// Mends `files` as one program.
  public init(_ files: [(input: Input, bytes: [UInt8])]) {
    self.files = files.sorted { $0.input.name < $1.input.name }
    program = Self.lower(self.files)
    seen.insert(self.files.map(\.bytes))
    var limit = Int.max
    while true {
      let batch = cures(atMost: limit)
      if batch.isEmpty { break }
      if accept(batch) {
        limit = Int.max
      } else if batch.count > 1 {
        limit = batch.count / 2
      } else {
        refused.insert(key(batch[0].finding))
        limit = Int.max
      }
    }
  }

  private static func lower(_ files: [(input: Input, bytes: [UInt8])]) -> LoweredProgram {
    Pipeline.lower(Pipeline.load(files))
  }

  private typealias Cure = (finding: Diagnostic, fix: Fix)

  /// The first cures by place whose edits do not touch each other.
  private func cures(atMost limit: Int) -> [Cure] {
    var chosen: [Cure] = []
    var taken: [FileID: [Span]] = [:]
    for finding in program.diagnostics.sorted {
      guard chosen.count < limit else { break }
      guard let fix = finding.cure, !refused.contains(key(finding)) else { continue }
      let isFree = fix.edits.allSatisfy { edit in
        !(taken[edit.span.file] ?? []).contains { $0.start <= edit.span.end && edit.span.start <= $0.end }
      }
      guard isFree else { continue }
      for edit in fix.edits { taken[edit.span.file, default: []].append(edit.span) }
      chosen.append((finding, fix))
    }
    return chosen
  }

  /// Makes the changes and returns `true`, unless that is worse than before.
  private mutating func accept(_ batch: [Cure]) -> Bool {
    var next = files
    for edit in batch.flatMap(\.fix.edits).sorted(by: { $0.span > $1.span }) {
      let index = Int(edit.span.file.rawValue)
      next[index].bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.replacement.utf8))
    }
    guard seen.insert(next.map(\.bytes)).inserted else { return false }
    let lowered = Self.lower(next)
    let before = Self.errors(in: program)
    for (file, count) in Self.errors(in: lowered) where count > before[file, default: 0] { return false }
    for cure in batch {
      let place = program.loaded.shownSources.position(cure.finding.span)
      let path = program.loaded.shownSources[cure.finding.span.file].path
      changes.append(Change(place: "\(path):\(place.line):\(place.column)", title: cure.fix.title, code: cure.finding.code.id))
    }
    (files, program) = (next, lowered)
    return true
  }

  private static func errors(in program: LoweredProgram) -> [FileID: Int] {
    program.diagnostics.sorted.filter { $0.severity == .error }.reduce(into: [:]) { $0[$1.span.file, default: 0] += 1 }
  }

  /// A finding by what it says and the line that it is on, which keep while other places change.
  private func key(_ finding: Diagnostic) -> String {
    let file = program.loaded.sources[finding.span.file]
    let line = String(decoding: file.lineBytes(file.lineIndex(of: finding.span.start)), as: UTF8.self)
    return "\(file.path) \(finding.code.id) \(finding.message)\n\(line)"
  }
}
