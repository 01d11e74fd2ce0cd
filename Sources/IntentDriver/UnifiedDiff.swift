/// The difference of two texts as `diff -u` writes it, so that `patch -p0` can apply it.
public enum UnifiedDiff {
  private static let context = 3

  private enum Line {
    case both(String)
    case removed(String)
    case inserted(String)

    var text: String {
      switch self {
      case .both(let text): " " + text
      case .removed(let text): "-" + text
      case .inserted(let text): "+" + text
      }
    }

    var isChange: Bool { if case .both = self { false } else { true } }
    var isOld: Bool { if case .inserted = self { false } else { true } }
    var isNew: Bool { if case .removed = self { false } else { true } }
  }

  /// Empty where the texts are equal. O((lines + changes) × changes).
  public static func text(_ path: String, _ old: [UInt8], _ new: [UInt8]) -> String {
    if old == new { return "" }
    let script = script(lines(old), lines(new))
    var out = "--- \(path)\n+++ \(path)\n"
    var start = 0
    while let change = script[start...].firstIndex(where: \.isChange) {
      var end = change
      // A hunk ends where more lines are the same than two contexts hold.
      while let next = script[(end + 1)...].prefix(2 * context + 1).firstIndex(where: \.isChange) { end = next }
      let first = max(start, change - context)
      let last = min(script.count, end + 1 + context)
      out += hunk(script, first..<last)
      start = last
    }
    return out
  }

  private static func hunk(_ script: [Line], _ range: Range<Int>) -> String {
    let before = script[..<range.lowerBound]
    let lines = script[range]
    let (oldCount, newCount) = (lines.count { $0.isOld }, lines.count { $0.isNew })
    // The number of the first line, or of the line before an empty range.
    let oldStart = before.count { $0.isOld } + (oldCount > 0 ? 1 : 0)
    let newStart = before.count { $0.isNew } + (newCount > 0 ? 1 : 0)
    return "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n" + lines.map(\.text).joined()
  }

  /// Lines with their ends; one without an end carries what `patch` wants to know of it.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var pieces = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    let last = pieces.removeLast()
    return pieces.map { $0 + "\n" } + (last.isEmpty ? [] : [last + "\n\\ No newline at end of file\n"])
  }

  private static func script(_ old: [String], _ new: [String]) -> [Line] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var script: [Line] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        script.append(.removed(old[i]))
        i += 1
      } else if j < new.count, inserted.contains(j) {
        script.append(.inserted(new[j]))
        j += 1
      } else {
        script.append(.both(new[j]))
        i += 1
        j += 1
      }
    }
    return script
  }
}
